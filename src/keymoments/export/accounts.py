"""Where accounts differ: one event told in several ways, side by side; nothing is decided between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from keymoments.analysis.chronology import order_key
from keymoments.analysis.layout import date_words, day_words, time_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Difference
from keymoments.analysis.rules import Disagreement
from keymoments.analysis.sightings.values import Answer, Contact, Mode, Sighting
from keymoments.export.linked import Line, Part, entry_part, excerpt, line, listed
from keymoments.export.shown import agencies_shown
from keymoments.export.sighting_words import QUESTIONS, answer_words, child_labels

ABOUT_ACCOUNTS = (
    "Entries that seem to tell one event, and in what they differ. Each account stands as its agency wrote it; which "
    "of them holds, people decide. An event that is told with a difference may also be two events."
)
_ACCOUNT = 220  # letters of each account that stand side by side


@dataclass(frozen=True, slots=True)
class AccountsShown:
    """One event: when, a line for each account, and in what they differ."""

    when: str
    accounts: tuple[Line, ...]
    differences: tuple[Line, ...]


def accounts_that_differ(analysis: Analysis) -> tuple[AccountsShown, ...]:
    """The events whose accounts differ in anything, in the order of the chronology."""
    entries = {entry.id: entry for entry in analysis.entries}
    agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
    contacts = {contact.entry: contact for contact in analysis.contacts}
    labels = child_labels(analysis.case)
    by_pair: dict[frozenset[str], list[Difference]] = {}
    for difference in analysis.differences:
        by_pair.setdefault(frozenset(difference.entries), []).append(difference)
    found = []
    for group in analysis.same_event:
        told = sorted((entries[entry] for entry in group if entry in entries), key=order_key)
        pairs = list(combinations([entry.id for entry in told], 2))
        items = [item for pair in pairs for item in by_pair.get(frozenset(pair), ())]
        differences = [*_differences(items), *(found for pair in pairs for found in _answers(*pair, contacts, labels))]
        if differences:
            when = min((entry.date.earliest for entry in told if entry.date.earliest), default=None)
            found.append((when or date.max, _shown(told, differences, agencies)))
    return tuple(shown for _, shown in sorted(found, key=lambda item: item[0]))


def disagreements(analysis: Analysis) -> tuple[Line, ...]:
    """What the rules for differing accounts say, with the entries."""
    kinds = {rule.key for rule in analysis.rules.rules if isinstance(rule, Disagreement)}
    return tuple(
        line(
            f"{item.because} (",
            *(part for number, entry in enumerate(item.entries[:2]) for part in _after(number, entry)),
            ")",
        )
        for item in analysis.suggestions
        if item.rule in kinds
    )


def _after(number: int, entry: str) -> Line:
    return line(", " if number else "", entry_part(entry))


def _shown(told: Sequence[Entry], differences: Sequence[Line], agencies: Mapping[str, str]) -> AccountsShown:
    return AccountsShown(
        when=date_words(told[0].date),
        accounts=tuple(
            line(
                f"{agencies.get(entry.agency, entry.agency)}, ",
                entry_part(entry.id),
                f", {_when(entry)}: “{excerpt(entry.text, _ACCOUNT)}”",
            )
            for entry in told
        ),
        differences=tuple(dict.fromkeys(differences)),
    )


def _when(entry: Entry) -> str:
    time = time_words(entry.time)
    return f"{date_words(entry.date)}{f', {time}' if time else ''}"


def _differences(items: Sequence[Difference]) -> Iterator[Line]:
    """``Date: 3 March 2021 in csc-001 and gp-002; 4 March 2021 in pol-003``, one line for each thing that differs."""
    sorts: dict[str, dict[str, dict[str, None]]] = {}
    for item in items:
        for entry, value in zip(item.entries, item.values, strict=True):
            sorts.setdefault(item.what, {}).setdefault(_value(value), {})[entry] = None
    for what, values in sorts.items():
        parts: list[str | Part] = [f"{what[:1].upper()}{what[1:]}: "]
        for number, (value, entries) in enumerate(values.items()):
            parts += ["; " if number else "", f"{value} in ", *listed(map(entry_part, entries), ", ", " and ")]
        yield line(*parts)


def _value(value: str) -> str:
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value or "nothing"


def _answers(one: str, two: str, contacts: Mapping[str, Contact], labels: Mapping[str, str]) -> Iterator[Line]:
    """In what two accounts say the opposite of a child; only contacts in person count."""
    first, second = contacts.get(one), contacts.get(two)
    if first is None or second is None:
        return
    theirs = {sighting.child: sighting for sighting in second.children}
    for mine in first.children:
        other = theirs.get(mine.child)
        if other is None or {mine.mode, other.mode} != {Mode.IN_PERSON} or mine.child not in labels:
            continue
        yield from _opposed(one, two, mine, other, labels[mine.child])


def _opposed(one: str, two: str, mine: Sighting, other: Sighting, label: str) -> Iterator[Line]:
    for question in QUESTIONS:
        answers: tuple[Answer, Answer] = (getattr(mine, question), getattr(other, question))
        if set(answers) == {Answer.YES, Answer.NO}:
            yield line(
                f"{label}: {answer_words(question, answers[0])} in ",
                entry_part(one),
                f", {answer_words(question, answers[1])} in ",
                entry_part(two),
            )
