"""Files of a case read whole: by what stands in them, with their notes, none stopping the rest."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from keymoments.analysis.records import Agency, Case
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.ingest.blocks import Document, Line, Passage, Row, Table
from keymoments.ingest.reading import Reading, drafts_of, read_source, read_sources

TODAY = date(2025, 1, 1)
AGENCY = Agency("csc", "Ostrey Children's Services", "childrens-social-care", ("f",))
CSV = "Date,Event\n3/2/21,Seen at home with his mother this afternoon.\n5/2/21,Rang school and left a message.\n"


def read(path: Path, vocabulary: Vocabulary) -> Reading:
    return read_source(path, path.name, AGENCY, vocabulary, today=TODAY)


def word_file(path: Path) -> Path:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for cells in (("Date", "Event"), ("3/2/21", "Seen at home with his mother."), ("", "Rang school as well.")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


@pytest.mark.parametrize("name", ["log.docx", "log.xlsx", "log.pdf", "log", "log.docx.bak"])
def test_file_is_known_by_what_stands_in_it_not_by_its_name(tmp_path: Path, vocabulary: Vocabulary, name: str) -> None:
    reading = read(word_file(tmp_path / name), vocabulary)
    assert [entry.text for entry in reading.entries] == ["Seen at home with his mother.", "Rang school as well."]
    assert reading.entries[1].date.inherited


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b"\x00" * 500, "The file is empty."),
        (b"PK\x03\x04 nothing", "The file is damaged and cannot be opened."),
        (bytes(range(256)) * 8, "text"),
    ],
)
def test_unreadable_file_is_one_problem(tmp_path: Path, vocabulary: Vocabulary, data: bytes, says: str) -> None:
    (tmp_path / "f.docx").write_bytes(data)
    reading = read(tmp_path / "f.docx", vocabulary)
    assert (len(reading.entries), len(reading.problems)) == (0, 1)
    assert says in reading.problems[0].what
    assert reading.problems[0].how_to_fix.endswith(".")


def test_file_without_any_dated_entry_says_so(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "f.txt").write_text("Price list\n\nBread\nMilk\n", encoding="utf-8")
    assert "No dated entry was found" in read(tmp_path / "f.txt", vocabulary).problems[0].what


def test_attachments_of_a_message_are_read_each_in_its_own_format(tmp_path: Path, vocabulary: Vocabulary) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "K Ashe <k@ostrey.example>",
        "Review team <reviews@ostrey.example>",
        "Log",
    )
    mail["Date"] = "Mon, 01 Mar 2021 09:00:00 +0000"
    mail.set_content("As requested, please find the log attached.\n\nK Ashe")
    mail.add_attachment(CSV.encode(), maintype="text", subtype="csv", filename="log.csv")
    mail.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    reading = read(tmp_path / "mail.eml", vocabulary)
    assert [(entry.date.earliest, entry.where) for entry in reading.entries] == [
        (date(2021, 2, 3), "attachment 1 (log.csv), row 2"),
        (date(2021, 2, 5), "attachment 1 (log.csv), row 3"),
    ]
    assert [problem.where for problem in reading.problems] == ["attachment 2 (empty.pdf)"]


def test_notes_of_the_file_stand_with_their_entry_and_never_in_its_text(vocabulary: Vocabulary) -> None:
    rows = (Row(("Date", "Event"), "row 1"), Row(("3/2/21", "Seen at home with his mother today."), "row 2"))
    document = Document(
        "f", (Table(rows, "table 1"),), (("footnote 1", "Typed up later.", "row 2"), ("footnote 2", "Spare.", "page 4"))
    )
    drafts, problems, _ = drafts_of(document, AGENCY, vocabulary)
    assert drafts[0].columns == (("Footnote 1", "Typed up later."),)
    assert drafts[0].text == "Seen at home with his mother today."
    assert [(problem.where, "footnote 2" in problem.what) for problem in problems] == [("page 4", True)]


def test_places_that_are_no_entries_are_listed(vocabulary: Vocabulary) -> None:
    lines = tuple(Line(text, f"line {n}") for n, text in enumerate(("CASE LOG", "", "3/2/21 Seen at home today."), 1))
    _, _, skipped = drafts_of(Document("f", (Passage(lines, "file"),)), AGENCY, vocabulary)
    assert "line 1" in skipped


def test_one_bad_file_stops_no_other(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "good.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04" + b"\xff" * 3000)
    agencies = (Agency("a", "A", "other", ("bad.docx",)), Agency("b", "B", "other", ("good.csv",)))
    case = Case("Child", "england", date(2020, 1, 1), date(2022, 1, 1), (), agencies)
    told: list[str] = []
    readings = read_sources(case, tmp_path, vocabulary, today=TODAY, told=told.append)
    assert [(reading.agency, len(reading.entries)) for reading in readings] == [("a", 0), ("b", 2)]
    assert sorted(told) == ["bad.docx", "good.csv"]
