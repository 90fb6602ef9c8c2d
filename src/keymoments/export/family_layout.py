"""Where everybody stands in a genogram: generations as rows, partners side by side, children below their parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from keymoments.analysis.household import Bond, Household, Kinship, generations

CARD_WIDTH, CARD_HEIGHT = 212, 84
BETWEEN, APART = 34, 56  # between partners; between others
LANE = 16  # from one line across to the next
MARGIN = 24
_SWEEPS = 6
_SIDEWAYS = (Kinship.PARENT, Kinship.PARTNER, Kinship.SIBLING)


@dataclass(frozen=True, slots=True)
class Bus:
    """A line across the gap under a row, with feet up to people of that row and down to people of the next.

    ``through``: an adjacent couple between whom the line begins. ``gap``: number of the row above it (-1: over all).
    """

    kind: Kinship
    stated: bool
    gap: int
    above: tuple[str, ...]
    below: tuple[str, ...]
    through: tuple[str, str] | None
    bonds: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one person straight to another one: a couple side by side, or people of far rows."""

    kind: Kinship | None  # None: only a child in common
    stated: bool
    one: str
    other: str
    beside: bool
    bonds: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of keys from the oldest generation down, the left edge of each card, and the lines."""

    rows: tuple[tuple[str, ...], ...]
    left: dict[str, float]
    buses: tuple[Bus, ...]
    lines: tuple[Line, ...]


def laid_out(household: Household) -> Layout:
    """Lay a family out; the same household always gives the same layout."""
    height = generations(household.members, household.bonds)
    born = {one.key: one.born or date.max for one in household.members}
    order = {one.key: n for n, one in enumerate(household.members)}
    bonds = [bond for bond in household.bonds if bond.person in height and bond.other in height]
    levels = sorted(set(height.values()), reverse=True)
    row_of = {key: levels.index(level) for key, level in height.items()}
    parents = _parents(bonds, row_of)
    blocks: list[list[list[str]]] = []  # row → groups of people who stand side by side
    for row in range(len(levels)):
        here = sorted((key for key in height if row_of[key] == row), key=lambda key: (born[key], order[key]))
        blocks.append(_couples(here, bonds, parents))
    kin = _kin(bonds)
    _put_in_order(blocks, kin)
    left = _spread(blocks, kin)
    rows = tuple(tuple(key for block in row for key in block) for row in blocks)
    beside = {pair for row in blocks for block in row for pair in pairwise(block)}
    buses, lines = _lines(bonds, parents, row_of, beside)
    return Layout(rows, left, buses, lines)


def _parents(bonds: Sequence[Bond], row_of: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """For each child the parents who stand one row above."""
    found: dict[str, list[str]] = {}
    for bond in bonds:
        if bond.kind is Kinship.PARENT and row_of[bond.person] == row_of[bond.other] - 1:
            found.setdefault(bond.other, []).append(bond.person)
    return {child: tuple(sorted(set(those))) for child, those in found.items()}


@dataclass(frozen=True, slots=True)
class _Kin:
    """Whom everybody wants to stand over or under: by descent, and by anything else where there is no descent."""

    descent: dict[str, list[str]]
    other: dict[str, list[str]]

    def near(self, block: Sequence[str], row: set[str]) -> list[tuple[str, str]]:
        """Pairs of somebody of a group and their kin in a row."""
        for kin in (self.descent, self.other):
            found = [(key, one) for key in block for one in dict.fromkeys(kin.get(key, ())) if one in row]
            if found:
                return found
        return []


def _kin(bonds: Sequence[Bond]) -> _Kin:
    kin = _Kin({}, {})
    for bond in bonds:
        if bond.kind in (Kinship.PARTNER, Kinship.SIBLING):
            continue
        found = kin.descent if bond.kind is Kinship.PARENT else kin.other
        found.setdefault(bond.person, []).append(bond.other)
        found.setdefault(bond.other, []).append(bond.person)
    return kin


def _couples(here: Sequence[str], bonds: Sequence[Bond], parents: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """People of a row in groups: partners and those with a child in common side by side, in a chain."""
    beside: dict[str, list[str]] = {key: [] for key in here}
    pairs = [(bond.person, bond.other) for bond in bonds if bond.kind is Kinship.PARTNER]
    pairs += [(those[0], those[1]) for those in parents.values() if len(those) == 2]
    for one, other in pairs:
        if one in beside and other in beside and other not in beside[one]:
            beside[one].append(other)
            beside[other].append(one)
    found: list[list[str]] = []
    left = list(here)
    while left:
        group = _reached(left[0], beside)
        ends = [key for key in here if key in group and len(beside[key]) == 1]
        chain = [ends[0] if ends else left[0]]
        while len(chain) < len(group):
            ahead = [key for key in beside[chain[-1]] if key not in chain]
            chain.append(ahead[0] if ahead else next(key for key in here if key in group and key not in chain))
        found.append(chain)
        left = [key for key in left if key not in group]
    return found


def _reached(key: str, beside: dict[str, list[str]]) -> set[str]:
    found, waiting = {key}, [key]
    while waiting:
        for other in beside[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _put_in_order(blocks: list[list[list[str]]], kin: _Kin) -> None:
    """Order the groups of each row so that few lines cross: by the middle of their next of kin, down and up."""
    for sweep in range(_SWEEPS):
        rows = blocks if sweep % 2 == 0 else blocks[::-1]
        for near_row, row in pairwise(rows):
            place = _places(near_row)
            mine = {}
            for n, block in enumerate(row):
                near = kin.near(block, set(place))
                middle = sum(place[one] for _, one in near) / len(near) if near else _places(row)[block[0]]
                # Brothers and sisters of somebody in a couple stand on that one's side of the couple.
                side = sum(block.index(key) for key, _ in near) / len(near) - (len(block) - 1) / 2 if near else 0.0
                mine[block[0]] = (round(middle, 6), -side, n)
            row.sort(key=lambda block: mine[block[0]])
            for block in row:
                _turn(block, place, kin)


def _places(row: Sequence[Sequence[str]]) -> dict[str, float]:
    """Where everybody of a row stands, from 0 to 1."""
    keys = [key for block in row for key in block]
    return {key: (n + 0.5) / len(keys) for n, key in enumerate(keys)}


def _turn(block: list[str], place: dict[str, float], kin: _Kin) -> None:
    """Turn a couple round where their own kin stand the other way."""
    first, last = ([place[one] for _, one in kin.near([key], set(place))] for key in (block[0], block[-1]))
    if len(block) > 1 and first and last and sum(first) / len(first) > sum(last) / len(last):
        block.reverse()


def _spread(blocks: list[list[list[str]]], kin: _Kin) -> dict[str, float]:
    """The left edge of every card: each group as near the middle of its kin as its neighbours let it."""
    left: dict[str, float] = {}
    for row in blocks:
        _settle(row, [0.0] * len(row), left)
    for sweep in range(2 * _SWEEPS + 1):
        rows = blocks[::-1] if sweep % 2 == 0 else blocks
        for near_row, row in pairwise(rows):
            other = {key for block in near_row for key in block}
            wanted = []
            for block in row:
                near = [left[one] for _, one in kin.near(block, other)]
                shift = _width(block) / 2 - CARD_WIDTH / 2
                wanted.append(sum(near) / len(near) - shift if near else left[block[0]])
            _settle(row, wanted, left)
    _draw_together(blocks, kin, left)
    least = min(left.values(), default=0.0)
    return {key: round(at - least + MARGIN, 1) for key, at in left.items()}


def _draw_together(blocks: list[list[list[str]]], kin: _Kin, left: dict[str, float]) -> None:
    """Move parts of the family that no line of descent joins as near to each other as their rows let them."""
    part_of: dict[str, str] = {}
    for key in left:
        if key not in part_of:
            for other in _joined(key, blocks, kin):
                part_of[other] = key
    parts = sorted(set(part_of.values()), key=lambda part: min(left[key] for key in left if part_of[key] == part))
    for part in parts[1:]:
        room = [
            left[two[0]] - left[one[-1]] - CARD_WIDTH - APART
            for row in blocks
            for one, two in pairwise(row)
            if part_of[two[0]] == part and part_of[one[0]] != part
        ]
        if room and min(room) > 0:
            for key in left:
                if part_of[key] == part:
                    left[key] -= min(room)


def _joined(key: str, blocks: list[list[list[str]]], kin: _Kin) -> set[str]:
    """Everybody who hangs together with somebody by kinship or by standing side by side."""
    beside = {one: [other for other in block if other != one] for row in blocks for block in row for one in block}
    return _reached(key, {one: [*others, *kin.descent.get(one, ())] for one, others in beside.items()})


def _width(block: Sequence[str]) -> int:
    return len(block) * CARD_WIDTH + (len(block) - 1) * BETWEEN


def _settle(row: list[list[str]], wanted: Sequence[float], left: dict[str, float]) -> None:
    """Put groups as near as can be to where they want to be, in order and without touching (pooled neighbours)."""
    before = 0.0
    offsets = []
    for block in row:
        offsets.append(before)
        before += _width(block) + APART
    pools: list[tuple[float, int]] = []  # mean, how many
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (other, m) = pools[-2:]
            pools[-2:] = [((one * n + other * m) / (n + m), n + m)]
    means = [mean for mean, number in pools for _ in range(number)]
    for block, mean, offset in zip(row, means, offsets, strict=True):
        for n, key in enumerate(block):
            left[key] = mean + offset + n * (CARD_WIDTH + BETWEEN)


def _lines(
    bonds: Sequence[Bond], parents: dict[str, tuple[str, ...]], row_of: dict[str, int], beside: set[tuple[str, str]]
) -> tuple[tuple[Bus, ...], tuple[Line, ...]]:
    """What is drawn between people: couples, families, and everything else."""
    buses: list[Bus] = []
    lines: list[Line] = []
    families: dict[tuple[str, ...], list[str]] = {}
    for child, those in parents.items():
        families.setdefault(those, []).append(child)
    coupled = {frozenset((bond.person, bond.other)) for bond in bonds if bond.kind is Kinship.PARTNER}
    for those, children in families.items():
        mine = tuple(
            bond for bond in bonds if bond.kind is Kinship.PARENT and bond.person in those and bond.other in children
        )
        pair = _side_by_side(those, beside)
        if pair and frozenset(pair) not in coupled:
            lines.append(Line(None, all(bond.stated for bond in mine), *pair, beside=True, bonds=()))
        stated = all(bond.stated for bond in mine)
        above = () if pair else those
        buses.append(Bus(Kinship.PARENT, stated, row_of[those[0]], above, tuple(children), pair, mine))
    grouped: dict[tuple[str, Kinship, bool], list[Bond]] = {}
    for bond in bonds:
        if bond.kind is Kinship.PARENT and bond.person in parents.get(bond.other, ()):
            continue
        if bond.kind is Kinship.SIBLING and parents.get(bond.person) == parents.get(bond.other, ()):
            continue  # their parents' line says it
        pair = _side_by_side((bond.person, bond.other), beside)
        rows = row_of[bond.other] - row_of[bond.person]
        if pair:
            lines.append(Line(bond.kind, bond.stated, *pair, beside=True, bonds=(bond,)))
        elif rows == 1 or (rows == 0 and bond.kind is Kinship.SIBLING):
            grouped.setdefault((bond.person, bond.kind, bond.stated), []).append(bond)
        elif rows == 0:
            both = (bond.person, bond.other)
            buses.append(Bus(bond.kind, bond.stated, row_of[bond.person], both, (), None, (bond,)))
        else:
            lines.append(Line(bond.kind, bond.stated, bond.person, bond.other, beside=False, bonds=(bond,)))
    for (person, kind, stated), same in grouped.items():
        below = tuple(dict.fromkeys(bond.other for bond in same))
        if kind is Kinship.SIBLING:
            buses.append(Bus(kind, stated, row_of[person] - 1, (), (person, *below), None, tuple(same)))
        else:
            buses.append(Bus(kind, stated, row_of[person], (person,), below, None, tuple(same)))
    return tuple(buses), tuple(lines)


def _side_by_side(those: Sequence[str], beside: set[tuple[str, str]]) -> tuple[str, str] | None:
    if len(those) != 2:
        return None
    one, other = those
    return (one, other) if (one, other) in beside else (other, one) if (other, one) in beside else None
