"""The family of a review over time: people, what they are to each other, who lived where, names to be placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.export.genogram import genogram
from keymoments.export.household import initial_upper, people_in_words, together_in_words
from keymoments.export.household_timeline import household_timeline
from keymoments.reviews.operations import family as operations
from keymoments.reviews.operations import unknown_people as unknown_operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.family import (
    AboutName,
    about,
    about_name,
    by_role_in,
    doubles_in,
    household_in,
    people_in,
    person_in,
    places_in,
    unknown_in,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.web.forms.family import (
    Aside,
    MergeForm,
    PersonForm,
    PlaceForm,
    RelationForm,
    ResidenceForm,
    SameAs,
)
from keymoments.web.presenters.household import KINSHIP_WORDS, household_words, known_day
from keymoments.web.views.page import Confirmation, in_review, kept, show

Works = Mapping[str, Callable[[], object]]


def _sent(request: HttpRequest, name: str) -> Any:
    """What was sent for one of the forms of a page."""
    return request.POST if request.method == "POST" and request.POST.get("do") == name else None


def _done(request: HttpRequest, forms: Mapping[str, Form], works: Works) -> bool:
    """Whether the form that was sent was taken; a button alone has no form."""
    do = request.POST.get("do", "")
    if do not in works:
        return False
    form = forms.get(do) or forms["button"]
    return kept(request, form, works[do], done=_("Kept"))


@in_review(Permission.FAMILY_VIEW, reads="review:household:view")
def household(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The genogram, the timeline and both in words; relations that roles propose are confirmed here."""
    family = household_in(place)
    proposed = {key: (one, kind, other) for key, one, kind, other in by_role_in(place, family)}
    button = Confirmation(request.POST or None)

    def confirm() -> object:
        if request.POST.get("relation", "") not in proposed:
            raise NoSuchReview
        one, kind, other = proposed[request.POST["relation"]]
        return operations.add_relation(one, kind=kind, other=other, by=place.user)

    if _done(request, {"button": button}, {"confirm": confirm}):
        return redirect("household", place.review.reference)
    words = household_words()
    people = people_in_words(family, words)
    return show(request, "household/household.jinja", review=place.review, place=place, form=button, people=people,
                genogram=genogram(family, words=words), timeline=household_timeline(family, words=words),
                together=together_in_words(family, words), upper=initial_upper, proposed=proposed,
                doubles=doubles_in(place, family), kinds=KINSHIP_WORDS,
                waiting=unknown_in(place).filter(state="open").count(),
                may_change=place.may(Permission.FAMILY_CHANGE))  # fmt: skip


