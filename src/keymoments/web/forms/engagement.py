"""Forms about engagement, learning events, proceedings, holds and independence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.reviews.operations.proceedings import QUESTIONS
from keymoments.web.forms.fields import OTHERS_EMAIL, DayField
from keymoments.web.presenters.engagement import PROCEEDING_WORDS, QUESTION_WORDS, SORT_WORDS, STEP_WORDS

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))
_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class Naming(forms.Form):
    """Somebody whom the review should hear."""

    sort = forms.ChoiceField(label=_("Who it is"), choices=[_CHOOSE, *SORT_WORDS.items()])
    who = forms.CharField(label=_("In which role"), max_length=200, help_text=_("For example: his grandmother."))
    agency = forms.ChoiceField(label=_("Agency, for a practitioner"), required=False)

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("None")), *agencies]  # type: ignore[attr-defined]


class StepTaken(forms.Form):
    """A step to hear somebody, with its proof."""

    step = forms.ChoiceField(label=_("What was done"), choices=[_CHOOSE, *((str(k), w) for k, w in STEP_WORDS.items())])
    on = DayField(label=_("Day"))
    how = forms.CharField(label=_("How, and by whom"), max_length=300, required=False)
    words = forms.CharField(label=_("In words"), widget=forms.Textarea, required=False)
    answers = forms.ChoiceField(label=_("The question that it answers"), required=False)
    proof = forms.CharField(label=_("Where the proof is kept"), max_length=300, required=False)
    file = forms.FileField(label=_("Or the proof itself"), required=False, help_text=_("A letter, a note, a picture."))

    def __init__(self, *args: Any, questions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].choices = [("", _("None")), *questions]  # type: ignore[attr-defined]


class Reason(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why"), widget=forms.Textarea)


class EventHeld(forms.Form):
    """A learning event."""

    title = forms.CharField(label=_("Title"), max_length=200)
    on = DayField(label=_("Day"))
    invited = forms.IntegerField(label=_("How many were asked"), min_value=0, max_value=100_000)
    came = forms.IntegerField(label=_("How many came"), min_value=0, max_value=100_000)
    who = forms.CharField(label=_("From which agencies and in which roles"), widget=forms.Textarea, required=False)


class PointLearned(forms.Form):
    """What a learning event brought."""

    words = forms.CharField(label=_("What was learned"), widget=forms.Textarea)
    changed = forms.CharField(label=_("What changed because of it"), widget=forms.Textarea, required=False)
    moment = forms.IntegerField(label=_("Number of a key moment"), min_value=1, required=False)
    finding = forms.IntegerField(label=_("Number of a finding"), min_value=1, required=False)


class ProceedingForm(forms.Form):
    """Proceedings beside the review."""

    sort = forms.ChoiceField(label=_("What they are"), choices=[_CHOOSE, *PROCEEDING_WORDS.items()])
    title = forms.CharField(label=_("Title"), max_length=200)
    began = DayField(label=_("Began on"))
    expected_end = DayField(label=_("Expected to end on"), required=False)
    ended = DayField(label=_("Ended on"), required=False)
    reference = forms.CharField(label=_("Their reference"), max_length=100, required=False)
    contact = forms.CharField(label=_("Whom to speak to, and in which role"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=OTHERS_EMAIL)
    restrictions = forms.CharField(
        label=_("What may not be done or asked meanwhile"), widget=forms.Textarea, required=False
    )
    outcome = forms.CharField(label=_("How they ended"), widget=forms.Textarea, required=False)


class Holding(forms.Form):
    """A hold on publication."""

    reason = forms.CharField(label=_("Why nothing may be published"), widget=forms.Textarea)
    proceeding = forms.ChoiceField(label=_("For which proceedings"), required=False)

    def __init__(self, *args: Any, proceedings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proceeding"].choices = [("", _("None: a reason alone")), *proceedings]  # type: ignore[attr-defined]


class Independence(forms.Form):
    """What might stand against one's independence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in QUESTIONS:
            self.fields[key] = forms.ChoiceField(label=QUESTION_WORDS[key], choices=_YES_NO, widget=forms.RadioSelect)
        self.fields["words"] = forms.CharField(
            label=_("Where an answer is yes: what it is"), widget=forms.Textarea, required=False
        )


class Judging(forms.Form):
    """What the manager makes of a declaration."""

    judged = forms.ChoiceField(
        label=_("This declaration is"), widget=forms.RadioSelect,
        choices=[("accepted", _("accepted")), ("more", _("not enough: more is asked"))],
    )  # fmt: skip
    why = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class FoldingChoice(forms.Form):
    """Whether entries that are hard to read are folded for oneself."""

    fold = forms.ChoiceField(
        label=_("Entries that are hard to read"), widget=forms.RadioSelect,
        choices=[("yes", _("fold them until I open them")), ("no", _("always show them"))],
    )  # fmt: skip
