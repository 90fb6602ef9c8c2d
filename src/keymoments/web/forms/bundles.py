"""The form with which a bundle comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class BundleFile(forms.Form):
    """An archive of a review."""

    file = forms.FileField(
        label=_("Archive of a review"),
        help_text=_("The file that was made under “The whole review”; its name ends in -bundle.zip."),
        error_messages={"required": _("Choose the archive of a review."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """No larger than files may be."""
        found = self.cleaned_data["file"]
        if found.size > settings.LARGEST_UPLOAD:
            size = filesizeformat(settings.LARGEST_UPLOAD)
            raise ValidationError(_("This file is larger than %(size)s.") % {"size": size})
        return found
