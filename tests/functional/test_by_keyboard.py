"""A reviewer's hour without a mouse: every step is reached by Tab, seen to have the focus, and done by a key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.functional.started_site import ROOT, Site
from tests.invented_review import PASSWORD

pytestmark = pytest.mark.slow
MOST = 150  # presses of Tab before a thing counts as out of reach

# What has the focus: its words (of a box, its label), and whether a person sees that it has it.
FOCUSED = """() => {
  const one = document.activeElement, YELLOW = "rgb(255, 221, 0)";
  if (!one || one === document.body) return null;
  const label = one.labels && one.labels.length ? one.labels[0] : one;
  const said = one.getAttribute("aria-label") || label.innerText || label.textContent || one.value || "";
  const words = said.replace(/\\s+/g, " ").trim();
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== "none";
  const shown = drawn(getComputedStyle(one)) || drawn(getComputedStyle(label, "::before"))
    || getComputedStyle(one).backgroundColor === YELLOW
    || [...one.querySelectorAll(".hit")].some((shape) => getComputedStyle(shape).fill === YELLOW);
  const box = (one.type === "radio" || one.type === "checkbox" ? label : one).getBoundingClientRect();
  return { words, sort: one.tagName.toLowerCase(), shown, inside: box.width > 0 && box.height > 0 };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    def fill(site: Site) -> None:
        site.run("load_example", str(ROOT / "examples" / "two-brothers"), "--password", PASSWORD)

    made = Site(tmp_path_factory.mktemp("home"), {}, fill=fill)
    yield made
    made.stop()


def tab_to(page: Page, words: str, sort: str = "") -> None:
    """Press Tab until a thing has the focus; whatever is passed on the way shows that it has it."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            continue
        passed.append((focused["sort"], focused["words"][:40]))
        assert focused["shown"], f"nobody sees that “{focused['words']}” has the focus"
        assert focused["inside"], f"“{focused['words']}” has the focus and is not on the page"
        if focused["words"].startswith(words) and sort in ("", focused["sort"]):
            return
    raise AssertionError(f"Tab does not reach “{words}” on {page.url}: {passed[:25]}")


def enter(page: Page) -> None:
    """Follow or press what has the focus, and wait for the page that comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, words: str) -> None:
    """Choose in a list that has the focus by typing how the choice begins."""
    page.keyboard.type(words)
    chosen = page.evaluate("() => document.activeElement.selectedOptions[0].text")
    assert chosen.startswith(words)


def test_from_sign_in_to_a_corrected_sighting_and_an_export(browser, site):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(30_000)
    page.goto(site.address)
    tab_to(page, "Email", "input")
    page.keyboard.type("lead-reviewer@example.org")
    tab_to(page, "Password", "input")
    page.keyboard.type(PASSWORD)
    enter(page)  # from the box itself
    tab_to(page, "The example review", "a")
    enter(page)

    tab_to(page, "Skip to main content")
    page.keyboard.press("Enter")
    tab_to(page, "Matas Petrulis")  # the very things of the page, past the navigation
    enter(page)
    expect(page.get_by_role("heading", name="Where was the child: Matas Petrulis")).to_be_visible()
    tab_to(page, "Show by", "select")
    choose(page, "week")
    tab_to(page, "Show", "button")
    enter(page)
    assert "scale=week" in page.url
    assert page.locator(".km-strip a").count() > 0
    while page.evaluate("() => !document.activeElement.closest('.km-strip')"):
        tab_to(page, "")  # each mark of the strip can be reached
    enter(page)
    expect(page.get_by_role("heading", name="Chronology")).to_be_visible()

    tab_to(page, "Chronology", "a")
    enter(page)
    tab_to(page, "Filter", "summary")
    page.keyboard.press("Enter")
    tab_to(page, "Alone", "select")
    choose(page, "Yes")
    tab_to(page, "Show", "button")
    enter(page)
    assert "alone=yes" in page.url
    before = page.locator(".km-entry").count()
    assert before > 0
    while page.evaluate("() => !document.activeElement.closest('.km-entry')"):
        tab_to(page, "")
    enter(page)
    tab_to(page, "Question", "select")
    choose(page, "Alone")
    tab_to(page, "The record says", "select")
    choose(page, "Unclear")
    tab_to(page, "Why", "textarea")
    page.keyboard.type("The note does not say who else was in the room.")
    tab_to(page, "Correct", "button")
    enter(page)
    expect(page.get_by_text("corrected; read as Yes").first).to_be_visible()

    tab_to(page, "Chronology", "a")
    enter(page)
    tab_to(page, "csv", "a")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".csv")
    tab_to(page, "Sign out", "button")
    enter(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
