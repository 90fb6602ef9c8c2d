"""Where a child was: every contact by few columns, without the texts, and what people put right in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Cast

from keymoments.analysis import records
from keymoments.analysis.sightings.ticks import TickWords
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Mode, Quote, Sighting
from keymoments.analysis.whereabouts import (
    Glance,
    Mark,
    Month,
    Whereabouts,
    is_unborn,
    is_young,
    mark_of,
    month_between,
    months_of,
    span_of,
    told_by,
)
from keymoments.analysis.whereabouts_boxes import Against, against
from keymoments.knowledge.packs_on_disk import pack_chain
from keymoments.knowledge.vocabulary import vocabulary_of
from keymoments.reviews import models
from keymoments.reviews.queries.places import NoSuchReview, Place

ANSWERS = ("seen", "spoken_to", "alone")
# Days come as they are written: making a date of each of thousands would take longer than asking for them.
_COLUMNS = (
    *("entry__key", "entry__agency_id", Cast("entry__earliest", CharField()), Cast("entry__latest", CharField())),
    *(*ANSWERS, "basis", "mode", "attempt"),
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """An answer or the date that people put right: what was read or written, and what counts."""

    field: str  # seen, spoken_to, alone, date
    was: str
    value: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """A contact with a tick box that its words contradict, or with corrections."""

    key: str
    name: str
    agency: str
    first: date | None
    last: date | None
    against: Against | None
    corrections: tuple[Corrected, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the records tell of where a child was. Contacts go by the key of their entry.

    ``answers``: key → seen, spoken to, alone as they count now; ``attempts``: key → why a contact did not come about;
    ``doubted`` in the order of the chronology.
    """

    child: models.FamilyPerson
    children: Sequence[models.FamilyPerson]
    agencies: Sequence[models.ReviewAgency]
    where: Whereabouts
    answers: Mapping[str, tuple[str, ...]]
    attempts: Mapping[str, str] = field(default_factory=dict)
    doubted: Sequence[Doubted] = ()
    marks: Mapping[str, int] = field(default_factory=dict)  # agency key → its place among all of the review


def where_told(place: Place, child: str) -> Told:
    """Everything the page of a child shows, in a number of queries that does not grow with the records.

    Raises :class:`NoSuchReview` where there is no such child in the review.
    """
    children = list(place.review.people.filter(subject=True, merged_into=None))
    row = next((one for one in children if one.key == child), None)
    if row is None:
        raise NoSuchReview
    person = records.Person(row.key, row.name, row.role, (), True, row.born)
    every = list(place.review.agencies.all())
    agencies = [one for one in every if place.own is None or one.pk == place.own.pk]
    case = _case(place.review)
    glances, answers, attempts = _glances(place, row, person, {one.pk: one.key for one in every}, case)
    where = told_by(person, glances, tuple(one.key for one in agencies), months_of(case), span_of(_days(place), case))
    return Told(
        row,
        children,
        agencies,
        where,
        answers,
        attempts,
        _doubted(place, row, {glance.entry for glance in glances}, [one.key for one in children]),
        {one.key: number for number, one in enumerate(every)},
    )


def _case(review: models.Review) -> records.Case:
    """As much of a review as the period and its end need."""
    return records.Case(
        reference=review.reference,
        nation=review.nation,
        scope_from=review.scope_from,
        scope_to=review.scope_to,
        people=(),
        agencies=(),
        incident_date=review.incident_date,
    )


def _entries(place: Place) -> Any:
    """The entries of the period that somebody may see."""
    rows = models.Entry.objects.filter(review=place.review, gone_at=None, in_scope=True)
    return rows if place.own is None else rows.filter(agency=place.own)


def _days(place: Place) -> list[tuple[date | None, date | None]]:
    """Days of entries from which the span of the records follows: thousands are exact, of them the outermost do."""
    rows = _entries(place).order_by()
    exact = rows.filter(earliest=F("latest")).aggregate(first=Min("earliest"), last=Max("latest"))
    ends = [(day, day) for day in exact.values() if day]
    return [*ends, *rows.filter(earliest__lt=F("latest")).values_list("earliest", "latest").distinct()]


def _sightings(place: Place, child: models.FamilyPerson) -> Any:
    rows = models.Sighting.objects.filter(
        review=place.review, child=child, entry__gone_at=None, entry__in_scope=True, entry__contact=True
    )
    return rows if place.own is None else rows.filter(entry__agency=place.own)


