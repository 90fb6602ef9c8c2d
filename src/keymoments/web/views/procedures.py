"""The stages of a review and their clocks, days, more time, pauses, and checks on time and quality."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.reviews.operations import procedures as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.procedures import (
    Course,
    about_stage,
    arrangements_for,
    check_in,
    checks_of,
    confirmed_in,
    course_of,
    days_of,
    event_in,
    extension_in,
    pause_in,
    pauses_of,
    procedures_for,
)
from keymoments.web.forms import procedures as forms
from keymoments.web.presenters import procedures as words
from keymoments.web.views.page import Confirmation, in_review, kept, show


def _telling() -> dict[str, Any]:
    """What templates say stages with."""
    return {
        "states": words.STATE_WORDS,
        "colours": words.STATE_COLOURS,
        "statuses": words.STATUS_WORDS,
        "limit": words.limit_words,
        "over": words.over_words,
        "elapsed": words.elapsed_words,
        "event_title": words.event_title,
    }


@in_review(Permission.PROCEDURE_VIEW, reads="review:stages:view")
def stages(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every stage with its limit, its day and how it stands; days of events are written down here."""
    course = course_of(place.review)
    events = list(words.event_choices(course.procedure)) if course.procedure else []
    do = request.POST.get("do", "")
    day = forms.EventDay(request.POST if do == "day" else None, prefix="day", lists={"event": events})
    back = forms.TakingBack(request.POST if do == "back" else None, prefix="back")
    form: Form = {"day": day, "back": back}.get(do, Confirmation())

    def work() -> object:
        if do == "day":
            return operations.record_event(place.review, **day.cleaned_data, by=place.user)
        row = event_in(place, request.POST.get("row", ""))
        return operations.take_event_back(row, why=back.cleaned_data["why"], by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("stages", place.review.reference)
    return show(request, "procedures/stages.jinja", review=place.review, course=course, days=days_of(place), day=day,
                back=back, sent=form, may_change=place.may(Permission.PROCEDURE_CHANGE), **_telling())  # fmt: skip


@in_review(Permission.PROCEDURE_VIEW, reads="review:stage:view")
def stage(request: HttpRequest, place: Place, stage: str) -> HttpResponseBase:
    """One stage: from when it is counted, by when it is due, more time, and who says so."""
    course = course_of(place.review)
    about = about_stage(place, course, stage)
    assert course.procedure is not None  # noqa: S101 - a stage that is there has a procedure
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    starts = [(key, words.event_title(course.procedure, key)) for key in about.clock.stage.starts_from]
    number = {"count": about.clock.stage.count, "unit": about.clock.stage.unit}
    forms_here: dict[str, Form] = {
        "done": forms.StageDone(sent("done"), prefix="done"),
        "start": forms.CountedFrom(sent("start"), prefix="start", lists={"event": starts}),
        "extend": forms.MoreTime(sent("extend"), prefix="extend"),
        "confirm": forms.Confirming(sent("confirm"), prefix="confirm", initial=number),
        "back": forms.TakingBack(sent("back"), prefix="back"),
    }
    form = forms_here.get(do, Confirmation(request.POST or None))
    if do and kept(request, form, lambda: _stage_work(request, place, stage, do, form.cleaned_data), done=_("Kept")):
        return redirect("stage", place.review.reference, stage)
    return show(request, "procedures/stage.jinja", review=place.review, course=course, about=about, one=about.clock,
                forms=forms_here, sent=form, may_change=place.may(Permission.PROCEDURE_CHANGE),
                **_telling())  # fmt: skip


def _stage_work(request: HttpRequest, place: Place, stage: str, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    review, by, row = place.review, place.user, request.POST.get("row", "")
    match do:
        case "done":
            return operations.record_event(review, event=f"{stage}-done", **values, by=by)
        case "start":
            return operations.choose_start(review, stage=stage, **values, by=by)
        case "extend":
            return operations.extend(review, stage=stage, **values, by=by)
        case "confirm":
            return operations.confirm_limit(review, stage=stage, **values, by=by)
        case "back":
            return operations.take_extension_back(extension_in(place, row), why=values["why"], by=by)
        case "unconfirm":
            return operations.take_confirmation_back(confirmed_in(place, row), by=by)
    raise NoSuchReview


@in_review(Permission.PROCEDURE_VIEW, reads="review:pauses:view")
def pauses(request: HttpRequest, place: Place) -> HttpResponseBase:
    """When the review waited for something else, and why: elapsed time is counted on."""
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    forms_here: dict[str, Form] = {
        "pause": forms.Pausing(sent("pause"), prefix="pause"),
        "ends": forms.PauseEnds(sent("ends"), prefix="ends"),
        "back": forms.TakingBack(sent("back"), prefix="back"),
    }
    form = forms_here.get(do, Confirmation())

    def work() -> object:
        if do == "pause":
            return operations.pause(place.review, **form.cleaned_data, by=place.user)
        row = pause_in(place, request.POST.get("row", ""))
        if do == "ends":
            return operations.end_pause_on(row, **form.cleaned_data, by=place.user)
        return operations.take_pause_back(row, **form.cleaned_data, by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("pauses", place.review.reference)
    return show(request, "procedures/pauses.jinja", review=place.review, rows=pauses_of(place), forms=forms_here,
                sent=form, sorts=words.PAUSE_WORDS, course=course_of(place.review),
                may_change=place.may(Permission.PROCEDURE_CHANGE), **_telling())  # fmt: skip


@in_review(Permission.PROCEDURE_VIEW, reads="review:checks:view")
def checks(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Dated looks at time and quality while the review runs."""
    do = request.POST.get("do", "")
    new = forms.Checking(request.POST if do == "check" else None, prefix="check")
    back = forms.TakingBack(request.POST if do == "back" else None, prefix="back")
    form: Form = {"check": new, "back": back}.get(do, Confirmation())

    def work() -> object:
        if do == "check":
            return operations.check_progress(place.review, **new.cleaned_data, by=place.user)
        row = check_in(place, request.POST.get("row", ""))
        return operations.take_check_back(row, why=back.cleaned_data["why"], by=place.user)

    if do and kept(request, form, work, done=_("The check is kept")):
        return redirect("checks", place.review.reference)
    rows = checks_of(place)
    return show(request, "procedures/checks.jinja", review=place.review, rows=rows, new=new, back=back, sent=form,
                times=words.TIME_WORDS, qualities=words.QUALITY_WORDS, today=timezone.localdate(),
                may_change=place.may(Permission.PROCEDURE_CHANGE))  # fmt: skip


@in_review(Permission.PROCEDURE_VIEW, reads="review:procedure:view")
def procedure(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Which procedure the review is under, in full, and the choice of another."""
    course = course_of(place.review)
    standing, own = procedures_for(place.review.nation), arrangements_for(place.review.nation)
    choices = [
        *((one.key, f"{one.title}: {_in_force(one)}") for one in standing),
        *((f"{one.key}@{one.version}", _("%(name)s, version %(version)s (this board’s own)") %
           {"name": one.name, "version": one.version}) for one in own),
    ]  # fmt: skip
    bases = {base: base for one in standing for base in one.bases}
    initial = {"on": place.review.incident_date}
    lists = {"procedure": choices, "bases": list(bases.items())}
    form = forms.ProcedureChoice(request.POST or None, lists=lists, initial=initial)

    def work() -> object:
        values = dict(form.cleaned_data)
        key, _sign, version = values.pop("procedure").partition("@")
        now = request.POST.get("instead_of", "")
        if course.row is not None and now and now != str(course.row.pk):
            raise Refused(_("Somebody else changed the procedure meanwhile: look at it again first."))
        instead = course.row if now else None
        return operations.choose_procedure(
            place.review, key=key, version=version, **values, instead_of=instead, by=place.user
        )

    if kept(request, form, work, done=_("The procedure is chosen")):
        return redirect("stages", place.review.reference)
    return show(request, "procedures/procedure.jinja", review=place.review, course=course, form=form,
                may_change=place.may(Permission.PROCEDURE_CHANGE), earlier=_earlier(course),
                sorts=words.CRITERION_SORTS, **_telling())  # fmt: skip


def _in_force(one: Any) -> str:
    if one.in_force_to is None:
        return _("from %(first)s") % {"first": one.in_force_from.strftime("%d.%m.%Y")}
    days = {"first": one.in_force_from.strftime("%d.%m.%Y"), "last": one.in_force_to.strftime("%d.%m.%Y")}
    return _("%(first)s to %(last)s") % days


def _earlier(course: Course) -> list[Any]:
    return [row for row in course.review.procedures.all() if row.ended_at is not None]
