"""Those whom the review should hear, each step with its proof; learning events."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import engagement as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.engagement import (
    engaged_in,
    engaged_one,
    event_numbered,
    events_in,
    point_in,
    step_in,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.web.forms import engagement as forms
from keymoments.web.presenters import engagement as words
from keymoments.web.views.page import Confirmation, in_review, kept, kept_file, show

_WORDS = {
    "sorts": words.SORT_WORDS,
    "steps": words.STEP_WORDS,
    "heard": words.HEARD_WORDS,
    "colours": words.HEARD_COLOURS,
}


@in_review(Permission.ENGAGEMENT_VIEW, reads="review:engagement:view")
def engagement(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Who has been heard, who was not and why, and what comes next for each."""
    agencies = [(one.key, one.name) for one in place.agencies]
    form = forms.Naming(request.POST or None, agencies=agencies)

    def work() -> object:
        values = dict(form.cleaned_data)
        key = values.pop("agency")
        agency = next((one for one in place.agencies if one.key == key), None)
        return operations.name_engaged(place.review, **values, agency=agency, by=place.user)

    if kept(request, form, work, done=_("Kept")):
        return redirect("engagement", place.review.reference)
    return show(request, "engagement/engagement.jinja", review=place.review, rows=engaged_in(place), form=form,
                may_change=place.may(Permission.ENGAGEMENT_CHANGE), **_WORDS)  # fmt: skip


@in_review(Permission.ENGAGEMENT_VIEW, reads="review:engagement:view")
def engaged(request: HttpRequest, place: Place, engaged: int) -> HttpResponseBase:
    """One of them: every step with its proof, and what comes next."""
    about = engaged_one(place, engaged)
    do = request.POST.get("do", "")
    questions = [(str(one.pk), one.words[:100]) for one in about.steps if one.step == "question"]
    new = forms.StepTaken(
        request.POST if do == "step" else None, request.FILES if do == "step" else None, questions=questions
    )
    aside = forms.Reason(request.POST if do == "aside" else None, prefix="aside")
    back = forms.Reason(request.POST if do == "back" else None, prefix="back")
    form: Form = {"step": new, "aside": aside, "back": back}.get(do, Confirmation())

    def work() -> object:
        match do:
            case "step":
                return _take_step(place, about.row, dict(new.cleaned_data))
            case "aside":
                return operations.set_engaged_aside(about.row, **aside.cleaned_data, by=place.user)
            case "back":
                row = step_in(place, request.POST.get("row", ""))
                return operations.take_step_back(row, **back.cleaned_data, by=place.user)
        raise NoSuchReview

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("engaged", place.review.reference, engaged)
    return show(request, "engagement/engaged.jinja", review=place.review, about=about, new=new, aside=aside, back=back,
                sent=form, may_change=place.may(Permission.ENGAGEMENT_CHANGE), **_WORDS)  # fmt: skip


def _take_step(place: Place, row: Any, values: dict[str, Any]) -> object:
    file = values.pop("file")
    question = values.pop("answers")
    values["answers"] = step_in(place, question) if question else None
    if file is not None:
        values |= {"file_name": file.name, "pieces": file.chunks(), "size": file.size}
    return operations.take_step(row, **values, by=place.user)


@in_review(Permission.ENGAGEMENT_VIEW, reads="review:engagement:proof")
def proof(request: HttpRequest, place: Place, step: int) -> HttpResponseBase:  # noqa: ARG001
    """The file that proves a step."""
    row = step_in(place, str(step))
    if not row.proof_as:
        raise NoSuchReview
    return kept_file(row.proof_as, row.proof_name, "application/octet-stream")


@in_review(Permission.ENGAGEMENT_VIEW, reads="review:learning:view")
def learning(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Learning events, what they brought and what changed."""
    do = request.POST.get("do", "")
    event = forms.EventHeld(request.POST if do == "event" else None, prefix="event")
    point = forms.PointLearned(request.POST if do == "point" else None, prefix="point")
    form: Form = {"event": event, "point": point}.get(do, Confirmation(request.POST or None))

    def work() -> object:
        match do:
            case "event":
                return operations.hold_event(place.review, **event.cleaned_data, by=place.user)
            case "point":
                held = event_numbered(place, request.POST.get("event", ""))
                return operations.add_point(held, **point.cleaned_data, by=place.user)
            case "back":
                return operations.take_point_back(point_in(place, request.POST.get("row", "")), by=place.user)
        raise NoSuchReview

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("learning", place.review.reference)
    return show(request, "engagement/learning.jinja", review=place.review, rows=events_in(place), event=event,
                point=point, sent=form, may_change=place.may(Permission.ENGAGEMENT_CHANGE))  # fmt: skip
