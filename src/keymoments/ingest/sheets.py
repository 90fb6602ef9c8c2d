"""What every reader of workbooks shares: cells as text, rows with their notes, and how much of a sheet is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Row, Table

# The largest chronology seen had some 9,000 rows; a sheet beyond this is a whole system's export.
MOST_ROWS = 200_000
# Rows × columns that are held in memory at once, however few of them hold words.
MOST_CELLS = 10_000_000
MOST_COLUMNS = 1_024
# Empty rows that follow one another tell nothing beyond the first few.
MOST_EMPTY_ROWS = 20
MOST_NAMED_CELLS = 10

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged cell, from 0."""

DAMAGED = UnreadableSource(
    "The workbook is damaged and cannot be opened.",
    "Ask the agency to send it again, or open it in a spreadsheet program and save it anew.",
)
TOO_WIDE = UnreadableSource(
    "The workbook has cells so far apart that it was not read.",
    "Delete what stands far below or far to the right of the log and save the workbook as .xlsx.",
)
PASSWORD = UnreadableSource("The file is protected by a password.", "Ask the agency for a copy without a password.")


@dataclass(slots=True)
class SheetFacts:
    """What a sheet says beside its values; rows and columns count from 0."""

    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unstored: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def cell_text(value: object) -> str:
    """A cell's value as text: dates in ISO, whole numbers without ".0", line breaks as ``\\n``."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else f"{value:.15g}"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if value is None else str(value)


def _moment(value: datetime) -> str:
    if value.second >= 59 and value.year < 9999:  # binary fractions of a day fall short
        value += timedelta(seconds=60 - value.second)
    clock = (value.hour, value.minute)
    return value.date().isoformat() if clock == (0, 0) else f"{value.date().isoformat()}T{clock[0]:02d}:{clock[1]:02d}"


def column_name(index: int) -> str:
    """The letters a spreadsheet program shows for a column counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letters: str) -> int:
    """The column counted from 0 for its letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def table_of(name: str, rows: Iterable[Sequence[str]], facts: SheetFacts) -> Table | None:
    """The table of a sheet, ``None`` where no cell holds anything. ``rows`` start at the sheet's first row."""
    cells = [list(row) for row in rows]
    _apply(cells, facts)
    width = max((_filled_width(row) for row in cells), default=0)
    if not width:
        return None
    spanning = {(row, left): right for row, left, _, right in facts.spans if right > left}
    commented = {row for row, _, _ in facts.comments}
    sheet = f"sheet {name}"
    result: list[Row] = []
    empty = 0
    for index, row in enumerate(cells):
        used = _filled_width(row)
        empty = 0 if used else empty + 1
        if empty > MOST_EMPTY_ROWS:
            continue
        notes = _notes(index, row, facts, commented=index in commented) if used else ()
        full = tuple(row[:width]) if len(row) >= width else (*row, *("",) * (width - len(row)))
        spans = bool(spanning) and _spans(index, full, spanning, width)
        result.append(Row(full, f"{sheet}, row {index + 1}", spans, notes))
    while result and not any(result[-1].cells):
        result.pop()
    return Table(tuple(result), sheet)


def sheet_problems(file: str, name: str, facts: SheetFacts, *, read: int, there: int) -> list[Problem]:
    """What a reviewer must know of a sheet: formulas without a stored result, rows that were not read."""
    problems = []
    if facts.unstored:
        cells = ", ".join(f"{column_name(column)}{row + 1}" for row, column in facts.unstored[:MOST_NAMED_CELLS])
        more = len(facts.unstored) - MOST_NAMED_CELLS
        problems.append(
            Problem(
                file,
                f"sheet {name}, cell {cells}" + (f" and {more} more" if more > 0 else ""),
                "A formula has no stored result, so its cell was read as empty.",
                "Open the workbook in a spreadsheet program, save it and run again.",
            )
        )
    if there > read:
        problems.append(
            Problem(
                file,
                f"sheet {name}, rows {read + 1} to {there}",
                f"The sheet has more than {MOST_ROWS:,} rows; those beyond were not read.",
                "Split the sheet, or send only the rows that belong to this review.",
            )
        )
    return problems


def too_wide(file: str, name: str) -> Problem:
    """The Problem of a sheet whose few cells lie so far apart that it cannot be held in memory."""
    return Problem(
        file,
        f"sheet {name}",
        "The sheet has cells so far apart that it was not read.",
        "Delete what stands far below or far to the right of the log, save the workbook and run again.",
    )


def comments_of(name: str, facts: SheetFacts) -> list[tuple[str, str, str]]:
    """Comments of a sheet as footnotes of the document: mark, text, where."""
    return [
        (f"comment on {column_name(column)}{row + 1}", text, f"sheet {name}, row {row + 1}")
        for row, column, text in facts.comments
    ]


def _filled_width(row: Sequence[str]) -> int:
    for index in range(len(row) - 1, -1, -1):
        if row[index]:
            return index + 1
    return 0


def _apply(cells: list[list[str]], facts: SheetFacts) -> None:
    """Put errors in as they are shown, and blank what lies hidden under a merged cell."""
    for (row, column), text in facts.errors.items():
        if row < len(cells):
            cells[row] += [""] * (column + 1 - len(cells[row]))
            cells[row][column] = text
    left_to_do = MOST_CELLS
    for top, left, bottom, right in facts.spans:
        for row in range(top, min(bottom + 1, len(cells))):
            line = cells[row]
            for column in range(left, min(right + 1, len(line))):
                if (row, column) != (top, left):
                    line[column] = ""
            left_to_do -= 1 + min(right + 1, len(line)) - left
            if left_to_do < 0:
                return


def _notes(index: int, row: Sequence[str], facts: SheetFacts, *, commented: bool) -> tuple[str, ...]:
    notes = []
    if facts.hidden:
        notes.append("hidden sheet")
    if index in facts.hidden_rows:
        notes.append("hidden row")
    notes += [
        f"hidden column {column_name(column)}"
        for column in sorted(facts.hidden_columns)
        if column < len(row) and row[column]
    ]
    if commented:
        notes.append("comment in the file")
    return tuple(notes)


def _spans(index: int, row: Sequence[str], spanning: dict[tuple[int, int], int], width: int) -> bool:
    """One merged cell, the only filled one, lies over at least half of the table."""
    filled = [column for column, text in enumerate(row) if text]
    if len(filled) != 1:
        return False
    right = spanning.get((index, filled[0]))
    return right is not None and 2 * (right - filled[0] + 1) >= width
