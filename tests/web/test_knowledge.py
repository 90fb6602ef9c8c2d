"""Who knew what, and when: proposed by the words of records, decided by people, opened at any day."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from tests.invented_review import hand_in

from keymoments.reviews import jobs
from keymoments.reviews.operations import knowledge, moments, runs
from keymoments.reviews.operations.moments import MomentSaid
from keymoments.reviews.operations.operation import NotAllowed, Refused

EARLY, LATE = "?day_day=4&day_month=3&day_year=2021", "?day_day=1&day_month=4&day_year=2021"


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    without_marks = re.sub(r"</?mark[^>]*>", "", html.unescape(answer.content.decode()))
    return " ".join(re.sub(r"<[^>]+>", " ", without_marks).split())


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


@pytest.fixture
def injury(filled):
    """The fact that both agencies' records tell: the school's from 4 March, social care's from the day after."""
    return next(
        one for one in filled.review.facts.filter(first=True, agency="school") if "bruise" in one.quote["words"].lower()
    ).sort


def test_each_fact_says_who_held_it_first_and_in_which_words(filled, lead, injury):
    told = words_of(lead.get(page(filled, "knowledge")))
    section = told[told.index("An injury") if "An injury" in told else 0 :]
    assert section.index("Larkfield Primary") < section.index("Marsh Children's Services")
    assert "Bruise on left arm noticed" in section
    assert "4 March 2021" in section


def test_on_a_day_only_what_was_held_then_is_shown(filled, lead, injury):
    early, late = (words_of(lead.get(page(filled, "knowledge") + day)) for day in (EARLY, LATE))
    assert "Larkfield Primary" in early
    assert "Marsh Children's Services" not in early
    assert "Marsh Children's Services" in late


def test_a_person_decides_that_it_was_held_later(filled, lead, injury):
    row = filled.review.entries.get(text__contains="Home visit. Wren asleep")
    sent = {"do": "held", "held-since_day": "19", "held-since_month": "3", "held-since_year": "2021"}
    lead.post(page(filled, "holding", injury, "csc"), {**sent, "held-entry": row.name, "held-reason": ""})
    told = words_of(lead.get(page(filled, "knowledge") + "?day_day=18&day_month=3&day_year=2021"))
    assert "Marsh Children's Services" not in told
    assert "19 March 2021" in words_of(lead.get(page(filled, "knowledge")))


def test_a_person_decides_that_it_was_not_held_and_says_why(filled, lead, injury):
    address = page(filled, "holding", injury, "csc")
    assert "Why they did not hold it" in words_of(lead.post(address, {"do": "not-held", "not-reason": ""}))
    lead.post(address, {"do": "not-held", "not-reason": "The referral was of his cousin."})
    told = words_of(lead.get(page(filled, "knowledge")))
    assert "not held: The referral was of his cousin." in told
    assert "Marsh Children's Services" not in words_of(lead.get(page(filled, "knowledge") + LATE))


def test_decisions_outlast_a_new_analysis_and_can_be_taken_back(filled, lead, injury):
    knowledge.decide_not_held(filled.review, sort=injury, agency="csc", reason="Of his cousin.", by=filled.panel)
    runs.ask_for_analysis(filled.review, by=filled.lead)
    jobs.work_on(until_empty=True)
    assert "Of his cousin." in words_of(lead.get(page(filled, "knowledge")))
    lead.post(page(filled, "holding", injury, "csc"), {"do": "back", "back-reason": "It was of him."})
    told = words_of(lead.get(page(filled, "holding", injury, "csc")))
    assert "Nobody has decided yet." in told
    assert "Of his cousin." in told


def test_a_fact_of_ones_own_gets_its_holders(filled, lead):
    lead.post(page(filled, "knowledge"), {"fact-words": "that the stepfather had moved back in"})
    row = filled.review.entries.get(text__contains="Home visit. Wren asleep")
    since = date(2021, 3, 19)
    knowledge.decide_held(filled.review, sort="own-1", agency="csc", since=since, entry=row.key, by=filled.panel)
    told = words_of(lead.get(page(filled, "knowledge") + LATE))
    assert "That the stepfather had moved back in" in told
    assert "That the stepfather" not in words_of(lead.get(page(filled, "knowledge") + EARLY))


def test_nobody_is_said_to_have_known_without_an_entry_or_a_reason(filled, injury):
    since = date(2021, 3, 4)
    with pytest.raises(Refused):
        knowledge.decide_held(filled.review, sort=injury, agency="csc", since=since, by=filled.lead)
    row = filled.review.entries.filter(agency__key="school").first()
    with pytest.raises(Refused):  # an entry of another agency shows nothing of this one
        knowledge.decide_held(filled.review, sort=injury, agency="csc", since=since, entry=row.key, by=filled.lead)
    with pytest.raises(Refused):
        knowledge.decide_held(filled.review, sort="nonsense", agency="csc", since=since, reason="x", by=filled.lead)
    with pytest.raises(NotAllowed):
        knowledge.decide_held(filled.review, sort=injury, agency="csc", since=since, reason="x", by=filled.author)


def test_a_moment_shows_what_records_held_by_then_and_nothing_later(filled, lead, injury):
    said = MomentSaid("The call", "missed_opportunity", date(2021, 3, 4))
    one = moments.make_moment(filled.review, said=said, by=filled.lead)
    then = words_of(lead.get(page(filled, "moment", one.number)))
    part = then[then.index("What records held by 4 March 2021") :]
    part = part[: part.index("With the words of the records")]
    assert "Larkfield Primary, 4 March 2021" in part
    assert "Marsh" not in part


def test_what_was_written_down_later_counts_from_when_it_was(filled, lead):
    late = 'Date,Case note\n02/03/2021,"Late entry, written up 20/03/2021: school told us of a bruise to Wren."\n'
    hand_in(filled, "csc", "late.csv", late)
    row = filled.review.entries.get(text__startswith="Late entry")
    assert row.held_from == date(2021, 3, 20)
    said = MomentSaid("The call", "missed_opportunity", date(2021, 3, 10))
    one = moments.make_moment(filled.review, said=said, by=filled.lead, entries=[row.key])
    assert "from after it: not known then" in words_of(lead.get(page(filled, "moment", one.number)))


def test_pages_need_as_many_questions_for_many_as_for_few(filled, lead, django_assert_max_num_queries):
    for number in range(20):
        knowledge.name_fact(filled.review, words=f"that of {number}", by=filled.lead)
    with django_assert_max_num_queries(20):
        lead.get(page(filled, "knowledge"))
