"""Suggestions of a review a page at a time, one by one, what was decided about them, and how often rules were right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from keymoments.reviews.models import Entry, Review, RunSuggestion, SuggestionDecision
from keymoments.reviews.queries.chronology import Beside, beside, entries_of
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 20
AROUND = 15  # entries on either side of a suggestion's first one
STATES = ("open", "accepted", "rejected", "gone")
# Of fewer decisions than these a share says nothing.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which suggestions: ``state`` is one of :data:`STATES`; what is empty does not narrow."""

    state: str = "open"
    kind: str = ""
    rule: str = ""
    agency: str = ""
    child: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A page of suggestions or, where the analysis no longer proposes them, of decisions alone.

    ``entries``: those they rest on or quote, by key; ``counts``: how many there are in each state; ``after`` and
    ``before``: where the next page and the one before begin.
    """

    rows: Sequence[RunSuggestion | SuggestionDecision]
    entries: Mapping[str, Entry]
    counts: Mapping[str, int]
    total: int
    after: int | None
    before: int | None


def suggestions_in(place: Place, wanted: Wanted, *, start: int = 0) -> Suggestions:
    """One page, from the one that has ``start`` before it."""
    every: Any = _gone(place, wanted) if wanted.state == "gone" else _there(place, wanted)
    total = every.count()
    rows: list[RunSuggestion | SuggestionDecision] = list(every[start : start + PAGE])
    return Suggestions(
        rows,
        entries_by(place, rows),
        counts_in(place),
        total,
        start + PAGE if start + PAGE < total else None,
        max(0, start - PAGE) if start else None,
    )


def _there(place: Place, wanted: Wanted) -> QuerySet[RunSuggestion]:
    found = place.review.suggestions.select_related("decision__made_by", "decision__moment").order_by("rank", "id")
    if wanted.state == "open":
        found = found.filter(decision=None)
    elif wanted.state:
        found = found.filter(decision__state=wanted.state)
    for name in ("kind", "rule"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.agency:
        found = found.filter(agencies__icontains=f'"{wanted.agency}"')
    if wanted.child:
        found = found.filter(children__icontains=f'"{wanted.child}"')
    return found


def _gone(place: Place, wanted: Wanted) -> QuerySet[SuggestionDecision]:
    found = place.review.suggestion_decisions.filter(taken_back_at=None, suggestion=None)
    for name in ("kind", "rule"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    return found.select_related("made_by", "moment").order_by("id")


def entries_by(place: Place, rows: Sequence[RunSuggestion | SuggestionDecision]) -> dict[str, Entry]:
    """The entries that suggestions rest on or quote, by key."""
    keys = {key for one in rows for key in (*one.entries, *(quote["entry"] for quote in one.quotes))}
    found = Entry.objects.filter(review=place.review, key__in=keys).select_related("agency", "source")
    return {row.key: row for row in found}


def counts_in(place: Place) -> dict[str, int]:
    """How many suggestions there are in each state."""
    told = place.review.suggestions.aggregate(
        open=Count("pk", filter=Q(decision=None)),
        accepted=Count("pk", filter=Q(decision__state="accepted")),
        rejected=Count("pk", filter=Q(decision__state="rejected")),
    )
    return {**told, "gone": place.review.suggestion_decisions.filter(taken_back_at=None, suggestion=None).count()}


@dataclass(frozen=True, slots=True)
class OneSuggestion:
    """A suggestion with the chronology around it. ``next``/``previous``: keys of those beside it by rank."""

    row: RunSuggestion
    entries: Mapping[str, Entry]
    around: Sequence[Entry]
    beside: Beside
    history: Sequence[SuggestionDecision]
    next: str
    previous: str


def suggestion_in(place: Place, key: str) -> OneSuggestion:
    """One suggestion; raises :class:`NoSuchReview` where the newest analysis has none of that name."""
    rows = place.review.suggestions.select_related("decision__made_by", "decision__moment")
    row = rows.filter(key=key).first()
    if row is None:
        raise NoSuchReview
    entries = entries_by(place, [row])
    first = entries.get(row.entries[0]) if row.entries else None
    around = _around(place, first) if first else []
    history = place.review.suggestion_decisions.filter(rule=row.rule, taken_back_at__isnull=False)
    told = [one for one in history.select_related("made_by", "taken_back_by") if set(one.entries) & set(row.entries)]
    undecided = place.review.suggestions.filter(decision=None)
    after = undecided.filter(rank__gt=row.rank).order_by("rank").values_list("key", flat=True).first()
    before = undecided.filter(rank__lt=row.rank).order_by("-rank").values_list("key", flat=True).first()
    return OneSuggestion(row, entries, around, beside(place, around), told, after or "", before or "")


def _around(place: Place, first: Entry) -> list[Entry]:
    """The entries before and after one in the chronology."""
    rows = entries_of(place)
    before = list(rows.filter(order__lt=first.order).order_by("-order", "-id")[:AROUND])[::-1]
    return [*before, *rows.filter(order__gte=first.order)[: AROUND + 1]]


def decision_in(place: Place, number: int) -> SuggestionDecision:
    """One decision that counts; raises :class:`NoSuchReview`."""
    found = place.review.suggestion_decisions.filter(pk=number, taken_back_at=None).first()
    if found is None:
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What became of a rule's suggestions: in one review, and in all of the organisation."""

    rule: str
    title: str
    open: int
    accepted: int
    rejected: int
    accepted_ever: int
    rejected_ever: int

    @property
    def share(self) -> int | None:
        """Of a hundred decided ones in all reviews how many were accepted; nothing where they are too few to say."""
        decided = self.accepted_ever + self.rejected_ever
        return round(100 * self.accepted_ever / decided) if decided >= ENOUGH else None


def rule_records(place: Place) -> list[RuleRecord]:
    """Every rule that proposed something here or was decided about anywhere, the most often right first."""
    counts = {"accepted": Count("pk", filter=Q(state="accepted")), "rejected": Count("pk", filter=Q(state="rejected"))}
    told: Any = SuggestionDecision.objects.filter(taken_back_at=None).order_by().values("rule")
    ever: dict[str, Any] = {row["rule"]: row for row in told.annotate(**counts)}
    here: dict[str, Any] = {row["rule"]: row for row in told.filter(review=place.review).annotate(**counts)}
    waiting = place.review.suggestions.filter(decision=None).order_by().values("rule").annotate(open=Count("pk"))
    undecided = {row["rule"]: row["open"] for row in waiting}
    titles = _titles(place.review, set(ever) | set(undecided))
    none = {"accepted": 0, "rejected": 0}
    found = [
        RuleRecord(
            rule,
            title,
            undecided.get(rule, 0),
            here.get(rule, none)["accepted"],
            here.get(rule, none)["rejected"],
            ever.get(rule, none)["accepted"],
            ever.get(rule, none)["rejected"],
        )
        for rule, title in titles.items()
    ]
    return sorted(found, key=lambda one: (-(one.share if one.share is not None else -1), one.title))


def _titles(review: Review, rules: set[str]) -> dict[str, str]:
    """What each rule is called, as it was when it last proposed something or was decided about."""
    decided = SuggestionDecision.objects.filter(rule__in=rules).order_by("id").values_list("rule", "title")
    return dict(decided) | dict(review.suggestions.filter(rule__in=rules).values_list("rule", "title"))
