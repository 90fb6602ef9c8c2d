"""Suggestions are decided by people on their pages; a new analysis keeps what they decided."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from tests.invented_review import SCHOOL, SOCIAL_CARE, hand_in

from keymoments.reviews import jobs
from keymoments.reviews.models import AuditEvent, KeyMoment
from keymoments.reviews.operations import runs, suggestions
from keymoments.reviews.operations.operation import NotAllowed, Refused


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    without_marks = re.sub(r"</?mark[^>]*>", "", html.unescape(answer.content.decode()))
    return " ".join(re.sub(r"<[^>]+>", " ", without_marks).split())


def analysed_again(made):
    runs.ask_for_analysis(made.review, by=made.lead)
    jobs.work_on(until_empty=True)


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


def test_the_list_shows_each_with_the_words_of_the_records(filled, lead):
    said = words_of(lead.get(page(filled, "suggestions")))
    assert filled.review.suggestions.count() > 0
    for one in filled.review.suggestions.all():
        assert one.title in said
    assert f"Not decided: {filled.review.suggestions.count()}" in said


def test_one_that_is_accepted_is_a_key_moment_with_its_entries_as_evidence(filled, lead):
    one = filled.review.suggestions.first()
    lead.post(page(filled, "suggestion", one.key), {"do": "accept", "accept-reason": "She said it herself."})
    moment = filled.review.moments.get()
    assert set(moment.evidence.values_list("entry_key", flat=True)) == set(one.entries)
    said = words_of(lead.get(page(filled, "moment", moment.number)))
    assert one.title in said
    assert "She said it herself." in said
    assert "Accepted: 1" in words_of(lead.get(page(filled, "suggestions")))


def test_accept_and_change_leads_to_the_form(filled, lead):
    one = filled.review.suggestions.first()
    answer = lead.post(page(filled, "suggestion", one.key), {"do": "change"})
    assert answer.url == page(filled, "change_moment", filled.review.moments.get().number)


def test_a_second_one_joins_a_moment(filled, lead):
    first, second = filled.review.suggestions.all()[:2]
    moment = suggestions.accept(first, by=filled.lead)
    lead.post(page(filled, "suggestion", second.key), {"do": "join", "join-moment": str(moment.number)})
    assert KeyMoment.objects.count() == 1
    keys = moment.evidence.values_list("entry_key", flat=True)
    assert sorted(keys) == sorted({*first.entries, *second.entries})


def test_nothing_is_rejected_without_a_reason(filled, lead):
    one = filled.review.suggestions.first()
    answer = lead.post(page(filled, "suggestion", one.key), {"do": "reject", "reject-reason": " "})
    assert "Say why it is no key moment" in words_of(answer)
    assert not filled.review.suggestion_decisions.exists()


def test_a_new_analysis_keeps_decisions(filled, lead):
    first, second = filled.review.suggestions.all()[:2]
    suggestions.accept(first, by=filled.lead)
    suggestions.reject(second, reason="The school had rung.", by=filled.panel)
    analysed_again(filled)
    states = dict(filled.review.suggestions.exclude(decision=None).values_list("key", "decision__state"))
    assert states == {first.key: "accepted", second.key: "rejected"}
    assert "The school had rung." in words_of(lead.get(page(filled, "suggestions") + "?state=rejected"))


def test_one_that_is_no_longer_proposed_keeps_its_decision(filled, lead):
    """The visits are gone from the newest version of the file; then they come back."""
    one = filled.review.suggestions.first()
    suggestions.reject(one, reason="Seen the next day.", by=filled.lead)
    hand_in(filled, "csc", "notes.csv", "\n".join(SOCIAL_CARE.splitlines()[:2]))
    listed = words_of(lead.get(page(filled, "suggestions") + "?state=gone"))
    assert "Seen the next day." in listed
    assert one.title in listed
    assert "No longer in the newest version of the file" in listed
    hand_in(filled, "csc", "notes.csv", SOCIAL_CARE)
    assert filled.review.suggestions.get(key=one.key).decision.reason == "Seen the next day."
    assert "Decided, and no longer proposed: 0" in words_of(lead.get(page(filled, "suggestions")))


def test_a_decision_says_when_it_rests_on_other_entries_now(filled, lead):
    """The visit is still there, the concern before it is another one."""
    one = filled.review.suggestions.first()
    suggestions.reject(one, reason="Seen the next day.", by=filled.lead)
    head, *rows = SCHOOL.strip().splitlines()
    hand_in(filled, "school", "school.csv", "\n".join([head, *rows[1:]]))
    (kept,) = filled.review.suggestions.exclude(decision=None)
    assert set(kept.entries) != set(one.entries)
    assert "rests on other entries now" in words_of(lead.get(page(filled, "suggestion", kept.key)))


def test_a_decision_is_taken_back_and_stays_in_the_history(filled, lead):
    one = filled.review.suggestions.first()
    suggestions.reject(one, reason="Not ours.", by=filled.panel)
    lead.post(page(filled, "suggestion", one.key), {"do": "back", "back-reason": "The panel wants it."})
    said = words_of(lead.get(page(filled, "suggestion", one.key)))
    assert "Not ours." in said
    assert "The panel wants it." in said
    assert "It is a key moment" in said
    one.refresh_from_db()
    assert one.decision is None


def test_two_people_do_not_decide_the_same_twice(filled, lead):
    one = filled.review.suggestions.first()
    suggestions.reject(one, reason="Not ours.", by=filled.panel)
    answer = lead.post(page(filled, "suggestion", one.key), {"do": "accept", "accept-reason": ""})
    assert "Somebody decided about this suggestion already" in words_of(answer)
    assert not filled.review.moments.exists()


def test_the_chronology_stands_beside_a_suggestion(filled, lead):
    one = filled.review.suggestions.first()
    said = words_of(lead.get(page(filled, "suggestion", one.key)))
    for row in filled.review.entries.all():
        assert " ".join(row.text.split()) in said


def test_how_often_a_rule_was_right_waits_for_five_decisions(filled, lead):
    every = list(filled.review.suggestions.all())
    suggestions.accept(every[0], by=filled.lead)
    said = words_of(lead.get(page(filled, "rule_record")))
    assert every[0].title in said
    assert "too few to say" in said
    assert "%" not in said


def test_agencies_people_do_not_see_suggestions(filled, client):
    client.force_login(filled.author)
    assert client.get(page(filled, "suggestions")).status_code == 403
    with pytest.raises(NotAllowed):
        suggestions.reject(filled.review.suggestions.first(), reason="No.", by=filled.author)


def test_a_moment_of_another_review_is_not_joined(filled):
    one = filled.review.suggestions.first()
    moment = suggestions.accept(one, by=filled.lead)
    other = filled.review.suggestions.filter(decision=None).first()
    moment.review_id += 1
    with pytest.raises(Refused):
        suggestions.join(other, moment=moment, by=filled.lead)


def test_the_audit_says_what_was_decided_and_no_word_of_the_case(filled, lead):
    one = filled.review.suggestions.first()
    lead.post(page(filled, "suggestion", one.key), {"do": "accept", "accept-reason": "Bruise on left arm."})
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert "review:suggestion:accept" in actions
    assert "Bruise" not in str(list(AuditEvent.objects.values()))


def test_pages_need_as_many_questions_for_many_as_for_few(filled, lead, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        lead.get(page(filled, "suggestions"))
