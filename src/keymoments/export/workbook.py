"""``chronology.xlsx``: the chronology as a workbook to filter, sort and print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from keymoments.analysis import layout
from keymoments.analysis.layout import shown
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.export.shown import (
    ABOUT,
    CONFIDENTIAL,
    agencies_shown,
    counted,
    date_and_scope_doubts,
    figures,
    other_tellings,
    people_names,
    reading_doubts,
)
from keymoments.export.sighting_words import child_labels
from keymoments.export.workbook_findings import accounts_sheet, knowing_sheet, moments_sheet, themes_sheet
from keymoments.export.workbook_sheets import (
    PER_CHILD,
    sighting_cells,
    sighting_headings,
    ticks_sheet,
    waits_sheet,
    where_sheet,
)
from keymoments.export.written import cannot_write

# An Excel cell holds 32,767 UTF-16 units; a little room is left for programs that count otherwise.
MOST_IN_CELL = 32_000
_HIGHEST_ROW = 409.0  # points; Excel allows no more
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was
_RISKY = ("=", "+", "-", "@", "\t", "\n")

ABOUT_FILE = "About this file"
Formats = dict[str, Any]


def pieces(text: str) -> list[str]:
    """The text in parts that a cell can hold; at least one part, no character cut in two."""
    if 2 * len(text) <= MOST_IN_CELL:
        return [text]
    parts: list[str] = []
    start = units = 0
    for place, char in enumerate(text):
        size = 2 if char > "\uffff" else 1
        if units + size > MOST_IN_CELL:
            parts.append(text[start:place])
            start, units = place, 0
        units += size
    return [*parts, text[start:]]


def _continued(heading: str, number: int) -> str:
    if number == 0:
        return heading
    return f"{heading} {layout.CONTINUED}" if number == 1 else f"{heading} {layout.CONTINUED[:-1]} {number})"


class _Sheet:
    """A worksheet to which every text goes as text: nothing an agency wrote can become a formula, link or number."""

    def __init__(
        self, book: Any, formats: Formats, name: str, headings: Sequence[tuple[str, float]], title: str
    ) -> None:
        self.sheet = book.add_worksheet(name)
        self.formats = formats
        self.row = 0
        self.widths = [width for _, width in headings]
        self.lines = 1
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{title.replace('&', '&&')[:100]}&R{name}")
        self.sheet.set_footer("&LConfidential&RPage &P of &N")
        if headings:
            for column, (heading, width) in enumerate(headings):
                self.sheet.set_column(column, column, width)
                self.sheet.write_string(0, column, heading, formats["heading"])
            self.sheet.freeze_panes(1, 0)
            self.sheet.hide_gridlines(2)
            self.sheet.repeat_rows(0)
            self.row = 1

    def text(self, column: int, text: str, style: str = "text") -> None:
        """Write a text into the row at hand, cut only where a cell can hold no more."""
        kept = pieces(shown(text))[0]
        if kept.startswith(_RISKY):
            style += " quoted"
        self.sheet.write_string(self.row, column, kept, self.formats[style])
        self.lines = max(self.lines, _lines(kept, self.widths[column] if column < len(self.widths) else 60))

    def next_row(self) -> None:
        """Go on to the next row; this one becomes as high as its longest text: not every program works that out."""
        self.sheet.set_row(self.row, min(_HIGHEST_ROW, 12.75 * self.lines + 2))
        self.row, self.lines = self.row + 1, 1

    def add(self, texts: Iterable[str]) -> None:
        """Write a row of texts."""
        for column, text in enumerate(texts):
            self.text(column, text)
        self.next_row()

    def close(self) -> None:
        """Set the filter over all rows."""
        if self.row > 1:
            self.sheet.autofilter(0, 0, self.row - 1, len(self.widths) - 1)


def _lines(text: str, width: float) -> int:
    """About how many lines the text takes in a column of this width; capitals are wider."""
    if not text:
        return 1
    fit = max(1.0, width * (0.8 if text.isupper() else 0.98))
    return sum(1 + int(max(0, len(line) - 1) / fit) for line in text.split("\n"))


def _formats(book: Any) -> Formats:
    plain: dict[str, Any] = {
        "text_wrap": True,
        "valign": "top",
        "font_name": "Arial",
        "font_size": 10,
        "border": 1,
        "border_color": "#b1b4b6",
    }
    doubt = {"italic": True, "bg_color": "#fff7d6"}
    grounds: dict[str, dict[str, Any]] = {"text": {}, "doubt": doubt, "strong": {"bold": True}}
    formats: Formats = {
        "heading": book.add_format(plain | {"bold": True, "bg_color": "#0b0c0c", "font_color": "#ffffff"}),
        "day": book.add_format(plain | {"num_format": "dd/mm/yyyy", "align": "left"}),
        "number": book.add_format(plain | {"num_format": "0", "align": "right"}),
        "title": book.add_format({"bold": True, "font_size": 16, "font_name": "Arial"}),
    }
    for name, look in grounds.items():
        formats[name] = book.add_format(plain | look)
        quoted = book.add_format(plain | look)
        quoted.set_quote_prefix()
        formats[name + " quoted"] = quoted
    return formats


def write_workbook(analysis: Analysis, path: Path) -> None:
    """Write ``chronology.xlsx``; raises :class:`OutputError` where the file cannot be written."""
    book, formats, title = _opened(analysis, path)
    _chronology(book, formats, analysis, title)
    sheets = (where_sheet, waits_sheet, moments_sheet, knowing_sheet, accounts_sheet, ticks_sheet, themes_sheet)
    for name, more, rows in (sheet(analysis) for sheet in sheets):
        _plain(book, formats, name, more, rows, title)
    _problems(book, formats, analysis, title)
    _same_event(book, formats, analysis, title)
    _not_named(book, formats, analysis, title)
    _run(book, formats, analysis, title)
    _closed(book, path)


def write_chronology_workbook(analysis: Analysis, path: Path, about: Sequence[tuple[str, str]]) -> None:
    """Write some entries alone, as :func:`write_workbook` does; ``about``: headings and words of the first sheet."""
    book, formats, title = _opened(analysis, path)
    sheet = _Sheet(book, formats, ABOUT_FILE, (), title)
    for column, width in enumerate((28, 90)):
        sheet.sheet.set_column(column, column, width)
    sheet.widths = [28, 90]
    for line in about:
        sheet.add(line)
    _chronology(book, formats, analysis, title)
    if analysis.same_event:
        _same_event(book, formats, analysis, title)
    _closed(book, path)


def _opened(analysis: Analysis, path: Path) -> tuple[Any, Formats, str]:
    """A new workbook, its formats and its title."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    title = f"Integrated chronology: {shown(analysis.case.reference)}"
    # No author and no clock: the same analysis gives the same workbook.
    book.set_properties({"title": title, "created": datetime(1980, 1, 1, tzinfo=UTC)})
    return book, _formats(book), title


