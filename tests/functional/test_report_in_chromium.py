"""The report as a reader has it: in a browser, on a phone, with the keyboard, on paper."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.invented_analysis import ANALYSIS, ENTRIES
from tests.invented_moments import TOLD
from tests.invented_sightings import NARRATIVE, SIGHTED

from keymoments.export.report_html import write_report_html

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.html"
    write_report_html(ANALYSIS, path)
    return path.as_uri()


@pytest.fixture(scope="module")
def sighted(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.html"
    write_report_html(SIGHTED, path)
    return path.as_uri()


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.html"
    write_report_html(TOLD, path)
    return path.as_uri()


@pytest.fixture
def page(browser, address, request):
    said = []
    page = browser.new_page(viewport={"width": getattr(request, "param", 1200), "height": 900})
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda sent: sent.url == address or said.append(sent.url))
    page.goto(address)
    yield page
    page.close()
    assert said == []  # no refused style, no script, no request


def read_in_view(page, selector, expected):
    """The text a reader sees, once Chromium has laid out what was off the screen (it skips months out of view)."""
    page.locator(selector).scroll_into_view_if_needed()
    page.wait_for_function("it => document.querySelector(it).innerText !== ''", arg=selector)
    assert page.locator(selector).inner_text() == expected


@pytest.mark.parametrize("which", ["address", "sighted", "told"])
@pytest.mark.parametrize("width", [360, 1200])
def test_no_barrier(browser, request, which, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)  # axe itself is a script
    page.goto(request.getfixturevalue(which))
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []


@pytest.mark.parametrize("page", [320, 360, 768], indirect=True)
def test_nothing_needs_sideways_scrolling(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_filter_works_without_script_and_says_that_something_is_hidden(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    hint = page.get_by_text("Some entries are not shown on screen")
    assert not hint.is_visible()
    page.get_by_label("Wrayford Children’s Services").uncheck()
    assert hint.is_visible()
    shown = [item.id for item in ENTRIES if page.locator(f"#entry-{item.id}").is_visible()]
    assert shown == ["school-001", "police-001"]
    page.get_by_label("Wrayford Children’s Services").check()
    page.get_by_label("Entries outside the period").uncheck()
    assert not page.locator("#entry-csc-001").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#entry-csc-001").is_visible()
    context.close()


def test_keyboard_reaches_the_main_content_first(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_other_details_open_and_stand_on_paper(page):
    detail = page.get_by_text("Mrs Quill")
    assert not detail.is_visible()
    page.emulate_media(media="print")
    assert detail.bounding_box()["height"] > 5
    page.emulate_media(media="screen")
    page.get_by_text("Other details of this row").first.click()
    assert detail.is_visible()


def test_line_breaks_of_a_record_are_kept(page):
    read_in_view(page, "#entry-school-001 .text", ENTRIES[1].text)


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_sightings_and_waits_need_no_sideways_scrolling_of_the_page(browser, sighted, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(sighted)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    picture = page.locator(".picture").first
    assert picture.evaluate("it => it.scrollWidth > it.clientWidth") is (width < 1060)
    page.close()
    assert said == []


def test_names_of_the_lanes_stay_while_the_picture_moves(browser, sighted):
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto(sighted)
    page.locator(".picture").first.evaluate("it => it.scrollTo(400, 0)")
    assert page.locator(".picture .names").first.bounding_box()["x"] < 20
    assert page.get_by_text("On a narrow screen, move the picture sideways").first.is_visible()
    page.close()


def test_marks_are_drawn_in_shape_and_colour(browser, sighted):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(sighted)
    sizes = page.locator(".plot use").evaluate_all("all => all.map(it => it.getBoundingClientRect().width)")
    assert len(sizes) > 5
    assert min(sizes) > 4
    page.close()


def test_words_of_answers_are_marked_in_the_text_and_the_text_stays_whole(browser, sighted):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(sighted + "#entry-school-101")
    read_in_view(page, "#entry-school-101 .text", NARRATIVE)
    text = page.locator("#entry-school-101 .text")
    assert text.locator("mark").all_inner_texts() == ["<seen>", " alone", "chatty", "Wick asleep"]
    page.close()


def test_picture_table_and_folded_waits_stand_on_paper_within_the_sheet(browser, sighted):
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.goto(sighted)
    page.emulate_media(media="print")
    assert page.locator(".month-table table").first.bounding_box()["height"] > 100
    box = page.locator(".picture").first.bounding_box()
    plot = page.locator(".plot").first.bounding_box()
    assert plot["x"] + plot["width"] <= box["x"] + box["width"] + 1
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_moments_and_tables_need_no_sideways_scrolling_of_the_page(browser, told, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(told)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()
    assert said == []


def test_a_reader_comes_from_the_first_page_to_a_moment_and_on_to_the_entry_without_script(browser, told):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(told)
    page.locator(".shows").get_by_role("link", name="Moment 1", exact=True).click()
    page.wait_for_url("**#moment-1")
    page.locator("#moment-1").wait_for(state="visible")
    page.locator("section[aria-labelledby=moment-1] dl").get_by_role("link", name="5 May 2021").click()
    page.wait_for_url("**#entry-police-201")
    page.locator("#entry-police-201").wait_for(state="visible")
    context.close()


def test_lists_of_every_record_stay_off_paper_and_moments_stay_on_it(browser, told):
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.goto(told)
    page.emulate_media(media="print")
    assert not page.locator(".screen-only").first.is_visible()
    assert page.locator(".moment").first.is_visible()
    page.close()
