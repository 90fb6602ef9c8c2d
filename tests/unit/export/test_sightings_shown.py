"""Sightings, waits and tick boxes as readers meet them in the four outputs, each opened again."""

import json
import re
from dataclasses import replace
from datetime import date
from time import monotonic

import docx
import lxml.html
import openpyxl
import pytest
from tests.invented_analysis import ANALYSIS, day
from tests.invented_sightings import CASE_OF_TWO, CONTACTS, ENTRIES, NARRATIVE, NO, SIGHTED, YES, told, wait

from keymoments.analysis.records import Person
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Contact, Interpreter, Mode
from keymoments.analysis.waits import Verdict
from keymoments.cli.summary import summary
from keymoments.export.analysis_json import analysis_json, write_analysis_json
from keymoments.export.palette import contrast
from keymoments.export.picture import COLOURS, SHAPES
from keymoments.export.report_docx import write_report_docx
from keymoments.export.report_html import report_html
from keymoments.export.sighting_words import child_labels, sighting_words, span_words
from keymoments.export.wait_words import exceeded_counts, wait_groups
from keymoments.export.workbook import write_workbook
from keymoments.ingest.exported import read_back


@pytest.fixture(scope="module")
def page():
    return lxml.html.fromstring(report_html(SIGHTED))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "chronology.xlsx"
    write_workbook(SIGHTED, path)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.docx"
    write_report_docx(SIGHTED, path)
    return docx.Document(str(path))


def section(page, name):
    return page.get_element_by_id(name).getparent()


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def said(page, entry):
    return [words(item) for item in page.get_element_by_id(f"entry-{entry}").xpath(".//ul[@class='said']/li")]


# ---- analysis.json ----


def test_json_holds_every_field_of_a_sighting():
    entries = {entry["id"]: entry for entry in json.loads(analysis_json(SIGHTED))["entries"]}
    school = entries["school-101"]
    assert school["contact"] is True
    assert school["children"]["linnet"] == {
        "seen": "yes", "spoken_to": "yes", "alone": "yes", "basis": "own", "mode": None, "with": [], "attempt": None,
        "interpreter": None, "age": "6y 0m", "conflict": True,
        "view": {"says": "view", "in": "text", "start": 36, "end": 42, "words": "chatty"},
        "quotes": [
            {"says": "seen=yes", "in": "text", "start": 7, "end": 13, "words": "<seen>"},
            {"says": "alone=yes", "in": "text", "start": 7, "end": 19, "words": "<seen> alone"},
            {"says": "spoken_to=yes", "in": "text", "start": 36, "end": 42, "words": "chatty"},
            {"says": "seen=no", "in": "Child seen?", "start": 0, "end": 1, "words": "N"},
        ],
    }  # fmt: skip
    assert entries["csc-102"]["children"]["linnet"]["with"] == ["mother"]
    assert entries["csc-102"]["children"]["wick"]["age"] == "unborn"
    assert entries["police-101"]["children"]["linnet"]["attempt"] == "no_access"
    assert entries["csc-103"]["children"]["linnet"]["basis"] == "reported"


def test_json_says_nothing_of_children_where_there_was_no_contact():
    contacts = (Contact(ENTRIES[1].id, False), *CONTACTS[2:])
    entries = json.loads(analysis_json(replace(SIGHTED, contacts=contacts)))["entries"]
    assert (entries[1]["contact"], entries[1]["children"]) == (False, {})


def test_json_names_the_column_that_holds_the_quote_where_two_have_one_heading():
    entry = replace(ENTRIES[3], columns=(("Child seen?", "Y"), ("Child seen?", "N")))
    value = json.loads(analysis_json(replace(SIGHTED, entries=(entry,))))["entries"][0]
    quote = value["children"]["linnet"]["quotes"][-1]
    assert quote["in"] == "Child seen? (2)"
    assert value["columns"][quote["in"]][quote["start"] : quote["end"]] == quote["words"]


def test_json_lists_waits_in_order_with_every_field():
    waits = json.loads(analysis_json(replace(SIGHTED, waits=SIGHTED.waits[::-1])))["waits"]
    assert waits == json.loads(analysis_json(SIGHTED))["waits"]
    assert [item["started"] for item in waits] == sorted(item["started"] for item in waits)
    assert waits[0] == {
        "standard": "initial-conference", "from": "csc-102", "to": "school-101", "started": "2021-01-04",
        "ended": "2021-04-06", "due": "2021-01-25", "elapsed": 64, "unit": "working_days", "limit": 15,
        "verdict": "exceeded", "source": "Rule <of> the time", "status": "unverified", "children": ["linnet"],
    }  # fmt: skip


