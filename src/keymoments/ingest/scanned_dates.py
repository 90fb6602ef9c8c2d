"""Dates that OCR misread by a letter: mended only where there is one way to read them."""

from __future__ import annotations

import re
from dataclasses import replace

from keymoments.ingest.blocks import Line, Row

# The signs that OCR takes for figures, and the figures they stand for.
_FIGURES = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "i": "1"})
_FIGURE = r"[\dOoQlI|i]"
_DATE = re.compile(
    rf"({_FIGURE}{{1,2}})\s?([.,/-])\s?({_FIGURE}{{1,2}})\s?([.,/-])\s?((?:{_FIGURE}{{2}}){{1,2}})(?![^\W_])(?![.,/-]\d)"
)
_FEWEST_FIGURES = 2
_COLUMNS = 3


def mended_date(text: str) -> str | None:
    """The date with which a scanned text begins, mended; ``None`` where it needs no mending or is not sure.

    A comma is read as the point it is, O as 0 and l as 1, where the rest has the form of a date and the day exists.
    """
    found = _DATE.match(text)
    if found is None:
        return None
    day, first, month, second, year = found.groups()
    signs = {first.replace(",", "."), second.replace(",", ".")}
    if len(signs) > 1 or sum(sign.isdigit() for sign in day + month + year) < _FEWEST_FIGURES:
        return None
    days, months, years = (part.translate(_FIGURES) for part in (day, month, year))
    if not (1 <= int(days) <= 31 and 1 <= int(months) <= 12 and (len(years) == 2 or years[:2] in ("19", "20"))):
        return None
    mended = signs.pop().join((days, months, years))
    return None if mended == found[0] else mended


def mended_row(row: Row) -> Row:
    """A row read by OCR whose date cell is mended, with a note of what was read; any other row as it is."""
    if row.confidence is None:
        return row
    for column, cell in enumerate(row.cells[:_COLUMNS]):
        text = cell.strip()
        mended = mended_date(text)
        if mended is not None and _DATE.fullmatch(text):
            cells = (*row.cells[:column], mended, *row.cells[column + 1 :])
            return replace(row, cells=cells, notes=(*row.notes, _note(text)))
    return row


def mended_line(line: Line) -> Line:
    """A line read by OCR that begins with a date, mended, with a note of what was read; any other line as it is."""
    mended = mended_date(line.text) if line.confidence is not None else None
    if mended is None:
        return line
    read = _DATE.match(line.text)
    end = read.end() if read else 0
    return replace(line, text=mended + line.text[end:], notes=(*line.notes, _note(line.text[:end])))


def _note(read: str) -> str:
    return f"date read from the scan as “{read}”"
