"""First page, moments, knowledge, accounts and themes as a reader meets them in page, document and workbook."""

import re
import zipfile
from dataclasses import replace

import docx
import lxml.html
import openpyxl
import pytest
from lxml import etree
from tests.invented_moments import FACTS, SUGGESTIONS, TOLD

from keymoments.export.linked import words_around
from keymoments.export.report_docx import write_report_docx
from keymoments.export.report_html import report_html
from keymoments.export.workbook import write_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SECTIONS = [
    "In short", "Contents", "Who is who, and initials used",
    "The records read", "Where was the child", "What took time", "Moments to look at",
    "Who knew what, and when", "Where accounts differ", "What runs through the case", "Chronology",
    "What could not be read", "Also named, not in the case file", "How this report was made, and what it cannot know",
]  # fmt: skip


@pytest.fixture(scope="module")
def page():
    return lxml.html.fromstring(report_html(TOLD))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.docx"
    write_report_docx(TOLD, path)
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "chronology.xlsx"
    write_workbook(TOLD, path)
    return openpyxl.load_workbook(path)


def part(page, place):
    return page.get_element_by_id(place).getparent()


def words(element):
    return " ".join(element.text_content().split())


# ---- the page ----


def test_sections_stand_in_order(page):
    assert [words(heading) for heading in page.xpath("//h2")] == SECTIONS


def test_every_link_leads_somewhere_and_ids_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href")} <= set(ids)


def test_first_page_says_how_much_was_read_and_what_took_longest(page):
    first = words(part(page, "shows"))
    assert f"hold {len(TOLD.entries)} entries" in first
    assert "On 20 April 2021 Wrayford Children’s Services recorded “GP says she saw Linnet last week.”" in first
    assert (
        "134 days went by before the records show a professional seeing Linnet and Wick, on 1 September 2021" in first
    )
    assert "the records show no step to protect Linnet" in first
    assert "At 2 places the records show more time than the limit then in force" in first
    assert "20 working days, 3 May to 1 June 2021; the limit was 1 working day" in first
    assert "To 1 concern or message the records show no answer" in first
    assert "1 event is told by entries that differ from each other." in first


def test_first_page_tells_the_first_moments_and_leads_to_them(page):
    links = part(page, "shows").xpath(".//a[starts-with(@href, '#moment-')]/@href")
    assert links == [f"#moment-{rank}" for rank in range(1, 6)]
    assert "Moments to look at first (5 of 23)" in words(part(page, "shows"))


def test_no_word_of_blame_outside_the_words_of_records(page):
    own = re.sub(
        r"“[^”]*”", "", " ".join(words(part(page, place)) for place in ("shows", "moments", "themes", "about"))
    )
    assert not re.search(r"\bfail|\bblame|\bshould have|\bneglectful|\bnever happened", own, re.IGNORECASE)


def test_the_first_twenty_moments_stand_there_with_their_sentence(page):
    moments = page.find_class("moment")
    assert len(moments) == 20
    for moment, suggestion in zip(moments, SUGGESTIONS, strict=False):
        told = suggestion.because.replace("“a <conviction>”", "“Father has a <conviction> for assault.”")
        assert " ".join(told.split()) in words(moment)
    assert "Rules found 23 places; the first 20 stand here" in words(part(page, "moments"))


def test_a_moment_says_what_was_known_then_and_by_whom(page):
    moment = part(page, "moment-1")
    assert "What was known by 6 May 2021, and by whom" in words(moment)
    known = words(moment.find_class("known")[0])
    assert known == "A danger of an adult Marlshire Police, from 5 May 2021: “Father has a <conviction> for assault.”"


def test_what_was_known_is_told_whole_once_and_then_only_what_is_new(page):
    first = words(part(page, "moment-2").find_class("known")[0])  # the first in time
    assert first.startswith("An injury St Brannoc’s Primary, from 3 May 2021: “TA saw a bruise on Linnet’s arm")
    after = part(page, "moment-1")
    assert "As at moment 2 (3 May 2021), and since then:" in words(after)
    assert "#moment-2" in after.xpath(".//@href")
    assert "thumb-shaped" not in words(after.find_class("known")[0])
    same = part(page, "moment-4")
    assert "As at moment 1 (6 May 2021); the records hold nothing new since then." in words(same)
    assert same.find_class("known") == []
    last = words(part(page, "moment-3").find_class("known")[0])
    assert "St Brannoc’s Primary, again on 6 May 2021: “Second bruise seen at 3pm.”" in last
    assert "Marlshire Police, from 20 May 2021: “Bruise seen by PC." in last  # held by then, though not on its own day


def test_nothing_recorded_later_stands_as_known_then(page):
    assert part(page, "moment-2").find_class("known")[0].xpath(".//@href") == ["#entry-school-201"]
    assert part(page, "moment-1").find_class("known")[0].xpath(".//@href") == ["#entry-police-201"]
    late = words(part(page, "moment-1"))
    assert (
        "Written down only later, so not counted as known by then: An injury: Marlshire Police dates it 4 May 2021"
        in late
    )
    assert "1 June 2021, Wrayford Children’s Services: “Strategy discussion.” (after 6 May 2021)" in late


