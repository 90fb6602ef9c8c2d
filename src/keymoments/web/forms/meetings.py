"""Forms about meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.models import Attendance, Meeting
from keymoments.reviews.operations.meetings import MeetingSaid
from keymoments.web.forms.fields import DayField
from keymoments.web.forms.writing import Drafted
from keymoments.web.presenters.meetings import BOX_WORDS


class MeetingForm(Drafted):
    """A meeting with its agenda and minutes. ``based_on``: the version that the form shows."""

    sort = forms.ChoiceField(label=BOX_WORDS["sort"], choices=Meeting.Sort.choices)
    title = forms.CharField(label=BOX_WORDS["title"], max_length=200)
    day = DayField(label=BOX_WORDS["day"], help_text=_("It may be past."))
    time = forms.CharField(label=BOX_WORDS["time"], max_length=5, required=False, help_text=_("For example 14:30."))
    place = forms.CharField(label=BOX_WORDS["place"], max_length=300, required=False)
    stage = forms.CharField(
        label=BOX_WORDS["stage"],
        max_length=60,
        required=False,
        help_text=_("If it belongs to one, for example decision."),
    )
    agenda = forms.CharField(label=BOX_WORDS["agenda"], widget=forms.Textarea, required=False)
    minutes = forms.CharField(label=BOX_WORDS["minutes"], widget=forms.Textarea, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def said(self) -> MeetingSaid:
        """What was typed, for an operation."""
        return MeetingSaid(**{name: self.cleaned_data[name] for name in BOX_WORDS})

    @classmethod
    def first_values(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the boxes hold for a meeting that is there; ``values``: as its versions are kept."""
        return {**values, "day": date.fromisoformat(values["day"])}


class OnList(forms.Form):
    """Put somebody on the list of a meeting."""

    member = forms.ChoiceField(label=_("Somebody of the review"), required=False)
    named = forms.CharField(label=_("Or somebody else, by name"), max_length=200, required=False)
    role = forms.CharField(label=_("Their role, for somebody else"), max_length=200, required=False)
    agency = forms.CharField(label=_("Their agency, for somebody else"), max_length=200, required=False)
    answer = forms.ChoiceField(label=_("How it stands"), choices=Attendance.Answer.choices)

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose")), *members]  # type: ignore[attr-defined]


class Answering(forms.Form):
    """Another answer of somebody on the list."""

    answer = forms.ChoiceField(label=_("How it stands"), choices=Attendance.Answer.choices)


class CallingOff(forms.Form):
    """Say that a meeting does not take place."""

    reason = forms.CharField(label=_("Why it is called off"), widget=forms.Textarea)
