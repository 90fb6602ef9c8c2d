"""A ladder of reminders about something owed: which step is due now, and which one comes next and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from keymoments.analysis.calendar import add_working_days, is_working_day, working_days_between


class StepUnit(StrEnum):
    """What the days of a step are."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``days``: from the due day, below zero before it; ``to``: roles; ``words`` hold no word of a case."""

    key: str
    title: str
    days: int
    unit: StepUnit
    to: tuple[str, ...]
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in the order in which they are taken, with where they come from and how far that was checked."""

    steps: tuple[Step, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Chase:
    """What to do about something owed. ``now``: the step to take today; ``next`` and ``next_day``: the one after."""

    now: Step | None = None
    next: Step | None = None
    next_day: date | None = None


def step_day(step: Step, due: date, nation: str) -> date:
    """The day of a step; a step counted in calendar days falls on a working day not before it."""
    if step.unit is StepUnit.WORKING_DAYS:
        if step.days < 0:
            return working_days_before(due, -step.days, nation)
        return add_working_days(due, step.days, nation)
    day = due + timedelta(days=step.days)
    while not is_working_day(day, nation):
        day += timedelta(days=1)
    return day


def working_days_before(day: date, count: int, nation: str) -> date:
    """The day ``count`` working days before another; ``day`` itself for none."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day, nation)
    return day


def working_day_after(day: date, nation: str) -> date:
    """The first working day after a day."""
    return add_working_days(day, 1, nation)


def in_order(steps: Collection[Step], nation: str) -> tuple[Step, ...]:
    """Steps by the day on which they fall, for a due day in a year like any other; equal ones as they were given."""
    reference = date(2024, 9, 11)  # a Wednesday with no holiday within six weeks
    return tuple(sorted(steps, key=lambda one: step_day(one, reference, nation)))


def chase(
    ladder: Ladder, *, due: date, asked: date, taken: Collection[str], today: date, nation: str, open_: bool = True
) -> Chase:
    """Which step is due now and which one is next.

    ``taken``: keys of the steps that went out for this due day. A step below one that was taken is never made up for;
    of several that fell due meanwhile only the highest counts. What was asked for when its day had passed, or so late
    that there was no time for a reminder before it, is chased from the day it was asked: nobody is reported to a board
    who was never reminded.
    """
    if not open_:
        return Chase()
    steps = ladder.steps
    left = steps[1 + max((number for number, one in enumerate(steps) if one.key in taken), default=-1) :]
    days = [(one, step_day(one, due if one.days < 0 else max(due, asked), nation)) for one in left]
    fell_due = [one for one, day in days if day <= today and not (one.days < 0 and day <= asked)]
    now = fell_due[-1] if fell_due else None
    after = days[1 + left.index(now) :] if now else [pair for pair in days if pair[1] > today]
    step, day = after[0] if after else (None, None)
    return Chase(now, step, day)


@dataclass(frozen=True, slots=True)
class Late:
    """How far past its day something is, or how long until then: below zero while there is time."""

    calendar_days: int
    working_days: int


def late(due: date, today: date, nation: str) -> Late:
    """Days over the due day, in calendar and in working days of the nation."""
    if today >= due:
        return Late((today - due).days, working_days_between(due, today, nation))
    return Late((today - due).days, -working_days_between(today, due, nation))
