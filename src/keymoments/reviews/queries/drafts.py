"""What somebody has typed in a review and not sent."""

from __future__ import annotations

from keymoments.reviews.models import Draft
from keymoments.reviews.queries.places import Place


def draft_of(place: Place, about: str) -> Draft | None:
    """What somebody has typed into a form here and not sent. ``about``: the name of the form ("moment-12")."""
    return place.review.drafts.filter(user=place.user, about=about).first()


def drafts_in(place: Place, sort: str = "") -> list[Draft]:
    """Everything somebody has typed in this review and not sent, the newest first; ``sort``: of one sort ("moment")."""
    found = place.review.drafts.filter(user=place.user)
    return list(found.filter(about__startswith=f"{sort}-") if sort else found)
