"""Forms about suggestions and key moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.household import DAY, YEAR
from keymoments.analysis.moments import Factor
from keymoments.reviews.operations.moments import MomentSaid
from keymoments.web.forms.family import RoughDay
from keymoments.web.forms.writing import Drafted
from keymoments.web.presenters.moments import FACTOR_WORDS, KIND_WORDS

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))


class Accepting(forms.Form):
    """Make a suggestion a key moment."""

    reason = forms.CharField(label=_("Why it matters"), widget=forms.Textarea, required=False)


class Joining(forms.Form):
    """Say that a suggestion belongs to a moment."""

    moment = forms.ChoiceField(label=_("Part of the key moment"))
    reason = forms.CharField(label=_("Why it belongs there"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, moments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].choices = [_CHOOSE, *moments]  # type: ignore[attr-defined]


class Rejecting(forms.Form):
    """Say that a suggestion is no key moment."""

    reason = forms.CharField(
        label=_("Why it is no key moment"),
        widget=forms.Textarea,
        error_messages={"required": _("Say why it is no key moment: others will ask.")},
    )


class TakingBack(forms.Form):
    """Take a decision back."""

    reason = forms.CharField(label=_("Why it is taken back"), widget=forms.Textarea)


class SettingAside(forms.Form):
    """Say that it is no key moment after all."""

    reason = forms.CharField(label=_("Why it is no key moment after all"), widget=forms.Textarea)


class Showing(forms.Form):
    """Say that an entry shows a moment, by the name it has in the chronology."""

    entry = forms.CharField(
        label=_("Entry"), max_length=80, help_text=_("Its name in the chronology, for example school-012.")
    )
    note = forms.CharField(label=_("What it shows"), widget=forms.Textarea, required=False)


class ShownBy(forms.Form):
    """Make an entry evidence of a moment."""

    moment = forms.ChoiceField(label=_("Key moment"))
    note = forms.CharField(label=_("What it shows"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, moments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].choices = [_CHOOSE, *moments]  # type: ignore[attr-defined]


_ROUGH = _("Leave the day empty where only the month is known, day and month where only the year is known.")


class MomentForm(Drafted):
    """A key moment. ``based_on``: the version that the form shows."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("What happened, in one short line."))
    kind = forms.ChoiceField(label=_("What sort of moment it is"), choices=[_CHOOSE, *KIND_WORDS.items()])
    begins = RoughDay(label=_("The day, or the first day"), help_text=_ROUGH)
    ends = RoughDay(label=_("The last day, where it lasted"), last=True, required=False)
    absence = forms.BooleanField(label=_("It rests on something that was not done"), required=False)
    children = forms.MultipleChoiceField(
        label=_("Children it is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.MultipleChoiceField(
        label=_("Agencies it is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    known = forms.CharField(
        label=_("What was known then, and by whom"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Only what somebody held by that day."),
    )
    expected = forms.CharField(label=_("What should have happened"), widget=forms.Textarea, required=False)
    expected_source = forms.CharField(
        label=_("By which rule"),
        max_length=300,
        required=False,
        help_text=_("The limit, procedure or local protocol that was in force on that day."),
    )
    happened = forms.CharField(label=_("What happened"), widget=forms.Textarea, required=False)
    meant = forms.CharField(
        label=_("What it meant for the child"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Where nobody knows, say so."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, children: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = list(children)  # type: ignore[attr-defined]
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        for factor, words in FACTOR_WORDS.items():
            self.fields[f"why_{factor}"] = forms.CharField(label=words, widget=forms.Textarea, required=False)
        self.order_fields([*list(self.fields)[:11], *(f"why_{factor}" for factor in Factor), "meant", "based_on"])

    def said(self) -> MomentSaid:
        """What was typed, for an operation."""
        values = dict(self.cleaned_data)
        (begins, begins_known), (ends, ends_known) = values["begins"], values["ends"] or (None, DAY)
        return MomentSaid(
            **{name: values[name] for name in ("title", "kind", "absence", *_TEXTS)},
            begins=begins,
            begins_known=begins_known,
            ends=ends,
            ends_known=ends_known,
            children=tuple(values["children"]),
            agencies=tuple(values["agencies"]),
            why={str(factor): values[f"why_{factor}"] for factor in Factor if values[f"why_{factor}"]},
        )

    @classmethod
    def first_values(cls, said: MomentSaid) -> dict[str, Any]:
        """What the boxes hold for a moment that is there."""
        return {
            **{name: getattr(said, name) for name in ("title", "kind", "absence", *_TEXTS)},
            "begins": _parts(said.begins, said.begins_known),
            "ends": _parts(said.ends, said.ends_known),
            "children": list(said.children),
            "agencies": list(said.agencies),
            **{f"why_{factor}": words for factor, words in said.why.items()},
        }


_TEXTS = ("known", "expected", "expected_source", "happened", "meant")


def _parts(day: date | None, known: str) -> list[Any]:
    """The three boxes of a day that is perhaps known only to its month or year."""
    if day is None:
        return ["", "", ""]
    return [day.day if known == DAY else "", "" if known == YEAR else day.month, day.year]
