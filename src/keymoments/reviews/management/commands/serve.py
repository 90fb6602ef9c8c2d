"""``manage.py serve``: the site and its worker, until stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from keymoments.cores import cores
from keymoments.reviews import jobs

_PAUSE = 0.5  # seconds between looks at the two processes
_GRACE = 10  # seconds to end in
_LONGEST_WAIT = 30.0  # seconds before what dies at once is started again
_STEADY = 20.0  # seconds after which it counts as having started well
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class _Kept:
    """A process that is to run for as long as this one does."""

    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again: float = 0.0  # not before
    wait: float = _PAUSE

    def look(self, now: float) -> None:
        """Start it where it does not run: at once the first time, ever later while it keeps dying."""
        if self.process is not None and self.process.poll() is not None:
            self.wait = _PAUSE if now - self.began > _STEADY else min(2 * self.wait, _LONGEST_WAIT)
            self.process, self.again = None, now + self.wait
        if self.process is None and now >= self.again:
            environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keymoments.config.settings"}
            self.process = subprocess.Popen(self.command, env=environment, preexec_fn=_end_with_parent)
            self.began = now

    def end(self, deadline: float) -> None:
        """Wait for its end, and kill it where that does not come."""
        if self.process is not None:
            try:
                self.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _end_with_parent() -> None:
    """On Linux a child is told to end when this process dies, even by kill -9: else it would keep its place."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    """Starts the web server and the worker, and starts either again when it dies."""

    help = "Serve the site and do its background work, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=min(4, cores()), help="of the web server (one a core)")
        parser.add_argument("--threads", type=int, default=8, help="of each process")

    def handle(self, *_: Any, **options: Any) -> None:
        """Be the only one on this data folder, bring the tables up to date, then serve."""
        host, port = options["host"], options["port"]
        with jobs.only_one("serve") as free:
            if not free:
                raise CommandError("The site of this data folder is being served already: stop that one first.")
            _check_address(host, port)
            call_command("migrate", verbosity=0)
            server = [
                *(sys.executable, "-m", "gunicorn", "keymoments.config.wsgi", "--worker-class", "gthread"),
                *(
                    "--workers",
                    str(options["processes"]),
                    "--threads",
                    str(options["threads"]),
                    "--bind",
                    f"{host}:{port}",
                ),
                *("--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"),
            ]
            self._run([_Kept(server), _Kept([sys.executable, "-m", "django", "work"])], f"http://{host}:{port}/")

    def _run(self, kept: list[_Kept], address: str) -> None:
        stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        told = False
        while not stopping:
            for one in kept:
                one.look(time.monotonic())
            if not told:
                self.stdout.write(f"The site is at {address} (Ctrl+C stops it)")
                self.stdout.flush()
                told = True
            time.sleep(_PAUSE)
        for one in kept:
            if one.process is not None:
                one.process.terminate()
        deadline = time.monotonic() + _GRACE
        for one in kept:
            one.end(deadline)


def _check_address(host: str, port: int) -> None:
    """Raise where nobody can listen: the web server itself would only try again and again."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError:
        raise CommandError(
            f"Nothing can listen at {host}:{port}: another program may be there; choose another --port."
        ) from None
