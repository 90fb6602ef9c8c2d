"""Workbooks (.xlsx .xlsm .xlsb .xls .ods) into tables: every sheet one table, cells as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest import legacy_workbook, opendocument_sheet, workbook_parts
from keymoments.ingest.archive import Archive
from keymoments.ingest.blocks import Document, Table
from keymoments.ingest.sheets import (
    DAMAGED,
    MOST_CELLS,
    MOST_ROWS,
    PASSWORD,
    SheetFacts,
    cell_text,
    comments_of,
    sheet_problems,
    table_of,
    too_wide,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_WORKBOOK = UnreadableSource(
    "The file is not a workbook, whatever its name says.",
    "Ask the agency how it was made, or open it in a spreadsheet program and save it as .xlsx.",
)


def read_workbook(path: Path, file: str) -> Document:
    """Read a workbook by what it is, not by its name; ``file`` is the name shown to the user.

    Values are those stored in the file: nothing is calculated, no macro, link or chart is followed.
    Raises :class:`UnreadableSource` for a damaged, protected or foreign file.
    """
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
    except OSError as error:
        raise DAMAGED from error
    if start.startswith(_OLE):
        return _read_legacy(path, file)
    if not start.startswith(b"PK"):
        raise _NO_WORKBOOK
    with Archive(path) as archive:
        names = set(archive.names())
        if opendocument_sheet.is_spreadsheet(archive):
            return opendocument_sheet.read_sheets(archive, file)
        if "xl/workbook.bin" in names:
            facts = workbook_parts.binary_facts(archive)
        else:
            parts = workbook_parts.sheet_parts(archive)
            if not parts:
                raise _NO_WORKBOOK
            facts = workbook_parts.sheet_facts(archive, parts)
    return _read_values(path, file, facts)


def _read_legacy(path: Path, file: str) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DAMAGED from error
    if "EncryptedPackage".encode("utf-16-le") in data:  # an Office file with a password lies in an OLE container
        raise PASSWORD
    return _read_values(path, file, legacy_workbook.sheet_facts(data))


def _read_values(path: Path, file: str, facts: dict[str, SheetFacts]) -> Document:
    tables: list[Table] = []
    problems: list[Problem] = []
    footnotes: list[tuple[str, str, str]] = []
    for name, sheet, visible in _sheets(path, facts, file, problems):
        known = facts.get(name) or SheetFacts()
        known.hidden = known.hidden or not visible
        if sheet.merged_cell_ranges:
            known.spans = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges]
        values = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
        table = table_of(name, (["" if value == "" else cell_text(value) for value in row] for row in values), known)
        if table is not None:
            tables.append(table)
            there = sheet.end[0] + 1 if sheet.end else 0
            problems += sheet_problems(file, name, known, read=len(values), there=there)
            footnotes += comments_of(name, known)
    return Document(file, tuple(tables), tuple(footnotes), tuple(problems))


def _sheets(
    path: Path, facts: dict[str, SheetFacts], file: str, problems: list[Problem]
) -> Iterator[tuple[str, Any, bool]]:
    """Name, values and visibility of every worksheet; a sheet that cannot be read is a Problem."""
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise PASSWORD from error
    except BaseException as error:
        raise _as_damaged(error) from error
    with book:
        for sheet in book.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:  # charts and macro sheets hold no log
                continue
            known = facts.get(sheet.name) or facts.get("")
            if known is not None and known.rows * known.columns > MOST_CELLS:
                problems.append(too_wide(file, sheet.name))
                continue
            try:
                values = book.get_sheet_by_name(sheet.name)
            except BaseException as error:
                _as_damaged(error)
                problems.append(
                    Problem(file, f"sheet {sheet.name}", "The sheet is damaged and was not read.", DAMAGED.how_to_fix)
                )
                continue
            yield sheet.name, values, sheet.visible == calamine.SheetVisibleEnum.Visible


def _as_damaged(error: BaseException) -> UnreadableSource:
    """The library's own errors, and its panics, mean a damaged file; an interrupt goes on."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return DAMAGED
    raise error
