"""What each agency was asked for, and its answer."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.export.form import write_form
from keymoments.reviews.operations import sources as operations
from keymoments.reviews.operations.chasing import check_due
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place, agency_in
from keymoments.reviews.queries.sources import behind, told_by_agency
from keymoments.web.forms.sources import RequestForRecords, SignOff
from keymoments.web.presenters.requests import request_shown
from keymoments.web.views.page import in_review, kept, show


@in_review(Permission.REQUEST_VIEW)
def requests(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Requests of a review, of one's own agency for an agency's people."""
    keys = {agency.pk for agency in place.agencies}
    rows = place.review.requests.filter(agency__in=keys).select_related("agency", "signed_off_by", "made_by")
    told = told_by_agency(place.review)
    today = timezone.localdate()
    shown = [request_shown(one, today, told.get(one.agency_id)) for one in rows]
    return show(request, "requests/requests.jinja", place=place, review=place.review, rows=shown,
                here=request.build_absolute_uri(reverse("requests", args=[place.review.reference])),
                may_make=place.may(Permission.REQUEST_MAKE),
                may_sign=place.may(Permission.SOURCE_SIGN_OFF))  # fmt: skip


@in_review(Permission.REQUEST_MAKE)
def new_request(request: HttpRequest, place: Place, agency: str) -> HttpResponseBase:
    """Ask an agency for its records."""
    asked = agency_in(place, agency)
    first = {"period_from": place.review.scope_from, "period_to": place.review.scope_to}
    form = RequestForRecords(request.POST or None, initial=first)

    def work() -> object:
        check_due(form.cleaned_data["due"], place.review.nation)
        return operations.ask_for_records(asked, **form.cleaned_data, by=place.user)

    if kept(request, form, work, done=_("The agency is asked")):
        return redirect("requests", place.review.reference)
    return show(request, "requests/new-request.jinja", form=form, review=place.review, agency=asked)


@in_review(Permission.SOURCE_SIGN_OFF)
def sign_off(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Say that an agency's records are complete."""
    one = place.review.requests.filter(pk=number, agency__in=[agency.pk for agency in place.agencies]).first()
    if one is None:
        raise Http404
    files = behind(one)
    form = SignOff(
        request.POST or ({} if request.method == "POST" else None),
        problems=sum(len(row.version.problems) for row in files if row.version is not None),
    )
    if kept(request, form, lambda: operations.sign_off(one, by=place.user), done=_("Signed off")):
        return redirect("requests", place.review.reference)
    return show(request, "requests/sign-off.jinja", form=form, review=place.review, one=one, files=files)


@in_review(Permission.REQUEST_VIEW)
def template(request: HttpRequest, place: Place, agency: str, kind: str) -> HttpResponseBase:  # noqa: ARG001
    """A form for the agency's chronology that the readers know, as Word or Excel."""
    own = agency_in(place, agency)
    if kind not in ("docx", "xlsx"):
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form.{kind}"
        write_form(path, agency=own.name, period=(place.review.scope_from, place.review.scope_to))
        data = path.read_bytes()
    name = f"{place.review.reference}-{own.key}.{kind}"
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
