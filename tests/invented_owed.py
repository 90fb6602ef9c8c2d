"""Things owed on invented reviews, asked for long before they are due."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from keymoments.analysis.escalation import working_days_before
from keymoments.reviews.models import Owed
from keymoments.reviews.operations import chasing

ENGLAND = "england"


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


def days_ago(count: int) -> date:
    return working_days_before(timezone.localdate(), count, ENGLAND)


def wanted(made, due: date, **whom) -> Owed:
    """Something asked for long before it is due, so that reminders before the day count, too."""
    whom = whom or {"agency": made.agency("school")}
    row = chasing.want(
        made.review, sort="information", what="When was Wren's desk moved?", due=due, **whom, by=made.manager
    )
    Owed.objects.filter(pk=row.pk).update(made_at=datetime.now(UTC) - timedelta(days=400))
    row.refresh_from_db()
    return row
