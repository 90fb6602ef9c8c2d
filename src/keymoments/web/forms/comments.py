"""Forms for speaking about things of a review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Speaking(forms.Form):
    """A comment or an answer."""

    text = forms.CharField(
        label=_("What you say"),
        widget=forms.Textarea,
        error_messages={"required": _("Write the comment first.")},
    )
