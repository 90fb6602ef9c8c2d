"""Forms about letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keymoments.export.letter_words import FIELDS, LETTERS, Letter
from keymoments.reviews.operations.documents import LARGEST
from keymoments.web.presenters.documents import LETTER_WORDS

_SHORT = ("addressee", "child_name", "decided_on", "finish_day")


class MakingLetter(forms.Form):
    """What only the person who makes a letter knows; what stays empty stands in it as to be filled in."""

    agency = forms.ChoiceField(label=_("To which agency"))
    stage = forms.CharField(label=_("Stage of the review"), max_length=60, required=False)

    def __init__(self, *args: Any, letter: Letter, agencies: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["stage"].initial = letter.stage
        if letter.to_agency:
            self.fields["agency"].choices = [("", _("Choose")), *agencies]  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]
        for name in letter.typed:
            widget = forms.TextInput() if name in _SHORT else forms.Textarea()
            self.fields[name] = forms.CharField(
                label=capfirst(_now(FIELDS[name])), widget=widget, required=False, max_length=20_000
            )

    def typed(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self.cleaned_data[name] for name in self.letter.typed}


class OwnTemplate(forms.Form):
    """The board's own Word file for a letter."""

    letter = forms.ChoiceField(label=_("For which letter"), choices=[(key, LETTER_WORDS[key]) for key in LETTERS])
    file = forms.FileField(
        label=_("The Word file (.docx)"),
        error_messages={"required": _("Choose a Word file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """No larger than a letter may be."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise ValidationError(_("This file is larger than 5 MB: make its pictures smaller."))
        return found
