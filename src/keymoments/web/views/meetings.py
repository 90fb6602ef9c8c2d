"""Meetings: planned, held or called off, with agenda, minutes, who came and what was agreed."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.reviews.models import Attendance, Draft, EditedVersion, Meeting
from keymoments.reviews.operations import meetings as operations
from keymoments.reviews.operations.meetings import MeetingSaid, meeting_said
from keymoments.reviews.operations.versions import with_theirs
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries import meetings as queries
from keymoments.reviews.queries.drafts import draft_of, drafts_in
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.versions import version_of, versions_of
from keymoments.web.forms.chasing import Wanting
from keymoments.web.forms.meetings import Answering, CallingOff, MeetingForm, OnList
from keymoments.web.presenters.meetings import BOX_WORDS, box_said
from keymoments.web.presenters.roles import ROLE_WORDS
from keymoments.web.presenters.writing import changed_boxes, clashing_boxes
from keymoments.web.views.chasing import want, whom_choices
from keymoments.web.views.page import Confirmation, in_review, kept, show
from keymoments.web.views.writing import draft_answer, written

About = EditedVersion.About


@in_review(Permission.MEETING_VIEW, reads="review:meetings:view")
def meetings(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every meeting, the newest first."""
    return show(request, "meetings/meetings.jinja", review=place.review, rows=queries.meetings_in(place),
                drafts=drafts_in(place, "meeting"), may_change=place.may(Permission.MEETING_CHANGE))  # fmt: skip


def _form(request: HttpRequest, first: dict[str, Any], draft: Draft | None) -> MeetingForm:
    """The form as it is sent, or with what was typed before, or with what is there."""
    sent = request.POST if request.method == "POST" else None
    form = MeetingForm(sent, initial=first)
    if sent is None and draft is not None:
        form.drafted(draft.values)
    return form


@in_review(Permission.MEETING_CHANGE)
def new_meeting(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Note a meeting, to come or past."""
    about = "meeting-new"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    form = _form(request, {"based_on": 0}, draft)
    made: list[Meeting] = []

    def change() -> None:
        made.append(operations.plan(place.review, said=form.said(), by=place.user))

    taken, _overtaken = written(request, place, about, form, change, done=_("The meeting is noted"))
    if taken:
        return redirect("meeting", place.review.reference, made[0].number) if made else redirect(
            "meetings", place.review.reference
        )  # fmt: skip
    return show(request, "meetings/new-meeting.jinja", review=place.review, form=form, draft=draft)


@in_review(Permission.MEETING_VIEW, reads="review:meeting:view")
def meeting(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One meeting: what it is about, who came, what was said and agreed."""
    about = queries.about_meeting(place, number, timezone.localdate())
    do = request.POST.get("do", "")
    members = [(str(one.pk), one.name) for one in queries.can_come(place)]

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    forms: dict[str, Form] = {
        "list": OnList(sent("list"), prefix="list", members=members),
        "answer": Answering(sent("answer"), prefix="answer"),
        "off": CallingOff(sent("off"), prefix="off"),
        "action": Wanting(sent("action"), prefix="action", whom=whom_choices(place), sort="action"),
        "button": Confirmation(request.POST or None),
    }
    form = forms.get(do, forms["button"])
    if do and kept(request, form, lambda: _work(request, place, about.meeting, do, form.cleaned_data), done=_("Kept")):
        return redirect("meeting", place.review.reference, number)
    return show(request, "meetings/meeting.jinja", review=place.review, about=about, meeting=about.meeting,
                forms=forms, sent=form, roles=ROLE_WORDS, answers=Attendance.Answer.choices,
                draft=draft_of(place, f"meeting-{number}"),
                may_change=place.may(Permission.MEETING_CHANGE),
                may_want=place.may(Permission.OWED_CHANGE))  # fmt: skip


def _work(request: HttpRequest, place: Place, one: Meeting, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by, row = place.user, request.POST.get("row", "")
    match do:
        case "list":
            member = next((it for it in queries.can_come(place) if str(it.pk) == values["member"]), None)
            return operations.put_down(one, **{**values, "member": member}, by=by)
        case "answer":
            return operations.answer_for(queries.attendance_in(one, row), answer=values["answer"], by=by)
        case "take-off":
            return operations.take_off_list(queries.attendance_in(one, row), by=by)
        case "held":
            return operations.hold(one, by=by)
        case "off":
            return operations.call_off(one, reason=values["reason"], by=by)
        case "again":
            return operations.plan_again(one, by=by)
        case "action":
            return want(place, values, meeting=one)
    raise NoSuchReview


@in_review(Permission.MEETING_CHANGE, reads="review:meeting:view")
def change_meeting(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Write agenda and minutes; where somebody else did so meanwhile both versions are shown."""
    one, about = queries.meeting_in(place, number), f"meeting-{number}"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    form = _form(request, {**MeetingForm.first_values(meeting_said(one).as_kept()), "based_on": one.version}, draft)

    def change() -> object:
        based_on = form.cleaned_data["based_on"]
        theirs = version_of(About.MEETING, one.pk, based_on)
        said = with_theirs(form.said().as_kept(), theirs, request.POST.getlist("keep"))
        return operations.change_meeting(one, said=MeetingSaid.from_kept(said), based_on=based_on, by=place.user)

    taken, overtaken = written(request, place, about, form, change, done=_("Kept"))
    if taken:
        return redirect("meeting", place.review.reference, number)
    clashes = {}
    if overtaken is not None:
        clashes = clashing_boxes(BOX_WORDS, overtaken.merged.clashes, box_said)
        first = {**MeetingForm.first_values(overtaken.merged.with_mine), "based_on": overtaken.version}
        form = MeetingForm(initial=first)
    return show(request, "meetings/change-meeting.jinja", review=place.review, meeting=one, form=form, draft=draft,
                clashes=clashes, overtaken=overtaken)  # fmt: skip


@in_review(Permission.MEETING_VIEW, reads="review:meeting:view")
def meeting_versions(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Every version of a meeting, the newest first, with what each change changed."""
    one = queries.meeting_in(place, number)
    versions = versions_of(About.MEETING, one.pk)
    rows = [(row, changed_boxes(BOX_WORDS, row.values, before, box_said)) for row, before in versions]
    return show(request, "meetings/meeting-versions.jinja", review=place.review, meeting=one, rows=rows)
