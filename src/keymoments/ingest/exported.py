"""Read back what this program wrote: the entries of ``chronology.xlsx``, ``report.docx`` and ``analysis.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from keymoments.analysis import layout
from keymoments.analysis.records import Entry, Precision, UncertainDate, UncertainTime
from keymoments.errors import UnreadableSource
from keymoments.ingest.archive import Archive

_NOT_OURS = (
    "The file is not one that Keymoments wrote, or it was changed so that it cannot be read back.",
    "Take chronology.xlsx, report.docx or analysis.json as Keymoments wrote it.",
)
_MOST_BYTES = 1024 * 1024 * 1024


def read_back(path: Path) -> tuple[Entry, ...]:
    """The entries of an output of this program, in its order.

    All of them give agency, file, place, dates, time, text, columns and scope; people only ``analysis.json`` gives,
    and the key not ``report.docx``. Line ends come back as line feeds from the two Office formats. Raises
    :class:`UnreadableSource` for a file that is none of the three.
    """
    readers = {".json": _read_json, ".xlsx": _read_workbook, ".docx": _read_word}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableSource(*_NOT_OURS)
    try:
        return reader(path)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UnreadableSource(*_NOT_OURS) from error
    except OSError as error:
        raise UnreadableSource(
            "The file cannot be opened.", "Check that it is there and that you may read it."
        ) from error


# ---- analysis.json ----


def _read_json(path: Path) -> tuple[Entry, ...]:
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableSource(*_NOT_OURS)
    value = json.loads(path.read_bytes())
    if value["schema"] != "keymoments/analysis/1":
        raise UnreadableSource(*_NOT_OURS)
    return tuple(_entry_of_json(item, position) for position, item in enumerate(value["entries"]))


def _entry_of_json(item: Mapping[str, Any], position: int) -> Entry:
    when = item["date"]
    return Entry(
        id=item["id"],
        key=item["key"],
        agency=item["agency"],
        file=item["file"],
        where=item["where"],
        written_date=item["written_date"],
        written_time=item.get("written_time", ""),
        date=UncertainDate(
            _day(when["earliest"]),
            _day(when["latest"]),
            Precision(when["precision"]),
            when["doubtful"],
            when["inherited"],
            when.get("assumed_year", False),
        ),
        time=_time_of_json(item),
        text=item["text"],
        columns=tuple(item["columns"].items()),
        people=tuple(item["people"]),
        in_scope=item["in_scope"],
        notes=tuple(item.get("notes", ())),
        confidence=item.get("ocr_confidence"),
        position=position,
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _time_of_json(item: Mapping[str, Any]) -> UncertainTime | None:
    between = item.get("time_between")
    if between is None:
        return layout.read_time_words(item["time"] or "")
    return UncertainTime(between[0], between[1], exact=item["time"] is not None)


# ---- chronology.xlsx ----


def _read_workbook(path: Path) -> tuple[Entry, ...]:
    Archive(path).close()  # refuses bombs and passwords before anything unpacks
    try:
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_name(layout.SHEET_CHRONOLOGY).to_python(skip_empty_area=False)
        run = book.get_sheet_by_name(layout.SHEET_RUN).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise UnreadableSource(*_NOT_OURS) from error
    agencies = _agencies(run)
    headings = [str(cell) for cell in rows[0]]
    return tuple(
        _entry_of_row([str(cell) for cell in row], headings, agencies, position)
        for position, row in enumerate(rows[1:])
    )


def _agencies(run: Sequence[Sequence[object]]) -> dict[str, str]:
    """Label of an agency → its id, from the key on the last sheet."""
    start = next(place for place, row in enumerate(run) if tuple(row[:3]) == layout.AGENCY_KEY_HEADINGS)
    return {str(row[1]): str(row[2]) for row in run[start + 1 :] if str(row[0])}


def _entry_of_row(cells: list[str], headings: list[str], agencies: Mapping[str, str], position: int) -> Entry:
    def whole(heading: str) -> str:
        """The text under the heading with what goes on in further cells."""
        start = headings.index(heading)
        parts = [cells[start]]
        for name, cell in zip(headings[start + 1 :], cells[start + 1 :], strict=True):
            if not name.startswith(f"{heading} {layout.CONTINUED[:-1]}"):
                break
            parts.append(cell)
        return "".join(parts)

    def plain(heading: str) -> str:
        return layout.unshown(whole(heading))

    doubts = tuple(whole(layout.DOUBTS).split("\n"))
    return Entry(
        id=plain(layout.REFERENCE),
        key=plain(layout.KEY),
        agency=layout.unshown(agencies[whole(layout.AGENCY)]),
        file=plain(layout.SOURCE_FILE),
        where=plain(layout.PLACE_IN_FILE),
        written_date=plain(layout.DATE_AS_WRITTEN),
        written_time=plain(layout.TIME_AS_WRITTEN),
        date=layout.read_date_words(whole(layout.DATE), doubts),
        time=layout.read_time_words(whole(layout.TIME)),
        text=plain(layout.ENTRY),
        columns=layout.read_details_words(whole(layout.OTHER_DETAILS)),
        position=position,
        **_from_doubts(doubts),
    )


def _from_doubts(doubts: Sequence[str]) -> dict[str, Any]:
    confidences = [sure for sure in map(layout.read_confidence_words, doubts) if sure is not None]
    return {
        "in_scope": layout.OUT_OF_SCOPE not in doubts,
        "notes": tuple(layout.read_note_words(words) for words in doubts if words.startswith(layout.NOTE)),
        "confidence": confidences[0] if confidences else None,
    }


# ---- report.docx ----

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_OF = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": "\t",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\xad",
}

Paragraphs = list[tuple[str, str]]  # (name of the style, text)


def _read_word(path: Path) -> tuple[Entry, ...]:
    with Archive(path) as archive:
        document, styles = archive.xml("word/document.xml"), archive.xml("word/styles.xml")
    if document is None or styles is None:
        raise UnreadableSource(*_NOT_OURS)
    names = {
        style.get(f"{_W}styleId", ""): style.find(f"{_W}name").get(f"{_W}val", "")  # type: ignore[union-attr]
        for style in styles.iter(f"{_W}style")
    }
    agencies: dict[str, str] = {}
    for table in document.iter(f"{_W}tbl"):
        rows = ([_paragraphs(cell, names) for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr"))
        headings = tuple(_joined(cell) for cell in next(rows, []))
        if headings[:3] == layout.AGENCY_KEY_HEADINGS:
            agencies = {f"{_joined(row[0])} {_joined(row[1])}": _joined(row[2]) for row in rows}
        elif headings == layout.DOCX_HEADINGS:
            return tuple(_entry_of_cells(row, agencies, position) for position, row in enumerate(rows))
    raise UnreadableSource(*_NOT_OURS)


def _paragraphs(cell: etree._Element, names: Mapping[str, str]) -> Paragraphs:
    found: Paragraphs = []
    for paragraph in cell.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        text = "".join(
            (part.text or "") if part.tag == f"{_W}t" else _TEXT_OF.get(str(part.tag), "")
            for run in paragraph.iter(f"{_W}r")
            for part in run
        )
        found.append(("" if style is None else names.get(style.get(f"{_W}val", ""), ""), text))
    return found


def _joined(paragraphs: Paragraphs) -> str:
    return "\n".join(text for _, text in paragraphs)


def _entry_of_cells(row: Sequence[Paragraphs], agencies: Mapping[str, str], position: int) -> Entry:
    everything = [pair for cell in row for pair in cell]

    def styled(style: str) -> list[str]:
        return [text for name, text in everything if name == style]

    def one(style: str, lead: str = "") -> str:
        return layout.unshown("\n".join(styled(style)).removeprefix(lead))

    doubts = styled(layout.STYLE_DOUBT)
    details = "\n".join(text.replace("\n", "\n    ") for text in styled(layout.STYLE_DETAIL))
    return Entry(
        id=one(layout.STYLE_REFERENCE),
        key="",
        agency=layout.unshown(agencies[_joined(row[2])]),
        file=one(layout.STYLE_FILE),
        where=one(layout.STYLE_PLACE),
        written_date=one(layout.STYLE_DATE_WRITTEN, layout.DOCX_DATE_WRITTEN),
        written_time=one(layout.STYLE_TIME_WRITTEN, layout.DOCX_TIME_WRITTEN),
        date=layout.read_date_words("".join(styled(layout.STYLE_DATE)), tuple(doubts)),
        time=layout.read_time_words(_joined(row[1])),
        text=one(layout.STYLE_TEXT),
        columns=layout.read_details_words(details),
        position=position,
        **_from_doubts(doubts),
    )
