"""Tables into drafts: which rows are headings, bands, footnotes or entries, whatever the format and the template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from keymoments.analysis.records import Problem
from keymoments.analysis.vocabulary import DateWords, Headings
from keymoments.ingest.blocks import Draft, Row, Table, TakenFor
from keymoments.ingest.columns import Columns, HeadingWords, choose_columns, heading_words, is_date
from keymoments.ingest.table_forms import form_drafts, is_form
from keymoments.ingest.table_header import Header, find_headers, shown_headings
from keymoments.ingest.table_rows import INSTEAD, Reader, filled_cells

_LEGEND_WIDTH = 4
_LEGEND_LENGTH = 60.0
_LONGEST_HEADING = 60
_SPOKEN = re.compile(r"[^\W\d_]{2}")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class TableReading:
    """Drafts of a table in its order, Problems, the headings as shown, and the places of rows that are no entries.

    ``taken``: what the columns under each of its headings were taken for.
    """

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    header: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    taken: tuple[TakenFor, ...] = ()


def drafts_from_table(
    table: Table,
    headings: Headings,
    dates: DateWords,
    chosen: tuple[tuple[str, str], ...] = (),
    *,
    file: str,
    header: tuple[str, ...] = (),
) -> TableReading:
    """Read a table: each row is a heading, a band, a footnote, empty, or the ``where`` of a Draft or a Problem.

    ``chosen``: meaning and heading of columns as ``case.toml`` names them. ``header``: the headings of the table
    before, for one that goes on without headings of its own. A key of abbreviations or a list of family members gives
    no drafts.
    """
    words = heading_words(headings)
    width = max((len(row.cells) for row in table.rows), default=0)
    rows = [_padded(row, width) for row in table.rows]
    parts = find_headers(rows, words, dates, table.header_rows, chosen)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    skipped: list[str] = []
    taken: list[TakenFor] = []
    shown: tuple[str, ...] = ()
    for index, (head, body) in enumerate(parts):
        if not head.names:
            names = header if len(header) == width else ("",) * width
            head = Header((), names, names)
        reading = _read_part(head, body, words, dates, chosen, file, table.where)
        if index and reading.drafts:  # a second heading in one table begins another log
            first = reading.drafts[0]
            drafts.append(_after_break(first))
            drafts.extend(reading.drafts[1:])
        else:
            drafts.extend(reading.drafts)
        problems.extend(reading.problems)
        taken.extend(reading.taken)
        skipped.extend((*(row.where for row in head.rows), *reading.skipped))
        shown = shown or reading.header
    return TableReading(tuple(drafts), tuple(problems), shown, tuple(skipped), tuple(taken))


def _after_break(draft: Draft) -> Draft:
    return replace(draft, after_break=True)


def _padded(row: Row, width: int) -> Row:
    if len(row.cells) == width:
        return row
    return Row(row.cells + ("",) * (width - len(row.cells)), row.where, row.spans, row.notes, row.confidence)


def _read_part(
    head: Header,
    body: Sequence[Row],
    words: HeadingWords,
    dates: DateWords,
    chosen: tuple[tuple[str, str], ...],
    file: str,
    series: str,
) -> TableReading:
    """Read the rows under one header."""
    several = [row.cells for row in body if not row.spans and len(filled_cells(row)) > 1]
    candidates = several or [row.cells for row in body if filled_cells(row)]
    columns = choose_columns(head.names, head.own, candidates, words, dates, chosen)
    reader = Reader(columns, shown_headings(head.names), dates, file, series)
    undated = columns.date is None and not columns.dated_text
    labels = not any(head.names) and is_form(body, words)
    no_log = labels or (
        _no_log(head.own, candidates, columns.text, words)
        if undated
        else _no_accounts(any(head.names), columns, candidates)
    )
    if no_log and not reader.has_date_bands(body):
        form = form_drafts(body, words, dates, series)
        entries = {draft.where for draft in form}
        others = (row.where for row in body if filled_cells(row) and row.where not in entries)
        return TableReading(
            form, (), head.names, tuple(others), () if labels else _taken_for(columns, body, dates, series)
        )
    reader.read(body)
    return TableReading(
        tuple(reader.drafts),
        tuple(reader.problems),
        head.names,
        tuple(reader.skipped),
        _taken_for(columns, body, dates, series),
    )


def _taken_for(columns: Columns, body: Sequence[Row], dates: DateWords, where: str) -> tuple[TakenFor, ...]:
    """The headings with what their columns were taken for; where none was known, the first row may hold them."""
    names = columns.header
    if not any(names):
        first = next((row.cells for row in body if len(filled_cells(row)) > 1), ())
        short = all(len(cell) <= _LONGEST_HEADING and not is_date(cell.strip(), dates) for cell in first)
        names = first if short else ()
    found = tuple(
        (" ".join(name.split()), meaning)
        for name, meaning in zip(names, columns.meanings, strict=False)
        if name and not name.isspace()
    )
    return (TakenFor(where, found),) if found else ()


def _no_log(own: Sequence[str], rows: Sequence[Sequence[str]], text: int | None, words: HeadingWords) -> bool:
    """Whether a table without dates is no log: a key, a list of people, a form's head, a layout.

    It is a log where a heading names the narrative and the cells tell one, or where a heading promises dates too.
    """
    if text is None or not rows:
        return True
    cells = [row[text] for row in rows if row[text]]
    mean = sum(map(len, cells)) / len(cells) if cells else 0.0
    if "text" not in words.meanings(own[text]):
        return True
    if any({"date", "recorded"} & set(words.exact(name)) for name in own):
        return False
    return mean < _LEGEND_LENGTH or (len(own) < _LEGEND_WIDTH and mean < 2 * _LEGEND_LENGTH)


def _no_accounts(named: bool, columns: Columns, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table has dates but nothing that tells what happened: addresses, births without a heading."""
    if columns.text is None:
        return not any(meaning in INSTEAD for meaning in columns.meanings)
    told = [row[columns.text] for row in rows if row[columns.text]]
    if 2 * sum(1 for cell in told if _SPOKEN.search(cell)) < len(told):
        return True  # figures of attendance, weight, rent by period
    if named:
        return False
    counts = [len(row[columns.text].split()) for row in rows if row[columns.text]]
    return not counts or sum(counts) < _FEWEST_WORDS * len(counts)
