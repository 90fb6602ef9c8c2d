"""Forms about what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.models import Owed
from keymoments.web.forms.fields import DayField

Choices = Iterable[tuple[str, str]]


class Wanting(forms.Form):
    """Say what is wanted, from whom and by when. ``whom``: "agency-key" or "member-number"."""

    sort = forms.ChoiceField(label=_("What sort of thing"))
    what = forms.CharField(
        label=_("What is wanted"),
        widget=forms.Textarea,
        help_text=_("Whoever owes it reads this. Mails never hold it."),
    )
    whom = forms.ChoiceField(label=_("From whom"), required=False)
    named = forms.CharField(
        label=_("Or from somebody without an account"),
        max_length=200,
        required=False,
        help_text=_("They get no mail; the review’s own people are told when it is late."),
    )
    due = DayField(label=_("Due on"), help_text=_("A working day, for example 27 3 2026."))

    def __init__(self, *args: Any, whom: Choices, sort: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [("", _("Choose")), *whom]  # type: ignore[attr-defined]
        if sort:
            del self.fields["sort"]
        else:
            self.fields["sort"].choices = list(Owed.Sort.choices)  # type: ignore[attr-defined]


class AnotherDay(forms.Form):
    """Give another due day."""

    due = DayField(label=_("Due on"))
    reason = forms.CharField(
        label=_("Why it is another day"), widget=forms.Textarea, help_text=_("Whoever owes it reads this.")
    )


class Done(forms.Form):
    """Note that it came."""

    note = forms.CharField(label=_("What came, and where it is"), widget=forms.Textarea, required=False)


class SayingDone(forms.Form):
    """Say that what one owes is done."""

    note = forms.CharField(label=_("What was done, and where it is"), widget=forms.Textarea)


class NotDone(forms.Form):
    """Say that it is not done after all."""

    reason = forms.CharField(
        label=_("What is missing"), widget=forms.Textarea, help_text=_("Whoever owes it reads this.")
    )


class Aside(forms.Form):
    """Want something no more."""

    reason = forms.CharField(label=_("Why it is wanted no more"), widget=forms.Textarea)


class Pausing(forms.Form):
    """Remind nobody for now."""

    reason = forms.CharField(label=_("Why nobody is to be reminded"), widget=forms.Textarea)
