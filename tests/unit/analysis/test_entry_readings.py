"""What was read of a case before is not read again, and the answers are those of reading it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from keymoments.analysis.entry_readings import Remembered, read_entries
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.spread import in_turn
from keymoments.knowledge.definitions import definitions_of

KNOWN = definitions_of("england", ())
CASE = Case(
    reference="one",
    nation="england",
    scope_from=date(2021, 1, 1),
    scope_to=date(2021, 12, 31),
    people=(Person("sam", "Sam Oakes", "child", (), True, date(2014, 3, 1)),),
    agencies=(Agency("school", "Larkfield Primary", "school", ()),),
)


def entry(number: int, text: str) -> Entry:
    day = date(2021, 3, number)
    when = UncertainDate(day, day, Precision.DAY)
    return Entry(f"school-{number:03d}", f"k{number}", "school", "notes.csv", "row", "", when, text, number)


ENTRIES = [entry(1, "Sam seen alone at school."), entry(2, "Mum rang. Sam unwell."), entry(3, "Home visit, no access.")]


class Reader:
    """Reads one after the other and counts how many were read."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, work, items, told=lambda _done: None):
        self.read += len(items)
        return in_turn(work, items, told)


def by(case: Case):
    return case, KNOWN.vocabulary, KNOWN.limits, KNOWN.rules


def read(remembered: Remembered, entries: list[Entry], case: Case = CASE):
    reader = Reader()
    return reader, read_entries(entries, by(case), reader, remembered=remembered)


def test_only_what_is_new_or_changed_is_read():
    remembered = Remembered()
    assert read(remembered, ENTRIES)[0].read == 3
    changed = [
        ENTRIES[0],
        replace(ENTRIES[1], text="Mum rang. Sam seen by GP."),
        ENTRIES[2],
        entry(4, "Sam spoken to."),
    ]
    reader, found = read(remembered, changed)
    assert reader.read == 2
    assert found == read_entries(changed, by(CASE))


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, people=(replace(CASE.people[0], aliases=("Sammy",)),)),
        replace(CASE, agencies=(replace(CASE.agencies[0], kind="police"),)),
    ],
    ids=["a new name", "another sort of agency"],
)
def test_another_case_is_read_anew(case: Case):
    remembered = Remembered()
    read(remembered, ENTRIES)
    reader, found = read(remembered, ENTRIES, case)
    assert reader.read == 3
    assert found == read_entries(ENTRIES, by(case))


def test_equal_entries_keep_their_places():
    remembered = Remembered()
    twice = [ENTRIES[0], ENTRIES[1], ENTRIES[0]]
    for _ in range(2):
        assert read(remembered, twice)[1] == read_entries(twice, by(CASE))


def test_it_is_said_how_many_are_done():
    remembered, said = Remembered(), []
    read(remembered, ENTRIES[:2])
    read_entries(ENTRIES, by(CASE), told=said.append, remembered=remembered)
    assert said == [3]
