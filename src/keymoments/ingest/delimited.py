"""Delimited text (.csv .tsv .psv) into one table: the delimiter found, quotation marks of careless exports survived."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Line, Passage, Row, Table
from keymoments.ingest.encoding import decode

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE = 262_144
_SAMPLE_RECORDS = 400
# Below this share of rows with the same number of cells there is no such delimiter.
_LEAST_AGREEMENT = 0.35
_MOST_COLUMNS = 1_024
_MOST_PROBLEMS = 50


@dataclass(slots=True)
class _Record:
    """One record: its cells, and which of them stood in quotation marks."""

    cells: list[str]
    quoted: list[bool]
    row: int
    note: str = ""


def read_delimited(path: Path, file: str) -> Document:
    """Read a delimited file; its rows are numbered as a spreadsheet program shows them (the heading is row 1).

    A file without a delimiter comes as a passage of lines. Raises :class:`UnreadableSource` where it is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource("The file cannot be opened.", "Check your rights to it and run again.") from error
    text = decode(data)
    if "\x00" in text[:_SAMPLE]:
        raise UnreadableSource(
            "The file is not a text file.", "Open it in the program it was made with and save it as .csv."
        )
    named = _SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else _delimiter(text, path.suffix.lower())
    if delimiter is None:
        lines = tuple(Line(line, f"line {number}") for number, line in enumerate(text.splitlines(), 1))
        return Document(file, (Passage(lines, "lines"),) if any(line.text.strip() for line in lines) else ())
    records, problems = _mended(list(_records(text, delimiter)), delimiter, file)
    if not records:
        return Document(file, ())
    width = min(max(len(record.cells) for record in records), _MOST_COLUMNS)
    rows = tuple(
        Row(
            tuple(record.cells[:width]) + ("",) * (width - len(record.cells)),
            f"row {record.row}",
            False,
            (record.note,) if record.note else (),
        )
        for record in records
    )
    return Document(file, (Table(rows, "table"),), (), tuple(problems))


# --- which delimiter -------------------------------------------------------------------------------------------------


def _delimiter(text: str, suffix: str) -> str | None:
    """The delimiter that cuts most rows into the same number of cells, ``None`` where none does."""
    sample = text[:_SAMPLE]
    best: tuple[float, str] | None = None
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths: Counter[int] = Counter()
        for count, record in enumerate(_records(sample, delimiter)):
            if count >= _SAMPLE_RECORDS:
                break
            if any(record.cells):
                widths[len(record.cells)] += 1
        total = sum(widths.values())
        wide = [(number, width) for width, number in widths.items() if width > 1]
        if not total or not wide:
            continue
        number, width = max(wide)
        agreement = number / total
        if {".tsv": "\t", ".psv": "|"}.get(suffix) == delimiter:
            agreement = min(1.0, agreement * 1.5)
        score = agreement * agreement * log(1 + width)
        if agreement >= _LEAST_AGREEMENT and (best is None or score > best[0]):
            best = (score, delimiter)
    return best[1] if best else None


# --- records ---------------------------------------------------------------------------------------------------------


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """Records of the text. A quotation mark opens a cell only where it is closed before a delimiter or a line's end.

    So a narrative that begins with quoted speech keeps its marks, and one that opens a mark and never closes it does
    not swallow the rows below.
    """
    cut = re.escape(delimiter)
    space = r"[ ]*+"
    cell = re.compile(
        rf'(?:{space}"([^"]*+(?:""[^"]*+)*+)"{space}(?=[{cut}\r\n]|\Z)|([^{cut}\r\n]*+))({cut}|\r\n|\r|\n|\Z)'
    )
    plain = re.compile(rf"([^{cut}\r\n]*+)({cut}|\r\n|\r|\n|\Z)")
    place, row, width = 0, 1, 0
    record = _Record([], [], row)
    while place < len(text):
        match = cell.match(text, place)
        if match is None:  # cannot be: the second form matches anything
            break
        quoted = match[1]
        if quoted is not None and _swallows(quoted, delimiter, width):
            match = plain.match(text, place)
            if match is None:
                break
            quoted, value, end = None, match[1], match[2]
            record.note = "a quotation mark is opened and not closed"
        else:
            value, end = match[2], match[3]
        record.cells.append(value if quoted is None else _unquoted(quoted))
        record.quoted.append(quoted is not None)
        place = match.end()
        if end == delimiter and place < len(text):
            continue
        if end == delimiter:
            record.cells.append("")
            record.quoted.append(False)
        yield record
        width = max(width, len(record.cells))
        row += 1
        record = _Record([], [], row)


