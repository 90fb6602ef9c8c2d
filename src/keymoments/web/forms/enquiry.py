"""Forms about lines of enquiry and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.operations.findings import FindingSaid
from keymoments.web.forms.fields import DayField
from keymoments.web.forms.writing import Drafted
from keymoments.web.presenters.enquiry import CONFIDENCE_WORDS, SIDE_WORDS, WHOSE_WORDS

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))


class Question(forms.Form):
    """A question that the review must answer."""

    question = forms.CharField(label=_("Question"), widget=forms.Textarea)
    was = forms.CharField(widget=forms.HiddenInput, required=False)


class LineAside(forms.Form):
    """Ask a question no more."""

    reason = forms.CharField(label=_("Why the question is set aside"), widget=forms.Textarea)


class ToLine(forms.Form):
    """Say that a moment or an entry speaks to a question."""

    moment = forms.ChoiceField(label=_("Key moment"), required=False)
    entry = forms.CharField(
        label=_("Or an entry"),
        max_length=80,
        required=False,
        help_text=_("Its name in the chronology, for example school-012."),
    )
    side = forms.ChoiceField(
        label=_("Which way it speaks"), choices=list(SIDE_WORDS.items()), widget=forms.RadioSelect, initial="for"
    )
    note = forms.CharField(label=_("How"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, moments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].choices = [_CHOOSE, *moments]  # type: ignore[attr-defined]


class Told(forms.Form):
    """What somebody told the review."""

    whose = forms.ChoiceField(label=_("Who told it"), choices=list(WHOSE_WORDS.items()), widget=forms.RadioSelect)
    role = forms.CharField(
        label=_("In which role"), max_length=200, help_text=_("Never a name: for example class teacher, grandmother.")
    )
    told_on = DayField(label=_("When they told it"), required=False)
    words = forms.CharField(label=_("What they told"), widget=forms.Textarea)


class FindingForm(Drafted):
    """A finding. ``based_on``: the version that the form shows."""

    text = forms.CharField(
        label=_("What the review finds"),
        widget=forms.Textarea,
        help_text=_("Who did or did not do what, when, what it meant for the child, and why."),
    )
    rests_on = forms.MultipleChoiceField(label=_("It rests on"), required=False, widget=forms.CheckboxSelectMultiple)
    confidence = forms.ChoiceField(
        label=_("How sure the review is"), choices=list(CONFIDENCE_WORDS.items()), widget=forms.RadioSelect
    )
    not_known = forms.CharField(
        label=_("What is not known"),
        widget=forms.Textarea,
        required=False,
        help_text=_("What the records do not say and nobody could tell."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, evidence: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests_on"].choices = list(evidence)  # type: ignore[attr-defined]

    def said(self) -> FindingSaid:
        """What was typed, for an operation."""
        values = self.cleaned_data
        rests_on = tuple(int(number) for number in values["rests_on"])
        return FindingSaid(values["text"], values["confidence"], values["not_known"], rests_on)

    @classmethod
    def first_values(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the boxes hold for a finding that is there; ``values``: as its versions are kept."""
        return {**values, "rests_on": [str(number) for number in values["rests_on"]]}


class Agreeing(forms.Form):
    """Agree with a finding."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class Disagreeing(Agreeing):
    """Say what one does not agree with."""

    reason = forms.CharField(label=_("What you do not agree with"), widget=forms.Textarea)


class SigningOff(Agreeing):
    """Make a finding the review's own."""

    answer = forms.CharField(label=_("Answer to those who do not agree"), widget=forms.Textarea, required=False)


class FindingAside(forms.Form):
    """Say that it is no finding after all."""

    reason = forms.CharField(label=_("Why it is no finding after all"), widget=forms.Textarea)


class Explaining(forms.Form):
    """Say why no finding rests on an entry."""

    entry = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why no finding rests on it"), widget=forms.Textarea)
