"""The form an agency may fill in: the columns that the readers know, as a Word or an Excel file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT

from keymoments.analysis.layout import day_words

# Heading, width in characters, what is wanted there.
COLUMNS = (
    ("Date", 14, "Day first: 4 March 2021. Put ? before a date you are not sure of."),
    ("Time", 8, "If it was written down."),
    ("Source", 18, "Which file or system, and the page."),
    ("Event", 60, "What was written at the time, word for word where you can. One event a row."),
    ("Who was seen", 22, "Which child, and who else was there."),
    ("Seen alone", 12, "Yes, no, or leave it empty if the record does not say."),
    ("Comment", 30, "What you want to say about it today."),
)
EMPTY_ROWS = 40


def write_form(path: Path, *, agency: str, period: tuple[date, date]) -> None:
    """Write the form; the ending of ``path`` says which kind."""
    title = f"Chronology of {agency}, {day_words(period[0])} to {day_words(period[1])}"
    if path.suffix == ".docx":
        _word(path, title)
    else:
        _excel(path, title)


def _word(path: Path, title: str) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(title, 1)
    for heading, _, wanted in COLUMNS:
        document.add_paragraph(f"{heading}: {wanted}", style="List Bullet")
    table = document.add_table(rows=1 + EMPTY_ROWS, cols=len(COLUMNS), style="Table Grid")
    for cell, (heading, _, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = heading
    document.save(str(path))


def _excel(path: Path, title: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Chronology")
        notes = book.add_worksheet("How to fill it in")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for number, (heading, width, wanted) in enumerate(COLUMNS):
            sheet.set_column(number, number, width, wrapped)
            sheet.write(0, number, heading, bold)
            notes.write(number + 1, 0, heading, bold)
            notes.write(number + 1, 1, wanted)
        notes.write(0, 0, title, bold)
        sheet.freeze_panes(1, 0)
