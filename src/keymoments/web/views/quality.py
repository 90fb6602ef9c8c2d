"""Quality marks: how the review stands on each marker, rounds in which two people mark apart, and what is settled."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import quality as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.quality import (
    RoundShown,
    evidence_for,
    grades_of,
    marker_evidence_in,
    quality_markers_in,
    quality_round_in,
    quality_rounds_in,
    round_shown,
    scheme_for,
    schemes_for,
    standing_of,
)
from keymoments.web.forms.quality import AnotherMarker, MarkerMark, NewQualityRound, ShowsQuality
from keymoments.web.presenters import quality as words
from keymoments.web.presenters.procedures import STATUS_WORDS
from keymoments.web.views.page import Confirmation, in_review, kept, show


def _telling() -> dict[str, Any]:
    return {
        "check_words": words.check_words,
        "check_pages": words.CHECK_PAGES,
        "grade": words.grade_words,
        "kappa": words.kappa_words,
        "statuses": STATUS_WORDS,
        "pack_words": words.PACK_WORDS,
    }


@in_review(Permission.QUALITY_VIEW, reads="review:quality:view")
def quality(request: HttpRequest, place: Place) -> HttpResponseBase:
    """How the review stands on every marker: what the site can see for itself, evidence, the last marks."""
    scheme = scheme_for(place, request.GET.get("scheme", ""))
    return show(request, "quality/quality.jinja", review=place.review, standing=standing_of(place, scheme),
                schemes=schemes_for(place.review), **_telling())  # fmt: skip


@in_review(Permission.QUALITY_VIEW, reads="review:quality:view")
def quality_marker(request: HttpRequest, place: Place, scheme: str, marker: str) -> HttpResponseBase:
    """One marker: what is asked, what the site can see, what shows it."""
    chosen = scheme_for(place, scheme)
    about = next((row for row in standing_of(place, chosen).rows if row.marker.key == marker), None)
    if about is None:
        raise NoSuchReview
    do = request.POST.get("do", "")
    new = ShowsQuality(request.POST if do == "add" else None)
    form: Form = new if do == "add" else Confirmation(request.POST or None)

    def work() -> object:
        if do == "add":
            said = {**new.cleaned_data, "scheme": scheme, "marker": marker}
            return operations.add_marker_evidence(place.review, **said, by=place.user)
        row = marker_evidence_in(place, request.POST.get("row", ""))
        return operations.take_marker_evidence_out(row, by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("quality_marker", place.review.reference, scheme, marker)
    return show(request, "quality/quality_marker.jinja", review=place.review, scheme=chosen, about=about, new=new,
                sent=form, rows=evidence_for(place, chosen, marker), may_mark=place.may(Permission.QUALITY_MARK),
                **_telling())  # fmt: skip


@in_review(Permission.QUALITY_VIEW, reads="review:quality:view")
def quality_rounds(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every round and what came of it."""
    people = quality_markers_in(place)
    schemes = schemes_for(place.review)
    form = NewQualityRound(
        request.POST or None,
        schemes=[(one.key, str(words.PACK_WORDS.get(one.title, one.title))) for one in schemes],
        people=[(str(user.pk), user.name) for user in people],
    )

    def work() -> object:
        chosen = {str(user.pk): user for user in people}
        said = form.cleaned_data
        return operations.open_quality_round(
            place.review, scheme=said["scheme"], one=chosen[said["one"]], other=chosen[said["other"]], by=place.user
        )

    if kept(request, form, work, done=_("The round is open")):
        return redirect("quality_rounds", place.review.reference)
    rounds = quality_rounds_in(place)
    by_key = {one.key: one for one in schemes}
    return show(request, "quality/quality_rounds.jinja", review=place.review, rounds=rounds, form=form, by_key=by_key,
                history=_history(rounds, by_key), may_open=place.may(Permission.QUALITY_CHANGE),
                **_telling())  # fmt: skip