def test_what_was_expected_names_the_limit_in_force_with_its_source_and_how_far_it_was_confirmed(page):
    late = words(part(page, "moment-2"))
    assert "the limit in force on 3 May 2021 was 1 working day (confirmed in the guidance)" in late
    assert "The records show 20 working days. Source of the limit: A <rule> of 2018." in late
    kept = words(part(page, "moment-1"))
    assert "What one agency holds of a risk reaches those who decide about the child." in kept
    assert "What one holds the others need. (A review of reviews, 2011)" in kept


def test_who_knew_what_names_the_first_of_each_agency(page):
    table = page.xpath("//h3[@id='known-injury']/following-sibling::div[1]//tbody/tr")
    assert [words(row.find("th")) for row in table] == ["St Brannoc’s Primary", "Marlshire Police"]
    assert [words(row[1]) for row in table] == ["3 May 2021", "20 May 2021"]
    assert [words(row[3]) for row in table] == ["3", "1"]
    assert "written down on 20 May 2021" in words(part(page, "knowing"))


def test_accounts_stand_side_by_side_with_what_differs(page):
    row = words(part(page, "accounts-events"))
    assert "Wrayford Children’s Services, csc-202, 1 June 2021: “Strategy discussion.”" in row
    assert "Date: 1 June 2021 in csc-202; 2 June 2021 in school-203" in row
    assert SUGGESTIONS[2].because in words(part(page, "accounts-child"))


def test_themes_are_counted_over_all_places_and_lead_to_the_moments(page):
    row = page.get_element_by_id("theme-not-shared").getparent()
    assert words(row[1]) == "22"
    assert row[2].xpath(".//@href") == ["#moment-1", *(f"#moment-{rank}" for rank in range(3, 21))]
    assert "A theme of no place" not in words(part(page, "themes"))


def test_it_says_how_it_was_made_and_what_it_cannot_know(page):
    made = words(part(page, "about"))
    assert "Keymoments 0.1.0 with the knowledge pack england 2026.1 (0123456789ab)" in made
    assert "No text of the case left the machine" in made
    assert "Silence in the records is no proof" in made
    assert "ab" * 32 in made


def test_a_review_without_suggestions_says_so():
    page = lxml.html.fromstring(report_html(replace(TOLD, suggestions=(), facts=(), same_event=(), differences=())))
    assert "No rule found such a place." in words(part(page, "moments"))
    assert "No words for a concern were found" in words(part(page, "knowing"))
    assert "No rule found a place that carries a theme." in words(part(page, "themes"))
    assert "No entries that tell one event differ" in words(part(page, "accounts"))


def test_quoted_words_are_never_cut_inside_a_word():
    entry = next(one for one in TOLD.entries if one.id == "school-201")
    half = replace(FACTS[0].quote, end=FACTS[0].quote.end - 3, words="bru")
    assert words_around(entry, half) == "“TA saw a bruise on Linnet’s arm, <b>thumb-shaped</b>.”"


# ---- Word ----


def test_document_has_the_sections_as_headings(path):
    document = docx.Document(str(path))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == SECTIONS
    second = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert "1. 6 May 2021: A risk that was kept" in second
    assert "Tick boxes that the notes contradict" in second
    text = "\n".join(p.text for p in document.paragraphs)
    assert SUGGESTIONS[0].because.replace("a <conviction>", "Father has a <conviction> for assault.") in text
    assert "St Brannoc’s Primary, from 3 May 2021: “TA saw a bruise" in text


def test_links_of_the_document_lead_to_places_in_it_once(path):
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    names = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    numbers = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    anchors = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")}
    assert anchors <= set(names)
    assert {"moment_1", "theme_drift", "waits"} <= anchors
    rows = [row for row in root.iter(f"{W}tr") if "school-201" in "".join(row.itertext()) and "records/school" in
            "".join(row.itertext())]  # fmt: skip
    place = rows[0].find(f".//{W}bookmarkStart").get(f"{W}name")
    assert place in anchors


# ---- workbook ----


def rows_of(sheet):
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_workbook_holds_every_suggestion_and_every_fact(book):
    moments = rows_of(book["Moments to look at"])
    assert [row["Rank"] for row in moments] == [suggestion.rank for suggestion in SUGGESTIONS]
    assert [row["What the records show"] for row in moments] == [suggestion.because for suggestion in SUGGESTIONS]
    assert moments[0]["Known by"] == "6 May 2021"
    facts = rows_of(book["Who knew what"])
    assert len(facts) == len(FACTS)
    assert [(row["Agency"], row["Held from"]) for row in facts if row["First of this agency"] == "yes"] == [
        ("St Brannoc’s Primary", "3 May 2021"), ("Marlshire Police", "20 May 2021"), ("Marlshire Police", "5 May 2021"),
    ]  # fmt: skip
    themes = {row["Theme"]: row["Places"] for row in rows_of(book["Themes"])}
    assert themes == {"Information not shared": 22, "Drift": 2}
    assert len(rows_of(book["Accounts that differ"])) == 1
