"""Forms about a review and the people in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from keymoments.ingest.casefile import NATIONS
from keymoments.web.forms.fields import OTHERS_EMAIL, DayField
from keymoments.web.presenters.agencies import KIND_CHOICES

_NATIONS = [(nation, nation.replace("-", " ").title()) for nation in NATIONS]


class ReviewChanged(forms.Form):
    """What a review is called and when it looks."""

    title = forms.CharField(label=_("Title"), help_text=_("A neutral title that names nobody."), max_length=200)
    scope_from = DayField(label=_("First day the review looks at"))
    scope_to = DayField(label=_("Last day the review looks at"))
    incident_date = DayField(
        label=_("Day of the incident"),
        help_text=_("If there was one: the time in which the child was not seen is counted up to it."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("scope_from"), found.get("scope_to")
        if first and last and last < first:
            self.add_error("scope_to", _("The last day is before the first: swap them."))
        return found


class NewReview(ReviewChanged):
    """Begin a review."""

    reference = forms.SlugField(label=_("Reference"), help_text=_("Letters, numbers and hyphens. Not a child’s name."))
    nation = forms.ChoiceField(label=_("Nation"), choices=_NATIONS)
    child = forms.CharField(label=_("Name of the child"), max_length=200)
    born = DayField(label=_("The child’s date of birth"), required=False)
    agencies = forms.MultipleChoiceField(
        label=_("Agencies that knew the family"),
        choices=KIND_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can give them their own names later, and add more: a second school, for example."),
    )
    field_order = ("reference", "title", "nation")


class AgencySaid(forms.Form):
    """An agency of a review."""

    name = forms.CharField(label=_("Name of the agency"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=KIND_CHOICES)


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
