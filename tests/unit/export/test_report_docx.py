"""``report.docx`` opened again."""

import zipfile
from dataclasses import replace
from time import monotonic

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from tests.invented_analysis import ANALYSIS, ENTRIES, HOSTILE

from keymoments.errors import OutputError
from keymoments.export.report_docx import write_report_docx


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.docx"
    write_report_docx(ANALYSIS, path)
    return path


@pytest.fixture(scope="module")
def document(path):
    return docx.Document(str(path))


def named(document, heading):
    """The table that has this heading in its first row."""
    return next(table for table in document.tables if heading in [cell.text for cell in table.rows[0].cells])


def test_every_entry_is_a_row_in_order(document):
    rows = list(named(document, "What the record says").rows)[1:]
    assert [row.cells[4].paragraphs[0].text for row in rows] == [entry.id for entry in ENTRIES]
    assert rows[1].cells[0].text == "3 February 2021"
    assert rows[1].cells[1].text == "14:10"
    assert rows[1].cells[2].text == "B St Brannoc’s Primary"
    assert rows[1].cells[3].paragraphs[0].text == ENTRIES[1].text
    assert "Seen by:\xa0Mrs Quill" in rows[1].cells[3].text
    assert "Same event as csc-003 – date: 3 February 2021 here, 4 March 2021 there" in rows[1].cells[3].text
    assert (
        rows[1].cells[4].text
        == "school-001\nrecords/school.xlsx\nsheet Log, row 7\nDate as written: 3/2/21\nTime as written: 2.10pm"
    )
    assert rows[2].cells[0].text == "3 February 2021\nDate taken from the row above"
    assert rows[3].cells[3].paragraphs[0].text == HOSTILE
    assert rows[4].cells[0].text.startswith("? 4 March 2021")
    assert rows[5].cells[0].text == "Not dated"
    assert rows[5].cells[1].text == "no time"


def test_headings_are_real_and_heading_rows_repeat(document):
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "In short", "Contents", "Who is who, and initials used",
        "The records read", "Where was the child", "What took time", "Moments to look at",
        "Who knew what, and when", "Where accounts differ", "What runs through the case", "Chronology",
        "What could not be read", "Also named, not in the case file",
        "How this report was made, and what it cannot know",
    ]  # fmt: skip
    for table in document.tables:
        assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_landscape_a4_in_british_english_with_title_and_no_author(document, path):
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    properties = document.core_properties
    assert properties.title == "What the records show: Child Linnet"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(path) as archive:
        assert b'w:val="en-GB"' in archive.read("word/styles.xml")
        assert b"en-US" not in archive.read("word/styles.xml").replace(b'w:eastAsia="en-US"', b"")


def test_agency_cell_is_shaded_and_named(document):
    cell = named(document, "What the record says").cell(1, 2)
    assert cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}").get(qn("w:fill")) == "a9cdf0"
    assert cell.text == "A Wrayford Children’s Services"


def test_problems_are_listed(document):
    assert "Ask the agency for the right date." in named(document, "What to do").cell(1, 3).text


def test_same_analysis_gives_the_same_bytes(tmp_path):
    write_report_docx(ANALYSIS, tmp_path / "a.docx")
    write_report_docx(ANALYSIS, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_two_thousand_rows_do_not_take_minutes(tmp_path):
    many = tuple(replace(ENTRIES[1], id=f"school-{n}") for n in range(2000))
    start = monotonic()
    write_report_docx(replace(ANALYSIS, entries=many), tmp_path / "x.docx")
    assert monotonic() - start < 90


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(OutputError, match=r"report\.docx cannot be written"):
        write_report_docx(ANALYSIS, tmp_path / "none" / "report.docx")
