"""The decision whether to review: criteria with evidence, earlier findings, reasons both ways, who was told."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.analysis.procedures import Procedure
from keymoments.reviews.operations import deciding as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import entry_named
from keymoments.reviews.queries.deciding import (
    DecisionPage,
    about_decision,
    earlier_finding,
    earlier_findings,
    fact_in,
    found_before_in,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.procedures import course_of
from keymoments.web.forms import procedures as forms
from keymoments.web.presenters import procedures as words
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.DECISION_VIEW, reads="review:decision:view")
def decision(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Everything that the decision rests on, and the decision."""
    course = course_of(place.review)
    if course.procedure is None:
        return show(
            request, "deciding/decision.jinja", review=place.review, course=course, about=None, sent=Confirmation()
        )
    about = about_decision(place, course.procedure)
    do, criterion = request.POST.get("do", ""), request.POST.get("criterion", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    search = request.GET.get("words", "")[:200]
    findings = earlier_findings(place, search)
    offered = [(str(one.pk), f"{one.review.title}, {one.number}: {one.text[:120]}") for one in findings]
    forms_here: dict[str, Form] = {
        "repeats": forms.Repeats(sent("repeats"), prefix="repeats", lists={"finding": offered}),
        "decide": forms.Deciding(sent("decide"), prefix="decide", lists={"outcome": course.procedure.outcomes}),
        "told": forms.ToldOfDecision(sent("told"), prefix="told"),
        "fact": forms.FactSaid(sent("fact"), prefix="fact", lists={"fact": _facts(course.procedure)}),
        "button": Confirmation(request.POST or None),
    }
    answering = {
        one.criterion.key: forms.CriterionAnswered(
            sent("answer") if criterion == one.criterion.key else None, prefix=f"answer-{one.criterion.key}"
        )
        for one in about.criteria
    }
    form = answering.get(criterion) if do == "answer" else forms_here.get(do, forms_here["button"])
    if form is None:
        raise NoSuchReview

    def work() -> object:
        return _work(request, place, about, do, form.cleaned_data)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("decision", place.review.reference)
    return show(request, "deciding/decision.jinja", review=place.review, course=course, about=about, forms=forms_here,
                answering=answering, sent=form, answers=words.ANSWER_WORDS, sorts=words.CRITERION_SORTS, search=search,
                statuses=words.STATUS_WORDS, fact_words=words.FACT_WORDS, outcomes=dict(course.procedure.outcomes),
                offered=len(offered),
                may_change=place.may(Permission.DECISION_CHANGE))  # fmt: skip


def _facts(procedure: Procedure) -> list[tuple[str, str]]:
    test = procedure.look_back
    return [(key, str(words.FACT_WORDS.get(key, key))) for key in (test.facts if test else ())]


def _work(request: HttpRequest, place: Place, about: DecisionPage, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    review, by = place.review, place.user
    match do:
        case "answer":
            found = [(name, entry_named(place, name)) for name in values["entries"]]
            if missing := [name for name, entry in found if entry is None]:
                raise Refused(_("No entry of the chronology has the name %(name)s.") % {"name": missing[0]})
            keys = [entry.key for _name, entry in found if entry is not None]
            said = {"answer": values["answer"], "why": values["why"], "entries": keys}
            return operations.answer_criterion(review, criterion=request.POST["criterion"], **said, by=by)
        case "repeats":
            finding = earlier_finding(place, values["finding"])
            return operations.say_found_before(review, finding=finding, note=values["note"], by=by)
        case "not-repeats":
            row = found_before_in(place, request.POST.get("row", ""))
            return operations.take_found_before_back(row, by=by)
        case "decide":
            return operations.decide(review, **values, by=by)
        case "fact":
            said = {**values, "so": values["so"] == "yes"}
            return operations.say_fact(review, **said, by=by)
        case "not-fact":
            return operations.take_fact_back(fact_in(place, request.POST.get("row", "")), by=by)
        case "told":
            if about.decision is None:
                raise Refused(_("There is no decision yet."))
            return operations.tell_of_decision(about.decision, **values, by=by)
    raise NoSuchReview
