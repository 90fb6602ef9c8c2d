"""Places where judging matters: what the rules found, grouped by turning point and ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from keymoments.analysis.docket import Wait
from keymoments.analysis.facts.ledger import Ledger, ledger_of
from keymoments.analysis.findings import Cited, Finding
from keymoments.analysis.kinds import (
    disagreement,
    face_value,
    frequency,
    good_practice,
    not_escalated,
    not_followed,
    not_heard,
    not_shared,
    overdue,
    phrase,
    repeated_closure,
    sequence,
    silence,
    threshold_cycle,
)
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.rules import Rule, Rules, Sort
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.vocabulary import Vocabulary

# A further suggestion of one sort of moment counts for so much less than the one before it: a list shows many sorts.
AGAIN = 0.98
# What each further rule that met at the place adds, and what an entry that a stronger suggestion turns on takes away.
MET, TOLD = 0.5, 2.5
# What happened on or after the day of the incident could no longer have prevented it.
AFTERWARDS = 5.0

FINDERS: Mapping[str, Callable[[Any, Ledger], Iterator[Finding]]] = {
    "disagreement": disagreement.find,
    "face_value": face_value.find,
    "frequency": frequency.find,
    "good_practice": good_practice.find,
    "not_escalated": not_escalated.find,
    "not_followed": not_followed.find,
    "not_heard": not_heard.find,
    "not_shared": not_shared.find,
    "overdue": overdue.find,
    "phrase": phrase.find,
    "repeated_closure": repeated_closure.find,
    "sequence": sequence.find,
    "silence": silence.find,
    "threshold_cycle": threshold_cycle.find,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal: here judging matters. A person decides.

    ``rank`` from 1. ``kind``: the sort of moment. ``rule``: its key. ``entries``: ids, the two it turns on first.
    ``because``: one plain sentence. ``also``: keys of other rules that met at the same place.
    """

    rank: int
    kind: Sort
    rule: str
    title: str
    begins: date
    ends: date
    entries: tuple[str, ...]
    children: tuple[str, ...]
    agencies: tuple[str, ...]
    because: str
    quotes: tuple[Cited, ...]
    themes: tuple[str, ...]
    score: float
    also: tuple[str, ...] = ()


def suggest(
    entries: Sequence[Entry],
    contacts: Sequence[Contact],
    waits: Sequence[Wait],
    same_event: Sequence[Sequence[str]],
    case: Case,
    rules: Rules,
    vocabulary: Vocabulary,
) -> tuple[Suggestion, ...]:
    """Every suggestion, the one that matters most first. Pure; no answer depends on the order of ``entries``."""
    ledger = ledger_of(entries, contacts, waits, same_event, case, rules, vocabulary)
    return ranked(grouped(findings(rules.rules, ledger), ledger), ledger)


def findings(rules: Sequence[Rule], ledger: Ledger) -> tuple[Finding, ...]:
    """All that the rules find, the strongest first."""
    every = [item for rule in rules if rule.retired is None for item in FINDERS[rule.kind](rule, ledger)]
    return tuple(sorted(every, key=lambda finding: _strongest(finding, ledger)))


def score(finding: Finding, ledger: Ledger) -> float:
    """What a finding would mean for the child and how strong its words are; less from the day of the incident on."""
    incident, first = ledger.case.incident_date, finding.entries[0].date.earliest
    late = incident is not None and first is not None and first >= incident
    return finding.rule.weight + finding.strength - (AFTERWARDS if late else 0.0)


def _strongest(finding: Finding, ledger: Ledger) -> tuple[float, int, str, tuple[str, ...]]:
    first = finding.entries[0].date.earliest or date.min
    return -score(finding, ledger), first.toordinal(), finding.rule.key, tuple(entry.id for entry in finding.entries)


def grouped(every: Sequence[Finding], ledger: Ledger) -> tuple[tuple[Finding, tuple[str, ...]], ...]:
    """One finding for one turning point, the strongest; with it the keys of the other rules that met there.

    Two findings are of one turning point where they turn first on the same entry, or on entries that tell one event.
    """
    taken: dict[str, int] = {}
    chosen: list[Finding] = []
    also: list[list[str]] = []
    for finding in every:
        turn = finding.entries[0].id
        place = taken.get(turn)
        if place is not None:
            if finding.rule.key != chosen[place].rule.key and finding.rule.key not in also[place]:
                also[place].append(finding.rule.key)
            continue
        for entry in (turn, *ledger.linked.get(turn, ())):
            taken.setdefault(entry, len(chosen))
        chosen.append(finding)
        also.append([])
    return tuple((finding, tuple(sorted(keys))) for finding, keys in zip(chosen, also, strict=True))


def ranked(groups: Sequence[tuple[Finding, tuple[str, ...]]], ledger: Ledger) -> tuple[Suggestion, ...]:
    """The groups as suggestions, ranked; the more rules met at a place, the higher."""
    times: dict[Sort, int] = {}
    shown: set[str] = set()
    made: list[Suggestion] = []
    for finding, also in groups:
        turns = {entry.id for entry in finding.entries[:2]}
        told = sum(1 for entry in turns if entry in shown)
        shown |= {other for entry in turns for other in (entry, *ledger.linked.get(entry, ()))}
        again = times.get(finding.rule.moment, 0)
        times[finding.rule.moment] = again + 1
        total = (score(finding, ledger) + MET * min(len(also), 4)) * AGAIN**again - TOLD * told
        made.append(_suggestion(finding, also, total, ledger))
    made.sort(key=lambda s: (-round(s.score, 6), s.begins, s.rule, s.entries))
    return tuple(replace(suggestion, rank=rank) for rank, suggestion in enumerate(made, 1))


def _suggestion(finding: Finding, also: tuple[str, ...], total: float, ledger: Ledger) -> Suggestion:
    days = [day for entry in finding.entries for day in (entry.date.earliest, entry.date.latest) if day is not None]
    named = {person for entry in finding.entries[:2] for person in entry.people}
    return Suggestion(
        rank=0,
        kind=finding.rule.moment,
        rule=finding.rule.key,
        title=finding.rule.title,
        begins=min(days),
        ends=max(days),
        entries=tuple(dict.fromkeys(entry.id for entry in finding.entries)),
        children=tuple(child.id for child in ledger.case.subjects if child.id in named),
        agencies=tuple(dict.fromkeys(entry.agency for entry in finding.entries)),
        because=finding.because,
        quotes=finding.quotes,
        themes=finding.rule.themes,
        score=total,
        also=also,
    )
