"""The chronology: filtered, a page at a time, with a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from keymoments.reviews.models import (
    Comment,
    Correction,
    Entry,
    EventDecision,
    EventGroup,
    RunSuggestion,
    RunWait,
    SavedView,
    Sighting,
    Source,
)
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 50
FILE_PAGE = 200  # entries of a file on one page
ANSWERS = ("seen", "spoken_to", "alone")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of the chronology; what is empty does not narrow it."""

    agencies: tuple[str, ...] = ()
    person: str = ""
    child: str = ""
    first: date | None = None
    last: date | None = None
    contact: str = ""  # yes, no
    seen: str = ""
    spoken_to: str = ""
    alone: str = ""
    conflict: bool = False
    wait: str = ""  # exceeded, no_end_recorded, any
    suggestion: bool = False
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the chronology: rows, and where the next and the one before begin (keys of order)."""

    rows: Sequence[Entry]
    total: int
    after: int | None
    before: int | None
    beside: Beside


@dataclass(slots=True)
class Beside:
    """What stands beside the rows of a page, by entry key (sightings: by row)."""

    sightings: dict[int, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    corrections: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[str, list[Comment]] = field(default_factory=lambda: defaultdict(list))


def entries_of(place: Place, wanted: Filter | None = None) -> QuerySet[Entry]:
    """The entries somebody may see, narrowed by a filter, in order."""
    rows = Entry.objects.filter(review=place.review, gone_at=None).select_related("agency", "source")
    if place.own is not None:
        rows = rows.filter(agency=place.own)
    for condition in _conditions(place, wanted or Filter()):
        rows = rows.filter(condition)
    return rows.order_by("order", "id")


def _conditions(place: Place, wanted: Filter) -> Iterator[Q | Exists]:
    if wanted.agencies:
        yield Q(agency__key__in=wanted.agencies)
    if wanted.first:
        yield Q(latest__gte=wanted.first) | Q(latest=None)
    if wanted.last:
        yield Q(earliest__lte=wanted.last) | Q(earliest=None)
    if wanted.contact:
        yield Q(contact=wanted.contact == "yes")
    if wanted.person:
        yield _names(wanted.person)
    for word in wanted.words.split():
        yield Q(text__icontains=word)
    yield from _about_children(wanted)
    if wanted.wait:
        yield Q(key__in=_in_waits(place, wanted.wait))
    if wanted.suggestion:
        yield Q(key__in=_in_suggestions(place))


def _names(person: str) -> Q:
    """Entries that name somebody: keys stand in quotes in the stored list."""
    return Q(people__icontains=f'"{person}"')


def _about_children(wanted: Filter) -> Iterator[Q | Exists]:
    answers = {name: getattr(wanted, name) for name in ANSWERS if getattr(wanted, name)}
    if answers or wanted.conflict:
        about = Sighting.objects.filter(entry=OuterRef("pk"), **answers)
        if wanted.child:
            about = about.filter(child__key=wanted.child)
        if wanted.conflict:
            about = about.filter(conflict=True)
        yield Exists(about)
    elif wanted.child:  # a visit to "both children" names none of them and yet tells of each
        told = Sighting.objects.filter(entry=OuterRef("pk"), child__key=wanted.child)
        yield _names(wanted.child) | Q(Exists(told))


def _in_waits(place: Place, verdict: str) -> set[str]:
    found = RunWait.objects.filter(review=place.review)
    if verdict != "any":
        found = found.filter(verdict=verdict)
    return {key for pair in found.values_list("begins", "ends") for key in pair if key}


def _in_suggestions(place: Place) -> set[str]:
    found = RunSuggestion.objects.filter(review=place.review).values_list("entries", flat=True)
    return {key for keys in found for key in keys}


def page_of(place: Place, wanted: Filter, *, after: int | None = None, before: int | None = None) -> Page:
    """One page, from the entry after (or before) a place in the order: no counting through what was read already."""
    rows = entries_of(place, wanted)
    if before is not None:
        total = rows.count()
        found = list(rows.filter(order__lt=before).order_by("-order", "-id")[: PAGE + 1])
        more_before, more_after = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    elif after is not None or wanted == Filter():
        total = rows.count()
        found = list((rows.filter(order__gt=after) if after is not None else rows)[: PAGE + 1])
        more_before, more_after = after is not None, len(found) > PAGE
        found = found[:PAGE]
    else:  # a filter may look through all texts: found and counted in one go
        first = list(rows.values_list("pk", Window(Count("pk")))[: PAGE + 1])
        total = first[0][1] if first else 0
        found = list(entries_of(place).filter(pk__in=[pk for pk, _total in first[:PAGE]]))
        more_before, more_after = False, len(first) > PAGE
    return Page(
        found,
        total,
        found[-1].order if found and more_after else None,
        found[0].order if found and more_before else None,
        beside(place, found),
    )


def beside(place: Place, rows: Sequence[Entry]) -> Beside:
    """Sightings, corrections and comments of some rows: a query each (and one for children), however many rows."""
    found = Beside()
    ids, keys = [row.pk for row in rows], [row.key for row in rows]
    for sighting in Sighting.objects.filter(entry__in=ids).prefetch_related("child").order_by("child_id"):
        found.sightings[sighting.entry_id].append(sighting)
    for correction in _of(Correction.objects.filter(review=place.review), keys):
        found.corrections[correction.entry_key].append(correction)
    if place.own is None:  # the panel's words are the panel's
        said = Comment.objects.filter(review=place.review, about=Comment.About.ENTRY, thing__in=keys)
        for comment in said.select_related("made_by"):
            found.comments[comment.thing].append(comment)
    return found


def _of(rows: QuerySet[Any], keys: Iterable[str]) -> QuerySet[Any]:
    return rows.filter(entry_key__in=list(keys)).select_related("made_by")


def entry_in(place: Place, key: str) -> Entry:
    """One entry; raises :class:`NoSuchReview` where there is none that they may see."""
    row = Entry.objects.filter(review=place.review, key=key).select_related("agency", "source", "version").first()
    if row is None or (place.own is not None and row.agency_id != place.own.pk):
        raise NoSuchReview
    return row


def entry_named(place: Place, name: str) -> Entry | None:
    """An entry by the name it has in the chronology ("school-012"), if they may see one."""
    return entries_of(place).filter(name__iexact=name.strip()).first()


def views_of(place: Place) -> QuerySet[SavedView]:
    """The filters that somebody keeps here by name."""
    return SavedView.objects.filter(review=place.review, user=place.user)


def entries_in_file(source: Source, start: int) -> QuerySet[Entry]:
    """The entries of a file in its own order, from a place on: one more than a page holds."""
    rows = source.entries.filter(gone_at=None, position__gte=start).order_by("position", "id")
    return rows[: FILE_PAGE + 1]


@dataclass(frozen=True, slots=True)
class Telling:
    """Another entry that may tell the same event: what differs, and what people decided."""

    entry: Entry
    differing: Sequence[dict[str, Any]]
    decision: EventDecision | None


def tellings_of(place: Place, entry: Entry) -> list[Telling]:
    """Other entries that tell the same event or were said to; only those they may see."""
    differing: dict[str, list[dict[str, Any]]] = {}
    for group in EventGroup.objects.filter(review=place.review, entries__icontains=f'"{entry.key}"'):
        for key in group.entries:
            if key != entry.key:
                differing[key] = [one for one in group.differences if {entry.key, key} == set(one["entries"])]
    decided: dict[str, EventDecision] = {}
    made = EventDecision.objects.filter(Q(one=entry.key) | Q(other=entry.key), review=place.review)
    for decision in made.select_related("made_by"):
        decided[decision.other if decision.one == entry.key else decision.one] = decision
    rows = entries_of(place).filter(key__in={*differing, *decided})
    return [Telling(row, differing.get(row.key, []), decided.get(row.key)) for row in rows]
