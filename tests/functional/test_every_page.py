"""Every page of the site, for everybody who may see it, full, with very long names, with nothing in it and gone wrong.

The list of pages is made from the addresses of the site: a new page is walked as soon as it has one, and where its
address needs a thing that :data:`THINGS` does not know the walk fails.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, reverse
from tests.functional.every_check import Checks
from tests.functional.full_site import ACCOUNTS, PASSWORD
from tests.functional.started_site import ROOT, Site
from tests.structure.permissions import PageFor, pages

from keymoments.web.urls import urlpatterns

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
# What is no page of its own: files to take away, and parts of a page that a script asks for.
FILES = {
    "original",
    "template",
    "export",
    "audit_csv",
    "earlier_audit",
    "due_days",
    "board_calendar",
    "register",
    "quality_csv",
    "take_export",
    "health",
}
FILES |= {"take_document", "letter_template", "cost_csv", "timesheet_template", "proof"}
PARTS = {"file_states", "source_state"}
# Where a page has more than one face: what follows its address.
FACES = {
    "chronology": ["?seen=no&alone=no", "?words=no-such-word-anywhere", "?agency=nobody&first_day=99"],
    "where": ["?scale=week", "?scale=day", "?scale=nonsense"],
    "agencies": ["?agency={agency}"],
    "same_events": ["?show=decided"],
    "suggestions": ["?state=accepted", "?state=rejected", "?state=gone", "?kind=delay&agency=nobody"],
    "knowledge": ["?day_day=1&day_month=1&day_year=2020", "?day_day=99&day_month=1&day_year=2020"],
    "enquiry": ["?show=aside"],
    "cost_lines": ["?show=back", "?sort=legal"],
    "quality": ["?scheme=evaluation-2010"],
    "decision": ["?words=asked"],
    "timeline": ["?by=agency", "?first_day=1&first_month=3&first_year=2021&last_day=30&last_month=4&last_year=2021"],
    "owed": ["?show=closed"],
    "outbox": ["?before=2"],
    "comments": ["?show=settled"],
    "moments": ["?show=aside", "?kind=good_practice"],
    "unknown_people": ["?name={unknown}"],
    "family_places": ["?place=home"],
    "audit": ["?before=5"],
    "everything": ["?before=5"],
}


@dataclass(frozen=True, slots=True)
class Walked:
    """A site that is full, and what its pages may be about."""

    site: Site
    things: dict[str, Any]

    def of(self, review: str) -> dict[str, Any]:
        return next(about for reference, about in self.things.items() if reference.startswith(review))

    def reference(self, review: str) -> str:
        return next(reference for reference in self.things if reference.startswith(review))


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Iterator[Walked]:
    home = tmp_path_factory.mktemp("full")
    told: dict[str, Any] = {}
    with contextlib.ExitStack() as at_the_end:

        def fill(site: Site) -> None:
            command = [sys.executable, "-m", "tests.functional.full_site"]
            made = subprocess.run(command, env=site.environment, capture_output=True, text=True, cwd=ROOT)
            assert made.returncode == 0, made.stderr
            told.update(json.loads(made.stdout.splitlines()[-1]))
            # The place of the worker is taken: work that waits or runs stays as the pages are to show it.
            lock = at_the_end.enter_context((home / "data" / "worker.lock").open("w"))
            fcntl.lockf(lock, fcntl.LOCK_EX)

        site = Site(home, {}, fill=fill)
        yield Walked(site, told)
        site.stop()


def signed_in(browser, site: Site, name: str) -> Checks:
    """Somebody at a browser of their own."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{site.address}/account/login/")
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site.address}/")
    return Checks(page)


def addresses(walked: Walked, page: URLPattern, review: str, *, most: int = 1, agency: str = "") -> list[str]:
    """The addresses of a page in one review; fewer than ``most`` where it has not so many things to be about."""
    about = walked.of(review)
    wanted = dict.fromkeys(page.pattern.converters)
    if not wanted:
        return [reverse(page.name)]
    sets: list[dict[str, Any]] = [{"reference": walked.reference(review)}] if "reference" in wanted else [{}]
    for names, values in _things(page.name, wanted, about, agency):
        sets = [{**one, **dict(zip(names, value, strict=True))} for one in sets for value in values[:most]]
    missing = set(wanted) - set(sets[0] if sets else wanted)
    assert not missing, f"{page.name} is about {missing}: say in _things what that may be"
    return [reverse(page.name, kwargs=values) for values in sets]


def _own_threads(about: dict[str, Any], agency: str) -> list[Any]:
    """What people speak about; for an agency's people entries of their own."""
    mine = {one[1] for one in about["entry"] if one[0] == agency}
    return [one for one in about["thread"] if not agency or one[1] in mine]


_NUMBERED = {
    "marking": "round",
    "earlier_audit": "earlier",
    "take_document": "document",
    **dict.fromkeys(("meeting", "change_meeting", "meeting_versions"), "meeting"),
    **dict.fromkeys(("moment", "change_moment", "moment_versions"), "moment"),
    **dict.fromkeys(("finding", "change_finding", "finding_versions"), "finding"),
    **dict.fromkeys(("line", "new_finding"), "line"),
}


