"""Lines of enquiry: the questions of a review, what speaks for and against, and coverage both ways."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.models import LineOfEnquiry
from keymoments.reviews.operations import enquiry as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import entry_named
from keymoments.reviews.queries.comments import count_about
from keymoments.reviews.queries.drafts import drafts_in
from keymoments.reviews.queries.enquiry import (
    about_line,
    account_in,
    coverage_in,
    explained_in,
    line_evidence_in,
    lines_in,
)
from keymoments.reviews.queries.moments import moment_in, moments_of
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.web.forms.enquiry import Explaining, LineAside, Question, Told, ToLine
from keymoments.web.presenters.enquiry import CONFIDENCE_WORDS, WHOSE_WORDS
from keymoments.web.presenters.moments import KIND_WORDS
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


@in_review(Permission.FINDING_VIEW, reads="review:enquiry:view")
def enquiry(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The questions of the review with what was found, and how far findings and records answer each other."""
    aside = request.GET.get("show") == "aside"
    form = Question(request.POST or None, prefix="new")

    def work() -> object:
        return operations.ask(place.review, question=form.cleaned_data["question"], by=place.user)

    if kept(request, form, work, done=_("The question is put")):
        return redirect("enquiry", place.review.reference)
    return show(request, "enquiry/enquiry.jinja", review=place.review, rows=lines_in(place, aside=aside), aside=aside,
                form=form, covered=coverage_in(place).counts, sure=CONFIDENCE_WORDS, drafts=drafts_in(place, "finding"),
                may_change=place.may(Permission.FINDING_CHANGE))  # fmt: skip


@in_review(Permission.FINDING_VIEW, reads="review:line:view")
def line(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One question: moments and entries for and against, accounts beside the records, findings."""
    about = about_line(place, number)
    do = request.POST.get("do", "")
    moments = [(str(row.number), f"{row.number}. {row.title}") for row in moments_of(place)]

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    words = {"question": about.line.question, "was": about.line.question}
    forms: dict[str, Form] = {
        "change": Question(sent("change"), prefix="change", initial=words),
        "add": ToLine(sent("add"), prefix="add", moments=moments),
        "tell": Told(sent("tell"), prefix="tell"),
        "aside": LineAside(sent("aside"), prefix="aside"),
        "button": Confirmation(request.POST or None),
    }
    form = forms.get(do, forms["button"])
    if do and kept(request, form, lambda: _work(request, place, about.line, do, form.cleaned_data), done=_("Kept")):
        return redirect("line", place.review.reference, number)
    return show(request, "enquiry/line.jinja", review=place.review,
                spoken=("line", str(number), *count_about(place, "line", str(number))),
                about=about, line=about.line, forms=forms, sent=form, whose=WHOSE_WORDS,
                kinds=KIND_WORDS, sure=CONFIDENCE_WORDS,
                may_change=place.may(Permission.FINDING_CHANGE) and about.line.set_aside_at is None)  # fmt: skip


def _work(request: HttpRequest, place: Place, line: LineOfEnquiry, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by, row = place.user, request.POST.get("row", "")
    match do:
        case "change":
            return operations.ask_otherwise(line, question=values["question"], was=values["was"], by=by)
        case "add":
            return _add(place, line, values)
        case "out":
            return operations.take_out_of_line(line_evidence_in(line, row), by=by)
        case "tell":
            return operations.tell(line, **values, by=by)
        case "account-out":
            return operations.take_account_out(account_in(line, row), by=by)
        case "aside":
            return operations.set_line_aside(line, reason=values["reason"], by=by)
        case "bring-back":
            return operations.bring_line_back(line, by=by)
    raise NoSuchReview


def _add(place: Place, line: LineOfEnquiry, values: dict[str, Any]) -> object:
    entry = entry_named(place, values["entry"]) if values["entry"] else None
    if values["entry"] and entry is None:
        raise Refused(_("No entry of the chronology has this name."))
    moment = moment_in(place, int(values["moment"])) if values["moment"] else None
    key = entry.key if entry else ""
    return operations.add_to_line(
        line, side=values["side"], moment=moment, entry=key, note=values["note"], by=place.user
    )


@in_review(Permission.FINDING_VIEW, reads="review:coverage:view")
def covered(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Findings without evidence, and weighty entries in no finding, each answered or explained."""
    found = coverage_in(place, start=start_of(request))
    do = request.POST.get("do", "")
    form: Form = Explaining(request.POST) if do == "explain" else Confirmation(request.POST or None)

    def work() -> object:
        if do == "explain":
            return operations.explain(place.review, **form.cleaned_data, by=place.user)
        return operations.take_explanation_back(explained_in(place, request.POST.get("row", "")), by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect(request.get_full_path())
    return show(request, "enquiry/covered.jinja", review=place.review, found=found, form=form,
                may_change=place.may(Permission.FINDING_CHANGE))  # fmt: skip
