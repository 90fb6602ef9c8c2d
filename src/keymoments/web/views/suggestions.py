"""Suggestions of the analysis: read one by one or as a list, and decided by people."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import suggestions as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.comments import count_about
from keymoments.reviews.queries.filters import names_in
from keymoments.reviews.queries.moments import moment_in, moments_of
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.suggestions import (
    STATES,
    OneSuggestion,
    Wanted,
    decision_in,
    rule_records,
    suggestion_in,
    suggestions_in,
)
from keymoments.web.forms.moments import Accepting, Joining, Rejecting, TakingBack
from keymoments.web.presenters.chronology import row_shown
from keymoments.web.presenters.moments import PROPOSED_WORDS, STATE_WORDS, suggestion_shown
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


@in_review(Permission.MOMENT_VIEW, reads="review:suggestions:view")
def suggestions(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The suggestions in one state, the weightiest first; decisions about what is no longer proposed, too."""
    asked = request.GET
    state = asked.get("state", "open")
    wanted = Wanted(
        state if state in STATES else "open",
        *(asked.get(name, "") for name in ("kind", "rule", "agency", "child")),
    )
    found = suggestions_in(place, wanted, start=start_of(request))
    names = names_in(place)
    agencies = {agency.key: agency.name for agency in place.agencies}
    return show(request, "suggestions/suggestions.jinja", review=place.review, wanted=wanted, found=found,
                rows=[suggestion_shown(row, found.entries, names) for row in found.rows], states=STATE_WORDS,
                kinds=PROPOSED_WORDS, agencies=agencies,
                children=list(place.review.people.filter(subject=True, merged_into=None)))  # fmt: skip


@in_review(Permission.MOMENT_VIEW, reads="review:suggestion:view")
def suggestion(request: HttpRequest, place: Place, key: str) -> HttpResponseBase:
    """One suggestion beside the chronology around it, and what can be decided about it."""
    one = suggestion_in(place, key)
    do = request.POST.get("do", "")
    moments = [(str(row.number), f"{row.number}. {row.title}") for row in moments_of(place)]
    forms: dict[str, Form] = {
        "accept": Accepting(request.POST if do in ("accept", "change") else None, prefix="accept"),
        "join": Joining(request.POST if do == "join" else None, prefix="join", moments=moments),
        "reject": Rejecting(request.POST if do == "reject" else None, prefix="reject"),
        "back": TakingBack(request.POST if do == "back" else None, prefix="back"),
    }
    form = forms.get("accept" if do == "change" else do, Confirmation())
    made: list[Any] = []
    if kept(request, form, lambda: made.append(_work(place, one, do, form.cleaned_data)), done=_DONE[do]()
            if do in _DONE else ""):  # fmt: skip
        if do == "change" and made:
            return redirect("change_moment", place.review.reference, made[0].number)
        following = one.next or one.previous
        if do != "back" and following:
            return redirect("suggestion", place.review.reference, following)
        return (
            redirect("suggestion", place.review.reference, key)
            if do == "back"
            else redirect("suggestions", place.review.reference)
        )
    names = names_in(place)
    around = [row_shown(row, one.beside, names) for row in one.around]
    return show(request, "suggestions/suggestion.jinja", review=place.review,
                spoken=("suggestion", key, *count_about(place, "suggestion", key)), place=place, one=one, forms=forms,
                shown=suggestion_shown(one.row, one.entries, names), around=around, sent=form,
                resting=set(one.row.entries), may_change=place.may(Permission.MOMENT_CHANGE),
                moments=moments)  # fmt: skip


_DONE = {
    "accept": lambda: _("It is a key moment now"),
    "change": lambda: _("It is a key moment now. Change what it says."),
    "join": lambda: _("It is part of the key moment now"),
    "reject": lambda: _("Rejected"),
    "back": lambda: _("The decision is taken back"),
}


def _work(place: Place, one: OneSuggestion, do: str, values: dict[str, Any]) -> Any:
    """Do what the form of one sort asks."""
    by, reason = place.user, values.get("reason", "")
    match do:
        case "accept" | "change":
            return operations.accept(one.row, reason=reason, by=by)
        case "join":
            return operations.join(one.row, moment=moment_in(place, int(values["moment"])), reason=reason, by=by)
        case "reject":
            return operations.reject(one.row, reason=reason, by=by)
    return operations.take_back(decision_in(place, one.row.decision_id or 0), reason=reason, by=by)


@in_review(Permission.MOMENT_VIEW, reads="review:rules:view")
def rule_record(request: HttpRequest, place: Place) -> HttpResponseBase:
    """How often each rule was right, in this review and in all of the organisation."""
    return show(request, "suggestions/rule-record.jinja", review=place.review, rows=rule_records(place))
