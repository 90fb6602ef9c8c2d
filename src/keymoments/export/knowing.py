"""Who knew what, and when: for each sort of grave fact, which agency's records held it first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keymoments.analysis.chronology import order_key
from keymoments.analysis.facts.values import Fact
from keymoments.analysis.known import Holding, holdings
from keymoments.analysis.layout import date_words, day_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.export.linked import Line, day_part, entry_part, line, quoted, words_around
from keymoments.export.moments import known_title
from keymoments.export.shown import agencies_shown
from keymoments.export.sighting_words import child_labels

ABOUT_KNOWING = (
    "For each sort of fact: whose records held it, from which day, in which words, the first before the others. "
    "Phrases of the records were looked for, so a fact told in unusual words may be missing, and one that is here may "
    "be about something else: read the words. That an agency is not named means only that no such words were found in "
    "its records in hand."
)
MOST_LISTED = 100  # records of one sort on the page; the workbook has all


@dataclass(frozen=True, slots=True)
class HolderShown:
    """One agency and one sort of fact."""

    agency: str
    first: str
    words: Line
    times: int
    last: str
    last_entry: str


@dataclass(frozen=True, slots=True)
class HeldShown:
    """One sort of fact: who held it, and every record of it by day. ``left``: how many records are not listed."""

    key: str
    title: str
    about: str
    holders: tuple[HolderShown, ...]
    every: tuple[Line, ...]
    left: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """One record of one fact, for the workbook."""

    sort: str
    first: bool
    known: str
    dated: str
    agency: str
    children: str
    words: str
    entry: str


def knowing(analysis: Analysis) -> tuple[HeldShown, ...]:
    """Every sort of fact that the records hold, the gravest first."""
    entries = {entry.id: entry for entry in analysis.entries}
    agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
    labels = child_labels(analysis.case)
    titles, about = known_title(analysis), {fact.key: fact.title for fact in analysis.rules.facts}
    found = []
    for key, held in holdings(analysis.facts):
        facts = sorted(
            (fact for one in held for fact in one.facts), key=lambda fact: (fact.known, order_key(entries[fact.entry]))
        )
        found.append(
            HeldShown(
                key=key,
                title=titles.get(key, key),
                about=about.get(key, ""),
                holders=tuple(_holder(one, agencies, entries) for one in held),
                every=tuple(_every(fact, agencies, entries, labels) for fact in facts[:MOST_LISTED]),
                left=max(0, len(facts) - MOST_LISTED),
            )
        )
    return tuple(found)


def fact_rows(analysis: Analysis) -> Iterator[FactRow]:
    """Every record of every sort of fact, by sort and day; ``first`` where an agency held the sort first."""
    entries = {entry.id: entry for entry in analysis.entries}
    agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
    labels, titles = child_labels(analysis.case), known_title(analysis)
    for key, held in holdings(analysis.facts):
        rows = [(fact, number == 0) for one in held for number, fact in enumerate(one.facts)]
        for fact, first in sorted(rows, key=lambda row: (row[0].known, order_key(entries[row[0].entry]))):
            entry = entries[fact.entry]
            yield FactRow(
                sort=titles.get(key, key),
                first=first,
                known=day_words(fact.known),
                dated=date_words(entry.date),
                agency=agencies.get(fact.agency, fact.agency),
                children=", ".join(labels[child] for child in fact.children if child in labels),
                words=words_around(entry, fact.quote),
                entry=fact.entry,
            )


def _holder(held: Holding, agencies: dict[str, str], entries: dict[str, Entry]) -> HolderShown:
    again = len(held.facts) > 1
    return HolderShown(
        agency=agencies.get(held.agency, held.agency),
        first=day_words(held.first.known),
        words=line(*quoted(entries[held.first.entry], held.first.quote), " (", entry_part(held.first.entry), ")"),
        times=len(held.facts),
        last=day_words(held.last.known) if again else "",
        last_entry=held.last.entry if again else "",
    )


def _every(fact: Fact, agencies: dict[str, str], entries: dict[str, Entry], labels: dict[str, str]) -> Line:
    entry = entries[fact.entry]
    children = ", ".join(labels[child] for child in fact.children if child in labels)
    late = entry.date.latest is not None and fact.known > entry.date.latest
    when = f", written down on {day_words(fact.known)}" if late else ""
    return line(
        day_part(entry),
        f"{when}, {agencies.get(fact.agency, fact.agency)}{f' (names {children})' if children else ''}: ",
        *quoted(entry, fact.quote),
    )
