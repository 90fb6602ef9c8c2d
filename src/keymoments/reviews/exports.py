"""Make a file of what somebody sees of a chronology: the same rows in the same order, and by which filter."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.reviews.queries.chronology import Filter, entries_of
from keymoments.reviews.queries.filters import filter_words
from keymoments.reviews.queries.places import Place

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}


def file_name(place: Place, kind: str) -> str:
    """The name under which an export is offered."""
    return f"{place.review.reference}-chronology.{kind}"


def write_export(place: Place, wanted: Filter, kind: str, path: Path, *, when: datetime | None = None) -> int:
    """Write what ``place`` shows of its chronology under a filter into a new file; how many entries it holds.

    ``kind``: one of :data:`KINDS`. The file says which filter was used, by whom and when (``when``, or now). Comments
    of the panel are no evidence and are left out. Reads only: the audit and the permission are the caller's.
    """
    about = _about(place, wanted, when or timezone.now())
    if kind == "csv":
        return _csv(place, wanted, path, about)
    if kind not in KINDS:
        raise ValueError(kind)
    return _office(place, wanted, kind, path)


def _about(place: Place, wanted: Filter, when: datetime) -> list[tuple[str, str]]:
    """What the file says of itself: heading and words."""
    return [
        (_("Chronology of the review"), place.review.reference),
        (_("Filter"), filter_words(place, wanted)),
        (_("Taken by"), place.user.name),
        (_("Taken on"), date_format(timezone.localtime(when), "j F Y, H:i")),
    ]


def _csv(place: Place, wanted: Filter, path: Path, about: Sequence[tuple[str, str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_safe(line) for line in about)
        writer.writerow(())
        writer.writerow(("Date", "Time", "Agency", "Entry", "Source file", "Place in file"))
        for row in _rows(place, wanted):
            writer.writerow(_safe(row))
            count += 1
    return count


def _rows(place: Place, wanted: Filter) -> Iterator[tuple[str, ...]]:
    for row in entries_of(place, wanted):
        file = row.source.name if row.source else ""
        yield row.written_date, row.clock or "", row.agency.name, row.text, file, row.where


def _safe(cells: Sequence[str]) -> list[str]:
    """Cells that a spreadsheet program takes for text, never for a formula."""
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]


def _office(place: Place, wanted: Filter, kind: str, path: Path) -> int:
    # Only when asked for: python-docx takes long to load.
    from keymoments.export.report_docx import write_report_docx
    from keymoments.export.workbook import write_workbook
    from keymoments.reviews.queries.whole import analysis_of

    analysis = analysis_of(place, entries_of(place, wanted))
    (write_workbook if kind == "xlsx" else write_report_docx)(analysis, path)
    return len(analysis.entries)
