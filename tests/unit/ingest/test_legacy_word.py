"""Word 97-2003 and rich text files, read with the help of LibreOffice."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import docx
import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest import legacy_word
from keymoments.ingest.blocks import Passage, Table
from keymoments.ingest.legacy_word import read_doc

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = (
    rb"{\rtf1\ansi\ansicpg1252 Contact log\par "
    rb"\trowd\cellx2000\cellx6000 1/2/09\intbl\cell Called, \b no reply\b0\intbl\cell\row "
    rb"\trowd\cellx2000\cellx6000 3/2/09\intbl\cell Seen at caf\'e9\intbl\cell\row "
    rb"\pard End\par}"
)


def test_a_rich_text_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    if shutil.which("soffice") is None and shutil.which("libreoffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "log.doc"
    path.write_bytes(RTF)
    document = read_doc(path, "records/log.doc")
    assert document.file == "records/log.doc"
    first, log, last = document.blocks
    assert isinstance(first, Passage)
    assert first.lines[0].text == "Contact log"
    assert isinstance(log, Table)
    assert [row.cells for row in log.rows] == [("1/2/09", "Called, no reply"), ("3/2/09", "Seen at café")]
    assert isinstance(last, Passage)


def test_a_new_word_file_under_an_old_name_is_read(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Newer than its name")
    made.save(str(tmp_path / "a.docx"))
    path = (tmp_path / "a.docx").rename(tmp_path / "a.doc")
    (passage,) = read_doc(path, "a.doc").blocks
    assert isinstance(passage, Passage)
    assert passage.lines[0].text == "Newer than its name"


def test_without_libreoffice_the_user_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + b"\0" * 2000)
    with pytest.raises(UnreadableSource) as refused:
        read_doc(path, "a.doc")
    assert str(refused.value) == (
        "This is a Word 97-2003 file and LibreOffice is not installed. Install LibreOffice, or save the file as .docx."
    )


def test_a_file_with_a_password_is_refused_before_anything_runs(tmp_path: Path) -> None:
    sector = bytearray(512)
    sector[0:2] = b"\xec\xa5"
    sector[11] = 0x01
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + b"\0" * 504 + bytes(sector))
    with pytest.raises(UnreadableSource, match="password"):
        read_doc(path, "a.doc")


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"just words")
    with pytest.raises(UnreadableSource, match="is none"):
        read_doc(path, "a.doc")


def _program(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_program_that_hangs_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(legacy_word, "SECONDS_ALLOWED", 1)
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + b"\0" * 2000)
    with pytest.raises(UnreadableSource, match="within 1 seconds"):
        read_doc(path, "a.doc")
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    assert not child.exists() or child.read_text().split()[2] == "Z"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_the_name_of_the_file_is_not_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, f'echo "$@" > {tmp_path}/call')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    path = tmp_path / "Child Maple.doc"
    path.write_bytes(OLE + b"\0" * 2000)
    with pytest.raises(UnreadableSource, match="damaged or protected"):
        read_doc(path, "Child Maple.doc")
    call = (tmp_path / "call").read_text()
    assert "Maple" not in call
    assert "--headless" in call
    assert "UserInstallation=file://" in call


def test_a_table_that_ends_an_old_file_keeps_its_cells(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    rows = [
        ("Date", "Ref", "What is held"),
        ("15.06.09", "A 17", "Fined. Not to go to Weir St."),
        ("24.12.09", "", "Van outside, third night."),
    ]
    made = docx.Document()
    made.add_paragraph("Other holdings, made for the review.")
    table = made.add_table(0, 3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(tmp_path / "held.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "held.docx"),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=60)
    title, held = read_doc(tmp_path / "held.doc", "held.doc").blocks
    assert isinstance(title, Passage)
    assert [line.text for line in title.lines] == ["Other holdings, made for the review."]
    assert isinstance(held, Table)
    assert [row.cells for row in held.rows] == rows
    assert [row.where for row in held.rows] == ["table 1, row 1", "table 1, row 2", "table 1, row 3"]
