"""Where the headings of a table stand: one to three rows, some way down, joined from merged cells, or again below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from keymoments.analysis.vocabulary import DateWords
from keymoments.ingest.blocks import Row
from keymoments.ingest.columns import HeadingWords, is_date, normal

_LOOK = 40  # rows at the top among which the header is looked for
_LONGEST = 250  # a heading with instructions to the writer
_LONG = 80
_LEAST = 1.5
_LEAST_AT_TOP = 1.0
_DATED = {"date", "recorded", "time"}


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header and the headings joined from them, one a column; empty where the table has none.

    ``rows`` takes in the title rows above and the header's repetitions below. ``own``: the lowest heading of each
    column alone, without the parents over it.
    """

    rows: tuple[Row, ...] = ()
    names: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def find_headers(
    rows: Sequence[Row],
    words: HeadingWords,
    dates: DateWords,
    marked: int = 0,
    chosen: Sequence[tuple[str, str]] = (),
) -> list[tuple[Header, list[Row]]]:
    """Cut a table into headers and the rows under each; another header further down begins a new part.

    ``marked``: leading rows that the file itself marks as header.
    """
    last = _find(rows, words, dates, marked, chosen)
    if last is None:
        return [(Header(), list(rows))]
    first, last = _extent(rows, last, words, dates)
    parts: list[tuple[Header, list[Row]]] = [(_header(rows[: last + 1], rows[first : last + 1]), [])]
    repeats: list[list[Row]] = [[]]
    repeated = {_key(row) for row in rows[first : last + 1]}
    longest = max(_LONG, *(len(cell) for row in rows[first : last + 1] for cell in row.cells))
    index = last + 1
    while index < len(rows):
        row = rows[index]
        if not _could_repeat(row, longest):
            parts[-1][1].append(row)
        elif _key(row) in repeated:
            repeats[-1].append(row)
        elif _score(row, words, dates, strict=True) >= 3:
            begin, end = _extent(rows, index, words, dates, low=index)
            parts.append((_header(rows[begin : end + 1], rows[begin : end + 1]), []))
            repeats.append([])
            repeated = {_key(line) for line in rows[begin : end + 1]}
            index = end
        else:
            parts[-1][1].append(row)
        index += 1
    return [
        (replace(head, rows=(*head.rows, *again)), body) for (head, body), again in zip(parts, repeats, strict=True)
    ]


def shown_headings(names: Sequence[str]) -> tuple[str, ...]:
    """Headings as columns of an entry show them: duplicates numbered, "column 4" where there is none."""
    counted: Counter[str] = Counter()
    shown = []
    for index, name in enumerate(names, 1):
        text = name or f"column {index}"
        counted[text] += 1
        shown.append(text if counted[text] == 1 else f"{text} ({counted[text]})")
    return tuple(shown)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(normal(cell) for cell in row.cells)


def _could_repeat(row: Row, longest: int = _LONGEST) -> bool:
    """A cheap look before the costly one: headings are short, and at least two stand beside one another."""
    count = 0
    for cell in row.cells:
        if cell:
            if len(cell) > longest:
                return False
            count += 1
    return count > 1 and not row.spans


def _find(
    rows: Sequence[Row],
    words: HeadingWords,
    dates: DateWords,
    marked: int,
    chosen: Sequence[tuple[str, str]],
) -> int | None:
    """The row of the headings proper, ``None`` where the table has none."""
    wanted = {normal(heading) for _, heading in chosen if heading}
    best: tuple[float, int] | None = None
    met = False  # a row of several cells stands above
    for index, row in enumerate(rows[:_LOOK]):
        if not _could_repeat(row):
            continue
        if wanted and wanted & set(_key(row)):
            return index
        score = _score(row, words, dates)
        if score >= (_LEAST if met else _LEAST_AT_TOP) and (best is None or score > best[0]):
            best = (score, index)
        met = True
    if best is not None:
        return best[1]
    for index in range(min(marked, len(rows)) - 1, -1, -1):
        if _could_repeat(rows[index]) and not any(is_date(cell.strip(), dates) for cell in rows[index].cells if cell):
            return index
    return _unknown(rows, dates)


def _unknown(rows: Sequence[Row], dates: DateWords) -> int | None:
    """The first row of several short words without a number, where most rows below hold dates in one column."""
    index = next((i for i, row in enumerate(rows[:_LOOK]) if _could_repeat(row)), None)
    if index is None or any(re.search(r"\d", cell) or len(cell) > 40 for cell in rows[index].cells):
        return None
    below = rows[index + 1 : index + 60]
    for column, heading in enumerate(rows[index].cells):
        cells = [row.cells[column].strip() for row in below if row.cells[column].strip()]
        if heading and len(cells) > 1 and 2 * sum(is_date(cell, dates) for cell in cells) >= len(cells):
            return index
    return None


