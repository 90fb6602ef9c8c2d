"""Blind marking: two people judge apart from each other, then see how far they agree."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from keymoments.reviews.models import MarkingRound
from keymoments.reviews.operations import marking as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.filters import names_in
from keymoments.reviews.queries.marking import (
    ToJudge,
    markers_in,
    outcome_of,
    round_in,
    rounds_in,
    things_of,
    to_judge,
)
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.suggestions import entries_by
from keymoments.web.forms.marking import Judging, Opening, Settling
from keymoments.web.presenters.marking import ABOUT_WORDS, VERDICT_WORDS
from keymoments.web.presenters.moments import KIND_WORDS, suggestion_shown, when_said
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.MOMENT_VIEW, reads="review:markings:view")
def markings(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every round with how far it is, and a form for a new one."""
    people = {str(user.pk): user for user in markers_in(place)}
    form = Opening(request.POST or None, people=[(key, user.name) for key, user in people.items()])

    def work() -> object:
        values = form.cleaned_data
        two = {name: people[values[name]] for name in ("one", "other")}
        return operations.open_round(place.review, about=values["about"], most=values["most"], **two, by=place.user)

    if kept(request, form, work, done=_("The round is open")):
        return redirect("markings", place.review.reference)
    return show(request, "marking/markings.jinja", review=place.review, rows=rounds_in(place), form=form,
                about=ABOUT_WORDS, may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


@in_review(Permission.MOMENT_VIEW, reads="review:marking:view")
def marking(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One round: something to judge for its markers while it goes on, how far they agree once it has ended."""
    round_ = round_in(place, number)
    judging = to_judge(place, round_, request.GET.get("thing", ""))
    outcome, do = outcome_of(round_), request.POST.get("do", "")
    mine = {"verdict": judging.mine.verdict, "note": judging.mine.note} if judging and judging.mine else {}
    forms: dict[str, Form] = {
        "judge": Judging(request.POST if do == "judge" else None, initial=mine),
        "settle": Settling(request.POST if do == "settle" else None, prefix="settle"),
        "end": Confirmation(request.POST or None),
    }
    form = forms.get(do, Confirmation())

    def work() -> object:
        if do == "judge":
            thing = judging.thing if judging else ""
            return operations.mark(round_, thing=thing, **form.cleaned_data, by=place.user)
        if do == "settle":
            return operations.settle(round_, **form.cleaned_data, by=place.user)
        return operations.end_round(round_, by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect(_on(place, round_, judging, do))
    wanted = [judging.thing] if judging else [one.thing for one in outcome.apart] if outcome else []
    things = {name: _shown(place, round_, row) for name, row in things_of(place, round_, wanted).items()}
    return show(request, "marking/marking.jinja", review=place.review, round=round_, judging=judging, outcome=outcome,
                things=things, forms=forms, sent=form, verdicts=VERDICT_WORDS, about=ABOUT_WORDS[round_.about],
                kinds=KIND_WORDS, progress=next(row for row in rounds_in(place) if row.round.pk == round_.pk),
                may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


def _on(place: Place, round_: MarkingRound, judging: ToJudge | None, do: str) -> str:
    """To the next thing that is not judged yet."""
    address = reverse("marking", args=[place.review.reference, round_.number])
    return f"{address}?thing={judging.following}" if do == "judge" and judging and judging.following else address


def _shown(place: Place, round_: MarkingRound, row: Any) -> Any:
    """A suggestion with its quotes, or a moment with its days."""
    if round_.about == MarkingRound.About.MOMENT:
        return row, when_said(row)
    return suggestion_shown(row, entries_by(place, [row]), names_in(place))
