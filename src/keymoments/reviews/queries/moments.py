"""The key moments of a review, what shows each of them, and what was written of it before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from keymoments.analysis.hindsight import Span, Timing, timing
from keymoments.analysis.household import span_of
from keymoments.analysis.moments import Missing, missing
from keymoments.reviews import bridge
from keymoments.reviews.models import (
    Entry,
    KeyMoment,
    MomentEvidence,
    RunWait,
    SuggestionDecision,
)
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shows:
    """An entry that shows a moment; ``entry`` is nothing where the review has none of that key any more."""

    evidence: MomentEvidence
    entry: Entry | None
    timing: Timing


@dataclass(frozen=True, slots=True)
class AboutMoment:
    """A moment with everything that hangs on it."""

    moment: KeyMoment
    shows: Sequence[Shows]
    taken_out: Sequence[MomentEvidence]
    decisions: Sequence[SuggestionDecision]
    missing: Sequence[Missing]


@dataclass(frozen=True, slots=True)
class Moments:
    """A page of moments, with how many entries show each."""

    rows: Sequence[KeyMoment]
    total: int
    aside: int
    after: int | None
    before: int | None


def moments_of(place: Place) -> QuerySet[KeyMoment]:
    """The moments that count, in the order of what happened."""
    return place.review.moments.filter(set_aside_at=None).order_by("begins", "number")


def moments_in(place: Place, *, aside: bool = False, kind: str = "", start: int = 0) -> Moments:
    """One page; ``aside``: those that were set aside."""
    every = place.review.moments.all()
    found = every.filter(set_aside_at__isnull=not aside).order_by("begins", "number")
    if kind:
        found = found.filter(kind=kind)
    shown = found.annotate(shown_by=Count("evidence", filter=Q(evidence__taken_out_at=None)))
    total = found.count()
    return Moments(
        list(shown.select_related("made_by")[start : start + PAGE]),
        total,
        every.filter(set_aside_at__isnull=False).count(),
        start + PAGE if start + PAGE < total else None,
        max(0, start - PAGE) if start else None,
    )


def moment_in(place: Place, number: int) -> KeyMoment:
    """One moment by its number; raises :class:`NoSuchReview`."""
    rows = place.review.moments.select_related("made_by", "changed_by", "set_aside_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


def span(moment: KeyMoment) -> Span:
    """The days of a moment: to the end of the month or year where no more is known."""
    begins, _last = span_of(moment.begins, moment.begins_known)
    _first, ends = span_of(moment.ends or moment.begins, moment.ends_known if moment.ends else moment.begins_known)
    return Span(begins, ends)


def about_moment(place: Place, number: int) -> AboutMoment:
    """A moment, each entry that shows it seen from when it was, and what was decided that made it."""
    moment = moment_in(place, number)
    every = list(moment.evidence.select_related("added_by", "taken_out_by"))
    count = [one for one in every if one.taken_out_at is None]
    shows = _shows(moment, count)
    return AboutMoment(
        moment,
        shows,
        [one for one in every if one.taken_out_at is not None],
        list(moment.decisions.filter(taken_back_at=None).select_related("made_by")),
        missing(
            known=moment.known,
            expected=moment.expected,
            happened=moment.happened,
            why=moment.why,
            meant=moment.meant,
            evidence=len(count),
        ),
    )


def _shows(moment: KeyMoment, evidence: Sequence[MomentEvidence]) -> list[Shows]:
    keys = [one.entry_key for one in evidence]
    found = Entry.objects.filter(review=moment.review, key__in=keys).select_related("agency", "source")
    rows: Mapping[str, Entry] = {row.key: row for row in found}
    days = span(moment)
    told = [
        Shows(one, row, timing(days, bridge.date_of(row), row.held_from) if row is not None else Timing.UNDATED)
        for one in evidence
        for row in [rows.get(one.entry_key)]
    ]
    return sorted(told, key=lambda one: (one.entry is None, one.entry.order if one.entry else 0, one.evidence.pk))


def waits_at(about: AboutMoment) -> list[RunWait]:
    """The waits that the entries of a moment begin or end, with the limit that was in force then."""
    keys = [one.evidence.entry_key for one in about.shows]
    waits = about.moment.review.waits.filter(Q(begins__in=keys) | Q(ends__in=keys))
    return list(waits.exclude(limit=None).order_by("order")[:PAGE])


def evidence_in(moment: KeyMoment, number: str) -> MomentEvidence:
    """One piece of a moment's evidence; raises :class:`NoSuchReview`."""
    found = moment.evidence.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def moments_shown_by(place: Place, key: str) -> QuerySet[KeyMoment]:
    """The moments that an entry is evidence of."""
    shown = MomentEvidence.objects.filter(review=place.review, entry_key=key, taken_out_at=None)
    return moments_of(place).filter(pk__in=shown.values("moment_id"))
