"""``chronology.xlsx`` opened again."""

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from tests.invented_analysis import ANALYSIS, ENTRIES, FORMULA

from keymoments.analysis.records import Precision, UncertainDate
from keymoments.errors import OutputError
from keymoments.export.workbook import MOST_IN_CELL, pieces, write_workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "chronology.xlsx"
    write_workbook(ANALYSIS, path)
    return openpyxl.load_workbook(path)


def rows_of(sheet):
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_sheets(book):
    assert book.sheetnames == [
        "Chronology", "Where was the child", "Waits", "Moments to look at", "Who knew what", "Accounts that differ",
        "Tick boxes", "Themes", "Problems", "Same event", "People not named in case file", "About this run",
    ]  # fmt: skip


def test_every_entry_is_a_row_in_order_with_agency_name_and_source(book):
    rows = rows_of(book["Chronology"])
    assert [row["Reference"] for row in rows] == [entry.id for entry in ENTRIES]
    assert rows[1]["Agency"] == "St Brannoc’s Primary"
    assert rows[1]["Entry"] == ENTRIES[1].text
    assert rows[1]["Other details"] == "Action↵taken: Rang Mum.\n    Left message.\nSeen by:\xa0Mrs Quill\nComment: "
    assert rows[1]["People"] == "Linnet Ashgrove; Dee Ashgrove"
    assert (rows[1]["Source file"], rows[1]["Place in file"]) == ("records/school.xlsx", "sheet Log, row 7")
    assert rows[1]["First possible day"] == datetime(2021, 2, 3)  # noqa: DTZ001 - Excel knows no time zone


def test_uncertain_dates_say_so(book):
    rows = rows_of(book["Chronology"])
    assert [row["Date"] for row in rows] == [
        "2019", "3 February 2021", "3 February 2021", "About early March 2021 (1 to 10 March)", "? 4 March 2021",
        "Not dated",
    ]  # fmt: skip
    assert rows[0]["Doubts"] == "Outside the period of the review"
    assert rows[2]["Doubts"] == "Date taken from the row above"
    assert rows[2]["Time"] == "between 20:00 and 23:59"
    assert rows[3]["Doubts"].startswith("Year taken from neighbouring rows\nRead from a picture of the page")


def test_nothing_an_agency_wrote_becomes_a_formula_or_link(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    cell = next(cell for cell in book["Chronology"]["D"] if cell.value == FORMULA)
    assert cell.quotePrefix  # so that it stays text when somebody edits the cell


def test_filter_frozen_heading_and_print(book):
    sheet = book["Chronology"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_control_characters_are_visible(book):
    assert rows_of(book["Chronology"])[4]["Entry"] == "School rang re no tea.\tLogged ␇ late."


def test_other_sheets(book):
    assert rows_of(book["Problems"])[0]["What to do"] == "Ask the agency for the right date."
    same = rows_of(book["Same event"])
    assert same[0]["Differs from others in"] == "csc-003: date: 3 February 2021 here, 4 March 2021 there"
    assert same[1]["Differs from others in"] == "school-001: date: 4 March 2021 here, 3 February 2021 there"
    assert rows_of(book["People not named in case file"])[0]["Written in the records"] == "Bev <next door>"
    about = {row[0]: row[1] for row in book["About this run"].iter_rows(values_only=True) if row[0]}
    assert about["Knowledge used"] == "england 2026.1 (0123456789abcdef)"


def test_a_text_longer_than_a_cell_goes_on_in_the_next(tmp_path):
    text = "😀a" * 30_000
    write_workbook(replace(ANALYSIS, entries=(replace(ENTRIES[1], text=text), ENTRIES[4])), tmp_path / "x.xlsx")
    row = rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["Chronology"])[0]
    parts = [row["Entry"], row["Entry (continued)"], row["Entry (continued 2)"]]
    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= MOST_IN_CELL for part in parts)


def test_a_short_text_is_one_piece():
    assert pieces("") == [""]
    assert pieces("a" * 16_000) == ["a" * 16_000]


def test_a_day_before_excel_can_count_is_written_as_text(tmp_path):
    old = date(1899, 5, 1)
    entry = replace(ENTRIES[1], date=UncertainDate(old, old, Precision.DAY))
    write_workbook(replace(ANALYSIS, entries=(entry,)), tmp_path / "x.xlsx")
    assert rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["Chronology"])[0]["First possible day"] == "1899-05-01"


def test_same_analysis_gives_the_same_bytes(tmp_path):
    write_workbook(ANALYSIS, tmp_path / "a.xlsx")
    write_workbook(ANALYSIS, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_entries_and_no_problems(tmp_path):
    write_workbook(replace(ANALYSIS, entries=(), problems=(), same_event=(), differences=()), tmp_path / "x.xlsx")
    assert (
        rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["Problems"])[0]["File"]
        == "Everything in the files was read."
    )


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(OutputError, match=r"chronology\.xlsx cannot be written"):
        write_workbook(ANALYSIS, tmp_path / "none" / "chronology.xlsx")
