"""Who owes what: one page for those who run the review, one for each agency, and one for each thing."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.reviews.models import Meeting, Owed
from keymoments.reviews.operations import chasing as operations
from keymoments.reviews.operations.reminders import remind
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries import chasing as queries
from keymoments.reviews.queries.chasing import Standing
from keymoments.reviews.queries.places import NoSuchReview, Place, agency_in
from keymoments.web.forms.chasing import AnotherDay, Aside, Done, NotDone, Pausing, SayingDone, Wanting
from keymoments.web.views.page import Confirmation, in_review, kept, show

MOST = 50  # reminders that the page shows


def whom_choices(place: Place) -> list[tuple[str, str]]:
    """Everybody from whom something may be wanted: agencies, then members."""
    agencies = [(f"agency-{one.key}", one.name) for one in place.agencies]
    return agencies + [(f"member-{one.pk}", one.name) for one in queries.can_owe(place)]


def want(place: Place, values: dict[str, Any], *, meeting: Meeting | None = None) -> Owed:
    """Have what a form says wanted."""
    sort, _dash, key = values["whom"].partition("-")
    agency = agency_in(place, key) if sort == "agency" else None
    member = next((one for one in queries.can_owe(place) if sort == "member" and str(one.pk) == key), None)
    return operations.want(
        place.review, sort=values.get("sort", Owed.Sort.ACTION), what=values["what"], due=values["due"],
        agency=agency, member=member, named=values["named"], meeting=meeting, by=place.user,
    )  # fmt: skip


@in_review(Permission.OWED_VIEW, reads="review:owed:view")
def owed(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Who owes what, the most overdue first, and a form for something more."""
    closed = request.GET.get("show") == "closed"
    form = Wanting(request.POST or None, prefix="want", whom=whom_choices(place))
    if kept(request, form, lambda: want(place, form.cleaned_data), done=_("It is noted, and reminders will go out")):
        return redirect("owed", place.review.reference)
    ladder, wrong = queries.ladder_in(place.review.nation)
    return show(request, "chasing/owed.jinja", review=place.review, form=form, closed=closed,
                owers=queries.owed_in(place, timezone.localdate(), closed=closed), ladder=ladder, wrong_ladder=wrong,
                reminders=queries.reminders_in(place, MOST), key_of=queries.address_key, who=queries.ower_name,
                may_change=place.may(Permission.OWED_CHANGE))  # fmt: skip


@in_review(Permission.OWED_VIEW, reads="review:owed:view")
def owed_item(request: HttpRequest, place: Place, key: str) -> HttpResponseBase:
    """One thing: how it stands, what was done about it, and what may be done."""
    standing = queries.standing_in(place, key, timezone.localdate())
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    forms: dict[str, Form] = {
        "due": AnotherDay(sent("due"), prefix="due"),
        "done": Done(sent("done"), prefix="done"),
        "own": SayingDone(sent("own"), prefix="own"),
        "not-done": NotDone(sent("not-done"), prefix="not-done"),
        "aside": Aside(sent("aside"), prefix="aside"),
        "pause": Pausing(sent("pause"), prefix="pause"),
        "button": Confirmation(request.POST or None),
    }
    form = forms.get(do, forms["button"])
    if do and kept(request, form, lambda: _work(place, standing, do, form.cleaned_data), done=_("Kept")):
        return redirect("owed_item", place.review.reference, key)
    thing = standing.thing
    return show(request, "chasing/owed-item.jinja", review=place.review, one=standing, thing=thing, forms=forms,
                sent=form, who=queries.ower_name(thing), may_change=place.may(Permission.OWED_CHANGE),
                mine=isinstance(thing, Owed) and thing.member_id == place.user.pk)  # fmt: skip


def _work(place: Place, standing: Standing, do: str, values: dict[str, Any]) -> object:
    """Do what the form of one sort asks."""
    thing, by = standing.thing, place.user
    match do:
        case "due":
            return operations.change_due(thing, **values, by=by)
        case "pause":
            return operations.pause(thing, **values, by=by)
        case "resume":
            return operations.resume(thing, by=by)
        case "send":
            return remind(thing, today=timezone.localdate(), by=by, early=True)
    if not isinstance(thing, Owed):
        raise NoSuchReview
    return _item_work(thing, do, values, place)


def _item_work(thing: Owed, do: str, values: dict[str, Any], place: Place) -> object:
    """What is done to other things than requests for records, which their agency's lead signs off."""
    match do:
        case "done":
            return operations.mark_done(thing, **values, by=place.user)
        case "own":
            return operations.say_own_done(thing, **values, by=place.user)
        case "not-done":
            return operations.not_done(thing, **values, by=place.user)
        case "aside":
            return operations.set_owed_aside(thing, **values, by=place.user)
        case "bring-back":
            return operations.bring_owed_back(thing, by=place.user)
    raise NoSuchReview


@in_review(Permission.REQUEST_VIEW, reads="review:owed:view")
def our_part(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What somebody and, for an agency's people, their agency owes the review, and a form to say that it is done."""
    rows = queries.our_part(place, timezone.localdate())
    chosen = request.POST.get("row", "")
    forms = {one.key: SayingDone(request.POST if one.key == chosen else None, prefix=one.key) for one in rows}
    form: Form = forms.get(chosen, Confirmation())

    def work() -> object:
        return operations.say_done(queries.own_thing_in(place, chosen), **form.cleaned_data, by=place.user)

    if chosen in forms and kept(request, form, work, done=_("Thank you. The review knows that it is done.")):
        return redirect("our_part", place.review.reference)
    return show(request, "chasing/our-part.jinja", review=place.review, rows=rows, forms=forms, sent=form,
                own=place.own)  # fmt: skip
