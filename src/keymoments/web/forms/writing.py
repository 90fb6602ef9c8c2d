"""A form in which several people write, whose boxes can be filled with what was typed and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class Drafted(forms.Form):
    """A form whose boxes are kept while somebody types."""

    def drafted(self, values: Mapping[str, Any]) -> None:
        """Fill the boxes with what was typed and not sent. ``values``: name of a box → what was sent for it."""
        sent = _Sent(values)
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(sent, {}, name)


class _Sent(dict[str, Any]):
    """What was sent for a form, kept as lists."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: (list(value) or [""])[-1] for name, value in values.items()})
        self._lists = values

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        """Everything that was sent for one box."""
        return list(self._lists.get(name, default or []))
