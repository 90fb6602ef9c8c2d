"""Meetings in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.models import Meeting

BOX_WORDS = {
    "sort": _("What it is for"),
    "title": _("Title"),
    "day": _("Day"),
    "time": _("Time"),
    "place": _("Place or link"),
    "stage": _("Stage of the review"),
    "agenda": _("Agenda"),
    "minutes": _("Minutes"),
}
SORT_WORDS = dict(Meeting.Sort.choices)


def box_said(name: str, value: Any) -> str:
    """What a box of a meeting holds, in words."""
    if name == "sort":
        return str(SORT_WORDS.get(value, ""))
    if name == "day":
        return date_format(date.fromisoformat(value), "j F Y") if value else ""
    return str(value or "")
