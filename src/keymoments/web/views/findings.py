"""Findings: written together, agreed or disputed, signed off."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.models import Draft, EditedVersion, Finding, LineOfEnquiry
from keymoments.reviews.operations import findings as operations
from keymoments.reviews.operations.findings import FindingSaid, finding_said
from keymoments.reviews.operations.versions import with_theirs
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.comments import count_about
from keymoments.reviews.queries.drafts import draft_of
from keymoments.reviews.queries.enquiry import (
    about_finding,
    finding_in,
    line_in,
    speaks_in,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.versions import version_of, versions_of
from keymoments.web.forms.enquiry import Agreeing, Disagreeing, FindingAside, FindingForm, SigningOff
from keymoments.web.presenters.enquiry import BOX_WORDS, CONFIDENCE_WORDS, box_said, choices_of
from keymoments.web.presenters.moments import KIND_WORDS
from keymoments.web.presenters.writing import Said, changed_boxes, clashing_boxes
from keymoments.web.views.page import Confirmation, in_review, kept, show
from keymoments.web.views.writing import draft_answer, written

About = EditedVersion.About


def _form(request: HttpRequest, line: LineOfEnquiry, first: dict[str, Any], draft: Draft | None) -> FindingForm:
    """The form as it is sent, or with what was typed before, or with what is there."""
    sent = request.POST if request.method == "POST" else None
    form = FindingForm(sent, initial=first, evidence=choices_of(speaks_in(line)))
    if sent is None and draft is not None:
        form.drafted(draft.values)
    return form


@in_review(Permission.FINDING_CHANGE, reads="review:line:view")
def new_finding(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Write what the review finds about a question."""
    line, about = line_in(place, number), f"finding-new-{number}"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    resting = [str(one.evidence.pk) for one in speaks_in(line) if one.evidence.side == "for"]
    form = _form(request, line, {"based_on": 0, "rests_on": resting}, draft)
    made: list[Finding] = []

    def change() -> None:
        made.append(operations.find(line, said=form.said(), by=place.user))

    taken, _overtaken = written(request, place, about, form, change, done=_("The finding is kept"))
    if taken:
        return (
            redirect("finding", place.review.reference, made[0].number)
            if made
            else redirect("line", place.review.reference, number)
        )
    return show(request, "enquiry/new-finding.jinja", review=place.review, line=line, form=form, draft=draft)


@in_review(Permission.FINDING_VIEW, reads="review:finding:view")
def finding(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One finding: what it says, what it rests on, who agrees, and whether it is signed off."""
    about = about_finding(place, number)
    one, do = about.finding, request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    first = {"version": one.version}
    forms: dict[str, Form] = {
        "agree": Agreeing(sent("agree"), prefix="agree", initial=first),
        "disagree": Disagreeing(sent("disagree"), prefix="disagree", initial=first),
        "sign": SigningOff(sent("sign"), prefix="sign", initial=first),
        "aside": FindingAside(sent("aside"), prefix="aside"),
        "button": Confirmation(request.POST or None),
    }
    form = forms.get(do, forms["button"])
    if do and kept(request, form, lambda: _work(place, one, do, form.cleaned_data), done=_DONE.get(do, _)("Kept")):
        return redirect("finding", place.review.reference, number)
    return show(request, "enquiry/finding.jinja", review=place.review,
                spoken=("finding", str(number), *count_about(place, "finding", str(number))),
                about=about, finding=one, forms=forms, sent=form, kinds=KIND_WORDS,
                sure=CONFIDENCE_WORDS, draft=draft_of(place, f"finding-{number}"),
                may_change=place.may(Permission.FINDING_CHANGE),
                may_sign=place.may(Permission.FINDING_SIGN))  # fmt: skip


_DONE: dict[str, Any] = {"sign": lambda _words: _("The finding is signed off")}


def _work(place: Place, one: Finding, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by = place.user
    match do:
        case "agree" | "disagree":
            return operations.say(one, agrees=do == "agree", by=by, **values)
        case "sign":
            return operations.sign_off(one, by=by, **values)
        case "aside":
            return operations.set_finding_aside(one, reason=values["reason"], by=by)
        case "bring-back":
            return operations.bring_finding_back(one, by=by)
    raise NoSuchReview


@in_review(Permission.FINDING_CHANGE, reads="review:finding:view")
def change_finding(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Write a finding otherwise; where somebody else did so meanwhile both versions are shown."""
    one, about = finding_in(place, number), f"finding-{number}"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    first = {**FindingForm.first_values(finding_said(one).as_kept()), "based_on": one.version}
    form = _form(request, one.line, first, draft)

    def change() -> object:
        based_on = form.cleaned_data["based_on"]
        theirs = version_of(About.FINDING, one.pk, based_on)
        said = with_theirs(form.said().as_kept(), theirs, request.POST.getlist("keep"))
        return operations.change_finding(one, said=FindingSaid.from_kept(said), based_on=based_on, by=place.user)

    taken, overtaken = written(request, place, about, form, change, done=_("The finding is kept"))
    if taken:
        return redirect("finding", place.review.reference, number)
    clashes = {}
    if overtaken is not None:
        clashes = clashing_boxes(BOX_WORDS, overtaken.merged.clashes, _said(one.line))
        first = {**FindingForm.first_values(overtaken.merged.with_mine), "based_on": overtaken.version}
        form = FindingForm(initial=first, evidence=choices_of(speaks_in(one.line)))
    return show(request, "enquiry/change-finding.jinja", review=place.review, finding=one, form=form, draft=draft,
                clashes=clashes, overtaken=overtaken)  # fmt: skip


def _said(line: LineOfEnquiry) -> Said:
    """What a box of a finding holds, in words."""
    return partial(box_said, labels=dict(choices_of(speaks_in(line))))


@in_review(Permission.FINDING_VIEW, reads="review:finding:view")
def finding_versions(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Every version of a finding, the newest first, with what each change changed and who spoke to it."""
    one = finding_in(place, number)
    said, versions = _said(one.line), versions_of(About.FINDING, one.pk)
    rows = [(row, changed_boxes(BOX_WORDS, row.values, before, said)) for row, before in versions]
    return show(request, "enquiry/finding-versions.jinja", review=place.review, finding=one, rows=rows)
