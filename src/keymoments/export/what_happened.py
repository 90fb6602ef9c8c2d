"""What happened, told by the records themselves: the day of the incident, who recorded it and in which sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from keymoments.analysis.incident import Told, incident
from keymoments.analysis.layout import day_words, time_words
from keymoments.analysis.quoting import passage
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings.values import Quote
from keymoments.export.agency_names import AgencyNames
from keymoments.export.linked import Line, Part, day_part, line, quoted, unmarked
from keymoments.export.shown import counted
from keymoments.export.sighting_words import child_labels


def what_happened(analysis: Analysis, names: AgencyNames) -> Iterator[Line]:
    """The sentences that tell the incident; where no record tells it, that it is so."""
    found = incident(analysis.entries, analysis.facts, analysis.case, analysis.rules.incident)
    if found is None:
        yield line("The case file names no incident, and the records tell of no grave event.")
        return
    day = day_words(found.day)
    ages = [
        f"{label} was {counted(years, 'year')} old" if years else f"{label} was not yet a year old"
        for child, label in zip(analysis.case.subjects, child_labels(analysis.case).values(), strict=True)
        if (years := _years(child.born, found.day)) is not None
    ]
    if ages:
        yield line(f"On {day} {' and '.join(ages)}.")
    if not found.named:
        yield line(f"The case file names no incident. The last grave event in the records is of {day}.")
    if not found.told:
        yield line(f"The records in hand do not tell what happened on {day}, the day that the case file names.")
        return
    if not found.same_day:
        yield line(f"No entry of {day} tells what happened. The first that tell of it came later.")
    for number, told in enumerate(found.told):
        yield _told(told, names, first=number == 0, same_day=told.entry.date.earliest == found.day)


def _years(born: date | None, day: date) -> int | None:
    """How old a child was on a day; nothing where the birth date is not given or later."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _told(told: Told, names: AgencyNames, *, first: bool, same_day: bool) -> Line:
    entry = told.entry
    clock = time_words(entry.time)
    at = f" {'at ' if entry.time and entry.time.exact else ''}{clock}" if clock else ""
    agency = names.say(entry.agency)
    kept = passage(entry.text, told.start, told.end)
    said = quoted(entry, Quote("", "text", kept.start, kept.end, entry.text[kept.start : kept.end]), wide=True)
    words = unmarked(said)
    if first or not same_day:
        return line("On ", day_part(entry), f"{',' if at else ''}{at}, {agency} recorded: ", *words)
    return line(f"{agency} recorded: ", *words, " (", Part(f"{day_part(entry).text}{f', {clock}' if clock else ''}",
                entry=entry.id), ")")  # fmt: skip