# ---- report.html ----


def test_page_says_in_plain_sentences_how_often_each_child_was_seen(page):
    text = words(section(page, "where"))
    assert (
        "In the records in hand, Linnet was seen by a professional 4 times between 4 January 2021 and "
        "1 September 2021, 2 of them alone." in text
    )
    assert "Linnet was spoken to at 1 of these." in text
    assert "On one further occasion Linnet was spoken to by telephone or video." in text
    assert "that Wick was spoken to" not in text
    assert "One more sighting was passed on by another professional; it is not counted here." in text
    assert "The longest time without a recorded sighting was 148 days, 6 April to 1 September 2021." in text
    assert "1 of them observed with no parent or carer there." in text
    assert "silence does not mean that it did not happen" in text


def test_picture_has_a_text_alternative_and_a_mark_for_every_contact(page):
    pictures = page.xpath("//*[@role='img']")
    assert len(pictures) == 2
    for picture in pictures:
        names = picture.get("aria-labelledby").split()
        assert [page.get_element_by_id(name).tag for name in names] == ["title", "desc"]
    titles = [title.text_content() for title in pictures[0].xpath(".//*[local-name()='g']/*[local-name()='title']")]
    assert "6 April 2021: seen alone and spoken to (school-101)" in titles
    assert "9 February 2021: tried, not seen (police-101)" in titles
    assert "20 April 2021: reported by another professional (csc-103)" in titles
    assert "19 July 2021: spoken to, not seen (csc-104)" in titles
    assert len(titles) == 6  # the undated one and the one outside the period have no place in it
    assert "148 days without a recorded sighting" in words(pictures[0])
    assert "Born 10 March 2021" in words(pictures[1])
    assert not [title for title in pictures[1].itertext() if "seen alone" in title]


def test_legend_names_every_mark_that_is_used(page):
    text = words(page.get_element_by_id("marks").getparent())
    assert "Seen alone, or observed where the child was under two" in text
    assert "Tried: no access, refused, not brought or cancelled" in text
    assert "the child was also spoken to" in text


def test_every_mark_has_its_own_shape_and_colours_can_be_seen_on_white():
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert len({re.sub(r"#[0-9a-f]{3,6}", "", shape) for shape in SHAPES.values()}) == len(SHAPES)
    assert min(contrast(colour, "#ffffff") for colour in COLOURS) >= 4.5
    used = set(re.findall(r"#[0-9a-f]{6}", "".join(SHAPES.values())))
    assert used == set(COLOURS)


def test_table_holds_the_same_as_the_picture(page):
    table = page.get_element_by_id("where-1-table").getparent()
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in table.xpath(".//tr")}
    assert rows["April 2021"] == ["1 reported", "1 seen (1 alone, 1 spoken to)", "–"]
    assert rows["February 2021"] == ["–", "–", "1 tried"]
    assert rows["Month not known"][0] == "1 seen"
    assert rows["Whole period"][1] == "1 seen (1 alone, 1 spoken to)"
    second = page.get_element_by_id("where-2-table").getparent()
    assert "January 2021 (not yet born)" in [words(row[0]) for row in second.xpath(".//tr")]


def test_a_long_review_has_a_picture_for_every_two_years():
    case = replace(CASE_OF_TWO, scope_from=date(2015, 1, 1))
    page = lxml.html.fromstring(report_html(replace(SIGHTED, case=case)))
    assert len(page.xpath("//*[@role='img']")) == 8
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_crowded_month_shows_numbers_instead_of_marks():
    many = tuple(replace(ENTRIES[1], id=f"csc-{n}") for n in range(400))
    contacts = tuple(Contact(one.id, True, (told("linnet", YES),)) for one in many)
    html = report_html(replace(SIGHTED, entries=many, contacts=contacts, waits=()))
    assert "400 contacts this month: seen" in html
    assert html.count('href="#m-seen"') == 2  # one in the picture, one in the legend


def test_waits_come_in_the_order_in_which_they_matter_and_twins_are_told_once(page):
    assert [group.key for group in wait_groups(SIGHTED)] == ["to-seen", "to-action", "exceeded", "unanswered", "other"]
    text = words(section(page, "waits"))
    assert "134 days Linnet, Wick 20 April 2021 csc-103 , Wrayford Children’s Services, “GP says she saw Linnet" in text
    assert "Not known Linnet 19 July 2021 csc-104 , Wrayford Children’s Services The records show no end" in text
    assert "64 working days" in text
    assert "15 working days (not confirmed, check) Rule <of> the time" in text
    assert "The records show no answer" in text
    assert "10 working days (from a secondary source)" in text
    links = section(page, "waits").xpath(".//a/@href")
    assert "#entry-csc-103" in links


