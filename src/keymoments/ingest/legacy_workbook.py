"""What an old .xls says beside its values: hidden rows and columns, and how far its cells lie apart."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from keymoments.ingest.sheets import SheetFacts

_FREE = 0xFFFFFFFA
_MOST_SECTORS = 2_000_000
_BOUNDSHEET, _BOF, _EOF, _ROW, _COLINFO, _FILEPASS = 0x85, 0x809, 0x0A, 0x208, 0x7D, 0x2F
# Every record whose first two numbers are the row and the (first) column of a cell that holds something.
_CELLS = frozenset((0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x406, 0x206))


def sheet_facts(data: bytes) -> dict[str, SheetFacts]:
    """Facts of each sheet by its name; empty where the container cannot be followed (the values then decide).

    A sheet whose extent cannot be known is given the extent of its records, so that no file can claim more memory
    than it has rows and columns.
    """
    stream = _workbook_stream(data)
    if not stream:
        return {}
    facts: dict[str, SheetFacts] = {}
    for place, name in _sheets(stream):
        facts[name] = _facts(stream, place)
    return facts


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, size
        place += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    for kind, place, size in _records(stream, 0):
        if kind == _EOF:
            return
        if kind == _BOUNDSHEET and size >= 8 and place + size <= len(stream):
            start, length, wide = struct.unpack_from("<I", stream, place)[0], stream[place + 6], stream[place + 7] & 1
            raw = stream[place + 8 : place + 8 + length * (2 if wide else 1)]
            yield start, raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _facts(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    depth = 0
    for kind, place, size in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if size < 4 or place + size > len(stream):
            continue
        row, column = struct.unpack_from("<HH", stream, place)
        if kind in _CELLS:
            facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
        elif kind == _ROW and size >= 16:
            if stream[place + 12] & 0x20:
                facts.hidden_rows.add(row)
        elif kind == _COLINFO and size >= 10 and stream[place + 8] & 1:
            facts.hidden_columns.update(range(row, min(column, 255) + 1))
    return facts


# --- the OLE container -----------------------------------------------------------------------------------------------


def _workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream "Workbook" (or "Book"), empty where the container is damaged."""
    if len(data) < 512:
        return b""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        return b""
    size = 1 << shift
    directory_start, cutoff, mini_start = (
        struct.unpack_from("<I", data, 48)[0],
        struct.unpack_from("<I", data, 56)[0],
        struct.unpack_from("<I", data, 60)[0],
    )
    table = _allocation(data, size)
    directory = _chain(data, table, directory_start, size, size)
    root = (0, 0)
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, stream_size = struct.unpack_from("<II", directory, place + 116)
        if directory[place + 66] == 5:
            root = (start, stream_size)
        elif name in ("Workbook", "Book"):
            if stream_size >= cutoff:
                return _chain(data, table, start, size, size)[:stream_size]
            small = _chain(data, table, root[0], size, size)
            packed = _chain(data, table, mini_start, size, size)
            mini_table = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])
            return _chain(small, mini_table, start, 64, 0)[:stream_size]
    return b""


def _allocation(data: bytes, size: int) -> tuple[int, ...]:
    """The table that says which sector follows which."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, 10_000)):
        place = (following + 1) * size
        if following >= _FREE or place + size > len(data):
            break
        block = struct.unpack_from(f"<{size // 4}I", data, place)
        sectors += block[:-1]
        following = block[-1]
    table: list[int] = []
    for sector in sectors:
        place = (sector + 1) * size
        if sector < _FREE and place + size <= len(data) and len(table) < _MOST_SECTORS:
            table += struct.unpack_from(f"<{size // 4}I", data, place)
    return tuple(table)


def _chain(data: bytes, table: tuple[int, ...], start: int, size: int, offset: int) -> bytes:
    """The sectors that follow one another from ``start``; a chain that bites its tail ends."""
    parts: list[bytes] = []
    sector = start
    for _ in range(len(table)):
        if sector >= len(table):
            break
        parts.append(data[offset + sector * size : offset + (sector + 1) * size])
        sector = table[sector]
    return b"".join(parts)
