"""The container of older Office files (OLE): a small file system of named streams."""

from __future__ import annotations

import struct

_FREE = 0xFFFFFFFA
_MOST_SECTORS = 2_000_000


def stream_of(data: bytes, *names: str) -> bytes:
    """The bytes of the first stream with one of the names, empty where there is none or the container is damaged."""
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
        elif name in names:
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
