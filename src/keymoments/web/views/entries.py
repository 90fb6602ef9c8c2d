"""One entry: what was written, what was read from it, what people put right and say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import entries as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import beside, entry_in, tellings_of
from keymoments.reviews.queries.places import Place
from keymoments.web.forms.entries import Correction, NewDate, Remark, SameEvent
from keymoments.web.presenters.chronology import row_shown
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.CHRONOLOGY_VIEW, reads="review:entry:view")
def entry(request: HttpRequest, place: Place, key: str) -> HttpResponseBase:
    """An entry with everything that hangs on it."""
    row = entry_in(place, key)
    near = beside(place, [row])
    children = [(one.child.key, one.child.name) for one in near.sightings[row.pk]]
    do = request.POST.get("do", "")
    forms = {
        "sighting": Correction(request.POST if do == "sighting" else None, children=children),
        "date": NewDate(request.POST if do == "date" else None, prefix="new"),
        "event": SameEvent(request.POST if do == "event" else None, prefix="event"),
        "comment": Remark(request.POST if do == "comment" else None, prefix="panel"),
    }
    form = forms.get(do, Confirmation())

    def work() -> object:
        values = form.cleaned_data
        if do == "sighting":
            return operations.correct_sighting(row, **values, by=place.user)
        if do == "date":
            return operations.correct_date(row, value=values["day"], reason=values["reason"], by=place.user)
        if do == "event":
            return operations.decide_event(row, **values, by=place.user)
        return operations.comment(row, text=values["text"], by=place.user)

    if kept(request, form, work, done=_("Kept")):
        return redirect("entry", place.review.reference, key)
    return show(request, "entries/entry.jinja", review=place.review, place=place, shown=row_shown(row, near), row=row,
                forms=forms, tellings=tellings_of(place, row), may_correct=place.may(Permission.ENTRY_CORRECT),
                may_comment=place.may(Permission.COMMENT_ADD))  # fmt: skip