def test_never_a_word_of_blame(page):
    for name in ("where", "waits", "ticks"):
        assert not re.search(r"\bfail|\bbreach|did not happen\b(?<!it did not happen)", words(section(page, name)))


def test_many_waits_are_folded_after_the_longest_ten():
    waits = tuple(
        wait("concern-to-action", f"csc-10{n % 6 + 1}", "csc-105", date(2021, 1, 1 + n), date(2021, 9, 1))
        for n in range(14)
    )
    page = lxml.html.fromstring(report_html(replace(SIGHTED, waits=waits)))
    assert "Show the other 4" in words(section(page, "waits"))
    first = section(page, "waits").xpath(".//tbody")[0]
    assert [words(row[0]) for row in first][:2] == ["243 days", "242 days"]


def test_contradicted_tick_boxes_quote_both_sides(page):
    text = " ".join(section(page, "ticks").text_content().split())
    assert "school-101, Linnet: the box “Child seen?” says “N”; the note says “<seen>”." in text


def test_entries_say_what_they_tell_of_each_child_and_mark_the_words(page):
    assert said(page, "csc-102") == ["Linnet: seen, not alone (with Dee Ashgrove), not recorded whether spoken to"]
    assert said(page, "school-101")[0] == (
        "Linnet: seen, alone, spoken to – a tick box says otherwise; column “Child seen?”: “N”; "
        "in the child’s words or ways: “chatty”"
    )
    assert said(page, "school-101")[1] == "Wick: seen, not spoken to"
    assert said(page, "csc-103")[0].endswith("– reported by another professional")
    assert said(page, "police-101") == ["Linnet: not seen: tried, no access"]
    assert said(page, "csc-105")[1] == "Wick: seen, observed with no parent or carer there, not spoken to"
    text = page.get_element_by_id("entry-school-101").xpath(".//p[@class='text']")[0]
    assert text.text_content() == NARRATIVE
    assert [(mark.text_content(), mark.get("title")) for mark in text.iter("mark")] == [
        ("<seen>", "Linnet: seen; Linnet: alone"),
        (" alone", "Linnet: alone"),
        ("chatty", "Linnet: spoken to; Linnet: view"),
        ("Wick asleep", "Wick: seen"),
    ]
    column = page.get_element_by_id("entry-school-101").xpath(".//dd/mark")
    assert [(mark.text_content(), mark.get("title")) for mark in column] == [("N", "Linnet: not seen")]


def test_no_subject_child_is_said():
    adults = tuple(person for person in CASE_OF_TWO.people if not person.subject)
    html = report_html(replace(SIGHTED, case=replace(CASE_OF_TWO, people=adults)))
    assert "The case file names no subject child" in html


def test_nothing_found_is_said_in_words():
    page = lxml.html.fromstring(report_html(ANALYSIS))
    assert "show no sighting of Linnet by a professional" in words(section(page, "where"))
    assert "No beginning of a wait was found" in words(section(page, "waits"))
    assert "None was found." in words(section(page, "ticks"))


@pytest.mark.parametrize(
    ("sighting", "line"),
    [
        (told("x", Answer.UNCLEAR), "unclear whether seen"),
        (told("x", YES), "seen, not recorded whether alone or spoken to"),
        (told("x", NO, YES, NO, mode=Mode.VIDEO), "not seen, not alone, spoken to, by video"),
        (told("x", NO, NO, NO, attempt=Attempt.NOT_BROUGHT), "not seen: not brought"),
        (told("x", YES, YES, NO, attempt=Attempt.REFUSED), "seen, tried, refused, not alone, spoken to"),
        (
            told("x", YES, YES, YES, interpreter=Interpreter.CHILD, company=("sibling",)),
            "seen, alone (with sibling), spoken to, a child interpreted",
        ),
        (told("x", YES, basis=Basis.REPORTED, mode=Mode.PHONE),
         "seen, not recorded whether alone or spoken to – reported by another professional"),
    ],
)  # fmt: skip
def test_one_line_says_what_an_entry_tells(sighting, line):
    assert sighting_words(sighting, young=False, names={}) == line


def test_children_of_one_first_name_are_told_apart():
    people = (Person("a", "Sam Reed", subject=True), Person("b", "Sam Vale", subject=True))
    assert child_labels(replace(CASE_OF_TWO, people=people)) == {"a": "Sam Reed", "b": "Sam Vale"}
    people = (Person("a", "Sam Reed", subject=True), Person("b", "Sam Reed", subject=True))
    assert child_labels(replace(CASE_OF_TWO, people=people)) == {"a": "Sam Reed (a)", "b": "Sam Reed (b)"}


