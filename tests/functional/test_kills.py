"""The server and the worker killed by kill -9 at random moments: no entry lost or doubled, nothing left by half."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = 20261126
PAGE = "/review/wren-2021/sources/school"
LONGEST = 60  # seconds that anything may take on a busy machine
MAKE = """
import django
django.setup()
from django.test import Client
from tests.invented_review import invented
browser = Client()
browser.force_login(invented().author)
print(browser.cookies["sessionid"].value)
"""


class Site:
    """A real server and a real worker on a data folder of their own, each to be killed and started again."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database
        self.environment = os.environ | {
            "KEYMOMENTS_HOME": str(home),
            "KEYMOMENTS_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "keymoments.config.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.manage("migrate", "--verbosity", "0")
        self.session = self.python("-c", MAKE).strip()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        gunicorn = "-m gunicorn keymoments.config.wsgi --worker-class gthread --threads 2 --no-control-socket --bind "
        gunicorn += f"127.0.0.1:{self.port}"
        self.commands = {"server": gunicorn.split(), "worker": [str(ROOT / "manage.py"), "work"]}

    def python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.python(str(ROOT / "manage.py"), *arguments)

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            [sys.executable, *self.commands[name]], env=self.environment, cwd=ROOT, start_new_session=True
        )
        if name == "server":
            until(self.answers, "the server did not start")

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2).close()
            return True
        return False

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        if name == "server":
            os.killpg(process.pid, signal.SIGKILL)  # its own child would hold the port a moment longer
        else:
            process.kill()  # a reader it began outlives it
        process.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def ask(self, question: str) -> list[tuple]:
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as there:
                return there.execute(question).fetchall()
        with contextlib.closing(sqlite3.connect(self.home / "data" / "keymoments.sqlite3", timeout=20)) as there:
            return there.execute(question).fetchall()

    def upload(self, name: str, data: bytes) -> int:
        """Hand in a file as a browser does; raises OSError where the server dies meanwhile."""
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            there.request("GET", PAGE, headers={"Cookie": f"sessionid={self.session}"})
            answer = there.getresponse()
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())[1]
            edge = "edge-of-the-parts"
            parts = (
                f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
                f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            ).encode()
            headers = {
                "Cookie": f"sessionid={self.session}; {cookie}",
                "Content-Type": f"multipart/form-data; boundary={edge}",
            }
            there.request("POST", PAGE, parts + data + f"\r\n--{edge}--\r\n".encode(), headers)
            answer = there.getresponse()
            answer.read()
            return answer.status
        except (http.client.HTTPException, TypeError) as error:  # cut off in the middle
            raise OSError from error
        finally:
            there.close()

    def idle(self) -> bool:
        return not self.ask("SELECT 1 FROM reviews_job WHERE state IN ('queued', 'running')")

    def state(self, number: int) -> str:
        """What to know where a round went wrong."""
        work = self.ask("SELECT id, kind, about, state, tries, says FROM reviews_job ORDER BY id DESC LIMIT 6")
        read = self.ask(
            "SELECT id, number, state, problems, added, removed FROM reviews_sourceversion ORDER BY id DESC"
        )
        return f"round {number}\n" + "\n".join(map(str, [*work, *read[:4]]))

    def half_files(self) -> list[Path]:
        return [*(self.home / "data" / "incoming").iterdir(), *(self.home / "data" / "sources").glob("*.part")]


def until(true, otherwise: str) -> None:
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


def file_of(number: int) -> tuple[str, bytes, list[str]]:
    """The file of a round: one of two names, each time in a new version that drops a line and has a new one."""
    texts = [f"Wren seen alone at school, note {number + line} of file {number % 2}." for line in range(6)]
    lines = [f"{1 + line:02d}/03/2021,{text.replace(',', ' -')}" for line, text in enumerate(texts)]
    data = "\n".join(["Date,Event", *lines, ""]).encode()
    return f"file-{number % 2}.csv", data, [text.replace(",", " -") for text in texts]


