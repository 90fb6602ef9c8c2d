"""Words and figures for what a review costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keymoments.analysis.cost import Totals
from keymoments.ingest.timesheet import Fault

SORT_WORDS = {
    "reviewer": gettext_lazy("Lead reviewer’s fee"),
    "agency-time": gettext_lazy("Agency’s time"),
    "panel": gettext_lazy("Panel’s time"),
    "board-team": gettext_lazy("Board’s own team"),
    "meeting": gettext_lazy("Meetings"),
    "legal": gettext_lazy("Legal advice"),
    "family-support": gettext_lazy("Support for the family"),
    "learning": gettext_lazy("Learning events"),
    "travel": gettext_lazy("Travel"),
    "venue": gettext_lazy("Rooms"),
    "other": gettext_lazy("Other"),
}
GROUP_WORDS = {
    "sort": gettext_lazy("By sort of cost"),
    "stage": gettext_lazy("By stage"),
    "agency": gettext_lazy("By agency"),
    "person": gettext_lazy("By person"),
    "month": gettext_lazy("By month"),
}
RATE_WORDS = {
    "person": gettext_lazy("A person, by name"),
    "agency": gettext_lazy("An agency"),
    "sort": gettext_lazy("A sort of work"),
}
FAULT_WORDS = {
    "day": gettext_lazy("this is no day: write it as 27/3/2021"),
    "no-person": gettext_lazy("no name stands there: say who worked"),
    "number": gettext_lazy("this is no number: write 0.5 or 37.50"),
    "nothing": gettext_lazy("neither days nor hours nor money stand there"),
    "over-a-day": gettext_lazy("more than one day of work on one day: give each day a line"),
    "negative": gettext_lazy("less than nothing: leave the minus out, or take the earlier line back"),
}


def pounds(value: Decimal | None) -> str:
    """Money as it is read in Britain; a dash where there is none to tell."""
    if value is None:
        return "–"
    return f"£{value:,.2f}" if value >= 0 else f"−£{-value:,.2f}"


def days(value: Decimal | None) -> str:
    """Days without needless noughts."""
    if value is None:
        return "–"
    plain = f"{value:,.2f}".rstrip("0").rstrip(".")
    return plain or "0"


def totals_words(sums: Totals) -> str:
    """A sum in a line, with the days for which no rate is known said apart."""
    said = _("%(days)s days, %(money)s") % {"days": days(sums.days), "money": pounds(sums.money)}
    if sums.unpriced:
        said += "; " + _("of these %(days)s days without a known rate, in days and not in money") % {
            "days": days(sums.unpriced)
        }
    return said


def group_title(group: str, key: str, agencies: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """What a row of a sum is called."""
    if group == "sort":
        return str(SORT_WORDS.get(key, key))
    if group == "stage":
        return stages.get(key, key) or _("no stage was said")
    if group == "agency":
        return agencies.get(key, key) or _("no agency")
    return key


def fault_words(fault: Fault) -> str:
    """A fault of a timesheet with its line."""
    told = f"{fault.cell!r}: " if fault.cell else ""
    return _("Line %(line)d: %(what)s") % {"line": fault.line, "what": f"{told}{FAULT_WORDS[fault.code]}"}


def lines_words(number: int) -> str:
    """How many lines."""
    return ngettext("%(num)d line", "%(num)d lines", number) % {"num": number}
