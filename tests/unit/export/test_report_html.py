"""``report.html`` parsed again."""

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest
from tests.invented_analysis import ANALYSIS, ENTRIES, HOSTILE, day

from keymoments.export.report_html import report_html


@pytest.fixture(scope="module")
def page():
    return lxml.html.fromstring(report_html(ANALYSIS))


def entry(page, reference):
    return page.get_element_by_id(f"entry-{reference}")


def select(element, names):
    """Elements below by tag, ".class" or "tag.class", several with commas between."""
    paths = []
    for name in names.split(", "):
        tag, _, part = name.partition(".")
        own = f"[contains(concat(' ', @class, ' '), ' {part} ')]" if part else ""
        paths.append(f".//{tag or '*'}{own}")
    return element.xpath(" | ".join(paths))


def words(element):
    return " ".join(element.text_content().split())


def test_every_entry_stands_there_in_order_with_its_words(page):
    items = select(page, "li.entry")
    assert [item.get("id") for item in items] == [f"entry-{entry.id}" for entry in ENTRIES]
    for item, made in zip(items[:4], ENTRIES, strict=False):
        assert select(item, ".text")[0].text_content() == made.text
        assert f"{made.id} · {made.file}, {made.where}" in words(item)


def test_texts_of_records_never_become_markup(page):
    html = report_html(ANALYSIS)
    assert HOSTILE not in html
    assert not select(page, "script, img, iframe, link, object, embed")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on") or name == "style"]


def test_page_forbids_itself_scripts_and_connections(page):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search(r"<style>(.*?)</style>", report_html(ANALYSIS), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "http" not in style
    assert all(link.startswith("#") for link in page.xpath("//@href"))


def test_every_link_leads_somewhere_and_ids_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href")} <= set(ids)


def test_uncertain_dates_are_shown_as_such(page):
    assert words(select(entry(page, "csc-001"), ".when")[0]) == "2019 no timeOutside the period of the review".replace(
        " no", "no"
    )
    assert select(entry(page, "csc-002"), ".date")[0].text == "About early March 2021 (1 to 10 March)"
    assert select(entry(page, "csc-003"), ".date")[0].text == "? 4 March 2021"
    assert "Date taken from the row above" in words(entry(page, "police-001"))
    assert "Year taken from neighbouring rows" in words(entry(page, "csc-002"))
    assert select(entry(page, "csc-004"), ".date")[0].text == "Not dated"
    assert select(entry(page, "police-001"), ".time")[0].text == "between 20:00 and 23:59"


def test_same_event_says_in_what_the_accounts_differ(page):
    told = words(select(entry(page, "school-001"), ".same")[0])
    assert "csc-003, Wrayford Children’s Services – date: 3 February 2021 here, 4 March 2021 there" in told


def test_reading_by_ocr_and_notes_are_said(page):
    assert "check against the original (83% sure of the words)" in words(entry(page, "csc-002"))
    assert "Note: hidden row" in words(entry(page, "csc-002"))


def test_other_columns_stand_under_their_headings_without_the_empty_ones(page):
    terms = [term.text_content() for term in select(entry(page, "school-001"), "dt")]
    assert terms == ["Action\ntaken", "Seen by:"]


def test_entry_of_a_year_stands_under_no_month(page):
    heading = entry(page, "csc-001").getparent().getprevious()
    assert heading.text == "2019, month not known"


def test_headings_come_in_order_and_landmarks_are_there(page):
    levels = [int(heading.tag[1]) for heading in select(page, "h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.get("lang") == "en-GB"
    assert len(select(page, "main")) == len(select(page, "nav")) == 1
    assert select(page, "a.skip")[0].get("href") == "#main"
    for table in select(page, "table"):
        assert select(table, "caption")
        assert all(head.get("scope") for head in select(table, "th"))


def test_problems_and_unknown_people_are_listed(page):
    assert "Ask the agency for the right date." in words(page.get_element_by_id("unread").getparent())
    assert "Bev <next door>" in words(page.get_element_by_id("also-named").getparent())


def test_no_entries():
    html = report_html(replace(ANALYSIS, entries=(), problems=(), unknown_people=(), same_event=(), differences=()))
    assert "No entries could be read." in html
    assert "Everything in the files was read." in html


def test_ids_that_differ_only_in_odd_characters_get_their_own_places():
    entries = (replace(ENTRIES[1], id="a b-1"), replace(ENTRIES[1], id="a/b-1"))
    page = lxml.html.fromstring(report_html(replace(ANALYSIS, entries=entries, same_event=(("a b-1", "a/b-1"),))))
    ids = page.xpath("//li[contains(@class, 'entry')]/@id")
    assert len(set(ids)) == 2


def test_agencies_of_one_name_are_told_apart():
    twice = replace(
        ANALYSIS.case,
        agencies=(*ANALYSIS.case.agencies[:2], replace(ANALYSIS.case.agencies[2], name="St Brannoc’s Primary")),
    )
    page = lxml.html.fromstring(report_html(replace(ANALYSIS, case=twice)))
    assert "St Brannoc’s Primary (police)" in words(entry(page, "police-001"))


def test_same_analysis_gives_the_same_page():
    assert report_html(ANALYSIS) == report_html(replace(ANALYSIS))


def test_thousands_of_entries_are_quick():
    many = tuple(replace(ENTRIES[1], id=f"school-{n}", date=day(2021, 1 + n % 12, 1)) for n in range(3000))
    assert report_html(replace(ANALYSIS, entries=many)).count("Linnet told the TA") == 3000
