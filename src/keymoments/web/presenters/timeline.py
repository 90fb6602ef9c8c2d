"""The timeline of a review as pictures, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from keymoments.export.review_timeline import Piece, Row, TimelineWords, review_timeline, sign_of
from keymoments.export.wait_words import standard_words
from keymoments.reviews.models import KeyMoment, RunWait
from keymoments.reviews.queries.moments import span
from keymoments.reviews.queries.timeline import AgencyBand, Lasting, Timeline
from keymoments.web.presenters.household import known_day
from keymoments.web.presenters.moments import KIND_WORDS, when_said

SHORTEST = 13  # days of a picture, less one

MEETING_WORDS = {
    "strategy-discussion": gettext_lazy("Strategy discussion"),
    "initial-conference": gettext_lazy("Child protection conference"),
    "review-conference": gettext_lazy("Review conference"),
    "core-group": gettext_lazy("Core group"),
    "planning-meeting": gettext_lazy("Planning meeting"),
}
LEGEND_WORDS = {
    "moment": gettext_lazy("key moment"),
    "good": gettext_lazy("key moment of good practice"),
    "wait": gettext_lazy("a wait longer than its limit"),
    "open-wait": gettext_lazy("a wait whose end the records do not show, until the day on which it was due"),
    "meeting": gettext_lazy("meeting"),
    "pregnancy": gettext_lazy("pregnancy: forty weeks before a birth"),
    "home": gettext_lazy("home"),
}


@dataclass(frozen=True, slots=True)
class TimelineShown:
    """One picture or one for each agency, the legend, and everything in words by sort."""

    pictures: Sequence[tuple[str, Markup]]
    legend: Sequence[tuple[Markup, Any]]
    told: Mapping[str, Sequence[Piece]]
    bands: Sequence[AgencyBand]


def timeline_shown(found: Timeline, reference: str, *, incident: date | None, by_agency: bool) -> TimelineShown:
    """The pictures and their words."""
    words = TimelineWords(
        title=_("Timeline of the review"),
        entries=_("entries: {count}"),
        more=_("and {count} more: choose a shorter time to see them"),
        incident=_("Day of the incident"),
        months=tuple(str(MONTHS_3[number]).capitalize() for number in range(1, 13)),
    )
    pieces = {
        "family": [_family(one) for one in found.family],
        "moments": [_moment(one, reference) for one in found.moments],
        "waits": [_wait(one, begins, ends, reference) for one, begins, ends in found.waits],
        "meetings": [_meeting(one, reference) for one in found.meetings],
    }

    def picture(rows: Sequence[Row], key: str) -> Markup:
        return review_timeline(rows, found.first, found.last, incident=incident, words=words, key=key)

    bands = [Row(band.agency.name, band.counts) for band in found.bands]
    if by_agency:
        pictures = [
            (
                band.agency.name,
                picture(
                    [Row(_("Entries"), row.counts), Row(_("Key moments"), (), _of(found, band, reference))],
                    f"time-{number}",
                ),
            )
            for number, (band, row) in enumerate(zip(found.bands, bands, strict=True))
        ]
    else:
        titles = {
            "family": _("Pregnancies and homes"),
            "moments": _("Key moments"),
            "waits": _("Waits"),
            "meetings": _("Meetings"),
        }
        rows = [Row(titles[name], (), one) for name, one in pieces.items() if one]
        pictures = [("", picture([*rows, *bands], "time"))]
    used = {piece.sort for one in pieces.values() for piece in one}
    legend = [(sign_of(sort), words) for sort, words in LEGEND_WORDS.items() if sort in used]
    return TimelineShown(pictures, legend, pieces, found.bands)


def _of(found: Timeline, band: AgencyBand, reference: str) -> list[Piece]:
    return [_moment(one, reference) for one in found.moments if band.agency.key in one.agencies]


def _moment(one: KeyMoment, reference: str) -> Piece:
    days = span(one)
    words = _("Key moment %(number)d, %(kind)s, %(when)s: %(title)s") % {
        "number": one.number,
        "kind": KIND_WORDS.get(one.kind, one.kind),
        "when": when_said(one),
        "title": one.title,
    }
    sort = "good" if one.kind == "good_practice" else "moment"
    return Piece(days.begins, days.ends, sort, words, str(one.number), reverse("moment", args=[reference, one.number]))


def _wait(one: RunWait, begins: date, ends: date, reference: str) -> Piece:
    name = standard_words(one.standard)
    exceeded = one.verdict == "exceeded"
    said = (
        _("%(name)s: from %(first)s to %(last)s, longer than the limit")
        if exceeded
        else _("%(name)s: from %(first)s; the records show no end")
    )
    words = said % {"name": name, "first": known_day(begins), "last": known_day(ends)}
    return Piece(
        begins, ends, "wait" if exceeded else "open-wait", words, "", reverse("entry", args=[reference, one.begins])
    )


def _meeting(one: Lasting, reference: str) -> Piece:
    words = f"{MEETING_WORDS[one.about]}, {known_day(one.begins)}"
    return Piece(one.begins, one.ends, "meeting", words, "", reverse("entry", args=[reference, one.entry]))


def _family(one: Lasting) -> Piece:
    if one.about == "pregnancy":
        words = _("Pregnancy before the birth of %(name)s on %(day)s") % {"name": one.name, "day": known_day(one.ends)}
    else:
        words = _("%(name)s, from %(first)s to %(last)s") % {
            "name": one.name,
            "first": known_day(one.begins),
            "last": known_day(one.ends),
        }
    return Piece(one.begins, one.ends, one.about, words, one.name)


@dataclass(frozen=True, slots=True)
class Window:
    """Another time to show: what leads there, and its days."""

    words: Any
    first: date
    last: date


def windows(first: date, last: date, whole: tuple[date, date]) -> list[Window]:
    """Where one can go from a time: nearer, further, earlier, later, everything; only what is something else."""
    days = (last - first).days
    half, quarter = timedelta(max(1, days // 2)), timedelta(max(1, days // 4))
    found = []
    if days // 2 >= SHORTEST:
        found.append(Window(_("Nearer"), first + quarter, last - quarter))
    if (first, last) != whole:
        found.append(Window(_("Further"), max(whole[0], first - half), min(whole[1], last + half)))
    if first > whole[0]:
        back = min(half, first - whole[0])
        found.append(Window(_("Earlier"), first - back, last - back))
    if last < whole[1]:
        on = min(half, whole[1] - last)
        found.append(Window(_("Later"), first + on, last + on))
    if (first, last) != whole:
        found.append(Window(_("The whole review"), *whole))
    return found
