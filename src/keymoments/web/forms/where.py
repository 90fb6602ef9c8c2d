"""The form of where a child was: how much time a column holds, and which days are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.whereabouts_strip import Scale
from keymoments.web.forms.fields import DayField


class Shown(forms.Form):
    """What the strip shows; days left empty are those of the review. ``opens``, ``closes``: the review's period."""

    scale = forms.ChoiceField(
        label=_("Show by"),
        choices=[(str(Scale.DAY), _("day")), (str(Scale.WEEK), _("week")), (str(Scale.MONTH), _("month"))],
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def __init__(self, query: Any, *, opens: date, closes: date) -> None:
        self._opens, self._closes = opens, closes
        given = query.copy()
        if "scale" not in given:
            given["scale"] = str(Scale.MONTH)
        if not any(given.get(f"first_{part}") for part in ("day", "month", "year")):
            _fill(given, "first", opens)
        if not any(given.get(f"last_{part}") for part in ("day", "month", "year")):
            _fill(given, "last", closes)
        super().__init__(given)

    def clean(self) -> dict[str, Any] | None:
        """The days in order, and none outside the period of the review: nothing is counted there."""
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", now("The last day is before the first: swap them."))
        elif first and last and (last < self._opens or first > self._closes):
            days = {"first": date_format(self._opens, "j F Y"), "last": date_format(self._closes, "j F Y")}
            self.add_error("first", now("Choose days in the period of the review: {first} to {last}.").format(**days))
        return values

    def chosen(self) -> tuple[Scale, date, date]:
        """What to show: as asked where that is right, else the whole review by month."""
        if not self.is_valid():
            return Scale.MONTH, self._opens, self._closes
        values = self.cleaned_data
        return Scale(values["scale"]), max(values["first"], self._opens), min(values["last"], self._closes)


def _fill(query: Any, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        query[f"{name}_{part}"] = str(getattr(day, part))
