"""Which end belongs to which start: from a referral to the decision, the assessment and, within a day, the child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, takewhile

from keymoments.analysis.docket import (
    SOCIAL_CARE,
    Docket,
    Point,
    Wait,
    after,
    first_after,
    following,
    last_before,
    preceding,
)
from keymoments.analysis.limits import Choice
from keymoments.analysis.meetings import SAME_MEETING, SOON, after_conference, conferences, planning_meetings
from keymoments.analysis.stretches import Verdict
from keymoments.analysis.visits import new_births, placements, plan_visits, returns

# Beyond so many days two events are hardly of one matter.
LONG_DECISION, LONG_ASSESSMENT = 45, 400

INCOMING = ("referral-received", "call-received")
DECIDING = ("decision", "strategy-discussion")
# Standards whose pairing is told here and beside; a pack may add others.
KNOWN = frozenset(
    (
        *(
            "referral-decision",
            "initial-assessment",
            "core-assessment",
            "assessment",
            "strategy-discussion",
            "child-seen",
        ),
        *(
            "initial-conference",
            "planning-meeting",
            "core-group",
            "review-conference",
            "new-birth-visit",
            "no-response",
        ),
        *("return-interview", "looked-after-visit", "plan-visit"),
    )
)
CLOSING = ("case-closed", "assessment-completed", "initial-assessment-completed", "core-assessment-completed")


def paired(docket: Docket) -> Iterator[Wait]:
    """Every wait that has a limit and two kinds of event, in no special order."""
    for pairing in (
        _decisions,
        _assessments,
        _core_assessments,
        _within_a_day,
        conferences,
        planning_meetings,
        after_conference,
        new_births,
        returns,
        placements,
        plan_visits,
        _of_packs,
    ):
        for wait in pairing(docket):
            if wait is not None:
                yield wait


def _of_packs(docket: Docket) -> Iterator[Wait | None]:
    """Standards that a pack adds: each end with the first or last start since the end before it, then what is open."""
    added = {limit.standard: limit for limit in docket.limits.limits if limit.standard not in KNOWN}
    for standard in sorted(added):
        limit = added[standard]
        starts, before = docket.of(*limit.starts), None
        for end in (*docket.of(*limit.ends), None):
            fits = [p for p in starts if (end is None or after(end, p)) and (before is None or after(p, before))]
            if fits:
                yield docket.wait(standard, fits[0] if limit.choice is Choice.FIRST else fits[-1], end, kinds=())
            before = end


def _decisions(docket: Docket) -> Iterator[Wait | None]:
    strong = {point.entry.id for point in docket.of("referral-received") if point.entry}
    rest = {point.entry.id for point in docket.of(*DECIDING) if point.entry}
    for start in docket.of(*INCOMING):
        if start.entry is None or (start.entry.id in rest and start.entry.id not in strong):
            continue
        if docket.has("decided-at-once", start.entry):
            yield docket.wait("referral-decision", start, start)
            continue
        end = _next_decision(docket, start, patient=start.entry.id in strong)
        if end is not None:
            yield docket.wait("referral-decision", start, end)
        elif start.entry.id in strong and not _others_after(docket, start):
            wait = docket.wait("referral-decision", start, None)
            yield wait if wait and wait.verdict is Verdict.NOT_DUE else None


def _others_after(docket: Docket, start: Point) -> bool:
    return first_after(docket.written_by(SOCIAL_CARE), start) is not None


def _next_decision(docket: Docket, start: Point, *, patient: bool) -> Point | None:
    """The decision that follows a referral, ``None`` where social care did something else first.

    After a referral other news may come in before the decision (``patient``); a mere call must be followed by it.
    """
    patient = patient and not _open(docket, start)
    for point in _later_work(docket, start):
        decision = docket.told_by(point.entry, *DECIDING)
        if decision is not None:
            return decision
        incoming = docket.told_by(point.entry, *INCOMING) is not None
        if not patient or (not incoming and _acts(docket, point)):
            return None
    return None


def _later_work(docket: Docket, start: Point) -> Iterator[Point]:
    """What social care wrote after a referral, a while long.

    On the day itself a decision without a clock time may stand before the call in the file: it comes first.
    """
    last = start.moment.latest + timedelta(days=LONG_DECISION)
    rest = takewhile(lambda p: p.moment.earliest <= last, following(docket.written_by(SOCIAL_CARE), start))
    later = (point for point in rest if after(point, start))
    for _, day in groupby(later, key=lambda point: point.moment.earliest):
        yield from sorted(day, key=lambda point: docket.told_by(point.entry, *DECIDING) is None)


def _acts(docket: Docket, point: Point) -> bool:
    """Whether social care did more than ask and note: a visit, a meeting, a child seen."""
    sorts = (
        "plan-visit",
        "looked-after-visit",
        "placement",
        "core-group",
        "initial-conference",
        "assessment-completed",
    )
    contact = docket.contacts.get(point.entry.id) if point.entry else None
    seen = contact is not None and any(docket.seen(child.id, contact) for child in docket.case.subjects)
    return seen or any(docket.has(sort, point.entry) for sort in sorts)


def _open(docket: Docket, start: Point) -> bool:
    """Whether social care had the case open when a referral came: then it need not decide anew."""
    closed = last_before(docket.of("case-closed"), start)
    work = docket.of(
        "assessment-begun", "strategy-discussion", "initial-conference", "plan-visit", "placement", "core-group"
    )
    begun = last_before(work, start)
    return begun is not None and (closed is None or after(begun, closed))


def _openings(docket: Docket) -> tuple[Point, ...]:
    """Referrals, and calls that were decided on as one, in order."""
    calls = [p for p in docket.of("call-received") if not docket.has("referral-received", p.entry)]
    decided = (p for p in calls if _next_decision(docket, p, patient=False) is not None)
    every = (*docket.of("referral-received"), *decided)
    return tuple(sorted(every, key=lambda p: (p.moment.earliest, p.moment.minutes or 0)))


def _episode_start(docket: Docket, openings: tuple[Point, ...], end: Point) -> Point | None:
    """The first referral of the episode that an assessment closes: after the last closing or assessment before it."""
    before = last_before(docket.of(*CLOSING), end, keep=lambda p: p.moment.latest < end.moment.earliest)
    last = before.moment.latest if before else date.min
    first: Point | None = None
    for point in preceding(openings, end):
        if point.moment.earliest < last or (end.moment.earliest - point.moment.latest).days >= LONG_ASSESSMENT:
            break
        if after(end, point) and docket.told_by(point.entry, *CLOSING) is None:
            first = point
    return first


def _assessments(docket: Docket) -> Iterator[Wait | None]:
    openings = _openings(docket)
    for standard, key in (
        ("assessment", "assessment-completed"),
        ("initial-assessment", "initial-assessment-completed"),
    ):
        before: Point | None = None
        for end in docket.of(key):
            if before is not None and (end.moment.earliest - before.moment.latest).days <= SAME_MEETING:
                continue
            start = _episode_start(docket, openings, end)
            if start is not None:
                yield docket.wait(standard, start, end)
            before = end
    yield from _unfinished(docket)


def _unfinished(docket: Docket) -> Iterator[Wait | None]:
    """Assessments decided on of which the records show no end, unless something else took their place."""
    ends = docket.of("assessment-completed", "initial-assessment-completed", "core-assessment-completed")
    other = docket.of("strategy-discussion", "case-closed", "placement")
    for decision in docket.of("decision"):
        if not docket.has("assessment-begun", decision.entry):
            continue
        if first_after(ends, decision) is not None or first_after(other, decision, days=60) is not None:
            continue
        start = last_before(docket.of(*INCOMING), decision)
        if start is not None and (decision.moment.earliest - start.moment.latest).days <= LONG_DECISION:
            yield docket.wait("assessment", start, None)


def _core_assessments(docket: Docket) -> Iterator[Wait | None]:
    for end in docket.of("core-assessment-completed"):
        start = last_before(
            docket.of("strategy-discussion"), end, keep=lambda p: docket.has("section-47-begun", p.entry)
        )
        start = start or last_before(docket.of("initial-assessment-completed"), end)
        if start is not None and (end.moment.earliest - start.moment.latest).days < LONG_ASSESSMENT:
            yield docket.wait("core-assessment", start, end)


def _within_a_day(docket: Docket) -> Iterator[Wait | None]:
    """Northern Ireland: strategy discussion, and the child seen, within 24 hours of a child protection referral."""
    taken: set[str] = set()
    for start in docket.of("referral-received"):
        talk = first_after(docket.of("strategy-discussion"), start, days=SOON)
        if (
            talk is None
            or talk.entry is None
            or talk.entry.id in taken
            or docket.has("not-child-protection", start.entry)
        ):
            continue
        taken.add(talk.entry.id)
        yield docket.wait("strategy-discussion", start, talk)
        for child in docket.children(start):
            if docket.contacts:
                seen = first_after(docket.sightings(child, SOCIAL_CARE), start)
                yield docket.wait("child-seen", start, seen, children=(child,))
