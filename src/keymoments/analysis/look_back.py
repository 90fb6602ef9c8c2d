"""The look-back test: which kind of review it is, from what was so in the months before the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.calendar import add_months
from keymoments.analysis.procedures import LookBack


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a fact was so ("on-register"); ``ends`` is ``None`` where it had not ended."""

    fact: str
    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What came of the test. ``kind`` is ``None`` where it cannot be said; ``unknown``: facts nobody recorded."""

    kind: str | None
    first: date
    last: date
    shown_by: tuple[Period, ...]
    unknown: tuple[str, ...]


def look_back(test: LookBack, event: date, periods: Sequence[Period], recorded: Sequence[str]) -> LookedBack:
    """Apply the test to an event.

    ``recorded``: the facts of which somebody said whether they were so; a fact that nobody recorded is not "no". The
    window reaches from the day so many months before the event to the day before it. One fact that was so on any day
    is enough; that none was so can only be said when all were recorded. Source of the rule: ``test.source``.
    """
    first, last = add_months(event, -test.months), date.fromordinal(event.toordinal() - 1)
    shown = tuple(
        sorted(
            (
                one for one in periods
                if one.fact in test.facts and one.begins <= last and (one.ends is None or one.ends >= first)
            ),
            key=lambda one: (one.begins, one.fact),
        )
    )  # fmt: skip
    unknown = tuple(fact for fact in test.facts if fact not in recorded and all(one.fact != fact for one in periods))
    if shown:
        return LookedBack(test.some, first, last, shown, unknown)
    return LookedBack(None if unknown else test.none, first, last, (), unknown)
