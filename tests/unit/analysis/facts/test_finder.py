"""What entries tell of: the words that say so, what is denied or planned, and from when it was known."""

from __future__ import annotations

from datetime import date

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


def entry_of(bench: Bench, text: str, agency: str = "school", **columns: str) -> Entry:
    return entries_of((Line(text=text, agency=agency, columns=columns),), bench)[0]


def keys(finder: FactFinder, entry: Entry) -> set[str]:
    return {fact.key for fact in finder.facts(entry)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bruise to the left ear, body map done.", True),
        ("No bruises seen at changing.", False),
        ("Nil marks or bruises noted today.", False),
        ("No reply at the door, bruise to the ear seen on Friday.", True),
    ],
)
def test_denied_injury_is_none(finder: FactFinder, bench: Bench, text: str, told: bool) -> None:
    assert ("injury" in keys(finder, entry_of(bench, text))) is told


@pytest.mark.parametrize(("text", "told"), [("Case closed.", True), ("To be closed next month.", False)])
def test_planned_closing_is_none(finder: FactFinder, bench: Bench, text: str, told: bool) -> None:
    assert ("closed" in keys(finder, entry_of(bench, text, "childrens-social-care"))) is told


def test_short_cells_tell_facts_and_are_quoted_where_they_stand(finder: FactFinder, bench: Bench) -> None:
    entry = entry_of(bench, "Seen at the gate.", "school", Category="Injury", Action="MARF")
    facts = {fact.key: fact for fact in finder.facts(entry)}
    assert facts["injury"].quote.place == "Category"
    quote = facts["passed-on"].quote
    assert dict(entry.columns)[quote.place][quote.start : quote.end] == quote.words == "MARF"


def test_comments_of_reviewers_are_no_evidence(finder: FactFinder, bench: Bench) -> None:
    assert "injury" not in keys(finder, entry_of(bench, "Seen at the gate.", "school", Comments="Injury"))


def test_what_was_written_down_later_was_known_later(finder: FactFinder, bench: Bench) -> None:
    entry = entry_of(bench, "Bruise to arm. Added retrospectively 04/07/22.")
    assert {fact.known for fact in finder.facts(entry)} == {date(2022, 7, 4)}


def test_an_injury_of_a_parent_in_a_police_log_is_not_the_childs(finder: FactFinder, bench: Bench) -> None:
    assert "injury" not in keys(finder, entry_of(bench, "Dana has a cut lip and bruises.", "police"))
    assert "injury" in keys(finder, entry_of(bench, "Sam has a cut lip and bruises.", "police"))


def test_facts_name_the_child(finder: FactFinder, bench: Bench) -> None:
    (fact,) = [f for f in finder.facts(entry_of(bench, "Sam has a black eye.")) if f.key == "injury"]
    assert fact.children == ("sam",)
