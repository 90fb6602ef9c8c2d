"""The review's timeline: one picture or one for each agency, nearer and further, with the same in words."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase

from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.timeline import timeline_of, whole_span
from keymoments.web.forms.timeline import Between
from keymoments.web.presenters.timeline import timeline_shown, windows
from keymoments.web.views.page import in_review, show


@in_review(Permission.MOMENT_VIEW, reads="review:timeline:view")
def timeline(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The picture of some days of the review, or of all of them."""
    whole = whole_span(place)
    asked = request.GET if "first_day" in request.GET else None
    form = Between(asked, initial={"first": whole[0], "last": whole[1]})
    first, last = _days(form, whole)
    by_agency = request.GET.get("by") == "agency"
    found = timeline_of(place, first, last)
    shown = timeline_shown(found, place.review.reference, incident=place.review.incident_date, by_agency=by_agency)
    part = bool(request.headers.get("HX-Request"))
    return show(request, "timeline/_timeline.jinja" if part else "timeline/timeline.jinja", review=place.review,
                form=form, shown=shown, first=first, last=last, by_agency=by_agency,
                windows=windows(first, last, whole))  # fmt: skip


def _days(form: Between, whole: tuple[date, date]) -> tuple[date, date]:
    """The days asked for; what lies outside the review or is no time at all is left out."""
    if not form.is_bound or not form.is_valid():
        return whole
    first, last = form.cleaned_data["first"] or whole[0], form.cleaned_data["last"] or whole[1]
    return max(first, whole[0]), min(last, whole[1])