def test_days_of_two_years_both_name_theirs():
    assert span_words(date(2020, 5, 3), date(2020, 7, 16)) == "3 May to 16 July 2020"
    assert span_words(date(2019, 12, 3), date(2020, 1, 4)) == "3 December 2019 to 4 January 2020"


# ---- the Office files and the screen ----


def test_document_holds_the_three_sections(document):
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert {"Where was the child", "What took time", "Where accounts differ", "Chronology"} <= set(headings)
    assert "Tick boxes that the notes contradict" in [
        p.text for p in document.paragraphs if p.style.name == "Heading 2"
    ]
    months = next(table for table in document.tables if table.cell(0, 0).text == "Month")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in months.rows}
    assert rows["April 2021"] == ["□ 1 reported", "◆ 1 seen (1 alone, 1 spoken to)", ""]
    chronology = next(table for table in document.tables if table.cell(0, 3).text == "What the record says")
    text = chronology.cell(4, 3).text
    assert "Linnet: seen, alone, spoken to – a tick box says otherwise (“<seen>”; “<seen> alone”; “chatty”)" in text


def test_workbook_has_columns_for_each_child_and_three_sheets(book):
    assert {"Chronology", "Where was the child", "Waits", "Tick boxes"} <= set(book.sheetnames)
    headings, *rows = book["Chronology"].iter_rows(values_only=True)
    by_id = {dict(zip(headings, row, strict=True))["Reference"]: dict(zip(headings, row, strict=True)) for row in rows}
    school = by_id["school-101"]
    assert [school[f"Linnet: {what}"] for what in ("seen", "alone", "spoken to", "basis")] == [
        "yes", "yes", "yes", "own contact",
    ]  # fmt: skip
    assert by_id["csc-102"]["Wick: seen"] == "not yet born"
    assert by_id["csc-105"]["Wick: alone"] == "observed, no parent or carer"
    assert by_id["csc-103"]["Linnet: basis"] == "reported"
    assert by_id["school-101"]["First possible day"].day == 6
    where = list(book["Where was the child"].iter_rows(values_only=True))
    assert where[1][:7] == ("Linnet", "Whole period", 4, 2, 0, 2, 1)
    waits = list(book["Waits"].iter_rows(values_only=True))
    assert waits[1][:3] == ("From a concern to a professional seeing the child", "Linnet, Wick", "20 April 2021")
    ticks = list(book["Tick boxes"].iter_rows(values_only=True))
    assert ticks[1][:4] == ("school-101", "Linnet", "Child seen?: “N”", "“<seen>”")


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.json", write_analysis_json), ("a.xlsx", write_workbook), ("a.docx", write_report_docx)],
)
def test_the_same_entries_still_come_back(tmp_path, name, write):
    write(SIGHTED, tmp_path / name)
    write(SIGHTED, tmp_path / f"again-{name}")
    assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()
    back = read_back(tmp_path / name)
    assert [(one.id, one.text, one.columns, one.date) for one in back] == [
        (one.id, one.text, one.columns, one.date) for one in ENTRIES
    ]


def test_screen_counts_sightings_and_names_the_longest_waits(tmp_path):
    text = summary(SIGHTED, tmp_path, ("report.html",))
    assert "Linnet: seen 4, seen alone 2, spoken to 2; reported by another professional 1" in text
    assert "Wick: seen 2, observed with no parent or carer there 1, spoken to 0" in text
    assert "longest time without a recorded sighting: 148 days, 6 April to 1 September 2021" in text
    assert "From a concern to a professional seeing the child: 134 days, 20 April to 1 September 2021" in text
    assert "Limits exceeded: 1 – initial conference 1 (limit not confirmed, check)" in text
    assert "The records show no end: 2 waits" in text
    assert "fail" not in text
    assert len(text.splitlines()) < 40


def test_exceeded_limits_are_counted_once_for_children_of_one_wait():
    twice = tuple(
        wait("core-group", "a", "b", date(2021, 1, 1), date(2021, 3, 1), verdict=Verdict.EXCEEDED, children=(child,))
        for child in ("linnet", "wick")
    )
    assert exceeded_counts(twice) == (("core group", 1, False),)


def test_thousands_of_entries_are_quick():
    many = tuple(replace(ENTRIES[3], id=f"school-{n}", date=day(2021, 1 + n % 12, 1 + n % 28)) for n in range(3000))
    contacts = tuple(replace(CONTACTS[3], entry=one.id) for one in many)
    start = monotonic()
    html = report_html(replace(SIGHTED, entries=many, contacts=contacts))
    assert monotonic() - start < 90
    assert html.count('<mark title="Wick: seen">') == 3000
