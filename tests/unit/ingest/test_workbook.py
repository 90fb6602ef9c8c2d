"""Workbooks of every kind: what a reader would see in the cells, and that no file can do harm."""

from __future__ import annotations

import io
import random
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf import office, opendocument, table, text
from openpyxl.comments import Comment

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Table
from keymoments.ingest.sheets import column_index, column_name
from keymoments.ingest.workbook import read_workbook

AFTERNOON = datetime(2021, 10, 7, 14, 10)  # noqa: DTZ001  (a workbook knows no time zones)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cells(document: Document, sheet: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in tables(document)[sheet].rows]


def saved(book: openpyxl.Workbook, folder: Path, name: str = "log.xlsx") -> Document:
    book.save(folder / name)
    return read_workbook(folder / name, f"records/{name}")


@pytest.fixture
def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "Log"
    return made


def test_values_are_text_as_a_reader_sees_them(tmp_path: Path, book: openpyxl.Workbook) -> None:
    for row in (
        ("Date", "Entry"),
        (date(2021, 10, 7), "Seen  at school \nand well"),
        (AFTERNOON, 1001.0),
        (clock(14, 10), 3.5),
        ("7/10/21", True),
        (43500, 0.1 + 0.2),
    ):
        book.active.append(row)
    assert cells(saved(book, tmp_path)) == [
        ("Date", "Entry"),
        ("2021-10-07", "Seen  at school \nand well"),
        ("2021-10-07T14:10", "1001"),
        ("14:10", "3.5"),
        ("7/10/21", "TRUE"),
        ("43500", "0.3"),
    ]


