"""How a review runs by its procedure, and how several reviews do: clocks, history, forecasts' past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from keymoments.analysis.clocks import ClockError, Happened, StageClock, clocks, fitting, holding_up
from keymoments.analysis.forecast import Forecast, forecast
from keymoments.analysis.procedures import Procedure
from keymoments.knowledge.procedures import load_procedures
from keymoments.reviews import bridge
from keymoments.reviews.models import (
    Arrangement,
    ConfirmedLimit,
    ProgressCheck,
    Review,
    ReviewEvent,
    ReviewPause,
    ReviewProcedure,
    StageExtension,
    StartChoice,
)
from keymoments.reviews.queries.places import NoSuchReview, Place

MOST_PAST = 200  # earlier reviews of the board that a forecast looks at, the newest first
Row = TypeVar("Row", bound=Model)
_FETCHED = (
    *("procedures", "procedure_events", "extensions", "pauses"),
    *("start_choices", "confirmed_limits", "progress_checks"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """How a review runs. ``fault``: why its clocks cannot be told, where days no longer fit together."""

    review: Review
    row: ReviewProcedure | None
    procedure: Procedure | None
    happened: Happened
    clocks: Sequence[StageClock]
    fault: str
    today: date

    @property
    def holding(self) -> Sequence[StageClock]:
        """What is holding it up now, the longest over first."""
        return holding_up(self.clocks)

    @property
    def finished(self) -> date | None:
        """The day on which the review was finished, if it is."""
        if self.procedure is None or not self.procedure.finishes_with:
            return None
        day = self.happened.events.get(self.procedure.finishes_with)
        return day if day is not None and day <= self.today else None

    def clock(self, stage: str) -> StageClock | None:
        """A stage's clock by its key."""
        return next((one for one in self.clocks if one.stage.key == stage), None)


def course_of(review: Review, *, today: date | None = None) -> Course:
    """How one review runs, as it stands on a day (today if not given)."""
    return courses_of([review], today=today)[review.pk]


def courses_of(reviews: Sequence[Review], *, today: date | None = None) -> Mapping[int, Course]:
    """How reviews run, by their numbers, asked in a fixed number of queries."""
    day = today or timezone.localdate()
    rows = Review.objects.filter(pk__in=[review.pk for review in reviews]).prefetch_related(*_FETCHED)
    return {review.pk: _course(review, day) for review in rows}  # rows of their own: nothing old is kept in them


def _course(review: Review, today: date) -> Course:
    row = next((one for one in review.procedures.all() if one.ended_at is None), None)
    happened = bridge.happened_of(review)
    if row is None:
        return Course(review, None, None, happened, (), "", today)
    procedure = bridge.procedure_of(row, review.confirmed_limits.all())
    fits = fitting(procedure, happened)
    try:
        told = clocks(procedure, fits, today=today, nation=review.nation)
    except ClockError as error:
        return Course(review, row, procedure, fits, (), str(error), today)
    return Course(review, row, procedure, fits, told, "", today)


@dataclass(frozen=True, slots=True)
class AboutStage:
    """A stage with its history: days, starts chosen, more time, and numbers confirmed."""

    clock: StageClock
    days: Sequence[ReviewEvent]
    starts: Sequence[StartChoice]
    extensions: Sequence[StageExtension]
    confirmed: Sequence[ConfirmedLimit]


def about_stage(place: Place, course: Course, key: str) -> AboutStage:
    """One stage of a review's procedure; raises :class:`NoSuchReview` for one that is not there."""
    clock = course.clock(key)
    if clock is None or course.row is None:
        raise NoSuchReview
    ends = {f"{key}-done", clock.stage.ends_with} - {None}
    review = place.review
    return AboutStage(
        clock,
        list(review.procedure_events.filter(event__in=ends).select_related("made_by", "taken_back_by")),
        list(review.start_choices.filter(stage=key).select_related("made_by")),
        list(review.extensions.filter(stage=key).select_related("made_by", "taken_back_by")),
        list(review.confirmed_limits.filter(stage=key, procedure=course.row.key).select_related("made_by")),
    )


def days_of(place: Place) -> Sequence[ReviewEvent]:
    """Every day written down in a review, the newest first, with what was taken back."""
    return list(place.review.procedure_events.select_related("made_by", "taken_back_by").order_by("-id"))


def event_in(place: Place, number: str) -> ReviewEvent:
    """A day of a review by its number; raises :class:`NoSuchReview`."""
    return _one(place.review.procedure_events.all(), number)


def extension_in(place: Place, number: str) -> StageExtension:
    """An extension of a review by its number; raises :class:`NoSuchReview`."""
    return _one(place.review.extensions.all(), number)


def pause_in(place: Place, number: str) -> ReviewPause:
    """A pause of a review by its number; raises :class:`NoSuchReview`."""
    return _one(place.review.pauses.all(), number)


def confirmed_in(place: Place, number: str) -> ConfirmedLimit:
    """A confirmed number of a review by its number; raises :class:`NoSuchReview`."""
    return _one(place.review.confirmed_limits.all(), number)


def check_in(place: Place, number: str) -> ProgressCheck:
    """A check of a review by its number; raises :class:`NoSuchReview`."""
    return _one(place.review.progress_checks.all(), number)


def _one(rows: QuerySet[Row], number: str) -> Row:
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise NoSuchReview
    return found


def pauses_of(place: Place) -> Sequence[ReviewPause]:
    """Pauses of a review in order of time, with those taken back."""
    return list(place.review.pauses.select_related("made_by", "taken_back_by"))


def checks_of(place: Place) -> Sequence[ProgressCheck]:
    """Checks of a review, the newest first."""
    return list(place.review.progress_checks.select_related("made_by", "taken_back_by"))


def procedures_for(nation: str) -> Sequence[Procedure]:
    """The standing procedures that a review of a nation may be under, the newest first."""
    return sorted(load_procedures(nation), key=lambda one: (one.about, -one.in_force_from.toordinal()))


def arrangements_for(nation: str) -> Sequence[Arrangement]:
    """The board's own arrangements of a nation, the newest version of each first."""
    return list(Arrangement.objects.filter(nation=nation).select_related("made_by"))


def forecast_of(course: Course) -> Forecast | None:
    """When a review may be finished, from this board's other reviews; nothing where it is finished or has no clocks.

    Lengths of stages alone are taken from reviews that the reader may not belong to, never a day or a name of one.
    """
    if course.procedure is None or course.finished is not None or not course.clocks:
        return None
    others = list(Review.objects.exclude(pk=course.review.pk).order_by("-pk")[:MOST_PAST])
    past = past_durations(courses_of(others, today=course.today).values(), but=course.review)
    return forecast(course.procedure, course.clocks, past, course.today)


def past_durations(reviews: Iterable[Course], *, but: Review) -> Mapping[str, tuple[int, ...]]:
    """How many calendar days each stage took in other reviews, by the key of the stage."""
    took: dict[str, list[int]] = {}
    for course in reviews:
        if course.review.pk == but.pk:
            continue
        for one in course.clocks:
            if one.started is not None and one.done is not None and one.done >= one.started:
                took.setdefault(one.stage.key, []).append((one.done - one.started).days)
    return {stage: tuple(sorted(days)) for stage, days in took.items()}
