"""From birth, return or placement to the visit that had to follow, and from one visit of a plan to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from keymoments.analysis.docket import SOCIAL_CARE, Docket, Point, Wait, after, first_after
from keymoments.analysis.records import Person
from keymoments.analysis.stretches import Moment

# A visit so long after is hardly the one meant (days).
LONG_VISIT = 150
# Entries of one birth or one missing episode stand so near (days).
SAME_BIRTH, SAME_EPISODE = 21, 2


def new_births(docket: Docket) -> Iterator[Wait | None]:
    """From a birth to the new-birth visit, for all whose birth date is known and for babies only the records know."""
    births, visits = list(docket.of("birth")), docket.of("new-birth-visit")
    kinds = ("health-visiting",)
    recorded = [e.date.earliest for e in docket.entries if docket.kinds.get(e.agency) in kinds and e.date.earliest]
    for person in docket.case.people:
        if person.born is None:
            continue
        own = [p for p in births if -1 <= (p.moment.earliest - _born(person)).days <= SAME_BIRTH]
        births = [p for p in births if p not in own]
        moment = Moment(person.born, person.born)
        own.sort(key=lambda p: (abs((p.moment.earliest - _born(person)).days), p.moment.earliest))
        start = Point(moment, own[0].entry, own[0].quote) if own else Point(moment, None)
        if not own and not any(day <= person.born for day in recorded):
            continue  # born before the health visitor's records begin
        yield _birth_wait(docket, start, visits, person.id if person.subject else None)
    for point in _spaced(births):
        yield _birth_wait(docket, point, visits, None)


def _born(person: Person) -> date:
    return person.born or date.min


def _birth_wait(docket: Docket, start: Point, visits: tuple[Point, ...], child: str | None) -> Wait | None:
    end = first_after(visits, start, days=LONG_VISIT)
    if end is None and (start.entry is None or not any(kind == "health-visiting" for kind in docket.kinds.values())):
        return None
    return docket.wait(
        "new-birth-visit",
        start,
        end,
        kinds=("health-visiting",),
        children=(child,) if child else (),
    )


def _spaced(points: list[Point]) -> Iterator[Point]:
    last: Point | None = None
    for point in points:
        if last is None or (point.moment.earliest - last.moment.latest).days > SAME_BIRTH:
            yield point
        last = point


def returns(docket: Docket) -> Iterator[Wait | None]:
    """From a missing child's return to the return interview."""
    found = list(docket.of("missing-return"))
    told = [
        p
        for p in docket.of("missing-told")
        if not any(abs((p.moment.earliest - q.moment.latest).days) <= 5 for q in found)
    ]
    interviews = docket.of("return-interview")
    starts = sorted((*found, *told), key=lambda p: (p.moment.earliest, p.moment.minutes or 0))
    for index, start in enumerate(starts):
        next_one = starts[index + 1] if index + 1 < len(starts) else None
        if next_one and (next_one.moment.earliest - start.moment.latest).days <= SAME_EPISODE:
            continue  # the last of an episode: found first, brought home after
        end = first_after(interviews, start, days=LONG_VISIT)
        if end is not None and next_one is not None and not after(next_one, end):
            end = None
        yield docket.wait("return-interview", start, end)


def placements(docket: Docket) -> Iterator[Wait | None]:
    """From the first placement to the first visit there."""
    start = next(iter(docket.of("placement")), None)
    if start is None:
        return
    visits = sorted(
        (*docket.of("looked-after-visit"), *docket.sightings(None, SOCIAL_CARE)),
        key=lambda p: (p.moment.earliest, p.moment.minutes or 0),
    )
    later = [p for p in visits if p.moment.earliest > start.moment.latest]
    told = [p for p in later if docket.has("looked-after-visit", p.entry)]
    yield docket.wait("looked-after-visit", start, next(iter(told or later), None))


def plan_visits(docket: Docket) -> Iterator[Wait | None]:
    """Intervals between visits, where ``case.toml`` states how often the plan wanted them."""
    if not any(limit.standard == "plan-visit" for limit in docket.case.limits):
        return
    visits = docket.sightings(None, SOCIAL_CARE) if docket.contacts else docket.of("plan-visit")
    for limit in docket.case.limits:
        if limit.standard != "plan-visit":
            continue
        first, last = limit.starts or docket.case.scope_from, limit.ends or docket.case.scope_to
        held = [p for p in visits if first <= p.moment.earliest <= last]
        start = Point(Moment(first, first), None)
        for visit in (*held, None):
            if visit is not None or start.moment.earliest < last:
                yield docket.wait("plan-visit", start, visit)
            if visit is not None:
                start = visit
