"""``manage.py serve``: the site and its worker, until stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

_PAUSE = 0.5  # seconds between looks at the two processes
_GRACE = 10  # seconds to end in


class Command(BaseCommand):
    """Starts the web server and the worker, and starts either again when it dies."""

    help = "Serve the site and do its background work, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *_: Any, **options: Any) -> None:
        """Bring the tables up to date, then serve."""
        call_command("migrate", verbosity=0)
        server = [
            *(sys.executable, "-m", "gunicorn", "keymoments.config.wsgi", "--worker-class", "gthread"),
            *("--threads", str(options["threads"]), "--bind", f"{options['host']}:{options['port']}"),
            *("--log-level", "warning", "--graceful-timeout", "5"),
        ]
        worker = [sys.executable, "-m", "django", "work"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "keymoments.config.settings"}
        self.stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        running = {name: self._start(command, environment) for name, command in (("s", server), ("w", worker))}
        self.stdout.write(f"The site is at http://{options['host']}:{options['port']}/ (Ctrl+C stops it)")
        self.stdout.flush()
        while not self.stopping:
            time.sleep(_PAUSE)
            for name, command in (("s", server), ("w", worker)):
                if running[name].poll() is not None and not self.stopping:
                    time.sleep(_PAUSE)
                    running[name] = self._start(command, environment)
        for process in running.values():
            process.terminate()
        for process in running.values():
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()

    def _start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=environment)