def _closed(book: Any, path: Path) -> None:
    try:
        book.close()
    except (XlsxWriterException, OSError) as error:
        raise cannot_write(path) from error


def _chronology(book: Any, formats: Formats, analysis: Analysis, title: str) -> None:
    texts = [pieces(shown(entry.text)) for entry in analysis.entries]
    details = [pieces(layout.details_words(entry.columns)) for entry in analysis.entries]
    text_columns = max(map(len, texts), default=1)
    detail_columns = max(map(len, details), default=1)
    labels = child_labels(analysis.case)
    sightings = sighting_cells(analysis)
    headings: list[tuple[str, float]] = [
        (layout.DATE, 17),
        (layout.TIME, 8),
        (layout.AGENCY, 20),
        *((_continued(layout.ENTRY, number), 70) for number in range(text_columns)),
        *((_continued(layout.OTHER_DETAILS, number), 30) for number in range(detail_columns)),
        (layout.DOUBTS, 20),
        (layout.REFERENCE, 11),
        (layout.PEOPLE, 24),
        *(heading for label in labels.values() for heading in sighting_headings(shown(label))),
        (layout.DATE_AS_WRITTEN, 16),
        (layout.TIME_AS_WRITTEN, 12),
        (layout.SOURCE_FILE, 30),
        (layout.PLACE_IN_FILE, 20),
        ("First possible day", 12),
        ("Last possible day", 12),
        (layout.KEY, 14),
    ]
    sheet = _Sheet(book, formats, layout.SHEET_CHRONOLOGY, headings, title)
    names = people_names(analysis)
    agencies = {agency.id: agency for agency in agencies_shown(analysis)}
    for agency in agencies.values():
        look = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10, "border": 1}
        look |= {"bg_color": agency.colour.background, "font_color": agency.colour.text}
        formats[f"agency {agency.id}"] = formats[f"agency {agency.id} quoted"] = book.add_format(look)
    for entry, text, detail in zip(analysis.entries, texts, details, strict=True):
        warned = (*date_and_scope_doubts(entry), *reading_doubts(entry))
        sheet.text(0, layout.date_words(entry.date), "doubt" if layout.is_uncertain(entry.date) else "strong")
        sheet.text(1, layout.time_words(entry.time))
        sheet.text(2, agencies[entry.agency].label, f"agency {entry.agency}")
        _parts(sheet, 3, text)
        _parts(sheet, 3 + text_columns, detail)
        column = 3 + text_columns + detail_columns
        _parts(sheet, column, pieces("\n".join(warned))[:1], "doubt" if warned else "text")
        for place, words in enumerate(
            (
                entry.id,
                "; ".join(names.get(person, person) for person in entry.people),
                *sightings.get(entry.id, ("",) * (PER_CHILD * len(labels))),
                entry.written_date,
                entry.written_time,
                entry.file,
                entry.where,
            ),
            start=column + 1,
        ):
            sheet.text(place, words)
        column += 7 + PER_CHILD * len(labels)
        _days(sheet, column, entry)
        sheet.text(column + 2, entry.key)
        sheet.next_row()
    # On paper the columns up to the reference: more would make the words too small to read.
    sheet.sheet.print_area(0, 0, max(1, sheet.row - 1), 4 + text_columns + detail_columns)
    sheet.close()


