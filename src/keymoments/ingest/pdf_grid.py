"""Ruled tables of a page: from drawn lines to rows of cells, merged cells included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from keymoments.ingest.blocks import Row
from keymoments.ingest.pdf_columns import ColumnRow, rows_within
from keymoments.ingest.pdf_layout import cell_text, confidence_of, lines_of
from keymoments.ingest.pdf_words import Rule, Word

_NEAR = 3.0
_MOST_EDGES = 3_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of the grid, perhaps over several columns and rows (``row1``, ``column1`` are beyond its end)."""

    row0: int
    row1: int
    column0: int
    column1: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The ruled lines of one table: where its columns and rows part, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.ys[-1]

    def holds(self, word: Word) -> bool:
        """Whether the middle of the word is inside."""
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
        return self.xs[0] - 2 <= x <= self.xs[-1] + 2 and self.top <= y <= self.bottom


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """Tables with at least two columns drawn by lines, from top to bottom."""
    edges = _joined(rules)
    if len(edges) > _MOST_EDGES:
        return []
    grids = [grid for group in _touching(edges) if (grid := _grid(group))]
    outer = [g for g in grids if not any(_inside(g, other) for other in grids if other is not g)]
    return sorted(outer, key=lambda grid: (grid.top, grid.xs[0]))


def _inside(grid: Grid, other: Grid) -> bool:
    return (
        other.xs[0] - 1 <= grid.xs[0]
        and grid.xs[-1] <= other.xs[-1] + 1
        and other.top - 1 <= grid.top
        and grid.bottom <= other.bottom + 1
    )


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line (cell borders drawn one by one, double lines) joined to one."""
    edges: list[Rule] = []
    for upright in (True, False):
        places: list[list[Rule]] = []
        for rule in sorted((r for r in rules if r.upright is upright), key=lambda r: (r.at, r.start)):
            if places and rule.at - places[-1][0].at <= 2.0:
                places[-1].append(rule)
            else:
                places.append([rule])
        for place in places:
            at = sum(rule.at for rule in place) / len(place)
            start = end = None
            for rule in sorted(place, key=lambda r: r.start):
                if start is None or end is None:
                    start, end = rule.start, rule.end
                elif rule.start <= end + _NEAR:
                    end = max(end, rule.end)
                else:
                    edges.append(Rule(upright, at, start, end))
                    start, end = rule.start, rule.end
            if start is not None and end is not None:
                edges.append(Rule(upright, at, start, end))
    return edges


def _touching(edges: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that meet one another."""
    group = list(range(len(edges)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    level = [index for index, edge in enumerate(edges) if not edge.upright]
    for index, edge in enumerate(edges):
        if edge.upright:
            for other in level:
                if _meet(edge, edges[other]):
                    group[root(index)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for index, edge in enumerate(edges):
        groups.setdefault(root(index), []).append(edge)
    return [found for found in groups.values() if len(found) >= 3]


def _meet(upright: Rule, level: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _places(values: Iterable[float]) -> tuple[float, ...]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return tuple(places)


def _grid(edges: Sequence[Rule]) -> Grid | None:
    """The grid of lines that meet, or ``None`` where they draw no table of two columns."""
    upright = [edge for edge in edges if edge.upright]
    level = [edge for edge in edges if not edge.upright]
    xs = _places([e.at for e in upright] + [x for e in level for x in (e.start, e.end)])
    ys = _places([e.at for e in level] + [y for e in upright for y in (e.start, e.end)])
    if len(xs) < 3 or len(ys) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = list(range(columns * rows))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if column + 1 < columns and not _ruled(upright, xs[column + 1], middle_y):
                owner[root(here + 1)] = root(here)
            if row + 1 < rows and not _ruled(level, ys[row + 1], middle_x):
                owner[root(here + columns)] = root(here)
    boxes: dict[int, list[int]] = {}
    for index in range(columns * rows):
        boxes.setdefault(root(index), []).append(index)
    cells = tuple(
        Cell(
            min(i // columns for i in box),
            max(i // columns for i in box) + 1,
            min(i % columns for i in box),
            max(i % columns for i in box) + 1,
        )
        for box in boxes.values()
    )
    side_by_side = any(a.row0 == b.row0 and a.column0 != b.column0 for a in cells for b in cells[:40])
    return Grid(xs, ys, cells) if side_by_side else None


def _ruled(edges: Iterable[Rule], at: float, middle: float) -> bool:
    return any(abs(edge.at - at) <= _NEAR and edge.start - 1 <= middle <= edge.end + 1 for edge in edges)


def grid_rows(grid: Grid, words: Iterable[Word], page: int, step: float, first_number: int) -> list[Row]:
    """The rows of a grid with the words that stand in it; rows are numbered on from ``first_number``."""
    inside: dict[Cell, list[Word]] = {cell: [] for cell in grid.cells}
    for word in words:
        cell = _cell_of(grid, word)
        if cell:
            inside[cell].append(word)
    # Double lines and spaced cells leave slits that are no columns or rows of anybody's.
    used = sorted({c.column0 for c, held in inside.items() if held or grid.xs[c.column1] - grid.xs[c.column0] > 6})
    starts = sorted({c.row0 for c, held in inside.items() if held or grid.ys[c.row1] - grid.ys[c.row0] > 5})
    rows: list[Row] = []
    number = first_number - 1
    for start in starts:
        within = _rows_within(grid, start, inside, page, step) if len(starts) <= 3 else ()
        within = within if all(len(row.cells) == len(used) for row in within) else ()
        for made in within:
            number += 1
            confidence = confidence_of(word for line in made.lines for word in line.words)
            rows.append(Row(made.cells, f"page {page}, row {number}", made.spans, (), confidence))
        if within:
            continue
        number += 1
        texts = dict.fromkeys(used, "")
        held_words: list[Word] = []
        filled = [cell for cell in grid.cells if cell.row0 == start and inside[cell]]
        for cell in filled:
            texts[cell.column0] = _text(grid, cell, inside[cell], page, step)
            held_words.extend(inside[cell])
        wide = len(filled) == 1 and filled[0].column1 - filled[0].column0 > 1 and len(used) > 1
        spans = wide and sum(filled[0].column0 <= column < filled[0].column1 for column in used) == len(used)
        rows.append(Row(tuple(texts.values()), f"page {page}, row {number}", spans, (), confidence_of(held_words)))
    return rows


def _rows_within(
    grid: Grid, row: int, inside: Mapping[Cell, Sequence[Word]], page: int, step: float
) -> tuple[ColumnRow, ...]:
    """Rows of a table that rules only its columns stand together in one box each."""
    boxes = sorted((c for c in grid.cells if c.row0 == row and c.row1 == row + 1), key=lambda c: c.column0)
    words = [word for cell in boxes for word in inside[cell]]
    starts = tuple(grid.xs[cell.column0] for cell in boxes)
    return rows_within(lines_of(words, page), starts, step) if len(boxes) > 1 and words else ()


def _cell_of(grid: Grid, word: Word) -> Cell | None:
    x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
    x = min(max(x, grid.xs[0]), grid.xs[-1])
    for cell in grid.cells:
        if grid.xs[cell.column0] <= x <= grid.xs[cell.column1] and grid.ys[cell.row0] <= y <= grid.ys[cell.row1]:
            return cell
    return None


def _text(grid: Grid, cell: Cell, words: Sequence[Word], page: int, step: float) -> str:
    lines = lines_of(words, page)
    left, right = grid.xs[cell.column0], grid.xs[cell.column1]
    padding = max(2.0, min(line.x0 for line in lines) - left)
    return cell_text(lines, right - padding, step)