def _things(name: str, wanted: dict[str, Any], about: dict[str, Any], agency: str) -> Iterator[tuple[Any, Any]]:
    """Parts of an address that go together → what they may be."""

    def own(pairs: list[Any]) -> list[Any]:
        return [pair for pair in pairs if agency in ("", pair[0])]

    if "thing" in wanted:
        yield ("about", "thing"), _own_threads(about, agency)
    elif "sort" in wanted:
        yield ("sort", "agency"), about["fact"]
    elif {"agency", "number"} <= set(wanted):
        yield ("agency", "number"), own(about["source"])
    elif "agency" in wanted:
        yield ("agency",), own([[key] for key in about["agency"]])
    elif "number" in wanted and (sort := _NUMBERED.get(name)):
        yield ("number",), [[one] for one in about[sort]]
    elif "number" in wanted:
        numbers = about["export"] if name == "take_export" else [one[1] for one in own(about["request"])]
        yield ("number",), [[one] for one in numbers]
    if "key" in wanted:
        sort = {"suggestion": "suggestion", "owed_item": "owed"}.get(name)
        keys = about[sort] if sort else [one[1] for one in own(about["entry"])]
        yield ("key",), [[one] for one in keys]
    for part in {"child", "person", "letter"} & set(wanted):
        yield (part,), [[one] for one in about[part]]
    yield from _running(wanted, about)
    if "kind" in wanted:
        yield ("kind",), [["xlsx"]]
    if "token" in wanted:
        yield ("token",), [["no-such-link"]]


