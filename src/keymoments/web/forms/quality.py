"""Forms about quality marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))


class NewQualityRound(forms.Form):
    """Have two people mark the review."""

    scheme = forms.ChoiceField(label=_("By which markers"))
    one = forms.ChoiceField(label=_("Who marks"))
    other = forms.ChoiceField(label=_("And who else"))

    def __init__(self, *args: Any, schemes: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = list(schemes)  # type: ignore[attr-defined]
        for name in ("one", "other"):
            self.fields[name].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class MarkerMark(forms.Form):
    """A mark and why."""

    grade = forms.ChoiceField(label=_("Mark"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea)

    def __init__(self, *args: Any, grades: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = list(grades)  # type: ignore[attr-defined]


class ShowsQuality(forms.Form):
    """What shows how the review does on a marker."""

    words = forms.CharField(label=_("What shows it"), widget=forms.Textarea)
    about = forms.ChoiceField(
        label=_("Where"), required=False,
        choices=[("", _("In words alone")), ("finding", _("Finding")), ("moment", _("Key moment")),
                 ("line", _("Question"))],
    )  # fmt: skip
    number = forms.IntegerField(label=_("Its number"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """A thing has a number, and words alone have none."""
        values = super().clean() or {}
        if bool(values.get("about")) != (values.get("number") is not None):
            raise forms.ValidationError(_("Give the kind of thing and its number, or neither."))
        return values


class AnotherMarker(forms.Form):
    """Let somebody else go on in the place of a marker."""

    comes = forms.ChoiceField(label=_("Who goes on"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comes"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]
