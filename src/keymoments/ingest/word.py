"""Read Word files (.docx, .docm) into paragraphs and tables, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from keymoments.analysis.records import Problem
from keymoments.ingest.blocks import Document
from keymoments.ingest.flow import (
    DEEPEST,
    HIDDEN_ROW,
    TRACKED,
    WHOLE_FILE,
    Cell,
    Content,
    Grid,
    GridRow,
    Paragraph,
    Reference,
    document,
    problem_embedded,
    problem_pictures,
    problem_too_deep,
)
from keymoments.ingest.grid_columns import settle_columns
from keymoments.ingest.word_parts import MC, W, WordParts, is_on, open_word, value_of
from keymoments.ingest.word_text import Words, chosen, read_words

_P, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_ROW_PROPERTIES, _CELL_PROPERTIES, _VAL = f"{W}trPr", f"{W}tcPr", f"{W}val"
_SPAN, _MERGE, _DELETED, _CELL_DELETED = f"{W}gridSpan", f"{W}vMerge", f"{W}del", f"{W}cellDel"
_SDT, _ALTERNATIVES, _CHUNK = f"{W}sdt", f"{MC}AlternateContent", f"{W}altChunk"
_WRAPPERS = frozenset({f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo", f"{W}sdtContent"})
_MOST_COLUMNS = 500


def read_docx(path: Path, file: str) -> Document:
    """Read a Word file; ``file`` is its name as shown to the user.

    Deleted text of tracked changes is left out, headers and footers of pages are no blocks, foot- and endnotes and
    comments stand in ``footnotes``. Raises :class:`~keymoments.errors.UnreadableSource` for what is no Word file, is
    damaged or has a password.
    """
    parts = open_word(path, file)
    reading = _Reading(parts)
    content = reading.content(parts.body, 0)
    return document(file, content, [*parts.problems, *_problems(reading, file)])


def _problems(reading: _Reading, file: str) -> Iterator[Problem]:
    if reading.parts.embedded:
        yield problem_embedded(file)
    if reading.chunks:
        yield Problem(
            file,
            WHOLE_FILE,
            "A part of the text is kept in the file as a separate page and was not read.",
            "Open the file in Word, which takes the part in, and save it as a new file.",
        )
    if reading.deleted_rows:
        yield Problem(
            file,
            WHOLE_FILE,
            f"Table rows deleted with tracked changes were left out ({reading.deleted_rows}).",
            "Open the file in Word and look at the changes; reject those that should not stand.",
        )
    if reading.too_deep:
        yield problem_too_deep(file)
    if reading.pictures:
        yield problem_pictures(file)


class _Reading:
    """One file on the way: what is counted in the order of the page, and what could not be read."""

    def __init__(self, parts: WordParts) -> None:
        self.parts = parts
        self.numbers = {"footnote": 0, "endnote": 0}
        self.deleted_rows = 0
        self.chunks = False
        self.too_deep = False
        self.pictures = False

    def content(self, parent: etree._Element, depth: int) -> Content:
        """The paragraphs and tables of a body, cell or text box."""
        found: list[Paragraph | Grid] = []
        joined: Words | None = None
        for element in _children(parent, (_P, _TABLE, _CHUNK)):
            if element.tag == _P:
                words = read_words(element, self.parts)
                if joined is not None:
                    words = _join(joined, words)
                if words.joins_next:
                    joined = words
                    continue
                joined = None
                if not words.contents:
                    found.append(self._paragraph(words, depth))
            elif element.tag == _TABLE:
                grid = self._table(element, depth + 1)
                if grid is not None:
                    found.append(grid)
            else:
                self.chunks = True
        if joined is not None and joined.text:
            found.append(self._paragraph(joined, depth))
        return tuple(found)

    def _paragraph(self, words: Words, depth: int) -> Paragraph:
        self.pictures = self.pictures or words.picture
        references = tuple(self._reference(*reference) for reference in words.references)
        boxes: tuple[Content, ...] = ()
        if words.boxes:
            if depth < DEEPEST:
                boxes = tuple(self.content(box, depth + 1) for box in words.boxes)
            else:
                self.too_deep = True
        return Paragraph(words.text, words.level, words.bold, words.notes, references, boxes, words.lead)

    def _reference(self, kind: str, identifier: str, mark: str) -> Reference:
        if kind == "comment":
            who, element = self.parts.comments.get(identifier, ("comment", None))
            return Reference(who, self._note_text(element))
        if not mark:
            self.numbers[kind] += 1
            mark = str(self.numbers[kind])
        return Reference(f"{kind} {mark}", self._note_text(self.parts.notes.get((kind, identifier))))

    def _note_text(self, note: etree._Element | None) -> str:
        if note is None:
            return ""
        return "\n".join(read_words(paragraph, self.parts).text for paragraph in note.iter(_P)).strip()

    def _table(self, table: etree._Element, depth: int) -> Grid | None:
        if depth > DEEPEST:
            self.too_deep = True
            return None
        rows: list[GridRow] = []
        indented = False
        open_above: dict[int, bool] = {}
        for element in _children(table, (_ROW,)):
            properties = next(element.iterchildren(_ROW_PROPERTIES), None)
            if properties is not None and properties.find(_DELETED) is not None:
                self.deleted_rows += 1
                continue
            before, after = _count(properties, "gridBefore", 0), _count(properties, "gridAfter", 0)
            indented = indented or bool(before or after)
            row, open_above = self._row(element, properties, before, open_above, depth)
            rows.append(row)
        if not rows:
            return None
        widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        return settle_columns(rows, widths, indented)

    def _row(
        self,
        row: etree._Element,
        properties: etree._Element | None,
        start: int,
        open_above: dict[int, bool],
        depth: int,
    ) -> tuple[GridRow, dict[int, bool]]:
        """One row, and the grid columns in which a cell begins that the next row may continue."""
        cells: list[Cell] = []
        open_now: dict[int, bool] = {}
        for element in _children(row, (_CELL,)):
            span, merge, gone = _form_of(element)
            continues = merge == "continue" and start in open_above
            if merge:
                open_now[start] = True
            cells.append(Cell(start, span, () if continues or gone else self.content(element, depth)))
            start = min(start + span, _MOST_COLUMNS)
        notes = []
        if properties is not None:
            if properties.find(f"{W}ins") is not None:
                notes.append(TRACKED)
            if is_on(properties, "hidden"):
                notes.append(HIDDEN_ROW)
        return GridRow(tuple(cells), bool(is_on(properties, "tblHeader")), tuple(notes)), open_now


def _children(parent: etree._Element, wanted: tuple[str, ...]) -> Iterator[etree._Element]:
    """The wanted elements under a parent, seen through content controls and other wrappers."""
    stack = [iter(parent)]
    while stack:
        for element in stack[-1]:
            if element.tag in wanted:
                yield element
                continue
            inner = _through(element)
            if inner is not None:
                stack.append(iter(inner))
                break
        else:
            stack.pop()


def _through(element: etree._Element) -> etree._Element | None:
    """What to look into for paragraphs and tables, ``None`` where nothing of the page stands in the element."""
    if element.tag == _SDT:
        properties = element.find(f"{W}sdtPr")
        gallery = properties.find(f"{W}docPartObj") if properties is not None else None
        if value_of(gallery, "docPartGallery") == "Table of Contents" or is_on(properties, "showingPlcHdr"):
            return None
        return element.find(f"{W}sdtContent")
    if element.tag == _ALTERNATIVES:
        return chosen(element)
    return element if element.tag in _WRAPPERS else None


def _join(first: Words, second: Words) -> Words:
    """One paragraph of two whose break was deleted; the second gives it its form, as in Word."""
    return replace(
        second,
        text=first.text + second.text,
        bold=second.bold and (first.bold or not first.text),
        notes=tuple(dict.fromkeys(first.notes + second.notes)),
        references=first.references + second.references,
        boxes=first.boxes + second.boxes,
        picture=first.picture or second.picture,
        lead=first.lead if first.text else second.lead,
    )


def _form_of(cell: etree._Element) -> tuple[int, str, bool]:
    """Of a cell: over how many grid columns it goes, "restart" or "continue" if merged downwards, if it was deleted."""
    span, merge, gone = 1, "", False
    for properties in cell.iterchildren(_CELL_PROPERTIES):
        for element in properties:
            tag = element.tag
            if tag == _SPAN:
                span = max(1, _number(element.get(_VAL), 1))
            elif tag == _MERGE:
                merge = "restart" if element.get(_VAL) == "restart" else "continue"
            elif tag == _CELL_DELETED:
                gone = True
    return span, merge, gone


def _count(properties: etree._Element | None, name: str, otherwise: int) -> int:
    return _number(value_of(properties, name), otherwise)


def _number(written: str | None, otherwise: int) -> int:
    return min(int(written[:9]), _MOST_COLUMNS) if written is not None and written.isdecimal() else otherwise


def _width(column: etree._Element) -> int:
    written = str(column.get(f"{W}w", ""))
    return min(int(written), 100_000) if written.isdecimal() and len(written) < 9 else 0
