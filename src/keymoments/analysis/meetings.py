"""From strategy discussion to conference, core group and review: which meeting follows from which."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.docket import Docket, Point, Wait, after, between, first_after, last_before, not_before
from keymoments.analysis.stretches import Verdict

# Tellings of one meeting stand so near (days).
SAME_MEETING = 7
# A strategy discussion so soon after a notification is about it (days).
SOON = 15
# A conference so long after a strategy discussion is hardly about it (days).
LONG_ENQUIRY = 120
# What overtakes a conference, or speaks of one to come, does so within so many days.
OVERTAKEN = 40


def _on_plan(docket: Docket, point: Point) -> bool:
    """Whether a plan was in force: a conference before, and no review since that ended it."""
    begun = last_before(_initial_conferences(docket), point)
    if begun is None or docket.has("no-plan-made", begun.entry):
        return False
    reviews = between(docket.of("review-conference"), begun, point)
    return not any(docket.has("plan-ended", review.entry) for review in reviews)


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


def conferences(docket: Docket) -> Iterator[Wait | None]:
    """From the strategy discussion that began the section 47 enquiry to the initial conference."""
    held = _initial_conferences(docket)
    used: set[str] = set()
    for end in held:
        previous = last_before(held, end)
        starts = [
            p for p in docket.of("strategy-discussion") if after(end, p) and (previous is None or after(p, previous))
        ]
        starts = [p for p in starts if (end.moment.earliest - p.moment.latest).days <= LONG_ENQUIRY]
        chosen = next((p for p in starts if docket.has("section-47-begun", p.entry)), starts[0] if starts else None)
        used.update(p.entry.id for p in starts if p.entry)
        if chosen is not None:
            yield docket.wait("initial-conference", chosen, end)
    for start in docket.of("strategy-discussion"):
        if (
            start.entry is None
            or start.entry.id in used
            or _on_plan(docket, start)
            or not docket.has("section-47-begun", start.entry)
        ):
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
    return placed or first_after(other, start, days=OVERTAKEN) is not None


def _conference_meant(docket: Docket, start: Point) -> bool:
    """Whether a conference is spoken of in the weeks after, so that its absence means something."""
    if docket.has("conference-meant", start.entry):
        return True
    return first_after(docket.of("conference-meant"), start, days=OVERTAKEN) is not None


def planning_meetings(docket: Docket) -> Iterator[Wait | None]:
    """Scotland: from the notification that led to the referral discussion to the meeting."""
    if docket.case.nation != "scotland":
        return
    meetings = _initial_conferences(docket)
    referrals = docket.of("referral-received", "call-received")
    for end in meetings:
        previous = last_before(meetings, end)
        talks = [
            p for p in docket.of("strategy-discussion") if after(end, p) and (previous is None or after(p, previous))
        ]
        talks = [p for p in talks if (end.moment.earliest - p.moment.latest).days <= LONG_ENQUIRY]
        start = _notified(docket, referrals, talks[0]) if talks else last_before(docket.of("referral-received"), end)
        if start is not None and (end.moment.earliest - start.moment.latest).days > LONG_ENQUIRY:
            continue
        if start is not None:
            yield docket.wait("planning-meeting", start, end)
    for talk in docket.of("strategy-discussion"):
        later = first_after(meetings, talk, days=LONG_ENQUIRY)
        if (
            later is None
            and not _on_plan(docket, talk)
            and not _overtaken(docket, talk)
            and _conference_meant(docket, talk)
        ):
            yield docket.wait("planning-meeting", _notified(docket, referrals, talk), None)


def _notified(docket: Docket, referrals: tuple[Point, ...], talk: Point) -> Point:
    """The notification a referral discussion followed; the discussion itself where none stands near before it."""
    near = [p for p in referrals if not_before(talk, p) and (talk.moment.earliest - p.moment.latest).days <= SOON]
    strong = [p for p in near if docket.has("referral-received", p.entry)]
    return (strong or near or [talk])[-1]


def after_conference(docket: Docket) -> Iterator[Wait | None]:
    """From an initial conference to the first core group and review, and from review to review."""
    conferences, reviews = _initial_conferences(docket), _one_each(docket.of("review-conference"))
    groups = docket.of("core-group")
    for start in conferences:
        if docket.has("no-plan-made", start.entry):
            continue
        later = first_after(conferences, start)
        chain = [p for p in reviews if after(p, start) and (later is None or after(later, p))]
        group = first_after(groups, start)
        if group is None or not chain or after(chain[0], group):
            yield docket.wait("core-group", start, group)
        yield docket.wait("review-conference", start, chain[0] if chain else None)
        for index, review in enumerate(chain):
            if docket.has("plan-ended", review.entry):
                break
            next_review = chain[index + 1] if index + 1 < len(chain) else None
            if next_review or not _overtaken_review(docket, review):
                yield docket.wait("review-conference", review, next_review, following=True)


def _overtaken_review(docket: Docket, review: Point) -> bool:
    return first_after(docket.of("case-closed", "placement"), review) is not None


def _one_each(points: tuple[Point, ...]) -> tuple[Point, ...]:
    found: list[Point] = []
    for point in points:
        if not found or (point.moment.earliest - found[-1].moment.latest).days > SAME_MEETING:
            found.append(point)
    return tuple(found)
