"""Make a file of what somebody sees of a chronology: the same rows in the same order, and by which filter."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.analysis.records import Entry
from keymoments.reviews.queries.chronology import Filter, entries_of
from keymoments.reviews.queries.filters import filter_words
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.rows import Table

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
BUNDLE = "zip"  # the whole review, of which a chronology is a part
TYPES = {**KINDS, BUNDLE: "application/zip"}

_OFTEN = 200  # entries between two words on how far it is


def file_name(place: Place, kind: str) -> str:
    """The name under which an export is offered."""
    return f"{place.review.reference}-{'bundle' if kind == BUNDLE else 'chronology'}.{kind}"


def write_export(
    place: Place,
    wanted: Filter,
    kind: str,
    path: Path,
    *,
    when: datetime | None = None,
    told: Callable[[int], None] = lambda _done: None,
) -> int:
    """Write what ``place`` shows of its chronology under a filter into a new file; how many entries it holds.

    ``kind``: one of :data:`KINDS`. The file says which filter was used, by whom and when (``when``, or now). Comments
    of the panel are no evidence and are left out. Reads only: the audit and the permission are the caller's.
    ``told`` is called now and then with how many entries are written; what it raises ends the writing.
    """
    about = _about(place, wanted, when or timezone.now())
    if kind == "csv":
        return _csv(place, wanted, path, about, told)
    if kind not in KINDS:
        raise ValueError(kind)
    return _office(place, wanted, kind, path, about, told)


def _about(place: Place, wanted: Filter, when: datetime) -> list[tuple[str, str]]:
    """What the file says of itself: heading and words."""
    return [
        (_("Chronology of the review"), place.review.reference),
        (_("Filter"), filter_words(place, wanted)),
        (_("Taken by"), place.user.name),
        (_("Taken on"), date_format(timezone.localtime(when), "j F Y, H:i")),
    ]


def _notes() -> list[tuple[str, str]]:
    """What a reader of the file must know."""
    return [
        (_("Order"), _("As on the page: by the first day on which it may have happened.")),
        (
            _("Corrections"),
            _("What a person put right counts; what the program read and the reason stand beside the entry."),
        ),
        (_("Left out"), _("Comments of the panel: they are no evidence.")),
    ]


def _csv(
    place: Place, wanted: Filter, path: Path, about: Sequence[tuple[str, str]], told: Callable[[int], None]
) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_safe(line) for line in about)
        writer.writerow(())
        table = Table(place)
        writer.writerow(_safe(table.headings))
        for row in table.rows(entries_of(place, wanted)):
            writer.writerow(_safe(row))
            count += 1
            if count % _OFTEN == 0:
                told(count)
    return count


def _safe(cells: Sequence[str]) -> list[str]:
    """Cells that a spreadsheet program takes for text, never for a formula."""
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]


class _Counted(tuple[Entry, ...]):
    """Entries that tell how far whoever goes through them is."""

    told: Callable[[int], None]

    def __iter__(self) -> Iterator[Entry]:
        for number, entry in enumerate(super().__iter__()):
            if number % _OFTEN == 0:
                self.told(number)
            yield entry


def _office(
    place: Place,
    wanted: Filter,
    kind: str,
    path: Path,
    about: Sequence[tuple[str, str]],
    told: Callable[[int], None],
) -> int:
    # Only when asked for: python-docx takes long to load.
    from keymoments.export.report_docx import write_chronology_docx
    from keymoments.export.workbook import write_chronology_workbook
    from keymoments.reviews.queries.whole import rows_as_analysis

    analysis = rows_as_analysis(place, entries_of(place, wanted))
    counted = _Counted(analysis.entries)
    counted.told = told
    analysis = replace(analysis, entries=counted)
    held = (_("Entries in this file"), str(len(analysis.entries)))
    write = write_chronology_workbook if kind == "xlsx" else write_chronology_docx
    write(analysis, path, [*about, held, *_notes()])
    return len(analysis.entries)
