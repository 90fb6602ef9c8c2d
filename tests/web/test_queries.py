"""However much a review holds, its pages ask the database the same number of times."""

from __future__ import annotations

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.invented_review import SCHOOL, account, admitted, hand_in

from keymoments.reviews.operations import comments, entries, exports, sources, views
from keymoments.reviews.permissions import Role
from keymoments.reviews.queries.chronology import Filter

FILTERS = (
    "", "agency=school", "person=mother", "child=wren&seen=yes", "child=wren&alone=yes", "child=wren&spoken_to=yes",
    "contact=yes", "wait=any", "suggestion=on", "conflict=on", "words=home",
    "first_day=1&first_month=1&first_year=2021",
)  # fmt: skip
LISTS = ("review", "requests", "members", "saved_views", "exports", "jobs", "audit", "household", "same_events")
ASKED = {"period_from": datetime.date(2021, 1, 1), "period_to": datetime.date(2021, 12, 31)}


def asked(client, made) -> dict[str, int]:
    """How often each page asks; the second time, when what is made once for a process is there."""
    client.force_login(made.manager)
    reference = made.review.reference
    paths = [f"{reverse('chronology', args=[reference])}?{query}" for query in FILTERS]
    paths += [reverse(name, args=[reference]) for name in LISTS]
    paths += [reverse("sources", args=[reference, "school"]), reverse("where", args=[reference, "wren"])]
    found = {}
    for path in paths:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        found[path] = len(queries)
    return found


def fill(made, number: int, rows: int) -> None:
    """One more of everything, and a file of so many rows."""
    lines = "".join(
        f"{1 + row % 28:02}/0{1 + row % 9}/2021,,Wren seen alone by DSL. Says {row} is fine. Mother rang.,\n"
        for row in range(rows)
    )
    version = hand_in(made, "school", f"school-{number}.csv", SCHOOL + lines)
    row = version.source.entries.order_by("order").first()
    comments.comment(row.review, about="entry", thing=row.key, text="Ask.", by=made.panel)
    entries.correct_sighting(row, child="wren", field="alone", value="no", reason="Mother stood by", by=made.lead)
    due = datetime.date(2022, 1, number + 1)
    sources.ask_for_records(made.agency("school"), what="All", due=due, **ASKED, by=made.manager)
    views.save_view(made.review, name=f"View {number}", query="seen=no", by=made.manager)
    exports.ask_for_export(made.review, wanted=Filter(words=f"school {number}"), kind="csv", by=made.manager)
    admitted(made.review, account(f"panel-{number}"), Role.PANEL_MEMBER, None, made.manager)


def test_pages_of_a_small_and_a_large_review_ask_the_same_number_of_times(filled, client):
    call = "SW Larkin rang about the bruise on Wren's arm and asked for the body map."
    hand_in(filled, "school", "calls.csv", f"Date,Time,Event,Seen alone\n09/03/2021,18:40,{call},\n")
    hand_in(filled, "csc", "calls.csv", f"Date,Case note\n10/03/2021,{call}\n")  # one event told twice
    fill(filled, 0, 2)
    few = asked(client, filled)
    for number in range(1, 4):
        fill(filled, number, 40)
    many = asked(client, filled)
    assert {path: (few[path], count) for path, count in many.items() if count > few[path]} == {}
    assert max(many.values()) < 40
