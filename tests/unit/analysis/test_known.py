"""Who knew what by a day: nothing that was held only later."""

from dataclasses import replace
from datetime import date

from tests.invented_moments import ENTRIES, FACTS, SUGGESTIONS

from keymoments.analysis.known import holdings, known_then, moment_day

BY_ID = {entry.id: entry for entry in ENTRIES}
FIRST = SUGGESTIONS[0]


def held(known):
    return {key: [(one.agency, [fact.entry for fact in one.facts]) for one in found] for key, found in known.sorts}


def test_each_sort_says_who_held_it_first():
    found = dict(holdings(FACTS))
    assert [one.agency for one in found["injury"]] == ["school", "police"]
    assert found["injury"][0].first.entry == "school-201"
    assert found["injury"][0].last.entry == "school-203"


def test_what_was_held_by_the_day_counts_and_what_came_later_does_not():
    known = known_then(FACTS, FIRST, BY_ID)
    assert known.day == date(2021, 5, 6)
    # school-202 has a clock time after that of the visit, police-202 was written down two weeks later.
    assert held(known) == {"injury": [("school", ["school-201"])], "adult-risk": [("police", ["police-201"])]}


def test_what_tells_of_an_earlier_day_and_was_written_down_later_stands_apart():
    assert [fact.entry for fact in known_then(FACTS, FIRST, BY_ID).later] == ["police-202"]


def test_time_that_went_by_is_judged_by_what_was_known_at_its_beginning():
    assert moment_day(SUGGESTIONS[1], BY_ID) == date(2021, 5, 3)
    assert moment_day(SUGGESTIONS[2], BY_ID) == date(2021, 6, 2)


def test_an_uncertain_day_counts_from_its_first_possible_one():
    visit = BY_ID["csc-201"]
    unsure = replace(visit, date=replace(visit.date, earliest=date(2021, 5, 1), latest=date(2021, 5, 31)))
    police = replace(FIRST, entries=("csc-201",))
    known = known_then(FACTS, police, BY_ID | {"csc-201": unsure})
    assert known.day == date(2021, 5, 1)
    assert known.sorts == ()


def test_facts_about_another_child_are_left_out():
    about_wick = replace(FIRST, children=("wick",))
    assert known_then(FACTS, about_wick, BY_ID).sorts == ()


def test_the_order_of_facts_of_one_day_changes_nothing_else():
    known = known_then(FACTS, FIRST, BY_ID)
    assert known == known_then(tuple(sorted(FACTS, key=lambda fact: (fact.known, fact.key))), FIRST, BY_ID)
