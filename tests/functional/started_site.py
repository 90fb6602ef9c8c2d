"""A site started as users start it, and the browser that opens it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from tests.invented_review import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
# Chromium that asks nobody anything: its own services are no part of the journey.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium; the test is skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Site:
    """A started site with accounts and nothing else, but for what ``fill`` puts there before it starts."""

    def __init__(
        self, home: Path, people: Mapping[str, str], *, fill: Callable[[Site], None] | None = None, **settings: str
    ) -> None:
        self.environment = {
            **os.environ,
            "KEYMOMENTS_HOME": str(home),
            "KEYMOMENTS_NEW_PASSWORD": PASSWORD,
            "KEYMOMENTS_DATABASE": "",
            **settings,
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.run("migrate", "--verbosity", "0")
        for name, standing in people.items():
            extra = ["--standing", standing] if standing else []
            self.run("make_account", f"{name}@example.org", "--name", name.title(), *extra)
        if fill is not None:
            fill(self)
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        self.log = home / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=1).close()  # noqa: S310
                return
            except OSError:  # not listening yet
                time.sleep(0.5)
        raise RuntimeError("the site did not start")

    def run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
