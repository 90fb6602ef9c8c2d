"""Forms about requests and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.columns import MEANINGS, Heading


class RequestForRecords(forms.Form):
    """Ask an agency for its records."""

    what = forms.CharField(label=_("What records"), widget=forms.Textarea)
    period_from = DayField(label=_("From"))
    period_to = DayField(label=_("To"))
    due = DayField(label=_("Wanted by"))


class SeveralFilesInput(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """One or more files. Each is looked at by itself afterwards, so that one bad file keeps no other out."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002
        """The files in the order in which they were sent."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise forms.ValidationError(gettext("Choose a file with the agency’s records."))
        return files


class Upload(forms.Form):
    """Hand in files."""

    file = SeveralFiles(label=_("Files with the agency’s records"))


class Columns(forms.Form):
    """Say what the columns of a file mean: each heading that was found, and others typed as they stand in the file."""

    date = forms.CharField(label=_("Heading of the column with the date"), required=False, max_length=100)
    time = forms.CharField(label=_("Heading of the column with the time"), required=False, max_length=100)
    text = forms.CharField(label=_("Heading of the column with what happened"), required=False, max_length=100)

    def __init__(self, *args: Any, headings: Sequence[Heading] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        for number, heading in enumerate(headings):
            as_read = gettext("As it was read: %(meaning)s") % {"meaning": heading.taken_words}
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading.words,
                choices=[("", as_read), *MEANINGS.items()],
                required=False,
                initial=heading.said,
            )

    @property
    def chosen(self) -> list[tuple[Heading, forms.BoundField]]:
        """Each heading with its box."""
        return [(heading, self[f"column-{number}"]) for number, heading in enumerate(self.headings)]

    @property
    def typed(self) -> list[forms.BoundField]:
        """The boxes for headings that were not found."""
        return [self[name] for name in ("date", "time", "text")]

    def clean(self) -> dict[str, Any]:
        """Meaning to heading; no two headings may have one meaning."""
        said: dict[str, str] = {}
        for number, heading in enumerate(self.headings):
            name = f"column-{number}"
            meaning = self.cleaned_data.get(name, "")
            if meaning in said:
                words = gettext("“%(one)s” and “%(other)s” cannot both be: %(meaning)s. Choose one of them.")
                self.add_error(
                    name, words % {"one": said[meaning], "other": heading.words, "meaning": MEANINGS[meaning]}
                )
            elif meaning:
                said[meaning] = heading.words
        typed = {name: self.cleaned_data.get(name, "").strip() for name in ("date", "time", "text")}
        return {**said, **{meaning: words for meaning, words in typed.items() if words}}


class TakeOut(forms.Form):
    """Take a file out of the chronology."""

    why = forms.CharField(label=_("Why the file is taken out"), widget=forms.Textarea, max_length=1000)


class SignOff(forms.Form):
    """Say that the records are complete; where something could not be read, that it was looked at."""

    looked = forms.BooleanField(
        label=_("I have looked at what could not be read, and nothing more can be done about it")
    )

    def __init__(self, *args: Any, problems: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not problems:
            del self.fields["looked"]
        else:
            self.fields["looked"].error_messages["required"] = gettext(
                "Look at what could not be read, then say so here."
            )
