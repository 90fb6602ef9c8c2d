"""Forms about what a review costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.operations.cost import OWN_SORTS
from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.cost import RATE_WORDS, SORT_WORDS

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))


def _money(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """A box for pounds and pence."""
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, max_digits=11, decimal_places=2, min_value=0
    )


class _Listed(forms.Form):
    """A form whose lists are filled by the page; the first choice of each is none."""

    def __init__(self, *args: Any, lists: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]


class CostSaid(_Listed):
    """Work or a bill."""

    on = DayField(label=_("Day"))
    person = forms.CharField(label=_("Who worked, or who sent the bill"), max_length=200)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    sort = forms.ChoiceField(label=_("Sort of cost"), choices=[_CHOOSE, *SORT_WORDS.items()])
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    days = forms.DecimalField(label=_("Days"), max_digits=7, decimal_places=2, min_value=0, required=False)
    money = _money(_("Pounds without tax"), required=False, help_text=_("Leave it empty where a day’s rate is known."))
    tax = _money(_("Tax in pounds"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class CostRight(CostSaid):
    """A line written otherwise, and why."""

    why = forms.CharField(label=_("Why it is put right"), max_length=500)


class OwnTime(_Listed):
    """One's own days."""

    on = DayField(label=_("Day"))
    days = forms.DecimalField(
        label=_("Days"), max_digits=7, decimal_places=2, min_value=0, help_text=_("Half a day is 0.5.")
    )
    sort = forms.ChoiceField(label=_("Sort of work"), choices=[_CHOOSE, *((key, SORT_WORDS[key]) for key in OWN_SORTS)])
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, help_text=_("No names of the family."))


class RateSaid(_Listed):
    """A day's rate."""

    what = forms.ChoiceField(label=_("For"), choices=list(RATE_WORDS.items()), widget=forms.RadioSelect)
    person = forms.CharField(label=_("Name of the person"), max_length=200, required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    sort = forms.ChoiceField(label=_("Sort of work"), choices=[_CHOOSE, *SORT_WORDS.items()], required=False)
    per_day = _money(_("Pounds a day"))
    starts = DayField(label=_("From"))
    source = forms.CharField(label=_("Who stated it"), max_length=300)


class BudgetSaid(forms.Form):
    """A budget."""

    sort = forms.ChoiceField(
        label=_("For"), choices=[("", _("All of the review")), *SORT_WORDS.items()], required=False
    )
    money = _money(_("Pounds"))
    days = forms.DecimalField(label=_("Days"), max_digits=7, decimal_places=2, min_value=0, required=False)
    agreed_on = DayField(label=_("Agreed on"))
    agreed_by = forms.CharField(label=_("Agreed by"), max_length=300)


class SheetHandedIn(forms.Form):
    """A timesheet."""

    file = forms.FileField(label=_("Timesheet"), help_text=_("CSV with a heading: date, name, and days or hours."))
    hours_a_day = forms.DecimalField(
        label=_("Hours of a working day"), initial="7.4", max_digits=4, decimal_places=2, min_value=1, max_value=24
    )


class CostBack(forms.Form):
    """Take a line back."""

    why = forms.CharField(label=_("Why it is taken back"), max_length=500)
