"""The entries, events and sightings of a case in order, as the pairing of starts and ends needs them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from keymoments.analysis.chronology import order_key
from keymoments.analysis.events import Event
from keymoments.analysis.limits import Limit, Limits, limit_on
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.sightings.values import Answer, Basis, Contact, Mode, Quote
from keymoments.analysis.stretches import Measured, Moment, Verdict, judged, moment_of

# An entry dated more widely than this starts and ends nothing that is looked for from a day.
WIDEST = 31
SOCIAL_CARE = "childrens-social-care"


@dataclass(frozen=True, slots=True)
class Wait:
    """One stretch measured against one limit (design: contracts, section 3).

    ``begins`` and ``ends`` are ids of entries, ``None`` where no entry tells of it. ``elapsed`` is the least that
    certainly went by, in ``unit``. ``status``: how far the number was checked, "local" for a rule of ``case.toml``.
    """

    standard: str
    begins: str | None
    ends: str | None
    started: date
    ended: date | None
    due: date | None
    elapsed: int | None
    unit: str
    limit: int | None
    verdict: Verdict
    source: str
    status: str
    children: tuple[str, ...] = ()
    begin_quote: Quote | None = None
    end_quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A start or an end: when, which entry tells it, and its words."""

    moment: Moment
    entry: Entry | None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Docket:
    """A case prepared. ``entries`` are the dated ones in order; ``events`` by key, in the same order."""

    case: Case
    limits: Limits
    entries: tuple[Entry, ...]
    events: Mapping[str, tuple[Event, ...]]
    contacts: Mapping[str, Contact]
    kinds: Mapping[str, str]
    ends: Mapping[str, date]  # agency → the last day its records tell of
    _told: dict[tuple[str, ...], tuple[Point, ...]] = field(default_factory=dict, compare=False)
    _tellers: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    _by_entry: dict[tuple[str, ...], dict[str, Point]] = field(default_factory=dict, compare=False)

    def of(self, *keys: str) -> tuple[Point, ...]:
        """The events of these sorts, in order, one an entry. Made once for every set of sorts."""
        if keys not in self._told:
            self._told[keys] = self._of(keys)
        return self._told[keys]

    def _of(self, keys: tuple[str, ...]) -> tuple[Point, ...]:
        found: dict[str, tuple[tuple[date, int, str, int], Point]] = {}
        for key in keys:
            for event in self.events.get(key, ()):
                moment = moment_of(event.entry)
                if moment is not None and event.entry.id not in found:
                    found[event.entry.id] = (order_key(event.entry), Point(moment, event.entry, event.quote))
        return tuple(point for _, point in sorted(found.values(), key=lambda item: item[0]))

    def has(self, key: str, entry: Entry | None) -> bool:
        """Whether an entry tells of an event."""
        if key not in self._tellers:
            self._tellers[key] = frozenset(event.entry.id for event in self.events.get(key, ()))
        return entry is not None and entry.id in self._tellers[key]

    def told_by(self, entry: Entry | None, *keys: str) -> Point | None:
        """The event of these sorts that an entry tells of."""
        if keys not in self._by_entry:
            self._by_entry[keys] = {point.entry.id: point for point in self.of(*keys) if point.entry}
        return self._by_entry[keys].get(entry.id) if entry else None

    def written_by(self, kind: str) -> tuple[Point, ...]:
        """Every entry of agencies of this kind, in order."""
        memo = ("written by", kind)
        if memo not in self._told:
            own = (entry for entry in self.entries if self.kinds.get(entry.agency) == kind)
            self._told[memo] = tuple(Point(moment, entry) for entry in own if (moment := moment_of(entry)))
        return self._told[memo]

    def limit(self, standard: str, day: date, *, following: bool = False) -> Limit | None:
        """The limit in force on a day."""
        return limit_on(self.limits, self.case, standard, day, following=following)

    def records_end(self, kinds: Iterable[str]) -> date:
        """The last day of which the records of agencies of these kinds tell, never later than the scope."""
        wanted = set(kinds)
        days = [day for agency, day in self.ends.items() if not wanted or self.kinds.get(agency) in wanted]
        return min([max(days, default=self.case.scope_to), max(self.case.scope_to, self.case.scope_from)])

    def seen(self, child: str, contact: Contact) -> bool:
        """Whether a contact is a sighting of the child by the writer's own agency."""
        return any(
            s.child == child
            and s.seen is Answer.YES
            and s.basis is Basis.OWN
            and s.mode not in (Mode.PHONE, Mode.PAPER)
            for s in contact.children
        )

    def sightings(self, child: str | None, kind: str = "") -> tuple[Point, ...]:
        """Entries at which the child (any subject, where ``None``) was seen by agencies of this kind, in order."""
        memo = ("seen", child or "", kind)
        if memo not in self._told:
            self._told[memo] = tuple(self._sightings(child, kind))
        return self._told[memo]

    def _sightings(self, child: str | None, kind: str) -> Iterator[Point]:
        children = [child] if child else [subject.id for subject in self.case.subjects]
        for entry in self.entries:
            contact = self.contacts.get(entry.id)
            if contact is None or (kind and self.kinds.get(entry.agency) != kind):
                continue
            moment = moment_of(entry)
            if moment is not None and any(self.seen(one, contact) for one in children):
                yield Point(moment, entry, _seen_words(contact, children))

    def children(self, *points: Point | None) -> tuple[str, ...]:
        """The subject children whom the entries name; all of them where they name none."""
        named = {person for point in points if point and point.entry for person in point.entry.people}
        subjects = tuple(subject.id for subject in self.case.subjects)
        return tuple(child for child in subjects if child in named) or subjects

    def wait(
        self,
        standard: str,
        start: Point,
        end: Point | None,
        *,
        kinds: Sequence[str] = (SOCIAL_CARE,),
        children: tuple[str, ...] | None = None,
        following: bool = False,
    ) -> Wait | None:
        """The stretch measured, ``None`` where no limit of that name was in force on its first day."""
        limit = self.limit(standard, start.moment.earliest, following=following)
        if limit is None:
            return None
        measured = judged(limit, start.moment, end.moment if end else None, self.case.nation, self.records_end(kinds))
        return made(
            standard,
            start,
            end,
            measured,
            limit.source,
            limit.status.value,
            self.children(start, end) if children is None else children,
        )


