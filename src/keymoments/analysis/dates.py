"""Uncertain dates and times: day first always, ISO recognised, doubt kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keymoments.analysis.records import UncertainDate, UncertainTime
from keymoments.analysis.vocabulary import DateWords


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date (or time, or "same day") found in a text, and where it stands: ``text[start:end]``.

    ``date`` is ``None`` for a bare time and for "same day". ``missing_year``: day and month stand without a year;
    the year is then ``near``'s nearest one, marked ``assumed_year``. ``weekday``: the weekday written beside it
    (Monday 0), to be checked. ``impossible``: it has the form of a date but no such day exists ("31/02/2021");
    ``date`` is then ``None``. ``more``: further dates of the same cell ("5 & 6/5/10", "05/09/24 + 09/09/24").
    """

    date: UncertainDate | None
    time: UncertainTime | None
    start: int
    end: int
    written_date: str = ""
    written_time: str = ""
    missing_year: bool = False
    same_day: bool = False
    impossible: bool = False
    weekday: int | None = None
    more: tuple[UncertainDate, ...] = ()


def read_date(text: str, words: DateWords, *, near: date | None = None) -> DateReading | None:
    """Read a cell that should be a date, with or without a time; ``None`` if anything in it is not date, time or mark."""
    raise NotImplementedError


def find_head(text: str, words: DateWords, *, near: date | None = None) -> DateReading | None:
    """Read the date (and time) with which a line of a log begins; ``None`` if it begins with none."""
    raise NotImplementedError


def find_dates(text: str, words: DateWords, *, near: date | None = None) -> tuple[DateReading, ...]:
    """Every date that stands in a narrative, in order."""
    raise NotImplementedError


def read_time(text: str, words: DateWords) -> UncertainTime | None:
    """Read a cell that should be a time ("14:10", "1410hrs", "2.10pm", "late evening")."""
    raise NotImplementedError


def write_date(when: UncertainDate) -> str:
    """The date in plain words, so written that :func:`read_date` reads the same value back."""
    raise NotImplementedError
