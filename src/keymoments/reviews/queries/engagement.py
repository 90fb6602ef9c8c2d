"""Who was heard, who was not and why, what comes next for each; learning events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.analysis.engagement import Heard, Step, coming_next, heard
from keymoments.reviews.models import Engaged, EngagementStep, LearningEvent, LearningPoint
from keymoments.reviews.operations.engagement import steps_of
from keymoments.reviews.queries.places import NoSuchReview, Place


@dataclass(frozen=True, slots=True)
class EngagedShown:
    """Somebody with their steps, whether they were heard, and what comes next."""

    row: Engaged
    steps: Sequence[EngagementStep]
    heard: Heard
    following: Step | None

    @property
    def why_not(self) -> Sequence[EngagementStep]:
        """The steps that say why somebody was not heard."""
        return [one for one in self.steps if one.step in ("declined", "not-reached", "not-asked")]


def engaged_in(place: Place) -> Sequence[EngagedShown]:
    """Everybody whom the review should hear, in the order in which they were named."""
    rows = place.review.engaged.filter(set_aside_at=None).select_related("agency")
    return [_shown(row) for row in rows.prefetch_related("steps")]


def _shown(row: Engaged) -> EngagedShown:
    counting = [one for one in row.steps.all() if one.taken_back_at is None]
    done = steps_of(row)
    return EngagedShown(row, counting, heard(done), coming_next(done))


def engaged_one(place: Place, number: int) -> EngagedShown:
    """One of them by number; raises :class:`NoSuchReview`."""
    rows = place.review.engaged.select_related("agency", "set_aside_by").prefetch_related(
        "steps__made_by", "steps__taken_back_by", "steps__answers"
    )
    found = rows.filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return _shown(found)


def step_in(place: Place, number: str) -> EngagementStep:
    """A step by its number; raises :class:`NoSuchReview`."""
    rows = place.review.engagement_steps.select_related("engaged")
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise NoSuchReview
    return found


def events_in(place: Place) -> Sequence[LearningEvent]:
    """Learning events with their points, the newest first."""
    return list(place.review.learning_events.select_related("made_by").prefetch_related("points__made_by"))


def event_numbered(place: Place, number: str) -> LearningEvent:
    """A learning event by its number; raises :class:`NoSuchReview`."""
    found = place.review.learning_events.filter(number=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def point_in(place: Place, number: str) -> LearningPoint:
    """A point by its number in the database; raises :class:`NoSuchReview`."""
    found = place.review.learning_points.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found
