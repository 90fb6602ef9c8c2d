"""Forms about entries of the chronology."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.household import DAY, MONTH, YEAR, span_of
from keymoments.analysis.records import Precision, UncertainDate, UncertainTime
from keymoments.reviews.operations.entries import Said
from keymoments.web.forms.family import RoughDay
from keymoments.web.forms.fields import DayField
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS

_ANY = ("", _("Any"))


class _Reason(forms.CharField):
    """Why something is put right or decided."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        missing = _("Say why: the reason stands beside what was written.")
        super().__init__(**{"label": _("Why"), "error_messages": {"required": missing}, **kwargs})


class Correction(forms.Form):
    """Put an answer right."""

    child = forms.ChoiceField(label=_("Child"))
    field = forms.ChoiceField(label=_("Question"), choices=list(QUESTION_WORDS.items()))
    value = forms.ChoiceField(label=_("The record says"), choices=list(ANSWER_WORDS.items()))
    reason = _Reason()

    def __init__(self, *args: Any, children: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = children  # type: ignore[attr-defined]


class ClockField(forms.CharField):
    """A time of day; gives the minutes after midnight, or nothing."""

    _form = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)

    def clean(self, value: Any) -> int | None:
        """The minutes after midnight."""
        words = super().clean(value)
        if not words:
            return None
        found = self._form.fullmatch(words.removesuffix("hrs").strip())
        if found is None or not (found[2] or found[3]):
            raise ValidationError(_("Enter a time, for example 14:10."))
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
            raise ValidationError(_("Enter a time, for example 14:10."))
        return (hour % 12 + 12 * (half == "pm") if half else hour) * 60 + minute


class _When(forms.Form):
    """A day or the days between which it was, and perhaps a time."""

    @staticmethod
    def days(values: dict[str, Any]) -> UncertainDate:
        """The day, or between which days; ``day`` and ``until`` as :class:`RoughDay` gives them."""
        (first, known), (last, last_known) = values["day"], values["until"] or (None, DAY)
        precision = {DAY: Precision.DAY, MONTH: Precision.MONTH, YEAR: Precision.YEAR}[known]
        earliest, latest = span_of(first, known)
        if last is not None:
            latest, precision = span_of(last, last_known)[1], Precision.RANGE
        if values["about"]:
            precision = Precision.APPROXIMATE
        return UncertainDate(earliest, latest, precision)

    @staticmethod
    def clock(values: dict[str, Any]) -> UncertainTime | None:
        """The time, or between which times."""
        first, last = values["time"], values["time_until"]
        if first is None:
            return None
        return UncertainTime(first, first if last is None else last, exact=last is None)

    def clean(self) -> dict[str, Any]:
        """A last time needs a first one."""
        values = super().clean() or {}
        if values.get("time_until") is not None and values.get("time") is None and "time" not in self.errors:
            self.add_error("time", _("Enter the earlier of the two times."))
        return values


_ROUGH = _("Leave the day empty where only the month is known, day and month where only the year is known.")
_UNTIL = _("Only where it was on a day between two: the last day on which it may have been.")
_TIME_UNTIL = _("Only where it was at a time between two: the later one.")


class NewDate(_When):
    """Put a date right."""

    day = RoughDay(label=_("The day it happened, or the first day on which it may have been"), help_text=_ROUGH)
    until = RoughDay(label=_("The last day on which it may have been"), required=False, help_text=_UNTIL)
    about = forms.BooleanField(label=_("Only about then"), required=False)
    reason = _Reason()


class NewTime(_When):
    """Put a time right."""

    time = ClockField(
        label=_("Time"), required=False, max_length=10, help_text=_("Leave it empty where the records give no time.")
    )
    time_until = ClockField(label=_("Until, at the latest"), required=False, max_length=10, help_text=_TIME_UNTIL)
    reason = _Reason()


