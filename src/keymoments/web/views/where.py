"""Where a child was: the picture and the same as a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase

from keymoments.export.picture import symbols
from keymoments.export.report_sections import where_section
from keymoments.export.shown import agencies_shown
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.whole import analysis_of
from keymoments.web.views.page import in_review, show


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:where:view")
def where(request: HttpRequest, place: Place, child: str) -> HttpResponseBase:
    """The picture of one child."""
    person = place.review.people.filter(subject=True, key=child).first()
    if person is None:
        raise Http404
    analysis = analysis_of(place)
    shown = agencies_shown(analysis)
    section = where_section(analysis, shown)
    index = [one.key for one in place.review.people.filter(subject=True)].index(child)
    return show(request, "where/where.jinja", review=place.review, child=person, section=section, index=index,
                agencies=shown, symbols=symbols())  # fmt: skip
