"""Forms: a table that holds one entry as labels and values ("Date of contact | 3/2/21", "Details | …")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from keymoments.analysis.vocabulary import DateWords
from keymoments.ingest.blocks import Draft, Row
from keymoments.ingest.columns import HeadingWords, begins_with_date, is_date

_WIDEST = 6
_FEWEST_LABELS = 3
_LABELS = 0.6


@dataclass(slots=True)
class _Form:
    """One filled-in form while its rows come in."""

    where: str
    date: str = ""
    time: str = ""
    recorded: str = ""
    text: str = ""
    columns: list[tuple[str, str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    labels: int = 0


def is_form(rows: Sequence[Row], words: HeadingWords) -> bool:
    """Whether most rows begin with a label, so that dates beside them are values and no column."""
    filled = [[cell.strip() for cell in row.cells if cell.strip()] for row in rows]
    filled = [cells for cells in filled if cells]
    if not filled or len(rows[0].cells) > _WIDEST:
        return False
    labels = sum(cells[0].endswith(":") or bool(words.exact(cells[0])) for cells in filled)
    return labels >= _LABELS * len(filled)


def form_drafts(rows: Sequence[Row], words: HeadingWords, dates: DateWords, series: str) -> tuple[Draft, ...]:
    """The entries of a table of labels and values; empty where it is no such form, or a form without date or account.

    A label of the date that stands again begins the next form.
    """
    if not rows or len(rows[0].cells) > _WIDEST:
        return ()
    forms: list[_Form] = []
    for row, label, value in _pairs(rows, words):
        meanings = words.meanings(label)
        dated = "date" in meanings and (is_date(value, dates) or begins_with_date(value, dates))
        if not forms or (dated and forms[-1].date):
            forms.append(_Form(row.where))
        form = forms[-1]
        form.labels += bool(meanings)
        form.notes = (*form.notes, *(note for note in row.notes if note not in form.notes))
        if dated:
            form.date = value
        elif "time" in meanings and not form.time:
            form.time = value
        elif "text" in meanings and len(value) > len(form.text):
            if form.text:
                form.columns.append(("", form.text))
            form.text, form.where = value, row.where
        else:
            if "recorded" in meanings and is_date(value, dates):
                form.recorded = value
            form.columns.append((label.rstrip(" :"), value))
    return tuple(
        Draft(
            form.text,
            form.where,
            form.date or form.recorded,
            form.time,
            series,
            after_break=True,
            columns=tuple((label or "Further details", value) for label, value in form.columns),
            notes=form.notes,
        )
        for form in forms
        if form.text and (form.date or form.recorded) and form.labels >= _FEWEST_LABELS
    )


def _pairs(rows: Sequence[Row], words: HeadingWords) -> Iterator[tuple[Row, str, str]]:
    """Label and value of each pair: side by side, or a label that fills a row and its value in the row below."""
    waiting = ""
    for row in rows:
        filled = [cell.strip() for cell in row.cells if cell.strip()]
        if not filled:
            continue
        if len(filled) == 1:
            if waiting:
                yield row, waiting, filled[0]
                waiting = ""
            elif len(filled[0]) <= 80 and (words.exact(filled[0]) or filled[0].endswith(":")):
                waiting = filled[0]
            continue
        waiting = ""
        for place in range(0, len(filled) - 1, 2):
            label, value = filled[place], filled[place + 1]
            if len(label) <= 80 and (words.meanings(label) or label.endswith(":")):
                yield row, label, value
