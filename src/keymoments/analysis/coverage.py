"""Coverage both ways: findings that rest on nothing, and weighty entries on which no finding rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far findings and records answer each other. Entries by their keys, in the order in which they came.

    ``bare``: findings that no entry shows. ``used``: weighty entries on which a finding rests; ``explained``: those of
    which somebody said why none does; ``open``: the others. Every weighty entry stands in exactly one of the three.
    """

    findings: int
    bare: tuple[str, ...]
    used: tuple[str, ...]
    explained: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def weighty(self) -> int:
        """How many weighty entries there are."""
        return len(self.used) + len(self.explained) + len(self.open)

    @property
    def answered(self) -> bool:
        """Whether every finding rests on something and every weighty entry is used or explained."""
        return not self.bare and not self.open


def coverage(findings: Mapping[str, Iterable[str]], weighty: Iterable[str], explained: Iterable[str]) -> Coverage:
    """Compare the two. ``findings``: name of each → the entries that show it, directly or through a moment."""
    rests = {name: frozenset(entries) for name, entries in findings.items()}
    taken = frozenset().union(*rests.values())
    told = frozenset(explained)
    every = tuple(dict.fromkeys(weighty))
    return Coverage(
        len(rests),
        tuple(name for name, entries in rests.items() if not entries),
        tuple(key for key in every if key in taken),
        tuple(key for key in every if key not in taken and key in told),
        tuple(key for key in every if key not in taken and key not in told),
    )