@pytest.fixture(params=["sqlite", "postgresql"] if os.environ.get("KEYMOMENTS_TEST_DATABASE") else ["sqlite"])
def site(request, tmp_path):
    if request.param == "sqlite":
        made = Site(tmp_path, "")
        yield made
        made.end()
        return
    import psycopg

    given = os.environ["KEYMOMENTS_TEST_DATABASE"]
    name = f"kills_{os.getpid()}_{time.time_ns()}"
    with psycopg.connect(given, autocommit=True) as there:
        there.execute(f'CREATE DATABASE "{name}"')
        try:
            made = Site(tmp_path, urllib.parse.urlsplit(given)._replace(path=f"/{name}").geturl())
            yield made
            made.end()
        finally:
            there.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_nothing_is_lost_or_doubled_by_kills_at_random_moments(site, rounds):
    chance = random.Random(SEED)
    current: dict[str, list[str]] = {}
    handed_in: list[str] = []
    site.start("server")
    site.start("worker")

    def hand_in(number: int) -> None:
        name, data, texts = file_of(number)
        assert site.upload(name, data) == 302
        current[name] = texts
        handed_in.append(hashlib.sha256(data).hexdigest())

    hand_in(0)
    until(site.idle, "the first file was not read")
    began = time.monotonic()
    hand_in(1)
    uploading = time.monotonic() - began
    until(site.idle, "the second file was not read")
    working = time.monotonic() - began - uploading

    for number in range(2, rounds + 2):
        if number % 3 == 0:  # the server, while a file comes in
            name, data, _ = file_of(number)
            person = threading.Thread(target=_suppressed, args=(site, name, data))
            person.start()
            time.sleep(chance.uniform(0, uploading))
            site.kill("server")
            person.join()
            site.start("server")
            hand_in(number)  # nobody was told that it had come: they send it again
        else:  # the worker, while it reads or analyses
            hand_in(number)
            time.sleep(chance.uniform(0, working))
            site.kill("worker")
            site.start("worker")
        until(site.idle, f"the work of round {number} never ended")
        stored = [text for (text,) in site.ask("SELECT text FROM reviews_entry WHERE gone_at IS NULL")]
        assert sorted(stored) == sorted(text for texts in current.values() for text in texts), site.state(number)

    _holds(site, handed_in)


def _suppressed(site: Site, name: str, data: bytes) -> None:
    with contextlib.suppress(OSError):
        site.upload(name, data)


def _holds(site: Site, handed_in: list[str]) -> None:
    """What must be true after all kills."""
    assert Counter(handed_in) == Counter(sha for (sha,) in site.ask("SELECT sha256 FROM reviews_sourceversion"))
    assert {state for (state,) in site.ask("SELECT state FROM reviews_sourceversion")} == {"read"}
    assert {state for (state,) in site.ask("SELECT state FROM reviews_job")} == {"done"}
    # Each piece of work is done once, so every end of one has its line and every line its work.
    ended = Counter(kind for (kind,) in site.ask("SELECT kind FROM reviews_job"))
    told = Counter(action for (action,) in site.ask("SELECT action FROM reviews_auditevent"))
    assert ended["read"] == told["review:source:read"]
    assert ended["analyse"] == told["review:analysis:store"] == site.ask("SELECT count(*) FROM reviews_run")[0][0]
    assert "whole" in site.manage("verify_audit")
    # A day later nothing lies about that no row refers to.
    site.kill("worker")
    sources = site.home / "data" / "sources"
    for path in sources.iterdir():
        os.utime(path, (time.time() - 2 * 86_400,) * 2)
    site.start("worker")
    names = {name for pair in site.ask("SELECT kept_as, read_as FROM reviews_sourceversion") for name in pair}
    until(lambda: {path.name for path in sources.iterdir()} == names, "files that nothing refers to stayed")
    until(lambda: not site.half_files(), "half files stayed")


ASK = """
import django
django.setup()
from keymoments.reviews.models import Review, User
from keymoments.reviews.operations import exports
from keymoments.reviews.queries.chronology import Filter
author = User.objects.get(email="author@example.org")
print(exports.ask_for_export(Review.objects.get(), wanted=Filter(), kind="csv", by=author).pk)
"""
OPENED = """
import csv, django, io
django.setup()
from keymoments.reviews import vault
from keymoments.reviews.models import Export
for export in Export.objects.order_by("pk"):
    text = b"".join(vault.pieces_of(export.kept_as)).decode("utf-8-sig")
    print(export.pk, export.count, len(list(csv.reader(io.StringIO(text)))))
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_worker_killed_while_it_exports_leaves_one_whole_file_for_each_that_was_asked_for(site):
    chance = random.Random(SEED)
    lines = [f"{1 + n % 28:02d}/03/2021,Wren seen at school. Note {n} of the year." for n in range(1500)]
    site.start("server")
    site.start("worker")
    assert site.upload("long.csv", "\n".join(["Date,Event", *lines, ""]).encode()) == 302
    until(site.idle, "the file was not read")
    began = time.monotonic()
    asked = [int(site.python("-c", ASK))]
    until(site.idle, "the first export was not made")
    longest = time.monotonic() - began
    for _ in range(8):
        site.kill("worker")
        asked.append(int(site.python("-c", ASK)))
        site.start("worker")
        time.sleep(chance.uniform(0, longest))
        site.kill("worker")
        site.start("worker")
        until(site.idle, "an export never ended")
    assert {state for (state,) in site.ask("SELECT state FROM reviews_job")} == {"done"}
    opened = [line.split() for line in site.python("-c", OPENED).splitlines()]
    assert [(int(pk), int(count)) for pk, count, _rows in opened] == [(pk, 1500) for pk in asked]
    assert len({rows for _pk, _count, rows in opened}) == 1
    told = Counter(action for (action,) in site.ask("SELECT action FROM reviews_auditevent"))
    assert told["review:export:store"] == len(asked)
    site.kill("worker")
    site.start("worker")
    until(lambda: not site.half_files(), "half files stayed")