def _score(row: Row, words: HeadingWords, dates: DateWords, *, strict: bool = False) -> float:
    """How much a row reads as headings; 0 where anything in it is a date or most of it is unknown."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > _LONGEST for cell in filled):
        return 0.0
    meanings = [words.exact(cell) for cell in filled]
    if any(len(cell) > _LONG for cell in filled):
        # beside instructions stands a date's heading; beside an account stands at most a label
        opening = {meaning for cell in filled if len(cell) <= _LONG for meaning in words.meanings(cell)}
        if strict or len(filled) < 3 or not opening & _DATED:
            return 0.0
    if strict and sum(map(bool, meanings)) < 3:
        return 0.0
    # a day in the row makes it data; but "Date" and "March" alike are short words, so the known ones are let through
    if any(not known and is_date(cell, dates) for cell, known in zip(filled, meanings, strict=True)):
        return 0.0
    if any(":" in cell and not known and re.search(r"\d", cell) for cell, known in zip(filled, meanings, strict=True)):
        return 0.0
    exact = sum(map(bool, meanings))
    loose = 0 if strict else sum(bool(words.meanings(cell)) for cell, m in zip(filled, meanings, strict=True) if not m)
    named = {meaning for known in meanings for meaning in known}
    if not strict:
        named |= {meaning for cell in filled for meaning in words.meanings(cell) if len(cell) <= _LONG}
    if not named & _DATED and (strict or "text" not in named):
        return 0.0
    if exact + loose < 0.5 * len(filled) or (strict and exact < 0.7 * len(filled)):
        return 0.0
    return exact + 0.5 * loose


def _extent(
    rows: Sequence[Row], proper: int, words: HeadingWords, dates: DateWords, low: int | None = None
) -> tuple[int, int]:
    """First and last row of the header around its proper row: parents of merged cells above, children below."""
    first, last = proper, proper
    while (
        first > (proper - 2 if low is None else low)
        and first > 0
        and _is_parent(rows[first - 1], rows[proper], words, dates)
    ):
        first -= 1
    while last < proper + 2 and last + 1 < len(rows) and _is_child(rows[proper], rows[last + 1], words, dates):
        last += 1
    return first, last


def _short_words(row: Row, dates: DateWords) -> list[str] | None:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if any(len(cell) > 60 or cell.endswith(":") or is_date(cell, dates) for cell in filled):
        return None
    return filled


def _is_parent(row: Row, proper: Row, words: HeadingWords, dates: DateWords) -> bool:
    """Whether a row holds the merged headings over those of the row below it."""
    filled = _short_words(row, dates)
    if filled is None or row.spans or len(filled) < 2 or len(filled) > len([cell for cell in proper.cells if cell]):
        return False
    known = sum(bool(words.meanings(cell)) for cell in filled)
    return 2 * known > len(filled)


def _is_child(proper: Row, row: Row, words: HeadingWords, dates: DateWords) -> bool:
    """Whether a row goes on with the header above: only known headings, under groups or where the header is empty."""
    filled = _short_words(row, dates)
    if not filled or row.spans or _key(row) == _key(proper):
        return False
    if not all(words.exact(cell) for cell in filled) or len(filled) >= len([cell for cell in proper.cells if cell]) + 2:
        return False
    if any(re.fullmatch(r"[YN]|n/?a|yes|no", cell, re.IGNORECASE) for cell in filled):
        return False
    # a first entry may hold but a type ("Referral"): children stand beside one another or under an empty heading
    empty_above = any(cell and not above for cell, above in zip(row.cells, proper.cells, strict=True))
    return empty_above and (len(filled) > 1 or len(proper.cells) <= 3)


def _header(all_rows: Sequence[Row], rows: Sequence[Row]) -> Header:
    own = [""] * len(rows[0].cells)
    for row in rows:
        own = [cell.strip() or above for cell, above in zip(row.cells, own, strict=True)]
    return Header(tuple(all_rows), _joined(rows), tuple(own))


def _joined(rows: Sequence[Row]) -> tuple[str, ...]:
    """One heading a column: a parent stands over every column up to the next parent that has a child."""
    names = [""] * len(rows[0].cells)
    for depth, row in enumerate(rows):
        below = rows[depth + 1 :]
        group = ""
        for index, cell in enumerate(row.cells):
            text = " ".join(cell.split())
            children = any(line.cells[index].strip() for line in below)
            if text:
                group = text if children else ""
            elif children:
                text = group
            if text and names[index] and normal(text) != normal(names[index]):
                names[index] = f"{names[index]} / {text}"
            elif text:
                names[index] = text
    return tuple(names)
