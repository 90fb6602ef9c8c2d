"""What calamine does not tell of an .xlsx or .xlsb: hidden rows, comments, errors, formulas without a result."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from keymoments.ingest.archive import Archive
from keymoments.ingest.sheets import DAMAGED, MOST_CELLS, TOO_WIDE, SheetFacts, column_index

_CELL_COLUMN = re.compile(rb'[\s]r="([A-Z]{1,3})[0-9]')
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r="([0-9]{1,9})"')
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TRUE = ("1", "true")
_MANY_COMMENTS = 20_000


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Name of each sheet → its part in the container; empty where the container is no workbook."""
    book = next((target for kind, target in _relations(archive, "") if kind == "officeDocument"), "xl/workbook.xml")
    root = archive.xml(book)
    if root is None:
        return {}
    targets = {name: target for name, (_, target) in _relations_by_id(archive, book).items()}
    parts = {}
    for sheet in root.iterfind(".//{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "")
        if target is not None:
            parts[sheet.get("name") or ""] = target
    return parts


def sheet_facts(archive: Archive, parts: dict[str, str]) -> dict[str, SheetFacts]:
    """The facts of every sheet, by its name."""
    return {name: _facts(archive, part) for name, part in parts.items()}


def _facts(archive: Archive, part: str) -> SheetFacts:
    facts = SheetFacts()
    data = archive.read(part)
    if data is None:
        return facts
    if b"<!DOCTYPE" in data[:4096]:
        raise DAMAGED
    letters = set(_CELL_COLUMN.findall(data))
    rows = _ROW_NUMBER.findall(data)
    facts.columns = max((column_index(name.decode()) + 1 for name in letters), default=0)
    facts.rows = max(map(int, rows), default=0)
    unsure = not letters or not rows or facts.rows * facts.columns > MOST_CELLS
    cells = unsure or b't="e"' in data or b"<f" in data or b":f>" in data or b":f " in data or b"t='e'" in data
    # most sheets have none of these, and a search in bytes is many times faster than to parse
    if cells or b"hidden=" in data:
        _scan(data, facts, cells=cells, measure=unsure)
    for kind, target in _relations(archive, part):
        if kind in ("comments", "threadedComment"):
            _comments(archive, target, facts)
    facts.comments.sort()
    return facts


def _scan(data: bytes, facts: SheetFacts, *, cells: bool, measure: bool) -> None:
    """One pass over the sheet with a streaming parser; rows are dropped as soon as they are read."""
    if measure:
        facts.rows = facts.columns = 0
    row = -1
    try:
        for _, element in etree.iterparse(
            BytesIO(data), events=("end",), tag=("{*}row", "{*}col"), resolve_entities=False, no_network=True
        ):
            hidden = element.get("hidden") in _TRUE
            if element.tag.endswith("}col") or element.tag == "col":
                if hidden:
                    first, last = _number(element.get("min"), 1), _number(element.get("max"), 1)
                    facts.hidden_columns.update(range(first - 1, min(last, first + 1024)))
                continue
            row = _number(element.get("r"), row + 2) - 1
            if hidden:
                facts.hidden_rows.add(row)
            if cells:
                _scan_row(element, row, facts)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise DAMAGED from error


def _scan_row(element: etree._Element, row: int, facts: SheetFacts) -> None:
    column = -1
    for cell in element:
        if not isinstance(cell.tag, str):
            continue
        match = _REFERENCE.fullmatch(cell.get("r") or "")
        column = column_index(match[1]) if match else column + 1
        if not len(cell):
            continue
        facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
        kind = cell.get("t")
        value = next((child.text or "" for child in cell if _local(child) == "v"), "")
        if kind == "e":
            facts.errors[row, column] = value
        elif not value and kind != "str" and any(_local(child) == "f" for child in cell):
            facts.unstored.append((row, column))


def _comments(archive: Archive, part: str, facts: SheetFacts) -> None:
    root = archive.xml(part)
    if root is None:
        return
    seen = {(row, column): text for row, column, text in facts.comments}
    for element in root.iter("{*}comment", "{*}threadedComment"):
        match = _REFERENCE.fullmatch(element.get("ref") or "")
        if match is None or len(seen) >= _MANY_COMMENTS:
            continue
        place = (int(match[2]) - 1, column_index(match[1]))
        threaded = _local(element) == "threadedComment"
        text = "".join(node.text or "" for node in element.iter("{*}text", "{*}t")).strip()
        before = seen.get(place)
        if before is None or before.startswith("[Threaded comment]"):
            seen[place] = text
        elif threaded:
            seen[place] = f"{before}\n{text}"
    facts.comments = [(row, column, text) for (row, column), text in seen.items() if text]


# --- relations between parts -----------------------------------------------------------------------------------------


def _relations(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    yield from _relations_by_id(archive, part).values()


def _relations_by_id(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Id → (kind, part it points to) of what ``part`` refers to inside the container."""
    folder, name = posixpath.split(part)
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    if root is None:
        return {}
    found = {}
    for relation in root.iterfind("{*}Relationship"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") == "External" or not target:
            continue
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], whole)
    return found


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise


# --- .xlsb: binary records of an id and a length, both of variable size ----------------------------------------------

_ROW_HEADER = 0
_CELLS = range(1, 12)


def binary_facts(archive: Archive) -> dict[str, SheetFacts]:
    """Raises :class:`UnreadableSource` where a sheet's cells lie too far apart to be read; names are not needed."""
    for name in archive.names():
        if name.startswith("xl/worksheets/") and name.endswith(".bin"):
            rows, columns = _binary_extent(archive.read(name) or b"")
            if rows * columns > MOST_CELLS:
                raise TOO_WIDE
    return {}


def _binary_extent(data: bytes) -> tuple[int, int]:
    place = row = rows = columns = 0
    while place < len(data):
        kind, place = _varied(data, place, 2)
        size, place = _varied(data, place, 4)
        if kind == _ROW_HEADER:
            row = int.from_bytes(data[place : place + 4], "little")
        elif kind in _CELLS and kind != 1:
            rows = max(rows, row + 1)
            columns = max(columns, int.from_bytes(data[place : place + 4], "little") + 1)
        place += size
    return rows, columns


def _varied(data: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for step in range(most):
        if place >= len(data):
            return value, place
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return value, place
