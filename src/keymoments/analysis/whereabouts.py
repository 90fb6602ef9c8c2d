"""Where a child was: every contact by month and agency, what each came to, and the longest time without a sighting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from keymoments.analysis.records import Case, Entry, Person
from keymoments.analysis.sightings.values import Answer, Basis, Contact, Mode, Sighting

Month = tuple[int, int]  # year, month

# A contact dated more widely than this stands under no month and bounds no stretch.
WIDEST = 31
_UNDER_TWO = 24  # months: below it a report says "observed", not "seen alone" (contract, section 3)
_FAR = (Mode.PHONE, Mode.VIDEO, Mode.PAPER)


class Mark(StrEnum):
    """What one contact came to for one child; the first that holds, in this order."""

    REPORTED = "reported"
    ALONE = "alone"
    SEEN = "seen"
    SPOKEN = "spoken"  # by telephone or video only
    TRIED = "tried"
    REMOTE = "remote"  # nobody could be seen
    NOT_SEEN = "not_seen"
    NOT_RECORDED = "not_recorded"


class Glance(NamedTuple):  # a page of a large review makes thousands
    """One contact and one child. ``month``: ``None`` where the date is too wide for one. ``young``: under two years."""

    entry: str
    agency: str
    mark: Mark
    first: date | None
    last: date | None
    month: Month | None
    spoken: bool
    young: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days between two sightings, or between one and where the records begin or end (then ``None``).

    ``days`` is the least that certainly went by; ``reported``: sightings that others passed on meanwhile.
    """

    begins: date
    ends: date
    days: int
    after: str | None
    before: str | None
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Contacts counted. ``seen`` holds ``alone`` and ``observed`` (alone, under two); ``spoken`` holds ``spoken_far``.

    All but ``reported`` are the agencies' own contacts.
    """

    seen: int = 0
    alone: int = 0
    observed: int = 0
    spoken: int = 0
    spoken_far: int = 0
    reported: int = 0
    tried: int = 0
    remote: int = 0
    not_seen: int = 0
    not_recorded: int = 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One subject child over the period of the review. ``cells``: month (or ``None``) and agency → what was counted."""

    child: Person
    agencies: tuple[str, ...]
    months: tuple[Month, ...]
    glances: tuple[Glance, ...]
    cells: Mapping[tuple[Month | None, str], Tally]
    total: Tally
    by_agency: Mapping[str, Tally]
    first_seen: date | None = None
    last_seen: date | None = None
    stretch: Stretch | None = None
    alone_stretch: Stretch | None = None  # the same, of sightings alone


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which the records in hand could tell."""

    opens: date
    closes: date


def whereabouts(entries: Sequence[Entry], contacts: Iterable[Contact], case: Case) -> tuple[Whereabouts, ...]:
    """Where each subject child was, in the order of the case: contacts in the period of the review and since birth.

    No answer depends on the order of ``entries``. Pure and deterministic.
    """
    by_id = {entry.id: entry for entry in entries if entry.in_scope}
    pairs = [(by_id[contact.entry], contact) for contact in contacts if contact.contact and contact.entry in by_id]
    pairs.sort(key=lambda pair: (pair[0].date.earliest or date.max, pair[0].agency, pair[0].position, pair[0].id))
    named = [agency.id for agency in case.agencies]
    agencies = tuple(dict.fromkeys((*named, *(entry.agency for entry, _ in pairs))))
    span = span_of(((entry.date.earliest, entry.date.latest) for entry in by_id.values()), case)
    return tuple(_of_child(child, pairs, agencies, case, span) for child in case.subjects)


def months_of(case: Case) -> tuple[Month, ...]:
    """The months of the period of the review."""
    first, last = case.scope_from, case.scope_to
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(
        (first.year + place // 12, place % 12 + 1) for place in range(first.month - 1, first.month - 1 + max(0, count))
    )


def is_young(child: Person, day: date | None) -> bool:
    """Whether a child is born and under two years old on a day."""
    if child.born is None or day is None or day < child.born:
        return False
    months = (day.year - child.born.year) * 12 + day.month - child.born.month - (day.day < child.born.day)
    return months < _UNDER_TWO


def is_unborn(child: Person, last: date | None) -> bool:
    """Whether a contact that ended on a day was before a child's birth."""
    return bool(child.born and last and last < child.born)


def month_between(first: date | None, last: date | None) -> Month | None:
    """The month under which a contact stands; ``None`` where its days are too wide for one."""
    return (first.year, first.month) if first and last and (last - first).days <= WIDEST else None


def mark_of(sighting: Sighting) -> Mark:
    """What a sighting comes to in one word."""
    yes = Answer.YES
    if sighting.basis is Basis.REPORTED and yes in (sighting.seen, sighting.spoken_to, sighting.alone):
        return Mark.REPORTED
    if sighting.seen is yes:
        return Mark.ALONE if sighting.alone is yes else Mark.SEEN
    if sighting.spoken_to is yes:
        return Mark.SPOKEN
    if sighting.attempt is not None:
        return Mark.TRIED
    if sighting.mode in _FAR:
        return Mark.REMOTE
    return Mark.NOT_SEEN if sighting.seen is Answer.NO else Mark.NOT_RECORDED


