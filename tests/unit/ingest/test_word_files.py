"""Word files of every make, damaged and hostile ones too: read, or refused with what to do."""

from __future__ import annotations

import contextlib
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document
from keymoments.ingest.word import read_docx

from .made_word import NAMES, W, cell, package, para, row, run, table, tables, texts

Make = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Make:
    def make(body: str, **parts: str) -> Document:
        return read_docx(package(tmp_path / "made.docx", body, **parts), "records/made.docx")

    return make


def test_strict_files_and_other_names_of_the_main_part_are_read(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", para(run("Read me")), main="word/document2.xml")
    assert texts(read_docx(path, "a.docx")) == ["Read me"]
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.docx", "w") as target:
        for name in source.namelist():
            strict = source.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            target.writestr(name, strict)
    assert texts(read_docx(tmp_path / "b.docx", "b.docx")) == ["Read me"]


def test_embedded_files_and_pages_are_said_to_be_unread(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", para(run("x")) + '<w:altChunk r:id="r9"/>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/embeddings/oleObject1.bin", b"x")
    document = read_docx(path, "a.docx")
    assert [problem.what for problem in document.problems] == [
        "The file holds embedded files that were not read.",
        "A part of the text is kept in the file as a separate page and was not read.",
    ]
    assert {problem.file for problem in document.problems} == {"a.docx"}


def test_damaged_styles_do_not_lose_the_text(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", para(run("kept")), styles="<w:style")
    document = read_docx(path, "a.docx")
    assert texts(document) == ["kept"]
    assert ["styles" in problem.what for problem in document.problems] == [True]


def test_page_headers_are_no_text(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Confidential"
    made.add_paragraph("Body")
    made.save(str(tmp_path / "a.docx"))
    assert texts(read_docx(tmp_path / "a.docx", "a.docx")) == ["Body"]


@pytest.mark.parametrize("levels", [60, 10_000])
def test_tables_nested_without_end_are_a_problem_and_no_crash(read: Make, levels: int) -> None:
    start = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>"
    body = start * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels
    try:
        document = read(body)
    except UnreadableSource:
        assert levels > 60
    else:
        assert ["too deeply" in problem.what for problem in document.problems] == [True]


def test_elements_nested_in_a_paragraph_without_end_are_no_crash(read: Make) -> None:
    document = read(para("<w:smartTag>" * 240 + run("deep") + "</w:smartTag>" * 240))
    assert texts(document) == ["deep"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{\\rtf1 text}", "rich text"),
        (b"<html><body>x</body></html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (b"Date,Event\n1/2/20,Seen\n", "damaged"),
        (b"", "damaged"),
    ],
)
def test_other_files_under_the_name_of_a_word_file_are_refused_plainly(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=says):
        read_docx(path, "a.docx")


def test_a_workbook_under_the_name_of_a_word_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableSource, match="no Word document"):
        read_docx(tmp_path / "a.docx", "a.docx")


def test_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(UnreadableSource, match="unpacks"):
        read_docx(path, "a.docx")
    bomb = f'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><w:document {NAMES}><w:body/></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableSource):
        read_docx(path, "a.docx")


@pytest.mark.parametrize("way", ["cut", "flipped", "flipped inside"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, way: str) -> None:
    body = para(run("Seen")) + table(row("1/2/20", cell("a", '<w:gridSpan w:val="2"/>')), row("x", "y", "z"))
    whole = package(tmp_path / "whole.docx", body, styles="", comments="").read_bytes()
    path = tmp_path / "damaged.docx"
    for seed in range(50):
        chance = random.Random(seed)
        data = bytearray(whole)
        if way == "cut":
            data = data[: chance.randrange(len(data))]
        elif way == "flipped":
            for _ in range(3):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        if way == "flipped inside":
            letters = list(body)
            letters[chance.randrange(len(letters))] = chr(chance.randrange(32, 127))
            package(path, "".join(letters))
        with contextlib.suppress(UnreadableSource):
            assert isinstance(read_docx(path, "a.docx"), Document)


def test_no_entry_of_the_cases_is_lost(shared: Path) -> None:
    for path in sorted(shared.glob("cases/*/records/*.docx")):
        document = read_docx(path, path.name)
        everything = "\n".join(texts(document)) + "\n".join(
            c for t in tables(document) for r in t.rows for c in r.cells
        )
        made = docx.Document(str(path))
        wanted = [p.text for p in made.paragraphs] + [c.text for t in made.tables for r in t.rows for c in r.cells]
        assert [text for text in wanted if text.strip() and text.strip("\n") not in everything] == []
