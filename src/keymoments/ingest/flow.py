"""Turn the paragraphs and tables of a word processor into blocks, the same way for Word and OpenDocument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from keymoments.analysis.records import Problem
from keymoments.ingest.blocks import Block, Document, Line, Passage, Row, Table

TRACKED = "tracked changes read as accepted"
COMMENTED = "comment in the file"
HIDDEN_TEXT = "hidden text"
HIDDEN_ROW = "hidden row"

WHOLE_FILE = "whole file"
# Letters and forms nest tables three or four deep; what stands deeper than this is damage or malice.
DEEPEST = 24
# A small table pasted into the account of one event has few rows; a chronology inside a form has more.
_PASTED_ROWS = 12


@dataclass(frozen=True, slots=True)
class Reference:
    """A note that stands apart: ``mark`` is "footnote 2", "endnote 1" or "comment by JB"."""

    mark: str
    text: str

    @property
    def note(self) -> str:
        """What the row or line that carries it says of it."""
        return COMMENTED if self.mark.startswith("comment") else f"{self.mark}: see notes of the file"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader sees it; ``boxes``: what its text boxes hold; ``lead``: length of a bold beginning."""

    text: str
    level: int = 0
    bold: bool = False
    notes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    boxes: tuple[Content, ...] = ()
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``start``: its grid column from 0. ``content`` is empty where it continues the cell above."""

    start: int
    span: int
    content: Content


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: the cells that it has; ``header``: marked to be repeated on each page."""

    cells: tuple[Cell, ...]
    header: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is known whether it is a table or only a frame around others."""

    rows: tuple[GridRow, ...]


Content = tuple[Paragraph | Grid, ...]


@dataclass(slots=True)
class _Writing:
    """The blocks so far, and what is counted on the way."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    footnotes: list[tuple[str, str, str]] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def end_passage(self) -> None:
        if any(line.text for line in self.lines):
            self.blocks.append(Passage(tuple(self.lines), self.lines[0].where))
        self.lines.clear()


def document(file: str, content: Content, problems: Sequence[Problem]) -> Document:
    """The document that the content makes: blocks in file order, notes with the place that carries them."""
    writing = _Writing()
    _write(writing, content, "", "")
    writing.end_passage()
    return Document(file, tuple(writing.blocks), tuple(writing.footnotes), tuple(problems))


def _write(writing: _Writing, content: Content, place: str, inside: str) -> None:
    """Write content; ``place`` names the text box it stands in, ``inside`` the row of the table around it."""
    for item in content:
        if isinstance(item, Grid):
            writing.end_passage()
            _write_table(writing, item, inside)
            continue
        where = place
        if not place:
            writing.paragraphs += 1
            where = f"paragraph {writing.paragraphs}{inside}"
        notes = _noted(writing, item.notes, item.references, where)
        writing.lines.append(Line(item.text, where, item.level, bold=item.bold, notes=notes, lead=item.lead))
        for box in item.boxes:
            _write(writing, box, place or f"{where}, text box", inside)


def _noted(writing: _Writing, notes: Iterable[str], references: Iterable[Reference], where: str) -> tuple[str, ...]:
    found = dict.fromkeys(notes)
    for reference in references:
        found[reference.note] = None
        writing.footnotes.append((reference.mark, reference.text, where))
    return tuple(found)


def _write_table(writing: _Writing, grid: Grid, inside: str) -> None:
    cells = [cell for row in grid.rows for cell in row.cells]
    if not cells:
        return
    if len(cells) == 1 or _only_frame(cells):
        for cell in cells:
            _write(writing, cell.content, "", inside)
            writing.end_passage()
        return
    writing.tables += 1
    where = f"table {writing.tables}{inside}"
    columns = max(cell.start + cell.span for cell in cells)
    rows: list[Row] = []
    nested: list[tuple[Grid, str]] = []
    outer = f"table {writing.tables}"
    for number, row in enumerate(grid.rows, start=1):
        texts = [_own_text(cell.content) for cell in row.cells]
        for index, cell in enumerate(row.cells):
            tables = list(_tables_in(cell.content))
            if not tables:
                continue
            if all(_belongs_to_row(table, texts, index) for table in tables):
                texts[index] = _whole_text(cell.content)
            else:
                nested += [(table, f" (inside {outer}, row {number})") for table in tables]
        rows.append(_row(writing, row, texts, columns, f"{where}, row {number}"))
    marked = sum(1 for _ in takewhile(lambda row: row.header, grid.rows))
    writing.blocks.append(Table(tuple(rows), where, marked if marked < len(rows) else 0))
    for table, place in nested:
        _write_table(writing, table, place)


