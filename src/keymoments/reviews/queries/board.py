"""All reviews that somebody carries, side by side, and how long reviews took under each procedure and arrangement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from keymoments.analysis.clocks import StageClock, State
from keymoments.analysis.comparing import FEWEST, Figure, figure_of
from keymoments.reviews.models import Owed, RecordsRequest, Review, User
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.cost import CostSummary, cost_summaries
from keymoments.reviews.queries.places import reviews_of
from keymoments.reviews.queries.procedures import Course, courses_of
from keymoments.reviews.queries.quality import QualitySummary, quality_summaries

# What is measured in calendar days: from the first day known of one event to that of the other.
SPANS = (
    ("notice-to-decision", ("aware", "attention", "notified", "referred"), ("decided",)),
    ("decision-to-report", ("decided",), ("completed", "overview-done")),
    ("whole", ("aware", "attention", "notified", "referred"), ("published", "completed", "overview-done")),
)


@dataclass(frozen=True, slots=True)
class Owing:
    """How many things are still wanted in a review, and how many of them are past their day."""

    wanted: int
    late: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A review of the board: what holds it up, what is due next, by how many days it is late."""

    review: Review
    course: Course
    next_due: StageClock | None
    days_late: int
    owed: Owing | None = None
    cost: CostSummary | None = None
    quality: QualitySummary | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Reviews under one version of a procedure or arrangement. ``in_time`` of ``counted`` stages were done in time."""

    key: str
    version: str
    title: str
    based_on: str
    reviews: int
    spans: Mapping[str, Figure]
    in_time: int
    counted: int
    cost: Figure
    per_finding: Figure
    quality: Mapping[str, int]

    @property
    def share(self) -> float | None:
        """The share of stages done in time, in 0 to 1; ``None`` where there are too few reviews to say."""
        return self.in_time / self.counted if self.reviews >= FEWEST and self.counted else None


def board_of(user: User) -> tuple[Sequence[BoardRow], Sequence[Group]]:
    """The reviews whose running somebody may see, those in most trouble first, and groups of them to compare."""
    places = {
        place.review_id: place for place in reviews_of(user).select_related("user")
        if may(user, Permission.PROCEDURE_VIEW, place)
    }  # fmt: skip
    carried = [place.review for place in places.values()]

    def seen(permission: Permission) -> list[Review]:
        return [place.review for place in places.values() if may(user, permission, place)]

    courses = list(courses_of(carried).values())
    owed = owing(seen(Permission.OWED_VIEW))
    costs, marks = cost_summaries(seen(Permission.COST_VIEW)), quality_summaries(seen(Permission.QUALITY_VIEW))
    rows = [
        replace(
            _row(one), owed=owed.get(one.review.pk), cost=costs.get(one.review.pk), quality=marks.get(one.review.pk)
        )
        for one in courses
    ]
    return sorted(rows, key=_trouble), groups_of(rows)


def owing(reviews: Sequence[Review]) -> Mapping[int, Owing]:
    """How much is wanted in reviews, and how much of it is late, by their numbers, in two queries."""
    today, counts = timezone.localdate(), {review.pk: [0, 0] for review in reviews}
    wanted = (
        Owed.objects.filter(review__in=reviews, done_at=None, set_aside_at=None),
        RecordsRequest.objects.filter(review__in=reviews, signed_off_at=None),
    )
    for rows in wanted:
        for review, due in rows.values_list("review_id", "due"):
            counts[review][0] += 1
            counts[review][1] += due < today
    return {review: Owing(*both) for review, both in counts.items()}


def _row(course: Course) -> BoardRow:
    waiting = [one for one in course.clocks if one.done is None and one.due is not None and one.due >= course.today]
    late = max((days_over(one) for one in course.holding), default=0)
    return BoardRow(course.review, course, min(waiting, key=_due, default=None), late)


def days_over(clock: StageClock) -> int:
    """By how many calendar days a running stage is over its limit."""
    if clock.due is None or clock.started is None or clock.elapsed_days is None:
        return 0
    return max(0, clock.elapsed_days - (clock.due - clock.started).days)


def _due(clock: StageClock) -> date:
    return clock.due or date.max


def _trouble(row: BoardRow) -> tuple[bool, int, date, str]:
    due = row.next_due.due if row.next_due and row.next_due.due else date.max
    return (row.course.finished is not None, -row.days_late, due, row.review.reference)


def groups_of(rows: Iterable[BoardRow]) -> Sequence[Group]:
    """Reviews by the version of the procedure they are under, standing procedures before what was made from them."""
    found: dict[tuple[str, str], list[BoardRow]] = {}
    for row in rows:
        if row.course.row is not None:
            found.setdefault((row.course.row.key, row.course.row.version), []).append(row)
    made = [_group(members) for members in found.values()]
    return sorted(made, key=lambda one: (one.based_on or one.key, bool(one.based_on), one.key, one.version))


def _group(members: Sequence[BoardRow]) -> Group:
    courses = [row.course for row in members]
    under = courses[0].row
    assert under is not None  # noqa: S101 - reviews without a procedure are in no group
    done = [one for course in courses for one in course.clocks if one.state in (State.DONE_IN_TIME, State.DONE_LATE)]
    costs = [
        row.cost for row in members if row.cost is not None and row.cost.totals.lines and not row.cost.totals.unpriced
    ]
    grades: dict[str, int] = {}
    for row in members:
        if row.quality is not None and row.quality.median is not None:
            grades[row.quality.median] = grades.get(row.quality.median, 0) + 1
    return Group(
        under.key, under.version, under.title, under.based_on, len(members),
        {name: figure_of(_days(courses, starts, ends)) for name, starts, ends in SPANS},
        sum(one.state is State.DONE_IN_TIME for one in done), len(done),
        figure_of([float(one.totals.money) for one in costs]),
        figure_of([float(one.per_finding) for one in costs if one.per_finding is not None]), grades,
    )  # fmt: skip


def _days(members: Iterable[Course], starts: Sequence[str], ends: Sequence[str]) -> list[int]:
    took = []
    for course in members:
        events = course.happened.events
        first = [events[key] for key in starts if key in events]
        last = [events[key] for key in ends if key in events and events[key] <= course.today]
        if first and last and last[0] >= min(first):
            took.append((last[0] - min(first)).days)
    return took
