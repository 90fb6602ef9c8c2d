"""From an empty site to a filtered, corrected and exported chronology, in Chromium against the started server."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.functional.started_site import Site, chromium
from tests.invented_review import PASSWORD, SCHOOL, SOCIAL_CARE

# Headings that no list knows, and a second date: when it was typed.
ODD = "\n".join(
    f"{'Teipiwyd' if number == 0 else '01/02/2022'},{line}"
    for number, line in enumerate(SOCIAL_CARE.replace("Date,Case note", "Diwrnod,Beth oedd").splitlines())
)
PEOPLE = {"manager": "manager", "author": "", "carer": "", "lead": "", "outsider": "", "auditor": "auditor"}


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path, PEOPLE)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, site: Site, name: str, *, scripts: bool) -> None:
        self.site, self.context = site, browser.new_context(java_script_enabled=scripts)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.go("/")
        self.page.get_by_label("Email").fill(f"{name}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")

    def go(self, path: str) -> int:
        return self.page.goto(self.site.address + path).status

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def day(self, legend: str, day: str) -> None:
        group = self.page.get_by_role("group", name=legend)
        for label, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
            group.get_by_label(label).fill(value)

    def has_no_barrier(self) -> None:
        found = Axe().run(self.page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []


def until(page: Page, path: str, words: str) -> None:
    """Ask for a page again until it says something: the worker needs its time."""
    for _ in range(120):
        page.goto(path)
        if page.get_by_text(words).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"the page never said: {words}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_two_agencies_files_to_a_corrected_chronology(browser, site, scripts, tmp_path):
    (tmp_path / "school.csv").write_text(SCHOOL)
    (tmp_path / "notes.csv").write_text(ODD)
    manager = Person(browser, site, "manager", scripts=scripts)
    manager.follow("Open a review")
    manager.page.get_by_label("Reference").fill("wren-2021")
    manager.page.get_by_label("Title").fill("Review 2021")
    manager.day("First day the review looks at", "1 1 2021")
    manager.day("Last day the review looks at", "31 12 2021")
    manager.page.get_by_label("Name of the child").fill("Wren Tallow")
    manager.day("The child’s date of birth", "2 5 2013")
    manager.page.get_by_label("School", exact=True).check()
    manager.page.get_by_label("Childrens social care", exact=True).check()
    manager.press("Open the review")
    manager.page.get_by_label("No", exact=True).check()
    manager.press("Continue")
    expect(manager.page.get_by_role("heading", name="Review 2021")).to_be_visible()
    admit(manager, "author", "Agency author", "School")
    admit(manager, "carer", "Agency author", "Childrens social care")
    admit(manager, "lead", "Lead reviewer", None)
    for agency in ("School", "Childrens social care"):
        manager.go("/review/wren-2021/requests")
        manager.follow(agency)
        manager.page.get_by_label("What records").fill("Everything about the children.")
        manager.day("Wanted by", "1 2 2022")
        manager.press("Ask")
        expect(manager.page.get_by_text("The agency is asked")).to_be_visible()

    author = let_in(browser, site, "author", scripts=scripts)
    hand_in(author, "school", tmp_path / "school.csv")
    until(author.page, author.page.url, "Read")
    carer = let_in(browser, site, "carer", scripts=scripts)
    hand_in(carer, "childrens-social-care", tmp_path / "notes.csv")
    carer.follow("notes.csv")
    until(carer.page, carer.page.url, "What the columns were taken for")
    carer.page.get_by_label("Diwrnod", exact=True).select_option("Date of what happened")
    carer.page.get_by_label("Beth oedd", exact=True).select_option("What happened")
    carer.press("Read again")
    until(carer.page, carer.page.url, "Read: 3 entries")
    until(carer.page, carer.page.url, "05/03/2021")
    assert carer.go("/review/wren-2021/sources/school") == 404

    lead = let_in(browser, site, "lead", scripts=scripts)
    until(lead.page, f"{site.address}/review/wren-2021/chronology?alone=yes", "Alone: Yes")
    assert lead.page.locator(".km-entry").count() == 1
    lead.page.locator(".km-entry a").first.click()
    lead.page.get_by_label("Question").select_option("Alone")
    lead.page.get_by_label("The record says").select_option("Unclear")
    lead.page.get_by_label("Why").first.fill("The form does not say who else was there.")
    lead.press("Correct")
    expect(lead.page.get_by_text("Alone: Unclear (corrected; read as Yes)")).to_be_visible()
    lead.go("/review/wren-2021")
    lead.follow("Wren Tallow")
    expect(lead.page.get_by_role("heading", name="Where was the child: Wren Tallow")).to_be_visible()
    lead.go("/review/wren-2021/chronology?agency=school")
    with lead.page.expect_download() as taken:
        lead.follow("csv")
    exported = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert "Bruise on left arm" in exported
    assert "Home visit" not in exported
    if scripts:
        for path in ("", "/chronology", "/requests", "/members", "/where/wren-tallow", "/chronology?seen=unclear"):
            lead.go("/review/wren-2021" + path)
            lead.has_no_barrier()

    outsider = Person(browser, site, "outsider", scripts=scripts)
    assert outsider.go("/review/wren-2021") == 404
    auditor = Person(browser, site, "auditor", scripts=scripts)
    auditor.go("/audit")
    said = auditor.page.inner_text("main")
    for action in ("review:open", "review:source:upload", "review:entry:correct", "chronology:export", "refused:"):
        assert action in said
    assert "Bruise" not in said
    assert "whole" in site.run("verify_audit")
    assert not re.search("Bruise|Wren|Mother", site.log.read_text())


def admit(manager: Person, name: str, role: str, agency: str | None) -> None:
    manager.go("/review/wren-2021/members")
    manager.page.get_by_label("E-mail address of their account").fill(f"{name}@example.org")
    form = manager.page.locator("form", has=manager.page.get_by_label("E-mail address of their account"))
    form.get_by_label("As", exact=True).select_option(role)
    if agency:
        form.get_by_label("Agency, for an agency’s people").select_option(agency)
    form.get_by_role("button", name="Let in").click()
    expect(manager.page.get_by_role("rowheader", name=name.title())).to_be_visible()


def let_in(browser, site: Site, name: str, *, scripts: bool) -> Person:
    person = Person(browser, site, name, scripts=scripts)
    person.follow("Review 2021")
    person.page.get_by_label("No", exact=True).check()
    person.press("Continue")
    expect(person.page.get_by_role("heading", name="Review 2021")).to_be_visible()
    return person


def hand_in(person: Person, agency: str, file: Path) -> None:
    person.go(f"/review/wren-2021/sources/{agency}")
    person.page.locator("input[type=file]").set_input_files(file)
    person.press("Hand in")
    expect(person.page.get_by_text("The file has come", exact=False).first).to_be_visible()
