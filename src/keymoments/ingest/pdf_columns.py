"""Tables without ruled lines: columns that stand one under another with clear gaps, rows that begin with a date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from keymoments.ingest.pdf_layout import PARAGRAPH_GAP, PageLine, cell_text
from keymoments.ingest.pdf_words import Word

_SAME_START = 3.0
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DATE = re.compile(
    rf"[?~(\[]{{0,2}}{_WEEKDAY}(?:"
    r"\d{1,2}\s?[./\-]\s?\d{1,2}(?:\s?[./\-]\s?\d{2,4})?(?!\d)"
    r"|\d{1,2}/\d{4}(?!\d)|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?[\s\-.]*[^\W\d]{3,9}\.?,?[\s\-]*(?:\d{4}|\d{2}|'\d{2})(?!\d)"
    r"|(?:early|mid|late|w/c|c\.)?\s*[^\W\d]{3,9}\.?\s+\d{4}(?!\d)"
    r"|\d{4}$)",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"(?:[-–—]|\b(?:to|and|until|&))$", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?(?:hrs?|h|am|pm))?|\d{4}\s?hrs?", re.IGNORECASE)
_LONGEST_DATE_CELL = 60


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A row put together from lines; ``lines`` are those it was made of, ``spans``: one text over all columns."""

    cells: tuple[str, ...]
    lines: tuple[PageLine, ...]
    spans: bool = False


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """Lines ``first`` to before ``last`` of a page, read as a table whose columns begin at ``starts``."""

    first: int
    last: int
    starts: tuple[float, ...]
    rows: tuple[ColumnRow, ...]


def looks_like_date(text: str) -> bool:
    """Whether a cell begins as dates of records do (whether it is one, the readers of tables decide)."""
    return bool(_DATE.match(text))


def find_column_table(lines: Sequence[PageLine], step: float, known: tuple[float, ...] = ()) -> ColumnTable | None:
    """The first table without rules among the lines of a page.

    ``known``: the columns of the table at the end of the page before, which may run on here.
    """
    if known:
        table = _running_on(lines, step, known)
        if table:
            return table
    for starts, first, last in _candidates(lines):
        table = _table(lines, first, last, starts, step)
        if table:
            return table
    return None


def _running_on(lines: Sequence[PageLine], step: float, known: tuple[float, ...]) -> ColumnTable | None:
    last = 0
    while last < len(lines) and _keeps(lines[last], known):
        last += 1
    wide = sum(len(list(line.segments())) >= 2 for line in lines[:last])
    if last == 0 or not wide:
        return None
    beyond = any(_column(segment[0].x0, known) is None for line in lines[:last] for segment in line.segments())
    return None if beyond else _table(lines, 0, last, known, step, running_on=True)


def _candidates(lines: Sequence[PageLine]) -> Iterator[tuple[tuple[float, ...], int, int]]:
    """Sets of column starts that hold down a stretch of lines, the widest stretches first."""
    clusters: list[list[tuple[float, int]]] = []
    inner = sorted((seg[0].x0, i) for i, line in enumerate(lines) for seg in list(line.segments())[1:])
    for x, index in inner:
        if clusters and x - clusters[-1][0][0] <= _SAME_START:
            clusters[-1].append((x, index))
        else:
            clusters.append([(x, index)])
    stable: list[tuple[float, int, int]] = []
    for cluster in clusters:
        start = min(x for x, _ in cluster)
        members = sorted(index for _, index in cluster)
        for first, last in _stretches(lines, members, start):
            stable.append((start, first, last))
    done: set[tuple[int, int]] = set()
    for _, first, last in sorted(stable, key=lambda s: (s[1] - s[2], s[0])):
        overlapping = [s for s in stable if min(last, s[2]) - max(first, s[1]) > 0.5 * (s[2] - s[1])]
        region = (min(s[1] for s in overlapping), max(s[2] for s in overlapping))
        if region in done:
            continue
        done.add(region)
        left = min(line.x0 for line in lines[region[0] : region[1] + 1])
        starts = sorted({s[0] for s in overlapping if s[0] > left + _SAME_START})
        yield (left, *starts), region[0], region[1] + 1


def _stretches(lines: Sequence[PageLine], members: Sequence[int], start: float) -> Iterator[tuple[int, int]]:
    """Stretches from member to member in which hardly a line crosses the gap before the column."""
    first = 0
    while first < len(members):
        last, crossing = first, 0
        for next_ in range(first + 1, len(members)):
            between = range(members[next_ - 1] + 1, members[next_])
            here = sum(not _keeps(lines[index], (start,)) for index in between)
            if here > 1 or crossing + here > 0.15 * (members[next_] - members[first]):
                break
            last, crossing = next_, crossing + here
        if last - first >= 2:
            yield members[first], members[last]
        first = last + 1


