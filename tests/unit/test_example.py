"""The invented example keeps the promises its notes make."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import re
import tomllib
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import etree

EXAMPLES = Path(__file__).parents[2] / "examples"
CASE = EXAMPLES / "two-brothers"
GOLD: dict[str, Any] = json.loads((CASE / "gold.json").read_text(encoding="utf-8"))
CASE_FILE: dict[str, Any] = tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))
ENTRIES: list[dict[str, Any]] = GOLD["entries"]
BY_ID = {entry["id"]: entry for entry in ENTRIES}
SUBJECTS = {person["id"] for person in CASE_FILE["person"] if person.get("subject")}
MADE_BY = {"Keymoments invented example", "Keymoments"}


def text_of_word(path: Path) -> str:
    rows = docx.Document(str(path)).tables[0].rows
    return "\n".join(cell.text for row in rows for cell in row.cells)


def text_of_workbook(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def text_of_csv(path: Path) -> str:
    lines = path.read_bytes().decode("cp1252").splitlines()
    return "\n".join(cell for row in csv.reader(lines, delimiter=";") for cell in row)


def text_of_pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())  # a PDF breaks its lines at the width of a cell


def text_of_odt(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        root = etree.fromstring(parts.read("content.xml"))
    return "\n".join("".join(node.itertext()) for node in root.iter() if etree.QName(node).localname in ("p", "h"))


def text_of_mail(path: Path) -> str:
    body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body()
    assert body is not None
    return str(body.get_content())


def text_of_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


READERS = {
    ".docx": text_of_word,
    ".xlsx": text_of_workbook,
    ".csv": text_of_csv,
    ".pdf": text_of_pdf,
    ".odt": text_of_odt,
    ".eml": text_of_mail,
    ".txt": text_of_text,
}


@cache
def text_of(name: str) -> str:
    path = CASE / name
    return READERS[path.suffix](path)


def test_every_file_of_the_case_is_there_and_no_other() -> None:
    named = {name for agency in CASE_FILE["agency"] for name in agency["files"]}
    assert {f"records/{path.name}" for path in (CASE / "records").iterdir()} == named


def test_at_least_six_formats_and_agencies_and_a_hundred_and_ten_entries() -> None:
    assert len({Path(entry["file"]).suffix for entry in ENTRIES}) >= 6
    assert len({entry["agency"] for entry in ENTRIES}) >= 6
    assert len(ENTRIES) >= 110


def test_ids_are_unique_and_begin_with_their_agency() -> None:
    assert len(BY_ID) == len(ENTRIES)
    assert all(re.fullmatch(rf"{entry['agency']}-\d{{3}}", entry["id"]) for entry in ENTRIES)


def test_entries_stand_in_a_file_of_their_agency() -> None:
    files = {agency["id"]: agency["files"] for agency in CASE_FILE["agency"]}
    assert [entry["id"] for entry in ENTRIES if entry["file"] not in files[entry["agency"]]] == []


def test_texts_stand_word_for_word_in_the_files() -> None:
    assert [entry["id"] for entry in ENTRIES if entry["text"] not in text_of(entry["file"])] == []


def test_a_duplicate_says_the_same_on_the_same_day_and_stands_twice_in_the_file() -> None:
    again = [entry for entry in ENTRIES if "duplicate_of" in entry]
    assert again
    for entry in again:
        first = BY_ID[entry["duplicate_of"]]
        assert (entry["text"], entry["date"], entry["children"]) == (first["text"], first["date"], first["children"])
        assert text_of(entry["file"]).count(entry["text"]) == 2


def test_dates_are_in_scope_unless_marked() -> None:
    scope = (CASE_FILE["case"]["scope_from"], CASE_FILE["case"]["scope_to"])
    outside = {entry["id"] for entry in ENTRIES if not scope[0] <= date.fromisoformat(entry["date"]) <= scope[1]}
    assert outside == {entry["id"] for entry in ENTRIES if entry.get("in_scope") is False}
    assert outside


def test_contacts_label_both_children_and_nothing_else_does() -> None:
    for entry in ENTRIES:
        assert set(entry["children"]) == (SUBJECTS if entry["contact"] else set()), entry["id"]


def test_labels_obey_the_definitions() -> None:
    for entry in ENTRIES:
        for label in entry["children"].values():
            answers = [label[question] for question in ("seen", "spoken_to", "alone")]
            assert set(answers) <= {"yes", "no", "not_recorded", "unclear"}, entry["id"]
            assert label["basis"] in ("own", "reported"), entry["id"]
            if label["seen"] == "no":
                assert label["alone"] == "no", entry["id"]
            if label["seen"] == "not_recorded":
                assert "yes" not in answers, entry["id"]
        assert len({label["basis"] for label in entry["children"].values()}) <= 1, entry["id"]


def test_moments_waits_and_same_events_name_entries_that_exist() -> None:
    for moment in GOLD["moments"] + GOLD["accepted"]:
        assert moment["entries"]
        assert set(moment["entries"]) <= set(BY_ID)
        assert moment["date"] == BY_ID[moment["entries"][0]]["date"]
    for wait in GOLD["waits"]:
        assert {wait["from"], wait["to"]} <= {None, *BY_ID}
        assert wait["exceeded"] == (wait["to"] is None or wait["elapsed"] > wait["limit"])
    for group in GOLD["same_event"]:
        assert set(group) <= set(BY_ID)
        assert len({BY_ID[name]["agency"] for name in group}) > 1


def test_as_many_moments_waits_and_differing_accounts_as_promised() -> None:
    whens = [{(BY_ID[name]["date"], BY_ID[name]["time"]) for name in group} for group in GOLD["same_event"]]
    assert sum(len(when) > 1 for when in whens) >= 8
    assert len(GOLD["waits"]) >= 10
    assert 10 <= len(GOLD["moments"]) <= 13
    assert 3 <= len(GOLD["accepted"]) <= 5
    ordinary = set(BY_ID) - {name for moment in GOLD["moments"] for name in moment["entries"]}
    assert len(ordinary) / len(ENTRIES) >= 0.8


def test_the_notes_name_only_entries_that_exist() -> None:
    notes = (CASE / "NOTES.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[a-z]{2,4}-\d{3}\b", notes)) <= set(BY_ID)


@pytest.mark.parametrize("name", ["csc-chronology.docx", "school-safeguarding-log.xlsx"])
def test_office_files_name_no_person_as_their_author(name: str) -> None:
    with zipfile.ZipFile(CASE / "records" / name) as parts:
        core = etree.fromstring(parts.read("docProps/core.xml"))
    said = {node.text for node in core if etree.QName(node).localname in ("creator", "lastModifiedBy")}
    assert said <= MADE_BY


def test_pdf_and_odt_name_no_person_as_their_author() -> None:
    with pypdfium2.PdfDocument(CASE / "records" / "diabetes-team-contacts.pdf") as pdf:
        said = {pdf.get_metadata_value(key) for key in ("Author", "Creator", "Producer")}
    with zipfile.ZipFile(CASE / "records" / "health-visiting-notes.odt") as parts:
        meta = etree.fromstring(parts.read("meta.xml"))
    said |= {node.text for node in meta.iter() if etree.QName(node).localname in ("creator", "initial-creator")}
    assert said <= MADE_BY


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 500_000
