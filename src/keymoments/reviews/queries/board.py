"""All reviews that somebody carries, side by side, and how long reviews took under each procedure and arrangement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.clocks import StageClock, State
from keymoments.analysis.comparing import FEWEST, Figure, figure_of
from keymoments.reviews.models import Review, User
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import reviews_of
from keymoments.reviews.queries.procedures import Course, courses_of

# What is measured in calendar days: from the first day known of one event to that of the other.
SPANS = (
    ("notice-to-decision", ("aware", "attention", "notified", "referred"), ("decided",)),
    ("decision-to-report", ("decided",), ("completed", "overview-done")),
    ("whole", ("aware", "attention", "notified", "referred"), ("published", "completed", "overview-done")),
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A review of the board: what holds it up, what is due next, by how many days it is late."""

    review: Review
    course: Course
    next_due: StageClock | None
    days_late: int


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

    @property
    def share(self) -> float | None:
        """The share of stages done in time, in 0 to 1; ``None`` where there are too few reviews to say."""
        return self.in_time / self.counted if self.reviews >= FEWEST and self.counted else None


def board_of(user: User) -> tuple[Sequence[BoardRow], Sequence[Group]]:
    """The reviews whose running somebody may see, those in most trouble first, and groups of them to compare."""
    carried = [
        place.review for place in reviews_of(user).select_related("user")
        if may(user, Permission.PROCEDURE_VIEW, place)
    ]  # fmt: skip
    courses = list(courses_of(carried).values())
    rows = [_row(course) for course in courses]
    return sorted(rows, key=_trouble), groups_of(courses)


def _row(course: Course) -> BoardRow:
    waiting = [one for one in course.clocks if one.done is None and one.due is not None and one.due >= course.today]
    late = max((days_over(one) for one in course.late), default=0)
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


def groups_of(courses: Iterable[Course]) -> Sequence[Group]:
    """Reviews by the version of the procedure they are under, standing procedures before what was made from them."""
    found: dict[tuple[str, str], list[Course]] = {}
    for course in courses:
        if course.row is not None:
            found.setdefault((course.row.key, course.row.version), []).append(course)
    made = [_group(members) for members in found.values()]
    return sorted(made, key=lambda one: (one.based_on or one.key, bool(one.based_on), one.key, one.version))


def _group(members: Sequence[Course]) -> Group:
    row = members[0].row
    assert row is not None  # noqa: S101 - courses without a procedure are in no group
    done = [one for course in members for one in course.clocks if one.state in (State.DONE_IN_TIME, State.DONE_LATE)]
    return Group(
        row.key, row.version, row.title, row.based_on, len(members),
        {name: figure_of(_days(members, starts, ends)) for name, starts, ends in SPANS},
        sum(one.state is State.DONE_IN_TIME for one in done), len(done),
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
