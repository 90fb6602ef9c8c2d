"""Criteria, earlier findings, the decision whether to review, and a board's own arrangement beside the procedure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.invented_review import CASE, account

from keymoments.reviews.models import Decision
from keymoments.reviews.operations import (
    arrangements,
    deciding,
    enquiry,
    findings,
    members,
    procedures,
    reviews,
    suggestions,
)
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Role
from keymoments.reviews.queries.procedures import course_of

AWARE, NOTIFIED = date(2024, 3, 25), date(2024, 4, 2)  # Good Friday and Easter Monday lie between


@pytest.fixture
def under(empty):
    procedures.choose_procedure(empty.review, key="england-lcspr-2023", on=AWARE, by=empty.manager)
    return empty


def post(client, who, name, site, *args, **values):
    client.force_login(who)
    return client.post(reverse(name, args=[site.review.reference, *args]), values, follow=True)


def day(prefix, on):
    return {f"{prefix}_day": on.day, f"{prefix}_month": on.month, f"{prefix}_year": on.year}


def answer_all(site):
    for one in (
        "abuse-or-neglect",
        "died-or-seriously-harmed",
        "improvements",
        "recurrent-themes",
        "agencies-together",
    ):
        deciding.answer_criterion(site.review, criterion=one, answer="met", why="See the school.", by=site.manager)


DECISION = {
    "outcome": "review",
    "decided_by": "The three partners",
    "reasons_for": "It came back.",
    "reasons_against": "One agency alone.",
}


def test_no_decision_before_every_criterion_is_answered(under):
    with pytest.raises(Refused, match="5 are open"):
        deciding.decide(under.review, **DECISION, decided_on=NOTIFIED, by=under.manager)
    assert not Decision.objects.exists()


def test_a_decision_has_reasons_both_ways_starts_the_clock_and_says_who_was_told(under, client):
    answer_all(under)
    values = {f"decide-{key}": value for key, value in DECISION.items()}
    page = post(client, under.manager, "decision", under, do="decide", **values, **day("decide-decided_on", NOTIFIED))
    assert "One agency alone." in page.content.decode()
    assert course_of(under.review).clock("completion").due == date(2024, 10, 2)
    page = post(
        client,
        under.manager,
        "decision",
        under,
        do="told",
        **{"told-who": "The mother"},
        **day("told-on", NOTIFIED - timedelta(days=1)),
    )
    assert "Nobody can be told before the decision was taken" in page.content.decode()
    page = post(
        client, under.manager, "decision", under, do="told", **{"told-who": "The mother"}, **day("told-on", NOTIFIED)
    )
    assert "The mother" in page.content.decode()


def test_a_criterion_rests_on_entries_that_lead_to_the_chronology(filled, client):
    procedures.choose_procedure(filled.review, key="england-lcspr-2023", on=AWARE, by=filled.manager)
    entry = filled.review.entries.first()
    prefix = "answer-recurrent-themes"
    page = post(
        client,
        filled.manager,
        "decision",
        filled,
        do="answer",
        criterion="recurrent-themes",
        **{f"{prefix}-answer": "met", f"{prefix}-why": "Twice.", f"{prefix}-entries": entry.name},
    )
    assert reverse("entry", args=[filled.review.reference, entry.key]) in page.content.decode()
    page = post(
        client,
        filled.manager,
        "decision",
        filled,
        do="answer",
        criterion="recurrent-themes",
        **{f"{prefix}-answer": "met", f"{prefix}-why": "Twice.", f"{prefix}-entries": "school-999"},
    )
    assert "No entry of the chronology has the name school-999." in page.content.decode()


def test_an_earlier_finding_of_a_review_one_belongs_to_can_be_named_and_no_other(filled, client):
    procedures.choose_procedure(filled.review, key="england-lcspr-2023", on=AWARE, by=filled.manager)
    suggestion = filled.review.suggestions.first()
    moment = suggestions.accept(suggestion, by=filled.lead)
    line = enquiry.ask(filled.review, question="Was he heard?", by=filled.lead)
    shows = enquiry.add_to_line(line, side="for", moment=moment, by=filled.lead)
    said = findings.FindingSaid("Nobody asked him alone.", "high", rests_on=(shows.pk,))
    finding = findings.find(line, said=said, by=filled.lead)
    findings.say(finding, agrees=True, version=finding.version, by=filled.panel)
    findings.sign_off(finding, version=finding.version, by=filled.lead)
    case = replace(CASE, reference="later")
    later = reviews.open_review(case, title="Later", by=filled.manager)
    members.declare(later.memberships.get(), conflict=False, words="", by=filled.manager)
    procedures.choose_procedure(later, key="england-lcspr-2023", on=AWARE, by=filled.manager)
    client.force_login(filled.manager)
    page = client.get(reverse("decision", args=[later.reference]), {"words": "asked alone"}).content.decode()
    assert "Nobody asked him alone." in page
    client.post(
        reverse("decision", args=[later.reference]),
        {"do": "repeats", "repeats-finding": finding.pk, "repeats-note": "Again."},
    )
    assert later.found_before.get().words == "Nobody asked him alone."
    stranger = account("stranger", "manager")
    place = members.admit(later, user=stranger, role=Role.BUSINESS_MANAGER, by=filled.manager)
    members.declare(place, conflict=False, words="", by=stranger)
    client.force_login(stranger)
    page = client.get(reverse("decision", args=[later.reference]), {"words": "alone"}).content.decode()
    assert "There is no signed-off finding with these words" in page
    with pytest.raises(Refused, match="signed-off finding"):
        deciding.say_found_before(later, finding=finding, note="Same.", by=stranger)


def test_a_pilot_is_compared_stage_by_stage_with_the_procedure_it_was_made_from(under, client):
    client.force_login(under.manager)
    source = reverse("new_arrangement", args=["england-lcspr-2023"])
    shown = client.get(source)
    assert "Rapid review" in shown.content.decode()
    values = {
        "name": "Quicker reviews",
        **day("starts", date(2024, 1, 1)),
        "new_title": "Early learning",
        "new_who": "Panel",
        "new_from": "decided",
        "new_count": 20,
        "new_unit": "working_days",
    }
    for stage in course_of(under.review).procedure.stages:
        values |= {
            f"stage-{stage.key}-title": stage.title,
            f"stage-{stage.key}-who": stage.who,
            f"stage-{stage.key}-count": stage.count or "",
            f"stage-{stage.key}-unit": stage.unit or "working_days",
            f"stage-{stage.key}-kept": "on",
        }
    values |= {"stage-completion-count": 4, "stage-notification-kept": ""}
    page = client.post(source, values, follow=True).content.decode()
    assert "Quicker reviews, version 1" in page
    page = client.get(reverse("arrangement", args=["own-quicker-reviews", "1"])).content.decode()
    assert "4 months" in page
    assert "6 months" in page
    assert "left out" in page
    assert "20 working days" in page
    now = under.review.procedures.get(ended_at=None)
    procedures.choose_procedure(
        under.review, key="own-quicker-reviews", version="1", on=AWARE, why="Pilot.", instead_of=now, by=under.manager
    )
    procedures.record_event(under.review, event="decided", on=date(2024, 5, 1), by=under.manager)
    course = course_of(under.review)
    assert course.clock("completion").due == date(2024, 9, 1)
    assert course.row.based_on == "england-lcspr-2023"
    assert course.clock("early-learning") is not None


def test_a_new_version_leaves_reviews_under_the_one_before(under):
    first = arrangements.make_arrangement(
        None,
        based_on="england-lcspr-2023",
        name="Quicker",
        starts=date(2024, 1, 1),
        ends=None,
        stages={"completion": arrangements.StageSaid("Complete", "Partners", 4, "months")},
        by=under.manager,
    )
    now = under.review.procedures.get(ended_at=None)
    procedures.choose_procedure(
        under.review, key=first.key, version="1", on=AWARE, why="Pilot.", instead_of=now, by=under.manager
    )
    second = arrangements.make_arrangement(
        first,
        based_on=first.based_on,
        name="Quicker",
        starts=date(2024, 1, 1),
        ends=None,
        stages={"completion": arrangements.StageSaid("Complete", "Partners", 3, "months")},
        by=under.manager,
    )
    assert second.version == "2"
    assert course_of(under.review).procedure.stage("completion").count == 4


def test_the_look_back_test_chooses_the_kind_of_a_welsh_review_from_facts(empty, client):
    case = replace(CASE, reference="cymru", nation="wales", incident_date=date(2018, 9, 1))
    made = reviews.open_review(case, title="Cymru", by=empty.manager)
    members.declare(made.memberships.get(), conflict=False, words="", by=empty.manager)
    procedures.choose_procedure(made, key="wales-cpr-2013", on=date(2018, 9, 1), by=empty.manager)
    client.force_login(empty.manager)
    address = reverse("decision", args=["cymru"])
    page = client.get(address).content.decode()
    assert "1 March 2018 – 31 August 2018" in page
    assert "It cannot be said yet" in page
    fact = {"do": "fact", "fact-fact": "on-register", "fact-so": "no", "fact-source": "The register of 2018."}
    page = client.post(address, fact, follow=True).content.decode()
    assert "Looked after by a local authority" in page.split("It cannot be said yet")[1].split("</p>")[0]
    fact = {"do": "fact", "fact-fact": "looked-after", "fact-so": "no", "fact-source": "csc-004"}
    assert "A concise review</p>" in client.post(address, fact, follow=True).content.decode()
    made.look_back_facts.get(fact="looked-after")
    wrong = {"do": "fact", "fact-fact": "looked-after", "fact-so": "yes", "fact-source": "csc-009",
             **day("fact-begins", date(2018, 8, 30))}  # fmt: skip
    assert "The opposite stands there" in client.post(address, wrong, follow=True).content.decode()
    client.post(address, {"do": "not-fact", "row": made.look_back_facts.get(fact="looked-after").pk})
    assert "An extended review</p>" in client.post(address, wrong, follow=True).content.decode()
