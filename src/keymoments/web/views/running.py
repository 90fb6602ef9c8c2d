"""How a review runs, at a glance: stages on the calendar, what is late or owed, cost, quality."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place
from keymoments.web.views.page import in_review, show


@in_review(Permission.PROCEDURE_VIEW, reads="review:running:view")
def running(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The review at a glance."""
    return show(request, "running/running.jinja", review=place.review)