def span_of(days: Iterable[tuple[date | None, date | None]], case: Case) -> Span | None:
    """From where the records in hand begin to where they end, never beyond the period; an incident ends it.

    ``days``: the first and last day of every entry in the period. ``None``: no entry has a day to go by.
    """
    narrow = [(first, last) for first, last in days if first and last and (last - first).days <= WIDEST]
    if not narrow:
        return None
    opens = max(case.scope_from, min(first for first, _ in narrow))
    closes = min(case.scope_to, max(last for _, last in narrow))
    if case.incident_date is not None and opens < case.incident_date:
        closes = min(closes, case.incident_date)
    return Span(opens, closes)


def _of_child(
    child: Person,
    pairs: Sequence[tuple[Entry, Contact]],
    agencies: tuple[str, ...],
    case: Case,
    span: Span | None,
) -> Whereabouts:
    months = months_of(case)
    return told_by(child, tuple(_glances(child, pairs, frozenset(months), case.scope_to)), agencies, months, span)


def told_by(
    child: Person,
    glances: tuple[Glance, ...],
    agencies: tuple[str, ...],
    months: tuple[Month, ...],
    span: Span | None,
) -> Whereabouts:
    """Where a child was, by contacts in the order of the chronology."""
    seen = [g for g in glances if g.mark in (Mark.SEEN, Mark.ALONE) and g.first and g.last and _narrow(g)]
    cells: dict[tuple[Month | None, str], list[Glance]] = defaultdict(list)
    of_agency: dict[str, list[Glance]] = defaultdict(list)
    for glance in glances:
        cells[glance.month, glance.agency].append(glance)
        of_agency[glance.agency].append(glance)
    return Whereabouts(
        child=child,
        agencies=agencies,
        months=months,
        glances=glances,
        cells={key: tally(found) for key, found in cells.items()},
        total=tally(glances),
        by_agency={agency: tally(of_agency.get(agency, ())) for agency in agencies},
        first_seen=min((g.first for g in seen if g.first), default=None),
        last_seen=max((g.last for g in seen if g.last), default=None),
        stretch=_longest(child, seen, glances, span),
        alone_stretch=_longest(child, [g for g in seen if g.mark is Mark.ALONE], glances, span),
    )


def _glances(
    child: Person, pairs: Iterable[tuple[Entry, Contact]], months: frozenset[Month], ends: date
) -> Iterator[Glance]:
    """``ends``: the last day of the period; an undated contact counts the child's age then."""
    for entry, contact in pairs:
        first, last = entry.date.earliest, entry.date.latest
        if is_unborn(child, last):
            continue
        for sighting in contact.children:
            if sighting.child != child.id:
                continue
            month = month_between(first, last)
            yield Glance(
                entry=entry.id,
                agency=entry.agency,
                mark=mark_of(sighting),
                first=first,
                last=last,
                month=month if month in months else None,
                spoken=sighting.spoken_to is Answer.YES,
                young=is_young(child, first or ends),
            )


def _narrow(glance: Glance) -> bool:
    return bool(glance.first and glance.last and (glance.last - glance.first).days <= WIDEST)


def tally(glances: Iterable[Glance]) -> Tally:
    """Contacts counted."""
    counts: dict[str, int] = defaultdict(int)
    for (mark, spoken, young), number in Counter((g.mark, g.spoken, g.young) for g in glances).items():
        if mark in (Mark.SEEN, Mark.ALONE):
            counts["seen"] += number
            if mark is Mark.ALONE:
                counts["observed" if young else "alone"] += number
        elif mark is not Mark.SPOKEN:
            counts[mark.value] += number
        if spoken and mark is not Mark.REPORTED:
            counts["spoken"] += number
            counts["spoken_far"] += number * (mark is Mark.SPOKEN)
    return Tally(**counts)


@dataclass(slots=True)
class _Longest:
    found: list[Stretch] = field(default_factory=list)

    def add(self, begins: date, ends: date, after: str | None, before: str | None) -> None:
        if ends > begins:
            self.found.append(Stretch(begins, ends, (ends - begins).days, after, before))


def _longest(child: Person, seen: Sequence[Glance], glances: Sequence[Glance], span: Span | None) -> Stretch | None:
    """The longest stretch; of two as long the first."""
    if span is None:
        return None
    opens = max(span.opens, child.born) if child.born else span.opens
    stretches = _Longest()
    last, after = opens, None
    for glance in sorted(seen, key=lambda g: (g.first or date.max, g.last or date.max, g.entry)):
        if glance.first is None or glance.last is None:
            continue
        stretches.add(last, glance.first, after, glance.entry)
        if after is None or glance.last >= last:
            last, after = max(last, glance.last), glance.entry
    stretches.add(last, span.closes, after, None)
    if not stretches.found:
        return None
    best = max(stretches.found, key=lambda stretch: (stretch.days, -stretch.begins.toordinal()))
    reported = sum(
        g.mark is Mark.REPORTED and g.first is not None and best.begins <= g.first <= best.ends for g in glances
    )
    return Stretch(best.begins, best.ends, best.days, best.after, best.before, reported)
