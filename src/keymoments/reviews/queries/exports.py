"""Exports made in the background: whose they are, how far they are, and the filter they were asked with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from keymoments.reviews import audit
from keymoments.reviews.models import Export, Job, Membership, Review, User
from keymoments.reviews.permissions import OWN_AGENCY, Permission, may, membership_of
from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.places import NoSuchReview, Place

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Made:
    """An export and the work that makes it."""

    export: Export
    job: Job | None

    @property
    def ongoing(self) -> bool:
        """Whether it is still being made."""
        return self.job is not None and self.job.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def failed(self) -> bool:
        """Whether it came to nothing."""
        return not self.ongoing and not self.export.kept_as and self.export.let_go_at is None


def exports_of(place: Place) -> list[Made]:
    """What somebody asked for in a review, the newest first. Nobody else's."""
    rows = list(place.review.exports.filter(made_by=place.user)[:MOST_SHOWN])
    work = Job.objects.filter(review=place.review, kind="export", about__in=[row.pk for row in rows])
    by_export = {job.about: job for job in work.order_by("id")}
    return [Made(row, by_export.get(row.pk)) for row in rows]


def export_in(place: Place, number: int) -> Export:
    """An export that somebody asked for themselves and may still have; raises :class:`NoSuchReview`, written down."""
    export = place.review.exports.filter(pk=number, made_by=place.user).first()
    if export is None or (place.own is not None and export.agency_id != place.own.pk):
        audit.record("refused:export", place.review, by=place.user)
        raise NoSuchReview
    return export


def own_place(user: User, review: Review) -> Place | None:
    """Somebody's place in a review as exports need it, unless they may not export there any more."""
    membership = membership_of(user, review)
    if not may(user, Permission.EXPORT, membership):
        return None
    return Place(user, review, membership, membership.agency if _of_an_agency(membership) and membership else None)


def _of_an_agency(membership: Membership | None) -> bool:
    return membership is not None and membership.role in OWN_AGENCY


def filter_as_json(wanted: Filter) -> dict[str, Any]:
    """What a filter narrows by, as it is stored."""
    plain = {name: value for name, value in asdict(wanted).items() if value not in (None, "", False, ())}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


def filter_from_json(kept: dict[str, Any]) -> Filter:
    """What :func:`filter_as_json` stored; what a later version does not know any more is left out."""
    values: dict[str, Any] = {}
    for field in fields(Filter):
        if field.name in kept:
            value = kept[field.name]
            if "date" in str(field.type):
                value = date.fromisoformat(value)
            values[field.name] = tuple(value) if isinstance(value, list) else value
    return Filter(**values)
