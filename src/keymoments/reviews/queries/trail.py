"""The audit, as those who may read it see it."""

from __future__ import annotations

from django.db.models import QuerySet

from keymoments.reviews.models import AuditEvent, Review


def trail_of(review: Review | None) -> QuerySet[AuditEvent]:
    """The lines of a review, or all of them, newest first."""
    lines = AuditEvent.objects.select_related("by", "review").order_by("-id")
    return lines if review is None else lines.filter(review=review)
