"""Handing in files over a slow line: how far it is, stopping, a session that ends meanwhile; several files at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, hand_in, until
from tests.functional.started_site import Site
from tests.invented_review import PASSWORD, SCHOOL

pytestmark = pytest.mark.slow
SLOW = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 60_000}  # bytes a second
FAST = SLOW | {"latency": 0, "uploadThroughput": -1}
MADE = """
from tests.invented_review import account, invented, with_records
invented(password="{password}")
"""


@pytest.fixture
def site(tmp_path):
    def fill(site: Site) -> None:
        site.run("shell", "--no-imports", "--command", MADE.format(password=PASSWORD))

    made = Site(tmp_path / "home", {}, fill=fill)
    yield made
    made.stop()


@pytest.fixture
def big(tmp_path):
    """A file that takes some seconds on a slow line."""
    lines = [
        f'05/{number % 12 + 1:02}/2021,09:00,"Call {number} to mother. {"No reply, message left. " * 8}",'
        for number in range(3000)
    ]
    path = tmp_path / "big.csv"
    path.write_text("Date,Time,Event,Seen alone\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "school.csv"
    path.write_text(SCHOOL)
    return path


FILES = "/review/wren-2021/sources/school"


def line_speed(person: Person, speed: dict[str, object]) -> None:
    session = person.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", speed)
    person.session = session  # it ends with its session


def begin(person: Person, *paths) -> None:
    person.go(FILES)
    line_speed(person, SLOW)
    person.page.locator("input[type=file]").set_input_files(list(paths))
    person.press("Hand in")


def test_how_far_each_file_is_stands_beside_it(browser, site, big, small):
    author = Person(browser, site, "author")
    begin(author, big, small)
    lines = author.page.locator("[data-sent-files] li")
    expect(lines).to_have_count(2)
    bar = lines.nth(0).get_by_role("progressbar")
    author.page.wait_for_function(
        "() => { const v = document.querySelector('[data-sent-files] progress').value; return v > 5 && v < 95; }"
    )
    between = float(bar.get_attribute("value"))
    assert 5 < between < 95
    expect(lines.nth(0)).to_contain_text("Being sent")
    line_speed(author, FAST)
    for number, name in enumerate(("big.csv", "school.csv")):
        expect(lines.nth(number)).to_contain_text(name)
        expect(lines.nth(number)).to_contain_text("The file has come", timeout=30_000)
    until(author.page, site.address + FILES, "Read")


def test_what_is_stopped_leaves_nothing(browser, site, big, small):
    author = Person(browser, site, "author")
    begin(author, big, small)
    author.page.wait_for_function("() => document.querySelector('[data-sent-files] progress')?.value > 5")
    author.press("Stop sending")
    lines = author.page.locator("[data-sent-files] li")
    for number in (0, 1):
        expect(lines.nth(number)).to_contain_text("Not sent: you stopped it.")
    line_speed(author, FAST)
    author.go(FILES)
    expect(author.page.get_by_text("big.csv")).to_have_count(0)
    hand_in(author, "wren-2021", "school", small)  # and the page takes the next as ever


def test_a_session_that_ends_meanwhile_says_so_and_the_file_can_be_sent_again(browser, site, big):
    author = Person(browser, site, "author")
    author.go(FILES)
    author.page.locator("input[type=file]").set_input_files([big])
    author.context.clear_cookies(name="sessionid")
    author.press("Hand in")
    line = author.page.locator("[data-sent-files] li").first
    expect(line).to_contain_text("Not sent: your session has ended. Sign in again in this window, then send it again.")
    author.sign_in("author")
    hand_in(author, "wren-2021", "school", big)
    until(author.page, site.address + FILES, "Read")


def test_several_files_at_once_with_scripts_off(browser, site, big, small, tmp_path):
    wrong = tmp_path / "photo.exe"
    wrong.write_bytes(b"MZ\x00\x01 no record at all")
    author = Person(browser, site, "author", scripts=False)
    author.go(FILES)
    author.page.locator("input[type=file]").set_input_files([small, wrong, big])
    author.press("Hand in")
    expect(author.page.get_by_role("alert").first).to_contain_text("3 files have come")
    until(author.page, site.address + FILES, "Could not be read")
    rows = author.page.get_by_role("row")
    expect(rows.filter(has_text="photo.exe")).to_contain_text("Could not be read")
    until(author.page, site.address + FILES, "3000")
    for name in ("school.csv", "big.csv"):
        expect(rows.filter(has_text=name)).to_contain_text("Read")
