"""Uncertain dates and times in the reader's language: what is not known to the day never looks as if it were."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keymoments.analysis.layout import is_uncertain
from keymoments.analysis.records import Precision, UncertainDate, UncertainTime

__all__ = ["day_said", "doubts_said", "is_uncertain", "time_said"]


def day_said(when: UncertainDate) -> str:
    """``3 February 2021``; ``between 1 March 2021 and 10 March 2021``; ``about March 2021``; ``not dated``."""
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return _("not dated")
    if when.precision is Precision.DAY and first == last:
        words = _day(first)
    elif when.precision is Precision.MONTH:
        words = _("%(month)s, the day is not known") % {"month": date_format(first, "F Y")}
    elif when.precision is Precision.YEAR:
        words = _("%(year)s, the day is not known") % {"year": first.year}
    elif first == last:
        words = _day(first)
    else:
        words = _("between %(first)s and %(last)s") % {"first": _day(first), "last": _day(last)}
    return _("about %(when)s") % {"when": words} if when.precision is Precision.APPROXIMATE else words


def doubts_said(when: UncertainDate) -> list[str]:
    """What a reader must know before relying on the date."""
    said = []
    if when.doubtful:
        said.append(_("the record itself marks the date as doubtful"))
    if when.inherited:
        said.append(_("the date stands once for several rows"))
    if when.assumed_year:
        said.append(_("year assumed from the rows around it"))
    return said


def time_said(time: UncertainTime | None) -> str:
    """``14:10``, ``between 18:00 and 23:59`` where no clock time was written, or nothing."""
    if time is None:
        return ""
    first, last = _clock(time.earliest), _clock(time.latest)
    if time.exact and time.earliest == time.latest:
        return first
    if time.exact:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def _day(value: date) -> str:
    return _day_in(value, get_language())


@lru_cache(8192)
def _day_in(value: date, _language: str | None) -> str:
    return date_format(value, "j F Y")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
