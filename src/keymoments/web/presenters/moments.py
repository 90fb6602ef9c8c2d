"""Suggestions and key moments in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from markupsafe import Markup, escape

from keymoments.analysis.hindsight import Timing
from keymoments.analysis.moments import Factor, Missing
from keymoments.analysis.rules import Sort
from keymoments.export.highlight import marked
from keymoments.export.wait_words import limit_words, number_words, standard_words
from keymoments.reviews import bridge
from keymoments.reviews.models import Entry, KeyMoment, RunSuggestion, RunWait, SuggestionDecision
from keymoments.web.presenters.chronology import Names
from keymoments.web.presenters.dates import day_said, time_said
from keymoments.web.presenters.household import known_day

if TYPE_CHECKING:
    from keymoments.analysis.docket import Wait

KIND_WORDS = {
    str(Sort.MISSED_OPPORTUNITY): gettext_lazy("Missed opportunity"),
    str(Sort.MISTAKE): gettext_lazy("Mistake"),
    str(Sort.DELAY): gettext_lazy("Delay"),
    str(Sort.CHILD_NOT_HEARD): gettext_lazy("The child was not heard"),
    str(Sort.NOT_SHARED): gettext_lazy("Not passed on"),
    str(Sort.NOT_ESCALATED): gettext_lazy("Not taken higher"),
    str(Sort.GOOD_PRACTICE): gettext_lazy("Good practice"),
}
PROPOSED_WORDS = {
    str(Sort.MISSED_OPPORTUNITY): gettext_lazy("Possible missed opportunity"),
    str(Sort.MISTAKE): gettext_lazy("Possible mistake"),
    str(Sort.DELAY): gettext_lazy("Possible delay"),
    str(Sort.CHILD_NOT_HEARD): gettext_lazy("Was the child heard?"),
    str(Sort.NOT_SHARED): gettext_lazy("Was it passed on?"),
    str(Sort.NOT_ESCALATED): gettext_lazy("Was it taken higher?"),
    str(Sort.GOOD_PRACTICE): gettext_lazy("Possible good practice"),
}
FACTOR_WORDS = {
    str(Factor.PEOPLE): gettext_lazy("Why: people (skill, fatigue, fear, what they believed)"),
    str(Factor.TASK): gettext_lazy("Why: the task itself"),
    str(Factor.WORKLOAD): gettext_lazy("Why: workload and time"),
    str(Factor.TOOLS): gettext_lazy("Why: tools, forms and computer systems"),
    str(Factor.MANAGEMENT): gettext_lazy("Why: supervision and management"),
    str(Factor.SYSTEM): gettext_lazy("Why: how services work with each other"),
    str(Factor.FAMILY): gettext_lazy("Why: in the family’s own account"),
}
SHORT_FACTOR_WORDS = {
    str(Factor.PEOPLE): gettext_lazy("People"),
    str(Factor.TASK): gettext_lazy("The task"),
    str(Factor.WORKLOAD): gettext_lazy("Workload"),
    str(Factor.TOOLS): gettext_lazy("Tools"),
    str(Factor.MANAGEMENT): gettext_lazy("Management"),
    str(Factor.SYSTEM): gettext_lazy("The system"),
    str(Factor.FAMILY): gettext_lazy("The family’s own account"),
}
MISSING_WORDS = {
    Missing.EVIDENCE: gettext_lazy("which entries show it"),
    Missing.KNOWN: gettext_lazy("what was known then, and by whom"),
    Missing.EXPECTED: gettext_lazy("what should have happened"),
    Missing.HAPPENED: gettext_lazy("what happened"),
    Missing.WHY: gettext_lazy("why"),
    Missing.MEANT: gettext_lazy("what it meant for the child"),
}
TIMING_WORDS = {
    Timing.BEFORE: gettext_lazy("from before it or the day itself"),
    Timing.DURING: gettext_lazy("from while it lasted"),
    Timing.AFTER: gettext_lazy("from after it: not known then"),
    Timing.PERHAPS_AFTER: gettext_lazy("perhaps from after it: its date is not sure"),
    Timing.UNDATED: gettext_lazy("not dated: nobody can say whether it was known then"),
}
STATE_WORDS = {
    "open": pgettext_lazy("suggestions", "Not decided"),
    "accepted": pgettext_lazy("suggestions", "Accepted"),
    "rejected": pgettext_lazy("suggestions", "Rejected"),
    "gone": pgettext_lazy("suggestions", "Decided, and no longer proposed"),
}


@dataclass(frozen=True, slots=True)
class EntryQuoted:
    """An entry that a suggestion rests on, with the words that say so marked."""

    key: str
    entry: Entry | None
    day: str
    time: str
    text: Markup


@dataclass(frozen=True, slots=True)
class SuggestionShown:
    """A suggestion, or a decision about one that is no longer proposed. ``decision``: what counts, if anything does."""

    row: RunSuggestion | SuggestionDecision
    sort: Any
    entries: Sequence[EntryQuoted]
    children: Sequence[str]
    decision: SuggestionDecision | None

    @property
    def changed(self) -> bool:
        """Whether the suggestion rests on other entries than when it was decided about."""
        return self.decision is not None and set(self.decision.entries) != set(self.row.entries)


def suggestion_shown(
    row: RunSuggestion | SuggestionDecision, entries: Mapping[str, Entry], names: Names
) -> SuggestionShown:
    """A suggestion made ready for a page; ``entries`` by key, ``names`` of people by key."""
    decision = row.decision if isinstance(row, RunSuggestion) else row
    children = [names.get(key, key) for key in row.children] if isinstance(row, RunSuggestion) else []
    return SuggestionShown(row, PROPOSED_WORDS.get(row.kind, row.kind), list(_quoted(row, entries)), children, decision)


def _quoted(row: RunSuggestion | SuggestionDecision, entries: Mapping[str, Entry]) -> Iterator[EntryQuoted]:
    quotes: dict[str, list[tuple[int, int, str, str]]] = {}
    for one in row.quotes:
        if one["in"] == "text":
            quotes.setdefault(one["entry"], []).append((one["start"], one["end"], one["words"], row.title))
    for key in dict.fromkeys((*row.entries, *quotes)):
        entry = entries.get(key)
        if entry is None:
            yield EntryQuoted(key, None, "", "", Markup())
            continue
        value = bridge.entry_of(entry, "")
        day = day_said(value.date)
        spans = [one for one in quotes.get(key, ()) if entry.text[one[0] : one[1]] == one[2]]
        yield EntryQuoted(key, entry, day[:1].upper() + day[1:], time_said(value.time), marked(entry.text, spans))


AROUND = 80  # letters of a text on either side of a quote


def quoted(entry: Entry, quote: Mapping[str, Any], whole: bool = False) -> Markup:
    """The words of an entry that say something, with what stands around them (or the whole text), marked."""
    start, end, words = quote["start"], quote["end"], quote["words"]
    if quote["in"] != "text" or entry.text[start:end] != words:
        heading = "" if quote["in"] == "text" else f"{quote['in']}: "
        return escape(f"{heading}“{words}”")
    if whole:
        return marked(entry.text, [(start, end, words, "")])
    first, last = _word_edges(entry.text, start, end)
    cut = marked(entry.text[first:last], [(start - first, end - first, words, "")])
    return Markup("“{}{}{}”").format("… " if first else "", cut, " …" if last < len(entry.text) else "")


def _word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Where to cut a text around a quote, between words."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    while first and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    return first, last


def wait_said(wait: RunWait) -> str:
    """A wait with the limit that was in force, in words."""
    words = _("%(name)s: within %(limit)s") % {
        "name": standard_words(wait.standard),
        "limit": limit_words(cast("Wait", wait)),  # both name the same things alike
    }
    if wait.due is not None:
        words += _(", by %(day)s") % {"day": known_day(wait.due)}
    if wait.elapsed is not None:
        return words + _("; it took %(time)s") % {"time": number_words(wait.elapsed, wait.unit)}
    return words + _("; the records show no end")


def when_said(moment: KeyMoment) -> str:
    """The days of a moment in words."""
    begins = known_day(moment.begins, moment.begins_known)
    if moment.ends is None:
        return begins
    return _("%(first)s to %(last)s") % {"first": begins, "last": known_day(moment.ends, moment.ends_known)}


BOX_WORDS = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("What sort of moment it is"),
    "begins": gettext_lazy("The day, or the first day"),
    "ends": gettext_lazy("The last day, where it lasted"),
    "absence": gettext_lazy("It rests on something that was not done"),
    "children": gettext_lazy("Children it is about"),
    "agencies": gettext_lazy("Agencies it is about"),
    "known": gettext_lazy("What was known then, and by whom"),
    "expected": gettext_lazy("What should have happened"),
    "expected_source": gettext_lazy("By which rule"),
    "happened": gettext_lazy("What happened"),
    **{f"why_{factor}": words for factor, words in FACTOR_WORDS.items()},
    "meant": gettext_lazy("What it meant for the child"),
}


def box_said(name: str, value: Any, names: Names, agencies: Names) -> str:
    """What one box of a moment holds, in words."""
    if not value:
        return _("empty")
    match name:
        case "kind":
            return str(KIND_WORDS.get(value, value))
        case "begins" | "ends":
            day, known = value.split()
            return known_day(date.fromisoformat(day), known)
        case "absence":
            return _("yes")
        case "children" | "agencies":
            return "; ".join((names if name == "children" else agencies).get(key, key) for key in value)
    return str(value)
