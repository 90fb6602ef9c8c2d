"""Sightings, waits and tick boxes as rows of the workbook, to filter and count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keymoments.analysis.layout import day_words
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings.values import Basis, Sighting
from keymoments.analysis.whereabouts import Month, Tally, Whereabouts, is_young, whereabouts
from keymoments.export.shown import agencies_shown
from keymoments.export.sighting_words import (
    born_of,
    child_labels,
    contradicted_ticks,
    month_of,
    stretch_words,
    tally_words,
)
from keymoments.export.wait_words import all_waits

Row = tuple[str | int, ...]
Sheet = tuple[str, Sequence[tuple[str, float]], Sequence[Row]]

PER_CHILD = 4  # columns of the chronology for each child
_ANSWERS = {"yes": "yes", "no": "no", "not_recorded": "not recorded", "unclear": "unclear"}


def sighting_headings(label: str) -> tuple[tuple[str, float], ...]:
    """Headings of a child's columns in the chronology, with their widths."""
    return (f"{label}: seen", 12), (f"{label}: alone", 14), (f"{label}: spoken to", 12), (f"{label}: basis", 14)


def sighting_cells(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Entry id → the cells of all children's columns; an entry that is no contact has none."""
    children = born_of(analysis.case)
    days = {entry.id: entry.date.earliest for entry in analysis.entries}
    found: dict[str, tuple[str, ...]] = {}
    for contact in analysis.contacts:
        if not contact.contact:
            continue
        by_child = {sighting.child: sighting for sighting in contact.children}
        cells: list[str] = []
        for child in children.values():
            day = days.get(contact.entry)
            unborn = bool(child.born and day and day < child.born)
            cells += _cells(by_child.get(child.id), young=is_young(child, day), unborn=unborn)
        found[contact.entry] = tuple(cells)
    return found


def _cells(sighting: Sighting | None, *, young: bool, unborn: bool) -> tuple[str, ...]:
    if sighting is None:
        return ("",) * PER_CHILD
    if unborn:
        return ("not yet born", "", "", "")
    alone = _ANSWERS[sighting.alone.value]
    if young and alone == "yes":
        alone = "observed, no parent or carer"
    basis = "reported" if sighting.basis is Basis.REPORTED else "own contact"
    return _ANSWERS[sighting.seen.value], alone, _ANSWERS[sighting.spoken_to.value], basis


def where_sheet(analysis: Analysis) -> Sheet:
    """A row for every month of every child, the agencies side by side; the whole period first."""
    agencies = agencies_shown(analysis)
    labels = child_labels(analysis.case)
    headings = [("Child", 16.0), ("Month", 18.0), ("Seen", 8.0), ("Seen alone", 8.0), ("Observed (under two)", 10.0)]
    headings += [("Spoken to", 8.0), ("Reported by others", 10.0), *((agency.label, 26.0) for agency in agencies)]
    headings.append(("Longest time without a recorded sighting", 40.0))
    rows: list[Row] = []
    for where in whereabouts(analysis.entries, analysis.contacts, analysis.case):
        label = labels[where.child.id]
        ids = [agency.id for agency in agencies]
        whole = [tally_words(where.by_agency.get(agency, Tally())) for agency in ids]
        stretch = stretch_words(where.stretch) if where.stretch else ""
        rows.append((label, "Whole period", *_numbers(where.total), *whole, stretch))
        rows += _month_rows(where, label, ids)
    return "Where was the child", headings, rows


def _month_rows(where: Whereabouts, label: str, agencies: Sequence[str]) -> Iterator[Row]:
    months: list[Month | None] = list(where.months)
    if any(month is None for month, _ in where.cells):
        months.append(None)
    for month in months:
        cells = [where.cells.get((month, agency), Tally()) for agency in agencies]
        numbers = (sum(column) for column in zip(*map(_numbers, cells), strict=True)) if cells else (0,) * 5
        yield label, month_of(where, month), *numbers, *map(tally_words, cells), ""


def _numbers(tally: Tally) -> tuple[int, ...]:
    return tally.seen, tally.alone, tally.observed, tally.spoken, tally.reported


def waits_sheet(analysis: Analysis) -> Sheet:
    """Every wait, in the order of the report."""
    headings = [("What", 40.0), ("Child", 18.0), ("Began", 18.0), ("Entry it began with", 12.0), ("Its words", 26.0)]
    headings += [("Ended", 22.0), ("Entry it ended with", 12.0), ("Its words", 26.0), ("How long", 16.0)]
    headings += [("Limit", 30.0), ("Due", 18.0), ("Result", 24.0), ("Source of the limit", 50.0)]
    rows: list[Row] = [
        (
            item.title,
            item.children,
            item.started,
            item.begins.entry,
            item.begins.words,
            item.ended,
            item.ends.entry,
            item.ends.words,
            item.elapsed or "not known",
            item.limit,
            day_words(item.wait.due) if item.wait.due else "",
            item.verdict,
            item.wait.source if item.wait.limit is not None else "",
        )
        for item in all_waits(analysis)
    ]
    return "Waits", headings, rows


def ticks_sheet(analysis: Analysis) -> Sheet:
    """Every tick box that its note contradicts."""
    headings = [("Entry", 12.0), ("Child", 18.0), ("The box says", 40.0), ("The note says", 60.0), ("Counted as", 50.0)]
    rows: list[Row] = [
        (
            tick.entry.id,
            tick.child,
            "\n".join(f"{heading}: “{words}”" for heading, words in tick.ticks),
            "\n".join(f"“{words}”" for words in tick.notes),
            tick.words,
        )
        for tick in contradicted_ticks(analysis)
    ]
    return "Tick boxes", headings, rows
