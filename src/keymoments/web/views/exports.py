"""Exports made in the background: how far they are, and the files, each for whoever asked for it."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.exports import KINDS, file_name
from keymoments.reviews.operations import exports as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.exports import export_in, exports_of
from keymoments.reviews.queries.places import Place
from keymoments.reviews.vault import pieces_of, whole
from keymoments.web.presenters.work import said_of, share_of
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.EXPORT)
def exports(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What somebody asked for: how far it is, then the file. Nobody else's stands here."""
    form = Confirmation(request.POST or None)
    number = request.POST.get("export", "")
    if number and not (number.isdecimal() and len(number) < 12):
        raise Http404
    chosen = export_in(place, int(number)) if number else None

    def work() -> object:
        if chosen is None:
            raise Http404
        if request.POST.get("do") == "let-go":
            return operations.let_go(chosen, by=place.user)
        return operations.stop_export(chosen, by=place.user)

    if kept(request, form, work, done=_("Done")):
        return redirect("exports", place.review.reference)
    rows = exports_of(place)
    part = request.headers.get("HX-Request") == "true"
    return show(request, "exports/_exports.jinja" if part else "exports/exports.jinja", form=form,
                review=place.review, rows=rows, ongoing=any(row.ongoing for row in rows), days=settings.EXPORT_DAYS,
                said_of=said_of, share_of=share_of)  # fmt: skip


@in_review(Permission.EXPORT)
def take_export(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """The file of an export, for whoever asked for it."""
    export = export_in(place, number)
    try:
        operations.take_export(export, by=place.user)
    except Refused as refusal:
        answer = show(request, "exports/gone.jinja", review=place.review, says=str(refusal))
        answer.status_code = 410
        return answer
    if not whole(export.kept_as):
        says = _("The kept file is not what it was: ask for the export again, and tell the administrator.")
        answer = show(request, "exports/gone.jinja", review=place.review, says=says)
        answer.status_code = 500
        return answer
    return FileResponse(
        pieces_of(export.kept_as),
        as_attachment=True,
        filename=file_name(place, export.kind),
        content_type=KINDS[export.kind],
    )
