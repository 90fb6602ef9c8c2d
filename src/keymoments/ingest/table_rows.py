"""Rows under a header into drafts: entries, days that stand as bands, continuation, footnotes, rows without words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from keymoments.analysis.dates import find_head, read_date
from keymoments.analysis.records import Problem
from keymoments.analysis.vocabulary import DateWords
from keymoments.ingest.blocks import Draft, Row
from keymoments.ingest.columns import Columns, is_date, is_serial, plain_date

_EXCEL_EPOCH = date(1899, 12, 30)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARK = re.compile(r"\s*(?:[*†‡§¶¹²³#]|\(\d\)|\[\d\])")
_ONLY_MARK = re.compile(r"\s*(?:[*†‡§¶¹²³#]{1,3}|\(?\d\)?|\[\d\])\s*")
_NOTE = re.compile(r"\s*(?:notes?|n\.?b\.?|key|nodyn|allwedd|abbreviations?)\b\s*[:.\-–—]", re.IGNORECASE)
_CLOSING = re.compile(
    r"\s*[-–—=*]*\s*(?:(?:grand |sub)?total\b|end of (?:the )?(?:extract|report|record|records|print|printout|file|log|"
    r"notes|chronology|document|data|list|entries)\b|no further (?:entries|records)\b|printed (?:on|by)\b|"
    r"diwedd\b|cyfanswm\b|page \d+ of \d+)",
    re.IGNORECASE,
)
_LONG = 120
_FEWEST_MIDNIGHTS = 3
_SENTENCE_END = re.compile(r"[.!?…:;]['\"’”)\]]*\s*$")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT(\d\d:\d\d)")
_DAY_FRACTION = re.compile(r"0?\.\d{3,}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# What tells most of an entry when the narrative is empty; the rest never reads as an account.
INSTEAD = ("text", "", "action", "comment", "voice", "type", "source", "present")
# A cell that stands alone in such a column is what is left of an entry, never a band.
_OF_ENTRIES = frozenset(("action", "seen", "alone", "worker", "who", "voice", "comment", "present", "agency"))


def filled_cells(row: Row) -> list[int]:
    """The columns of a row that hold more than white space."""
    return [index for index, cell in enumerate(row.cells) if cell and not cell.isspace()]


class Reader:
    """Reads the rows under one header, in order."""

    def __init__(
        self,
        columns: Columns,
        shown: tuple[str, ...],
        dates: DateWords,
        file: str,
        series: str,
    ) -> None:
        self.columns, self.shown, self.dates = columns, shown, dates
        self.file, self.series = file, series
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.skipped: list[str] = []
        self._break = False
        self._year = ""  # the year that stands as a band, for the days below that have none
        self._day = ""  # the day that stands as a band over the rows
        self._instead = _order_instead(columns)
        self._midnights = False

    def read(self, rows: Sequence[Row]) -> None:
        """Read all rows; drafts, Problems and skipped places are then this object's own."""
        last = max((index for index, row in enumerate(rows) if self._is_data(row)), default=-1)
        self._midnights = self._only_midnights(rows)
        for index, row in enumerate(rows):
            filled = filled_cells(row)
            if not filled:
                continue
            if self._is_footnote(row, filled, after=index > last):
                self.skipped.append(row.where)
            elif (row.spans or len(filled) == 1) and self._is_single(row, filled[0], rows[index + 1 :], index, last):
                continue
            else:
                self._entry(row, filled)

    def has_date_bands(self, rows: Sequence[Row]) -> bool:
        """Whether days stand alone in rows over the entries of that day."""
        return sum(self._is_day_band(row, rows[index + 1 : index + 2]) for index, row in enumerate(rows)) > 0

    def _only_midnights(self, rows: Sequence[Row]) -> bool:
        """Whether an export put 00:00 to every day: then it is no time that anybody wrote."""
        place = self.columns.date
        if place is None:
            return False
        clocks = [found[1] for row in rows if (found := plain_date(row.cells[place].strip())) is not None]
        return len(clocks) >= _FEWEST_MIDNIGHTS and all(clock in ("00:00", "0:00") for clock in clocks)

    # --- what a row is ---

    def _is_data(self, row: Row) -> bool:
        """A row that is an entry for certain: it has a date of its own, or a narrative beside another cell."""
        if row.spans:
            return False
        columns = self.columns
        if columns.date is not None and row.cells[columns.date].strip():
            return len(filled_cells(row)) > 1
        return columns.text is not None and bool(row.cells[columns.text].strip()) and len(filled_cells(row)) > 1

    def _is_footnote(self, row: Row, filled: Sequence[int], *, after: bool) -> bool:
        first = row.cells[filled[0]].strip()
        if _CLOSING.match(first) and len(filled) <= 3 and not self._dated(row):
            return True
        if not after:
            return (
                len(filled) == 1 and filled[0] != self.columns.text and bool(_MARK.match(first) or _NOTE.match(first))
            )
        if len(filled) == 1:
            return bool(_MARK.match(first) or _NOTE.match(first)) or filled[0] != self.columns.text
        return len(filled) <= 2 and bool(_ONLY_MARK.fullmatch(first)) and not self._dated(row)

    def _dated(self, row: Row) -> bool:
        place = self.columns.date
        return place is not None and bool(row.cells[place].strip()) and is_date(row.cells[place].strip(), self.dates)

    def _is_day_band(self, row: Row, below: Sequence[Row]) -> bool:
        filled = filled_cells(row)
        if len(filled) != 1 or not below:
            return False
        place = self.columns.date
        if not is_date(row.cells[filled[0]].strip(), self.dates) or (place is not None and filled[0] not in (0, place)):
            return False
        under = filled_cells(below[0])
        return len(under) > 1 and (place is None or place not in under)

    def _is_single(self, row: Row, place: int, below: Sequence[Row], index: int, last: int) -> bool:
        """Deal with a row of one cell; ``False`` where it is an entry after all."""
        text = row.cells[place].strip()
        columns = self.columns
        if self._is_day_band(row, below[:1]):
            self._day, self._break = text, True
            self.skipped.append(row.where)
            return True
        if _YEAR.fullmatch(text) and below and self._dated(below[0]):
            self._year = text
            return self._band(row)
        if is_date(text, self.dates) and not row.spans and place == columns.date:
            self._no_words(row)
            return True
        if columns.dated_text and place == columns.text and find_head(text, self.dates) is not None:
            return False
        if not row.spans and place == columns.text and (place > 0 or len(row.cells) == 1):
            return self._is_shouted(text) and self._band(row)
        meaning = columns.meanings[place]
        if not row.spans and meaning == "reference" and any(letter.isdigit() for letter in text):
            self.skipped.append(row.where)  # a line numbered in advance and never filled in
            return True
        if not row.spans and place > 0 and meaning in _OF_ENTRIES:
            return False
        if index <= last and len(text) > _LONG and _SENTENCE_END.search(text):
            return self._long_cell(row, text)
        return self._band(row)

    def _band(self, row: Row) -> bool:
        self._break, self._day = True, ""
        self.skipped.append(row.where)
        return True

    def _is_shouted(self, text: str) -> bool:
        """A short line in capitals in the narrative's column is a band, unless all its narratives are in capitals."""
        if not text.isupper() or len(text) > 60 or _SENTENCE_END.search(text):
            return False
        place = self.columns.text
        return any(draft.text.upper() != draft.text for draft in self.drafts[-5:]) if place is not None else False

    def _long_cell(self, row: Row, text: str) -> bool:
        """An account that fills a whole row: an entry, unless it is merged over all and has no date."""
        head = find_head(text, self.dates)
        written = text[head.start : head.end] if head is not None and head.date is not None else ""
        if row.spans and not written:
            self.problems.append(
                Problem(
                    self.file,
                    row.where,
                    "A long text is merged over the whole row; it was read as a heading, not as an entry.",
                    "If it tells of a contact, give it a row with a date of its own.",
                )
            )
            return self._band(row)
        self._add(row, text, written, "", (), "the row is one cell")
        return True

    # --- an entry ---

    def _entry(self, row: Row, filled: Sequence[int]) -> None:
        columns = self.columns
        used = {columns.date, columns.time}
        written, time, notes = self._date_and_time(row)
        text = row.cells[columns.text].strip() if columns.text is not None else ""
        place = columns.text if text else self._next_best(row, used)
        if place is None:
            if any(columns.meanings[index] != "reference" for index in filled):
                self._no_words(row)
            else:
                self.skipped.append(row.where)
            return
        used.add(place)
        text = row.cells[place].strip()
        if columns.dated_text and place == columns.text:
            text, written, time = self._cut_head(text, written, time)
        kept = tuple((self.shown[index], row.cells[index].strip()) for index in filled if index not in used)
        if columns.date is not None and notes.count("whole"):
            kept = ((self.shown[columns.date], row.cells[columns.date].strip()), *kept)
            notes.remove("whole")
        only_words = filled == [place] and columns.date is not None and not written
        if only_words and self.drafts and text[:1].islower() and not _SENTENCE_END.search(self.drafts[-1].text):
            notes.append("may go on from the row above")
        if columns.end_date in filled and columns.end_date is not None and written:
            end = self._plain(row.cells[columns.end_date].strip())[0]
            kept = tuple(pair for pair in kept if pair[0] != self.shown[columns.end_date or 0])
            written = f"{written} to {end}" if end != written else written
        self._add(row, text, written, time, kept, *notes)

    def _add(
        self, row: Row, text: str, written: str, time: str, kept: tuple[tuple[str, str], ...], *notes: str
    ) -> None:
        if not written and self._day:
            written = self._day
        self.drafts.append(
            Draft(
                text,
                row.where,
                written,
                time,
                self.series,
                after_break=self._break,
                columns=kept,
                notes=(*row.notes, *notes),
                confidence=row.confidence,
            )
        )
        self._break = False

    def _no_words(self, row: Row) -> None:
        self.problems.append(
            Problem(
                self.file,
                row.where,
                "The row has no account of what happened, so it is no entry.",
                "Ask the agency whether something is missing; if the words stand in a column, name it in case.toml.",
            )
        )

    def _next_best(self, row: Row, used: set[int | None]) -> int | None:
        return next((index for index in self._instead if index not in used and _LETTERS.search(row.cells[index])), None)

    # --- its date and time ---

    def _date_and_time(self, row: Row) -> tuple[str, str, list[str]]:
        """Written date, written time and notes; the note "whole" asks to keep the date's cell as a column too."""
        columns = self.columns
        notes: list[str] = []
        time = row.cells[columns.time].strip() if columns.time is not None else ""
        if time and (match := _ISO_TIME.fullmatch(time)):
            time = match[1]
        elif _DAY_FRACTION.fullmatch(time):
            minutes = round(float(time) * 1440) % 1440
            time = f"{minutes // 60:02d}:{minutes % 60:02d}"
        cell = row.cells[columns.date].strip() if columns.date is not None else ""
        if not cell:
            return "", time, notes
        written, clock = self._plain(cell)
        if is_serial(cell):
            notes.append(f"date from the number {cell} that Excel stores")
        elif written == cell and not clock and plain_date(cell) is None:
            written, clock, whole = self._read(cell)
            if whole:
                notes.append("whole")
        if self._midnights and clock in ("00:00", "0:00"):
            clock = ""
        return written, time or clock, notes

    def _plain(self, cell: str) -> tuple[str, str]:
        if is_serial(cell):
            days, part = divmod(float(cell), 1)
            minutes = round(part * 1440)
            clock = f"{minutes // 60:02d}:{minutes % 60:02d}" if 0 < minutes < 1440 else ""
            return (_EXCEL_EPOCH + timedelta(days=int(days))).isoformat(), clock
        return plain_date(cell) or (cell, "")

    def _read(self, cell: str) -> tuple[str, str, bool]:
        """The words of date and time in a cell, and whether more stands in it than those."""
        reading = read_date(cell, self.dates)
        if reading is None:
            head = find_head(cell, self.dates)
            if head is None or (head.date is None and not head.missing_year and not head.same_day):
                return cell, "", False
            date_words = head.written_date or cell[head.start : head.end]
            return date_words, head.written_time, True
        if reading.missing_year and self._year and reading.written_date:
            return f"{reading.written_date} {self._year}", reading.written_time, False
        if not reading.written_time or reading.more:
            return cell, "", False
        return reading.written_date, reading.written_time, False

    def _cut_head(self, text: str, written: str, time: str) -> tuple[str, str, str]:
        """Narrative, date and time of a cell that begins with its date."""
        head = find_head(text, self.dates)
        if head is None or (head.date is None and not head.missing_year and not head.same_day and not head.time):
            return text, written, time
        rest = text[head.end :].lstrip(" \t\n:.,-–—|")
        if not rest:
            return text, written, time
        return rest, head.written_date or ("" if head.time else text[head.start : head.end]), head.written_time or time


def _order_instead(columns: Columns) -> tuple[int, ...]:
    """The columns that may stand in for an empty narrative, best first."""
    places = [index for index, meaning in enumerate(columns.meanings) if meaning in INSTEAD]
    return tuple(sorted(places, key=lambda i: (INSTEAD.index(columns.meanings[i]), -columns.lengths[i], i)))