@in_review(Permission.FAMILY_CHANGE)
def new_person(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Name another person."""
    form = PersonForm(request.POST or None)
    if kept(request, form, lambda: operations.add_person(place.review, said=form.said(), by=place.user),
            done=_("Named. The records are analysed again.")):  # fmt: skip
        return redirect("household", place.review.reference)
    return show(request, "household/new-person.jinja", review=place.review, form=form)


@in_review(Permission.FAMILY_VIEW, reads="review:person:view")
def person(request: HttpRequest, place: Place, person: str) -> HttpResponseBase:
    """One person: what is known, relations, homes, merges."""
    one = person_in(place, person)
    family = household_in(place)
    said = about(place, one, family)
    others = [other for other in people_in(place) if other.pk != one.pk]
    homes = list(places_in(place))
    choices = [(other.key, other.name) for other in others]
    first = {name: getattr(one, name) for name in ("name", "role", "sex", "born", "died", "subject")}
    forms: dict[str, Form] = {
        "change": PersonForm(_sent(request, "change"), initial={**first, "aliases": "\n".join(one.aliases)}),
        "relation": RelationForm(_sent(request, "relation"), people=choices, prefix="relation"),
        "residence": ResidenceForm(
            _sent(request, "residence"), places=[(home.key, home.name) for home in homes], prefix="home"
        ),
        "merge": MergeForm(_sent(request, "merge"), people=choices, prefix="merge"),
        "button": Confirmation(request.POST or None),
    }
    if _done(request, forms, _person_works(request, place, one, forms, others, homes)):
        return redirect("person", place.review.reference, one.key)
    shown = next((member for member in people_in_words(family, household_words()) if member.key == one.key), None)
    return show(request, "household/person.jinja", review=place.review, one=one, said=said, forms=forms, shown=shown,
                kinds=KINSHIP_WORDS, upper=initial_upper, known=known_day,
                may_change=place.may(Permission.FAMILY_CHANGE))  # fmt: skip


def _person_works(
    request: HttpRequest, place: Place, one: Any, forms: Mapping[str, Any], others: list[Any], homes: list[Any]
) -> Works:
    """What each form of a person's page does."""
    by = place.user

    def typed(name: str) -> dict[str, Any]:
        return dict(forms[name].cleaned_data)

    def chosen(rows: list[Any], key: str) -> Any:
        return next(row for row in rows if row.key == key)

    def relate() -> object:
        values = typed("relation")
        other = chosen(others, values["other"])
        return operations.add_relation(one, kind=values["kind"], other=other, when=forms["relation"].period(), by=by)

    def house() -> object:
        values = typed("residence")
        home = chosen(homes, values["place"]) if values["place"] else None
        when = forms["residence"].period()
        return operations.add_residence(one, place=home, new_place=values["new_place"], when=when, by=by)

    def merge() -> object:
        values = typed("merge")
        return operations.merge_people(one, into=chosen(others, values["into"]), reason=values["reason"], by=by)

    def row(rows: Any) -> Any:
        number = request.POST.get("row", "")
        found = rows.filter(pk=int(number)).first() if number.isdecimal() else None
        if found is None:
            raise NoSuchReview
        return found

    return {
        "change": lambda: operations.change_person(one, said=forms["change"].said(), by=by),
        "relation": relate,
        "residence": house,
        "merge": merge,
        "part": lambda: operations.part_people(one, by=by),
        "drop-relation": lambda: operations.drop_relation(row(place.review.relations), by=by),
        "drop-residence": lambda: operations.drop_residence(row(place.review.residences), by=by),
    }


@in_review(Permission.FAMILY_VIEW, reads="review:household:view")
def family_places(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The places of a review, and what else they are called."""
    rows = list(places_in(place))
    open_one = next((row for row in rows if row.key == request.GET.get("place")), None)
    first = {"name": open_one.name, "kind": open_one.kind, "aliases": "\n".join(open_one.aliases)} if open_one else {}
    form = PlaceForm(request.POST or None, initial=first)

    def work() -> object:
        if open_one:
            return operations.change_place(open_one, **form.cleaned_data, by=place.user)
        return operations.add_place(place.review, **form.cleaned_data, by=place.user)

    if kept(request, form, work, done=_("Kept. The records are analysed again.")):
        return redirect("family_places", place.review.reference)
    return show(request, "household/family-places.jinja", review=place.review, form=form, rows=rows, open_one=open_one,
                may_change=place.may(Permission.FAMILY_CHANGE))  # fmt: skip


@in_review(Permission.FAMILY_VIEW, reads="review:unknown:view")
def unknown_people(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Names that nobody has placed: all of them, or one (``?name=``) with what can be decided about it."""
    number = request.GET.get("name", "")
    one = about_name(place, number) if number else None
    written = one.name.written if one else ""
    choices = [(row.key, row.name) for row in one.people] if one else []
    forms: dict[str, Form] = {
        "name": PersonForm(_sent(request, "name"), initial={"name": written}),
        "merge": SameAs(_sent(request, "merge"), people=choices, prefix="merge"),
        "aside": Aside(_sent(request, "aside"), prefix="aside"),
        "button": Confirmation(request.POST or None),
    }
    if one and _done(request, forms, _unknown_works(place, one, forms)):
        return redirect("unknown_people", place.review.reference)
    names = list(unknown_in(place))
    return show(request, "household/unknown-people.jinja", review=place.review, one=one, forms=forms,
                waiting=[name for name in names if name.state == "open"],
                decided=[name for name in names if name.state != "open"],
                may_change=place.may(Permission.FAMILY_CHANGE))  # fmt: skip


def _unknown_works(place: Place, one: AboutName, forms: Mapping[str, Any]) -> Works:
    """What each form about a name does."""
    by = place.user

    def merge() -> object:
        values = forms["merge"].cleaned_data
        person = next(row for row in one.people if row.key == values["person"])
        return unknown_operations.merge_unknown(one.name, person=person, reason=values["reason"], by=by)

    return {
        "name": lambda: unknown_operations.name_person(one.name, said=forms["name"].said(), by=by),
        "merge": merge,
        "aside": lambda: unknown_operations.set_unknown_aside(one.name, **forms["aside"].cleaned_data, by=by),
        "undo": lambda: unknown_operations.undo_unknown(one.name, by=by),
    }
