"""The timeline in a browser: nearer and back, in place with scripts and by links without; on paper it is whole."""

from __future__ import annotations

import pypdf
import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, until
from tests.functional.started_site import ROOT, Site
from tests.invented_review import PASSWORD

pytestmark = pytest.mark.slow

PAGE = "/review/children-linden-and-hawthorn/timeline"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    def fill(site: Site) -> None:
        site.run("load_example", str(ROOT / "examples" / "two-brothers"), "--password", PASSWORD)

    made = Site(tmp_path_factory.mktemp("example"), {}, fill=fill)
    yield made
    made.stop()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_nearer_later_and_back_to_everything(browser, example, scripts):
    lead = Person(browser, example, "lead-reviewer", scripts=scripts)
    until(lead.page, example.address + PAGE, "Meetings")
    page, heading = lead.page, lead.page.locator("#timeline h2").first
    expect(heading).to_have_text("1 September 2019 – 14 March 2021")
    whole = page.locator(".km-timeline a").count()
    if scripts:
        page.evaluate("window.stayed = true")
    lead.follow("Nearer")
    expect(heading).to_have_text("19 January 2020 – 25 October 2020")
    assert 0 < page.locator(".km-timeline a").count() < whole
    assert "first_month=1&first_year=2020" in page.url
    lead.follow("Later")
    expect(heading).not_to_have_text("19 January 2020 – 25 October 2020")
    lead.follow("The whole review")
    expect(heading).to_have_text("1 September 2019 – 14 March 2021")
    if scripts:  # only the part that changed came anew, and the way back is the browser's own
        assert page.evaluate("window.stayed") is True
        page.go_back()
        expect(heading).not_to_have_text("1 September 2019 – 14 March 2021")
    lead.has_no_barrier()


def test_a_bar_leads_to_its_entry_by_keyboard(browser, example):
    lead = Person(browser, example, "lead-reviewer")
    until(lead.page, example.address + PAGE, "Meetings")
    bar = lead.page.locator(".km-timeline a").first
    words = bar.get_attribute("aria-label")
    assert words
    bar.focus()
    lead.page.keyboard.press("Enter")
    lead.page.wait_for_url("**/entries/**")


def test_on_paper_it_is_whole(browser, example, tmp_path):
    lead = Person(browser, example, "lead-reviewer")
    until(lead.page, example.address + PAGE, "Meetings")
    file = tmp_path / "timeline.pdf"
    file.write_bytes(lead.page.pdf(format="A4"))
    said = " ".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert "Coble Street Surgery" in said  # the last row of the picture
    assert "Waits: 10" in said
    assert "Nearer" not in said  # nothing to press on paper
