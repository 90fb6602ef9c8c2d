"""Entries that may tell the same event, two by two, with what people decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q

from keymoments.reviews.models import Entry, EventDecision, EventGroup
from keymoments.reviews.queries.chronology import Beside, beside, entries_of
from keymoments.reviews.queries.places import Place

PAIRS = 10  # of a page


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries and every decision about them, the newest last."""

    one: Entry
    other: Entry
    decisions: Sequence[EventDecision]

    @property
    def decision(self) -> EventDecision | None:
        """The one that counts."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of pairs: the first is number ``start``; how many are open and decided in all."""

    rows: Sequence[Pair]
    beside: Beside
    start: int
    open: int
    decided: int

    @property
    def after(self) -> int | None:
        """Where the next page begins."""
        return self.start + PAIRS if len(self.rows) == PAIRS else None

    @property
    def before(self) -> int | None:
        """Where the page before begins."""
        return max(0, self.start - PAIRS) if self.start else None


Keys = tuple[str, str]


def pairs_in(place: Place, *, decided: bool, start: int = 0) -> Pairs:
    """The pairs of a review that the analysis proposes or somebody decided about, of those they may see."""
    seen = dict(entries_of(place).values_list("key", "agency_id"))
    made = _decisions(EventDecision.objects.filter(review=place.review))
    proposed = [pair for pair in _proposed(place, seen) if pair not in made]
    wanted = [pair for pair in made if pair[0] in seen and pair[1] in seen]
    page = (wanted if decided else proposed)[start : start + PAIRS]
    rows = {row.key: row for row in entries_of(place).filter(key__in={key for pair in page for key in pair})}
    return Pairs(
        [_pair(rows, pair, made) for pair in page if pair[0] in rows and pair[1] in rows],
        beside(place, list(rows.values())),
        start,
        len(proposed),
        len(wanted),
    )


def pairs_with(place: Place, entry: Entry) -> list[Pair]:
    """The pairs of one entry, itself first."""
    keys: dict[str, None] = {}
    for group in EventGroup.objects.filter(review=place.review, entries__icontains=f'"{entry.key}"'):
        keys.update(dict.fromkeys(key for key in group.entries if key != entry.key))
    made = _decisions(EventDecision.objects.filter(Q(one=entry.key) | Q(other=entry.key), review=place.review))
    keys.update({key: None for pair in made for key in pair if key != entry.key})
    found = []
    for row in entries_of(place).filter(key__in=list(keys)):
        decisions = made.get(_sorted(entry.key, row.key), [])
        if decisions or row.agency_id != entry.agency_id:
            found.append(Pair(entry, row, decisions))
    return found


def told_together(place: Place, keys: Iterable[str]) -> list[tuple[str, ...]]:
    """Of some entries those that tell the same event, by what people decided and else by the analysis; in groups."""
    wanted = set(keys)
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    decisions = {
        pair: made[-1].same for pair, made in _decisions(EventDecision.objects.filter(review=place.review)).items()
    }
    parted = {pair for pair, same in decisions.items() if not same}
    linked = [pair for group in EventGroup.objects.filter(review=place.review) for pair in _of_group(group.entries)]
    for pair in (*(pair for pair, same in decisions.items() if same), *linked):
        if pair not in parted and wanted.issuperset(pair):
            parent[root(pair[1])] = root(pair[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if key in parent:
            groups[root(key)].append(key)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _proposed(place: Place, seen: dict[str, int]) -> Iterator[Keys]:
    """Pairs of different agencies, in the order of the chronology."""
    for group in EventGroup.objects.filter(review=place.review).order_by("id"):
        there = [key for key in group.entries if key in seen]
        yield from (_sorted(*pair) for pair in combinations(there, 2) if seen[pair[0]] != seen[pair[1]])


def _of_group(keys: Sequence[str]) -> Iterator[Keys]:
    return (_sorted(*pair) for pair in combinations(keys, 2))


def _sorted(one: str, other: str) -> Keys:
    first, second = sorted((one, other))
    return first, second


def _decisions(made: Iterable[EventDecision]) -> dict[Keys, list[EventDecision]]:
    found: dict[Keys, list[EventDecision]] = {}
    for decision in made.select_related("made_by").order_by("id"):  # type: ignore[attr-defined]
        found.setdefault((decision.one, decision.other), []).append(decision)
    return found


def _pair(rows: dict[str, Entry], pair: Keys, made: dict[Keys, list[EventDecision]]) -> Pair:
    one, other = sorted((rows[key] for key in pair), key=lambda row: (row.order, row.pk))
    return Pair(one, other, made.get(pair, []))
