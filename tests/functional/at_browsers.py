"""People at browsers of their own, and the steps that every journey through a review takes."""

from __future__ import annotations

import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.functional.started_site import Site
from tests.invented_review import PASSWORD


class Person:
    """Somebody at a browser of their own, signed in."""

    def __init__(self, browser, site: Site, name: str, *, scripts: bool = True) -> None:
        self.site, self.context = site, browser.new_context(java_script_enabled=scripts)
        self.scripts = scripts
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.sign_in(name)

    def sign_in(self, name: str) -> None:
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
        """What axe finds; it is a script itself, so the page is looked at with scripts on alone."""
        if not self.scripts:
            return
        found = Axe().run(self.page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []


def until(page: Page, path: str, words: str, *, seconds: int = 60) -> None:
    """Ask for a page again until it says something: the worker needs its time."""
    for _ in range(2 * seconds):
        page.goto(path)
        if page.get_by_text(words).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"the page never said: {words}")


def open_review(
    manager: Person, reference: str, title: str, period: tuple[str, str], child: tuple[str, str], *agencies: str
) -> None:
    """Fill the form of a new review and declare; ``child``: name and date of birth."""
    manager.follow("Open a review")
    manager.page.get_by_label("Reference").fill(reference)
    manager.page.get_by_label("Title").fill(title)
    manager.day("First day the review looks at", period[0])
    manager.day("Last day the review looks at", period[1])
    manager.page.get_by_label("Name of the child").fill(child[0])
    manager.day("The child’s date of birth", child[1])
    for agency in agencies:
        manager.page.get_by_label(agency, exact=True).check()
    manager.press("Open the review")
    manager.page.get_by_label("No", exact=True).check()
    manager.press("Continue")
    expect(manager.page.get_by_role("heading", name=title)).to_be_visible()


def admit(manager: Person, review: str, name: str, role: str, agency: str | None = None) -> None:
    """Let somebody with an account into a review."""
    manager.go(f"/review/{review}/members")
    manager.page.get_by_label("E-mail address of their account").fill(f"{name}@example.org")
    form = manager.page.locator("form", has=manager.page.get_by_label("E-mail address of their account"))
    form.get_by_label("As", exact=True).select_option(role)
    if agency:
        form.get_by_label("Agency, for an agency’s people").select_option(agency)
    form.get_by_role("button", name="Let in").click()
    expect(manager.page.get_by_role("rowheader", name=name.title())).to_be_visible()


def ask(manager: Person, review: str, agency: str, what: str, by: str) -> None:
    """Ask an agency for its records."""
    manager.go(f"/review/{review}/requests")
    manager.follow(agency)
    manager.page.get_by_label("What records").fill(what)
    manager.day("Wanted by", by)
    manager.press("Ask")
    expect(manager.page.get_by_text("The agency is asked")).to_be_visible()


def come_in(browser, site: Site, name: str, title: str, *, scripts: bool = True) -> Person:
    """Sign in, open a review by its title and declare that nothing stands against it."""
    person = Person(browser, site, name, scripts=scripts)
    person.follow(title)
    person.page.get_by_label("No", exact=True).check()
    person.press("Continue")
    expect(person.page.get_by_role("heading", name=title)).to_be_visible()
    return person


def hand_in(person: Person, review: str, agency: str, *files: Path) -> None:
    """Upload files as an agency's author does."""
    person.go(f"/review/{review}/sources/{agency}")
    person.page.locator("input[type=file]").set_input_files(list(files))
    person.press("Hand in")
    expect(person.page.get_by_text("The file has come", exact=False).first).to_be_visible()
