"""The hindsight guard: what was written down only after a moment could not have been known at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from keymoments.analysis.records import UncertainDate


class Timing(StrEnum):
    """When a piece of evidence was there, seen from a moment.

    ``BEFORE``: on or before its first day; ``DURING``: after its first day, while it lasted; ``AFTER``: after its last
    day; ``PERHAPS_AFTER``: its date leaves open whether it was after; ``UNDATED``: nobody knows when.
    """

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    PERHAPS_AFTER = "perhaps_after"
    UNDATED = "undated"


# What must be marked wherever such evidence is shown: it may not be used to say what was known.
MARKED = frozenset((Timing.AFTER, Timing.PERHAPS_AFTER, Timing.UNDATED))


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a moment; ``ends`` is the first day where it did not last."""

    begins: date
    ends: date


def timing(moment: Span, recorded: UncertainDate, held_from: date | None = None) -> Timing:
    """When an entry stands, seen from a moment.

    ``recorded``: the day of the entry, or the days between which it may have been. ``held_from``: the day from which
    the record held it, where it was written down later than on the day of which it tells: that day counts.
    A date that its writer doubted, or whose year was only taken from its neighbours, may have been later: nothing is
    taken to have been known that perhaps was not.
    """
    first, last = recorded.earliest, recorded.latest
    if held_from is not None and held_from > moment.ends:
        return Timing.AFTER
    if first is None or last is None:
        return Timing.UNDATED
    if first > moment.ends:
        return Timing.AFTER
    if last > moment.ends or recorded.doubtful or recorded.assumed_year:
        return Timing.PERHAPS_AFTER
    return Timing.BEFORE if last <= moment.begins else Timing.DURING
