"""Counting working days: Monday to Friday but bank holidays; the day something starts is day 0."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from keymoments.analysis.calendar.bank_holidays import of_year

SATURDAY = 5


@lru_cache(maxsize=1024)
def _weekdays_lost(nation: str, year: int) -> tuple[date, ...]:
    """The bank holidays of a year that fall on a weekday."""
    return tuple(day for day in of_year(nation, year) if day.weekday() < SATURDAY)


def is_working_day(day: date, nation: str) -> bool:
    """Whether a day is a working day of the nation; raises ``ValueError`` for an unknown nation."""
    return day not in _weekdays_lost(nation, day.year) and day.weekday() < SATURDAY


def working_days_between(start: date, end: date, nation: str) -> int:
    """How many working days have elapsed at ``end``: those after ``start``, up to and with ``end``.

    Raises ``ValueError`` where ``end`` lies before ``start`` or the nation is unknown.
    """
    if end < start:
        raise ValueError(f"{end.isoformat()} lies before {start.isoformat()}: give the earlier day first")
    lost = 0
    for year in range(start.year, end.year + 1):
        days = _weekdays_lost(nation, year)
        lost += bisect_right(days, end) - bisect_right(days, start)
    return _weekdays_up_to(end) - _weekdays_up_to(start) - lost


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from the first Monday of the calendar (1 January of year 1) up to and with ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def add_working_days(start: date, count: int, nation: str) -> date:
    """The day on which ``count`` working days have elapsed since ``start``; ``start`` itself where it is none.

    Raises ``ValueError`` for a negative count, an unknown nation or a day beyond the calendar.
    """
    if count < 0:
        raise ValueError(f"{count} working days cannot be added: use a number from 0")
    day, left = start, count
    while left:
        step = min(left, (date(MAXYEAR, 12, 31) - day).days)  # so many days never hold more working days
        if step < 1:
            raise ValueError(f"{count} working days after {start.isoformat()} lie beyond the calendar")
        reached = day + timedelta(days=step)
        left -= working_days_between(day, reached, nation)
        day = reached
    return day


def add_months(start: date, count: int) -> date:
    """The same day of the month ``count`` months later (or earlier), or the month's last day where it is shorter.

    Raises ``ValueError`` for a day beyond the calendar.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= year <= MAXYEAR:
        raise ValueError(f"{count} months from {start.isoformat()} lie beyond the calendar")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
