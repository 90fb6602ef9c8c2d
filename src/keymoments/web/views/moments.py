"""Key moments: what people decided, what shows it, and how it came to be written so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.analysis.hindsight import MARKED
from keymoments.reviews.models import Draft, EditedVersion, KeyMoment
from keymoments.reviews.operations import moments as operations
from keymoments.reviews.operations.moments import MomentSaid, said_of
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.operations.versions import Overtaken, with_theirs
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import entry_named
from keymoments.reviews.queries.comments import count_about
from keymoments.reviews.queries.drafts import draft_of, drafts_in
from keymoments.reviews.queries.family import people_in
from keymoments.reviews.queries.filters import names_in
from keymoments.reviews.queries.knowledge import knowledge_in
from keymoments.reviews.queries.moments import (
    about_moment,
    evidence_in,
    moment_in,
    moments_in,
    span,
    waits_at,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.versions import version_of, versions_of
from keymoments.web.forms.moments import MomentForm, SettingAside, Showing
from keymoments.web.presenters.moments import (
    BOX_WORDS,
    KIND_WORDS,
    MISSING_WORDS,
    SHORT_FACTOR_WORDS,
    TIMING_WORDS,
    box_said,
    wait_said,
    when_said,
)
from keymoments.web.presenters.writing import Said, changed_boxes, clashing_boxes
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of
from keymoments.web.views.writing import draft_answer, written

About = EditedVersion.About


@in_review(Permission.MOMENT_VIEW, reads="review:moments:view")
def moments(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The key moments in the order of what happened, or those that were set aside."""
    aside, kind = request.GET.get("show") == "aside", request.GET.get("kind", "")
    found = moments_in(place, aside=aside, kind=kind if kind in KIND_WORDS else "", start=start_of(request))
    return show(request, "moments/moments.jinja", review=place.review, found=found, aside=aside, kind=kind,
                kinds=KIND_WORDS, when=when_said, agencies=_agencies(place), drafts=drafts_in(place, "moment"),
                may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


def _agencies(place: Place) -> dict[str, str]:
    return {agency.key: agency.name for agency in place.agencies}


@in_review(Permission.MOMENT_VIEW, reads="review:moment:view")
def moment(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """One key moment: what people say of it and what shows it, with the hindsight guard."""
    about = about_moment(place, number)
    do = request.POST.get("do", "")
    forms: dict[str, Form] = {
        "show": Showing(request.POST if do == "show" else None, prefix="show"),
        "aside": SettingAside(request.POST if do == "aside" else None, prefix="aside"),
        "button": Confirmation(request.POST or None),
    }
    form = forms.get(do, forms["button"])
    if do and kept(request, form, lambda: _work(request, place, about.moment, do, form.cleaned_data), done=_("Kept")):
        return redirect("moment", place.review.reference, number)
    names, last = names_in(place), span(about.moment).ends
    return show(request, "moments/moment.jinja", review=place.review,
                spoken=("moment", str(number), *count_about(place, "moment", str(number))),
                place=place, about=about, moment=about.moment,
                last=last, then=knowledge_in(place, day=last),
                waits=[wait_said(one) for one in waits_at(about)], when=when_said(about.moment),
                kinds=KIND_WORDS, factors=SHORT_FACTOR_WORDS, timings=TIMING_WORDS,
                marked=MARKED, missing=[MISSING_WORDS[one] for one in about.missing], forms=forms, sent=form,
                names=names, agencies=_agencies(place), draft=draft_of(place, f"moment-{number}"),
                may_change=place.may(Permission.MOMENT_CHANGE))  # fmt: skip


def _work(request: HttpRequest, place: Place, moment: KeyMoment, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by = place.user
    match do:
        case "show":
            entry = entry_named(place, values["entry"])
            if entry is None:
                raise Refused(_("No entry of the chronology has this name."))
            return operations.add_evidence(moment, entry=entry.key, note=values["note"], by=by)
        case "out":
            return operations.take_out_evidence(evidence_in(moment, request.POST.get("row", "")), by=by)
        case "aside":
            return operations.set_aside(moment, reason=values["reason"], by=by)
        case "bring-back":
            return operations.bring_back(moment, by=by)
    raise NoSuchReview


# ---- making and changing one ----


def _children(place: Place, there: Sequence[str]) -> list[tuple[str, str]]:
    """The children of the review, and whoever a moment is about already, though merged or no child of it any more."""
    names, subjects = names_in(place), people_in(place).filter(subject=True)
    keys = dict.fromkeys((*subjects.values_list("key", flat=True), *there))
    return [(key, names[key]) for key in keys if key in names]


def _first_form(request: HttpRequest, place: Place, first: dict[str, Any], draft: Draft | None) -> MomentForm:
    """The form as it is sent, or with what was typed before, or with what is there."""
    sent = request.POST if request.method == "POST" else None
    form = MomentForm(
        sent,
        initial=first,
        children=_children(place, first.get("children", ())),
        agencies=[(agency.key, agency.name) for agency in place.agencies],
    )
    if sent is None and draft is not None:
        form.drafted(draft.values)
    return form


@in_review(Permission.MOMENT_CHANGE)
def new_moment(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Make a key moment that no rule proposed."""
    about = "moment-new"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    form = _first_form(request, place, {"based_on": 0}, draft)
    made: list[KeyMoment] = []

    def change() -> None:
        made.append(operations.make_moment(place.review, said=form.said(), by=place.user))

    done = _("It is a key moment now. Say which entries show it.")
    taken, _overtaken = written(request, place, about, form, change, done=done)
    if taken:
        numbers = [one.number for one in made]
        return redirect("moment", place.review.reference, *numbers) if numbers else _to_list(place)
    return show(request, "moments/new-moment.jinja", review=place.review, form=form, draft=draft)


def _to_list(place: Place) -> HttpResponseBase:
    return redirect("moments", place.review.reference)


@in_review(Permission.MOMENT_CHANGE, reads="review:moment:view")
def change_moment(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Change what is said of a moment; where somebody else did so meanwhile both versions are shown."""
    one, about = moment_in(place, number), f"moment-{number}"
    if (answer := draft_answer(request, place, about)) is not None:
        return answer
    draft = draft_of(place, about)
    first = {**MomentForm.first_values(said_of(one)), "based_on": one.version}
    form = _first_form(request, place, first, draft)

    def change() -> object:
        based_on = form.cleaned_data["based_on"]
        theirs = version_of(About.MOMENT, one.pk, based_on)
        said = with_theirs(form.said().as_kept(), theirs, request.POST.getlist("keep"))
        return operations.change_moment(one, said=MomentSaid.from_kept(said), based_on=based_on, by=place.user)

    taken, overtaken = written(request, place, about, form, change, done=_("Kept"))
    if taken:
        return redirect("moment", place.review.reference, number)
    clashes = {}
    if overtaken is not None:
        clashes = clashing_boxes(BOX_WORDS, overtaken.merged.clashes, _said(place))
        form = _both(form, overtaken)
    last = span(one).ends
    return show(request, "moments/change-moment.jinja", review=place.review, moment=one, form=form, draft=draft,
                last=last, then=knowledge_in(place, day=last), aside=("known", "moments/_then.jinja"),
                clashes=clashes, overtaken=overtaken)  # fmt: skip


def _both(form: MomentForm, overtaken: Overtaken) -> MomentForm:
    """The form anew after somebody else was faster."""
    said = MomentSaid.from_kept(overtaken.merged.with_mine)
    return MomentForm(
        initial={**MomentForm.first_values(said), "based_on": overtaken.version},
        children=form.fields["children"].choices,  # type: ignore[attr-defined]
        agencies=form.fields["agencies"].choices,  # type: ignore[attr-defined]
    )


def _said(place: Place) -> Said:
    """What a box of a moment holds, in words."""
    return partial(box_said, names=names_in(place), agencies=_agencies(place))


@in_review(Permission.MOMENT_VIEW, reads="review:moment:view")
def moment_versions(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    """Every version of a moment, the newest first, with what each change changed."""
    one, said = moment_in(place, number), _said(place)
    versions = versions_of(About.MOMENT, one.pk)
    rows = [(row, changed_boxes(BOX_WORDS, row.values, before, said)) for row, before in versions]
    return show(request, "moments/moment-versions.jinja", review=place.review, moment=one, rows=rows)