def test_rows_have_the_workbooks_own_numbers_below_titles_and_gaps(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active["B3"] = "Date"
    book.active["C60"] = "far below"
    (sheet,) = tables(saved(book, tmp_path))
    assert sheet.where == "sheet Log"
    assert [row.where for row in sheet.rows if any(row.cells)] == ["sheet Log, row 3", "sheet Log, row 60"]


def test_workbook_of_the_1904_calendar(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True}) as made:
        sheet = made.add_worksheet("Log")
        sheet.write_datetime(0, 0, AFTERNOON, made.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    assert cells(read_workbook(tmp_path / "mac.xlsx", "mac.xlsx")) == [("2021-10-07T14:10",)]


def test_merged_cells_bands_and_what_lies_hidden_under_them(tmp_path: Path, book: openpyxl.Workbook) -> None:
    sheet = book.active
    for row in (("Title", None, None), ("Date", "Entry", "By"), (date(2021, 3, 1), "One", "AB"), (None, "Two", "CD")):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    rows = tables(saved(book, tmp_path))[0].rows
    assert [row.spans for row in rows] == [True, False, False, False]
    assert rows[3].cells == ("", "Two", "CD")


def test_hidden_rows_columns_and_sheets_are_read_and_noted(tmp_path: Path, book: openpyxl.Workbook) -> None:
    for row in (("Date", "Entry", "Secret"), ("1/2/21", "One", None), ("2/2/21", "Two", "x")):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    other = book.create_sheet("Old")
    other.append(("kept",))
    other.sheet_state = "hidden"
    document = saved(book, tmp_path)
    assert [row.notes for row in tables(document)[0].rows] == [
        ("hidden column C",),
        ("hidden row",),
        ("hidden column C",),
    ]
    assert tables(document)[1].rows[0].notes == ("hidden sheet",)


def test_comments_are_footnotes_and_never_in_a_cell(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(("Date", "Entry"))
    book.active.append(("1/2/21", "One"))
    book.active["B2"].comment = Comment("who said so?", "A Bell")
    document = saved(book, tmp_path)
    assert document.footnotes == (("comment on B2", "who said so?", "sheet Log, row 2"),)
    assert tables(document)[0].rows[1].cells == ("1/2/21", "One")
    assert tables(document)[0].rows[1].notes == ("comment in the file",)


def test_formulas_show_their_stored_result_or_are_a_problem(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(("Date", "Entry"))
    book.active.append(("=TODAY()", "One"))
    (problem,) = saved(book, tmp_path).problems
    assert problem.where == "sheet Log, cell A2"
    with xlsxwriter.Workbook(tmp_path / "stored.xlsx") as made:
        sheet = made.add_worksheet("Log")
        sheet.write_formula(0, 0, "=A2&B2", None, "Seen")
        sheet.write_formula(0, 1, "=A2", None, "nothing")
        sheet.write(0, 2, "end")
    stored = rewritten(
        tmp_path / "stored.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>nothing</v>", b"<v></v>")
    )
    document = read_workbook(stored, "stored.xlsx")
    assert cells(document) == [("Seen", "", "end")]
    assert document.problems == ()


def test_errors_stay_as_they_are_shown(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(("Date", "Entry", "#REF!"))
    book.active["C1"].data_type = "e"
    assert cells(saved(book, tmp_path)) == [("Date", "Entry", "#REF!")]


def test_old_xls(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Log")
    sheet.write(0, 0, "Date")
    sheet.write(0, 1, "Entry")
    sheet.write(1, 0, date(2009, 3, 4), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(1, 1, "Siân – seen")
    sheet.write(2, 1, 12.0)
    sheet.write_merge(3, 3, 0, 1, "CLOSED")
    sheet.row(2).hidden = True
    made.save(str(tmp_path / "log.xls"))
    (log,) = tables(read_workbook(tmp_path / "log.xls", "log.xls"))
    assert [row.cells for row in log.rows] == [
        ("Date", "Entry"),
        ("2009-03-04", "Siân – seen"),
        ("", "12"),
        ("CLOSED", ""),
    ]
    assert log.rows[2].notes == ("hidden row",)
    assert log.rows[3].spans


def ods(folder: Path) -> Path:
    made = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Log")
    made.spreadsheet.addElement(sheet)
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=2))
    sheet.addElement(table.TableColumn(visibility="collapse"))

    def cell(words: str = "", note: str = "", **given: str) -> table.TableCell:
        made_cell = table.TableCell(**given)
        if note:
            comment = office.Annotation()
            comment.addElement(text.P(text=note))
            made_cell.addElement(comment)
        for part in words.split("\n") if words else ():
            made_cell.addElement(text.P(text=part))
        return made_cell

    for row, hidden in (
        ((cell("Title", numbercolumnsspanned="3"), table.CoveredTableCell(numbercolumnsrepeated="2")), False),
        ((cell("7 Oct", valuetype="date", datevalue="2021-10-07"), cell("One\ntwo", "why?"), cell("x")), False),
        ((cell("x", valuetype="date", datevalue="2021-10-07T14:10:00"), cell("3", valuetype="float", value="3")), True),
        (
            (cell("x", valuetype="time", timevalue="PT09H05M00S"), cell("a", valuetype="boolean", booleanvalue="true")),
            False,
        ),
    ):
        line = table.TableRow(**({"visibility": "collapse"} if hidden else {}))
        for element in row:
            line.addElement(element)
        sheet.addElement(line)
    last = table.TableRow(numberrowsrepeated="1048000")
    last.addElement(table.TableCell(numbercolumnsrepeated="16384"))
    sheet.addElement(last)
    made.save(str(folder / "log.ods"))
    return folder / "log.ods"


def test_opendocument_sheets(tmp_path: Path) -> None:
    document = read_workbook(ods(tmp_path), "log.ods")
    (log,) = tables(document)
    assert [row.cells for row in log.rows] == [
        ("Title", "", ""),
        ("2021-10-07", "One\ntwo", "x"),
        ("2021-10-07T14:10", "3", ""),
        ("09:05", "TRUE", ""),
    ]
    assert [row.spans for row in log.rows] == [True, False, False, False]
    assert log.rows[1].notes == ("hidden column C", "comment in the file")
    assert log.rows[2].notes == ("hidden row",)
    assert document.footnotes == (("comment on B2", "why?", "sheet Log, row 2"),)


def test_column_letters() -> None:
    for index in (0, 25, 26, 701, 702, 16_383):
        assert column_index(column_name(index)) == index
    assert column_name(16_383) == "XFD"


# --- files that would do harm ----------------------------------------------------------------------------------------


def test_a_sheet_that_claims_to_be_endless_costs_nothing(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(("Date", "Entry"))
    book.active.append(("1/2/21", "One"))
    book.save(tmp_path / "claims.xlsx")
    edited = rewritten(
        tmp_path / "claims.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"').replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        ),
    )
    started = time.process_time()
    document = read_workbook(edited, "claims.xlsx")
    assert cells(document) == [("Date", "Entry"), ("1/2/21", "One")]
    assert time.process_time() - started < 20


def test_cells_too_far_apart_are_told_and_cost_nothing(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active["A1"] = "here"
    book.active["XFD1048576"] = "there"
    book.create_sheet("Other").append(("kept",))
    started = time.process_time()
    document = saved(book, tmp_path)
    assert [problem.where for problem in document.problems] == ["sheet Log"]
    assert cells(document) == [("kept",)]
    assert time.process_time() - started < 20


def test_rows_beyond_the_limit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keymoments.ingest.workbook.MOST_ROWS", 3)
    book = openpyxl.Workbook()
    for number in range(5):
        book.active.append((number, "x"))
    (problem,) = saved(book, tmp_path).problems
    assert problem.where == "sheet Sheet, rows 4 to 5"


def rewritten(path: Path, member: str, change: object) -> Path:
    target = path.with_name(f"edited-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == member else data)  # type: ignore[operator]
    return target


def test_entities_are_refused(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(("Date",))
    book.save(tmp_path / "bomb.xlsx")
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    edited = rewritten(
        tmp_path / "bomb.xlsx", "xl/worksheets/sheet1.xml", lambda xml: bomb + xml[xml.index(b"<worksheet") :]
    )
    with pytest.raises(UnreadableSource):
        read_workbook(edited, "bomb.xlsx")


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(UnreadableSource):
        read_workbook(tmp_path / "bomb.xlsx", "bomb.xlsx")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"Date,Note\n1/2/21,x\n",
        b"<html><table><tr><td>x</td></tr></table></html>",
        b"%PDF-1.4",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20,
    ],
)
def test_what_is_no_workbook_is_said_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "log.xlsx").write_bytes(data)
    with pytest.raises(UnreadableSource) as raised:
        read_workbook(tmp_path / "log.xlsx", "log.xlsx")
    assert raised.value.what.endswith(".")


def test_a_password_is_named(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "log.xlsx").write_bytes(data)
    with pytest.raises(UnreadableSource, match="password"):
        read_workbook(tmp_path / "log.xlsx", "log.xlsx")


def sound_files(folder: Path) -> list[bytes]:
    book = openpyxl.Workbook()
    old = xlwt.Workbook()
    sheet = old.add_sheet("Log")
    for number in range(30):
        book.active.append((date(2021, 3, 1), f"Seen at home {number}", number))
        sheet.write(number, 0, f"Seen at home {number}")
        sheet.write(number, 1, number)
    book.active["A1"].comment = Comment("x", "y")
    stream, old_stream = io.BytesIO(), io.BytesIO()
    book.save(stream)
    old.save(old_stream)
    return [stream.getvalue(), old_stream.getvalue(), ods(folder).read_bytes()]


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_broken_files_give_a_document_or_one_error(tmp_path: Path, kind: int) -> None:
    sound = sound_files(tmp_path)[kind]
    path = tmp_path / "broken.bin"
    for seed in range(50):
        chance = random.Random(seed)
        data = bytearray(sound[: chance.randrange(9, len(sound))] if seed % 5 == 0 else sound)
        for _ in range(1 + seed % 12):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        with suppress(UnreadableSource):
            assert read_workbook(path, "broken").file == "broken"


def test_fifty_thousand_rows_do_not_take_minutes(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "big.xlsx", {"constant_memory": True}) as made:
        sheet = made.add_worksheet("Log")
        for number in range(50_000):
            sheet.write_row(number, 0, ("01/02/2021", "14:10", f"Seen at home {number}", "AB"))
    started = time.process_time()
    (log,) = tables(read_workbook(tmp_path / "big.xlsx", "big.xlsx"))
    assert len(log.rows) == 50_000
    assert time.process_time() - started < 40
