"""Pages put together to blocks: tables and passages that run on over the ends of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from keymoments.ingest.blocks import Block, Line, Passage, Row, Table
from keymoments.ingest.pdf_columns import ColumnTable, find_column_table, in_reading_order, looks_like_date
from keymoments.ingest.pdf_grid import Grid, find_grids, grid_rows
from keymoments.ingest.pdf_layout import (
    PARAGRAPH_GAP,
    Furniture,
    PageLine,
    body_size,
    confidence_of,
    find_furniture,
    footnotes_of,
    lines_of,
    note_in_stamp,
    run_together,
    usual_step,
)
from keymoments.ingest.pdf_words import Sheet, Word
from keymoments.ingest.scanned_dates import mended_line, mended_row

# So many pages are enough to learn the running titles and the sizes of letters.
SAMPLE = 40
_LARGER = 1.15
_SHORT = 70
_MOST_HEADING_ROWS = 4
_JOINS = re.compile(r"(?:[&+,–-]|\b(?:and|to|until|a))$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;][)\"'’”\]]*$")


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a file. ``step``: from line to line in heights of letters; ``foot``: lowest line of text."""

    furniture: Furniture
    size: float
    step: float
    left: float
    foot: float


@dataclass(frozen=True, slots=True)
class _PageTable:
    rows: tuple[Row, ...]
    xs: tuple[float, ...]
    ruled: bool
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Filling:
    """How the rows of a table are filled: columns that nearly every row fills, and those that begin with a capital."""

    always: tuple[int, ...]
    large: tuple[int, ...]


@dataclass(slots=True)
class _Open:
    """The blocks so far; the last one may run on over the page end."""

    blocks: list[Block] = field(default_factory=list)
    table: _PageTable | None = None
    pages: list[tuple[tuple[Row, ...], bool]] = field(default_factory=list)
    page: int = 0
    line: PageLine | None = None
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def style_of(sheets: Sequence[Sheet]) -> Style:
    """Learn from some pages what is usual: furniture, sizes, margins."""
    pages = [(sheet, lines_of(sheet.words, sheet.number)) for sheet in sheets]
    furniture = find_furniture(pages)
    bodies = [furniture.body(sheet, lines) for sheet, lines in pages]
    every = [line for body in bodies for line in body]
    size = body_size(every)
    lefts = sorted(line.x0 for line in every)
    foot = max((line.base for line in every), default=0.0)
    foot = max(foot, 0.8 * max((sheet.height for sheet in sheets), default=0.0))
    return Style(furniture, size, usual_step(_free(every, sheets)), lefts[0] if lefts else 0.0, foot)


def _free(lines: Sequence[PageLine], sheets: Sequence[Sheet]) -> Sequence[PageLine]:
    """Lines outside ruled tables tell the step better, if there are enough of them."""
    ruled = {sheet.number for sheet in sheets if sheet.rules and find_grids(sheet.rules)}
    free = [line for line in lines if line.page not in ruled]
    return free if len(free) > 10 else lines


def blocks_of(sheets: Iterable[Sheet], style: Style) -> tuple[tuple[Block, ...], tuple[tuple[str, str, str], ...]]:
    """Blocks of all pages in reading order, and footnotes (mark, text, where)."""
    state = _Open()
    for sheet in sheets:
        _add_page(state, sheet, style)
    _close_table(state)
    return tuple(state.blocks), tuple(state.notes)


def _add_page(state: _Open, sheet: Sheet, style: Style) -> None:
    words = tuple(word for word in sheet.words if word.size < 5 * style.size or len(word.text) > 20)
    lines = lines_of(words, sheet.number)
    kept = style.furniture.body(sheet, lines)
    if kept and len(kept) < len(lines):
        state.notes.extend(note for line in lines if line.base > kept[-1].base if (note := note_in_stamp(line)))
    grids = find_grids(sheet.rules)
    outside = [line for line in kept if not any(grid.holds(word) for grid in grids for word in line.words)]
    body, notes = footnotes_of(kept, style.size)
    if notes and outside and kept[-1] in outside:
        kept = body
        state.notes.extend(notes)
    for item in _items(kept, grids, sheet, style, state):
        if isinstance(item, _PageTable):
            _add_table(state, item, sheet, style)
        else:
            _add_lines(state, item, style)


