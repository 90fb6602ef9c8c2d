"""How long it took between two moments, and how that stands to a limit; where the dates leave it open, so does this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from keymoments.analysis.calendar import add_months, add_working_days, working_days_between
from keymoments.analysis.limits import Form, Limit, Unit
from keymoments.analysis.records import Entry

HOURS_A_DAY = 24
DAYS_A_WEEK = 7
MINUTES_A_DAY = 24 * 60


class Verdict(StrEnum):
    """How a stretch stands to its limit. "Exceeded" is no word of fault: guidance allows longer with reasons."""

    WITHIN = "within"
    EXCEEDED = "exceeded"
    EARLY = "early"
    NO_END_RECORDED = "no_end_recorded"
    NOT_DUE = "not_due"
    START_UNCLEAR = "start_unclear"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the days on which it may have been, and minutes after midnight where a time is known."""

    earliest: date
    latest: date
    minutes: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the day is certain."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Measured:
    """A stretch and what it comes to. ``elapsed`` is the least that certainly went by; ``limit`` in ``unit``."""

    elapsed: int | None
    unit: Unit
    limit: int | None
    due: date | None
    verdict: Verdict


def moment_of(entry: Entry) -> Moment | None:
    """When an entry is dated; ``None`` where it has no date."""
    when = entry.date
    if when.earliest is None or when.latest is None:
        return None
    exact = entry.time is not None and entry.time.exact and when.earliest == when.latest
    return Moment(when.earliest, when.latest, entry.time.earliest if exact and entry.time else None)


def due_day(limit: Limit, start: date, nation: str) -> date:
    """The last day that is within the limit."""
    begin = start - timedelta(days=1) if limit.include_start_day else start
    match limit.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(begin, limit.count, nation)
        case Unit.MONTHS:
            return add_months(begin, limit.count)
        case Unit.WEEKS:
            return begin + timedelta(days=DAYS_A_WEEK * limit.count)
        case Unit.HOURS:
            return begin + timedelta(hours=limit.count)
        case _:
            return begin + timedelta(days=limit.count)


def elapsed(unit: Unit, start: Moment, end: Moment, nation: str, *, include_start_day: bool = False) -> tuple[int, int]:
    """The least and the most that may have gone by, in hours, working days or calendar days; never below nothing."""
    if unit is Unit.HOURS:
        return _hours(start, end)
    extra = 1 if include_start_day else 0
    count = _working if unit is Unit.WORKING_DAYS else _calendar
    return count(start.latest, end.earliest, nation) + extra, count(start.earliest, end.latest, nation) + extra


def _working(start: date, end: date, nation: str) -> int:
    return working_days_between(start, end, nation) if end >= start else 0


def _calendar(start: date, end: date, nation: str) -> int:  # noqa: ARG001  (one shape for both ways of counting)
    return max(0, (end - start).days)


def _hours(start: Moment, end: Moment) -> tuple[int, int]:
    first = MINUTES_A_DAY - 1 if start.minutes is None else start.minutes
    last = 0 if end.minutes is None else end.minutes
    least = (end.earliest - start.latest).days * MINUTES_A_DAY + last - first
    first = 0 if start.minutes is None else start.minutes
    last = MINUTES_A_DAY - 1 if end.minutes is None else end.minutes
    most = (end.latest - start.earliest).days * MINUTES_A_DAY + last - first
    return max(0, least) // 60, max(0, most) // 60


def judged(limit: Limit, start: Moment, end: Moment | None, nation: str, records_end: date) -> Measured:
    """Measure a stretch against a limit. ``records_end``: the last day of which the records could tell an end."""
    due = due_day(limit, start.earliest, nation)
    unit = limit.unit if limit.unit in (Unit.HOURS, Unit.WORKING_DAYS) else Unit.CALENDAR_DAYS
    number = limit.count if limit.unit is unit else (due - start.earliest).days
    if end is None:
        latest = due_day(limit, start.latest, nation)
        verdict = Verdict.NOT_DUE if latest >= records_end else Verdict.NO_END_RECORDED
        return Measured(None, unit, number, due, verdict)
    least, most = elapsed(unit, start, end, nation, include_start_day=limit.include_start_day)
    if limit.relaxed_on(start.earliest):
        return Measured(least, unit, number, due, Verdict.NO_LIMIT)
    return Measured(least, unit, number, due, _verdict(limit, number, least, most))


def _verdict(limit: Limit, number: int, least: int, most: int) -> Verdict:
    if least > number:
        return Verdict.EXCEEDED
    if most > number:
        return Verdict.START_UNCLEAR
    if limit.form is Form.WINDOW and limit.at_least is not None and most < limit.at_least:
        return Verdict.EARLY
    return Verdict.WITHIN


def unmeasured(start: Moment, end: Moment | None) -> Measured:
    """A stretch without a limit, in calendar days."""
    if end is None:
        return Measured(None, Unit.CALENDAR_DAYS, None, None, Verdict.NO_END_RECORDED)
    least, _ = elapsed(Unit.CALENDAR_DAYS, start, end, "")
    return Measured(least, Unit.CALENDAR_DAYS, None, None, Verdict.NO_LIMIT)
