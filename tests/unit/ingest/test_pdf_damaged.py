"""PDF files that are damaged, locked or hold more than pages: a sentence for the user, never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pypdf import PdfWriter

from keymoments.errors import UnreadableSource
from keymoments.ingest import pdf
from keymoments.ingest.pdf import read_pdf

from .made_pdf import GRID, HEAD, LONG, built, column, drawn, paragraph, read, rows, table, texts


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    body = [HEAD, *[(f"{day:02d}/03/2019", "Visit", LONG, "A Reyes") for day in range(1, 8)]]
    return built(tmp_path_factory.mktemp("sound") / "a.pdf", paragraph("Log", "Title"), table(body, GRID))


def locked(made: Path, to: Path, user: str) -> Path:
    writer = PdfWriter(clone_from=made)
    writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
    writer.write(to)
    return to


def test_file_locked_by_a_password_says_so(sound: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="password"):
        read(locked(sound, tmp_path / "a.pdf", "secret"))


def test_file_that_only_forbids_changes_is_read(sound: Path, tmp_path: Path) -> None:
    assert rows(read(locked(sound, tmp_path / "a.pdf", ""))) == rows(read(sound))


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b" \n", "empty"), (b"Date,Event\n1/2/2019,Seen\n", "damaged"), (b"PK\x03\x04rest", "damaged")],
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    made = tmp_path / "a.pdf"
    made.write_bytes(content)
    with pytest.raises(UnreadableSource, match=says):
        read(made)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read(tmp_path / "none.pdf")


def outcome(made: Path) -> str:
    try:
        document = read(made)
    except UnreadableSource as error:
        return "refused in a sentence" if error.what and error.how_to_fix else "refused without a word"
    if document.blocks:
        return "blocks"
    return "problems" if document.problems else "nothing said"


@pytest.mark.parametrize("seed", range(30))
def test_damage_ends_in_blocks_or_one_sentence(
    sound: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "find_tesseract", lambda: None)
    chance = random.Random(seed)
    data = bytearray(sound.read_bytes())
    if seed % 3 == 0:
        del data[chance.randrange(len(data)) :]
    elif seed % 3 == 1:
        for _ in range(40):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        start = chance.randrange(len(data))
        data[start : start + 200] = chance.randbytes(chance.randrange(300))
    made = tmp_path / "a.pdf"
    made.write_bytes(data)
    assert outcome(made) in {"blocks", "problems", "refused in a sentence"}
    assert capfd.readouterr().err == ""


def test_cut_cross_reference_is_mended(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes()
    made = tmp_path / "a.pdf"
    made.write_bytes(data[: data.rindex(b"xref")])
    assert rows(read(made)) == rows(read(sound))


def test_attached_files_are_named_as_not_read(sound: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=sound)
    writer.add_attachment("more.docx", b"never opened")
    writer.write(tmp_path / "a.pdf")
    (problem,) = read(tmp_path / "a.pdf").problems
    assert (problem.where, "attached" in problem.what) == ("whole file", True)


def test_pages_beyond_the_cap_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    document = read(drawn(tmp_path / "a.pdf", *[column([f"Note {n}", "Seen at home."]) for n in range(4)]))
    assert [text for text in texts(document) if text.startswith("Note")] == ["Note 0", "Note 1"]
    assert [(problem.where, problem.what) for problem in document.problems] == [
        ("pages 3 to 4", "Only the first 2 pages were read.")
    ]


def test_pages_after_the_time_limit_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", -1.0)
    document = read(drawn(tmp_path / "a.pdf", column(["Seen at home."])))
    assert [problem.where for problem in document.problems] == ["pages 1 to 1"]


def test_empty_pages_are_a_problem_of_the_file(tmp_path: Path) -> None:
    (problem,) = read_pdf(drawn(tmp_path / "a.pdf", []), "records/made.pdf").problems
    assert (problem.file, problem.what) == ("records/made.pdf", "The file holds no text.")
