"""Background work: how far it is, and stopping it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import runs as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place, jobs_of
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.JOB_VIEW)
def jobs(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Work that waits, runs and has ended."""
    form = Confirmation(request.POST or None)
    number = request.POST.get("job", "")
    job = place.review.jobs.filter(pk=int(number)).first() if number.isdecimal() else None
    if number and job is None:
        raise Http404

    def work() -> object:
        if job is not None:
            return operations.stop(job, by=place.user)
        return operations.ask_for_analysis(place.review, by=place.user)

    if kept(request, form, work, done=_("Done")):
        return redirect("jobs", place.review.reference)
    rows = jobs_of(place)[:50]
    return show(request, "jobs/jobs.jinja", form=form, review=place.review, rows=rows,
                may_stop=place.may(Permission.JOB_STOP))  # fmt: skip
