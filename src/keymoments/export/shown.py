"""What every output shows of an analysis, worded once: agencies and marks, doubts, accounts of one event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.layout import (
    OUT_OF_SCOPE,
    confidence_words,
    date_doubts,
    day_words,
    is_uncertain,
    note_words,
    shown,
)
from keymoments.analysis.records import Agency, Entry
from keymoments.analysis.result import Analysis
from keymoments.export.palette import Colour, colour_of, mark_of

ABOUT = (
    "This chronology puts the entries of every agency’s records into one order of time, in the words of the records. "
    "It draws no conclusions, and where it is silent the records in hand do not "
    "say: silence does not mean that nothing was done."
)
ABOUT_REPORT = (
    "This report puts what every agency wrote into one order of time, in the words of the records, and points to "
    "places where people may want to judge. It draws no conclusions. Where it is silent the records in hand do not "
    "say: silence does not mean that nothing was done."
)
CONFIDENTIAL = "Confidential: names real people. Keep and share it only as your review’s rules allow."


def report_title(analysis: Analysis) -> str:
    """The title of the report."""
    return f"What the records show: {shown(analysis.case.reference)}"


@dataclass(frozen=True, slots=True)
class AgencyShown:
    """An agency as outputs show it. ``label`` is its name, told apart from any other agency of the same name."""

    id: str
    label: str
    mark: str
    colour: Colour
    entries: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def first_words(self) -> str:
        """Its first dated day, or a dash."""
        return day_words(self.first) if self.first else "–"

    @property
    def last_words(self) -> str:
        """Its last dated day, or a dash."""
        return day_words(self.last) if self.last else "–"


def agencies_shown(analysis: Analysis) -> tuple[AgencyShown, ...]:
    """The agencies of the case file in its order, then any that only entries name, each with its entries counted."""
    known = {agency.id: agency for agency in analysis.case.agencies}
    for entry in analysis.entries:
        known.setdefault(entry.agency, Agency(entry.agency, entry.agency, "other", ()))
    names = Counter(agency.name for agency in known.values())
    counts = Counter(entry.agency for entry in analysis.entries)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for entry in analysis.entries:
        if entry.date.earliest and entry.date.latest:
            first[entry.agency] = min(first.get(entry.agency, date.max), entry.date.earliest)
            last[entry.agency] = max(last.get(entry.agency, date.min), entry.date.latest)
    return tuple(
        AgencyShown(
            agency.id,
            agency.name if names[agency.name] == 1 else f"{agency.name} ({agency.id})",
            mark_of(place),
            colour_of(place),
            counts[agency.id],
            first.get(agency.id),
            last.get(agency.id),
        )
        for place, agency in enumerate(known.values())
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of the summary."""

    entries: int
    in_scope: int
    uncertain: int
    undated: int
    by_ocr: int
    same_event: int
    unread: int


def figures(analysis: Analysis) -> Figures:
    """Count what the summary tells."""
    return Figures(
        entries=len(analysis.entries),
        in_scope=sum(entry.in_scope for entry in analysis.entries),
        uncertain=sum(is_uncertain(entry.date) and entry.date.earliest is not None for entry in analysis.entries),
        undated=sum(entry.date.earliest is None for entry in analysis.entries),
        by_ocr=sum(entry.confidence is not None for entry in analysis.entries),
        same_event=len(analysis.same_event),
        unread=len(analysis.problems),
    )


def late_notes(analysis: Analysis) -> dict[str, str]:
    """Entry id → that it was written down later than its day, in the words of the record where it has any."""
    written: dict[str, date] = {}
    for fact in analysis.facts:
        written[fact.entry] = max(fact.known, written.get(fact.entry, fact.known))
    found: dict[str, str] = {}
    for entry in analysis.entries:
        said = next((words for text in _texts_of(entry) if (words := _late_words(text))), "")
        if said:
            found[entry.id] = f"Recorded later: “{shown(said)}”"
        elif entry.date.latest is not None and entry.id in written and written[entry.id] > entry.date.latest:
            found[entry.id] = f"Recorded later: written down on {day_words(written[entry.id])}"
    return found


_LATE = re.compile(
    r"\b(?:retrospectiv\w*(?!\s+(?:application|effect|planning))|late[ -]entry|late[ -]note|"
    r"(?:recorded|entered|added|logged|typed|written|note made)(?: up)? (?:in )?(?:late|later|afterwards|belatedly|"
    r"retrospect))\b",
    re.IGNORECASE,
)
_LATE_ROOM = 60
_TICKED = frozenset(("y", "yes", "x", "✓", "☒", "true", "1"))


def _texts_of(entry: Entry) -> Iterator[str]:
    """The texts that may say so; a heading says so where its cell is ticked."""
    yield entry.written_date
    for heading, value in entry.columns:
        yield f"{heading.strip()}: {value.strip()}" if value.strip().casefold() in _TICKED else value
    yield from entry.notes
    yield entry.text


def _late_words(text: str) -> str:
    """The words that say so, with the part of the sentence around them."""
    match = _LATE.search(text)
    if match is None:
        return ""
    before = re.split(r"[.;()\[\]\n]", text[max(0, match.start() - _LATE_ROOM) : match.start()])[-1]
    after = re.split(r"[;()\[\]\n]|\.(?=\s|$)", text[match.end() : match.end() + _LATE_ROOM])[0]
    return " ".join(f"{before}{match.group()}{after}".split())


def people_names(analysis: Analysis) -> dict[str, str]:
    """Person id → name."""
    return {person.id: person.name for person in analysis.case.people}


def date_and_scope_doubts(entry: Entry) -> tuple[str, ...]:
    """What a reader must know before relying on the date, in fixed sentences."""
    return (*date_doubts(entry.date), *(() if entry.in_scope else (OUT_OF_SCOPE,)))


def reading_doubts(entry: Entry) -> tuple[str, ...]:
    """What a reader must know of how the row was read."""
    ocr = () if entry.confidence is None else (confidence_words(entry.confidence),)
    return (*ocr, *map(note_words, entry.notes))


@dataclass(frozen=True, slots=True)
class Telling:
    """Another account of the same event: the entry's id, and in what the two differ."""

    entry: str
    differences: tuple[str, ...]


def _value_words(value: str) -> str:
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value or "nothing"


def difference_words(what: str, here: str, there: str) -> str:
    """``date: 3 February 2021 here, 4 February 2021 there``."""
    return f"{what}: {_value_words(here)} here, {_value_words(there)} there"


def other_tellings(analysis: Analysis) -> dict[str, tuple[Telling, ...]]:
    """Entry id → the other accounts of its event, in the order of the chronology."""
    order = {entry.id: place for place, entry in enumerate(analysis.entries)}
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for difference in analysis.differences:
        (one, two), (first, second) = difference.entries, difference.values
        told[one, two].append(difference_words(difference.what, first, second))
        told[two, one].append(difference_words(difference.what, second, first))
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for group in analysis.same_event:
        for entry in group:
            others[entry].update({other: None for other in group if other != entry})
    return {
        entry: tuple(
            Telling(other, tuple(told.get((entry, other), ())))
            for other in sorted(found, key=lambda other: order.get(other, len(order)))
        )
        for entry, found in others.items()
    }


def counted(number: int, one: str, many: str = "") -> str:
    """``1 entry``, ``2,300 entries``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