def _running(wanted: dict[str, Any], about: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """What pages on how a review runs are about."""
    if "round" in wanted:
        yield ("round",), [[one] for one in about["quality_round"]]
    if "marker" in wanted:
        yield ("scheme", "marker"), [["markers-18", "purpose"], ["evaluation-2010", "scope"]]
    if "engaged" in wanted:
        yield ("engaged",), [[one] for one in about["engaged"]]
    if "step" in wanted:
        yield ("step",), [[one] for one in about["proof"]]
    if "proceeding" in wanted:
        yield ("proceeding",), [[1]]
    if "sheet" in wanted:
        yield ("sheet",), [[one] for one in about["sheet"]]
    if "line" in wanted:
        yield ("line",), [[one] for one in about["cost_line"]]
    if "stage" in wanted:
        yield ("stage",), [[one] for one in about["stage"]]
    if "version" in wanted:
        yield ("arrangement", "version"), [["own-quicker-learning", "1"]]
    elif "arrangement" in wanted:
        yield ("arrangement",), [["england-lcspr-2023"], ["own-quicker-learning"]]


def faces(name: str, path: str, about: dict[str, Any]) -> list[str]:
    """A page, and what else it may show."""
    more = [face for face in FACES.get(name, []) if "{unknown}" not in face or about["unknown"]]
    unknown, agency = (about["unknown"] or [0])[0], about["agency"][0]
    return [path, *(path + face.format(unknown=unknown, agency=agency) for face in more)]


def visit(checks: Checks, site: Site, name: str, path: str, state: str, status: int = 200) -> None:
    came = checks.page.goto(site.address + path)
    assert came is not None
    if came.status != status:
        checks.wrong.append(f"{name} ({state}): came with {came.status}, not {status}: {path}")
    checks.look(name, state, status=came.status)


@pytest.mark.parametrize("who", [name for name in ACCOUNTS if name != "outsider"])
def test_the_example_for_each_person(browser, walked, who):
    """Full data: every page that somebody may see, in every state it may have."""
    checks = signed_in(browser, walked.site, ACCOUNTS[who])
    about = walked.of("children")
    for page in pages():
        # Of an agency's people it is asked about their own agency.
        if PageFor(page.name, who).status("school") != 200:
            continue
        for path in addresses(walked, page, "children", agency="csc" if who in ("author", "signer") else ""):
            if page.name in FILES | PARTS:
                answer = checks.page.request.get(walked.site.address + path, max_retries=2)
                allowed = (200, 404) if page.name == "take_export" else (200,)  # an export is its maker's alone
                assert answer.status in allowed, (page.name, answer.status)
                continue
            for number, face in enumerate(faces(page.name, path, about)):
                visit(checks, walked.site, page.name, face, f"{who}-{number}" if number else who)
    assert not checks.wrong, "\n".join(checks.wrong)
    shared = {title: names for title, names in checks.titles.items() if len(names) > 1}
    assert shared == {}, "pages that share a title cannot be told apart"


@pytest.mark.parametrize(("review", "who"), [("long-names", "long"), ("nothing-yet", "manager")])
def test_long_names_and_empty_pages(browser, walked, review, who):
    """Nothing runs out of the page for a long name; a page with nothing in it says what to do next."""
    checks = signed_in(browser, walked.site, who)
    for page in pages():
        if page.name in FILES | PARTS or PageFor(page.name, "manager").status("school") != 200:
            continue
        for number, path in enumerate(addresses(walked, page, review, most=4)):
            for face in faces(page.name, path, walked.of(review))[: 1 if number else None]:
                visit(checks, walked.site, page.name, face, f"{review}-{number}-{face[len(path) :]}")
    for line in ("/audit", "/accounts"):  # long names stand there, too
        if review == "long-names":
            checks.page.context.clear_cookies()
            other = signed_in(browser, walked.site, {"/audit": "auditor", "/accounts": "administrator"}[line])
            visit(other, walked.site, line, line, "long-names")
            checks.wrong += other.wrong
    assert not checks.wrong, "\n".join(checks.wrong)


@pytest.mark.timeout(1500)  # some two hundred forms, each looked at at three widths
@pytest.mark.parametrize(("review", "who"), [("children", "manager"), ("long-names", "long")])
def test_every_form_sent_wrong(browser, walked, review, who):
    """A form sent empty and with days that are none says what is wrong, at its top and beside each field."""
    checks = signed_in(browser, walked.site, who)
    told, seen = set(), set()
    for page in pages():
        if page.name in FILES | PARTS or PageFor(page.name, "manager").status("school") != 200:
            continue
        for path in addresses(walked, page, review):
            for face in faces(page.name, path, walked.of(review)):
                for number in itertools.count():
                    checks.page.goto(walked.site.address + face)
                    sort = sort_of(checks.page, number)
                    if sort is None:
                        break
                    if (page.name, sort) in seen:  # the same form for another row, or on another face of the page
                        continue
                    seen.add((page.name, sort))
                    send_wrong(checks.page, number)
                    if checks.page.locator(".govuk-error-summary").count():
                        told.add(page.name)
                        checks.look(page.name, f"{review}-wrong-{number}")
                    checks.said.clear()
    assert not checks.wrong, "\n".join(checks.wrong)
    assert {"new_review", "members", "new_request", "sources", "new_entry", "entry", "new_person", "person"} <= told


def forms_of(page):
    """The forms of a page that have boxes."""
    return page.locator("main form[method=post]").filter(has=page.locator("input:not([type=hidden]), select, textarea"))


def sort_of(page, number: int) -> str | None:
    """Which sort of form the one of that number is: what it does and whether it stands alone; nothing where none is."""
    forms = forms_of(page)
    if number >= forms.count():
        return None
    do = forms.nth(number).locator("input[name=do]")
    return do.first.get_attribute("value") if do.count() else f"number {number}"


def send_wrong(page, number: int) -> None:
    """Send one of a page's forms with nothing right in it."""
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    form = forms_of(page).nth(number)
    for box in form.locator("input[type=text], input[type=email], textarea").all():
        if box.is_visible():
            box.fill("99" if (box.get_attribute("name") or "").endswith(("_day", "_month")) else "")
    form.locator("button[type=submit]").first.click()
    page.wait_for_load_state()


def test_pages_of_refusal(browser, walked):
    """What is not there, not theirs, over, or gone wrong: a page with a way on."""
    site, reference = walked.site, walked.reference("children")
    checks = signed_in(browser, site, "outsider")
    visit(checks, site, "reviews", "/", "outsider")
    for name, path in (("not-found", f"/review/{reference}"), ("nowhere", "/no/such/page")):
        visit(checks, site, name, path, "outsider", 404)
    visit(checks, site, "declare", f"/review/{walked.reference('long-names')}/declare", "conflict told")
    panel = signed_in(browser, site, ACCOUNTS["panel"])
    visit(panel, site, "not-allowed", f"/review/{reference}/audit", "panel", 403)
    stranger = Checks(browser.new_context(viewport={"width": 1280, "height": 900}).new_page())
    links = walked.things["links"]
    visit(stranger, site, "invitation", f"/invitation/{links['open']}", "open")
    stranger.page.get_by_role("button", name="Continue").click()
    stranger.page.get_by_text("There is a problem").wait_for()  # the answer, not the page before it
    stranger.look("invitation", "sent wrong")
    visit(stranger, site, "invitation-ended", f"/invitation/{links['ended']}", "ended", 410)
    visit(stranger, site, "sign-in", f"/review/{reference}/chronology", "sent to sign in")
    lost = signed_in(browser, site, ACCOUNTS["lead"])
    lost.page.goto(f"{site.address}/review/{reference}/household/new")
    lost.page.get_by_label("Name", exact=True).fill("Sandra " + "x" * 90)
    lost.page.context.clear_cookies(name="sessionid")
    lost.page.get_by_role("button", name="Name the person").click()
    lost.look("lost-session", "in the middle of a form", status=403)
    assert "Sandra" in lost.page.inner_text("main")
    found = [*checks.wrong, *panel.wrong, *stranger.wrong, *lost.wrong]
    assert not found, "\n".join(found)


def test_every_address_is_a_page_a_file_or_a_part():
    """What is walked as a file or a part is still there, so that nothing new hides behind an old name."""
    assert {page.name for page in urlpatterns} >= FILES | PARTS | set(FACES)
