"""How a review runs, at a glance: stages on the calendar, what is late, what comes next; due days as a calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from keymoments.export.calendar_feed import Due, calendar_feed
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.board import owing
from keymoments.reviews.queries.cost import cost_summaries
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.procedures import checks_of, course_of, forecast_of
from keymoments.reviews.queries.proceedings import holds_on
from keymoments.reviews.queries.quality import quality_summaries
from keymoments.web.presenters import procedures as words
from keymoments.web.presenters.board import forecast_words, in_words, stages_shown
from keymoments.web.presenters.cost import totals_words
from keymoments.web.presenters.quality import grade_words
from keymoments.web.views.page import in_review, show


@in_review(Permission.PROCEDURE_VIEW, reads="review:running:view")
def running(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The review at a glance."""
    course = course_of(place.review)
    foreseen, review = forecast_of(course), [place.review]
    checks = [row for row in checks_of(place) if row.taken_back_at is None]
    return show(request, "running/running.jinja", review=place.review, course=course, picture=stages_shown(course),
                foreseen=foreseen, foreseen_words=forecast_words(foreseen) if foreseen else "",
                owed=owing(review)[place.review.pk] if place.may(Permission.OWED_VIEW) else None,
                cost=cost_summaries(review)[place.review.pk] if place.may(Permission.COST_VIEW) else None,
                quality=quality_summaries(review).get(place.review.pk) if place.may(Permission.QUALITY_VIEW) else None,
                totals=totals_words, grade=grade_words,
                holds=holds_on(place.review), check=checks[0] if checks else None, in_words=in_words,
                states=words.STATE_WORDS,
                colours=words.STATE_COLOURS, over=words.over_words,
                may_change=place.may(Permission.PROCEDURE_CHANGE))  # fmt: skip


@in_review(Permission.PROCEDURE_VIEW, reads="review:calendar:export")
def due_days(request: HttpRequest, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """The due days of a review as a calendar file: words of the procedure and the review's reference alone."""
    course = course_of(place.review)
    reference = place.review.reference
    dues = []
    for one in course.clocks:
        if one.done is not None:
            continue
        for sort, on in (("due", one.due), ("agreed", one.agreed_due)):
            if on is not None:
                title = _("%(reference)s: %(stage)s due") if sort == "due" else _("%(reference)s: %(stage)s, later day")
                said = title % {"reference": reference, "stage": one.stage.title}
                dues.append(Due(f"{reference}-{one.stage.key}-{sort}", on, said, one.stage.who))
    for row in checks_of(place)[:1]:
        if row.next_on is not None and row.taken_back_at is None:
            said = _("%(reference)s: check on time and quality") % {"reference": reference}
            dues.append(Due(f"{reference}-check-{row.pk}", row.next_on, said))
    return HttpResponse(
        calendar_feed(reference, dues, made=course.today),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{reference}.ics"'},
    )
