"""An export holds what is on the screen, says by which filter, by whom and when, and what people put right."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from keymoments.reviews import jobs
from keymoments.reviews.models import Entry
from keymoments.reviews.operations import comments, entries


@pytest.fixture
def corrected(filled):
    """A review in which somebody put an answer and a date right and said something about the entry."""
    seen = Entry.objects.get(text__startswith="Wren seen alone")
    entries.correct_sighting(seen, child="wren", field="alone", value="no", reason="Mother stood by", by=filled.lead)
    absent = Entry.objects.get(text__startswith="Wren not in school")
    entries.correct_date(absent, value=datetime.date(2021, 4, 18), reason="Register says April", by=filled.lead)
    comments.comment(seen.review, about="entry", thing=seen.key, text="Only for the panel", by=filled.panel)
    jobs.work_on(until_empty=True)
    return filled


def taken(client, made, kind, query=""):
    client.force_login(made.lead)
    return client.get(f"{reverse('export', args=[made.review.reference, kind])}?{query}")


def table_of(answer) -> tuple[list[list[str]], list[dict[str, str]]]:
    """What a csv says of itself, and its rows by heading."""
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    gap = lines.index([])
    return lines[:gap], [dict(zip(lines[gap + 1], line, strict=True)) for line in lines[gap + 2 :]]


def words_of(answer) -> str:
    """All words of a Word document."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return re.sub(r"<[^>]+>", " ", parts.read("word/document.xml").decode())


def on_screen(client, made, query="") -> list[str]:
    page = client.get(f"{reverse('chronology', args=[made.review.reference])}?{query}").content.decode()
    return re.findall(r'id="entry-([^"]+)"', page)


def test_csv_carries_the_answers_and_what_was_put_right(corrected, client):
    about, rows = table_of(taken(client, corrected, "csv"))
    assert ["Filter", "everything, no filter"] in about
    assert ["Taken by", "Lead"] in about
    seen = next(row for row in rows if row["Entry"].startswith("Wren seen alone"))
    assert (seen["Contact"], seen["Wren Tallow: seen"], seen["Wren Tallow: alone"]) == ("yes", "yes", "no")
    assert seen["Wren Tallow: corrected"] == "alone read as yes"
    assert "Mother stood by" in seen["Corrections"]
    moved = rows[-1]
    assert (moved["Date"], moved["Date as written"], moved["First possible day"]) == (
        *("18 April 2021", "18/03/2021"),
        "2021-04-18",
    )
    assert "Only for the panel" not in str(rows)


@pytest.mark.parametrize("query", ["", "seen=yes", "agency=csc&contact=yes"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_an_export_has_the_rows_of_the_screen_in_their_order(corrected, client, kind, query):
    answer = taken(client, corrected, kind, query)
    shown = on_screen(client, corrected, query)
    assert shown
    if kind == "csv":
        held = [row["Reference"] for row in table_of(answer)[1]]
    elif kind == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.content))["Chronology"]
        headings = [cell.value for cell in sheet[1]]
        held = [row[headings.index("Reference")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    else:
        held = re.findall(r"(?<=\s)(?:school|csc)-\d{3}(?=\s)", words_of(answer))
    assert held == shown


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_an_office_file_says_by_which_filter_and_by_whom(corrected, client, kind):
    answer = taken(client, corrected, kind, "agency=school&first_day=1&first_month=3&first_year=2021&words=Wren")
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames[:2] == ["About this file", "Chronology"]
        words = " ".join(str(value) for row in book["About this file"].iter_rows(values_only=True) for value in row)
        whole = " ".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    else:
        whole = words = words_of(answer)
    assert "agency: Larkfield Primary; from 1 March 2021; words: “Wren”" in words
    assert re.search(r"\d{1,2} \w+ 20\d\d, \d\d:\d\d", words.split("Taken on")[1])
    assert "Lead" in words
    assert "read as “yes”: Mother stood by" in whole
    assert "Only for the panel" not in whole


def test_what_a_spreadsheet_would_take_for_a_formula_stays_text(filled, client):
    entries.add_entry(
        filled.agency("csc"), day=datetime.date(2021, 5, 1), text="=1+1 said the note", source="p. 1", by=filled.lead
    )
    _about, rows = table_of(taken(client, filled, "csv"))
    assert rows[-1]["Entry"] == "'=1+1 said the note"


def test_a_filter_that_cannot_be_used_exports_nothing(filled, client):
    answer = taken(client, filled, "csv", "first_day=40&first_month=13&first_year=2021")
    assert answer.status_code == 302
    assert b"There is a problem" in client.get(answer.url).content


def test_an_agency_takes_its_own_rows_alone(corrected, client):
    client.force_login(corrected.author)
    _about, rows = table_of(client.get(reverse("export", args=[corrected.review.reference, "csv"])))
    assert {row["Agency"] for row in rows} == {"Larkfield Primary"}
