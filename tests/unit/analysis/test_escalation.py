"""Which reminder is due now, and which one is next."""

from __future__ import annotations

from datetime import date

import pytest

from keymoments.analysis.escalation import Ladder, Step, StepUnit, chase, late, step_day

BEFORE = Step("before", "Before", -5, StepUnit.WORKING_DAYS, ("agency-author",), "s", "w")
AFTER = Step("after", "After", 1, StepUnit.WORKING_DAYS, ("agency-author",), "s", "w")
LEAD = Step("lead", "Lead", 5, StepUnit.WORKING_DAYS, ("agency-lead",), "s", "w")
BOARD = Step("board", "Board", 28, StepUnit.CALENDAR_DAYS, ("board-member",), "s", "w")
LADDER = Ladder((BEFORE, AFTER, LEAD, BOARD), "own", "unverified")
DUE = date(2026, 3, 13)  # a Friday


def keys(today: date, *taken: str, asked: date = date(2026, 2, 2), open_: bool = True) -> tuple[str, str]:
    found = chase(LADDER, due=DUE, asked=asked, taken=taken, today=today, nation="england", open_=open_)
    return (found.now.key if found.now else "", found.next.key if found.next else "")


@pytest.mark.parametrize(
    ("today", "taken", "now", "after"),
    [
        (date(2026, 3, 5), (), "", "before"),
        (date(2026, 3, 6), (), "before", "after"),
        (date(2026, 3, 6), ("before",), "", "after"),
        (date(2026, 3, 13), ("before",), "", "after"),  # on the day itself nobody is chased
        (date(2026, 3, 15), ("before",), "", "after"),  # nor on the Sunday
        (date(2026, 3, 16), ("before",), "after", "lead"),
        (date(2026, 4, 10), ("before", "after", "lead"), "board", ""),
        (date(2026, 4, 10), ("before", "after", "lead", "board"), "", ""),
    ],
)
def test_each_step_has_its_day(today, taken, now, after):
    assert keys(today, *taken) == (now, after)


def test_after_a_long_downtime_only_the_highest_step_is_due():
    assert keys(date(2026, 3, 25), "before") == ("lead", "board")
    assert keys(date(2026, 12, 1)) == ("board", "")


def test_a_lower_step_is_never_made_up_for():
    assert keys(date(2026, 3, 17), "lead") == ("", "board")


def test_a_reminder_of_a_day_before_it_was_asked_is_none():
    assert keys(date(2026, 3, 10), asked=date(2026, 3, 10)) == ("", "after")


def test_what_is_asked_for_when_its_day_has_passed_is_chased_from_the_day_it_was_asked():
    """Nobody is reported to the board within a minute for something they were never asked for before."""
    assert keys(date(2026, 6, 3), asked=date(2026, 6, 3)) == ("", "after")
    assert keys(date(2026, 6, 4), asked=date(2026, 6, 3)) == ("after", "lead")
    assert keys(date(2026, 6, 10), "after", asked=date(2026, 6, 3)) == ("lead", "board")
    assert keys(date(2026, 7, 1), "after", "lead", asked=date(2026, 6, 3)) == ("board", "")


def test_what_is_done_is_not_chased():
    assert keys(date(2026, 12, 1), open_=False) == ("", "")


def test_a_step_in_calendar_days_falls_on_a_working_day():
    assert step_day(BOARD, date(2026, 11, 27), "england") == date(2026, 12, 29)


def test_days_over_are_counted_both_ways():
    over = late(date(2026, 4, 2), date(2026, 4, 8), "england")
    assert (over.calendar_days, over.working_days) == (6, 2)
    left = late(date(2026, 4, 8), date(2026, 4, 2), "england")
    assert (left.calendar_days, left.working_days) == (-6, -2)
