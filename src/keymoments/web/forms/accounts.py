"""Forms about accounts."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import OTHERS_EMAIL

_STANDINGS = [
    ("", _("None: only what reviews they are let into")),
    ("manager", _("Business manager: may open reviews")),
    ("auditor", _("Auditor: the audit only")),
    ("administrator", _("System administrator: accounts only")),
]


class NewAccount(forms.Form):
    """Make an account."""

    email = forms.EmailField(label=_("E-mail address"), widget=OTHERS_EMAIL)
    name = forms.CharField(label=_("Name"), max_length=200)
    standing = forms.ChoiceField(label=_("Beyond single reviews"), choices=_STANDINGS, required=False)
    password = forms.CharField(
        label=_("First password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """As strong as the site asks."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
