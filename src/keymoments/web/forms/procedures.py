"""Forms about the procedure of a review, its clocks and the decision to review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.procedures import (
    ANSWER_WORDS,
    PAUSE_WORDS,
    QUALITY_WORDS,
    TIME_WORDS,
    UNIT_CHOICES,
)

Choices = Iterable[tuple[str, str]]
_CHOOSE = ("", _("Choose"))


class _Choosing(forms.Form):
    """A form whose lists are filled by the page: ``name=choices``."""

    def __init__(self, *args: Any, lists: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            first = [] if isinstance(self.fields[name], forms.MultipleChoiceField) else [_CHOOSE]
            self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]


class ProcedureChoice(_Choosing):
    """Choose the procedure of a review."""

    procedure = forms.ChoiceField(label=_("Procedure or arrangement"))
    on = DayField(label=_("Day on which the case came to notice"), help_text=_("It must be in force on this day."))
    bases = forms.MultipleChoiceField(
        label=_("Legal bases, where the procedure has several"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(
        label=_("Why this one"), widget=forms.Textarea, required=False,
        help_text=_("Needed when the review changes from another."),
    )  # fmt: skip


class EventDay(_Choosing):
    """The day of an event."""

    event = forms.ChoiceField(label=_("What happened"))
    on = DayField(label=_("Day"))
    note = forms.CharField(label=_("Where this is written"), max_length=500, required=False)
    why = forms.CharField(
        label=_("Why another day than before"), max_length=500, required=False,
        help_text=_("Only where a day stands there already."),
    )  # fmt: skip


class StageDone(forms.Form):
    """The day on which a stage was done."""

    on = DayField(label=_("Done on"))
    note = forms.CharField(label=_("Where this is written"), max_length=500, required=False)
    why = forms.CharField(
        label=_("Why another day than before"), max_length=500, required=False,
        help_text=_("Only where a day stands there already."),
    )  # fmt: skip


class CountedFrom(_Choosing):
    """From which event a stage is counted."""

    event = forms.ChoiceField(label=_("Counted from"))
    why = forms.CharField(label=_("Why from there"), widget=forms.Textarea)


class MoreTime(forms.Form):
    """More time for a stage."""

    sought_on = DayField(label=_("Day on which more time was sought"))
    new_due = DayField(label=_("New day"), help_text=_("The limit’s own day stays beside it."))
    reason = forms.CharField(label=_("Why more time is needed"), widget=forms.Textarea)
    already_done = forms.CharField(label=_("What was done already"), widget=forms.Textarea)
    told = forms.CharField(label=_("Who was told, and when"), widget=forms.Textarea)


class Confirming(forms.Form):
    """Confirm a number or put it right."""

    count = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    unit = forms.ChoiceField(label=_("Of"), choices=UNIT_CHOICES)
    source = forms.CharField(
        label=_("Where it stands"), widget=forms.Textarea, help_text=_("The text and its paragraph, or the address.")
    )


class TakingBack(forms.Form):
    """Take something back with a reason."""

    why = forms.CharField(label=_("Why it is taken back"), max_length=500)


class Pausing(forms.Form):
    """A pause of the review."""

    sort = forms.ChoiceField(label=_("For what the review waits"), choices=[_CHOOSE, *PAUSE_WORDS.items()])
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Expected to end on"), required=False)
    reason = forms.CharField(label=_("Why the review must wait"), widget=forms.Textarea)


class PauseEnds(forms.Form):
    """Another end of a pause."""

    ends = DayField(label=_("Ends on"))
    why = forms.CharField(label=_("Why another day than before"), max_length=500)


class Checking(forms.Form):
    """A check on time and quality."""

    on = DayField(label=_("Day of the check"))
    time = forms.ChoiceField(label=_("Time"), choices=list(TIME_WORDS.items()), widget=forms.RadioSelect)
    time_words = forms.CharField(label=_("What is behind, and why"), widget=forms.Textarea, required=False)
    quality = forms.ChoiceField(label=_("Quality"), choices=list(QUALITY_WORDS.items()), widget=forms.RadioSelect)
    quality_words = forms.CharField(label=_("What the concern is"), widget=forms.Textarea, required=False)
    asked = forms.CharField(
        label=_("What was asked of the reviewer in writing"), widget=forms.Textarea, required=False,
        help_text=_("Information, or a draft."),
    )  # fmt: skip
    next_on = DayField(label=_("Next check on"), required=False)


class CriterionAnswered(forms.Form):
    """Whether a criterion is met."""

    answer = forms.ChoiceField(
        label=_("This criterion is"), choices=list(ANSWER_WORDS.items()), widget=forms.RadioSelect
    )
    why = forms.CharField(label=_("Why"), widget=forms.Textarea)
    entries = forms.CharField(
        label=_("Entries that show it"), max_length=1000, required=False,
        help_text=_("Their names in the chronology, with commas between: school-012, police-003."),
    )  # fmt: skip

    def clean_entries(self) -> Sequence[str]:
        """The names apart."""
        return [name.strip() for name in self.cleaned_data["entries"].split(",") if name.strip()]


class Repeats(_Choosing):
    """An earlier finding that this case repeats."""

    finding = forms.ChoiceField(label=_("Earlier finding"))
    note = forms.CharField(label=_("What is the same"), widget=forms.Textarea)


class Deciding(_Choosing):
    """The decision."""

    outcome = forms.ChoiceField(label=_("What was decided"))
    decided_on = DayField(label=_("Day of the decision"))
    decided_by = forms.CharField(label=_("Who decided"), max_length=300, help_text=_("The body or the office."))
    reasons_for = forms.CharField(label=_("Reasons for a review"), widget=forms.Textarea)
    reasons_against = forms.CharField(label=_("Reasons against a review"), widget=forms.Textarea)
    repeats = forms.CharField(
        label=_("Has this been found here before?"), widget=forms.Textarea, required=False,
        help_text=_("In words; earlier findings are named above."),
    )  # fmt: skip


class ToldOfDecision(forms.Form):
    """Who was told."""

    who = forms.CharField(label=_("Who was told"), max_length=300)
    on = DayField(label=_("Told on"))
    how = forms.CharField(label=_("How"), max_length=300, required=False)


class ArrangementSaid(forms.Form):
    """A board's own arrangement, made from a procedure: its name and days; each stage has boxes of its own."""

    name = forms.CharField(label=_("Name"), max_length=200)
    starts = DayField(label=_("In force from"))
    ends = DayField(label=_("To"), required=False, help_text=_("Leave it empty where the end is not known."))
    new_title = forms.CharField(label=_("A stage to add"), max_length=200, required=False)
    new_who = forms.CharField(label=_("Who does it"), max_length=200, required=False)
    new_from = forms.ChoiceField(label=_("Counted from"), required=False)
    new_count = forms.IntegerField(label=_("Number"), min_value=1, max_value=999, required=False)
    new_unit = forms.ChoiceField(label=_("Of"), choices=UNIT_CHOICES, required=False)

    def __init__(self, *args: Any, events: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_from"].choices = [_CHOOSE, *events]  # type: ignore[attr-defined]


class StageWish(forms.Form):
    """What a board wants of one stage of the procedure it copies."""

    kept = forms.BooleanField(label=_("Keep this stage"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    who = forms.CharField(label=_("Who does it"), max_length=200, required=False)
    count = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=999, required=False, help_text=_("Empty for no limit.")
    )
    unit = forms.ChoiceField(label=_("Of"), choices=UNIT_CHOICES, required=False)


class FactSaid(_Choosing):
    """A fact of the look-back test."""

    fact = forms.ChoiceField(label=_("What was looked up"))
    so = forms.ChoiceField(
        label=_("It was"), widget=forms.RadioSelect,
        choices=[("yes", _("so, from a day on")), ("no", _("not so on any day of these months"))],
    )  # fmt: skip
    begins = DayField(label=_("From"), required=False)
    ends = DayField(label=_("To"), required=False, help_text=_("Leave it empty where it had not ended."))
    source = forms.CharField(label=_("Where this stands"), widget=forms.Textarea)
