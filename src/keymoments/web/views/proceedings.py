"""Proceedings beside the review, holds on publication, declarations of independence, a reader's choice of folding."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import proceedings as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.folding import Folding
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.proceedings import (
    declaration_in,
    hold_in,
    independence_in,
    lone_holds,
    proceeding_in,
    proceedings_in,
)
from keymoments.web.forms import engagement as forms
from keymoments.web.presenters import engagement as words
from keymoments.web.presenters.folding import GROUP_WORDS
from keymoments.web.presenters.roles import ROLE_WORDS
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.PROCEEDINGS_VIEW, reads="review:proceedings:view")
def proceedings(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Proceedings beside the review, with what may not be done meanwhile, and what forbids publication."""
    rows = proceedings_in(place)
    do = request.POST.get("do", "")
    titles = [(str(one.row.number), one.row.title) for one in rows]
    new = forms.ProceedingForm(request.POST if do == "add" else None, prefix="add")
    hold = forms.Holding(request.POST if do == "hold" else None, prefix="hold", proceedings=titles)
    lift = forms.Reason(request.POST if do == "lift" else None, prefix="lift")
    form: Form = {"add": new, "hold": hold, "lift": lift}.get(do, Confirmation())

    def work() -> object:
        match do:
            case "add":
                said = operations.ProceedingSaid(**new.cleaned_data)
                return operations.add_proceeding(place.review, said=said, by=place.user)
            case "hold":
                number = hold.cleaned_data["proceeding"]
                return operations.hold_publication(
                    place.review, reason=hold.cleaned_data["reason"], proceeding=int(number) if number else None,
                    by=place.user,
                )  # fmt: skip
            case "lift":
                row = hold_in(place, request.POST.get("row", ""))
                return operations.lift_hold(row, **lift.cleaned_data, by=place.user)
        raise NoSuchReview

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("proceedings", place.review.reference)
    return show(request, "proceedings/proceedings.jinja", review=place.review, rows=rows, alone=lone_holds(place),
                new=new, hold=hold, lift=lift, sent=form, sorts=words.PROCEEDING_WORDS,
                may_change=place.may(Permission.PROCEEDINGS_CHANGE))  # fmt: skip


@in_review(Permission.PROCEEDINGS_CHANGE, reads="review:proceedings:view")
def change_proceeding(request: HttpRequest, place: Place, proceeding: int) -> HttpResponseBase:
    """Write proceedings otherwise; the version before stays."""
    row = proceeding_in(place, proceeding)
    names = list(forms.ProceedingForm.base_fields)
    form = forms.ProceedingForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def work() -> object:
        if request.POST.get("version") != str(row.version):
            raise Refused(_("Somebody else changed this meanwhile: read it again, then change it."))
        return operations.change_proceeding(row, said=operations.ProceedingSaid(**form.cleaned_data), by=place.user)

    if kept(request, form, work, done=_("Kept")):
        return redirect("proceedings", place.review.reference)
    return show(request, "proceedings/change_proceeding.jinja", review=place.review, row=row, form=form)


@in_review(Permission.INDEPENDENCE, reads="review:independence:view")
def independence(request: HttpRequest, place: Place) -> HttpResponseBase:
    """One's own declaration; for the manager everybody's, to be accepted or asked for more."""
    do = request.POST.get("do", "")
    may_judge = place.may(Permission.MEMBERS_CHANGE)
    own = forms.Independence(request.POST if do == "declare" else None, prefix="own")
    judge = forms.Judging(request.POST if do == "judge" else None, prefix="judge")
    form: Form = {"declare": own, "judge": judge}.get(do, Confirmation())

    def work() -> object:
        match do:
            case "declare":
                values: dict[str, Any] = dict(own.cleaned_data)
                said = values.pop("words")
                answers = {key: value == "yes" for key, value in values.items()}
                return operations.declare_independence(place.review, answers=answers, words=said, by=place.user)
            case "judge":
                row = declaration_in(place, request.POST.get("row", ""))
                accepted = judge.cleaned_data["judged"] == "accepted"
                return operations.judge_independence(
                    row, accepted=accepted, why=judge.cleaned_data["why"], by=place.user
                )
        raise NoSuchReview

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("independence", place.review.reference)
    rows = independence_in(place, all_of_them=may_judge)
    return show(request, "proceedings/independence.jinja", review=place.review, rows=rows, own=own, judge=judge,
                sent=form, may_judge=may_judge, questions=words.QUESTION_WORDS, judged=words.JUDGED_WORDS,
                roles=ROLE_WORDS)  # fmt: skip


@in_review(Permission.CHRONOLOGY_VIEW)
def folding(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Whether entries that are hard to read are folded for this reader."""
    now = Folding(place).wanted
    form = forms.FoldingChoice(request.POST or None, initial={"fold": "yes" if now else "no"})

    def work() -> object:
        return operations.choose_folding(place.review, fold=form.cleaned_data["fold"] == "yes", by=place.user)

    if kept(request, form, work, done=_("Your choice is kept")):
        return redirect("chronology", place.review.reference)
    return show(request, "proceedings/folding.jinja", review=place.review, form=form, groups=GROUP_WORDS)
