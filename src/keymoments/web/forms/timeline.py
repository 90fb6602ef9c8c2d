"""Which days a timeline shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField


class Between(forms.Form):
    """From one day to another."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        values = super().clean() or {}
        if values.get("first") and values.get("last") and values["last"] <= values["first"]:
            self.add_error("last", _("The last day must come after the first one."))
        return values