def _glances(
    place: Place, row: models.FamilyPerson, person: records.Person, agencies: Mapping[int, str], case: records.Case
) -> tuple[tuple[Glance, ...], dict[str, tuple[str, ...]], dict[str, str]]:
    found: list[Glance] = []
    answers: dict[str, tuple[str, ...]] = {}
    attempts: dict[str, str] = {}
    days = _days_of(person, case)
    rows = _sightings(place, row).order_by("entry__order", "entry_id").values_list(*_COLUMNS)
    for key, agency, written_first, written_last, *told in rows:
        first, last, month, young, unborn = days(written_first, written_last)
        if unborn:
            continue
        answers[key] = (told[0], told[1], told[2])
        if told[-1]:
            attempts[key] = told[-1]
        found.append(Glance(key, agencies[agency], _mark(*told), first, last, month, told[1] == Answer.YES, young))
    return tuple(found), answers, attempts


_OfDays = tuple[date | None, date | None, Month | None, bool, bool]


def _days_of(person: records.Person, case: records.Case) -> Callable[[str | None, str | None], _OfDays]:
    """Written first and last day → the two, the month, whether the child was under two, and not yet born."""
    months = frozenset(months_of(case))

    @cache  # a review has thousands of contacts and hundreds of days
    def of_days(written_first: str | None, written_last: str | None) -> _OfDays:
        first, last = (date.fromisoformat(day) if day else None for day in (written_first, written_last))
        month = month_between(first, last)
        young = is_young(person, first or case.scope_to)
        return first, last, month if month in months else None, young, is_unborn(person, last)

    return of_days


@cache  # thousands of contacts say the same few things
def _mark(seen: str, spoken: str, alone: str, basis: str, mode: str, attempt: str) -> Mark:
    return mark_of(_sighting("", (seen, spoken, alone), basis, mode=mode, attempt=attempt))


def _sighting(
    child: str, told: Sequence[str], basis: str, *, mode: str = "", attempt: str = "", quotes: Any = ()
) -> Sighting:
    seen, spoken, alone = (Answer(answer) for answer in told)
    return Sighting(
        child=child,
        seen=seen,
        spoken_to=spoken,
        alone=alone,
        basis=Basis(basis),
        mode=Mode(mode) if mode else None,
        attempt=Attempt(attempt) if attempt else None,
        quotes=tuple(Quote(q["says"], q["in"], q["start"], q["end"], q["words"]) for q in quotes),
    )


def _doubted(place: Place, child: models.FamilyPerson, shown: set[str], subjects: Sequence[str]) -> tuple[Doubted, ...]:
    """Contacts with a contradicted box or a correction, with their texts: they are few."""
    made = models.Correction.objects.filter(
        Q(field__in=ANSWERS, child=child.key) | Q(field="date"), review=place.review
    )
    rows = (
        _sightings(place, child)
        .filter(Q(conflict=True) | Exists(made.filter(entry_key=OuterRef("entry__key"))))
        .select_related("entry", "entry__agency")
        .order_by("entry__order", "entry_id")
    )
    newest: dict[str, dict[str, models.Correction]] = {}
    for one in made.select_related("made_by"):
        newest.setdefault(one.entry_key, {})[one.field] = one
    found = []
    for row in rows:
        corrections = tuple(_corrections(row, newest.get(row.entry.key, {})))
        if row.entry.key in shown and (row.conflict or corrections):
            found.append(_one_doubted(place, row, child.key, corrections, subjects))
    return tuple(found)


def _corrections(row: models.Sighting, made: Mapping[str, models.Correction]) -> list[Corrected]:
    """What counts other than it was read; an answer put back to what was read is none."""
    found = []
    for name in ("date", *ANSWERS):
        one = made.get(name)
        if one is None or (name != "date" and row.machine.get(name) == one.value):
            continue
        was = row.entry.written_date if name == "date" else row.machine.get(name, one.was)
        found.append(Corrected(name, was, one.value, one.reason, one.made_by.name))
    return found


def _one_doubted(
    place: Place, row: models.Sighting, child: str, corrections: tuple[Corrected, ...], subjects: Sequence[str]
) -> Doubted:
    sides = None
    if row.conflict:
        machine = [row.machine.get(name, getattr(row, name)) for name in ANSWERS]
        told = _sighting(child, machine, row.basis, quotes=row.quotes)
        columns = tuple((heading, value) for heading, value in row.entry.columns)
        sides = against(told, row.entry.text, columns, _tick_words(place.review.nation, settings.PACKS), subjects)
    entry = row.entry
    return Doubted(entry.key, entry.name, entry.agency.key, entry.earliest, entry.latest, sides, corrections)


@cache  # read once for a process: a changed pack counts from its next start
def _tick_words(nation: str, own: tuple[Path, ...]) -> TickWords:
    return TickWords(vocabulary_of(pack_chain(nation, own)).contacts)
