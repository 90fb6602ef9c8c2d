"""Whose injury, mood, presence and words a phrase tells of; a child's own words found from who says them."""

from __future__ import annotations

import pytest

from keymoments.analysis.facts.finder import FactFinder
from keymoments.analysis.records import Entry
from keymoments.knowledge import pack_chain
from keymoments.knowledge.rule_examples import Bench, bench_of, entries_of
from keymoments.knowledge.rules import Line, rules_of


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of(pack_chain("england"), "england")


@pytest.fixture(scope="module")
def finder(bench: Bench) -> FactFinder:
    rules = rules_of(pack_chain("england"))
    return FactFinder(rules.facts, rules.words, bench.case, bench.vocabulary)


def entry_of(bench: Bench, text: str, agency: str, **columns: str) -> Entry:
    return entries_of((Line(text=text, agency=agency, columns=columns),), bench)[0]


@pytest.mark.parametrize(
    ("agency", "text", "told"),
    [
        ("childrens-social-care", "Notice in. Mum: small bruise to neck, no complaint. Sam asleep.", False),
        ("childrens-social-care", "Sam asleep. Bruise on Mum's arm, she says a cupboard.", False),
        ("childrens-social-care", "Brought by Mum, bruise to the cheek.", True),
        ("gp", "Seen alone. Twelve weeks pregnant. Bruise L cheek.", False),
        ("gp", "Mum: fell yesterday. Bruise L cheek.", True),
        ("midwifery", "BP 120/70. Bruise to R hip going yellow.", False),
        ("police", "NON-ACCIDENTAL INJURY TO SAM.", True),
    ],
)
def test_an_injury_is_told_where_it_may_be_a_childs(
    finder: FactFinder, bench: Bench, agency: str, text: str, told: bool
) -> None:
    found = {fact.key for fact in finder.facts(entry_of(bench, text, agency))}
    assert ("injury" in found) is told


@pytest.mark.parametrize(
    ("key", "agency", "text", "told"),
    [
        ("parent-mind", "school", "Sam was tearful in maths.", False),
        ("parent-mind", "school", "Mum tearful at the gate.", True),
        ("parent-mind", "police", "PND CHECK RETURNED, NO TRACE.", False),
        ("man-present", "health-visiting", "Sam let me in, Mum in the shower.", False),
        ("man-present", "health-visiting", "Lee let me in, Mum in bed.", True),
        (
            "guarded",
            "childrens-social-care",
            "Asked to see the bedroom. Mum shook her head and stayed put. Sam there.",
            False,
        ),
        ("guarded", "childrens-social-care", "Asked about home, Sam shook his head.", True),
        ("danger", "childrens-social-care", "Got hold of the nurse at last.", False),
        ("danger", "childrens-social-care", "Sam got hold of the tablets.", True),
        ("danger", "school", "Sam showed me a wobbly tooth.", False),
        ("explanation", "police", "NON-ACCIDENTAL SAYS THE DOCTOR.", False),
        ("dissent", "police", "Call to mother. She does not agree to an interview.", False),
        ("missing", "school", "They talked in the hall, I stayed out as asked.", False),
        ("agreement", "school", "She didn't stay, away by 8.", False),
    ],
)
def test_the_same_words_of_somebody_else_or_in_another_sense_are_no_fact(
    finder: FactFinder, bench: Bench, key: str, agency: str, text: str, told: bool
) -> None:
    assert (key in {fact.key for fact in finder.facts(entry_of(bench, text, agency))}) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sam told me 'I put it on the top shelf but she climbs'.", True),
        ("Saw Sam on his own for ten minutes. 'She climbs to get it.'", True),
        ("Asked Sam about the weekend, 'she climbs to get it'.", True),
        ("Sam said at the sink that his sister climbs to get it.", True),
        ("Mum said 'she climbs to get it'.", False),
        ("'She climbs everywhere' per Lee. Sam asleep.", False),
        ("Told him the cat climbs.", False),
        ("She climbs well for her age.", False),
    ],
)
def test_what_a_child_said_is_found_from_who_says_it(finder: FactFinder, bench: Bench, text: str, told: bool) -> None:
    keys = {fact.key for fact in finder.facts(entry_of(bench, text, "health-visiting"))}
    assert bool(keys & {"child-words", "child-tells"}) is told


def test_told_not_to_send_is_no_word_of_a_child(finder: FactFinder, bench: Bench) -> None:
    entry = entry_of(bench, "Rang the hub about Sam, told not to send it again.", "health-visiting")
    assert "child-words" not in {fact.key for fact in finder.facts(entry)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Grandmother rang, very upset, has not seen Sam for weeks.", True),
        ("Auntie came in. Says Sam has a bruise on his arm.", True),
        ("Uncle to be told of the date. Sam has a bruise.", False),
        ("Ward sister rang, Sam is asleep.", False),
    ],
)
def test_a_worry_may_come_from_any_relative(finder: FactFinder, bench: Bench, text: str, told: bool) -> None:
    assert ("lay-concern" in {f.key for f in finder.facts(entry_of(bench, text, "childrens-social-care"))}) is told


def test_no_notice_in_a_column_of_outcomes_is_no_notice(finder: FactFinder, bench: Bench) -> None:
    none = finder.facts(entry_of(bench, "Quiet on arrival.", "police", Disposal="NO PPN"))
    sent = finder.facts(entry_of(bench, "Quiet on arrival.", "police", Disposal="PPN"))
    assert "passed-on" not in {f.key for f in none}
    assert "passed-on" in {f.key for f in sent}


@pytest.mark.parametrize(("text", "told"), [("NB closed January 2020.", False), ("Closed, manager agrees.", True)])
def test_a_closing_of_long_before_is_none_of_today(finder: FactFinder, bench: Bench, text: str, told: bool) -> None:
    assert ("closed" in {f.key for f in finder.facts(entry_of(bench, text, "childrens-social-care"))}) is told


def test_a_closing_of_another_month_is_none_of_today(finder: FactFinder, bench: Bench) -> None:
    day = entry_of(bench, "x", "childrens-social-care").date.earliest
    assert day is not None
    month = "Oct" if day.month != 10 else "May"
    entry = entry_of(bench, f"For assessment. Allocated. NB closed {month}.", "childrens-social-care")
    assert "closed" not in {fact.key for fact in finder.facts(entry)}
