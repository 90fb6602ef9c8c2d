"""The list of somebody's reviews, a review's front page, a new one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from keymoments.analysis.records import Agency, Case, Person
from keymoments.reviews.operations import reviews as operations
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import NoSuchReview, Place, reviews_of
from keymoments.reviews.queries.proceedings import holds_on
from keymoments.web.forms.review import AgencySaid, NewReview, ReviewChanged
from keymoments.web.presenters.agencies import agency_kind_words
from keymoments.web.views.page import Confirmation, in_review, kept, show, signed_in


def reviews(request: HttpRequest) -> HttpResponseBase:
    """Somebody's reviews."""
    user = signed_in(request)
    return show(
        request,
        "reviews/reviews.jinja",
        places=reviews_of(user),
        may_open=may(user, Permission.REVIEW_OPEN),
        may_accounts=may(user, Permission.ACCOUNTS),
        may_audit=may(user, Permission.AUDIT_VIEW),
    )


def new_review(request: HttpRequest) -> HttpResponseBase:
    """Begin a review."""
    user = signed_in(request)
    if not may(user, Permission.REVIEW_OPEN):
        raise PermissionDenied
    form = NewReview(request.POST or None)

    def work() -> object:
        return operations.open_review(_case(form.cleaned_data), title=form.cleaned_data["title"], by=user)

    if kept(request, form, work, done=_("Review opened")):
        return redirect("review", form.cleaned_data["reference"].lower())
    return show(request, "reviews/new-review.jinja", form=form)


def _case(values: dict[str, object]) -> Case:
    names = dict(NewReview.base_fields["agencies"].choices)  # type: ignore[attr-defined]
    child = str(values["child"])
    return Case(
        reference=str(values["reference"]),
        nation=str(values["nation"]),
        scope_from=values["scope_from"],  # type: ignore[arg-type]
        scope_to=values["scope_to"],  # type: ignore[arg-type]
        people=(Person(slugify(child) or "child", child, "child", (), True, values["born"]),),  # type: ignore[arg-type]
        incident_date=values["incident_date"],  # type: ignore[arg-type]
        agencies=tuple(Agency(kind, str(names[kind]), kind, ()) for kind in values["agencies"]),  # type: ignore[attr-defined]
    )


@in_review(Permission.REVIEW_VIEW)
def review(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What a review is and how far it is."""
    agencies = list(place.agencies)  # asked for once
    return show(
        request,
        "reviews/review.jinja",
        place=place,
        review=place.review,
        agencies=agencies,
        requests=[one for one in place.review.requests.select_related("agency") if one.agency in agencies],
        children=place.review.people.filter(subject=True),
        holds=holds_on(place.review) if place.may(Permission.PROCEDURE_VIEW) else (),
        run=place.review.runs.first(),
        working=place.review.jobs.filter(state__in=("queued", "running")).exists(),
    )


@in_review(Permission.REVIEW_CHANGE)
def change_review(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Put right what the review is called and when it looks."""
    row = place.review
    first = {name: getattr(row, name) for name in ReviewChanged.base_fields}
    form = ReviewChanged(request.POST or None, initial=first)
    if kept(
        request, form, lambda: operations.change_review(row, **form.cleaned_data, by=place.user), done=_("Changed")
    ):
        return redirect("review", row.reference)
    return show(request, "reviews/change-review.jinja", review=row, form=form)


@in_review(Permission.REVIEW_CHANGE)
def agencies(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The agencies of the review: another one, or (``?agency=``) one to name otherwise or take out."""
    rows = list(place.review.agencies.all())
    key = request.GET.get("agency", "")
    open_one = next((row for row in rows if row.key == key), None)
    if key and open_one is None:
        raise NoSuchReview
    first = {"name": open_one.name, "kind": open_one.kind} if open_one else {}
    drop = open_one is not None and request.POST.get("do") == "drop"
    form = Confirmation(request.POST) if drop else AgencySaid(request.POST or None, initial=first)

    def work() -> object:
        if open_one is None:
            return operations.add_agency(place.review, **form.cleaned_data, by=place.user)
        if drop:
            return operations.drop_agency(open_one, by=place.user)
        return operations.change_agency(open_one, **form.cleaned_data, by=place.user)

    if kept(request, form, work, done=_("Kept")):
        return redirect("agencies", place.review.reference)
    return show(request, "reviews/agencies.jinja", review=place.review, form=form, open_one=open_one,
                asked=AgencySaid(initial=first) if drop else form,
                rows=[(row, agency_kind_words(row.kind)) for row in rows])  # fmt: skip
