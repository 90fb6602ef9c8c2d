"""What a format reader hands on: tables and passages of a file, before anyone asks what is an entry.

A format module (``word``, ``workbook``, ``pdf`` …) only turns bytes into blocks. What a heading, a date or an entry
is, ``tables`` and ``passages`` decide, the same way for every format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keymoments.analysis.records import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    ``cells``: one text a grid column, exactly as written (line breaks kept). A cell merged over several columns
    stands in its first one, the others are empty; a cell merged over several rows stands in the first row and is
    empty below. ``spans``: one merged or single cell fills the whole row (a title or a band), or only the first
    cell of a wide table is filled and it is merged over the rest. ``where``: "table 1, row 15",
    "sheet Log, row 7", "page 2, row 3": as a person would count, from 1.
    """

    cells: tuple[str, ...]
    where: str
    spans: bool = False
    notes: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that belong together, in file order; empty rows are kept as rows of empty cells.

    ``header_rows``: how many leading rows the file itself marks as header (Word's "repeat as header"), 0 if unknown.
    """

    rows: tuple[Row, ...]
    where: str
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph (Word, odt) or one line (text, PDF, e-mail).

    ``level``: 0 for running text, 1… for a heading of that level. An empty line has an empty ``text``.
    ``indent``: leading columns (text) or points (PDF); ``bold``: the whole line is bold; ``lead``: so many letters at
    its beginning are bold and the rest is not (a run-in heading), 0 where there is none.
    """

    text: str
    where: str
    level: int = 0
    indent: float = 0.0
    bold: bool = False
    notes: tuple[str, ...] = ()
    confidence: float | None = None
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that follow one another.

    ``wrapped``: the lines are broken by the width of a page (PDF, typed text), so that a paragraph may run over
    several of them; ``False`` where each line is a paragraph of its own (Word).
    """

    lines: tuple[Line, ...]
    where: str
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One e-mail of a thread: its own dated entry unless its body is itself a log, a table or a list of dated lines.

    ``sent``: when, in the sender's own clock (no time zone); ``None`` if the header cannot be read, then
    ``written_date`` says what stands there. ``brings``: earlier messages or files come with it.
    """

    sent: datetime | None
    written_date: str
    sender: str
    to: str
    subject: str
    body: tuple[Table | Passage, ...]
    where: str
    brings: bool = False


Block = Table | Passage | Message


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: its blocks in file order, and what could not be read.

    ``footnotes``: (mark, text, where) of notes that stand apart (foot- and endnotes, comments); the reader leaves the
    mark in the text as the file shows it. They become Problems or notes of entries, never narrative.
    """

    file: str
    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A row or passage that is an entry, before its date is settled among its neighbours.

    ``written_date``/``written_time``: the words of the date and time as they stand. ``after_break``: a heading, band
    or new table stands between this and the draft before, so that no date may be inherited over it.
    ``series``: drafts with equal series come from one table or log; dates are inherited and years assumed only
    within a series. ``period``: what stands above the log and may name its year ("Autumn 2011", "Diary 2012").
    """

    text: str
    where: str
    written_date: str
    written_time: str
    series: str
    after_break: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    confidence: float | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class TakenFor:
    """What the columns of a table were taken for: heading as it stands there and meaning, empty where nobody knows."""

    where: str
    columns: tuple[tuple[str, str], ...]
