"""Text files of any encoding, Markdown and saved web pages."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Passage, Table
from keymoments.ingest.encoding import decode
from keymoments.ingest.plain_text import read_text

TEXT = "Mum’s flat – £5 owed, Siân and Zoë «in»\n"


def saved(tmp_path: Path, data: bytes | str, name: str = "log.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return read_text(path, name)


def lines(document: Document) -> list[str]:
    return [line.text for block in document.blocks if isinstance(block, Passage) for line in block.lines if line.text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_exports(encoding: str) -> None:
    if encoding == "utf-16-be":
        assert decode((TEXT * 9).encode(encoding)) == TEXT * 9
    assert decode((TEXT * 9).encode(encoding)) == TEXT * 9


def test_two_encodings_in_one_file() -> None:
    assert decode("Siân ".encode() + "£5 – Zoë".encode("cp1252")) == "Siân £5 – Zoë"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 500, b"%PDF\x00\x01" + bytes(300)])
def test_binary_files_are_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as caught:
        decode(data)
    assert caught.value.how_to_fix


def test_empty_file_has_no_words(tmp_path: Path) -> None:
    assert lines(saved(tmp_path, b"")) == []


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    document = saved(tmp_path, "first\r\n\r\n\tthird\x0b\n    fourth \x0c\rfifth")
    (block,) = document.blocks
    assert isinstance(block, Passage)
    assert [(line.where, line.indent) for line in block.lines if line.text] == [
        ("line 1", 0),
        ("line 3", 8),
        ("line 4", 4),
        ("line 5", 0),
    ]


def test_typed_lines_are_wrapped_and_long_ones_are_not(tmp_path: Path) -> None:
    typed = "The boys were seen at the gate with their gran and they said that mum was\n"
    typed += "asleep. Nobody had told the office.\n"
    (wrapped,) = saved(tmp_path, typed).blocks
    (whole,) = saved(tmp_path, typed.replace("\n", " ") * 3 + "\nNext.").blocks
    assert isinstance(wrapped, Passage)
    assert isinstance(whole, Passage)
    assert (wrapped.wrapped, whole.wrapped) == (True, False)


def test_saved_page_gives_tables_and_paragraphs(tmp_path: Path) -> None:
    document = saved(
        tmp_path,
        """<!doctype html><meta charset="latin1"><title>Export</title><h2>Log &amp; notes</h2><p>Kept by <b>JB</b>.
        <script>document.write('no')</script><table><thead><tr><th>Date<th>Note</thead>
        <tr><td>3/1/21<td>Seen<br>at home<tr><td colspan=2>CLOSED</table><ul><li>one<li>two</ul>""",
        "log.html",
    )
    assert lines(document) == ["Log & notes", "Kept by JB.", "one", "two"]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [row.cells for row in table.rows] == [("Date", "Note"), ("3/1/21", "Seen\nat home"), ("CLOSED", "")]
    assert table.rows[1].where == "table 1, row 2"


def test_markdown_headings_and_pipe_tables(tmp_path: Path) -> None:
    document = saved(tmp_path, "# Log\n\n| Date | Note |\n|---|:--|\n| 3/1/21 | Seen |\n\nEnd.\n", "log.md")
    first, table, _ = document.blocks
    assert isinstance(first, Passage)
    assert first.lines[0].level == 1
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [("Date", "Note"), ("3/1/21", "Seen")]


def test_deeply_nested_and_broken_pages_are_read(tmp_path: Path) -> None:
    assert lines(saved(tmp_path, "<div>" * 5000 + "deep", "a.html")) in (["deep"], [])
    assert lines(saved(tmp_path, "<table><tr><td>" * 300 + "in", "b.html")) in (["in"], [])
    assert lines(saved(tmp_path, "<p>open <b>bold <i>end", "c.html")) == ["open bold end"]
    assert saved(tmp_path, "", "d.html").blocks == ()


def test_noise_is_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(3)
    for turn in range(100):
        data = chance.randbytes(chance.randrange(1, 300))
        name = ("a.txt", "a.html", "a.md")[turn % 3]
        with suppress(UnreadableSource):
            saved(tmp_path, data, name)


def test_large_file_in_time_that_grows_with_it(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        text = "12/03/2021 NB - Visited; £5 owed, nobody in.\n".encode("cp1252") * count
        began = time.process_time()
        saved(tmp_path, text)
        return time.process_time() - began

    seconds(1000)
    assert seconds(40_000) < 40 * max(seconds(5_000), 0.02)
