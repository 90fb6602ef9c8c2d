"""One suggestion for one turning point, ranked, with a plain sentence and true quotes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Rules, Sort
from keymoments.analysis.sightings.contacts import contact_in
from keymoments.analysis.suggestions import Suggestion, suggest
from keymoments.analysis.waits import waits
from keymoments.knowledge import pack_chain
from keymoments.knowledge.rule_examples import Bench, bench_of, entries_of
from keymoments.knowledge.rules import Line, rules_of

SOCIAL = "childrens-social-care"
STORY = (
    Line(text="Sam has a black eye. Said Lee hit me. MARF sent.", agency="school"),
    Line(day=1, text="MARF from school. Account plausible. NFA.", agency=SOCIAL),
    Line(day=6, text="Bruise to the ear, fell off his bike per Lee. Home.", agency="gp"),
    Line(day=20, text="Sam seen with Mum and Lee present throughout.", agency=SOCIAL, columns={"Type": "Home visit"}),
    Line(day=40, text="Marsh has a conviction for wounding, HMP 2015.", agency="police"),
    Line(day=50, text="Case closed, manager agrees.", agency=SOCIAL),
)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of(pack_chain("england"), "england")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(pack_chain("england"))


def suggestions(entries: Sequence[Entry], bench: Bench, rules: Rules) -> tuple[Suggestion, ...]:
    contacts = tuple(contact_in(entry, bench.reader) for entry in entries)
    took = waits(entries, contacts, bench.case, bench.limits, bench.vocabulary)
    return suggest(entries, contacts, took, (), bench.case, rules, bench.vocabulary)


@pytest.fixture(scope="module")
def told(bench: Bench, rules: Rules) -> tuple[Suggestion, ...]:
    return suggestions(entries_of(STORY, bench), bench, rules)


def test_ranks_count_from_one(told: tuple[Suggestion, ...]) -> None:
    assert [suggestion.rank for suggestion in told] == list(range(1, len(told) + 1))


def test_one_suggestion_turns_first_on_one_entry(told: tuple[Suggestion, ...]) -> None:
    turns = [suggestion.entries[0] for suggestion in told]
    assert len(turns) == len(set(turns))


def test_the_two_entries_it_turns_on_stand_first(told: tuple[Suggestion, ...]) -> None:
    closing = next(s for s in told if s.entries[0] == f"{SOCIAL}-6")
    assert "closed-over-concerns" in {closing.rule, *closing.also}
    assert closing.entries[1] in {"gp-3", "school-1", "police-5", f"{SOCIAL}-2"}


def test_sentence_names_agencies_and_dates(told: tuple[Suggestion, ...]) -> None:
    for suggestion in told:
        assert suggestion.because[0].isupper()
        assert "2022" in suggestion.because
        assert not {"failed", "should"} & set(suggestion.because.lower().split())


def test_quotes_are_true(told: tuple[Suggestion, ...], bench: Bench) -> None:
    by_id = {entry.id: entry for entry in entries_of(STORY, bench)}
    for suggestion in told:
        assert suggestion.quotes
        for cited in suggestion.quotes:
            entry = by_id[cited.entry]
            text = entry.text if cited.quote.place == "text" else dict(entry.columns)[cited.quote.place]
            assert text[cited.quote.start : cited.quote.end] == cited.quote.words


def test_nothing_rests_on_what_was_written_down_later(bench: Bench, rules: Rules) -> None:
    lines = (
        Line(text="Marsh has a conviction for wounding. Added retrospectively 04/07/22.", agency="police"),
        Line(day=10, text="Plan ended.", agency=SOCIAL),
    )
    found = suggestions(entries_of(lines, bench), bench, rules)
    assert not any(set(s.entries[:2]) == {"police-1", f"{SOCIAL}-2"} for s in found)
    assert all("written down on 4 July 2022" in s.because for s in found if "police-1" in s.entries[:2])


def test_a_word_passed_on_is_not_said_to_be_kept(bench: Bench, rules: Rules) -> None:
    lines = (
        Line(text="Sam has a bruise to his jaw. Rang duty and MARF sent.", agency="school"),
        Line(day=9, text="Visit, house tidy.", agency=SOCIAL),
    )
    assert not any(s.kind is Sort.NOT_SHARED for s in suggestions(entries_of(lines, bench), bench, rules))


def test_an_ordinary_week_gives_nothing(bench: Bench, rules: Rules) -> None:
    lines = (
        Line(text="Painted an egg and sang.", agency="nursery"),
        Line(day=2, text="Weight on the 50th centile.", agency="health-visiting"),
        Line(day=4, text="Boiler serviced.", agency="housing"),
    )
    assert suggestions(entries_of(lines, bench), bench, rules) == ()
