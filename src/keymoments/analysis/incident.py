"""Which entries tell of the incident, and in which sentence: those of its day, or else the first that speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keymoments.analysis.chronology import order_key
from keymoments.analysis.facts.values import Fact
from keymoments.analysis.phrases import Phrases, level
from keymoments.analysis.quoting import sentences
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.rules import IncidentWords

# Entries so many days after the day may still tell of it: where those of the day do, and where none does.
SOON, FIRST = 3, 14
# So many agencies are let speak.
MOST_TOLD = 5
_HARM, _ALARM, _CHILD = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an entry that tells of the incident, at ``start:end`` of its text."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Incident:
    """The incident. ``named``: whether the case file gives its day; ``told``: one sentence an agency, by time.

    ``same_day``: whether the records of that very day tell of it.
    """

    day: date
    named: bool
    same_day: bool
    told: tuple[Told, ...]


def incident(entries: Sequence[Entry], facts: Sequence[Fact], case: Case, words: IncidentWords) -> Incident | None:
    """What the records tell of the incident; of the last grave event where the case file names none."""
    day = case.incident_date or _last_grave(facts, entries)
    if day is None:
        return None
    phrases = Phrases({"harm": words.harm, "alarm": words.alarm}) if words.harm or words.alarm else None
    subjects = frozenset(child.id for child in case.subjects)
    on_day = [entry for entry in entries if _of_day(entry, day) and entry.text.strip()]
    told = _best(on_day, phrases, subjects, least=_ALARM)
    last = day + timedelta(days=SOON if told else FIRST)
    known = {item.entry.agency for item in told}
    soon = [e for e in entries if e.date.earliest and day < e.date.earliest <= last and e.agency not in known]
    later = _best(soon, phrases, subjects, least=_ALARM if told else _HARM)
    if not told and not later:  # no word of it: what was recorded on that day is all there is
        told = _best(on_day, phrases, subjects, least=0)
    said = (*told, *later)[:MOST_TOLD] if told else later[:MOST_TOLD]
    return Incident(day, case.incident_date is not None, bool(told), said)


def _last_grave(facts: Iterable[Fact], entries: Sequence[Entry]) -> date | None:
    """The day of the last of the gravest concerns of the period."""
    dated = {entry.id: entry.date.earliest for entry in entries if entry.in_scope}
    found = [(fact.weight, dated.get(fact.entry)) for fact in facts if fact.group == "concern"]
    days = [(weight, day) for weight, day in found if day is not None]
    gravest = max((weight for weight, _ in days), default=0)
    return max((day for weight, day in days if weight == gravest), default=None)


def _of_day(entry: Entry, day: date) -> bool:
    return entry.date.precision is Precision.DAY and entry.date.earliest == day


def _best(
    entries: Sequence[Entry], phrases: Phrases | None, subjects: frozenset[str], *, least: int
) -> tuple[Told, ...]:
    """Of each agency the entry that tells most, the sentence that tells most, by time."""
    best: dict[str, tuple[int, Told]] = {}
    for entry in sorted(entries, key=order_key):
        for score, told in _scored(entry, phrases):
            if score < least:
                continue
            full = score + (_CHILD if not subjects.isdisjoint(entry.people) else 0)
            if entry.agency not in best or full > best[entry.agency][0]:
                best[entry.agency] = (full, told)
    kept = sorted(best.values(), key=lambda item: (-item[0], order_key(item[1].entry)))[:MOST_TOLD]
    return tuple(sorted((told for _, told in kept), key=lambda told: order_key(told.entry)))


def _scored(entry: Entry, phrases: Phrases | None) -> Iterator[tuple[int, Told]]:
    """Every sentence with how much it tells."""
    found = phrases.find(level(entry.text)) if phrases is not None else ()
    hits = [(item.start, item.key) for item in found]
    for start, end in sentences(entry.text):
        keys = [key for place, key in hits if start <= place < end]
        harm, alarm = min(3, keys.count("harm")), min(3, keys.count("alarm"))
        yield _HARM * harm + _ALARM * alarm, Told(entry, start, end)