def _unquoted(text: str) -> str:
    text = text.replace('""', '"')
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _swallows(quoted: str, delimiter: str, width: int) -> bool:
    """Whether a quoted cell holds whole records: then its first mark was never closed."""
    if width < 3 or ("\n" not in quoted and "\r" not in quoted):
        return False
    lines = quoted.splitlines()[1:]
    whole = sum(line.count(delimiter) >= width - 1 for line in lines)
    return whole > 0 and 2 * whole >= len(lines)


# --- rows with too many or too few cells -----------------------------------------------------------------------------


def _mended(records: list[_Record], delimiter: str, file: str) -> tuple[list[_Record], list[Problem]]:
    """Records with cells joined back that an unquoted delimiter or line break in the narrative had cut."""
    while records and not any(records[-1].cells):
        records.pop()
    for record in records:
        while len(record.cells) > 1 and not record.cells[-1] and not record.quoted[-1]:
            record.cells.pop()
            record.quoted.pop()
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    if not widths:
        return records, []
    heading = next((len(record.cells) for record in records if len(record.cells) == max(widths)), 0)
    common = [width for width, number in widths.items() if number >= max(2, 0.2 * len(records))]
    width = max(common, default=heading)
    header = _header_width(records, width)
    longest = _longest_cells(records, header)
    problems: list[Problem] = []
    result: list[_Record] = []
    for record in records:
        if record.note:
            _tell(problems, file, record, "A quotation mark is opened in this row and not closed.")
        if len(record.cells) > header:
            joined = _joined(record, header, longest, delimiter)
            if joined:
                what = "The narrative holds a delimiter without quotation marks; its parts were joined."
            else:
                what = "The row has more cells than there are headings; the last ones stand without a heading."
            _tell(problems, file, record, what)
        if result and _continues(result[-1], record, header):
            above = result[-1]
            above.cells = [*above.cells[:-1], f"{above.cells[-1]}\n{record.cells[0]}", *record.cells[1:]]
            above.quoted = [*above.quoted[:-1], False, *record.quoted[1:]]
            _tell(problems, file, above, "The row is broken over two lines without quotation marks; it was joined.")
            continue
        result.append(record)
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems = problems[:_MOST_PROBLEMS]
        problems.append(
            Problem(file, "further rows", f"{more} more rows have cells that do not fit the headings.", _FIX)
        )
    return result, problems


_FIX = "Compare the row with the agency's own record, or ask for the export as a workbook."


def _tell(problems: list[Problem], file: str, record: _Record, what: str) -> None:
    problems.append(Problem(file, f"row {record.row}", what, _FIX))


def _header_width(records: list[_Record], width: int) -> int:
    """How many columns there are: the first record of short cells that is at least nearly as wide as the rows."""
    for record in records[:15]:
        filled = [cell for cell in record.cells if cell]
        if len(filled) > 1 and len(record.cells) >= 0.5 * width:
            short = all(len(cell) <= 60 and "\n" not in cell for cell in filled)
            if short and not any(re.search(r"\d{2}", cell) for cell in filled):
                return len(record.cells)
            break
    return width


def _longest_cells(records: list[_Record], width: int) -> list[int]:
    """The longest cell of each column among the rows that fit."""
    longest = [0] * width
    for record in records:
        if len(record.cells) <= width:
            for index, cell in enumerate(record.cells):
                longest[index] = max(longest[index], len(cell))
    return longest


def _joined(record: _Record, width: int, longest: list[int], delimiter: str) -> bool:
    """Join the parts of a narrative that its own delimiters cut; ``False`` where that is not safe."""
    extra = len(record.cells) - width
    text = max(range(width), key=lambda index: (longest[index], index))
    before, after = record.cells[:text], record.cells[text + extra + 1 :]
    inside = slice(text, text + extra + 1)
    if any(record.quoted[inside]):
        return False
    fits = all(len(cell) <= 1.5 * longest[index] + 8 for index, cell in enumerate(before))
    fits = fits and all(len(cell) <= 1.5 * longest[text + 1 + index] + 8 for index, cell in enumerate(after))
    if not fits:
        return False
    record.cells = [*before, delimiter.join(record.cells[inside]), *after]
    record.quoted = [*record.quoted[:text], False, *record.quoted[text + extra + 1 :]]
    return True


def _continues(above: _Record, below: _Record, width: int) -> bool:
    """Whether two records are one that a line break without quotation marks has cut in its narrative."""
    if not 1 < len(above.cells) < width or not 1 <= len(below.cells) < width:
        return False
    return (
        len(above.cells) + len(below.cells) - 1 == width
        and below.row == above.row + 1
        and not above.quoted[-1]
        and not below.quoted[0]
        and len(above.cells[-1]) > 20
        and not re.match(r"\d", below.cells[0])
    )
