"""Waits in plain words and in the order in which a reader should meet them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.layout import day_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict, Wait
from keymoments.export.linked import Line, entry_part, line, plain, quoted
from keymoments.export.shown import agencies_shown, counted
from keymoments.export.sighting_words import child_labels

NO_END = "The records show no end"
NO_ANSWER = "The records show no answer"
ABOUT_WAITS = (
    "Each table begins with the longest. Where the records in hand show no end, it may still have happened. "
    "“Exceeded” says only that more time went by than the limit names; guidance allows longer with reasons."
)
TO_SEEN, TO_ACTION, NO_RESPONSE = "concern-to-seen", "concern-to-action", "no-response"
STANDARDS = {
    TO_SEEN: "From a concern to a professional seeing the child",
    TO_ACTION: "From a concern to the first protective step",
    NO_RESPONSE: "A message or concern that waited for an answer",
    "referral-decision": "From a referral to the decision on it",
    "initial-assessment": "From a referral to the end of the initial assessment",
    "core-assessment": "To the end of the core assessment",
    "assessment": "From a referral to the end of the assessment",
    "strategy-discussion": "From a referral to the strategy discussion",
    "child-seen": "From a referral to the child being seen",
    "initial-conference": "To the initial child protection conference",
    "planning-meeting": "From a concern to the child’s planning meeting",
    "core-group": "From the conference to the first core group",
    "review-conference": "From one conference to the next",
    "new-birth-visit": "From a birth to the new birth visit",
    "return-interview": "From a missing child’s return to the return interview",
    "looked-after-visit": "From a placement to the visit to the child",
    "plan-visit": "From one visit under the plan to the next",
}
_VERDICTS = {
    Verdict.WITHIN: "Within the limit",
    Verdict.EXCEEDED: "Limit exceeded",
    Verdict.EARLY: "Earlier than the window",
    Verdict.NO_END_RECORDED: NO_END,
    Verdict.NOT_DUE: "The limit falls after the records end",
    Verdict.START_UNCLEAR: "The dates are too uncertain to say",
    Verdict.NO_LIMIT: "No limit to measure by",
}
_STATUSES = {
    "verified": "confirmed in the guidance",
    "secondary": "from a secondary source",
    "unverified": "not confirmed, check",
    "local": "local rule of the case file",
}
_NOTES = {
    "to-seen": "No limit is measured here: an injury, allegation or serious concern, and the next time a professional "
    "is recorded as having seen the child.",
    "to-action": "No limit is measured here: an injury, allegation or serious concern, and the first step that the "
    "records tell of to protect the child.",
    "unanswered": "No rule sets these ten days: they are this program’s own mark for what to look at.",
    "other": "Within the limit, not yet due, of the same day, or with dates or ends that the records leave open.",
}
_UNITS = {
    "working_days": ("working day", ""),
    "calendar_days": ("day", ""),
    "hours": ("hour", ""),
    "weeks": ("week", ""),
    "months": ("month", ""),
}


@dataclass(frozen=True, slots=True)
class PointShown:
    """An end of a wait: the entry that tells of it, its agency and its words; nothing where no entry does."""

    entry: str = ""
    agency: str = ""
    said: Line = ()

    @property
    def words(self) -> str:
        """The words without marks."""
        return plain(self.said)

    @property
    def line(self) -> Line:
        """``csc-003, Wrayford Children’s Services, “bruise seen”``, with its link."""
        if not self.entry:
            return ()
        return (*line(entry_part(self.entry), f", {self.agency}", ", " if self.said else ""), *self.said)


@dataclass(frozen=True, slots=True)
class WaitShown:
    """A wait worded. ``wait.children`` holds all children of whom the same is told."""

    wait: Wait
    title: str
    children: str
    started: str
    ended: str
    elapsed: str
    limit: str
    verdict: str
    begins: PointShown
    ends: PointShown


@dataclass(frozen=True, slots=True)
class WaitGroup:
    """Waits under one heading, longest first; ``folded``: a reader opens them only if need be."""

    key: str
    title: str
    note: str
    waits: tuple[WaitShown, ...]
    folded: bool = False


def standard_words(standard: str) -> str:
    """A standard in plain words; one that only ``case.toml`` names as it is written there."""
    return STANDARDS.get(standard, standard.replace("-", " ").capitalize())


def number_words(number: int, unit: str) -> str:
    """``15 working days``."""
    one, many = _UNITS.get(unit, (unit.replace("_", " "), ""))
    return counted(number, one, many)


def limit_words(wait: Wait) -> str:
    """``15 working days (not confirmed, check)``; nothing where there is no limit."""
    if wait.limit is None:
        return ""
    if wait.standard == NO_RESPONSE:
        return f"{number_words(wait.limit, wait.unit)} (no rule: this program’s own mark)"
    return f"{number_words(wait.limit, wait.unit)} ({_STATUSES.get(wait.status, wait.status)})"


def is_unconfirmed(wait: Wait) -> bool:
    """Whether the number of the limit is not confirmed."""
    return wait.limit is not None and wait.status == "unverified" and wait.standard != NO_RESPONSE


def merged_waits(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """Waits that differ only in the child told once, for all of the children, in the order of the first."""
    found: dict[tuple[object, ...], Wait] = {}
    for wait in waits:
        key = (wait.standard, wait.begins, wait.ends, wait.started, wait.ended, wait.limit, wait.verdict)
        before = found.get(key)
        children = tuple(dict.fromkeys((*before.children, *wait.children))) if before else wait.children
        found[key] = replace(before or wait, children=children)
    return tuple(found.values())


def records_end(analysis: Analysis) -> date:
    """The last day of which the records in hand tell, within the period of the review."""
    days = [entry.date.latest for entry in analysis.entries if entry.in_scope and entry.date.latest]
    return min(analysis.case.scope_to, max(days, default=analysis.case.scope_to))


def longest_first(waits: Iterable[Wait], end: date) -> list[Wait]:
    """Longest first; one without an end counts to the end of the records. ``end``: that day."""
    return sorted(waits, key=lambda w: (-((w.ended or end) - w.started).days, w.started, w.standard, w.begins or ""))


def wait_groups(analysis: Analysis) -> tuple[WaitGroup, ...]:
    """Every wait once: from a concern, then limits exceeded, then messages without an answer, then the rest."""
    end = records_end(analysis)
    waits = longest_first(merged_waits(analysis.waits), end)
    over = (Verdict.EXCEEDED, Verdict.NO_END_RECORDED)

    def some(wait: Wait) -> bool:
        return wait.ended is None or wait.ended > wait.started

    to_seen = [w for w in waits if w.standard == TO_SEEN and some(w)]
    to_action = [w for w in waits if w.standard == TO_ACTION and some(w)]
    exceeded = [
        w for w in waits if w.standard not in (TO_SEEN, TO_ACTION, NO_RESPONSE) and w.verdict is Verdict.EXCEEDED
    ]
    unanswered = [w for w in waits if w.standard == NO_RESPONSE and w.verdict in over]
    told = {id(w) for w in (*to_seen, *to_action, *exceeded, *unanswered)}
    labels = child_labels(analysis.case)
    entries = {entry.id: entry for entry in analysis.entries}
    agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
    groups = (
        ("to-seen", STANDARDS[TO_SEEN], to_seen),
        ("to-action", STANDARDS[TO_ACTION], to_action),
        ("exceeded", "Limits exceeded", exceeded),
        ("unanswered", "Messages and concerns that waited more than 10 working days for an answer", unanswered),
        ("other", "All other waits", [w for w in waits if id(w) not in told]),
    )
    return tuple(
        WaitGroup(
            key, title, _NOTES.get(key, ""), tuple(_shown(w, labels, entries, agencies) for w in found), key == "other"
        )
        for key, title, found in groups
        if found
    )


def all_waits(analysis: Analysis) -> tuple[WaitShown, ...]:
    """Every wait in the order of the groups."""
    return tuple(wait for group in wait_groups(analysis) for wait in group.waits)


def _shown(wait: Wait, labels: dict[str, str], entries: Mapping[str, Entry], agencies: Mapping[str, str]) -> WaitShown:
    def point(entry_id: str | None, quote: Quote | None) -> PointShown:
        entry = entries.get(entry_id or "")
        if entry is None:
            return PointShown()
        words = quoted(entry, quote) if quote is not None and quote.words.strip() and quote.place != "born" else ()
        return PointShown(entry.id, agencies.get(entry.agency, entry.agency), words)

    return WaitShown(
        wait=wait,
        title=standard_words(wait.standard),
        children=", ".join(labels[child] for child in wait.children if child in labels),
        started=day_words(wait.started),
        ended=day_words(wait.ended) if wait.ended else _no_end(wait),
        elapsed=number_words(wait.elapsed, wait.unit) if wait.elapsed is not None else "",
        limit=limit_words(wait),
        verdict=_verdict_words(wait),
        begins=point(wait.begins, wait.begin_quote),
        ends=point(wait.ends, wait.end_quote),
    )


def _no_end(wait: Wait) -> str:
    return NO_ANSWER if wait.standard == NO_RESPONSE else NO_END


def _verdict_words(wait: Wait) -> str:
    if wait.standard != NO_RESPONSE:
        return _VERDICTS[wait.verdict]
    if wait.verdict is Verdict.EXCEEDED:
        return "Answered after more than that"
    return NO_ANSWER if wait.verdict is Verdict.NO_END_RECORDED else _VERDICTS[wait.verdict]


def exceeded_counts(waits: Sequence[Wait]) -> tuple[tuple[str, int, bool], ...]:
    """Standard as a short name, how often its limit was exceeded, whether its number is unconfirmed; most first."""
    found: dict[str, list[Wait]] = {}
    for wait in merged_waits(waits):
        if wait.verdict is Verdict.EXCEEDED and wait.standard != NO_RESPONSE:
            found.setdefault(wait.standard, []).append(wait)
    return tuple(
        (standard.replace("-", " "), len(over), any(map(is_unconfirmed, over)))
        for standard, over in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    )
