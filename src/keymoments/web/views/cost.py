"""What a review costs: sums and budget, lines, rates, timesheets, one's own time."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.ingest.timesheet import TEMPLATE
from keymoments.reviews.models import CostItem
from keymoments.reviews.operations import cost as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.cost import (
    SheetShown,
    budgets_in,
    cost_of,
    item_in,
    items_in,
    lines_for_export,
    members_of,
    own_items,
    rate_in,
    rates_in,
    stages_for,
    timesheet_in,
    timesheets_in,
)
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.web.forms import cost as forms
from keymoments.web.presenters import cost as words
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


def _telling(place: Place) -> dict[str, Any]:
    return {
        "pounds": words.pounds,
        "days": words.days,
        "sorts": words.SORT_WORDS,
        "totals_words": words.totals_words,
        "group_title": words.group_title,
        "stages": dict(stages_for(place)),
        "agencies": {one.key: one.name for one in place.agencies},
    }


def _lists(place: Place) -> dict[str, Any]:
    return {"agency": [(one.key, one.name) for one in place.agencies], "stage": stages_for(place)}


def _said(place: Place, values: dict[str, Any]) -> operations.ItemSaid:
    agency = next((one for one in place.agencies if one.key == values["agency"]), None)
    return operations.ItemSaid(
        values["on"], values["person"], values["sort"], values["stage"], values["days"], values["money"],
        values["tax"] or Decimal(0), values["note"], agency,
    )  # fmt: skip


@in_review(Permission.COST_VIEW, reads="review:cost:view")
def cost(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Days and money by everything, budget against actual, cost for each key moment and finding."""
    return show(request, "cost/cost.jinja", review=place.review, found=cost_of(place), groups=words.GROUP_WORDS,
                may_change=place.may(Permission.COST_CHANGE), **_telling(place))  # fmt: skip


