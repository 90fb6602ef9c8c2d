"""How far two people who judged the same things apart from each other agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

# Of fewer things than these an agreement says nothing.
ENOUGH = 5
_WIDE = 1.96  # standard errors of an interval of 95 %


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree.

    ``count``: things that both judged; ``same``: those they judged alike. ``kappa``: Cohen's kappa (1960), which is 1
    where they agree on all and 0 where they agree as often as chance would have it; nothing where they are too few or
    where both gave everything the same verdict, so that chance alone would make them agree. ``low``, ``high``: between
    which it lies with 95 % (Fleiss, Cohen and Everitt's large-sample error, cut at -1 and 1).
    """

    count: int
    same: int
    kappa: float | None
    low: float | None
    high: float | None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """How far they agree. ``pairs``: what one and the other said of each thing that both judged."""
    count, same = len(pairs), sum(1 for one, other in pairs if one == other)
    if count < ENOUGH:
        return Agreement(count, same, None, None, None)
    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(ones[verdict] * others[verdict] for verdict in ones) / count**2
    if by_chance == 1:
        return Agreement(count, same, None, None, None)
    seen = same / count
    kappa = (seen - by_chance) / (1 - by_chance)
    error = sqrt(seen * (1 - seen) / count) / (1 - by_chance)
    return Agreement(count, same, kappa, max(-1.0, kappa - _WIDE * error), min(1.0, kappa + _WIDE * error))


class Weighting(StrEnum):
    """How much two grades that are apart still agree: the less the further, or by the square of the distance."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


def weighted_kappa(
    pairs: Sequence[tuple[str, str]], order: Sequence[str], weighting: Weighting = Weighting.LINEAR
) -> float | None:
    """Weighted kappa (Cohen 1968) of ordered grades; ``order``: the grades from one end to the other.

    ``None`` where there are too few pairs, or where chance alone would make them agree. Raises ``ValueError`` for a
    grade that is not in the order.
    """
    places = {grade: place for place, grade in enumerate(order)}
    for pair in pairs:
        for grade in pair:
            if grade not in places:
                raise ValueError(f"{grade!r} is not one of the grades: leave it out of the pairs")
    if len(pairs) < ENOUGH or len(order) < 2:
        return None
    power = 1 if weighting is Weighting.LINEAR else 2

    def distance(one: str, other: str) -> float:
        return (abs(places[one] - places[other]) / (len(order) - 1)) ** power

    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    seen = sum(distance(*pair) for pair in pairs) / len(pairs)
    by_chance = sum(distance(a, b) * ones[a] * others[b] for a in ones for b in others) / len(pairs) ** 2
    return None if by_chance == 0 else 1 - seen / by_chance