def _row(writing: _Writing, row: GridRow, texts: list[str], columns: int, where: str) -> Row:
    written = [""] * columns
    notes: list[str] = list(row.notes)
    references: list[Reference] = []
    for cell, text in zip(row.cells, texts, strict=True):
        written[cell.start] = text
        for paragraph in _paragraphs_in(cell.content):
            notes += paragraph.notes
            references += paragraph.references
    return Row(tuple(written), where, _is_band(row, texts, columns), _noted(writing, notes, references, where))


def _is_band(row: GridRow, texts: list[str], columns: int) -> bool:
    filled = [cell for cell, text in zip(row.cells, texts, strict=True) if text.strip()]
    if columns < 2 or len(filled) != 1:
        return False
    cell = filled[0]
    # A band's cell is often merged over all columns but a narrow last one.
    return len(row.cells) == 1 or (cell.start == 0 and cell.span > 1 and cell.span >= columns - 1)


def _only_frame(cells: list[Cell]) -> bool:
    """Whether a table holds nothing but other tables: its lines only place them on the page."""
    return any(True for cell in cells for _ in _tables_in(cell.content)) and not any(
        _own_text(cell.content).strip() for cell in cells
    )


def _belongs_to_row(table: Grid, texts: list[str], index: int) -> bool:
    """Whether a table inside a cell is part of what that row tells, and no table in its own right.

    A row that says more than a label, or gives a number such as a date, is an entry with a table pasted into it;
    a form has a label, or nothing, beside the table it frames.
    """
    if len(table.rows) > _PASTED_ROWS:
        return False
    others = [text for position, text in enumerate(texts) if position != index and text.strip()]
    return len(others) > 1 or (
        len(others) == 1 and (bool(texts[index].strip()) or any(sign.isdigit() for sign in others[0]))
    )


def _paragraphs_in(content: Content) -> Iterator[Paragraph]:
    """The paragraphs of a cell in order, those of its text boxes after the one that carries them."""
    for item in content:
        if isinstance(item, Paragraph):
            yield item
            for box in item.boxes:
                yield from _paragraphs_in(box)


def _tables_in(content: Content) -> Iterator[Grid]:
    for item in content:
        if isinstance(item, Grid):
            yield item
        else:
            for box in item.boxes:
                yield from _tables_in(box)


def _own_text(content: Content) -> str:
    return "\n".join(paragraph.text for paragraph in _paragraphs_in(content)).strip("\n")


def _whole_text(content: Content) -> str:
    """The text of a cell with that of the tables in it, their cells parted by tabs."""
    parts: list[str] = []
    for item in content:
        if isinstance(item, Paragraph):
            parts.append(item.text)
            parts += [_whole_text(box) for box in item.boxes]
        else:
            parts += ["\t".join(_whole_text(cell.content) for cell in row.cells) for row in item.rows]
    return "\n".join(parts).strip("\n")


def problem_too_deep(file: str) -> Problem:
    """The problem of tables nested deeper than :data:`DEEPEST`."""
    return Problem(
        file,
        WHOLE_FILE,
        "Tables stand inside tables too deeply; the innermost were not read.",
        "Copy the innermost table into a new file and add that to the case.",
    )


def problem_embedded(file: str) -> Problem:
    """The problem of files inside the file."""
    return Problem(
        file,
        WHOLE_FILE,
        "The file holds embedded files that were not read.",
        "Open them in the program it was made with, save each as a file and add those that matter to the case.",
    )


def problem_pictures(file: str) -> Problem:
    """The problem of pictures large enough to be scanned pages."""
    return Problem(
        file,
        WHOLE_FILE,
        "The file holds pictures; words in them were not read.",
        "Look at them in the file; save scanned pages as PDF or as picture files and add those to the case.",
    )