def _parts(sheet: _Sheet, column: int, parts: list[str], look: str = "text") -> None:
    """Write texts that are worded already into cells side by side."""
    for number, part in enumerate(parts):
        style = f"{look} quoted" if part.startswith(_RISKY) else look
        sheet.sheet.write_string(sheet.row, column + number, part, sheet.formats[style])
        sheet.lines = max(sheet.lines, _lines(part, sheet.widths[column + number]))


def _days(sheet: _Sheet, column: int, entry: Entry) -> None:
    """Real dates, to sort and count by."""
    for place, day in enumerate((entry.date.earliest, entry.date.latest)):
        if day is None:
            sheet.text(column + place, "")
        elif day < _FIRST_EXCEL_DAY:
            sheet.text(column + place, day.isoformat())
        else:
            sheet.sheet.write_datetime(sheet.row, column + place, day, sheet.formats["day"])


def _plain(
    book: Any,
    formats: Formats,
    name: str,
    headings: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str | int]],
    title: str,
) -> None:
    """A sheet of texts and our own numbers."""
    sheet = _Sheet(book, formats, name, headings, title)
    for row in rows:
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.sheet.write_number(sheet.row, column, value, formats["number"])
            else:
                sheet.text(column, value)
        sheet.next_row()
    sheet.close()


def _problems(book: Any, formats: Formats, analysis: Analysis, title: str) -> None:
    headings = [("File", 36), ("Place in file", 24), ("What could not be read", 60), ("What to do", 60)]
    sheet = _Sheet(book, formats, "Problems", headings, title)
    for problem in analysis.problems:
        sheet.add((problem.file, problem.where, problem.what, problem.how_to_fix))
    if not analysis.problems:
        sheet.add(("Everything in the files was read.", "", "", ""))
    sheet.close()


def _same_event(book: Any, formats: Formats, analysis: Analysis, title: str) -> None:
    headings = [
        ("Event", 8),
        ("Date", 22),
        ("Time", 9),
        ("Agency", 26),
        ("Entry", 80),
        ("Differs from others in", 50),
        ("Reference", 12),
    ]
    sheet = _Sheet(book, formats, "Same event", headings, title)
    entries = {entry.id: entry for entry in analysis.entries}
    labels = {agency.id: agency.label for agency in agencies_shown(analysis)}
    tellings = other_tellings(analysis)
    for number, group in enumerate(analysis.same_event, start=1):
        for entry in (entries[key] for key in group if key in entries):
            differences = [
                f"{telling.entry}: {words}" for telling in tellings[entry.id] for words in telling.differences
            ]
            sheet.add(
                (
                    str(number),
                    layout.date_words(entry.date),
                    layout.time_words(entry.time),
                    labels[entry.agency],
                    entry.text,
                    "\n".join(differences),
                    entry.id,
                )
            )
    sheet.close()


def _not_named(book: Any, formats: Formats, analysis: Analysis, title: str) -> None:
    headings = [("Written in the records", 40), ("May be", 40), ("Entries", 60)]
    sheet = _Sheet(book, formats, "People not named in case file", headings, title)
    for person in analysis.unknown_people:
        sheet.add((person.written, person.guess, ", ".join(person.entries)))
    sheet.close()


def _run(book: Any, formats: Formats, analysis: Analysis, title: str) -> None:
    sheet = _Sheet(book, formats, layout.SHEET_RUN, (), title)
    sheet.widths = [24, 70, 24, 12, 20, 20]
    for column, width in enumerate(sheet.widths):
        sheet.sheet.set_column(column, column, width)
    sheet.sheet.write_string(0, 0, title, formats["title"])
    sheet.row = 2
    case, count = analysis.case, figures(analysis)
    for line in (
        ("What this is", f"{ABOUT} {CONFIDENTIAL}"),
        ("Case", case.reference),
        ("Period of the review", f"{layout.day_words(case.scope_from)} to {layout.day_words(case.scope_to)}"),
        ("Entries", f"{counted(count.entries, 'entry', 'entries')}, {count.in_scope:,} in the period of the review"),
        ("Uncertain dates", f"{count.uncertain:,}, and {count.undated:,} not dated"),
        ("Could not be read", counted(count.unread, "place")),
        ("Program", f"Keymoments {analysis.version}"),
        ("Knowledge used", f"{analysis.pack} {analysis.pack_version} ({analysis.pack_hash})"),
    ):
        sheet.add(line)
    sheet.row += 1
    for column, heading in enumerate((*layout.AGENCY_KEY_HEADINGS, "Entries", "First date", "Last date")):
        sheet.sheet.write_string(sheet.row, column, heading, formats["heading"])
    sheet.row += 1
    for agency in agencies_shown(analysis):
        sheet.add((agency.mark, agency.label, agency.id, f"{agency.entries:,}", agency.first_words, agency.last_words))
