"""A day in three boxes, as GOV.UK asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# For the address of somebody else: a browser that offered the writer's own would be wrong.
OTHERS_EMAIL = forms.EmailInput(attrs={"autocomplete": "off"})


class DayWidget(forms.MultiWidget):
    """Day, month and year."""

    def __init__(self) -> None:
        super().__init__({name: forms.TextInput() for name in ("day", "month", "year")})

    def decompress(self, value: date | None) -> list[Any]:
        """The three boxes of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date; says which of its parts is wrong."""

    widget = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        numbers = [forms.CharField(required=False) for _name in range(3)]
        super().__init__(fields=numbers, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """The date of three boxes."""
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            return date(year, month, day)
        except (TypeError, ValueError):
            raise ValidationError(_("Enter a real date, for example 27 3 2021.")) from None
