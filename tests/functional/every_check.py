"""What holds on every page, whatever it shows: checked in Chromium on the page as it stands.

With ``KEYMOMENTS_PICTURES`` set to a folder every page is also kept there as a picture, at each width.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, HEIGHT = 1280, 900
NARROW = (640, 320)  # 200 % of 1280, and the narrowest phone
PICTURES = os.environ.get("KEYMOMENTS_PICTURES", "")
AXE = Axe()
# Which part of a page reaches out to the right, for the message of a failed test.
WIDER = """() => [...document.querySelectorAll("main *, header *, footer *, nav *")].filter(one => {
  const box = one.getBoundingClientRect();
  if (box.right <= document.documentElement.clientWidth + 1 || box.width === 0) return false;
  for (let up = one.parentElement; up; up = up.parentElement)
    if (["auto", "scroll", "hidden"].includes(getComputedStyle(up).overflowX)) return false;
  return !one.closest(".govuk-visually-hidden");
}).slice(0, 3).map(one => one.outerHTML.slice(0, 160))"""
FACTS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
  const shown = one => one.getClientRects().length > 0;
  return {
    title: document.title,
    heads: [...document.querySelectorAll("h1")].filter(shown).map(one => one.innerText),
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    lost: [...document.querySelectorAll("a[href^='#']")].map(one => one.hash.slice(1))
      .filter(id => id && !document.getElementById(id)),
    unfocusable: [...document.querySelectorAll(".govuk-error-summary a")].map(one => one.hash.slice(1)).filter(id => {
      const field = document.getElementById(id);
      return !field || !field.matches("input, select, textarea, button, [tabindex]") || !shown(field);
    }),
    unlinked: [...document.querySelectorAll(".govuk-error-summary li")].filter(one => !one.querySelector("a")).length,
    beside: document.querySelectorAll(".govuk-error-message").length,
  };
}"""


class Checks:
    """A page of a browser, what it said on the console, and every title it showed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.wrong: list[str] = []
        self.titles: dict[str, set[str]] = {}
        page.on("console", lambda message: self.said.append(f"{message.text} {message.location['url']}"))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def look(self, name: str, state: str, *, status: int = 200, skip: bool = True) -> None:
        """Check the page as it stands; what is wrong is kept in ``wrong``. ``status``: that it came with."""
        page, where = self.page, f"{name} ({state})"
        facts: dict[str, Any] = page.evaluate(FACTS)
        self._note(where, self._of_the_words(facts))
        self.titles.setdefault(facts["title"], set()).add(name)
        violations = AXE.run(page).response["violations"]
        self._note(where, [f"axe {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations])
        self._picture(name, state, WIDE)
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                self._note(where, [f"scrolls sideways at {width} px: {page.evaluate(WIDER)}"])
            self._picture(name, state, width)
        if skip:
            self._note(where, self._skip_link())
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        # A browser says itself that a page came with 403 or 404.
        said = [one for one in self.said if not (status >= 400 and f"status of {status}" in one)]
        self._note(where, [f"console: {one}" for one in said])
        self.said.clear()

    def _of_the_words(self, facts: dict[str, Any]) -> list[str]:
        found = [f"{len(facts['heads'])} level-one headings"] if len(facts["heads"]) != 1 else []
        if not re.fullmatch(r"(Error: )?\S.* – Keymoments", facts["title"], re.DOTALL):
            found.append(f"title: {facts['title']!r}")
        summary = self.page.locator(".govuk-error-summary").count()
        if summary > 1:
            found.append("more than one error summary")
        if bool(summary) != facts["title"].startswith("Error: "):
            found.append(f"error summary and title do not agree: {facts['title']!r}")
        if facts["beside"] and facts["unlinked"]:
            found.append("an error of the summary leads to no field")
        return found + [f"ids {name}: {facts[name][:5]}" for name in ("twice", "lost", "unfocusable") if facts[name]]

    def _skip_link(self) -> list[str]:
        """The first Tab of a page is the way past its head, and it works."""
        page = self.page
        page.evaluate("() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); }")
        page.locator(".govuk-skip-link").focus()
        if not page.locator(".govuk-skip-link").evaluate("one => one.getBoundingClientRect().height > 10"):
            return ["the skip link is not seen when it has the focus"]
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "main":
            return ["the skip link does not lead to the content"]
        return []

    def _note(self, where: str, found: list[str]) -> None:
        self.wrong += [f"{where}: {one}" for one in found]

    def _picture(self, name: str, state: str, width: int) -> None:
        if PICTURES:
            slug = re.sub(r"[^a-z0-9]+", "-", f"{name}-{state}".lower()).strip("-")[:80]
            self.page.screenshot(path=str(Path(PICTURES) / f"{slug}-{width}.png"), full_page=True)
