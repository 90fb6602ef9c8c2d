"""Background work: how far it is, and stopping it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import runs as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.sources import ONGOING, jobs_seen, sources_read
from keymoments.web.presenters.work import kind_of, said_of, share_of
from keymoments.web.views.page import Confirmation, in_review, kept, show

MOST = 50


@in_review(Permission.JOB_VIEW)
def jobs(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Work that waits, runs and has ended."""
    form = Confirmation(request.POST or None)
    number = request.POST.get("job", "")
    job = jobs_seen(place).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
    if number and job is None:
        raise Http404

    def work() -> object:
        if job is not None:
            return operations.stop(job, by=place.user)
        return operations.ask_for_analysis(place.review, by=place.user)

    done = _("The work is being stopped.") if job is not None else _("The entries are being analysed again.")
    if kept(request, form, work, done=done):
        return redirect("jobs", place.review.reference)
    rows = list(jobs_seen(place)[:MOST])
    part = request.headers.get("HX-Request") == "true"
    return show(request, "jobs/_jobs.jinja" if part else "jobs/jobs.jinja", form=form, review=place.review, rows=rows,
                files=sources_read(rows), ongoing=any(row.state in ONGOING for row in rows), kind_of=kind_of,
                said_of=said_of, share_of=share_of, may_stop=place.may(Permission.JOB_STOP),
                may_analyse=place.may(Permission.ANALYSE), may_export=place.may(Permission.EXPORT))  # fmt: skip
