"""When a review may be finished: from the stages still to come and how long this board's earlier reviews took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keymoments.analysis.clocks import DONE, StageClock, add_limit
from keymoments.analysis.comparing import FEWEST
from keymoments.analysis.procedures import Procedure, Timing

Weights = Mapping[int, float]  # calendar days → how likely; they add up to 1


@dataclass(frozen=True, slots=True)
class StageForecast:
    """What a stage still to come rests on: how many earlier reviews, or the limit's own day where they are too few."""

    key: str
    title: str
    earlier: int
    by_limit: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day of the finish: nine of ten later than ``earliest``, half by ``likely``, nine of ten by ``latest``.

    ``spread`` is false where no spread can be told, since a stage rests on its limit alone; then the three days are
    one, which is what the limits come to and no more. All are ``None`` where ``unknown`` stages have neither past nor
    limit.
    """

    earliest: date | None
    likely: date | None
    latest: date | None
    spread: bool
    stages: tuple[StageForecast, ...]
    unknown: tuple[str, ...]


def forecast(
    procedure: Procedure, clocks: Sequence[StageClock], past: Mapping[str, Sequence[int]], today: date
) -> Forecast:
    """When the review may be finished.

    ``past``: stage → how many calendar days it took in each earlier review of this board. A stage that runs is
    forecast from those earlier ones that took at least as long as it has lasted. Stages are taken one after another on
    the longest way to the finish; that they do not depend on one another is assumed, and said in the guide.
    """
    way = _way(procedure, clocks)
    told: list[StageForecast] = []
    unknown: list[str] = []
    total: Weights = {0: 1.0}
    spread = True
    for one in way:
        lasted = max(0, (today - one.started).days) if one.started is not None and one.started <= today else 0
        known = [days - lasted for days in past.get(one.stage.key, ()) if days >= lasted]
        enough = len(known) >= FEWEST
        if enough:
            share = 1 / len(known)
            weights: dict[int, float] = {}
            for days in known:
                weights[days] = weights.get(days, 0.0) + share
            total = _sum(total, weights)
        elif (left := _by_limit(one, today, procedure.nation)) is not None:
            total, spread = _sum(total, {left: 1.0}), False
        else:
            unknown.append(one.stage.title)
        told.append(StageForecast(one.stage.key, one.stage.title, len(known), not enough))
    if unknown or not way:
        return Forecast(None, None, None, False, tuple(told), tuple(unknown))
    first, middle, last = (today + timedelta(days=_reached(total, share)) for share in (0.1, 0.5, 0.9))
    return Forecast(first, middle, last, spread, tuple(told), ())


def _way(procedure: Procedure, clocks: Sequence[StageClock]) -> list[StageClock]:
    """The stages not done that lead to the finish, the first first: back from it, each by the event it starts from."""
    by_end = {one.stage.ends_with or f"{one.stage.key}{DONE}": one for one in clocks if _counts(one)}
    way: list[StageClock] = []
    event: str | None = procedure.finishes_with
    while event is not None and event in by_end and by_end[event] not in way:
        one = by_end[event]
        if one.done is not None:
            break
        way.insert(0, one)
        event = one.started_by if one.started is None else None
    return way


def _counts(one: StageClock) -> bool:
    return one.stage.timing is Timing.AFTER


def _by_limit(one: StageClock, today: date, nation: str) -> int | None:
    """Days left by the agreed day or the limit's own; 0 where it has passed: the past tells nothing more."""
    if (day := one.agreed_due or one.due) is not None:
        return max(0, (day - today).days)
    if one.stage.count is None or one.stage.unit is None or not one.stage.runs:
        return None
    return (add_limit(today, one.stage.count, one.stage.unit, nation) - today).days


def _sum(one: Weights, other: Weights) -> Weights:
    """How likely each sum of two independent lengths is."""
    made: dict[int, float] = {}
    for days, weight in one.items():
        for more, share in other.items():
            made[days + more] = made.get(days + more, 0.0) + weight * share
    return made


def _reached(weights: Weights, share: float) -> int:
    """The first length by which so large a share is reached."""
    sofar = 0.0
    for days in sorted(weights):
        sofar += weights[days]
        if sofar >= share - 1e-9:
            return days
    return max(weights)
