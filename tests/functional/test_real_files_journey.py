"""Four agencies hand in files as real systems write them, and a reviewer reads, corrects and exports what they hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, admit, ask, come_in, hand_in, open_review, until
from tests.functional.started_site import Site

pytestmark = pytest.mark.slow

PEOPLE = {"manager": "manager", "lead": "", "outsider": "", "auditor": "auditor"}
REVIEW, TITLE = "tomas-2022", "Review of 2022"
# agency → its short name, who of it, and its files in the case
FILES = {
    "Children’s social care": ("childrens-social-care", "carer", ("csc-chronology.docx",)),
    "Police": ("police", "constable", ("police-export.csv",)),
    "School": ("school", "teacher", ("school-cpoms.xlsx",)),
    "General practice (GP)": ("gp", "doctor", ("gp-print.pdf",)),
    "Tamarisk Homes": ("tamarisk-homes", "landlord", ("housing-thread.eml",)),
}
# Headings of a system that no list knows, in place of those of the police's file.
ODD = {"INC_NO": "Q1", "REPORTED": "Q2", "CLASS": "Q3", "LOG": "Q4", "DISPOSAL": "Q5", "OIC": "Q6"}


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path, PEOPLE | {who: "" for _key, who, _files in FILES.values()})
    yield made
    made.stop()


def with_odd_headings(file: Path, folder: Path) -> Path:
    """The same file under headings that say nothing."""
    head, rest = file.read_text(encoding="utf-8-sig").split("\n", 1)
    made = folder / file.name
    made.write_text(",".join(ODD[name.strip()] for name in head.split(",")) + "\n" + rest, encoding="utf-8")
    return made


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_real_files_to_an_exported_chronology(browser, site, shared, scripts, tmp_path):
    records = shared / "cases" / "case-a" / "records"
    manager = Person(browser, site, "manager", scripts=scripts)
    child = ("Tomás Moreira", "22 10 2015")
    open_review(manager, REVIEW, TITLE, ("1 6 2021", "14 10 2022"), child, *list(FILES)[:-1])
    manager.follow("Name another agency, or change one")
    manager.page.get_by_label("Name of the agency").fill("Tamarisk Homes")
    manager.page.get_by_label("What it is").select_option("Housing")
    manager.press("Keep")
    expect(manager.page.get_by_text("Tamarisk Homes (Housing)")).to_be_visible()
    admit(manager, REVIEW, "lead", "Lead reviewer")
    for agency, (_key, who, _files) in FILES.items():
        admit(manager, REVIEW, who, "Agency author", agency)
        ask(manager, REVIEW, agency, "Everything recorded about the child and the family.", "1 12 2022")

    for agency, (key, who, files) in FILES.items():
        author = come_in(browser, site, who, TITLE, scripts=scripts)
        paths = [records / name for name in files]
        if agency == "Police":
            paths = [with_odd_headings(path, tmp_path) for path in paths]
        hand_in(author, REVIEW, key, *paths)
        until(author.page, author.page.url, "Read")
        if agency == "Police":
            author.follow("police-export.csv")
            until(author.page, author.page.url, "What the columns were taken for")
            author.page.get_by_label("Q2", exact=True).select_option("Date of what happened")
            author.page.get_by_label("Q4", exact=True).select_option("What happened")
            author.press("Read again")
            until(author.page, author.page.url, "Read: ")
        author.context.close()

    lead = come_in(browser, site, "lead", TITLE, scripts=scripts)
    until(lead.page, f"{site.address}/review/{REVIEW}/chronology?alone=yes", "Alone: Yes")
    everything = shown_in_all(lead, "")
    alone = shown_in_all(lead, "child=tomas-moreira&alone=yes")
    assert 0 < alone < everything
    # The words of each agency's own system stand on the page, with the place in the file.
    for agency, (key, _who, (file,)) in FILES.items():
        lead.go(f"/review/{REVIEW}/chronology?agency={key}")
        first = lead.page.locator(".km-entry").first
        expect(first).to_contain_text(agency)
        expect(first).to_contain_text(file)

    lead.go(f"/review/{REVIEW}")
    lead.follow("Tomás Moreira")
    strip = lead.page.inner_text("main")
    seen = int(re.search(r"was seen by a professional (\d+) times", strip)[1])
    seen_alone = int(re.search(r"(\d+) of them alone", strip)[1])
    days = int(re.search(r"longest time without a recorded sighting: (\d+) days", strip)[1])
    assert (days, 0 < seen_alone < seen) == (98, True)

    lead.go(f"/review/{REVIEW}/chronology?child=tomas-moreira&alone=yes&agency=police")
    lead.page.locator(".km-entry a").first.click()
    lead.page.get_by_label("Question").select_option("Alone")
    lead.page.get_by_label("The record says").select_option("Unclear")
    lead.page.get_by_label("Why").first.fill("The officer does not say who stood by.")
    lead.press("Correct")
    expect(lead.page.get_by_text("Alone: Unclear (corrected; read as Yes)")).to_be_visible()
    assert shown_in_all(lead, "child=tomas-moreira&alone=yes") == alone - 1
    lead.go(f"/review/{REVIEW}/where/tomas-moreira")
    assert f"{seen_alone - 1} of them alone" in lead.page.inner_text("main")

    on_screen = texts_on_page(lead, "child=tomas-moreira&alone=yes")
    for kind, rows in exported(lead, "child=tomas-moreira&alone=yes", tmp_path).items():
        assert rows == on_screen, kind

    outsider = Person(browser, site, "outsider", scripts=scripts)
    for path in ("", "/chronology", "/sources/police", "/where/tomas-moreira", "/chronology/export/csv"):
        assert outsider.go(f"/review/{REVIEW}{path}") == 404
    auditor = Person(browser, site, "auditor", scripts=scripts)
    assert auditor.go(f"/review/{REVIEW}/chronology") in (403, 404)
    auditor.go("/audit")
    said = auditor.page.inner_text("main")
    while auditor.page.get_by_role("link", name="Earlier", exact=True).count():
        auditor.follow("Earlier")
        said += auditor.page.inner_text("main")
    done = ("open", "agency:add", "source:upload", "source:columns", "entry:correct", "chronology:export")
    for action in (*(f"review:{name}" for name in done), "refused:"):
        assert action in said, action
    assert not re.search("Tomás|Moreira|Daz|bruis", said, re.IGNORECASE)
    assert "whole" in site.run("verify_audit")
    assert not re.search("Tomás|Moreira|Daz|bruis", site.log.read_text(), re.IGNORECASE)


def shown_in_all(person: Person, query: str) -> int:
    """How many entries a filter says that it shows, which are those on all its pages."""
    person.go(f"/review/{REVIEW}/chronology?{query}")
    says = int(re.search(r"(\d+) entr", person.page.get_by_role("status").inner_text())[1])
    there = person.page.locator(".km-entry").count()
    while person.page.get_by_role("link", name="Later", exact=True).count():
        person.follow("Later")
        there += person.page.locator(".km-entry").count()
    assert there == says
    return says


def texts_on_page(person: Person, query: str) -> list[str]:
    """The entries of a page, word for word."""
    person.go(f"/review/{REVIEW}/chronology?{query}")
    return [" ".join(text.split()) for text in person.page.locator(".km-entry .km-text").all_inner_texts()]


def exported(person: Person, query: str, folder: Path) -> dict[str, list[str]]:
    """The entries in each kind of export of a filter, opened again; each says which filter was used."""
    files = {}
    for kind in ("csv", "xlsx", "docx"):
        person.go(f"/review/{REVIEW}/chronology?{query}")
        with person.page.expect_download() as taken:
            person.follow(kind)
        files[kind] = folder / f"out.{kind}"
        taken.value.save_as(files[kind])
    filtered = "child: Tomás Moreira; alone: yes"
    lines = list(csv.reader(files["csv"].read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert ["Filter", filtered] in lines
    book = openpyxl.load_workbook(files["xlsx"])
    assert ("Filter", filtered) in [row[:2] for row in book["About this file"].iter_rows(values_only=True)]
    word = Document(str(files["docx"]))
    assert f"Filter: {filtered}" in [paragraph.text for paragraph in word.paragraphs]
    return {
        "csv": column(lines[lines.index([]) + 1 :]),
        "xlsx": column(list(book["Chronology"].iter_rows(values_only=True))),
        "docx": [" ".join(row.cells[3].paragraphs[0].text.split()) for row in word.tables[0].rows[1:]],
    }


def column(rows: Sequence[Sequence[object]]) -> list[str]:
    """The texts of the entries of a table."""
    place = list(rows[0]).index("Entry")
    return [" ".join(str(row[place]).split()) for row in rows[1:]]
