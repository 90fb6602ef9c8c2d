"""Where a child was: a strip by day, week or month with the same as a table, and what boxes say against words."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase

from keymoments.export.picture import symbols
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.where import where_told
from keymoments.web.forms.where import Shown
from keymoments.web.presenters.where import WhereShown
from keymoments.web.views.page import in_review, show


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:where:view")
def where(request: HttpRequest, place: Place, child: str) -> HttpResponseBase:
    """The strip of one child: ``scale``, ``first``, ``last`` of the form, ``at`` a day of the page to show."""
    told = where_told(place, child)
    form = Shown(request.GET, opens=place.review.scope_from, closes=place.review.scope_to)
    scale, first, last = form.chosen()
    page = WhereShown(place.review.reference, told, scale, (first, last), _day(request.GET.get("at", "")))
    conflicts, corrected = page.doubted()
    return show(request, "where/where.jinja", review=place.review, told=told, form=form, page=page,
                conflicts=conflicts, corrected=corrected, symbols=symbols())  # fmt: skip


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
