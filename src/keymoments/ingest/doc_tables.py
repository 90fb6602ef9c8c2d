"""Tables of a Word 97-2003 file as its own text marks them: LibreOffice loses one that ends the file."""

from __future__ import annotations

import re
import struct

from keymoments.ingest.blocks import Block, Document, Line, Passage, Row, Table
from keymoments.ingest.ole import stream_of

_CELL = "\x07"
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 64
_COMPRESSED = 0x40000000
# The first cell begins after the last paragraph above it; the cells that follow may hold several paragraphs.
_TABLE = re.compile(f"(?<![^\\r\\x0c{_CELL}])([^\\r\\x0c{_CELL}]*{_CELL}(?:[^\\x0c{_CELL}]*{_CELL})*)")
# Fields stand as begin, instruction, separator, result, end; what else is below a space is no letter.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*(?:\x14|\x15)")
_SIGNS = re.compile("[\x01-\x06\x08\x0e-\x1f]")


def has_cells(data: bytes) -> bool:
    """Whether the text of a .doc file marks cells of a table."""
    return _CELL in _text(data)


def read_marked_text(data: bytes, file: str) -> Document | None:
    """The paragraphs and tables of a .doc file by the marks in its text; ``None`` where its rows cannot be told.

    A row is the cells up to an empty mark; every row of a table has as many marks as its heading row, which has
    no empty cell.
    """
    blocks: list[Block] = []
    paragraphs = tables = 0
    for part in _TABLE.split(_text(data)):
        if _CELL in part:
            rows = _rows(part)
            if rows is None:
                return None
            tables += 1
            where = f"table {tables}"
            made = tuple(Row(row, f"{where}, row {number}") for number, row in enumerate(rows, start=1))
            blocks.append(Table(made, where))
        elif part.strip():
            lines = []
            for text in re.split(r"[\r\x0c]", part.strip("\r\x0c")):
                paragraphs += 1
                lines.append(Line(text.replace("\x0b", "\n"), f"paragraph {paragraphs}"))
            blocks.append(Passage(tuple(lines), lines[0].where))
    return Document(file, tuple(blocks))


def _rows(marked: str) -> list[tuple[str, ...]] | None:
    cells = [cell.replace("\r", "\n").replace("\x0b", "\n").strip() for cell in marked.split(_CELL)[:-1]]
    columns = next((index for index, cell in enumerate(cells) if not cell), 0)
    step = columns + 1
    even = _FEWEST_COLUMNS <= columns <= _MOST_COLUMNS and len(cells) % step == 0
    if not even or any(cells[index] for index in range(columns, len(cells), step)):
        return None
    return [tuple(cells[start : start + columns]) for start in range(0, len(cells), step)]


def _text(data: bytes) -> str:
    """The main text of the file, empty where its parts cannot be found."""
    word = stream_of(data, "WordDocument")
    if len(word) < 0x1AA:
        return ""
    (flags,) = struct.unpack_from("<H", word, 0x0A)
    length, (place, size) = struct.unpack_from("<I", word, 0x4C)[0], struct.unpack_from("<II", word, 0x01A2)
    pieces = _pieces(stream_of(data, "1Table" if flags & 0x0200 else "0Table")[place : place + size])
    text = ""
    for characters, start in pieces:
        if start & _COMPRESSED:
            begin = (start & ~_COMPRESSED) // 2
            text += word[begin : begin + characters].decode("cp1252", "replace")
        else:
            text += word[start : start + 2 * characters].decode("utf-16-le", "replace")
        if len(text) >= length:
            break
    return _SIGNS.sub("", _INSTRUCTION.sub("", text[:length]))


def _pieces(table: bytes) -> list[tuple[int, int]]:
    """How many characters, and where they begin, of each piece of the text."""
    place = 0
    while place + 3 <= len(table) and table[place] == 1:
        place += 3 + int(struct.unpack_from("<H", table, place + 1)[0])
    if place + 5 > len(table) or table[place] != 2:
        return []
    count = (min(struct.unpack_from("<I", table, place + 1)[0], len(table) - place - 5) - 4) // 12
    if count < 1:
        return []
    ends = struct.unpack_from(f"<{count + 1}I", table, place + 5)
    first = place + 5 + 4 * (count + 1)
    starts = [struct.unpack_from("<I", table, first + 8 * index + 2)[0] for index in range(count)]
    return [(max(0, ends[index + 1] - ends[index]), start) for index, start in enumerate(starts)]
