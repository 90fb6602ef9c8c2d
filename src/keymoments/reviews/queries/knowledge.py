"""Who knew what, from when: what people decided and, where they have not, what the records show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from keymoments.reviews.models import Entry, HoldingDecision, OwnFact, ReviewAgency, RunFact
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 50  # records of one fact of one agency on a page


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency and a fact: since when it held it, as decided or, where nobody decided, as its records show first.

    ``proposed``: the first record of it, where a rule met one; ``decision``: the one that counts.
    """

    agency: ReviewAgency
    proposed: RunFact | None
    decision: HoldingDecision | None

    @property
    def since(self) -> date | None:
        """From when it was held; nothing where it was not, as people decided."""
        if self.decision is not None:
            return self.decision.since
        return self.proposed.known if self.proposed else None

    @property
    def entry(self) -> str:
        """The key of the entry that shows it."""
        if self.decision is not None:
            return self.decision.entry
        return self.proposed.entry if self.proposed else ""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact, and every agency of which something is known about it, who held it first before the others."""

    sort: str
    title: str
    weight: int
    own: OwnFact | None
    holders: Sequence[Holder]

    @property
    def open(self) -> int:
        """How many of its holders nobody decided about."""
        return sum(1 for one in self.holders if one.decision is None)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Every fact of a review, the gravest first. ``entries``: those that show it first, by key."""

    rows: Sequence[Known]
    entries: Mapping[str, Entry]


def knowledge_in(place: Place, *, day: date | None = None) -> Knowledge:
    """Who held what; ``day``: only what was held on that day, and by whom then."""
    agencies = {agency.key: agency for agency in place.review.agencies.all()}
    proposed = {(row.sort, row.agency): row for row in place.review.facts.filter(first=True)}
    decided = _decided(place.review.holding_decisions.filter(taken_back_at=None))
    own = {fact.sort: fact for fact in place.review.own_facts.filter(set_aside_at=None)}
    titles = {sort: (row.title, row.weight) for (sort, _agency), row in proposed.items()}
    by_sort: dict[str, list[Holder]] = defaultdict(list)
    for sort, agency in {**proposed, **decided}:
        if agency in agencies:
            one = Holder(agencies[agency], proposed.get((sort, agency)), decided.get((sort, agency)))
            if day is None or (one.since is not None and one.since <= day):
                by_sort[sort].append(one)
    rows = [_known(sort, by_sort[sort], titles, own) for sort in by_sort if sort in titles or sort in own]
    rows += [Known(sort, fact.words, 0, fact, ()) for sort, fact in own.items() if sort not in by_sort and day is None]
    rows.sort(key=lambda one: (one.own is None, -one.weight, _first(one.holders), one.sort))
    keys = {holder.entry for one in rows for holder in one.holders if holder.entry}
    return Knowledge(rows, _entries(place, keys))


def _known(
    sort: str, holders: Sequence[Holder], titles: Mapping[str, tuple[str, int]], own: Mapping[str, OwnFact]
) -> Known:
    fact = own.get(sort)
    title, weight = (fact.words, 0) if fact else titles[sort]
    held = sorted(holders, key=lambda one: (one.since or date.max, one.agency.pk))
    return Known(sort, title, weight, fact, held)


def _first(holders: Sequence[Holder]) -> date:
    return min((one.since for one in holders if one.since), default=date.max)


def _decided(rows: Iterable[HoldingDecision] | QuerySet[HoldingDecision]) -> dict[tuple[str, str], HoldingDecision]:
    found = rows.select_related("made_by").order_by("id") if isinstance(rows, QuerySet) else rows
    return {(one.sort, one.agency): one for one in found}


def _entries(place: Place, keys: Iterable[str]) -> dict[str, Entry]:
    rows = Entry.objects.filter(review=place.review, key__in=list(keys)).select_related("agency", "source")
    return {row.key: row for row in rows}


@dataclass(frozen=True, slots=True)
class OneHolding:
    """A fact and an agency: what counts, every record of it, every decision, and where the next page begins."""

    sort: str
    title: str
    holder: Holder
    records: Sequence[RunFact]
    entries: Mapping[str, Entry]
    total: int
    after: int | None
    history: Sequence[HoldingDecision]


def holding_in(place: Place, sort: str, agency: str, *, start: int = 0) -> OneHolding:
    """One of them; raises :class:`NoSuchReview` where there is no such fact or agency."""
    of = place.review.agencies.filter(key=agency).first()
    every = place.review.facts.filter(sort=sort)
    fact = every.first()
    own = next((one for one in place.review.own_facts.all() if one.sort == sort), None)
    if of is None or (fact is None and own is None):
        raise NoSuchReview
    told = every.filter(agency=agency).order_by("known", "order")
    total, records = told.count(), list(told[start : start + PAGE])
    history = place.review.holding_decisions.filter(sort=sort, agency=agency)
    decisions = list(history.select_related("made_by", "taken_back_by"))
    counts = [one for one in decisions if one.taken_back_at is None]
    holder = Holder(of, told.filter(first=True).first(), counts[-1] if counts else None)
    keys = {one.entry for one in records} | ({holder.entry} if holder.entry else set())
    return OneHolding(
        sort,
        own.words if own else fact.title if fact else sort,
        holder,
        records,
        _entries(place, keys),
        total,
        start + PAGE if start + PAGE < total else None,
        decisions,
    )


def own_fact_in(place: Place, sort: str) -> OwnFact:
    """A fact that people named; raises :class:`NoSuchReview`."""
    found = next((one for one in place.review.own_facts.filter(set_aside_at=None) if one.sort == sort), None)
    if found is None:
        raise NoSuchReview
    return found
