"""``manage.py serve`` for real: what dies is started again, one signal ends all, and there is one on a data folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 90  # seconds on a busy machine


def until(found, otherwise: str):
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError(otherwise)


def children(process: subprocess.Popen) -> dict[str, int]:
    """The server and the worker of a serve, by name."""
    found = {}
    for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        if b"work" in words:
            found["worker"] = int(number)
        elif b"gunicorn" in words:
            found["server"] = int(number)
    return found


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def serve(tmp_path, port):
    environment = os.environ | {"KEYMOMENTS_HOME": str(tmp_path), "KEYMOMENTS_DATABASE": ""}
    started = []

    def start(at: int = port) -> subprocess.Popen:
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(at)]
        started.append(
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=LONGEST)


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
    except OSError:
        return False
    return True


@pytest.mark.timeout(600)
def test_serve_keeps_both_running_is_the_only_one_and_ends_with_all_it_began(serve, port):
    one = serve()
    until(lambda: answers(port), "the site did not start")
    first = until(lambda: len(found := children(one)) == 2 and found, "both did not start")

    os.kill(first["worker"], signal.SIGKILL)
    until(lambda: children(one).get("worker", first["worker"]) != first["worker"], "the worker was not started again")
    assert answers(port)

    second = serve(port + 1)
    _, said = second.communicate(timeout=LONGEST)
    assert second.returncode == 1
    assert said == "CommandError: The site of this data folder is being served already: stop that one first.\n"

    began = children(one)
    one.terminate()
    said, errors = one.communicate(timeout=LONGEST)
    assert one.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in errors
    assert not any(alive(number) for number in began.values())


@pytest.mark.timeout(600)
def test_what_serve_began_ends_even_when_it_is_killed(serve, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        taken = serve()
        _, said = taken.communicate(timeout=LONGEST)
        assert taken.returncode == 1
        assert f"Nothing can listen at 127.0.0.1:{port}" in said
    one = serve()
    until(lambda: answers(port), "the site did not start")
    began = until(lambda: len(found := children(one)) == 2 and found, "both did not start")
    one.kill()
    until(lambda: not any(alive(number) for number in began.values()), "children outlived what began them")
