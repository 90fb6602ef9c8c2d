"""The chronology: filtered, a page at a time, exported as it is on the screen."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from keymoments.reviews.exports import KINDS, file_name, write_export
from keymoments.reviews.operations import entries as entry_operations
from keymoments.reviews.operations import views as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import Filter, page_of, views_of
from keymoments.reviews.queries.family import people_in
from keymoments.reviews.queries.places import Place, agency_in
from keymoments.web.forms.entries import NameOfView, Narrow, NewEntry
from keymoments.web.presenters.chronology import row_shown
from keymoments.web.views.page import Confirmation, in_review, kept, show


def _narrow(place: Place, query: QueryDict) -> tuple[Narrow, Filter]:
    people = list(people_in(place))
    form = Narrow(
        query or None,
        agencies=[(agency.key, agency.name) for agency in place.agencies],
        children=[(person.key, person.name) for person in people if person.subject],
        people=[(person.key, person.name) for person in people],
    )
    if not form.is_valid():
        return form, Filter()
    values = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
    return form, Filter(agencies=tuple(form.cleaned_data["agency"]), **values)


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:chronology:view")
def chronology(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A page of the chronology."""
    form, wanted = _narrow(place, request.GET)
    page = page_of(place, wanted, after=_number(request, "after"), before=_number(request, "before"))
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return show(request, "chronology/chronology.jinja", review=place.review, place=place, form=form, wanted=wanted,
                page=page, saved=views_of(place), may_add=place.may(Permission.ENTRY_ADD),
                rows=[row_shown(row, page.beside) for row in page.rows], query=query.urlencode(),
                may_export=place.may(Permission.EXPORT))  # fmt: skip


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


@in_review(Permission.CHRONOLOGY_VIEW)
def saved_views(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Keep the filter that is on by name, or let a kept one go."""
    number = request.POST.get("view", "")
    form = Confirmation(request.POST or None) if number else NameOfView(request.POST or None)
    mine = views_of(place)

    def work() -> object:
        if number:
            return operations.forget_view(get_object_or_404(mine, pk=number), by=place.user)
        return operations.save_view(place.review, **form.cleaned_data, by=place.user)

    if kept(request, form, work, done=_("Done")):
        return redirect("saved_views", place.review.reference)
    return show(request, "chronology/saved-views.jinja", review=place.review, form=form, rows=mine)


@in_review(Permission.ENTRY_ADD)
def new_entry(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Add an entry by hand."""
    form = NewEntry(request.POST or None, agencies=[(agency.key, agency.name) for agency in place.agencies])

    def work() -> object:
        values = dict(form.cleaned_data)
        return entry_operations.add_entry(agency_in(place, values.pop("agency")), **values, by=place.user)

    if kept(request, form, work, done=_("The entry is added")):
        return redirect("chronology", place.review.reference)
    return show(request, "chronology/new-entry.jinja", review=place.review, form=form)


@in_review(Permission.EXPORT, reads="review:chronology:export")
def export(request: HttpRequest, place: Place, kind: str) -> HttpResponseBase:
    """Exactly what is on the screen, with the filter that was used."""
    if kind not in KINDS:
        raise Http404
    _, wanted = _narrow(place, request.GET)
    incoming = settings.DATA / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        path = Path(folder) / f"chronology.{kind}"
        write_export(place, wanted, kind, path)
        data = path.read_bytes()
    name = f'attachment; filename="{file_name(place, kind)}"'
    return HttpResponse(data, content_type=KINDS[kind], headers={"Content-Disposition": name})
