"""Which end belongs to which start: referral and decision, conference and core group, birth and visit, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from keymoments.analysis.docket import (
    SOCIAL_CARE,
    Docket,
    Point,
    Wait,
    after,
    between,
    first_after,
    last_before,
    not_before,
)
from keymoments.analysis.phrases import Phrases, level
from keymoments.analysis.records import Person
from keymoments.analysis.stretches import Moment, Verdict

# Beyond so many days two events are hardly of one matter.
LONG_DECISION, LONG_ASSESSMENT, LONG_MEETING, LONG_VISIT = 45, 400, 400, 150
# Entries of one birth, one missing episode or one conference stand so near (days).
SAME_BIRTH, SAME_EPISODE, SAME_MEETING = 21, 2, 7
# A strategy discussion so soon after a referral is about it.
SOON = 15

_PLAN_ENDED = Phrases(
    {
        "ended": (
            *("plan ended", "ended plan", "ending plan", "ending the plan", "plan to end", "end plan", "off the register"),
            *("names off", "name off", "removed from register", "removed from the register", "deregistered", "step down"),
            *("de-registered", "stepped down", "no longer subject", "off plan", "off cpr", "plan discontinued", "discontinued"),
        ),
        "none": (
            *("not made subject", "no plan", "not registered", "threshold not met", "not placed on", "no cp plan"),
            *("not to register", "names not placed", "cin plan agreed", "child in need plan instead"),
        ),
    }
)
_SECTION_47 = Phrases(
    {
        "s47": (
            *("s47", "s.47", "section 47", "sec 47", "threshold met", "article 66", "joint protocol", "cp investigation"),
            *("joint investigation", "child protection investigation", "icpc", "cppm", "joint", "single agency"),
        )
    }
)
_FAMILY_SUPPORT = Phrases({"not": ("not cp", "family support", "not child protection", "cin only", "for early help", "nfa")})


def paired(docket: Docket) -> Iterator[Wait]:
    """Every wait that has a limit and two kinds of event, in no special order."""
    for pairing in (
        _decisions,
        _assessments,
        _core_assessments,
        _conferences,
        _planning_meetings,
        _after_conference,
        _new_births,
        _returns,
        _placements,
        _within_a_day,
        _plan_visits,
    ):
        for wait in pairing(docket):
            if wait is not None:
                yield wait


def _text(point: Point) -> str:
    if point.entry is None:
        return ""
    return level(" \n".join((point.entry.text, *(value for _, value in point.entry.columns))))


def _says(phrases: Phrases, point: Point) -> bool:
    return next(phrases.find(_text(point)), None) is not None


def _decisions(docket: Docket) -> Iterator[Wait | None]:
    strong = {point.entry.id for point in docket.of("referral-received") if point.entry}
    rest = {point.entry.id for point in docket.of("decision", "strategy-discussion") if point.entry}
    for start in docket.of("referral-received", "call-received"):
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
    return any(after(point, start) for point in _social_care(docket))


def _social_care(docket: Docket) -> tuple[Point, ...]:
    return tuple(
        Point(Moment(e.date.earliest, e.date.latest, e.time.earliest if e.time and e.time.exact else None), e)
        for e in docket.entries
        if docket.kinds.get(e.agency) == SOCIAL_CARE and e.date.earliest is not None and e.date.latest is not None
    )


def _next_decision(docket: Docket, start: Point, *, patient: bool) -> Point | None:
    """The decision that follows a referral, ``None`` where social care did something else first.

    After a referral other news may come in before the decision (``patient``); a mere call must be followed by it.
    """
    patient = patient and not _open(docket, start)
    decisions = {p.entry.id: p for p in docket.of("decision", "strategy-discussion") if p.entry}
    incoming = {p.entry.id for p in docket.of("referral-received", "call-received") if p.entry}
    following = [p for p in _social_care(docket) if after(p, start)]
    # On the day itself a decision without a clock time may stand before the call in the file.
    following.sort(key=lambda p: (p.moment.earliest, p.entry is None or p.entry.id not in decisions))
    for point in following:
        if point.entry is None or point.moment.earliest > start.moment.latest + timedelta(days=LONG_DECISION):
            return None
        if point.entry.id in decisions:
            return decisions[point.entry.id]
        if not patient or (point.entry.id not in incoming and _acts(docket, point)):
            return None
    return None


def _acts(docket: Docket, point: Point) -> bool:
    """Whether social care did more than ask and note: a visit, a meeting, a child seen."""
    sorts = ("plan-visit", "looked-after-visit", "placement", "core-group", "initial-conference", "assessment-completed")
    contact = docket.contacts.get(point.entry.id) if point.entry else None
    seen = contact is not None and any(docket.seen(child.id, contact) for child in docket.case.subjects)
    return seen or any(docket.has(sort, point.entry) for sort in sorts)


def _open(docket: Docket, start: Point) -> bool:
    """Whether social care had the case open when a referral came: then it need not decide anew."""
    closed = last_before(docket.of("case-closed"), start)
    work = docket.of("assessment-begun", "strategy-discussion", "initial-conference", "plan-visit", "placement", "core-group")
    begun = last_before(work, start)
    return begun is not None and (closed is None or after(begun, closed))


def _episode_start(docket: Docket, end: Point, *sorts: str) -> Point | None:
    """The first referral of the episode that an assessment closes: after the last closing or assessment before it."""
    closings = docket.of(
        "case-closed", "assessment-completed", "initial-assessment-completed", "core-assessment-completed"
    )
    referrals = [p for p in docket.of(*sorts) if after(end, p)]
    calls = [p for p in docket.of("call-received") if after(end, p) and _next_decision(docket, p, patient=False)]
    known = {p.entry.id for p in referrals if p.entry}
    every = sorted(
        (*referrals, *(p for p in calls if p.entry and p.entry.id not in known)),
        key=lambda p: (p.moment.earliest, p.moment.minutes or 0),
    )
    closed = [p for p in closings if after(end, p) and p.moment.latest < end.moment.earliest]
    last = max((p.moment.latest for p in closed), default=date.min)
    closed_entries = {p.entry.id for p in closings if p.entry}
    for point in every:
        own_closing = point.entry is not None and point.entry.id in closed_entries
        if point.moment.earliest >= last and not own_closing and (end.moment.earliest - point.moment.latest).days < LONG_ASSESSMENT:
            return point
    return None


def _assessments(docket: Docket) -> Iterator[Wait | None]:
    for standard, key in (("assessment", "assessment-completed"), ("initial-assessment", "initial-assessment-completed")):
        before: Point | None = None
        for end in docket.of(key):
            if before is not None and (end.moment.earliest - before.moment.latest).days <= SAME_MEETING:
                continue
            start = _episode_start(docket, end, "referral-received")
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
        start = last_before(docket.of("referral-received", "call-received"), decision)
        if start is not None and (decision.moment.earliest - start.moment.latest).days <= LONG_DECISION:
            yield docket.wait("assessment", start, None)


def _core_assessments(docket: Docket) -> Iterator[Wait | None]:
    for end in docket.of("core-assessment-completed"):
        start = last_before(docket.of("strategy-discussion"), end, keep=lambda p: _says(_SECTION_47, p))
        start = start or last_before(docket.of("initial-assessment-completed"), end)
        if start is not None and (end.moment.earliest - start.moment.latest).days < LONG_ASSESSMENT:
            yield docket.wait("core-assessment", start, end)


def _on_plan(docket: Docket, point: Point) -> bool:
    """Whether a plan was in force: a conference before, and no review since that ended it."""
    begun = last_before(_initial_conferences(docket), point)
    if begun is None or any(item.key == "none" for item in _PLAN_ENDED.find(_text(begun))):
        return False
    reviews = between(docket.of("review-conference"), begun, point)
    return not any(_says(_PLAN_ENDED, review) for review in reviews)


def _initial_conferences(docket: Docket) -> tuple[Point, ...]:
    """Initial conferences, one a meeting: what stands again within days is the same one told twice."""
    keys = ("planning-meeting",) if docket.case.nation == "scotland" else ("initial-conference",)
    reviews = {p.entry.id for p in docket.of("review-conference") if p.entry}
    found: list[Point] = []
    for point in docket.of(*keys):
        if point.entry and point.entry.id in reviews:
            continue
        if found and (point.moment.earliest - found[-1].moment.latest).days <= SAME_MEETING:
            continue
        found.append(point)
    return tuple(found)


def _conferences(docket: Docket) -> Iterator[Wait | None]:
    conferences = _initial_conferences(docket)
    used: set[str] = set()
    for end in conferences:
        previous = last_before(conferences, end)
        starts = [p for p in docket.of("strategy-discussion") if after(end, p) and (previous is None or after(p, previous))]
        starts = [p for p in starts if (end.moment.earliest - p.moment.latest).days <= 120]
        chosen = next((p for p in starts if _says(_SECTION_47, p)), starts[0] if starts else None)
        used.update(p.entry.id for p in starts if p.entry)
        if chosen is not None:
            yield docket.wait("initial-conference", chosen, end)
    for start in docket.of("strategy-discussion"):
        if start.entry is None or start.entry.id in used or _on_plan(docket, start) or not _says(_SECTION_47, start):
            continue
        if _overtaken(docket, start):
            continue
        used.update(p.entry.id for p in docket.of("strategy-discussion") if p.entry and after(p, start))
        wait = docket.wait("initial-conference", start, None)
        if wait is not None and (wait.verdict is Verdict.NOT_DUE or _conference_meant(docket, start)):
            yield wait


def _overtaken(docket: Docket, start: Point) -> bool:
    """Whether the child was placed, or the case closed or assessed instead, so that no conference was due."""
    other = docket.of("placement", "case-closed", "assessment-completed", "initial-assessment-completed")
    placed = docket.has("placement", start.entry)
    return placed or first_after(other, start, days=40) is not None


def _conference_meant(docket: Docket, start: Point) -> bool:
    meant = Phrases({"meant": ("icpc", "conference", "cppm", "cpcc", "case conference")})
    near = [p for p in _social_care(docket) if not_before(p, start)]
    return any(_says(meant, p) for p in near if (p.moment.earliest - start.moment.latest).days <= 40)


def _planning_meetings(docket: Docket) -> Iterator[Wait | None]:
    """Scotland: from the notification that led to the referral discussion to the meeting."""
    if docket.case.nation != "scotland":
        return
    meetings = _initial_conferences(docket)
    referrals = docket.of("referral-received", "call-received")
    for end in meetings:
        previous = last_before(meetings, end)
        talks = [p for p in docket.of("strategy-discussion") if after(end, p) and (previous is None or after(p, previous))]
        talks = [p for p in talks if (end.moment.earliest - p.moment.latest).days <= 120]
        near = talks[0] if talks else None
        start = _notified(docket, referrals, near) if near else _episode_start(docket, end, "referral-received")
        if start is not None:
            yield docket.wait("planning-meeting", start, end)
    for talk in docket.of("strategy-discussion"):
        later = first_after(meetings, talk, days=120)
        if later is None and not _on_plan(docket, talk) and not _overtaken(docket, talk) and _conference_meant(docket, talk):
            yield docket.wait("planning-meeting", _notified(docket, referrals, talk), None)


def _notified(docket: Docket, referrals: tuple[Point, ...], talk: Point) -> Point:
    """The notification a referral discussion followed; the discussion itself where none stands near before it."""
    near = [p for p in referrals if not_before(talk, p) and (talk.moment.earliest - p.moment.latest).days <= SOON]
    strong = [p for p in near if docket.has("referral-received", p.entry)]
    return (strong or near or [talk])[-1]


def _after_conference(docket: Docket) -> Iterator[Wait | None]:
    conferences, reviews = _initial_conferences(docket), _one_each(docket.of("review-conference"))
    groups = docket.of("core-group")
    for start in conferences:
        if any(item.key == "none" for item in _PLAN_ENDED.find(_text(start))):
            continue
        later = first_after(conferences, start)
        chain = [p for p in reviews if after(p, start) and (later is None or after(later, p))]
        group = first_after(groups, start)
        if group is None or not chain or after(chain[0], group):
            yield docket.wait("core-group", start, group)
        yield docket.wait("review-conference", start, chain[0] if chain else None)
        for index, review in enumerate(chain):
            if _says(_PLAN_ENDED, review):
                break
            following = chain[index + 1] if index + 1 < len(chain) else None
            if following or not _overtaken_review(docket, review):
                yield docket.wait("review-conference", review, following, following=True)


def _overtaken_review(docket: Docket, review: Point) -> bool:
    return first_after(docket.of("case-closed", "placement"), review) is not None


def _one_each(points: tuple[Point, ...]) -> tuple[Point, ...]:
    found: list[Point] = []
    for point in points:
        if not found or (point.moment.earliest - found[-1].moment.latest).days > SAME_MEETING:
            found.append(point)
    return tuple(found)


def _new_births(docket: Docket) -> Iterator[Wait | None]:
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
        "new-birth-visit", start, end, kinds=("health-visiting",), children=(child,) if child else docket.children(start)
    )


def _spaced(points: list[Point]) -> Iterator[Point]:
    last: Point | None = None
    for point in points:
        if last is None or (point.moment.earliest - last.moment.latest).days > SAME_BIRTH:
            yield point
        last = point


def _returns(docket: Docket) -> Iterator[Wait | None]:
    found = list(docket.of("missing-return"))
    told = [p for p in docket.of("missing-told") if not any(abs((p.moment.earliest - q.moment.latest).days) <= 5 for q in found)]
    interviews = docket.of("return-interview")
    starts = sorted((*found, *told), key=lambda p: (p.moment.earliest, p.moment.minutes or 0))
    for index, start in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        if following and (following.moment.earliest - start.moment.latest).days <= SAME_EPISODE:
            continue  # the last of an episode: found first, brought home after
        end = first_after(interviews, start, days=LONG_VISIT)
        if end is not None and following is not None and not after(following, end):
            end = None
        yield docket.wait("return-interview", start, end)


def _placements(docket: Docket) -> Iterator[Wait | None]:
    start = next(iter(docket.of("placement")), None)
    if start is None:
        return
    visits = sorted(
        (*docket.of("looked-after-visit"), *docket.sightings(None, (SOCIAL_CARE,))),
        key=lambda p: (p.moment.earliest, p.moment.minutes or 0),
    )
    later = [p for p in visits if p.moment.earliest > start.moment.latest]
    told = [p for p in later if docket.has("looked-after-visit", p.entry)]
    yield docket.wait("looked-after-visit", start, (told or later or [None])[0])


def _within_a_day(docket: Docket) -> Iterator[Wait | None]:
    """Northern Ireland: strategy discussion, and the child seen, within 24 hours of a child protection referral."""
    taken: set[str] = set()
    for start in docket.of("referral-received"):
        talk = first_after(docket.of("strategy-discussion"), start, days=SOON)
        if talk is None or talk.entry is None or talk.entry.id in taken or _says(_FAMILY_SUPPORT, start):
            continue
        taken.add(talk.entry.id)
        yield docket.wait("strategy-discussion", start, talk)
        for child in docket.children(start):
            if docket.contacts:
                seen = first_after(docket.sightings(child, (SOCIAL_CARE,)), start)
                yield docket.wait("child-seen", start, seen, children=(child,))


def _plan_visits(docket: Docket) -> Iterator[Wait | None]:
    """Intervals between visits, where ``case.toml`` states how often the plan wanted them."""
    if not any(limit.standard == "plan-visit" for limit in docket.case.limits):
        return
    visits = tuple(docket.sightings(None, (SOCIAL_CARE,))) if docket.contacts else docket.of("plan-visit")
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
