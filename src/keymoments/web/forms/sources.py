"""Forms about requests and files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField


class RequestForRecords(forms.Form):
    """Ask an agency for its records."""

    what = forms.CharField(label=_("What records"), widget=forms.Textarea)
    period_from = DayField(label=_("From"))
    period_to = DayField(label=_("To"))
    due = DayField(label=_("Wanted by"))


class Upload(forms.Form):
    """Hand in a file."""

    file = forms.FileField(label=_("A file with the agency’s records"))

    def clean_file(self) -> Any:
        """Neither empty (Django sees to that) nor larger than a reader takes."""
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than a record should be: hand it in as several files."))
        return file


class Columns(forms.Form):
    """Say which heading of a file means what."""

    date = forms.CharField(label=_("Heading of the column with the date"), required=False, max_length=100)
    text = forms.CharField(label=_("Heading of the column with what happened"), required=False, max_length=100)
