"""The list of somebody's reviews, a review's front page, a new one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from keymoments.analysis.records import Agency, Case, Person
from keymoments.reviews.operations.reviews import open_review
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import Place, reviews_of
from keymoments.web.forms.review import NewReview
from keymoments.web.views.page import in_review, kept, show, signed_in


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
        return open_review(_case(form.cleaned_data), title=form.cleaned_data["title"], by=user)

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
        agencies=tuple(Agency(kind, names[kind], kind, ()) for kind in values["agencies"]),  # type: ignore[attr-defined]
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
        run=place.review.runs.first(),
        working=place.review.jobs.filter(state__in=("queued", "running")).exists(),
    )
