"""The chronology of the page: every entry under its year and month, with what else is told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from keymoments.analysis.layout import (
    MONTHS,
    NO_TIME,
    OUT_OF_SCOPE,
    confidence_words,
    date_doubts,
    date_words,
    shown,
    time_words,
)
from keymoments.analysis.records import Entry, Precision
from keymoments.analysis.result import Analysis
from keymoments.export.report_sections import EntrySightings
from keymoments.export.shown import AgencyShown, Telling, late_notes, other_tellings, people_names


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as the page shows it. ``sightings``: for each child its name, words, columns and view."""

    anchor: str
    style: str
    mark: str
    agency: str
    date: str
    date_doubts: tuple[str, ...]
    time: str
    out: str
    late: str
    warning: str
    text: Markup
    columns: tuple[tuple[str, Markup], ...]
    sightings: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]
    people: str
    tellings: tuple[tuple[str, str, str, str], ...]  # id, place, agency and differences of another account
    notes: tuple[str, ...]
    source: str


@dataclass(slots=True)
class Month:
    """A month and its entries."""

    anchor: str
    heading: str
    short: str
    entries: list[EntryShown] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many entries it has."""
        return len(self.entries)


@dataclass(slots=True)
class Year:
    """A year and its months."""

    anchor: str
    heading: str
    months: list[Month] = field(default_factory=list)


def entry_anchors(analysis: Analysis) -> dict[str, str]:
    """Entry id → the name of its place in the page."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for entry in analysis.entries:
        name = "entry-" + re.sub(r"[^A-Za-z0-9_-]", "-", entry.id)
        while name in taken:
            name += "-"
        taken.add(name)
        anchors[entry.id] = name
    return anchors


def years_of(
    analysis: Analysis, agencies: Sequence[AgencyShown], styles: Mapping[str, str], anchors: Mapping[str, str]
) -> list[Year]:
    """The entries under their years and months, in the order of the chronology."""
    by_id = {agency.id: agency for agency in agencies}
    labels = {entry.id: shown(by_id[entry.agency].label) for entry in analysis.entries}
    names = people_names(analysis)
    tellings = other_tellings(analysis)
    sightings = EntrySightings(analysis)
    late = late_notes(analysis)
    years: dict[str, Year] = {}
    months: dict[str, Month] = {}
    for entry in analysis.entries:
        month = _month(entry, years, months)
        said = sightings.of(entry)
        month.entries.append(
            EntryShown(
                anchor=anchors[entry.id],
                style=styles[entry.agency],
                mark=by_id[entry.agency].mark,
                agency=labels[entry.id],
                date=date_words(entry.date),
                date_doubts=date_doubts(entry.date),
                time=time_words(entry.time) or NO_TIME,
                out="" if entry.in_scope else OUT_OF_SCOPE,
                late=late.get(entry.id, ""),
                warning="" if entry.confidence is None else confidence_words(entry.confidence),
                text=said.text,
                columns=said.columns,
                sightings=said.lines,
                people=shown("; ".join(names.get(person, person) for person in entry.people)),
                tellings=tuple(
                    _telling(telling, labels, anchors)
                    for telling in tellings.get(entry.id, ())
                    if telling.entry in anchors
                ),
                notes=tuple(f"Note: {shown(note)}" for note in entry.notes),
                source=_source(entry),
            )
        )
    return list(years.values())


def _month(entry: Entry, years: dict[str, Year], months: dict[str, Month]) -> Month:
    """The month under which the entry stands; where only the year is known, a heading of its own before January."""
    first = entry.date.earliest
    only_year = first is not None and entry.date.precision is Precision.YEAR
    key = "undated" if first is None else f"{first.year}" if only_year else f"{first.year}-{first.month:02d}"
    if key not in months:
        if first is None:
            year = years.setdefault("", Year("no-year", "Not dated"))
            months[key] = Month(f"month-{key}", "The record gives no date", "No date given")
        else:
            year = years.setdefault(str(first.year), Year(f"year-{first.year}", str(first.year)))
            short = "month not known" if only_year else MONTHS[first.month - 1]
            heading = f"{first.year}, {short}" if only_year else f"{short} {first.year}"
            months[key] = Month(f"month-{key}", heading, short)
        year.months.insert(0 if only_year else len(year.months), months[key])
    return months[key]


def _telling(telling: Telling, labels: Mapping[str, str], anchors: Mapping[str, str]) -> tuple[str, str, str, str]:
    differences = shown("; ".join(telling.differences))
    return telling.entry, anchors[telling.entry], labels[telling.entry], differences


def _source(entry: Entry) -> str:
    """The id, file, place and date as written, by which a reader finds the entry in the file."""
    written = entry.written_date
    if entry.written_time and entry.written_time not in written:
        written = f"{written} {entry.written_time}".strip()
    source = f"{entry.id} · {entry.file}, {entry.where}"
    return shown(f"{source} · written “{written}”" if written else source)
