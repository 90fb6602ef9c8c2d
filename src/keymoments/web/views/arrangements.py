"""A board's own arrangements: copied from a procedure, piloted, and every version kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.operations import arrangements as operations
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.arrangements import Source, arrangement_named, every_arrangement, source_of, standing
from keymoments.web.forms.procedures import ArrangementSaid, StageWish
from keymoments.web.presenters import procedures as words
from keymoments.web.views.page import kept, show, signed_in


@dataclass(frozen=True, slots=True)
class _Row:
    stage: Any
    form: StageWish


def _allowed(request: HttpRequest) -> HttpResponseBase | None:
    user = signed_in(request)
    if may(user, Permission.ARRANGEMENT):
        return None
    audit.record(f"refused:{Permission.ARRANGEMENT}", by=user)
    return render(request, "errors/not-allowed.jinja", status=403)


def arrangements(request: HttpRequest) -> HttpResponseBase:
    """Every procedure, and the board's own arrangements."""
    if (refusal := _allowed(request)) is not None:
        return refusal
    return show(request, "arrangements/arrangements.jinja", rows=every_arrangement(), standing=standing())


def arrangement(request: HttpRequest, arrangement: str, version: str) -> HttpResponseBase:
    """One version of an arrangement, beside the procedure it was made from."""
    if (refusal := _allowed(request)) is not None:
        return refusal
    found = arrangement_named(arrangement, version)
    if found is None:
        raise Http404
    return show(request, "arrangements/arrangement.jinja", about=found, limit=words.limit_words,
                statuses=words.STATUS_WORDS)  # fmt: skip


def new_arrangement(request: HttpRequest, arrangement: str) -> HttpResponseBase:
    """Copy a procedure, or the newest version of an arrangement, and change it."""
    if (refusal := _allowed(request)) is not None:
        return refusal
    source = source_of(arrangement)
    if source is None:
        raise Http404
    events = list(words.event_choices(source.procedure))
    first = {"name": source.last.name if source.last else "", "new_unit": "working_days"}
    form = ArrangementSaid(request.POST or None, events=events, initial=first)
    rows = [
        _Row(stage, StageWish(request.POST or None, prefix=f"stage-{stage.key}", initial={
            "kept": True, "title": stage.title, "who": stage.who,
            "count": stage.count, "unit": stage.unit or "working_days",
        }))
        for stage in source.procedure.stages
    ]  # fmt: skip
    wrong = [row for row in rows if request.method == "POST" and not row.form.is_valid()]
    if not wrong and kept(request, form, lambda: _make(request, source, form, rows), done=_("The arrangement is kept")):
        return redirect("arrangements")
    return show(request, "arrangements/new_arrangement.jinja", source=source, form=form, rows=rows, wrong_rows=wrong)


def _make(request: HttpRequest, source: Source, form: Form, rows: list[_Row]) -> object:
    said, more = form.cleaned_data, []
    if said["new_title"]:
        more = [operations.NewStage(
            said["new_title"], said["new_who"], said["new_from"], said["new_count"], said["new_unit"]
        )]  # fmt: skip
    stages = {}
    for row in rows:
        wish = row.form.cleaned_data
        stages[row.stage.key] = operations.StageSaid(
            wish["title"], wish["who"], wish["count"], wish["unit"], kept=wish["kept"]
        )
    return operations.make_arrangement(
        source.last, based_on=source.based_on, name=said["name"], starts=said["starts"], ends=said["ends"],
        stages=stages, more=more, by=signed_in(request),
    )  # fmt: skip