def _items(
    kept: Sequence[PageLine], grids: Sequence[Grid], sheet: Sheet, style: Style, state: _Open
) -> Iterator[_PageTable | list[PageLine]]:
    """Tables and stretches of lines of a page from top to bottom."""
    number = 1
    waiting = list(kept)
    known = state.table.xs if state.table and not state.table.ruled and state.page == sheet.number - 1 else ()
    for grid in grids:
        held = [word for line in waiting for word in line.words if grid.holds(word)]
        if not held:
            continue
        above, below = _around(waiting, grid)
        yield from _free_items(above, sheet, style, number, known)
        known = ()
        rows = grid_rows(grid, held, sheet.number, style.step, number)
        number += len(rows)
        if rows:
            yield _PageTable(tuple(rows), grid.xs, True, grid.top, grid.bottom)
        waiting = below
    yield from _free_items(waiting, sheet, style, number, known)


def _around(lines: Sequence[PageLine], grid: Grid) -> tuple[list[PageLine], list[PageLine]]:
    """The lines above and below a grid; words beside it go where their line stands."""
    above: list[PageLine] = []
    below: list[PageLine] = []
    for line in lines:
        rest = tuple(word for word in line.words if not grid.holds(word))
        if rest:
            (above if line.base < grid.top + line.size else below).append(replace(line, words=rest))
    return above, below


def _free_items(
    lines: Sequence[PageLine], sheet: Sheet, style: Style, number: int, known: tuple[float, ...]
) -> Iterator[_PageTable | list[PageLine]]:
    waiting = list(lines)
    while waiting:
        table = find_column_table(waiting, style.step, known)
        known = ()
        if table is None:
            yield in_reading_order(waiting, sheet.width)
            return
        if table.first:
            yield waiting[: table.first]
        yield _column_table(table, sheet.number, number)
        number += len(table.rows)
        waiting = waiting[table.last :]


def _column_table(table: ColumnTable, page: int, number: int) -> _PageTable:
    rows = tuple(
        Row(
            row.cells,
            f"page {page}, row {index}",
            row.spans,
            (),
            confidence_of(word for line in row.lines for word in line.words),
        )
        for index, row in enumerate(table.rows, start=number)
    )
    lines = [line for row in table.rows for line in row.lines]
    return _PageTable(rows, table.starts, False, lines[0].base - lines[0].size, lines[-1].base)


def _add_table(state: _Open, table: _PageTable, sheet: Sheet, style: Style) -> None:
    table = _below_title(state, table)
    before = state.table
    if not (before and state.page == sheet.number - 1 and _same_columns(before, table)):
        _close_table(state)
        state.blocks.append(Table((), f"page {sheet.number}"))
    low = table.bottom > min(0.75 * sheet.height, style.foot - 4 * style.size)
    state.pages.append((table.rows, low))
    state.table, state.page, state.line = table, sheet.number, None


def _below_title(state: _Open, table: _PageTable) -> _PageTable:
    """The table without the running title that a scan caught with it, above the heading row of the page before."""
    known = next(
        (block.rows[0].cells for block in reversed(state.blocks) if isinstance(block, Table) and block.rows), ()
    )
    known = state.pages[0][0][0].cells if state.pages else known
    above = next((index for index, row in enumerate(table.rows[:_MOST_HEADING_ROWS]) if row.cells == known), 0)
    titles = {line.text for block in state.blocks if isinstance(block, Passage) for line in block.lines}
    if all(" ".join(cell for cell in row.cells if cell) in titles for row in table.rows[:above]):
        return replace(table, rows=table.rows[above:])
    return table