def _history(rounds: Any, by_key: dict[str, Any]) -> list[Any]:
    """For each scheme with settled rounds: its rounds oldest first, and every marker with its grade in each."""
    made = []
    for key, scheme in by_key.items():
        settled = [one for one in reversed(rounds) if one.scheme == key and one.settled_at]
        if settled:
            grades = [grades_of(one) for one in settled]
            rows = [(marker, [given.get(marker.key, "") for given in grades]) for marker in scheme.markers]
            made.append((scheme, settled, rows))
    return made


@in_review(Permission.QUALITY_VIEW, reads="review:quality:view")
def quality_round(request: HttpRequest, place: Place, round: int) -> HttpResponseBase:  # noqa: A002 - of the address
    """One round: one's own marks, and, when both are done, how far the two agree and what counts."""
    about = round_shown(place, quality_round_in(place, round))
    do, marker = request.POST.get("do", ""), request.POST.get("marker", "")
    grades = words.grade_choices(about.scheme)
    forms = {
        one.key: MarkerMark(
            request.POST if do in ("mark", "settle") and marker == one.key else None, prefix=one.key, grades=grades,
            initial=_given(about, one.key),
        )
        for one in about.scheme.markers
    }  # fmt: skip
    people = [(str(user.pk), user.name) for user in quality_markers_in(place)]
    other = AnotherMarker(request.POST if do == "another" else None, prefix="another", people=people)
    form: Form | None = {"mark": forms.get(marker), "settle": forms.get(marker), "another": other}.get(
        do, Confirmation(request.POST or None)
    )
    if form is None:
        raise NoSuchReview
    if do and kept(request, form, lambda: _work(request, place, about, do, form.cleaned_data), done=_("Kept")):
        return redirect(f"{request.path}#{marker}" if do == "mark" else request.path)
    return show(request, "quality/quality_round.jinja", review=place.review, about=about, round=about.round,
                forms=forms, other=other, sent=form, may_settle=place.may(Permission.QUALITY_CHANGE),
                **_telling())  # fmt: skip


def _given(about: RoundShown, marker: str) -> dict[str, str]:
    mine = (about.mine or {}).get(marker) if not about.round.both_done else None
    return {"grade": mine.grade, "reason": mine.reason} if mine else {}


def _work(request: HttpRequest, place: Place, about: RoundShown, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by, round_, marker = place.user, about.round, request.POST.get("marker", "")
    match do:
        case "mark":
            return operations.give_mark(round_, marker=marker, **values, by=by)
        case "settle":
            return operations.settle_mark(round_, marker=marker, **values, by=by)
        case "done":
            return operations.say_done(round_, by=by)
        case "another":
            here = {str(user.pk): user for user in quality_markers_in(place)}
            leaves = {str(user.pk): user for user in (round_.one, round_.other)}.get(request.POST.get("leaves", ""))
            comes = here.get(values["comes"])
            if leaves is None or comes is None:
                raise NoSuchReview
            return operations.change_marker(round_, leaves=leaves, comes=comes, by=by)
    raise NoSuchReview


@in_review(Permission.QUALITY_VIEW, reads="review:quality:export")
def quality_csv(request: HttpRequest, place: Place, round: int) -> HttpResponseBase:  # noqa: A002, ARG001
    """The marks of a round as CSV, when both are done; before that only one's own."""
    about = round_shown(place, quality_round_in(place, round))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("number", "marker", "one", "why", "other", "why", "counts", "why"))
    for pair in about.pairs:
        settled = pair.settled
        counts = settled.grade if settled else ("" if pair.apart else pair.one.grade)
        cells = (pair.marker.number, pair.marker.title, pair.one.grade, pair.one.reason, pair.other.grade,
                 pair.other.reason, counts, settled.reason if settled else "")  # fmt: skip
        writer.writerow([_text(str(cell)) for cell in cells])
    name = f"{place.review.reference}-quality-{round}.csv"
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _text(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
