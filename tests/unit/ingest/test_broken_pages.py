"""Rows broken by the end of a page, headings of two rows, and dates that OCR misread by a letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.platypus import PageBreak, Spacer

from keymoments.ingest.blocks import Line, Row
from keymoments.ingest.scanned_dates import mended_date, mended_line, mended_row

from .made_pdf import GRID, built, read, rows, table

HEAD = (("Event", "", "", "", "Recorded by"), ("Event date", "Time", "Type", "Summary", "Worker"))
WIDTHS = (60, 45, 75, 230, 60)
USUAL = tuple((f"{day:02d} May 15", "10:00", "Visit", f"Seen at home, note {day}.", "R Poe") for day in range(4, 12))


def over_two_pages(path: Path, end: Sequence[str], start: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows read of a print whose first page ends in one row and whose second begins with the other."""
    after = ("29 May 15", "09:00", "Letter", "Sent to the practice.", "R Poe")
    first = table([*HEAD, *USUAL, end], GRID, widths=WIDTHS)
    second = table([*HEAD, start, after], GRID, widths=WIDTHS)
    document = read(built(path, Spacer(1, 440), first, PageBreak(), second))
    body = [row.cells for row in rows(document) if row.cells not in HEAD]
    assert body[: len(USUAL)] == list(USUAL)
    assert body[-1] == after
    return body[len(USUAL) : -1]


def test_a_tail_that_begins_a_sentence_goes_to_the_row_it_was_broken_from(tmp_path: Path) -> None:
    end = ("20 May 15", "", "Decision", "Assessment done. Mother keen.", "D Moy")
    found = over_two_pages(tmp_path / "a.pdf", end, ("", "", "", "Centre to offer a place. Close.", ""))
    assert [(row[0], row[3]) for row in found] == [
        ("20 May 15", "Assessment done. Mother keen. Centre to offer a place. Close.")
    ]


def test_several_cells_broken_together_are_one_row(tmp_path: Path) -> None:
    end = ("20 May 15", "10:00", "Review", "Review (put back). Mother came.", "Review")
    found = over_two_pages(tmp_path / "a.pdf", end, ("", "", "meeting", "Nurse by phone at the end.", "office"))
    assert found == [
        (
            "20 May 15",
            "10:00",
            "Review meeting",
            "Review (put back). Mother came. Nurse by phone at the end.",
            "Review office",
        )
    ]


def test_two_days_of_one_row_broken_between_them(tmp_path: Path) -> None:
    end = ("20 May &", "", "Visit / tel", "20/5 No reply, card left. 22/5 mother", "R Poe")
    found = over_two_pages(tmp_path / "a.pdf", end, ("22 May 15", "", "", "rang in, they had been away.", ""))
    assert [" ".join(row[0].split()) for row in found] == ["20 May & 22 May 15"]
    assert found[0][3] == "20/5 No reply, card left. 22/5 mother rang in, they had been away."


def test_a_later_event_of_the_day_at_the_top_of_a_page_stays_a_row(tmp_path: Path) -> None:
    end = ("20 May 15", "10:00", "Visit", "Seen at home with his aunt.", "R Poe")
    start = ("", "14:30", "Decision", "Manager agreed to close.", "D Moy")
    assert over_two_pages(tmp_path / "a.pdf", end, start) == [end, start]


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("19,1.15", "19.1.15"),
        ("19,1,15", "19.1.15"),
        ("l9.1.15", "19.1.15"),
        ("1O/O5/2015", "10/05/2015"),
        ("3.I2.15", "3.12.15"),
    ],
)
def test_a_date_with_one_way_to_read_it_is_mended(read_as: str, meant: str) -> None:
    assert mended_date(read_as) == meant


@pytest.mark.parametrize(
    "read_as",
    ["19.1.15", "S2.1.15", "32,1.15", "9,13.15", "1,250", "20.715", "19-.1.15", "lO", "llam", "1,2.345", "oil,oil,oi"],
)
def test_what_is_right_or_not_sure_is_left(read_as: str) -> None:
    assert mended_date(read_as) is None


def test_only_what_was_read_by_ocr_is_mended_and_says_so() -> None:
    scanned = mended_row(Row(("19,1.15", "No access."), "page 1, row 2", confidence=0.9))
    assert scanned.cells == ("19.1.15", "No access.")
    assert scanned.notes == ("date read from the scan as “19,1.15”",)
    typed = Row(("19,1.15", "No access."), "page 1, row 2")
    assert mended_row(typed) is typed
    line = mended_line(Line("l9.1.15 No access.", "page 1, line 4", confidence=0.9))
    assert line.text == "19.1.15 No access."
    assert mended_line(Line("l9.1.15 No access.", "line 4")).text == "l9.1.15 No access."