def _keeps(line: PageLine, starts: Sequence[float], *, gap: float | None = None) -> bool:
    """Whether the line leaves the gap before each column free."""
    wanted = max(2.0, 0.35 * line.size) if gap is None else gap
    for start in starts:
        for word in line.words:
            if word.x0 < start - _SAME_START and word.x1 > start - wanted:
                return False
    return True


def _column(x: float, starts: Sequence[float]) -> int | None:
    found = bisect_right(starts, x + _SAME_START)
    return found - 1 if found else None


def _columns(line: PageLine, starts: Sequence[float]) -> dict[int, PageLine]:
    """The words of a line by column."""
    parts: dict[int, list[Word]] = {}
    for word in line.words:
        parts.setdefault(_column(word.x0, starts) or 0, []).append(word)
    return {column: replace(line, words=tuple(words)) for column, words in parts.items()}


def _table(
    lines: Sequence[PageLine],
    first: int,
    last: int,
    starts: tuple[float, ...],
    step: float,
    *,
    running_on: bool = False,
) -> ColumnTable | None:
    first, last = _grown(lines, first, last, starts, step)
    region = lines[first:last]
    date_column = _date_column(region, starts)
    if date_column is None and not running_on:
        return None
    begins = row_begins(region, starts, date_column or 0, step)
    if not begins and not running_on:
        return None
    head = _heading_groups(region[: begins[0]] if begins else [], step)
    released = 0
    while head and not running_on and all(len(_columns(line, starts)) < 2 for line in head[0]):
        released += len(head.pop(0))
    groups = [*head, *_split(region, begins)] if begins else [list(region)]
    rows = rows_of(groups, starts, step)
    return ColumnTable(first + released, last, starts, rows) if rows else None


def rows_of(groups: Sequence[Sequence[PageLine]], starts: tuple[float, ...], step: float) -> tuple[ColumnRow, ...]:
    """Groups of lines as rows, each line's words put into the columns in which they begin."""
    ends = [0.0] * len(starts)
    parts = [[(line, _columns(line, starts)) for line in group] for group in groups]
    for group in parts:
        for _, columns in group:
            for column, part in columns.items():
                ends[column] = max(ends[column], part.x1)
    return tuple(_row(group, starts, ends, step) for group in parts if group)


def _grown(lines: Sequence[PageLine], first: int, last: int, starts: tuple[float, ...], step: float) -> tuple[int, int]:
    """Take in the heading above and the rest of the last row below."""
    while first > 0 and _keeps(lines[first - 1], starts) and lines[first - 1].x0 >= starts[0] - _SAME_START:
        above, below = lines[first - 1], lines[first]
        if below.base - above.base > 3 * step * below.size:
            break
        if len(list(above.segments())) == 1:
            # A heading wrapped in its column, not a title over the table.
            aligned = any(abs(above.x0 - start) <= _SAME_START for start in starts)
            if not aligned or _gap(above, below, step) or above.size > 1.15 * below.size:
                break
        first -= 1
    while last < len(lines):
        line, before = lines[last], lines[last - 1]
        near = line.base - before.base <= PARAGRAPH_GAP * step * max(line.size, before.size)
        inner = _column(line.x0, starts)
        dated = inner == 0 and looks_like_date(line.text) and len(_columns(line, starts)) > 1
        if (
            inner is None
            or not _keeps(line, starts[1:], gap=-1.0 if inner > 0 and near else None)
            or not (near or inner > 0 or dated)
        ):
            break
        last += 1
    return first, last


def _date_column(region: Sequence[PageLine], starts: tuple[float, ...]) -> int | None:
    for column in range(min(3, len(starts))):
        texts = [part.text for line in region if (part := _columns(line, starts).get(column))]
        dated = [text for text in texts if looks_like_date(text)]
        if len(dated) >= 2 and all(len(text) <= _LONGEST_DATE_CELL for text in dated):
            return column
    return None


