"""Which decision belongs to which suggestion, after the records were read anew and the suggestions are others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Two suggestions of one rule are the same place where they share at least so much of all their entries.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion, as far as a decision hangs on it.

    ``rule``: its key; ``also``: keys of the other rules that met there; ``entries``: keys of entries, the two that it
    turns on first. Rule and entries together are its name: no two suggestions of one analysis share them.
    """

    rule: str
    entries: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, tuple[str, ...]]:
        """What it is known by: the rule and the entries, in whatever order they stand."""
        return self.rule, tuple(sorted(self.entries))


def carried(decided: Iterable[Proposal], proposed: Iterable[Proposal]) -> dict[Proposal, Proposal]:
    """Decided suggestion → the one of the newest analysis that is the same place; those with none are left out.

    The same rule and entries are the same place. Otherwise one of the rules must have met at both, and they must turn
    first on the same entry or share half of their entries; the likest pairs first, each suggestion once. Only what
    stands in the two lists counts, never their order or what earlier analyses proposed: so decisions survive files
    that are read again in any order.
    """
    waiting = {one.name: one for one in proposed}
    found: dict[Proposal, Proposal] = {}
    left = []
    for one in sorted(decided, key=lambda one: one.name):
        same = waiting.pop(one.name, None)
        if same is None:
            left.append(one)
        else:
            found[one] = same
    pairs = sorted(_pairs(left, waiting.values()), key=lambda pair: (-pair[0], pair[1].name, pair[2].name))
    for _likeness, one, other in pairs:
        if one not in found and other.name in waiting:
            found[one] = waiting.pop(other.name)
    return found


def _pairs(decided: list[Proposal], proposed: Iterable[Proposal]) -> Iterable[tuple[float, Proposal, Proposal]]:
    """Every two that may be the same place, with how like they are."""
    turning: dict[str, list[Proposal]] = {}
    for other in proposed:
        for entry in set(other.entries):
            turning.setdefault(entry, []).append(other)
    for one in decided:
        near = {other.name: other for entry in one.entries for other in turning.get(entry, ())}
        for other in near.values():
            if not {one.rule, *one.also} & {other.rule, *other.also}:
                continue
            shared = len(set(one.entries) & set(other.entries)) / len(set(one.entries) | set(other.entries))
            first = one.entries[:1] == other.entries[:1]
            if first or shared >= ALIKE:
                yield shared + first + (one.rule == other.rule), one, other
