"""Where a child was: what counts as what, months and agencies, and the longest time without a sighting."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented_analysis import day
from tests.invented_sightings import CASE_OF_TWO, CONTACTS, ENTRIES, NO, SILENT, YES, entry, told

from keymoments.analysis.records import Precision, UncertainDate
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Contact, Mode
from keymoments.analysis.whereabouts import Mark, is_young, mark_of, months_of, whereabouts


def of_linnet(entries=ENTRIES, contacts=CONTACTS, case=CASE_OF_TWO):
    return whereabouts(entries, contacts, case)[0]


def seen_on(*days):
    entries = tuple(entry(f"csc-{n}", when, "Linnet seen") for n, when in enumerate(days))
    return entries, tuple(Contact(one.id, True, (told("linnet", YES),)) for one in entries)


@pytest.mark.parametrize(
    ("sighting", "mark"),
    [
        (told("x", YES), Mark.SEEN),
        (told("x", YES, YES, NO), Mark.SEEN),
        (told("x", YES, SILENT, YES), Mark.ALONE),
        (told("x", YES, YES, YES, basis=Basis.REPORTED), Mark.REPORTED),
        (told("x", NO, YES, NO, mode=Mode.PHONE), Mark.SPOKEN),
        (told("x", NO, NO, NO, attempt=Attempt.REFUSED), Mark.TRIED),
        (told("x", NO, NO, NO, mode=Mode.PHONE), Mark.REMOTE),
        (told("x", NO, NO, NO, mode=Mode.IN_PERSON), Mark.NOT_SEEN),
        (told("x", NO, NO, NO, basis=Basis.REPORTED), Mark.NOT_SEEN),
        (told("x", SILENT), Mark.NOT_RECORDED),
        (told("x", Answer.UNCLEAR), Mark.NOT_RECORDED),
    ],
)
def test_a_contact_comes_to_one_mark(sighting, mark):
    assert mark_of(sighting) is mark


def test_own_sightings_in_the_period_are_counted_and_reported_ones_stand_apart():
    total = of_linnet().total
    assert (total.seen, total.alone, total.observed) == (4, 2, 0)
    assert (total.spoken, total.spoken_far, total.reported, total.tried) == (2, 1, 1, 1)


def test_a_baby_is_observed_and_not_seen_alone_and_before_birth_there_is_nothing():
    wick = whereabouts(ENTRIES, CONTACTS, CASE_OF_TWO)[1]
    assert (wick.total.seen, wick.total.alone, wick.total.observed) == (2, 0, 1)
    assert min(glance.first for glance in wick.glances if glance.first) > date(2021, 3, 10)


def test_months_run_from_the_first_to_the_last_of_the_period_and_an_undated_contact_stands_under_none():
    months = months_of(CASE_OF_TWO)
    assert (months[0], months[-1], len(months)) == ((2021, 1), (2022, 6), 18)
    linnet = of_linnet()
    assert linnet.cells[None, "csc"].seen == 1
    assert linnet.cells[(2021, 4), "school"].alone == 1
    assert sum(cell.seen for cell in linnet.cells.values()) == linnet.total.seen
    assert sum(tally.seen for tally in linnet.by_agency.values()) == linnet.total.seen


def test_longest_stretch_lies_between_two_own_sightings():
    stretch = of_linnet().stretch
    assert (stretch.begins, stretch.ends, stretch.days) == (date(2021, 4, 6), date(2021, 9, 1), 148)
    assert (stretch.after, stretch.before, stretch.reported) == ("school-101", "csc-105", 1)


def test_stretch_may_begin_where_the_records_begin_or_end_where_they_end():
    entries, contacts = seen_on(day(2021, 6, 1))
    before = of_linnet((*entries, entry("police-1", day(2021, 1, 2), "x")), contacts).stretch
    assert (before.begins, before.after, before.before) == (date(2021, 1, 2), None, "csc-0")
    after = of_linnet((*entries, entry("police-1", day(2022, 5, 2), "x")), contacts).stretch
    assert (after.ends, after.after, after.before) == (date(2022, 5, 2), "csc-0", None)


def test_a_child_born_in_the_period_is_not_missed_before():
    entries, contacts = seen_on(day(2021, 3, 14))
    baby = tuple(Contact(one.entry, True, (told("wick", YES),)) for one in contacts)
    wick = whereabouts((*entries, entry("police-1", day(2021, 1, 2), "x")), baby, CASE_OF_TWO)[1]
    assert (wick.stretch.begins, wick.stretch.days) == (date(2021, 3, 10), 4)


def test_no_sighting_at_all_is_one_stretch_and_no_entry_none():
    silent = of_linnet((entry("csc-1", day(2021, 2, 1), "x"), entry("csc-2", day(2021, 3, 1), "x")), ())
    assert (silent.total.seen, silent.stretch.days, silent.stretch.after, silent.stretch.before) == (0, 28, None, None)
    assert of_linnet((), ()).stretch is None


def test_records_after_the_incident_make_no_stretch():
    entries, contacts = seen_on(day(2021, 2, 1), day(2021, 3, 1))
    case = replace(CASE_OF_TWO, incident_date=date(2021, 3, 5))
    assert of_linnet((*entries, entry("csc-9", day(2022, 3, 1), "x")), contacts, case).stretch.days == 28


def test_an_uncertain_sighting_shortens_a_stretch_to_what_is_certain():
    early = UncertainDate(date(2021, 3, 1), date(2021, 3, 10), Precision.APPROXIMATE)
    entries, contacts = seen_on(day(2021, 2, 1), early, day(2021, 4, 1))
    stretch = of_linnet(entries, contacts).stretch
    assert (stretch.begins, stretch.days) == (date(2021, 2, 1), 28)
    only_year = UncertainDate(date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR)
    entries, contacts = seen_on(day(2021, 2, 1), only_year, day(2021, 4, 1))
    assert of_linnet(entries, contacts).stretch.days == 59


def test_two_years_end_on_the_second_birthday():
    wick = CASE_OF_TWO.subjects[1]
    assert is_young(wick, date(2023, 3, 9))
    assert not is_young(wick, date(2023, 3, 10))
    assert not is_young(wick, date(2021, 3, 9))
    assert not is_young(replace(wick, born=None), date(2021, 5, 1))


def test_no_subject_child_gives_nothing():
    adults = tuple(person for person in CASE_OF_TWO.people if not person.subject)
    assert whereabouts(ENTRIES, CONTACTS, replace(CASE_OF_TWO, people=adults)) == ()


@given(st.permutations(range(len(ENTRIES))))
def test_order_of_rows_changes_nothing(order):
    entries = tuple(ENTRIES[place] for place in order)
    contacts = tuple(CONTACTS[place] for place in order)
    assert whereabouts(entries, contacts, CASE_OF_TWO) == whereabouts(ENTRIES, CONTACTS, CASE_OF_TWO)