def row_begins(region: Sequence[PageLine], starts: tuple[float, ...], date_column: int, step: float) -> list[int]:
    """Indexes of the lines at which rows begin: at dates, and at gaps where several columns begin anew."""
    parts = [_columns(line, starts) for line in region]
    dated: list[int] = []
    timed: list[int] = []
    before, last = "", -1
    for index, part in enumerate(parts):
        cell = part.get(date_column)
        if cell is None:
            continue
        # A time right under a date belongs to it; one further down begins the next event of that day.
        if _TIME.fullmatch(cell.text) and index > last + 1 and len(part) > 1 and dated:
            timed.append(index)
        last = index
        beside = len(part) > 1 or (index + 1 < len(parts) and len(starts) > 1)
        if looks_like_date(cell.text) and not _RUNS_ON.search(before) and beside:
            dated.append(index)
        before = cell.text
    gaps = [index for index in range(1, len(region)) if _gap(region[index - 1], region[index], step)]
    parted = [index for index in dated[1:] if index in gaps]
    if dated[1:] and len(parted) >= 0.8 * len(dated[1:]):
        # Rows stand apart: a second date within a row is part of its cell.
        dated = dated[:1] + parted
    anew = [index for index in gaps if dated and index > dated[0] and len(parts[index]) >= 2]
    return sorted({*dated, *timed, *anew})


def _gap(above: PageLine, below: PageLine, step: float) -> bool:
    return below.base - above.base > PARAGRAPH_GAP * step * max(above.size, below.size) or above.page != below.page


def _heading_groups(lines: Sequence[PageLine], step: float) -> list[list[PageLine]]:
    groups: list[list[PageLine]] = []
    for line in lines:
        if groups and not _gap(groups[-1][-1], line, step):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _split(region: Sequence[PageLine], begins: Sequence[int]) -> Iterator[list[PageLine]]:
    for begin, end in zip(begins, [*begins[1:], len(region)], strict=True):
        yield list(region[begin:end])


def _row(
    group: Sequence[tuple[PageLine, dict[int, PageLine]]], starts: tuple[float, ...], ends: Sequence[float], step: float
) -> ColumnRow:
    lines = tuple(line for line, _ in group)
    if len(lines) == 1 and not _keeps(lines[0], starts[1:]):
        return ColumnRow((lines[0].text, *[""] * (len(starts) - 1)), lines, spans=True)
    cells = []
    for column, end in enumerate(ends):
        inside = [columns[column] for _, columns in group if column in columns]
        cells.append(cell_text(inside, end, step))
    return ColumnRow(tuple(cells), lines)


def rows_within(lines: Sequence[PageLine], starts: tuple[float, ...], step: float) -> tuple[ColumnRow, ...]:
    """Rows inside one box of a table whose lines part only the columns; empty unless they clearly stand apart."""
    column = _date_column(lines, starts)
    begins = row_begins(lines, starts, column, step) if column is not None else []
    apart = all(_gap(lines[index - 1], lines[index], step) for index in begins if index)
    if len(begins) < 3 or not apart or any(len(_columns(lines[index], starts)) < 2 for index in begins):
        return ()
    before = [list(lines[: begins[0]])] if begins[0] else []
    return rows_of([*before, *_split(lines, begins)], starts, step)


def in_reading_order(lines: Sequence[PageLine], width: float) -> list[PageLine]:
    """Lines of a page set like a newspaper in two columns: down the left one first; other pages as they are."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return list(lines)
    ordered: list[PageLine] = []
    left: list[PageLine] = []
    right: list[PageLine] = []
    for line in lines:
        if _keeps(line, (gutter,)):
            for column, part in _columns(line, (0.0, gutter)).items():
                (right if column else left).append(part)
        else:
            ordered += [*left, *right, line]
            left, right = [], []
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[PageLine], width: float) -> float | None:
    """Where the right column of a newspaper page begins: both columns are full of running text."""
    begins = sorted(seg[0].x0 for line in lines for seg in line.segments() if 0.4 * width < seg[0].x0 < 0.62 * width)
    for x in begins:
        members = [other for other in begins if x <= other <= x + _SAME_START]
        if len(members) < 8:
            continue
        parts = [_columns(line, (0.0, x)) for line in lines if _keeps(line, (x,))]
        left = [part[0] for part in parts if 0 in part]
        right = [part[1] for part in parts if 1 in part]
        full = _mostly_full(left) and _mostly_full(right) and len(left) >= 8
        if full and len(parts) >= 0.8 * len(lines) and not any(looks_like_date(part.text) for part in left):
            return x
    return None


def _mostly_full(column: Sequence[PageLine]) -> bool:
    if not column:
        return False
    x0, x1 = min(line.x0 for line in column), max(line.x1 for line in column)
    full = sum(line.x1 - line.x0 > 0.7 * (x1 - x0) for line in column)
    one_piece = sum(len(list(line.segments())) == 1 for line in column)
    return full >= 0.6 * len(column) and one_piece >= 0.9 * len(column)
