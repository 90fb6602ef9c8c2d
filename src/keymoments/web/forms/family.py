"""Forms about the people of a review and their homes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.household import DAY, MONTH, YEAR, span_of
from keymoments.reviews.operations.family import Period, PersonSaid
from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.household import KINSHIP_CHOICES

_NOT_KNOWN = _("Leave empty what is not known: the year alone, or month and year, will do.")
_SEX = [("", _("Not known")), ("female", _("Female")), ("male", _("Male"))]
_CHOOSE = ("", _("Choose"))
Choices = Iterable[tuple[str, str]]


class RoughDay(DayField):
    """A day, a month or a year; gives the first (or the last) day of it and how much is known."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.last = last

    def compress(self, data_list: Sequence[str]) -> tuple[date | None, str]:  # type: ignore[override]
        """The day that is kept, with "day", "month" or "year"."""
        day, month, year = (*data_list, "", "", "")[:3]
        known = DAY if day else MONTH if month else YEAR
        whole = super().compress((day or "1", month if day else month or "1", year) if any(data_list) else ())
        return (None, DAY) if whole is None else (span_of(whole, known)[self.last], known)


class PersonForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(
        label=_("Role"),
        max_length=100,
        required=False,
        help_text=_("For example mother, maternal grandmother, mother’s partner, neighbour, professional."),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        widget=forms.Textarea,
        required=False,
        help_text=_("One on each line: former names, short names, initials as the records write them."),
    )
    sex = forms.ChoiceField(label=_("Sex, as the records give it"), choices=_SEX, required=False)
    born = DayField(label=_("Date of birth"), required=False)
    died = DayField(label=_("Date of death"), required=False)
    subject = forms.BooleanField(label=_("A child the review is about"), required=False)

    def said(self) -> PersonSaid:
        """What was typed, for an operation."""
        values = dict(self.cleaned_data)
        aliases = tuple(line.strip() for line in values.pop("aliases").splitlines() if line.strip())
        return PersonSaid(**values, aliases=aliases)


class _Lasting(forms.Form):
    """Something with a beginning and an end."""

    def period(self) -> Period:
        """From when until when."""
        (begins, begins_known), (ends, ends_known) = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return Period(begins, ends, begins_known, ends_known)


class RelationForm(_Lasting):
    """What a person is to another one."""

    kind = forms.ChoiceField(label=_("This person is"), choices=KINSHIP_CHOICES)
    other = forms.ChoiceField(label=_("of"))
    begins = RoughDay(label=_("From"), required=False, help_text=_NOT_KNOWN)
    ends = RoughDay(
        label=_("Until"), last=True, required=False, help_text=_("The same; empty also where it is still so.")
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class ResidenceForm(_Lasting):
    """Where a person lived."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    new_place = forms.CharField(label=_("Or a place not named yet"), max_length=200, required=False)
    begins = RoughDay(label=_("From"), required=False, help_text=_NOT_KNOWN)
    ends = RoughDay(
        label=_("Until"), last=True, required=False, help_text=_("The same; empty also where it is still so.")
    )

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [_CHOOSE, *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One place, known or new."""
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("place")) == bool((found.get("new_place") or "").strip()):
            self.add_error("place", _("Choose a place, or name a new one."))
        return found


class PlaceForm(forms.Form):
    """What a place is called."""

    name = forms.CharField(label=_("Name or address"), max_length=200)
    kind = forms.CharField(label=_("Sort of place"), max_length=60, required=False, help_text=_("For example home."))
    aliases = forms.CharField(
        label=_("Other names"), widget=forms.Textarea, required=False, help_text=_("One on each line.")
    )

    def clean_aliases(self) -> tuple[str, ...]:
        """A line a name."""
        return tuple(line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip())


class MergeForm(forms.Form):
    """Say that two people are one."""

    into = forms.ChoiceField(label=_("The same person as"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class SameAs(forms.Form):
    """Say whose name a name is."""

    person = forms.ChoiceField(label=_("Another name of"))
    reason = forms.CharField(label=_("How you know"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class Aside(forms.Form):
    """Ask about a name no more."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, required=False)