def _close_table(state: _Open) -> None:
    """Join the pages of a table, once all its rows are known."""
    last = state.blocks[-1] if state.blocks else None
    if state.pages and isinstance(last, Table):
        head = _repeated_head([rows for rows, _ in state.pages])
        bodies = [[row for row in rows if row.cells not in head and not row.spans] for rows, _ in state.pages]
        # The first row of a page may be the end of one on the page before: it is no witness.
        sure = [row for index, body in enumerate(bodies) for row in body[min(index, 1) :]]
        habits = _Filling(_mostly_filled(sure), _begun_large(sure))
        rows, low = state.pages[0]
        for below, next_low in state.pages[1:]:
            rows = _joined_rows(rows, below, head, habits) if low else rows + below
            low = next_low
        state.blocks[-1] = replace(last, rows=tuple(mended_row(row) for row in rows))
    state.table, state.pages = None, []


def _same_columns(before: _PageTable, table: _PageTable) -> bool:
    return (
        before.ruled is table.ruled
        and len(before.xs) == len(table.xs)
        and all(abs(a - b) <= 4 for a, b in zip(before.xs, table.xs, strict=True))
        and len(before.rows[0].cells) == len(table.rows[0].cells)
    )


def _joined_rows(
    above: tuple[Row, ...], below: tuple[Row, ...], head: frozenset[tuple[str, ...]], habits: _Filling
) -> tuple[Row, ...]:
    """Rows of two pages; a row broken by the page end becomes one where it goes on below."""
    start = next((index for index, row in enumerate(below) if row.cells not in head), len(below))
    last = next((index for index in range(len(above) - 1, 0, -1) if above[index].cells not in head), 0)
    if start == len(below):
        return above + below
    row, rest = above[last], below[start]
    if not _is_rest(row, rest, habits):
        return above + below
    whole = tuple(run_together(a, b) for a, b in zip(row.cells, rest.cells, strict=True))
    return (*above[:last], replace(row, cells=whole), *above[last + 1 :], *below[:start], *below[start + 1 :])


def _repeated_head(pages: Sequence[tuple[Row, ...]]) -> frozenset[tuple[str, ...]]:
    """The heading rows of a table: the first, and those below it that stand again at the top of another page."""
    first = pages[0]
    tops = [tuple(row.cells for row in rows) for rows in pages[1:]]
    count = 1
    while count < min(len(first), _MOST_HEADING_ROWS) and any(
        top[: count + 1] == tuple(row.cells for row in first[: count + 1]) for top in tops
    ):
        count += 1
    return frozenset(row.cells for row in first[:count])


def _is_rest(row: Row, rest: Row, habits: _Filling) -> bool:
    """Whether the first row of a page is the end of the last one of the page before."""
    if _joins_dates(row, rest):
        return True
    if not _goes_on(row, rest):
        return False
    if _runs_on(row, rest) or any(not rest.cells[column] for column in habits.always):
        return True
    # A word in small letters where every row of its own begins with a capital: "Review CP" | "conf".
    return any(
        rest.cells[column][:1].islower() and not _SENTENCE_END.search(row.cells[column]) for column in habits.large
    )


def _joins_dates(row: Row, rest: Row) -> bool:
    """Whether two days of one row stand on two pages ("28 Jun &" | "02 Jul 12"), and nothing says otherwise."""
    others = [(a, b) for a, b in zip(row.cells[1:], rest.cells[1:], strict=True) if b]
    joined = bool(_JOINS.search(row.cells[0].strip())) and looks_like_date(rest.cells[0].strip())
    return joined and not (row.spans or rest.spans) and all(a for a, _ in others)


def _begun_large(rows: Sequence[Row]) -> tuple[int, ...]:
    """Columns in which no row begins with a small letter; none where there are too few rows to tell."""
    if len(rows) < 5:
        return ()
    filled = {column: [row.cells[column] for row in rows if row.cells[column]] for column in range(len(rows[0].cells))}
    return tuple(
        column for column, texts in filled.items() if len(texts) > 3 and not any(text[:1].islower() for text in texts)
    )


