"""A review as one archive: made here, taken in elsewhere, and whether its analysis can still be made again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.bundle import Bundle, BundleError
from keymoments.reviews.models import Review
from keymoments.reviews.operations import bundles as operations
from keymoments.reviews.operations import exports as export_operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import Place
from keymoments.reviews.vault import whole
from keymoments.web.forms.bundles import BundleFile
from keymoments.web.views.page import Confirmation, in_review, kept, kept_file, show, signed_in


@in_review(Permission.BUNDLE)
def bundle(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Have the whole review made into one archive, or have its newest analysis made again and compared."""
    form = Confirmation(request.POST or None)
    again = request.POST.get("do") == "replay"

    def work() -> object:
        if again:
            return operations.ask_for_replay(place.review, by=place.user)
        return export_operations.ask_for_bundle(place.review, by=place.user)

    done = _("The analysis is being made again.") if again else _("The archive is being made.")
    if kept(request, form, work, done=done):
        return redirect("jobs" if again else "exports", place.review.reference)
    return show(request, "bundles/bundle.jinja", review=place.review, form=form, run=place.review.runs.first())


def import_bundle(request: HttpRequest) -> HttpResponseBase:
    """Take a review in from its archive."""
    user = signed_in(request)
    if not may(user, Permission.REVIEW_OPEN):
        raise PermissionDenied
    form = BundleFile(request.POST or None, request.FILES or None)
    made: list[Review] = []

    def work() -> None:
        try:
            made.append(operations.import_bundle(Bundle(form.cleaned_data["file"]), by=user))
        except BundleError as error:
            raise Refused(str(error)) from error

    if kept(request, form, work, done=_("The review is here. Its people find it when they sign in.")):
        return redirect("reviews")
    return show(request, "bundles/import-bundle.jinja", form=form)


@in_review(Permission.AUDIT_VIEW, reads="review:audit:export")
def earlier_audit(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:  # noqa: ARG001
    """The audit that a review brought with it, as it came."""
    row = place.review.earlier_audits.filter(pk=number).first()
    if row is None or not whole(row.kept_as):
        raise Http404
    name = f"{place.review.reference}-earlier-audit.csv"
    return kept_file(row.kept_as, name, "text/csv; charset=utf-8")
