"""What an old .xls says beside its values: hidden rows and columns, and how far its cells lie apart."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from keymoments.ingest.ole import stream_of
from keymoments.ingest.sheets import DAMAGED, MOST_CELLS, PASSWORD, TOO_WIDE, SheetFacts

_BOUNDSHEET, _BOF, _EOF, _ROW, _COLINFO, _DIMENSIONS, _FILEPASS = 0x85, 0x809, 0x0A, 0x208, 0x7D, 0x200, 0x2F
_MANY_CELLS = frozenset((0xBD, 0xBE))  # records of several cells: the last column stands at their end
# Every record whose first two numbers are the row and the (first) column of a cell that holds something.
_CELLS = frozenset((0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x406, 0x206))


def sheet_facts(data: bytes) -> dict[str, SheetFacts]:
    """Facts of each sheet by its name; under "" the widest extent of all, for a sheet whose name reads differently.

    The library that reads the values asks for as much memory as the file claims, so the claim is looked at first.
    Raises :class:`UnreadableSource` for a damaged or protected file.
    """
    stream = stream_of(data, "Workbook", "Book")
    if not stream:
        raise DAMAGED
    if any(kind == _FILEPASS for kind, _, _ in islice(_records(stream, 0), 12)):
        raise PASSWORD
    facts = {name: _facts(stream, place) for place, name in _sheets(stream)}
    widest = SheetFacts()
    for sheet in facts.values():
        widest.rows, widest.columns = max(widest.rows, sheet.rows), max(widest.columns, sheet.columns)
    if widest.rows * widest.columns > MOST_CELLS:  # all sheets are read at once, so one too wide stops them all
        raise TOO_WIDE
    return {**facts, "": widest}


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, size
        place += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    modern = stream[4:6] != b"\x00\x05"  # Excel 5 and 95 write names without the byte that says how wide they are
    for kind, place, size in _records(stream, 0):
        if kind == _EOF:
            return
        if kind == _BOUNDSHEET and size >= 8 and place + size <= len(stream):
            start, length = struct.unpack_from("<I", stream, place)[0], stream[place + 6]
            wide = bool(modern and stream[place + 7] & 1)
            begin = place + (8 if modern else 7)
            raw = stream[begin : begin + length * (2 if wide else 1)]
            yield start, raw.decode("utf-16-le" if wide else "cp1252", "replace")


def _facts(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    depth = 0
    for kind, place, size in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            break
        if size < 4 or place + size > len(stream):
            continue
        row, column = struct.unpack_from("<HH", stream, place)
        if kind in _CELLS:
            if kind in _MANY_CELLS:
                column = max(column, struct.unpack_from("<H", stream, place + size - 2)[0])
            facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
        elif kind == _DIMENSIONS:
            _claim(stream, place, size, facts)
        elif kind == _ROW and size >= 16:
            if stream[place + 12] & 0x20:
                facts.hidden_rows.add(row)
        elif kind == _COLINFO and size >= 10 and stream[place + 8] & 1:
            facts.hidden_columns.update(range(row, min(column, 255) + 1))
    return facts


def _claim(stream: bytes, place: int, size: int, facts: SheetFacts) -> None:
    """The extent that the sheet says it has."""
    if size >= 14:
        first, rows, left, columns = struct.unpack_from("<IIHH", stream, place)
    elif size >= 10:
        first, rows, left, columns = struct.unpack_from("<HHHH", stream, place)
    else:
        return
    if first > rows or left > columns:
        raise DAMAGED
    facts.rows, facts.columns = max(facts.rows, rows), max(facts.columns, columns)