def _mostly_filled(rows: Sequence[Row]) -> tuple[int, ...]:
    """Columns, the first apart, that nearly every row fills; none where there are too few rows to tell."""
    if len(rows) < 5:
        return ()
    filled = {column: sum(bool(row.cells[column]) for row in rows) for column in range(1, len(rows[0].cells))}
    return tuple(column for column, count in filled.items() if count >= 0.9 * len(rows))


def _goes_on(row: Row, rest: Row) -> bool:
    """Whether the second row could be the end of the first: no date, nothing where the first has nothing."""
    if row.spans or rest.spans or rest.cells[0].strip() or any(looks_like_date(cell) for cell in rest.cells[:3]):
        return False
    return all(a for a, b in zip(row.cells, rest.cells, strict=True) if b)


def _runs_on(row: Row, rest: Row) -> bool:
    """Whether a sentence of the first row runs on in the second."""
    if not _goes_on(row, rest):
        return False
    pairs = [(a, b) for a, b in zip(row.cells, rest.cells, strict=True) if b]
    if len(pairs) > 1:
        # A row of its own fills several cells too; a broken one goes on in the middle of each sentence.
        return all(b[:1].islower() for _, b in pairs)
    return any(not _SENTENCE_END.search(a) or b[:1].islower() for a, b in pairs)


def _add_lines(state: _Open, lines: Sequence[PageLine], style: Style) -> None:
    if not lines:
        return
    made: list[Line] = []
    before = state.line
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if before and _gap(before, line, style):
            made.append(Line("", f"page {line.page}, line {line.number}"))
        made.append(mended_line(_line(line, before, after, style)))
        before = line
    _close_table(state)
    last = state.blocks[-1] if state.blocks else None
    if isinstance(last, Passage) and state.line is not None:
        state.blocks[-1] = replace(last, lines=last.lines + tuple(made))
    else:
        state.blocks.append(Passage(tuple(made), f"page {lines[0].page}", wrapped=True))
    state.line = before


def _gap(above: PageLine, below: PageLine, style: Style) -> bool:
    if above.page != below.page:
        # Text that fills its page to the foot may run on; text that stops short or ends there does not.
        short = above.base < style.foot - 2.5 * style.step * style.size
        return short or (_ended(above) and (above.bold is not below.bold or looks_like_date(below.text)))
    step = below.base - above.base
    return step > PARAGRAPH_GAP * style.step * below.size or (step < -style.size and _ended(above))


def _ended(line: PageLine) -> bool:
    return bool(_SENTENCE_END.search(line.text))


def _line(line: PageLine, before: PageLine | None, after: PageLine | None, style: Style) -> Line:
    larger = line.size >= _LARGER * style.size and not line.text.islower()
    alone = (before is None or before.page != line.page or _gap(before, line, style)) and (
        after is None or _gap(line, after, style)
    )
    heading = (len(line.text) <= _SHORT * 1.5 and larger) or (line.bold and alone and len(line.text) <= _SHORT)
    return Line(
        line.text,
        f"page {line.page}, line {line.number}",
        level=1 if heading else 0,
        indent=max(0.0, round(line.x0 - style.left, 1)),
        bold=line.bold,
        confidence=line.confidence,
        lead=_lead(line),
    )


def _lead(line: PageLine) -> int:
    """How many letters at the beginning of a line are bold where the rest is not."""
    bold = list(takewhile(lambda word: word.bold, line.words))
    return len(" ".join(word.text for word in bold)) if len(bold) < len(line.words) else 0


def words_in_picture(sheet: Sheet, box: tuple[float, float, float, float]) -> list[Word]:
    """The words that stand on a picture."""
    x0, top, x1, bottom = box
    return [word for word in sheet.words if x0 <= word.x0 <= x1 and top <= word.base <= bottom]
