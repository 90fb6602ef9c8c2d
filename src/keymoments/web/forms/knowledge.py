"""Forms about who knew what, from when."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField


class KnownOn(forms.Form):
    """A day on which to look."""

    day = DayField(label=_("Show what was known on this day"), required=False)


class NewFact(forms.Form):
    """A fact that people name."""

    words = forms.CharField(
        label=_("What somebody may have known"),
        max_length=300,
        help_text=_("As a part of a sentence, for example: that the stepfather had moved back in."),
    )


class FactAside(forms.Form):
    """Ask about a fact no more."""

    reason = forms.CharField(label=_("Why the fact is set aside"), widget=forms.Textarea)


class Held(forms.Form):
    """Say that an agency held a fact, from when, and which entry shows it."""

    since = DayField(label=_("They held it from this day on"))
    entry = forms.CharField(
        label=_("Entry that shows it"),
        max_length=80,
        required=False,
        help_text=_("Its name in the chronology, for example school-012."),
    )
    reason = forms.CharField(label=_("How it is known"), widget=forms.Textarea, required=False)


class NotHeld(forms.Form):
    """Say that an agency did not hold a fact."""

    reason = forms.CharField(label=_("Why they did not hold it"), widget=forms.Textarea)
