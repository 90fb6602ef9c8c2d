"""Blind marking: nobody sees another's verdicts before both are done; then only disagreements are talked about."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from keymoments.analysis.rules import Sort
from keymoments.reviews.operations import marking, members, moments
from keymoments.reviews.operations.moments import MomentSaid
from keymoments.reviews.operations.operation import NotAllowed, Refused


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


@pytest.fixture
def round_(filled):
    for number in range(6):
        day = date(2021, 3, 1) + timedelta(number)
        said = MomentSaid(f"Visit {number}", Sort.MISSED_OPPORTUNITY, day)
        moments.make_moment(filled.review, said=said, by=filled.manager)
    return marking.open_round(filled.review, about="moment", one=filled.lead, other=filled.panel, by=filled.manager)


def judge(made, round_, user, *verdicts):
    for thing, verdict in zip(round_.things, verdicts, strict=False):
        marking.mark(round_, thing=thing, verdict=verdict, note=f"{user.name} on {thing}", by=user)


def test_a_round_is_opened_and_judged_one_by_one(filled, client):
    client.force_login(filled.lead)
    count = filled.review.suggestions.count()
    people = {"one": filled.lead.pk, "other": filled.panel.pk}
    client.post(page(filled, "markings"), {"about": "suggestion", "most": 20, **people})
    round_ = filled.review.marking_rounds.get()
    address = page(filled, "marking", round_.number)
    for number in range(count):
        assert f"{number + 1} of {count}" in words_of(client.get(address))
        client.post(address, {"do": "judge", "verdict": "key", "note": ""})
    assert round_.marks.filter(made_by=filled.lead).count() == count


@pytest.mark.parametrize("person", ["panel", "manager"])
def test_nobody_sees_anothers_verdict_while_the_round_goes_on(filled, client, round_, person):
    judge(filled, round_, filled.lead, *["key"] * 5)
    client.force_login(filled.people[person])
    told = words_of(client.get(page(filled, "marking", 1)))
    assert "Lead: 5 of 6" in told
    assert "Lead on" not in told
    assert "kappa" not in told


def test_when_both_are_done_only_what_they_judged_otherwise_is_shown(filled, client, round_):
    judge(filled, round_, filled.lead, "key", "key", "key", "not-key", "not-key", "not-key")
    judge(filled, round_, filled.panel, "key", "key", "key", "not-key", "not-key", "key")
    client.force_login(filled.manager)
    told = words_of(client.get(page(filled, "marking", 1)))
    assert "Judged by both: 6; alike: 5" in told
    assert "Cohen’s kappa: 0.67" in told
    assert "Judged otherwise: 1; not settled: 1" in told
    assert "Visit 5" in told
    assert "Visit 4" not in told
    settled = {"do": "settle", "settle-thing": round_.things[5], "settle-verdict": "key"}
    assert "Why this counts" in words_of(client.post(page(filled, "marking", 1), {**settled, "settle-reason": ""}))
    client.post(page(filled, "marking", 1), {**settled, "settle-reason": "It was in time."})
    told = words_of(client.get(page(filled, "marking", 1)))
    assert "not settled: 0" in told
    assert "It was in time." in told


def test_a_verdict_may_be_changed_until_the_round_ends(filled, round_):
    judge(filled, round_, filled.lead, "key")
    judge(filled, round_, filled.lead, "unsure")
    assert round_.marks.get().verdict == "unsure"
    marking.end_round(round_, by=filled.manager)
    with pytest.raises(Refused):
        judge(filled, round_, filled.lead, "key")


def test_a_reviewer_removed_in_the_middle_leaves_what_was_judged(filled, client, round_):
    judge(filled, round_, filled.panel, "key", "key")
    judge(filled, round_, filled.lead, "key", "not-key", "key")
    members.end_membership(filled.review.memberships.get(user=filled.panel), by=filled.manager)
    client.force_login(filled.manager)
    client.post(page(filled, "marking", 1), {"do": "end"})
    told = words_of(client.get(page(filled, "marking", 1)))
    assert "Judged by both: 2; alike: 1" in told
    assert "Too few" in told
    assert "Judged otherwise: 1" in told


def test_only_the_two_judge(filled, round_):
    with pytest.raises(Refused):
        judge(filled, round_, filled.manager, "key")
    with pytest.raises(NotAllowed):
        judge(filled, round_, filled.author, "key")


@pytest.mark.parametrize(("one", "other"), [("lead", "lead"), ("lead", "author"), ("outsider", "panel")])
def test_two_different_people_of_the_panel_are_needed(filled, round_, one, other):
    people = {"one": filled.people[one], "other": filled.people[other]}
    with pytest.raises(Refused):
        marking.open_round(filled.review, about="moment", **people, by=filled.manager)


def test_what_they_judged_alike_is_not_settled(filled, round_):
    judge(filled, round_, filled.lead, *["key"] * 6)
    judge(filled, round_, filled.panel, *["key"] * 6)
    with pytest.raises(Refused):
        marking.settle(round_, thing=round_.things[0], verdict="key", reason="x", by=filled.manager)


def test_nothing_is_settled_while_the_round_goes_on(filled, round_):
    judge(filled, round_, filled.lead, "key")
    with pytest.raises(Refused):
        marking.settle(round_, thing=round_.things[0], verdict="key", reason="x", by=filled.manager)
