"""People in one large review: what ``locust`` has them ask for.

Started by ``bench.load``, which says in ``KEYMOMENTS_LOAD`` where the file with their sessions and the review is, and
in ``KEYMOMENTS_LOAD_RATE`` how often each of them asks.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from pathlib import Path
from typing import Any

from locust import HttpUser, task

ABOUT: dict[str, Any] = json.loads(Path(os.environ["KEYMOMENTS_LOAD"]).read_text(encoding="utf-8"))
SESSIONS = itertools.cycle(ABOUT["sessions"])
RATE = float(os.environ["KEYMOMENTS_LOAD_RATE"])  # pages a second of each
CHILD, AGENCY, PERSON = ABOUT["children"][0], ABOUT["agencies"][0], ABOUT["people"][-1]
# name of the filter → what the form sends
FILTERS = {
    "agency": f"agency={AGENCY}",
    "person": f"person={PERSON}",
    "dates": "first_day=1&first_month=3&first_year=2021&last_day=30&last_month=6&last_year=2022",
    "contact": "contact=yes",
    "seen": f"child={CHILD}&seen=no",
    "spoken to": f"child={CHILD}&spoken_to=yes",
    "alone": f"child={CHILD}&alone=yes",
    "wait": "wait=any",
    "limit exceeded": "wait=exceeded",
    "suggestion": "suggestion=on",
    "boxes and words disagree": "conflict=on",
    "words, many": "words=school",
    "words, few": "words=Quill3",
    "words, none": "words=no-such-word-anywhere",
    "several together": f"agency={AGENCY}&child={CHILD}&seen=yes&words=mum&contact=yes",
}
# What the panel opens when it decides; the numbers of moments, findings and comments run alike.
ROOM = (
    ("suggestions", "/suggestions"),
    ("suggestions, accepted", "/suggestions?state=accepted"),
    ("suggestion", "/suggestions/{key}"),
    ("moments", "/moments"),
    ("moments of a sort", "/moments?kind=delay"),
    ("moment", "/moments/{number}"),
    ("change a moment", "/moments/{number}/change"),
    ("who knew what", "/knowledge"),
    ("who knew what on a day", "/knowledge?day_day=1&day_month=3&day_year=2022"),
    ("lines of enquiry", "/enquiry"),
    ("line", "/enquiry/3"),
    ("finding", "/findings/{number}"),
    ("coverage", "/enquiry/coverage"),
    ("comments", "/comments"),
    ("thread", "/comments/moment/{number}"),
    ("timeline", "/timeline"),
)
_NEXT = re.compile(r'href="[^"]*\?([^"]*after=\d+)"')


class Person(HttpUser):
    """Somebody who reads: the first page, pages after it, one filter after the other, an entry, the strip."""

    def wait_time(self) -> float:
        """Seconds to the next page. People do not ask in step: fixed periods would make thirty of them six bursts."""
        return _PAUSES.expovariate(RATE)

    def on_start(self) -> None:
        """Take the place of somebody who is signed in."""
        session = next(SESSIONS)
        self.client.cookies.set("sessionid", session)
        self.panel = session in ABOUT["panel"]
        self.room = itertools.cycle(ROOM)
        self.filters = itertools.cycle(FILTERS)
        for _ in range(next(_STARTS)):
            next(self.filters)
            next(self.room)
        self.more = ""
        self.entry = ""

    def ask(self, name: str, path: str) -> str:
        """A page of the review; anything but a page is a failure."""
        with self.client.get(
            f"/review/{ABOUT['review']}{path}", name=name, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"came with {answer.status_code}")
            return answer.text or ""

    @task(4)
    def first_page(self) -> None:
        """The chronology as it opens."""
        page = self.ask("first page", "/chronology")
        found = _NEXT.search(page)
        self.more = found[1].replace("&amp;", "&") if found else ""
        entries = re.findall(r"/entries/([\w-]+)\"", page)
        self.entry = entries[0] if entries else ""

    @task(15)
    def filtered(self) -> None:
        """One filter after the other."""
        name = next(self.filters)
        self.ask(f"filter: {name}", f"/chronology?{FILTERS[name]}")

    @task(10)
    def decide(self) -> None:
        """One page of the panel's room after the other; an agency's people read the chronology instead."""
        if not self.panel:
            self.first_page()
            return
        name, path = next(self.room)
        number = _PAUSES.randrange(ABOUT["moments"]) + 1
        key = _PAUSES.choice(ABOUT["suggestions"])
        self.ask(f"room: {name}", path.format(number=number, key=key))

    @task(2)
    def next_page(self) -> None:
        """The page after the last one, by key."""
        if self.more:
            found = _NEXT.search(self.ask("next page", f"/chronology?{self.more}"))
            self.more = found[1].replace("&amp;", "&") if found else ""

    @task(1)
    def one_entry(self) -> None:
        """An entry by itself."""
        if self.entry:
            self.ask("entry", f"/entries/{self.entry}")

    @task(1)
    def strip(self) -> None:
        """Where the child was, by month."""
        self.ask("where the child was", f"/where/{CHILD}")


_STARTS = itertools.count()
_PAUSES = random.Random(6)  # the same pauses in every run
