"""The audit of a review and of everything."""

from __future__ import annotations

import csv
import io

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.trail import trail_of
from keymoments.web.views.page import in_review, show, signed_in

PAGE = 100


def _page(request: HttpRequest, place: Place | None) -> HttpResponseBase:
    lines = trail_of(place.review if place else None)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        lines = lines.filter(pk__lt=int(before))
    rows = list(lines[: PAGE + 1])
    return show(request, "audit/audit.jinja", review=place.review if place else None, rows=rows[:PAGE],
                more=rows[PAGE - 1].pk if len(rows) > PAGE else None)  # fmt: skip


@in_review(Permission.AUDIT_VIEW, reads="review:audit:view")
def audit(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Who did what in a review."""
    return _page(request, place)


@in_review(Permission.AUDIT_VIEW, reads="review:audit:export")
def audit_csv(request: HttpRequest, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """The audit of a review as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("number", "at", "by", "action", "what", "fields", "hash"))
    for line in trail_of(place.review).reverse():
        by = line.by.email if line.by else ""
        writer.writerow((line.pk, line.at.isoformat(), by, line.action, line.object, " ".join(line.fields), line.hash))
    name = f"{place.review.reference}-audit.csv"
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def everything(request: HttpRequest) -> HttpResponseBase:
    """Who did what anywhere: for the auditor."""
    if not may(signed_in(request), Permission.AUDIT_VIEW):
        raise PermissionDenied
    return _page(request, None)
