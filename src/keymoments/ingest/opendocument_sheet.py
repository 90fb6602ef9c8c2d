"""OpenDocument workbooks (.ods) into tables, read as a stream."""

from __future__ import annotations

import re
from io import BytesIO

from lxml import etree

from keymoments.analysis.records import Problem
from keymoments.ingest.archive import Archive
from keymoments.ingest.blocks import Document, Table
from keymoments.ingest.sheets import (
    DAMAGED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    PASSWORD,
    SheetFacts,
    comments_of,
    sheet_problems,
    table_of,
)

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DURATION = re.compile(r"PT(\d+)H(\d+)M")
_CELL = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_DEPTH = 60


def is_spreadsheet(archive: Archive) -> bool:
    """Whether the container is an OpenDocument workbook."""
    names = archive.names()
    if "content.xml" not in names or "[Content_Types].xml" in names:
        return False
    mimetype = archive.read("mimetype") or b""
    return b"spreadsheet" in mimetype or not mimetype


class _Sheet:
    """A sheet while its rows come in."""

    def __init__(self, name: str, *, hidden: bool) -> None:
        self.name = name
        self.facts = SheetFacts(hidden=hidden)
        self.rows: list[list[str]] = []
        self.there = 0  # rows there are, read or not
        self.column = 0
        self.held = 0

    def add_column(self, element: etree._Element) -> None:
        count = _count(element, "number-columns-repeated")
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.facts.hidden_columns.update(range(self.column, min(self.column + count, MOST_COLUMNS)))
        self.column += count

    def add_row(self, element: etree._Element) -> None:
        count = _count(element, "number-rows-repeated")
        cells = self._cells(element)
        hidden = element.get(f"{_TABLE}visibility") in ("collapse", "filter")
        if cells:
            first = self.there
            # an empty stretch before this row, and then the row as often as it stands there
            copies = min(count, max(0, MOST_ROWS - first), max(0, (MOST_CELLS - self.held) // (len(cells) + 1)))
            if copies:
                self.rows += [[] for _ in range(first - len(self.rows))]
                self.rows += [list(cells) for _ in range(copies)]
                self.held += copies * (len(cells) + 1)
                if hidden:
                    self.facts.hidden_rows.update(range(first, first + copies))
        self.there += count

    def _cells(self, element: etree._Element) -> list[str]:
        cells: list[str] = []
        column = 0
        for cell in element:
            if cell.tag not in _CELL:
                continue
            count = _count(cell, "number-columns-repeated")
            text = self._value(cell, column) if cell.tag == _CELL[0] else ""
            if text and column < MOST_COLUMNS:
                cells += [""] * (column - len(cells))
                cells += [text] * min(count, MOST_COLUMNS - column)
            column += count
        return cells

    def _value(self, cell: etree._Element, column: int) -> str:
        row = self.there
        width, height = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if (width > 1 or height > 1) and row < MOST_ROWS:
            self.facts.spans.append((row, column, row + height - 1, column + width - 1))
        for note in cell.iterfind(f"{_OFFICE}annotation"):
            text = "\n".join(_text(part) for part in note.iterfind(f"{_TEXT}p")).strip()
            if text:
                self.facts.comments.append((row, column, text))
        value = _value(cell)
        if not value and cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
            self.facts.unstored.append((row, column))
        return value


def read_sheets(archive: Archive, file: str) -> Document:
    """Every sheet a table; raises :class:`UnreadableSource` for a damaged or protected file."""
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise PASSWORD
    data = archive.read("content.xml") or b""
    if b"<!DOCTYPE" in data[:4096]:
        raise DAMAGED
    tables: list[Table] = []
    problems: list[Problem] = []
    footnotes: list[tuple[str, str, str]] = []
    for sheet in _sheets(data):
        # rows at the very end that only carry a format are no content
        table = table_of(sheet.name, sheet.rows, sheet.facts)
        if table is None:
            continue
        tables.append(table)
        there = sheet.there if len(sheet.rows) >= MOST_ROWS else len(sheet.rows)
        problems += sheet_problems(file, sheet.name, sheet.facts, read=len(sheet.rows), there=there)
        footnotes += comments_of(sheet.name, sheet.facts)
    return Document(file, tuple(tables), tuple(footnotes), tuple(problems))


def _sheets(data: bytes) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    hidden_styles: set[str] = set()
    depth = 0
    try:
        for event, element in etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            tag=(f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-column", f"{_STYLE}table-properties"),
            resolve_entities=False,
            no_network=True,
        ):
            kind = element.tag.rpartition("}")[2]
            if kind == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    style = element.get(f"{_TABLE}style-name") or ""
                    sheets.append(_Sheet(element.get(f"{_TABLE}name") or "", hidden=style in hidden_styles))
            elif event == "start":
                continue
            elif kind == "table-properties":
                parent = element.getparent()
                if element.get(f"{_TABLE}display") == "false" and parent is not None:
                    hidden_styles.add(parent.get(f"{_STYLE}name") or "")
            elif depth == 1:
                _take(sheets[-1], element, kind)
    except etree.XMLSyntaxError as error:
        raise DAMAGED from error
    return sheets


def _take(sheet: _Sheet, element: etree._Element, kind: str) -> None:
    if kind == "table-column":
        sheet.add_column(element)
        return
    sheet.add_row(element)
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return max(1, int(text)) if text.isdigit() and len(text) < 10 else 1


def _value(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        day, _, clock = (cell.get(f"{_OFFICE}date-value") or "").partition("T")
        return day if clock[:5] in ("", "00:00") else f"{day}T{clock[:5]}"
    if kind == "time" and (match := _DURATION.match(cell.get(f"{_OFFICE}time-value") or "")):
        return f"{int(match[1]):02d}:{int(match[2]):02d}"
    if kind == "float":
        return _number(cell.get(f"{_OFFICE}value") or "")
    if kind == "boolean":
        return (cell.get(f"{_OFFICE}boolean-value") or "").upper()
    return "\n".join(_text(part) for part in cell.iterfind(f"{_TEXT}p"))


def _number(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else f"{value:.15g}"


def _text(element: etree._Element, depth: int = 0) -> str:
    """The words of a paragraph as a reader sees them; white space of the file itself is one space."""
    parts = [re.sub(r"\s+", " ", element.text or "")]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(_text_count(child), 1_000))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{_OFFICE}annotation" and isinstance(child.tag, str) and depth < _MOST_DEPTH:
            parts.append(_text(child, depth + 1))
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    return "".join(parts)


def _text_count(element: etree._Element) -> int:
    text = element.get(f"{_TEXT}c") or "1"
    return int(text) if text.isdigit() and len(text) < 6 else 1
