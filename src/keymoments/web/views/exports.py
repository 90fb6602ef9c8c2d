"""Exports made in the background: how far they are, and the files, each for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keymoments.reviews.exports import KINDS, TYPES, file_name
from keymoments.reviews.operations import exports as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import Filter, entries_of
from keymoments.reviews.queries.exports import export_in, exports_of
from keymoments.reviews.queries.filters import filter_words
from keymoments.reviews.queries.places import Place
from keymoments.reviews.vault import whole
from keymoments.web.presenters.work import said_of, share_of
from keymoments.web.views.chronology import narrowed
from keymoments.web.views.page import Confirmation, in_review, kept, kept_file, show


@in_review(Permission.EXPORT)
def exports(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What somebody asked for: how far it is, then the file. Nobody else's stands here.

    An address with ``kind`` and a filter offers to have that export made.
    """
    form = Confirmation(request.POST or None)
    offer = _offer(request, place)
    number = request.POST.get("export", "")
    if number and not (number.isdecimal() and len(number) < 12):
        raise Http404
    chosen = export_in(place, int(number)) if number else None
    asked = request.POST.get("do", "")

    def work() -> object:
        if asked == "ask" and offer is not None:
            return operations.ask_for_export(place.review, wanted=offer.wanted, kind=offer.kind, by=place.user)
        if chosen is None:
            raise Http404
        if asked == "let-go":
            return operations.let_go(chosen, by=place.user)
        return operations.stop_export(chosen, by=place.user)

    if kept(request, form, work, done=str(_DONE.get(asked, _DONE["stop"]))):
        return redirect("exports", place.review.reference)
    rows = exports_of(place)
    part = request.headers.get("HX-Request") == "true"
    return show(request, "exports/_exports.jinja" if part else "exports/exports.jinja", form=form,
                review=place.review, offer=offer, rows=rows, ongoing=any(row.ongoing for row in rows),
                days=settings.EXPORT_DAYS, said_of=said_of, share_of=share_of)  # fmt: skip


_DONE = {
    "ask": gettext_lazy("The export is being made. You can go on with other things meanwhile."),
    "let-go": gettext_lazy("The file is deleted."),
    "stop": gettext_lazy("The export is being stopped."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An export that may be asked for: the sort of file, its filter, how many entries that leaves."""

    kind: str
    wanted: Filter
    words: str
    count: int


def _offer(request: HttpRequest, place: Place) -> Offer | None:
    query = request.GET.copy()
    kind = "".join(query.pop("kind", [""])[-1:])
    if kind not in KINDS:
        return None
    form, wanted = narrowed(place, query)
    if query and not form.is_valid():  # never more than somebody asked for
        return None
    return Offer(kind, wanted, filter_words(place, wanted), entries_of(place, wanted).count())


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
    return kept_file(export.kept_as, file_name(place, export.kind), TYPES[export.kind])
