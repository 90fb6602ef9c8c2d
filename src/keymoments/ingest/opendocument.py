"""Read OpenDocument text files (.odt) into paragraphs and tables, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.archive import Archive
from keymoments.ingest.blocks import Document
from keymoments.ingest.flow import (
    DEEPEST,
    HIDDEN_ROW,
    HIDDEN_TEXT,
    WHOLE_FILE,
    Cell,
    Content,
    Grid,
    GridRow,
    Paragraph,
    document,
    problem_embedded,
    problem_too_deep,
)
from keymoments.ingest.grid_columns import settle_columns
from keymoments.ingest.odt_text import DRAW, OFFICE, PLAIN, TABLE, TEXT, OdtReader, OdtStyle, read_styles

_MIME = b"application/vnd.oasis.opendocument.text"
_P, _H, _TABLE = f"{TEXT}p", f"{TEXT}h", f"{TABLE}table"
_ROW, _CELL, _COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_WRAPPERS = frozenset(
    {
        f"{TEXT}section",
        f"{TEXT}list",
        f"{TEXT}list-item",
        f"{TEXT}list-header",
        f"{TEXT}numbered-paragraph",
        f"{DRAW}frame",
        f"{DRAW}text-box",
        f"{DRAW}a",
        f"{DRAW}g",
        f"{DRAW}custom-shape",
        f"{DRAW}rect",
    }
)
_ROW_GROUPS = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})
# A repeated row of a text document is a few empty lines; a million of them is an attack or a slip.
_MOST_COLUMNS = 500
_MOST_REPEATED_ROWS = 200


def read_odt(path: Path, file: str) -> Document:
    """Read an OpenDocument text; ``file`` is its name as shown to the user.

    Deleted text of tracked changes is left out, headers and footers of pages and tables of contents are no blocks,
    foot- and endnotes and comments stand in ``footnotes``. Raises :class:`~keymoments.errors.UnreadableSource` for
    what is no OpenDocument text, is damaged or has a password.
    """
    problems: list[Problem] = []
    with Archive(path) as archive:
        _refuse_protected(archive)
        kind = (archive.read("mimetype") or _MIME).strip()
        content = archive.xml("content.xml") if kind.startswith(_MIME) else None
        body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
        if body is None:
            raise UnreadableSource(
                "The file has the name of an OpenDocument text but holds none.",
                "Open it in the program it was made with and save it as .odt or .docx.",
            )
        embedded = any(name.startswith(("Object ", "ObjectReplacements/")) for name in archive.names())
        try:
            common = archive.xml("styles.xml")
        except UnreadableSource:
            common = None
            problems.append(_damaged_styles(file))
    reading = _Reading(read_styles(common, content))
    written = reading.content(body, 0)
    if embedded:
        problems.append(problem_embedded(file))
    if reading.too_deep:
        problems.append(problem_too_deep(file))
    return document(file, written, problems)


def _refuse_protected(archive: Archive) -> None:
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise UnreadableSource("The file is protected by a password.", "Ask the agency for a copy without a password.")


def _damaged_styles(file: str) -> Problem:
    return Problem(
        file,
        WHOLE_FILE,
        "The styles of this file are damaged and were not read; the text was.",
        "Open it in the program it was made with and save it as a new file.",
    )


class _Reading:
    """One file on the way."""

    def __init__(self, styles: dict[str, OdtStyle]) -> None:
        self.styles = styles
        self.reader = OdtReader(styles)
        self.too_deep = False

    def content(self, parent: etree._Element, depth: int) -> Content:
        """The paragraphs and tables of a body, cell or text box."""
        found: list[Paragraph | Grid] = []
        for element in _children(parent, (_P, _H, _TABLE), _WRAPPERS):
            if element.tag != _TABLE:
                found.append(self._paragraph(element, depth))
            elif depth < DEEPEST:
                grid = self._table(element, depth + 1)
                if grid is not None:
                    found.append(grid)
            else:
                self.too_deep = True
        return tuple(found)

    def _paragraph(self, element: etree._Element, depth: int) -> Paragraph:
        words = self.reader.read(element)
        level = self.styles.get(str(element.get(f"{TEXT}style-name", "")), PLAIN).level
        written = str(element.get(f"{TEXT}outline-level", ""))
        if element.tag == _H:
            level = int(written) if written.isdecimal() and 0 < int(written) < 100 else level or 1
        boxes: tuple[Content, ...] = ()
        if words.boxes and depth < DEEPEST:
            boxes = tuple(self.content(box, depth + 1) for box in words.boxes)
        elif words.boxes:
            self.too_deep = True
        notes = words.notes
        if element.get(f"{TEXT}display") == "none":
            notes = tuple(dict.fromkeys((*notes, HIDDEN_TEXT)))
        return Paragraph(words.text, level, words.bold, notes, words.references, boxes, words.lead)

    def _table(self, table: etree._Element, depth: int) -> Grid | None:
        rows: list[GridRow] = []
        for element in _children(table, (_ROW,), _ROW_GROUPS):
            row = self._row(element, depth)
            filled = any(cell.content for cell in row.cells)
            times = _count(element, "number-rows-repeated", _MOST_REPEATED_ROWS if filled else 1)
            rows += [row] * times
        return settle_columns(rows, (), indented=False) if any(row.cells for row in rows) else None

    def _row(self, row: etree._Element, depth: int) -> GridRow:
        cells: list[Cell] = []
        start = covered = 0
        for element in row.iterchildren(_CELL, _COVERED):
            for _ in range(_count(element, "number-columns-repeated", _MOST_COLUMNS)):
                if start >= _MOST_COLUMNS:
                    break
                if element.tag == _CELL:
                    span = _count(element, "number-columns-spanned", _MOST_COLUMNS - start)
                    cells.append(Cell(start, span, self.content(element, depth)))
                    covered = span - 1
                elif covered > 0:
                    covered -= 1  # the cell to the left reaches over this one
                else:
                    cells.append(Cell(start, 1, ()))  # the cell above does
                start += 1
        parent = row.getparent()
        header = parent is not None and parent.tag == f"{TABLE}table-header-rows"
        hidden = row.get(f"{TABLE}visibility") in ("collapse", "filter")
        return GridRow(tuple(cells), header, (HIDDEN_ROW,) if hidden else ())


def _children(parent: etree._Element, wanted: tuple[str, ...], wrappers: frozenset[str]) -> Iterator[etree._Element]:
    """The wanted elements under a parent, seen through lists, sections, frames or groups of rows."""
    stack = [iter(parent)]
    while stack:
        for element in stack[-1]:
            if element.tag in wanted:
                yield element
            elif element.tag in wrappers:
                stack.append(iter(element))
                break
        else:
            stack.pop()


def _count(element: etree._Element, name: str, most: int) -> int:
    written = str(element.get(f"{TABLE}{name}", "1"))
    if not written.isdecimal():
        return 1
    return max(1, min(int(written[:9]), most))
