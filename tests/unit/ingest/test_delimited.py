"""Delimited text as agencies export it, with the faults of careless exports."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Passage, Table
from keymoments.ingest.delimited import read_delimited


def read(folder: Path, text: str | bytes, name: str = "log.csv") -> Document:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_delimited(path, f"records/{name}")


def cells(document: Document) -> list[tuple[str, ...]]:
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [("Date", "Note", "By"), ("1/2/21", "Seen; well, fine", "AB"), ("2/2/21", "No reply", "CD")]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert cells(read(tmp_path, text)) == rows


def test_semicolons_with_many_commas_in_the_account(tmp_path: Path) -> None:
    text = "Date;Note\n1/2/21;Rang mum, dad, school, no reply\n2/2/21;Visited, in, fine, left\n"
    assert cells(read(tmp_path, text))[1] == ("1/2/21", "Rang mum, dad, school, no reply")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_of_an_office_is_read_without_broken_letters(tmp_path: Path, encoding: str) -> None:
    text = "Date,Note\r\n1/2/21,Siân said “no” – café\r\n2/2/21,Plain\r\n"
    assert cells(read(tmp_path, text.encode(encoding)))[1] == ("1/2/21", "Siân said “no” – café")


def test_binary_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        read(tmp_path, b"\x00\x01\x02,\x03" * 400)


def test_separator_line_of_excel_is_no_row(tmp_path: Path) -> None:
    document = read(tmp_path, "sep=;\r\nDate;Note\r\n1/2/21;Seen\r\n")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(row.where, row.cells) for row in table.rows] == [
        ("row 1", ("Date", "Note")),
        ("row 2", ("1/2/21", "Seen")),
    ]


def test_line_breaks_inside_quoted_cells_count_as_one_row(tmp_path: Path) -> None:
    document = read(tmp_path, 'Date,Note\r\n1/2/21,"One\r\ntwo ""three"""\r\n2/2/21,Four\r\n')
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[1].cells[1] == 'One\ntwo "three"'
    assert table.rows[2].where == "row 3"


def test_speech_at_the_start_of_a_cell_keeps_its_marks(tmp_path: Path) -> None:
    text = 'Date,Note,By\n1/2/21,"Go away" she said,AB\n2/2/21,He said "no" twice,CD\n'
    assert [row[1] for row in cells(read(tmp_path, text))[1:]] == ['"Go away" she said', 'He said "no" twice']


def test_an_unclosed_mark_swallows_no_rows(tmp_path: Path) -> None:
    text = 'Date,Note,By\n1/2/21,"Never closed,AB\n2/2/21,Fine,CD\n3/2/21,"Also, fine",EF\n4/2/21,"",GH\n'
    document = read(tmp_path, text)
    assert [row[0] for row in cells(document)] == ["Date", "1/2/21", "2/2/21", "3/2/21", "4/2/21"]


def test_unquoted_delimiters_of_the_account_are_joined_back_and_told(tmp_path: Path) -> None:
    text = (
        "Date,Type,Note\n1/2/21,Visit,A note of ordinary length without any\n"
        "2/2/21,Call,Mum, dad and nan, all in\n3/2/21,Call,Nothing more\n"
    )
    document = read(tmp_path, text)
    assert cells(document)[2] == ("2/2/21", "Call", "Mum, dad and nan, all in")
    assert [problem.where for problem in document.problems] == ["row 3"]


def test_joined_in_the_middle_where_the_columns_after_it_are_short(tmp_path: Path) -> None:
    text = (
        "Date,Note,Seen,By\n1/2/21,A note of ordinary length without any of them,Y,AB\n"
        "2/2/21,Mum, dad and nan all in,N,CD\n"
    )
    assert cells(read(tmp_path, text))[2] == ("2/2/21", "Mum, dad and nan all in", "N", "CD")


def test_ragged_rows_and_titles_are_filled_up(tmp_path: Path) -> None:
    document = read(tmp_path, "Export of notes\n\nDate,Note,By\n1/2/21,Seen\n2/2/21,Call,AB\n")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert {len(row.cells) for row in table.rows} == {3}
    assert table.rows[3].cells == ("1/2/21", "Seen", "")
    assert table.rows[4].where == "row 5"


def test_a_row_broken_by_an_unquoted_line_end_is_joined(tmp_path: Path) -> None:
    text = "Date,Note,By\n1/2/21,A visit that was written up in two\nparagraphs without marks,AB\n2/2/21,Call,CD\n"
    document = read(tmp_path, text)
    assert cells(document)[1] == ("1/2/21", "A visit that was written up in two\nparagraphs without marks", "AB")
    assert len(document.problems) == 1


def test_lines_without_any_delimiter_are_a_passage(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "1/2/21 Seen at school\n2/2/21 Seen at home\n").blocks
    assert isinstance(block, Passage)
    assert [line.where for line in block.lines] == ["line 1", "line 2"]


def test_empty_files_hold_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "").blocks == ()
    assert read(tmp_path, "\n\n\n").blocks == ()


def test_broken_bytes_never_break_the_reader(tmp_path: Path) -> None:
    sound = ("Date,Note,By\n" + '1/2/21,"Seen at home, ""well""\nand fine",AB\n' * 30).encode()
    for seed in range(60):
        chance = random.Random(seed)
        data = bytearray(sound[: chance.randrange(1, len(sound))] if seed % 2 else sound)
        for _ in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(UnreadableSource):
            read(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "text", ['"' * 200_000, 'a,"' * 60_000, '"a\n' * 60_000, "," * 300_000, 'x,"y\n' * 50_000 + '"', "a" * 3_000_000]
)
def test_hostile_text_takes_linear_time(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    read(tmp_path, text)
    assert time.process_time() - started < 40
