"""Procedures as values: how a review itself must run, its events and stages, in force from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from keymoments.analysis.limits import Status, Unit


class Timing(StrEnum):
    """How a stage's limit counts.

    ``after``: so long after the event it starts from. ``before``: so long before an event still to come (a copy seven
    weeks before publication). ``yearly``: by a day of the year. ``regular``: again and again, without a last day.
    """

    AFTER = "after"
    BEFORE = "before"
    YEARLY = "yearly"
    REGULAR = "regular"


class Sure(StrEnum):
    """How sure an unverified number is; with ``medium`` no clock runs until a person has confirmed it."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class ProcedureEvent:
    """Something with a day from which stages are counted."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a procedure.

    ``starts_from``: keys of events from which it may be counted; the first is taken unless a person chooses another
    (guidance names starts loosely). ``ends_with``: the event that ends it; its own ``<key>-done`` does so as well.
    ``count`` is ``None`` where no number is known. ``at_least``: the near end of a window, in the same unit.
    ``month_day``: the last day of a yearly stage, as month and day. ``before``: the event that a ``before`` stage is
    counted back from. ``may_pause``: whether the procedure lets a pause move the due day. ``local``: one area's own
    timetable, counted only where it is asked for. ``needed``: whether the review is not finished without it.
    """

    key: str
    title: str
    who: str
    starts_from: tuple[str, ...] = ()
    ends_with: str | None = None
    timing: Timing = Timing.AFTER
    count: int | None = None
    unit: Unit | None = None
    at_least: int | None = None
    month_day: tuple[int, int] | None = None
    before: str | None = None
    output: str = ""
    source: str = ""
    status: Status = Status.UNVERIFIED
    sure: Sure = Sure.HIGH
    may_pause: bool = False
    local: bool = False
    needed: bool = True
    note: str = ""

    @property
    def runs(self) -> bool:
        """Whether a clock runs: there is a number, and it is sure enough to count by."""
        numbered = self.count is not None or self.month_day is not None
        return numbered and (self.status is not Status.UNVERIFIED or self.sure is Sure.HIGH)

    @property
    def confirmed(self) -> bool:
        """Whether the number was read in a text, or confirmed by a person; otherwise it is "not confirmed, check"."""
        return self.status is not Status.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question of the decision whether to review. ``sort``: "always", "consider" or "learning" (no harm by error)."""

    key: str
    title: str
    sort: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class LookBack:
    """A test of facts that chooses the kind of review: was one of ``facts`` true on a day of the last ``months``?"""

    months: int
    event: str
    facts: tuple[str, ...]
    none: str
    some: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure, or a board's own arrangement made from it.

    ``bases``: the legal bases of which a review may have several at once. ``outcomes``: what the decision may be, key
    to words. ``version``: of the definitions, or the board's own. ``based_on``: the procedure that was copied.
    """

    key: str
    title: str
    nation: str
    about: str
    body: str
    version: str
    in_force_from: date
    in_force_to: date | None
    events: tuple[ProcedureEvent, ...]
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()
    bases: tuple[str, ...] = ()
    look_back: LookBack | None = None
    finishes_with: str = ""
    based_on: str = ""
    source: str = ""

    def in_force_on(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def stage(self, key: str) -> Stage | None:
        """A stage by its key."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def event(self, key: str) -> ProcedureEvent | None:
        """An event by its key."""
        return next((event for event in self.events if event.key == key), None)
