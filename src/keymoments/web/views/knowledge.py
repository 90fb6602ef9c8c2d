"""Who knew what, from when: the facts of a review by agency, on any day, and what people decided about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import knowledge as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import entry_named
from keymoments.reviews.queries.knowledge import OneHolding, holding_in, knowledge_in, own_fact_in
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.web.forms.knowledge import FactAside, Held, KnownOn, NewFact, NotHeld
from keymoments.web.forms.moments import TakingBack
from keymoments.web.presenters.moments import quoted
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


@in_review(Permission.MOMENT_VIEW, reads="review:knowledge:view")
def knowledge(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every fact with those who held it, the first before the others; on one day only what was held then."""
    asked = KnownOn(request.GET if "day_day" in request.GET else None)
    day: date | None = asked.cleaned_data["day"] if asked.is_bound and asked.is_valid() else None
    form = NewFact(request.POST or None, prefix="fact")

    def work() -> object:
        return operations.name_fact(place.review, words=form.cleaned_data["words"], by=place.user)

    if kept(request, form, work, done=_("Named. Say now who held it, and from when.")):
        return redirect("knowledge", place.review.reference)
    found = knowledge_in(place, day=day)
    agencies = list(place.review.agencies.all())
    missing = {row.sort: [one for one in agencies if one not in [held.agency for held in row.holders]]
               for row in found.rows}  # fmt: skip
    return show(request, "knowledge/knowledge.jinja", review=place.review, found=found, asked=asked, day=day, form=form,
                quoted=quoted, missing=missing, may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


@in_review(Permission.MOMENT_VIEW, reads="review:knowledge:view")
def holding(request: HttpRequest, place: Place, sort: str, agency: str) -> HttpResponseBase:
    """One fact and one agency: every record of it, and what people decide."""
    one = holding_in(place, sort, agency, start=start_of(request))
    do = request.POST.get("do", "")
    first = {"since": one.holder.since, "entry": _name(one)}
    forms: dict[str, Form] = {
        "held": Held(request.POST if do == "held" else None, prefix="held", initial=first),
        "not-held": NotHeld(request.POST if do == "not-held" else None, prefix="not"),
        "back": TakingBack(request.POST if do == "back" else None, prefix="back"),
        "aside": FactAside(request.POST if do == "aside" else None, prefix="aside"),
    }
    form = forms.get(do, Confirmation())
    if do and kept(request, form, lambda: _work(place, one, do, form.cleaned_data), done=_("Kept")):
        return redirect("knowledge", place.review.reference)
    return show(request, "knowledge/holding.jinja", review=place.review, one=one, forms=forms, sent=form,
                quoted=quoted, own=one.sort.startswith("own-"),
                may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


def _name(one: OneHolding) -> str:
    """The name of the entry that shows it, as the chronology has it."""
    entry = one.entries.get(one.holder.entry)
    return entry.name if entry else ""


def _work(place: Place, one: OneHolding, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    review, by, agency = place.review, place.user, one.holder.agency.key
    match do:
        case "held":
            entry = entry_named(place, values["entry"]) if values["entry"] else None
            if values["entry"] and entry is None:
                raise Refused(_("No entry of the chronology has this name."))
            return operations.decide_held(review, sort=one.sort, agency=agency, since=values["since"],
                                          entry=entry.key if entry else "", reason=values["reason"],
                                          by=by)  # fmt: skip
        case "not-held":
            return operations.decide_not_held(review, sort=one.sort, agency=agency, reason=values["reason"], by=by)
        case "back" if one.holder.decision is not None:
            return operations.take_holding_back(one.holder.decision, reason=values["reason"], by=by)
        case "aside":
            return operations.set_fact_aside(own_fact_in(place, one.sort), reason=values["reason"], by=by)
    raise NoSuchReview
