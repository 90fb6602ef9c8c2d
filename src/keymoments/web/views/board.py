"""The board's view of all its reviews: how each stands, what is late, how long they take by procedure."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.export.calendar_feed import Due, calendar_feed
from keymoments.reviews import audit
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.board import board_of
from keymoments.reviews.queries.register import COLUMNS, register_of
from keymoments.web.presenters import procedures as words
from keymoments.web.presenters.board import SPAN_WORDS, days_words, money_words, share_words
from keymoments.web.presenters.cost import totals_words
from keymoments.web.presenters.quality import grade_words
from keymoments.web.views.page import show, signed_in


def board(request: HttpRequest) -> HttpResponseBase:
    """The reviews whose running this person may see, and figures of them by procedure and arrangement."""
    user = signed_in(request)
    rows, groups = board_of(user)
    audit.record("board:view", by=user)
    return show(request, "board/board.jinja", rows=rows, groups=groups, spans=SPAN_WORDS, days=days_words,
                share=share_words, money=money_words, totals=totals_words,
                grade=grade_words, states=words.STATE_WORDS, colours=words.STATE_COLOURS, over=words.over_words,
                may_arrange=may(user, Permission.ARRANGEMENT))  # fmt: skip


def board_calendar(request: HttpRequest) -> HttpResponseBase:
    """The due days of all these reviews as one calendar file."""
    user = signed_in(request)
    rows, _groups = board_of(user)
    dues = [
        Due(f"{row.review.reference}-{one.stage.key}-due", one.due,
            _("%(reference)s: %(stage)s due") % {"reference": row.review.reference, "stage": one.stage.title},
            one.stage.who)
        for row in rows for one in row.course.clocks
        if one.done is None and one.due is not None
    ]  # fmt: skip
    audit.record("board:calendar:export", by=user)
    return HttpResponse(
        calendar_feed(_("Reviews of this board"), dues, made=timezone.localdate()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reviews.ics"'},
    )


def register(request: HttpRequest) -> HttpResponseBase:
    """These reviews in the fields that national registers ask for, as CSV: no name of a child or of the family."""
    user = signed_in(request)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(register_of(user))
    audit.record("board:register:export", by=user)
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="register-of-reviews.csv"'},
    )
