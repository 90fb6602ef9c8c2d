"""Medians and spread of groups of reviews, and "too few to say" where a group is small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5  # with fewer, a figure tells of single reviews rather than of the procedure


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with its quartiles; ``None`` for each where there are too few to say."""

    count: int
    median: float | None
    lower: float | None
    upper: float | None

    @property
    def too_few(self) -> bool:
        """Whether nothing can be said."""
        return self.count < FEWEST


def figure_of(values: Sequence[float]) -> Figure:
    """Median and quartiles of values (in whatever unit they have), or too few to say under :data:`FEWEST`."""
    if len(values) < FEWEST:
        return Figure(len(values), None, None, None)
    return Figure(len(values), quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, between neighbours in proportion (type 7)."""
    if not values:
        raise ValueError("a quantile of nothing: give at least one value")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
