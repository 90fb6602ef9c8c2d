"""The review on one line of time: entries by agency, moments, waits, meetings, pregnancies and moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q

from keymoments.analysis.household import span_of
from keymoments.export.review_timeline import column_of, step_of
from keymoments.reviews.models import Entry, KeyMoment, ReviewAgency, RunWait
from keymoments.reviews.queries.moments import moments_of, span
from keymoments.reviews.queries.places import Place

MEETINGS = ("strategy-discussion", "initial-conference", "review-conference", "core-group", "planning-meeting")
PREGNANCY = timedelta(280)  # before a birth; a child born early was expected for less
LONGEST = timedelta(366 * 30)  # no picture shows more


# What a bar needs of a moment; its texts are many and long.
_OF_A_BAR = ("review", "number", "title", "kind", "begins", "begins_known", "ends", "ends_known", "agencies")


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something that was on a day or lasted. ``about``: what it is; ``name``: of whom or what; ``entry``: a key."""

    begins: date
    ends: date
    about: str
    name: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class AgencyBand:
    """How many entries an agency has in each column of the axis."""

    agency: ReviewAgency
    counts: Sequence[tuple[date, int]]

    @property
    def total(self) -> int:
        """How many entries there are in all."""
        return sum(count for _day, count in self.counts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened between two days."""

    first: date
    last: date
    bands: Sequence[AgencyBand]
    moments: Sequence[KeyMoment]
    waits: Sequence[tuple[RunWait, date, date]]
    family: Sequence[Lasting]
    meetings: Sequence[Lasting]


def whole_span(place: Place) -> tuple[date, date]:
    """From the first to the last day of the review, or of its entries where they reach further."""
    rows = place.review.entries.filter(gone_at=None, in_scope=True)
    found = rows.aggregate(first=Min("earliest"), last=Max("latest"))
    first = min(place.review.scope_from, found["first"] or place.review.scope_from)
    last = max(place.review.scope_to, found["last"] or place.review.scope_to)
    return first, min(last, first + LONGEST)


def timeline_of(place: Place, first: date, last: date) -> Timeline:
    """Everything of the days from ``first`` to ``last``; a constant number of queries."""
    rows = Entry.objects.filter(review=place.review, gone_at=None, earliest__gte=first, earliest__lte=last)
    return Timeline(
        first,
        last,
        _bands(place, first, last),
        [one for one in moments_of(place).only(*_OF_A_BAR) if span(one).ends >= first and span(one).begins <= last],
        list(_waits(place, first, last)),
        [one for one in _family(place) if one.ends >= first and one.begins <= last],
        _meetings(rows),
    )


def _bands(place: Place, first: date, last: date) -> list[AgencyBand]:
    step = step_of(first, last)
    counts: dict[int, Counter[date]] = {}
    rows = Entry.objects.filter(review=place.review, gone_at=None, earliest__gte=first, earliest__lte=last)
    for agency, day, count in rows.order_by().values_list("agency_id", "earliest").annotate(count=Count("pk")):
        counts.setdefault(agency, Counter())[max(first, column_of(day, step))] += count
    agencies = place.review.agencies.all()
    return [AgencyBand(one, sorted(counts.get(one.pk, Counter()).items())) for one in agencies]


def _waits(place: Place, first: date, last: date) -> Iterator[tuple[RunWait, date, date]]:
    """Waits whose limit was exceeded or whose end the records do not show."""
    rows = list(place.review.waits.filter(verdict__in=("exceeded", "no_end_recorded")))
    keys = {key for one in rows for key in (one.begins, one.ends) if key}
    days = dict(
        Entry.objects.filter(review=place.review, key__in=keys, earliest__isnull=False).values_list("key", "earliest")
    )
    for one in rows:
        begins = days.get(one.begins)
        if begins is None:
            continue
        ends = days.get(one.ends) or max(begins, one.due or begins)
        if ends >= first and begins <= last:
            yield one, begins, ends


def _family(place: Place) -> Iterator[Lasting]:
    """Pregnancies of children born in the time of the review, and homes from when until when."""
    early = place.review.scope_from - timedelta(366)
    for person in place.review.people.filter(merged_into=None, born__gte=early).order_by("born"):
        if person.born is not None:
            yield Lasting(person.born - PREGNANCY, person.born, "pregnancy", person.name)
    stays = place.review.residences.filter(begins__isnull=False, person__merged_into=None)
    for stay in stays.select_related("person", "place").order_by("begins", "id"):
        if stay.begins is not None:
            begins, _end = span_of(stay.begins, stay.begins_known)
            ends = span_of(stay.ends, stay.ends_known)[1] if stay.ends else place.review.scope_to
            yield Lasting(begins, max(begins, ends), "home", f"{stay.person.name}: {stay.place.name}")


def _meetings(rows: object) -> list[Lasting]:
    told = Q()
    for key in MEETINGS:
        told |= Q(events__icontains=f'"{key}"')
    found: dict[tuple[date, str], Lasting] = {}
    for row in rows.filter(told).order_by("order"):  # type: ignore[attr-defined]
        for key in MEETINGS:
            if key in row.events and row.earliest is not None:
                found.setdefault((row.earliest, key), Lasting(row.earliest, row.earliest, key, entry=row.key))
    return list(found.values())
