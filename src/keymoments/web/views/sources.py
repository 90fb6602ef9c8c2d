"""The files of an agency: hand in, see what was read, name headings."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import sources as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import FILE_PAGE, entries_in_file
from keymoments.reviews.queries.places import Place, agency_in
from keymoments.reviews.vault import pieces_of, whole
from keymoments.web.forms.sources import Columns, Upload
from keymoments.web.views.page import in_review, kept, show


@in_review(Permission.SOURCE_VIEW, reads="review:source:list")
def sources(request: HttpRequest, place: Place, agency: str) -> HttpResponseBase:
    """The files of an agency, and the place to hand in another."""
    own = agency_in(place, agency)
    form = Upload(request.POST or None, request.FILES or None)

    def work() -> object:
        file = form.cleaned_data["file"]
        return operations.upload(own, name=file.name, pieces=file.chunks(), by=place.user)

    if kept(request, form, work, done=_("The file has come. It is being read.")):
        return redirect("sources", place.review.reference, agency)
    rows = [(one, one.versions.first()) for one in own.sources.prefetch_related("versions")]
    return show(request, "sources/sources.jinja", form=form, review=place.review, agency=own, rows=rows,
                may_upload=place.may(Permission.SOURCE_UPLOAD, own))  # fmt: skip


@in_review(Permission.SOURCE_VIEW, reads="review:source:view")
def source(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """One file: what was read, each problem with how to fix it, its versions."""
    own = agency_in(place, agency)
    one = own.sources.filter(pk=number).first()
    if one is None:
        raise Http404
    form = Columns(request.POST or None, initial=one.columns)
    if kept(
        request,
        form,
        lambda: operations.name_columns(one, columns=form.cleaned_data, by=place.user),
        done=_("The file is being read again."),
    ):
        return redirect("source", place.review.reference, agency, number)
    return show(request, "sources/source.jinja", form=form, review=place.review, agency=own, source=one,
                versions=one.versions.select_related("uploaded_by"),
                entries=one.entries.filter(gone_at=None)[:20], count=one.entries.filter(gone_at=None).count(),
                may_upload=place.may(Permission.SOURCE_UPLOAD, own))  # fmt: skip


@in_review(Permission.SOURCE_VIEW, reads="review:source:read-through")
def source_entries(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """A file in its own order, as it was read; an entry's reference leads to its place here."""
    one = _source(place, agency, number)
    start = request.GET.get("from", "0")
    rows = list(entries_in_file(one, int(start) if start.isdecimal() and len(start) < 9 else 0))
    return show(request, "sources/source-entries.jinja", review=place.review, agency=one.agency, source=one,
                rows=rows[:FILE_PAGE], more=rows[FILE_PAGE].position if len(rows) > FILE_PAGE else None)  # fmt: skip


@in_review(Permission.SOURCE_VIEW, reads="review:source:take")
def original(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """The file as it came, byte for byte."""
    one = _source(place, agency, number)
    version = one.versions.first()
    if version is None:
        raise Http404
    if not whole(version.kept_as):
        operations.note_spoilt(version, by=place.user)
        answer = show(request, "sources/spoilt.jinja", review=place.review, source=one, agency=one.agency)
        answer.status_code = 500
        return answer
    return FileResponse(
        pieces_of(version.kept_as), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )


def _source(place: Place, agency: str, number: int) -> Any:
    one = agency_in(place, agency).sources.select_related("agency").filter(pk=number).first()
    if one is None:
        raise Http404
    return one
