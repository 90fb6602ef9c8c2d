"""How long pages take in a review of 10,000 entries while thirty people read it: on SQLite, and on PostgreSQL.

``python -m bench.load`` makes the review through the operations people use (its analysis in the worker is timed, too),
starts the site as users do and has ``locust`` ask. Times are those of the asking side on the loopback address: what the
server took and the little that the way takes. On PostgreSQL: ``.ci/postgresql .venv/bin/python -m bench.load``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.speed import machine

ROOT = Path(__file__).parents[1]
PEOPLE, PAGES = 30, 6.0  # how many read, and pages a second of all together
MILLISECONDS, ANALYSIS = 150.0, 20.0  # wanted: at the 95th percentile; seconds in the worker
WARM = 20  # seconds before times count


def main() -> None:
    """Make the review, serve it, have it read, and print what each sort of page took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=180, help="for how long people read")
    parser.add_argument("--home", type=Path, help="keep the review here, or use the one that is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = {
            **os.environ,
            "KEYMOMENTS_HOME": str(given.home or folder / "home"),
            "KEYMOMENTS_DATABASE": os.environ.get("KEYMOMENTS_TEST_DATABASE", ""),
            "DJANGO_SETTINGS_MODULE": "keymoments.config.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        about = _review(given.entries, folder / "about.json", environment)
        print(
            f"{machine()}\n{about['database']}: {about['entries']:,} entries, "
            f"{about['sightings']:,} answers of children, made in {about['seconds']} s"
        )
        analysis = float(about["analysis"])
        if analysis:
            print(f"analysis in the worker: {analysis:.1f} s, wanted {ANALYSIS:.0f}: {_verdict(analysis, ANALYSIS)}")
        with _served(environment) as address:
            _read(address, folder, environment, given.seconds)
        _tell(folder)


def _review(entries: int, out: Path, environment: dict[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.load_review", "--entries", str(entries), "--out", str(out)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
    about: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return about


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[str]:
    """The site as users start it, at a free port; stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as site:
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
                    break
                except OSError:  # not listening yet
                    time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            site.terminate()


def _read(address: str, folder: Path, environment: dict[str, str], seconds: int) -> None:
    """Have people read for a while; the first seconds, in which they all come in, do not count."""
    wanted = ["--users", str(PEOPLE), "--spawn-rate", str(PEOPLE / WARM * 2), "--run-time", f"{WARM + seconds}s"]
    told = {"KEYMOMENTS_LOAD": str(folder / "about.json"), "KEYMOMENTS_LOAD_RATE": str(PAGES / PEOPLE)}
    command = [sys.executable, "-m", "locust", "-f", "bench/load_people.py", "--headless", "--host", address]
    quiet = ["--csv", str(folder / "load"), "--reset-stats", "--loglevel", "WARNING", "--only-summary"]
    subprocess.run(
        [*command, *wanted, *quiet],
        env=environment | told,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # its end says only whether anything failed: that stands in the table


def _tell(folder: Path) -> None:
    with (folder / "load_stats.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print(f"\n{'page':34}{'asked':>7}{'failed':>7}{'median':>8}{'95 %':>8}{'most':>8}   ms")
    for row in sorted(rows, key=lambda row: (row["Name"] == "Aggregated", row["Name"])):
        high = float(row["95%"])
        print(
            f"{row['Name']:34}{row['Request Count']:>7}{row['Failure Count']:>7}{float(row['50%']):>8.0f}{high:>8.0f}"
            f"{float(row['100%']):>8.0f}   {_verdict(high, MILLISECONDS)}"
        )
    every = next(row for row in rows if row["Name"] == "Aggregated")
    print(
        f"{PEOPLE} people, {float(every['Requests/s']):.1f} pages a second; "
        f"wanted {MILLISECONDS:.0f} ms at 95 %; {machine()}"
    )


def _verdict(measured: float, wanted: float) -> str:
    return "reached" if measured <= wanted else "missed"


if __name__ == "__main__":
    main()
