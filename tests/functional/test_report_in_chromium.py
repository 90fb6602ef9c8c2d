"""The report as a reader has it: in a browser, on a phone, with the keyboard, on paper."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.invented_analysis import ANALYSIS, ENTRIES

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


@pytest.mark.parametrize("width", [360, 1200])
def test_no_serious_barrier(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)  # axe itself is a script
    page.goto(address)
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in ("serious", "critical")] == []


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
    assert page.locator("#entry-school-001 .text").inner_text() == ENTRIES[1].text