class NewContact(forms.Form):
    """Say whether it is a contact."""

    contact = forms.TypedChoiceField(
        label=_("Does the entry tell of a contact with the child or the family?"),
        choices=[("yes", _("Yes, a contact")), ("no", _("No, no contact"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = _Reason()


class NamedPeople(forms.Form):
    """Say whom an entry names."""

    people = forms.MultipleChoiceField(label=_("The entry names"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = _Reason()

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class TakeBack(forms.Form):
    """Let a correction count no longer."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    reason = _Reason(label=_("Why it is taken back"))


class Remark(forms.Form):
    """A comment of the panel."""

    text = forms.CharField(label=_("Comment"), widget=forms.Textarea)


class NewName(forms.Form):
    """Give a view that is kept another name."""

    view = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    name = forms.CharField(label=_("New name"), max_length=80)


class NameOfView(forms.Form):
    """Keep the filter that is on."""

    name = forms.CharField(label=_("Keep this view under the name"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


class SameEvent(forms.Form):
    """Decide about two entries."""

    one = forms.CharField(widget=forms.HiddenInput, max_length=64)
    other = forms.CharField(widget=forms.HiddenInput, max_length=64)
    same = forms.TypedChoiceField(
        label=_("Do both tell the same event?"),
        choices=[("yes", _("Yes, the same event")), ("no", _("No, two events"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = _Reason()


class NewEntry(_When):
    """Add an entry by hand."""

    agency = forms.ChoiceField(label=_("Agency"))
    day = RoughDay(label=_("The day it happened, or the first day on which it may have been"), help_text=_ROUGH)
    until = RoughDay(label=_("The last day on which it may have been"), required=False, help_text=_UNTIL)
    about = forms.BooleanField(label=_("Only about then"), required=False)
    time = ClockField(
        label=_("Time"), required=False, max_length=10, help_text=_("Leave it empty where the record gives no time.")
    )
    time_until = ClockField(label=_("Until, at the latest"), required=False, max_length=10, help_text=_TIME_UNTIL)
    text = forms.CharField(label=_("What the record says, word for word"), widget=forms.Textarea)
    source = forms.CharField(
        label=_("Where it stands"), help_text=_("For example: paper file 2, page 14"), max_length=200
    )
    contact = forms.ChoiceField(
        label=_("Does the record tell of a contact with the child or the family?"),
        choices=[("", _("Read it from the words")), ("yes", _("Yes, a contact")), ("no", _("No, no contact"))],
        initial="",
        required=False,
        widget=forms.RadioSelect,
    )
    people = forms.MultipleChoiceField(
        label=_("People it names"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People whom the words name are found by themselves; tick those whom nobody would find."),
    )

    def __init__(self, *args: Any, agencies: Any = (), people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        if not people:
            del self.fields["people"]

    def said(self) -> Said:
        """What was said of the entry beside its words."""
        values = self.cleaned_data
        contact = {"yes": True, "no": False}.get(values["contact"])
        return Said(time=self.clock(values), people=tuple(values.get("people", ())), contact=contact)


class Narrow(forms.Form):
    """The filter of the chronology."""

    agency = forms.MultipleChoiceField(label=_("Agency"), required=False, widget=forms.CheckboxSelectMultiple)
    child = forms.ChoiceField(label=_("Child"), required=False)
    seen = forms.ChoiceField(label=_("Seen"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    spoken_to = forms.ChoiceField(label=_("Spoken to"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    alone = forms.ChoiceField(label=_("Alone"), choices=[_ANY, *ANSWER_WORDS.items()], required=False)
    contact = forms.ChoiceField(
        label=_("Contact with the family"), choices=[_ANY, ("yes", _("Yes")), ("no", _("No"))], required=False
    )
    wait = forms.ChoiceField(
        label=_("Part of a wait"),
        choices=[
            _ANY,
            ("any", _("Any wait")),
            ("exceeded", _("Limit exceeded")),
            ("no_end_recorded", _("The records show no end")),
        ],
        required=False,
    )
    person = forms.ChoiceField(label=_("Person named"), required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    suggestion = forms.BooleanField(label=_("Part of a suggested place to look at"), required=False)
    conflict = forms.BooleanField(label=_("Tick box and words disagree"), required=False)
    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, *args: Any, agencies: Any = (), children: Any = (), people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]
        self.fields["child"].choices = [_ANY, *children]  # type: ignore[attr-defined]
        self.fields["person"].choices = [_ANY, *people]  # type: ignore[attr-defined]

    def choices(self) -> dict[str, Any]:
        """What there is to choose from, for another form of the same review."""
        return {"agencies": self.fields["agency"].choices,  # type: ignore[attr-defined]
                "children": list(self.fields["child"].choices)[1:],  # type: ignore[attr-defined]
                "people": list(self.fields["person"].choices)[1:]}  # type: ignore[attr-defined]  # fmt: skip
