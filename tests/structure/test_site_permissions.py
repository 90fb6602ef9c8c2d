"""Every page for every role: what the generated table promises is what the site does."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.invented_review import invented, with_records
from tests.structure.permissions import PEOPLE, PageFor, pages, table

from keymoments.reviews import vault
from keymoments.reviews.models import EarlierAudit
from keymoments.reviews.operations import (
    arrangements,
    chasing,
    cost,
    documents,
    engagement,
    enquiry,
    exports,
    findings,
    marking,
    meetings,
    procedures,
    proceedings,
    quality,
    sources,
    suggestions,
)
from keymoments.reviews.operations.meetings import MeetingSaid
from keymoments.reviews.operations.people import background
from keymoments.reviews.permissions import Permission, may, membership_of
from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.places import enter

pytestmark = pytest.mark.django_db
ASKED = {"period_from": datetime.date(2021, 1, 1), "period_to": datetime.date(2021, 12, 31)}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """One filled review for all cells: they only read it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        made = with_records(invented())
        made.requests = {
            key: sources.ask_for_records(
                made.agency(key), what="All", due=datetime.date(2022, 1, 1), **ASKED, by=made.manager
            )
            for key in ("school", "csc")
        }
        made.suggestion = made.review.suggestions.first()
        made.moment = suggestions.accept(made.suggestion, by=made.lead)
        pair = {"one": made.lead, "other": made.panel}
        made.round = marking.open_round(made.review, about="moment", **pair, by=made.manager)
        line = enquiry.ask(made.review, question="Was he heard?", by=made.lead)
        said = findings.FindingSaid("Nobody asked him.", "medium")
        made.finding = findings.find(line, said=said, by=made.lead)
        day = datetime.date(2024, 1, 10)
        procedures.choose_procedure(made.review, key="england-lcspr-2023", on=day, by=made.manager)
        arrangements.make_arrangement(
            None, based_on="england-lcspr-2023", name="Quicker", starts=day, ends=None, stages={}, by=made.manager
        )
        pair = {"one": made.lead, "other": made.panel}
        made.quality = quality.open_quality_round(made.review, scheme="markers-18", **pair, by=made.manager)
        said = cost.ItemSaid(datetime.date(2026, 5, 1), "Lena", "reviewer", days=Decimal(1))
        made.item = cost.add_item(made.review, said=said, by=made.manager)
        sheet = {"name": "may.csv", "data": b"Date,Name,Days\n01/05/2026,Lena,1\n", "hours_a_day": Decimal(7)}
        made.sheet = cost.hand_timesheet_in(made.review, **sheet, by=made.manager)
        made.owed = chasing.want(
            made.review, sort="draft", what="A draft", due=datetime.date(2026, 3, 13), named="Ann", by=made.manager
        )
        meeting = MeetingSaid("panel", "First panel", datetime.date(2021, 6, 7))
        made.meeting = meetings.plan(made.review, said=meeting, by=made.manager)
        place = enter(made.manager, made.review.reference, Permission.DOCUMENT_MAKE)
        made.document = documents.make_document(made.review, letter="decision", typed={}, place=place, by=made.manager)
        made.engaged = engagement.name_engaged(made.review, sort="parent", who="His mother", by=made.manager)
        told = {"step": "told", "on": day, "file_name": "letter.txt", "pieces": [b"x"], "size": 1}
        made.step = engagement.take_step(made.engaged, **told, by=made.manager)
        court = proceedings.ProceedingSaid("inquest", "The inquest", day)
        made.proceeding = proceedings.add_proceeding(made.review, said=court, by=made.manager)
        made.earlier = EarlierAudit.objects.create(review=made.review, kept_as=vault.keep([b"x"])[0], lines=0)
        made.exports = {name: export_of(made, name) for name in PEOPLE}
        yield made
        transaction.set_rollback(True)


def export_of(site, person: str) -> int:
    """The number of an export of somebody's own, ready to be taken; where they may have none a number that is not."""
    membership = membership_of(site.people[person], site.review)
    if not may(site.people[person], Permission.EXPORT, membership):
        return 0
    export = exports.ask_for_export(site.review, wanted=Filter(), kind="csv", by=site.people[person])
    exports.store_export(export, kept=vault.keep([b"made"]), count=1, by=background())
    return export.pk


def address(site, name: str, agency: str, person: str = "lead") -> str:
    review = site.review
    row = review.entries.filter(agency__key=agency).first()
    number = {
        "sign_off": lambda: site.requests[agency].pk,
        "take_export": lambda: site.exports[person],
        **dict.fromkeys(("moment", "change_moment", "moment_versions"), lambda: site.moment.number),
        **dict.fromkeys(("finding", "change_finding", "finding_versions"), lambda: site.finding.number),
        "take_document": lambda: site.document.number,
        **dict.fromkeys(("meeting", "change_meeting", "meeting_versions"), lambda: site.meeting.number),
        "earlier_audit": lambda: site.earlier.pk,
        "marking": lambda: site.round.number,
        **dict.fromkeys(("line", "new_finding"), lambda: site.finding.line.number),
    }.get(name, lambda: review.sources.get(agency__key=agency).pk)()
    values = {
        "reference": review.reference,
        "agency": agency,
        "number": number,
        "key": {"suggestion": site.suggestion.key, "owed_item": site.owed.key}.get(name, row.key),
        "child": "wren",
        "person": "mother",
        "about": "entry",
        "thing": row.key,
        "sort": site.review.facts.first().sort,
        "kind": "xlsx",
        "engaged": site.engaged.number,
        "proceeding": site.proceeding.number,
        "line": site.item.pk,
        "sheet": site.sheet.number,
        "round": site.quality.number,
        "scheme": "markers-18",
        "marker": "analysis",
        "stage": "completion",
        "step": site.step.pk,
        "arrangement": "own-quicker" if name == "arrangement" else "england-lcspr-2023",
        "version": "1",
        "letter": "decision",
    }
    wanted = {pattern.name: pattern.pattern.converters for pattern in pages()}[name]
    return reverse(name, kwargs={part: values[part] for part in wanted})


def without_token(answer) -> bytes:
    """The page but for the token of its forms, which is new every time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", [pattern.name for pattern in pages()])
def test_a_page_answers_each_person_as_the_table_says(site, client, name, person):
    user = site.people[person]
    client.force_login(user)
    assert client.get(address(site, name, "school", person)).status_code == PageFor(name, person).status("school")
    assert client.get(address(site, name, "csc", person)).status_code == PageFor(name, person).status("csc")


@pytest.mark.parametrize("name", [pattern.name for pattern in pages() if "reference" in pattern.pattern.converters])
def test_an_unknown_review_looks_the_same_as_a_foreign_one(site, client, name):
    client.force_login(site.people["outsider"])
    foreign = client.get(address(site, name, "school"))
    unknown = client.get(address(site, name, "school").replace(site.review.reference, "no-such-review"))
    assert foreign.status_code == unknown.status_code == 404
    assert without_token(foreign).replace(site.review.reference.encode(), b"no-such-review") == without_token(unknown)


def test_the_table_names_every_page():
    assert all(f"`{pattern.name}`" in table() for pattern in pages())
