"""The chronology: filtered, a page at a time, exported as it is on the screen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from keymoments.reviews.exports import KINDS, file_name, write_export
from keymoments.reviews.operations import entries as entry_operations
from keymoments.reviews.operations import views as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import Filter, entries_of, page_of, views_of
from keymoments.reviews.queries.family import people_in
from keymoments.reviews.queries.filters import Part, filter_words, names_in, parts_of
from keymoments.reviews.queries.places import NoSuchReview, Place, agency_in
from keymoments.web.forms.entries import NameOfView, Narrow, NewEntry, NewName
from keymoments.web.presenters.chronology import row_shown
from keymoments.web.views.page import Confirmation, in_review, kept, show


def narrowed(place: Place, query: QueryDict) -> tuple[Narrow, Filter]:
    """The filter that an address asks for; one that cannot be used says so on its form and narrows nothing."""
    people = list(people_in(place))
    children = [(person.key, person.name) for person in people if person.subject]
    form = Narrow(
        query or None,
        agencies=[(agency.key, agency.name) for agency in place.agencies],
        children=children,
        people=[(person.key, person.name) for person in people] if place.may(Permission.FAMILY_VIEW) else children,
    )
    return form, _wanted(form)


def _wanted(form: Narrow) -> Filter:
    if not form.is_valid():
        return Filter()
    values = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
    return Filter(agencies=tuple(form.cleaned_data["agency"]), **values)


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:chronology:view")
def chronology(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A page of the chronology."""
    form, wanted = narrowed(place, request.GET)
    page = page_of(place, wanted, after=_number(request, "after"), before=_number(request, "before"))
    query, names = _filter_alone(request.GET), names_in(place)
    return show(request, "chronology/chronology.jinja", review=place.review, place=place, form=form, wanted=wanted,
                page=page, saved=views_of(place), may_add=place.may(Permission.ENTRY_ADD),
                parts=[(part.words, without(query, part)) for part in parts_of(place, wanted, names)],
                rows=[row_shown(row, page.beside, names) for row in page.rows], query=query.urlencode(),
                boxes=_boxes_of(form, query), may_export=place.may(Permission.EXPORT))  # fmt: skip


def _boxes_of(form: Narrow, query: QueryDict) -> Markup:
    choices = {name: tuple((key, str(words)) for key, words in pairs) for name, pairs in form.choices().items()}
    return _boxes(get_language() or "", query.urlencode(), **choices)


@lru_cache(maxsize=500)  # its twenty boxes take as long as fifty entries, and everybody opens the same few filters
def _boxes(_language: str, query: str, **choices: tuple[tuple[str, str], ...]) -> Markup:
    """The boxes of the filter: the same for the same choices, answers and language."""
    form = Narrow(QueryDict(query) if query else None, **choices)
    return Markup(render_to_string("chronology/_boxes.jinja", {"form": form}))  # noqa: S704 - made by our template


def _filter_alone(query: QueryDict) -> QueryDict:
    """What narrows, without the place in the pages and without boxes left empty."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in ("after", "before") and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept


def without(query: QueryDict, part: Part) -> str:
    """The query of the same filter without one part of it."""
    kept = query.copy()
    for name in (part.name, *(f"{part.name}_{box}" for box in ("day", "month", "year"))):
        values = [value for value in kept.getlist(name) if part.value and value != part.value]
        kept.pop(name, None)
        if values:
            kept.setlist(name, values)
    return kept.urlencode()


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


@in_review(Permission.CHRONOLOGY_VIEW)
def saved_views(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Keep the filter that is on by name, give a kept one another name, or let it go."""
    number, do = request.POST.get("view", ""), request.POST.get("do", "keep")
    forms = {"keep": NameOfView, "rename": NewName}
    sort = forms.get("keep" if do == "keep" and not number else do, Confirmation)
    form = sort(request.POST or None, auto_id=f"%s-{number}" if number.isdecimal() else "id_%s")
    mine = views_of(place)

    def work() -> object:
        if not number:
            return operations.save_view(place.review, **form.cleaned_data, by=place.user)
        view = mine.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        if view is None:
            raise NoSuchReview
        if do == "rename":
            return operations.rename_view(view, name=form.cleaned_data["name"], by=place.user)
        return operations.forget_view(view, by=place.user)

    if kept(request, form, work, done=_("Done")):
        return redirect("saved_views", place.review.reference)
    return show(request, "chronology/saved-views.jinja", review=place.review, form=form, rows=_views_shown(place),
                to_keep=form if form.errors and isinstance(form, NameOfView) else None,
                wrong_name=number if form.errors and isinstance(form, NewName) else "")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViewShown:
    """A view that somebody keeps, with its filter in words; one that fits nothing here any more says so."""

    view: Any
    words: str
    usable: bool


def _views_shown(place: Place) -> list[ViewShown]:
    form, _nothing = narrowed(place, QueryDict())
    names = names_in(place)
    found = []
    for view in views_of(place):
        asked = Narrow(QueryDict(view.query), **form.choices())
        found.append(ViewShown(view, filter_words(place, _wanted(asked), names), asked.is_valid()))
    return found


@in_review(Permission.ENTRY_ADD)
def new_entry(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Add an entry by hand."""
    people = people_in(place) if place.may(Permission.FAMILY_VIEW) else ()
    form = NewEntry(
        request.POST or None,
        agencies=[(agency.key, agency.name) for agency in place.agencies],
        people=[(person.key, person.name) for person in people],
    )

    def work() -> object:
        values = form.cleaned_data
        return entry_operations.add_entry(
            agency_in(place, values["agency"]),
            day=form.days(values),
            text=values["text"],
            source=values["source"],
            said=form.said(),
            by=place.user,
        )

    if kept(request, form, work, done=_("The entry is added")):
        return redirect("chronology", place.review.reference)
    return show(request, "chronology/new-entry.jinja", review=place.review, form=form)


@in_review(Permission.EXPORT, reads="review:chronology:export")
def export(request: HttpRequest, place: Place, kind: str) -> HttpResponseBase:
    """Exactly what is on the screen, with the filter that was used."""
    if kind not in KINDS:
        raise Http404
    form, wanted = narrowed(place, request.GET)
    if request.GET and not form.is_valid():  # never more than somebody asked for
        return redirect(f"{reverse('chronology', args=[place.review.reference])}?{request.GET.urlencode()}")
    if entries_of(place, wanted).count() > settings.DIRECT_EXPORT:  # it takes long: asked for, and made, elsewhere
        query = request.GET.copy()
        query["kind"] = kind
        return redirect(f"{reverse('exports', args=[place.review.reference])}?{query.urlencode()}")
    incoming = settings.DATA / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        path = Path(folder) / f"chronology.{kind}"
        write_export(place, wanted, kind, path)
        data = path.read_bytes()
    name = f'attachment; filename="{file_name(place, kind)}"'
    return HttpResponse(data, content_type=KINDS[kind], headers={"Content-Disposition": name})
