"""Forms of blind marking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.web.presenters.marking import ABOUT_WORDS, VERDICT_WORDS


class Opening(forms.Form):
    """Open a round for two people."""

    about = forms.ChoiceField(
        label=_("What is judged"), choices=list(ABOUT_WORDS.items()), widget=forms.RadioSelect, initial="suggestion"
    )
    most = forms.IntegerField(label=_("How many, the first ones of the list"), min_value=1, max_value=200, initial=20)
    one = forms.ChoiceField(label=_("Who judges"))
    other = forms.ChoiceField(label=_("And who else"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *people]
        self.fields["one"].choices = self.fields["other"].choices = choices  # type: ignore[attr-defined]


class Judging(forms.Form):
    """One verdict."""

    verdict = forms.ChoiceField(
        label=_("Is it a key moment?"), choices=list(VERDICT_WORDS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Why"), widget=forms.Textarea, required=False)


class Settling(forms.Form):
    """What counts where two judged otherwise."""

    thing = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("What counts"), choices=list(VERDICT_WORDS.items()), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why this counts"), widget=forms.Textarea)
