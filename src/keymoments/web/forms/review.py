"""Forms about a review and the people in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.records import AGENCY_KINDS
from keymoments.ingest.casefile import NATIONS
from keymoments.web.forms.fields import OTHERS_EMAIL, DayField

_NATIONS = [(nation, nation.replace("-", " ").title()) for nation in NATIONS]
_KINDS = [(kind, kind.replace("-", " ").capitalize()) for kind in AGENCY_KINDS]


class NewReview(forms.Form):
    """Begin a review."""

    reference = forms.SlugField(label=_("Reference"), help_text=_("Letters, numbers and hyphens. Not a child’s name."))
    title = forms.CharField(label=_("Title"), help_text=_("A neutral title that names nobody."), max_length=200)
    nation = forms.ChoiceField(label=_("Nation"), choices=_NATIONS)
    scope_from = DayField(label=_("First day the review looks at"))
    scope_to = DayField(label=_("Last day the review looks at"))
    child = forms.CharField(label=_("Name of the child"), max_length=200)
    born = DayField(label=_("The child’s date of birth"), required=False)
    agencies = forms.MultipleChoiceField(
        label=_("Agencies that knew the family"), choices=_KINDS, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("scope_from"), found.get("scope_to")
        if first and last and last < first:
            self.add_error("scope_to", _("The last day is before the first: swap them."))
        return found


class Declaration(forms.Form):
    """Answer about conflicts of interest."""

    conflict = forms.TypedChoiceField(
        label=_("Do you know this family, or did you work with them or supervise those who did?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    words = forms.CharField(
        label=_("If yes, how?"), widget=forms.Textarea, required=False, help_text=_("Name nobody of the family.")
    )


class Acceptance(forms.Form):
    """Take a place that was offered."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. If you have an account already, enter its password."),
    )

    def clean_password(self) -> str:
        """As strong as the site asks."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class Admission(forms.Form):
    """Give somebody a place."""

    email = forms.EmailField(label=_("E-mail address of their account"), widget=OTHERS_EMAIL)
    role = forms.ChoiceField(label=_("As"))
    agency = forms.ChoiceField(label=_("Agency, for an agency’s people"), required=False)

    def __init__(self, *args: Any, roles: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["agency"].choices = [("", _("None")), *agencies]  # type: ignore[attr-defined]


class Offer(Admission):
    """Offer a place by mail to somebody without an account."""

    email = forms.EmailField(label=_("E-mail address"), widget=OTHERS_EMAIL)
    name = forms.CharField(label=_("Name"), max_length=200)