@in_review(Permission.COST_VIEW, reads="review:cost:view")
def cost_lines(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Every line of work and every bill."""
    sort, person = request.GET.get("sort", ""), request.GET.get("person", "")
    back = request.GET.get("show") == "back"
    page = items_in(place, start=start_of(request), sort=sort, person=person, back=back)
    new = forms.CostSaid(request.POST or None, lists=_lists(place))

    def work() -> object:
        return operations.add_item(place.review, said=_said(place, new.cleaned_data), by=place.user)

    if kept(request, new, work, done=_("Kept")):
        return redirect(request.get_full_path())
    return show(request, "cost/cost_lines.jinja", review=place.review, page=page, new=new, sort=sort, person=person,
                back=back, may_change=place.may(Permission.COST_CHANGE), **_telling(place))  # fmt: skip


@in_review(Permission.COST_CHANGE, reads="review:cost:view")
def cost_line(request: HttpRequest, place: Place, line: int) -> HttpResponseBase:
    """One line: put right or taken back, with a reason."""
    item = item_in(place, str(line))
    do = request.POST.get("do", "")
    right = forms.CostRight(
        request.POST if do == "right" else None, lists=_lists(place), prefix="right", initial=_initial(item)
    )
    back = forms.CostBack(request.POST if do == "back" else None, prefix="back")
    form: Form = {"right": right, "back": back}.get(do, Confirmation())

    def work() -> object:
        if do == "right":
            values = dict(right.cleaned_data)
            why = values.pop("why")
            return operations.put_item_right(item, said=_said(place, values), why=why, by=place.user)
        return operations.take_item_back(item, why=back.cleaned_data["why"], by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("cost_lines", place.review.reference)
    return show(request, "cost/cost_line.jinja", review=place.review, item=item, right=right, back=back, sent=form,
                **_telling(place))  # fmt: skip


def _initial(item: CostItem) -> dict[str, Any]:
    said = {name: getattr(item, name) for name in ("on", "person", "sort", "stage", "days", "money", "tax", "note")}
    return {**said, "agency": item.agency.key if item.agency else ""}


@in_review(Permission.COST_VIEW, reads="review:cost:view")
def rates(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Days' rates and budgets, with who stated and agreed them."""
    do = request.POST.get("do", "")
    rate = forms.RateSaid(
        request.POST if do == "rate" else None, prefix="rate", lists={"agency": _lists(place)["agency"]}
    )
    budget = forms.BudgetSaid(request.POST if do == "budget" else None, prefix="budget")
    form: Form = {"rate": rate, "budget": budget}.get(do, Confirmation(request.POST or None))

    def work() -> object:
        match do:
            case "rate":
                values = dict(rate.cleaned_data)
                who = {name: values.pop(name) for name in ("person", "agency", "sort")}[values["what"]]
                return operations.set_rate(place.review, who=who, **values, by=place.user)
            case "budget":
                return operations.set_budget(place.review, **budget.cleaned_data, by=place.user)
            case "rate-back":
                return operations.take_rate_back(rate_in(place, request.POST.get("row", "")), by=place.user)
        raise NoSuchReview

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("rates", place.review.reference)
    return show(request, "cost/rates.jinja", review=place.review, rows=rates_in(place), budgets=budgets_in(place),
                rate=rate, budget=budget, sent=form, may_change=place.may(Permission.COST_CHANGE),
                **_telling(place))  # fmt: skip


@in_review(Permission.COST_VIEW, reads="review:cost:view")
def timesheets(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Timesheets that were handed in; each is looked at before it counts."""
    form = forms.SheetHandedIn(request.POST or None, request.FILES or None)
    made: list[Any] = []

    def work() -> object:
        file = form.cleaned_data["file"]
        hours = form.cleaned_data["hours_a_day"]
        sheet = operations.hand_timesheet_in(
            place.review, name=file.name, data=file.read(operations.LARGEST_FILE + 1), hours_a_day=hours, by=place.user
        )
        made.append(sheet)
        return sheet

    if kept(request, form, work, done=_("The timesheet has come. Nothing counts before you take it.")):
        return redirect("timesheet", place.review.reference, made[0].number)
    return show(request, "cost/timesheets.jinja", review=place.review, rows=timesheets_in(place), form=form,
                may_change=place.may(Permission.COST_CHANGE))  # fmt: skip


@in_review(Permission.COST_VIEW, reads="review:cost:view")
def timesheet(request: HttpRequest, place: Place, sheet: int) -> HttpResponseBase:
    """One timesheet: what it says, what is wrong, whom its names mean; then it is taken whole or not at all."""
    about = timesheet_in(place, sheet)
    do = request.POST.get("do", "")
    form = Confirmation(request.POST or None)
    if do and kept(request, form, lambda: _sheet_work(request, place, about, do), done=_("Kept")):
        return redirect("timesheet", place.review.reference, sheet)
    return show(request, "cost/timesheet.jinja", review=place.review, about=about, sheet=about.sheet, sent=form,
                members=members_of(place), fault=words.fault_words, lines=words.lines_words,
                may_change=place.may(Permission.COST_CHANGE), **_telling(place))  # fmt: skip


def _sheet_work(request: HttpRequest, place: Place, about: SheetShown, do: str) -> object:
    match do:
        case "people":
            people = {}
            for number, name in enumerate(about.unknown):
                chosen = request.POST.get(f"who-{number}", "")
                people[name] = name if chosen == "*" else chosen
            return operations.say_who(about.sheet, people=people, by=place.user)
        case "take":
            return operations.take_timesheet(about.sheet, by=place.user)
        case "aside":
            return operations.set_timesheet_aside(about.sheet, by=place.user)
    raise NoSuchReview


@in_review(Permission.TIME_ADD)
def my_time(request: HttpRequest, place: Place) -> HttpResponseBase:
    """One's own days: written down, and taken back with a reason."""
    do = request.POST.get("do", "")
    new = forms.OwnTime(request.POST if do == "add" else None, prefix="add", lists={"stage": stages_for(place)})
    back = forms.CostBack(request.POST if do == "back" else None, prefix="back")
    form: Form = {"add": new, "back": back}.get(do, Confirmation())

    def work() -> object:
        if do == "add":
            return operations.add_own_time(place.review, **new.cleaned_data, by=place.user)
        row = item_in(place, request.POST.get("row", ""))
        return operations.take_own_time_back(row, why=back.cleaned_data["why"], by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("my_time", place.review.reference)
    return show(request, "cost/my_time.jinja", review=place.review, rows=own_items(place), new=new, back=back,
                sent=form, **_telling(place))  # fmt: skip


@in_review(Permission.COST_VIEW, reads="review:cost:export")
def cost_csv(request: HttpRequest, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """Every line that counts as CSV, priced by the rates as they are."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("date", "name", "agency", "sort", "stage", "days", "pounds", "tax", "note"))
    for row in lines_for_export(place):
        writer.writerow([_text(str(cell)) for cell in row])
    return _file(out.getvalue(), f"{place.review.reference}-cost.csv")


@in_review(Permission.COST_VIEW)
def timesheet_template(request: HttpRequest, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """An empty timesheet."""
    return _file(TEMPLATE, "timesheet.csv")


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text.encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _text(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
