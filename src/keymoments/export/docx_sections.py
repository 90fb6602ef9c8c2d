"""Sightings, waits and tick boxes as sections of a Word document: tables with words, which a screen reader can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keymoments.analysis.layout import shown
from keymoments.analysis.result import Analysis
from keymoments.analysis.whereabouts import Month, Tally, Whereabouts, whereabouts
from keymoments.export.docx_table import Cell, paragraph, table
from keymoments.export.shown import AgencyShown
from keymoments.export.sighting_words import (
    SILENCE,
    child_labels,
    contradicted_ticks,
    month_of,
    summary_sentences,
    tally_words,
)
from keymoments.export.wait_words import ABOUT_WAITS, WaitGroup, WaitShown, quoted, wait_groups

_WIDTH = 15137  # twentieths of a point between the margins
_MOST_AGENCIES = 6  # in one table: more stand in a further one
_SIGNS: tuple[tuple[str, str], ...] = (
    # a sign before the words of a cell, the strongest thing the month holds
    ("alone", "◆"),
    ("observed", "◆"),
    ("seen", "●"),
    ("spoken", "◉"),
    ("reported", "□"),
    ("tried", "▲"),
    ("not_seen", "×"),
    ("remote", "–"),
    ("not_recorded", "○"),
)
SIGN_KEY = (
    "The sign before the words of a month shows the most that it holds: ◆ seen alone (observed with no parent or carer "
    "there, where the child was under two), ● seen, ◉ spoken to but not seen, □ reported by another professional, "
    "▲ tried, × not seen, – a call, letter or message, ○ not recorded. An empty month has no contact in the records."
)
Add = Callable[[str], None]


def add_sightings(document: Any, add: Add, analysis: Analysis, agencies: Sequence[AgencyShown]) -> None:
    """Where each child was: sentences and a table of months and agencies. ``add`` puts a table at the end."""
    document.add_heading("Where was the child", 1)
    found = whereabouts(analysis.entries, analysis.contacts, analysis.case)
    if not found:
        document.add_paragraph("The case file names no subject child, so nothing is said here.")
        return
    document.add_paragraph(f"{SILENCE} Contacts outside the period of the review are not counted here.")
    document.add_paragraph(SIGN_KEY)
    labels = child_labels(analysis.case)
    for where in found:
        label = shown(labels[where.child.id])
        document.add_heading(label, 2)
        document.add_paragraph(" ".join(summary_sentences(where, label)))
        for start in range(0, len(agencies), _MOST_AGENCIES):
            part = agencies[start : start + _MOST_AGENCIES]
            add(_months(where, label, part))
            document.add_paragraph("")


def _months(where: Whereabouts, label: str, agencies: Sequence[AgencyShown]) -> str:
    months: list[Month | None] = list(where.months)
    if any(month is None for month, _ in where.cells):
        months.append(None)
    rows = [
        [_cell(month_of(where, month)), *(_tally(where.cells.get((month, agency.id))) for agency in agencies)]
        for month in months
    ]
    totals = (where.by_agency.get(agency.id) for agency in agencies)
    rows.append([Cell(paragraph("Table text", "", bold="Whole period")), *map(_tally, totals)])
    first = 1937
    each = (_WIDTH - first) // len(agencies)
    headings = ("Month", *(f"{agency.mark} {shown(agency.label)}" for agency in agencies))
    return table(f"Contacts by month and agency: {label}", headings, (first, *(each for _ in agencies)), rows)


def _cell(*texts: str) -> Cell:
    return Cell("".join(paragraph("Table text", shown(text)) for text in texts))


def _tally(tally: Tally | None) -> Cell:
    if tally is None or not (words := tally_words(tally)):
        return _cell("")
    sign = next((sign for name, sign in _SIGNS if getattr(tally, name)), "")
    return _cell(f"{sign} {words}".strip())


def add_waits(document: Any, add: Add, analysis: Analysis) -> None:
    """What took time: a table for each group, longest first."""
    document.add_heading("What took time", 1)
    groups = wait_groups(analysis)
    if not groups:
        document.add_paragraph("No beginning of a wait was found in the records.")
        return
    document.add_paragraph(ABOUT_WAITS)
    for group in groups:
        document.add_heading(group.title, 2)
        if group.note:
            document.add_paragraph(group.note)
        add(_waits(group))


def _waits(group: WaitGroup) -> str:
    limits = group.key in ("exceeded", "other")
    headings = ["How long", "Child", "Began", "Ended"]
    widths = [1900, 2200, 5518, 5519]
    if limits:
        headings = ["How long", "What", "Child", "Began", "Ended", "Limit", "Result"]
        widths = [1500, 2500, 1500, 2600, 2600, 2937, 1500]
    return table(
        f"{group.title}, longest first", headings, widths, [list(_wait(w, limits=limits)) for w in group.waits]
    )


def _wait(item: WaitShown, *, limits: bool) -> Iterator[Cell]:
    wait = item.wait
    yield Cell(paragraph("Table text", "", bold=item.elapsed or "Not known"))
    if limits:
        yield _cell(item.title)
    yield _cell(item.children or "–")
    yield _cell(item.started, *_point(wait.begins, quoted(wait.begin_quote)))
    yield _cell(item.ended, *_point(wait.ends, quoted(wait.end_quote)))
    if limits:
        yield _cell(
            *(text for text in (item.limit or "No limit", wait.source if wait.limit is not None else "") if text)
        )
        yield _cell(item.verdict)


def _point(entry: str | None, words: str) -> tuple[str, ...]:
    return (f"{entry} {words}".strip(),) if entry else ()


def add_ticks(document: Any, add: Add, analysis: Analysis) -> None:
    """Tick boxes that the notes contradict."""
    document.add_heading("Tick boxes that the notes contradict", 1)
    ticks = contradicted_ticks(analysis)
    if not ticks:
        document.add_paragraph("None was found.")
        return
    document.add_paragraph(
        "Here a box or column of the record says one thing and the note beside it another. The counts follow the note."
    )
    rows = [
        [
            _cell(tick.entry.id),
            _cell(tick.child),
            _cell(*(f"{heading}: “{words}”" for heading, words in tick.ticks)),
            _cell(*(f"“{words}”" for words in tick.notes)),
            _cell(tick.words),
        ]
        for tick in ticks
    ]
    headings = ("Entry", "Child", "The box says", "The note says", "Counted as")
    add(table("Tick boxes that the notes contradict", headings, (1700, 1700, 3700, 4337, 3700), rows))
