"""Sightings, waits and tick boxes as sections of a Word document: tables with words, which a screen reader can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keymoments.analysis.layout import shown
from keymoments.analysis.result import Analysis
from keymoments.analysis.whereabouts import Month, Tally, Whereabouts, whereabouts
from keymoments.export.docx_table import Cell, paragraph, style_id, table
from keymoments.export.docx_writer import Bookmarks, WordWriter, linked
from keymoments.export.linked import Line, entry_part, line
from keymoments.export.shown import AgencyShown
from keymoments.export.sighting_words import (
    SILENCE,
    child_labels,
    contradicted_ticks,
    month_of,
    summary_sentences,
    tally_words,
)
from keymoments.export.wait_words import ABOUT_WAITS, PointShown, WaitGroup, WaitShown, wait_groups

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


def add_sightings(word: WordWriter, analysis: Analysis, agencies: Sequence[AgencyShown]) -> None:
    """Where each child was: sentences and a table of months and agencies."""
    word.heading("Where was the child", 1, "where")
    found = whereabouts(analysis.entries, analysis.contacts, analysis.case)
    if not found:
        word.text("The case file names no subject child, so nothing is said here.")
        return
    word.text(f"{SILENCE} Contacts outside the period of the review are not counted here.")
    word.text(SIGN_KEY)
    labels = child_labels(analysis.case)
    for where in found:
        label = shown(labels[where.child.id])
        word.heading(label, 2)
        word.text(" ".join(summary_sentences(where, label)))
        for start in range(0, len(agencies), _MOST_AGENCIES):
            part = agencies[start : start + _MOST_AGENCIES]
            word.add(_months(where, label, part))
            word.text("")


def _months(where: Whereabouts, label: str, agencies: Sequence[AgencyShown]) -> str:
    months: list[Month | None] = list(where.months)
    if any(month is None for month, _ in where.cells):
        months.append(None)
    rows = [
        [text_cell(month_of(where, month)), *(_tally(where.cells.get((month, agency.id))) for agency in agencies)]
        for month in months
    ]
    totals = (where.by_agency.get(agency.id) for agency in agencies)
    rows.append([Cell(paragraph("Table text", "", bold="Whole period")), *map(_tally, totals)])
    first = 1937
    each = (_WIDTH - first) // len(agencies)
    headings = ("Month", *(f"{agency.mark} {shown(agency.label)}" for agency in agencies))
    return table(f"Contacts by month and agency: {label}", headings, (first, *(each for _ in agencies)), rows)


def text_cell(*texts: str) -> Cell:
    """A cell of plain paragraphs."""
    return Cell("".join(paragraph("Table text", shown(text)) for text in texts))


def _tally(tally: Tally | None) -> Cell:
    if tally is None or not (words := tally_words(tally)):
        return text_cell("")
    sign = next((sign for name, sign in _SIGNS if getattr(tally, name)), "")
    return text_cell(f"{sign} {words}".strip())


def add_waits(word: WordWriter, analysis: Analysis) -> None:
    """What took time: a table for each group, longest first."""
    word.heading("What took time", 1, "waits")
    groups = wait_groups(analysis)
    if not groups:
        word.text("No beginning of a wait was found in the records.")
        return
    word.text(ABOUT_WAITS)
    for group in groups:
        word.heading(group.title, 2)
        if group.note:
            word.text(group.note)
        word.add(_waits(group, word.bookmarks))


def _waits(group: WaitGroup, bookmarks: Bookmarks) -> str:
    limits = group.key in ("exceeded", "other")
    headings = ["How long", "Child", "Began", "Ended"]
    widths = [1900, 2200, 5518, 5519]
    if limits:
        headings = ["How long", "What", "Child", "Began", "Ended", "Limit", "Result"]
        widths = [1500, 2500, 1500, 2600, 2600, 2937, 1500]
    return table(
        f"{group.title}, longest first",
        headings,
        widths,
        [list(_wait(w, bookmarks, limits=limits)) for w in group.waits],
    )


def _wait(item: WaitShown, bookmarks: Bookmarks, *, limits: bool) -> Iterator[Cell]:
    wait = item.wait
    yield Cell(paragraph("Table text", "", bold=item.elapsed or "Not known"))
    if limits:
        yield text_cell(item.title)
    yield text_cell(item.children or "–")
    yield _point(item.started, item.begins, bookmarks)
    yield _point(item.ended, item.ends, bookmarks)
    if limits:
        yield text_cell(
            *(text for text in (item.limit or "No limit", wait.source if wait.limit is not None else "") if text)
        )
        yield text_cell(item.verdict)


def _point(day: str, point: PointShown, bookmarks: Bookmarks) -> Cell:
    """A day, and the entry that tells of it with its agency and words."""
    return linked_cell((line(day), point.line), bookmarks) if point.entry else text_cell(day)


def linked_cell(lines: Iterable[Line], bookmarks: Bookmarks) -> Cell:
    """A cell of sentences with links."""
    look = f'<w:pPr><w:pStyle w:val="{style_id("Table text")}"/></w:pPr>'
    return Cell("".join(f"<w:p>{look}{linked(one, bookmarks)}</w:p>" for one in lines))


def add_ticks(word: WordWriter, analysis: Analysis) -> None:
    """Tick boxes that the notes contradict."""
    word.heading("Tick boxes that the notes contradict", 2, "ticks")
    ticks = contradicted_ticks(analysis)
    if not ticks:
        word.text("None was found.")
        return
    word.text(
        "Here a box or column of the record says one thing and the note beside it another. The counts follow the note."
    )
    rows = [
        [
            linked_cell((line(entry_part(tick.entry.id)),), word.bookmarks),
            text_cell(tick.child),
            text_cell(*(f"{heading}: “{words}”" for heading, words in tick.ticks)),
            text_cell(*(f"“{words}”" for words in tick.notes)),
            text_cell(tick.words),
        ]
        for tick in ticks
    ]
    headings = ("Entry", "Child", "The box says", "The note says", "Counted as")
    word.add(table("Tick boxes that the notes contradict", headings, (1700, 1700, 3700, 4337, 3700), rows))
