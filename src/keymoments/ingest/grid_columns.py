"""Find the columns of a table whose rows were drawn with slightly different lines."""

from __future__ import annotations

from collections.abc import Sequence

from keymoments.ingest.flow import Cell, Content, Grid, GridRow

# Twips. A column of 5 mm holds no word between its margins: a border dragged by hand, not a column.
_TOO_NARROW = 280


def settle_columns(rows: Sequence[GridRow], widths: Sequence[int], indented: bool) -> Grid:
    """Number the cells by the columns a reader sees, which may be fewer than those of the drawn grid.

    ``rows``: cells by the drawn grid; ``widths``: of its columns, may be missing or too short; ``indented``: some
    row begins or ends inside the table. Columns in which no cell begins fall away.
    """
    counts = {len(row.cells) for row in rows if len(row.cells) > 1}
    if len(counts) == 1 and not indented:  # every row has the same cells: the n-th cell is the n-th column
        columns = counts.pop()
        return Grid(tuple(_by_order(row, columns) for row in rows))
    starts = sorted({cell.start for row in rows for cell in row.cells})
    column_of: dict[int, int] = {}
    column = -1
    opened = 0
    taken: set[int] = set()
    rows_at = _rows_at(rows)
    for start in starts:
        close = column >= 0 and _distance(widths, opened, start) <= _TOO_NARROW
        if close and taken.isdisjoint(rows_at[start]):
            taken |= rows_at[start]
        else:
            column += 1
            opened = start
            taken = set(rows_at[start])
        column_of[start] = column
    return Grid(tuple(_by_grid(row, column_of, starts, column + 1) for row in rows))


def _rows_at(rows: Sequence[GridRow]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for cell in row.cells:
            found.setdefault(cell.start, set()).add(number)
    return found


def _distance(widths: Sequence[int], first: int, last: int) -> int:
    between = widths[first:last]
    return sum(between) if len(between) == last - first else _TOO_NARROW + 1


def _by_order(row: GridRow, columns: int) -> GridRow:
    if len(row.cells) == 1:
        only = row.cells[0]
        return _with(row, [(0, columns, only.content)])
    return _with(row, [(number, 1, cell.content) for number, cell in enumerate(row.cells)])


def _by_grid(row: GridRow, column_of: dict[int, int], starts: list[int], columns: int) -> GridRow:
    placed: list[tuple[int, int, Content]] = []
    for index, cell in enumerate(row.cells):
        start = column_of[cell.start]
        if index + 1 < len(row.cells):
            end = column_of[row.cells[index + 1].start]
        else:
            end = sum(1 for _ in {column_of[other] for other in starts if other < cell.start + cell.span})
            end = min(columns, end)
        placed.append((start, max(1, end - start), cell.content))
    return _with(row, placed)


def _with(row: GridRow, placed: list[tuple[int, int, Content]]) -> GridRow:
    return GridRow(tuple(Cell(start, span, content) for start, span, content in placed), row.header, row.notes)
