"""A large review on the site for the load bench: made once through the operations people use, with thirty signed in."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.large_case import make  # noqa: E402
from keymoments.analysis.rules import Sort  # noqa: E402
from keymoments.ingest.casefile import read_case  # noqa: E402
from keymoments.reviews import jobs  # noqa: E402
from keymoments.reviews.management.commands.load_example import pieces_in  # noqa: E402
from keymoments.reviews.models import AuditEvent, Entry, Job, Review, Sighting, User  # noqa: E402
from keymoments.reviews.operations import (  # noqa: E402
    comments,
    enquiry,
    findings,
    members,
    moments,
    people,
    reviews,
    sources,
    suggestions,
)
from keymoments.reviews.permissions import ROLES as PERMISSIONS  # noqa: E402
from keymoments.reviews.permissions import Permission, Role  # noqa: E402

# Who sits in a review of this size: most read the whole of it, a third only their own agency's records.
ROLES = ((Role.LEAD_REVIEWER, 4), (Role.PANEL_MEMBER, 15), (Role.AGENCY_AUTHOR, 6), (Role.AGENCY_LEAD, 4))
MANY, ACCEPTED, LINES = 1_000, 200, 25
SORTS = tuple(str(sort) for sort in Sort)
LOCAL_HOST = "127.0.0.1"


def load(entries: int) -> float:
    """Open a review, let everybody in, hand in the files and work until nothing waits; seconds that analysing took."""
    by = people.background()
    manager = people.make_account(
        None, email="manager@example.org", name="Manager", standing="manager", password=None, by=by
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder, entries, pdf=False)
        case = read_case(folder)
        review = reviews.open_review(case, title="The large review", by=manager)
        members.declare(review.memberships.get(user=manager), conflict=False, words="", by=manager)
        agencies = list(review.agencies.all())
        number = 0
        for role, count in ROLES:
            for _ in range(count):
                number += 1
                user = people.make_account(
                    None,
                    email=f"person-{number}@example.org",
                    name=f"Person {number}",
                    standing="",
                    password=None,
                    by=by,
                )
                own = agencies[number % len(agencies)]
                member = members.admit(review, user=user, role=role, agency=own, by=manager)
                members.declare(member, conflict=False, words="", by=user)
        for agency, listed in zip(agencies, case.agencies, strict=True):
            for file in listed.files:
                with (folder / file).open("rb") as data:
                    sources.upload(agency, name=Path(file).name, pieces=pieces_in(data), by=manager)
        with jobs.only_worker() as free:
            if not free:
                raise SystemExit("A worker runs on this data folder: stop it first.")
            analysing = _work()
        decide(review)
    # As autovacuum and the first busy minutes would: the plans of both databases rest on how much there is.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return analysing


def decide(review: Review) -> None:
    """What a panel leaves behind in a review of this size: moments, findings and comments, :data:`MANY` each."""
    lead = User.objects.get(email="person-1@example.org")
    other = User.objects.get(email="person-5@example.org")
    for suggestion in review.suggestions.order_by("rank")[:ACCEPTED]:
        suggestions.accept(suggestion, by=lead)
    dated = review.entries.filter(gone_at=None, earliest__isnull=False).order_by("order")
    keys = list(dated.values_list("key", "earliest"))
    agencies = [agency.key for agency in review.agencies.all()]
    for number in range(review.moments.count(), MANY):
        first = number * (len(keys) - 3) // MANY
        of = (agencies[number % len(agencies)],)
        texts = {"known": "The school knew.", "happened": "Nobody went.", "expected": "A visit.", "meant": "He waited."}
        sort = SORTS[number % len(SORTS)]
        said = moments.MomentSaid(f"Moment {number}", sort, keys[first][1], agencies=of, **texts)
        moments.make_moment(review, said=said, entries=[key for key, _day in keys[first : first + 3]], by=lead)
    every = list(review.moments.order_by("number"))
    lines = [enquiry.ask(review, question=f"Question {number}?", by=lead) for number in range(LINES)]
    for number, moment in enumerate(every):
        line = lines[number % LINES]
        shows = enquiry.add_to_line(line, side="for", moment=moment, by=lead)
        said_found = findings.FindingSaid(f"Finding {number}.", "medium", "Why.", (shows.pk,))
        findings.find(line, said=said_found, by=lead)
        comments.comment(review, about="moment", thing=str(moment.number), text=f"Comment {number}.", by=other)


def _work() -> float:
    """As the worker does, one piece after the other; how long the last analysis took."""
    took = 0.0
    while (job := jobs.take()) is not None:
        began = time.monotonic()
        jobs.work(job)
        if job.kind == "analyse":
            took = time.monotonic() - began
    return took


def about(review: Review) -> dict[str, Any]:
    """What the load needs to know to ask as people do, with everybody signed in anew."""
    sessions, panel = [], []
    for user in User.objects.filter(memberships__review=review).order_by("pk"):
        browser = Client()
        browser.force_login(user)
        sessions.append(browser.cookies["sessionid"].value)
        membership = user.memberships.get(review=review)
        if Permission.MOMENT_VIEW in PERMISSIONS[Role(membership.role)]:
            panel.append(sessions[-1])
    return {
        "review": review.reference,
        "sessions": sessions,
        "panel": panel,
        "suggestions": list(review.suggestions.filter(decision=None).values_list("key", flat=True)[:100]),
        "moments": review.moments.count(),
        "findings": review.findings.count(),
        "comments": review.comments.count(),
        "agencies": [agency.key for agency in review.agencies.all()],
        "children": [person.key for person in review.people.filter(subject=True)],
        "people": [person.key for person in review.people.filter(merged_into=None)],
        "entries": Entry.objects.filter(review=review, gone_at=None).count(),
        "sightings": Sighting.objects.filter(review=review).count(),
        "audit": AuditEvent.objects.count(),
        "database": connection.vendor,
    }


def main() -> None:
    """Make what is not there yet, and say what is there as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    analysing = load(given.entries) if not Review.objects.exists() else 0.0
    unread = Job.objects.exclude(state=Job.State.DONE).count()
    if unread:
        raise SystemExit(f"{unread} pieces of work did not end well.")
    said = about(Review.objects.get()) | {"analysis": analysing, "seconds": round(time.monotonic() - began, 1)}
    given.out.write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main()
