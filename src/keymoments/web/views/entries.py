"""One entry: what was written, what was read from it, what people put right and say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import entries as operations
from keymoments.reviews.operations import moments as moment_operations
from keymoments.reviews.operations.comments import comment
from keymoments.reviews.operations.proceedings import fold_entry
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import beside, entry_in
from keymoments.reviews.queries.comments import count_about, may_speak
from keymoments.reviews.queries.corrected import correction_in
from keymoments.reviews.queries.family import people_in
from keymoments.reviews.queries.filters import names_in
from keymoments.reviews.queries.folding import Folding
from keymoments.reviews.queries.moments import moment_in, moments_of, moments_shown_by
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.same_events import Pair, pairs_in, pairs_with
from keymoments.web.forms.entries import (
    Correction,
    NamedPeople,
    NewContact,
    NewDate,
    NewTime,
    Remark,
    SameEvent,
    TakeBack,
)
from keymoments.web.forms.moments import ShownBy
from keymoments.web.presenters.chronology import row_shown
from keymoments.web.presenters.same_events import pair_shown
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:entry:view")
def entry(request: HttpRequest, place: Place, key: str) -> HttpResponseBase:
    """An entry with everything that hangs on it."""
    row = entry_in(place, key)
    names, pairs, do = names_in(place), pairs_with(place, row), request.POST.get("do", "")
    near = beside(place, [row, *(pair.other for pair in pairs)])
    shown = row_shown(row, near, names, whole=True)
    children = [(one.child.key, one.child.name) for one in near.sightings[row.pk]]
    forms = _forms(request, do, children, [(person.key, person.name) for person in people_in(place)], row.people)
    if place.may(Permission.MOMENT_CHANGE):
        choices = [(str(one.number), f"{one.number}. {one.title}") for one in moments_of(place)]
        forms["moment"] = ShownBy(request.POST if do == "moment" else None, prefix="moment", moments=choices)
    decisions = _decisions(request, pairs)
    form = forms.get(do) or _sent(request, do, decisions)

    if kept(request, form, lambda: _work(place, row, do, form.cleaned_data), done=_("Kept")):
        return redirect("entry", place.review.reference, key)
    return show(request, "entries/entry.jinja", review=place.review, place=place, shown=shown, row=row, forms=forms,
                sent=form, pairs=[pair_shown(*both, near, names) for both in zip(pairs, decisions, strict=True)],
                may_correct=place.may(Permission.ENTRY_CORRECT), may_see_moments=place.may(Permission.MOMENT_VIEW),
                moments=list(moments_shown_by(place, key)) if place.may(Permission.MOMENT_VIEW) else [],
                spoken=("entry", key, *count_about(place, "entry", key)), may_speak=may_speak(place, row),
                may_comment=place.may(Permission.COMMENT_ADD),
                folded=bool(Folding(place).groups_of(row.key, row.text)))  # fmt: skip


def _forms(request: HttpRequest, do: str, children: Any, people: Any, named: Sequence[str]) -> dict[str, Form]:
    """Every form of an entry; the one that was sent holds what was sent."""

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "sighting": Correction(sent("sighting"), children=children),
        "date": NewDate(sent("date"), prefix="new"),
        "time": NewTime(sent("time"), prefix="clock"),
        "contact": NewContact(sent("contact"), prefix="contact"),
        "people": NamedPeople(sent("people"), prefix="named", people=people, initial={"people": list(named)}),
        "back": TakeBack(sent("back"), prefix="back"),
        "comment": Remark(sent("comment"), prefix="panel"),
        "fold": Confirmation(sent("fold")),
        "unfold": Confirmation(sent("unfold")),
    }


def _work(place: Place, row: Any, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    by, reason = place.user, values.get("reason", "")
    match do:
        case "sighting":
            return operations.correct_sighting(row, **values, by=by)
        case "date":
            return operations.correct_date(row, value=NewDate.days(values), reason=reason, by=by)
        case "time":
            return operations.correct_time(row, value=NewTime.clock(values), reason=reason, by=by)
        case "contact":
            return operations.correct_contact(row, **values, by=by)
        case "people":
            return operations.correct_people(row, **values, by=by)
        case "back":
            return operations.take_back(correction_in(place, row, values["number"]), reason=reason, by=by)
        case "fold" | "unfold":
            return fold_entry(row, folded=do == "fold", by=by)
        case "moment":
            moment = moment_in(place, int(values["moment"]))
            return moment_operations.add_evidence(moment, entry=row.key, note=values["note"], by=by)
        case "event":
            return operations.decide_event(
                entry_in(place, values["one"]), other=values["other"], same=values["same"], reason=reason, by=by
            )
    return comment(place.review, about="entry", thing=row.key, text=values["text"], by=by)


def _decisions(request: HttpRequest, pairs: Sequence[Pair]) -> list[SameEvent]:
    """A form for each pair; the one that was sent holds what was sent."""
    sent = (request.POST.get("event-one"), request.POST.get("event-other"))
    return [
        SameEvent(
            request.POST if sent == (pair.one.key, pair.other.key) else None,
            prefix="event",
            auto_id=f"event-{pair.one.pk}-{pair.other.pk}-%s",
            initial={"one": pair.one.key, "other": pair.other.key},
        )
        for pair in pairs
    ]


def _sent(request: HttpRequest, do: str, decisions: Sequence[SameEvent]) -> Form:
    """The decision that was sent, also about a pair that meanwhile stands elsewhere since somebody else decided."""
    elsewhere = SameEvent(request.POST, prefix="event") if do == "event" else Confirmation()
    return next((form for form in decisions if form.is_bound), elsewhere)


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:chronology:same-events")
def same_events(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Entries that may tell the same event: those nobody decided about yet, or those that are decided."""
    decided = request.GET.get("show") == "decided"
    names = names_in(place)
    found = pairs_in(place, decided=decided, start=start_of(request))
    decisions = _decisions(request, found.rows)
    form = _sent(request, request.POST.get("do", ""), decisions)

    def work() -> object:
        values = form.cleaned_data
        return _work(place, None, "event", values)

    if kept(request, form, work, done=_("The decision is kept")):
        return redirect(request.get_full_path())
    pairs = [pair_shown(*both, found.beside, names) for both in zip(found.rows, decisions, strict=True)]
    return show(request, "entries/same-events.jinja", review=place.review, found=found, pairs=pairs, decided=decided,
                sent=form, may_correct=place.may(Permission.ENTRY_CORRECT))  # fmt: skip
