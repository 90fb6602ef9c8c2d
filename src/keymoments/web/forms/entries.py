"""Forms about entries of the chronology."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS

_ANY = ("", _("Any"))


class Correction(forms.Form):
    """Put an answer right."""

    child = forms.ChoiceField(label=_("Child"))
    field = forms.ChoiceField(label=_("Question"), choices=list(QUESTION_WORDS.items()))
    value = forms.ChoiceField(label=_("The record says"), choices=list(ANSWER_WORDS.items()))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea)

    def __init__(self, *args: Any, children: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = children  # type: ignore[attr-defined]


class NewDate(forms.Form):
    """Put a date right."""

    day = DayField(label=_("The day it happened"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea)


class Remark(forms.Form):
    """A comment of the panel."""

    text = forms.CharField(label=_("Comment"), widget=forms.Textarea)


class NameOfView(forms.Form):
    """Keep the filter that is on."""

    name = forms.CharField(label=_("Keep this view under the name"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


class SameEvent(forms.Form):
    """Decide about two entries."""

    other = forms.CharField(widget=forms.HiddenInput, max_length=64)
    same = forms.TypedChoiceField(
        label=_("Do both tell the same event?"),
        choices=[("yes", _("Yes, the same event")), ("no", _("No, two events"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea)


class NewEntry(forms.Form):
    """Add an entry by hand."""

    agency = forms.ChoiceField(label=_("Agency"))
    day = DayField(label=_("The day it happened"))
    text = forms.CharField(label=_("What the record says, word for word"), widget=forms.Textarea)
    source = forms.CharField(
        label=_("Where it stands"), help_text=_("For example: paper file 2, page 14"), max_length=200
    )

    def __init__(self, *args: Any, agencies: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class Narrow(forms.Form):
    """The filter of the chronology."""

    agency = forms.MultipleChoiceField(label=_("Agency"), required=False, widget=forms.CheckboxSelectMultiple)
    child = forms.ChoiceField(label=_("Child"), required=False)
    seen = forms.ChoiceField(label=_("Seen"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    spoken_to = forms.ChoiceField(label=_("Spoken to"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    alone = forms.ChoiceField(label=_("Alone"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    contact = forms.ChoiceField(
        label=_("Contact with the family"), choices=[_ANY, ("yes", _("Yes")), ("no", _("No"))], required=False
    )
    wait = forms.ChoiceField(
        label=_("Part of a wait"),
        choices=[
            _ANY,
            ("any", _("Any wait")),
            ("exceeded", _("Limit exceeded")),
            ("no_end_recorded", _("The records show no end")),
        ],
        required=False,
    )
    person = forms.ChoiceField(label=_("Person named"), required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    suggestion = forms.BooleanField(label=_("Part of a suggested place to look at"), required=False)
    conflict = forms.BooleanField(label=_("Tick box and words disagree"), required=False)
    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, *args: Any, agencies: Any = (), children: Any = (), people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]
        self.fields["child"].choices = [_ANY, *children]  # type: ignore[attr-defined]
        self.fields["person"].choices = [_ANY, *people]  # type: ignore[attr-defined]