def made(
    standard: str,
    start: Point,
    end: Point | None,
    measured: Measured,
    source: str,
    status: str,
    children: tuple[str, ...],
) -> Wait:
    """A wait from its parts."""
    return Wait(
        standard=standard,
        begins=start.entry.id if start.entry else None,
        ends=end.entry.id if end and end.entry else None,
        started=start.moment.earliest,
        ended=end.moment.earliest if end else None,
        due=measured.due,
        elapsed=measured.elapsed,
        unit=measured.unit.value,
        limit=measured.limit,
        verdict=measured.verdict,
        source=source,
        status=status,
        children=children,
        begin_quote=start.quote,
        end_quote=end.quote if end else None,
    )


def _seen_words(contact: Contact, children: Sequence[str]) -> Quote | None:
    for sighting in contact.children:
        if sighting.child in children and sighting.seen is Answer.YES:
            return next((quote for quote in sighting.quotes if quote.says == "seen=yes"), None)
    return None


def following(points: Sequence[Point], start: Point) -> Iterator[Point]:
    """The points of an ordered row that may come at or after ``start``: those before its first day are left out.

    A point with an uncertain date stands at its first day; it may reach so far forward.
    """
    earliest = start.moment.earliest - timedelta(days=WIDEST)
    first = bisect_left(points, earliest, key=lambda point: point.moment.earliest)
    return (points[index] for index in range(first, len(points)))


def not_before(end: Point, start: Point) -> bool:
    """Whether ``end`` may come at or after ``start``: on one day, only clock times can put it before."""
    if end.moment.latest < start.moment.earliest:
        return False
    same_day = end.moment.exact and start.moment.exact and end.moment.earliest == start.moment.earliest
    if same_day and end.moment.minutes is not None and start.moment.minutes is not None:
        return end.moment.minutes >= start.moment.minutes
    return True


def after(end: Point, start: Point) -> bool:
    """Whether ``end`` comes after ``start`` and is told by another entry."""
    same = end.entry is not None and start.entry is not None and end.entry.id == start.entry.id
    return not same and not_before(end, start)


def first_after(points: Sequence[Point], start: Point, *, days: int | None = None) -> Point | None:
    """The first point of an ordered row after ``start``, at most so many days later."""
    for point in following(points, start):
        if after(point, start) and (
            days is None or point.moment.earliest <= start.moment.latest + timedelta(days=days)
        ):
            return point
    return None


def last_before(points: Sequence[Point], end: Point, keep: Callable[[Point], bool] = lambda _: True) -> Point | None:
    """The last point of an ordered row before ``end`` that may be kept."""
    return next((point for point in preceding(points, end) if after(end, point) and keep(point)), None)


def preceding(points: Sequence[Point], end: Point) -> Iterator[Point]:
    """The points of an ordered row that may come at or before ``end``, the last first."""
    last = bisect_right(points, end.moment.latest, key=lambda point: point.moment.earliest)
    return (points[index] for index in range(last - 1, -1, -1))


def between(points: Sequence[Point], start: Point, end: Point | None) -> tuple[Point, ...]:
    """The points of an ordered row after ``start`` and before ``end`` (to its end where there is none)."""
    found = []
    for point in following(points, start):
        if end is not None and point.moment.earliest > end.moment.latest:
            break
        if after(point, start) and (end is None or after(end, point)):
            found.append(point)
    return tuple(found)
