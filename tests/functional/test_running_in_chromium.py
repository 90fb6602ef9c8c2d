"""A review runs on time in a browser: rapid review to its decision, more time, a pause, a pilot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, open_review
from tests.functional.started_site import Site

pytestmark = pytest.mark.slow
REVIEW, TITLE = "heron-2024", "Review of the Herons"


@pytest.fixture
def elsewhere(tmp_path):
    """An empty site of its own, which ends with the test however that goes."""
    made = Site(tmp_path / "elsewhere", {"manager": "manager", "lead": ""})
    yield made
    made.stop()


def opened(browser, site, *, scripts: bool) -> Person:
    manager = Person(browser, site, "manager", scripts=scripts)
    child = ("Ivo Heron", "4 6 2015")
    open_review(manager, REVIEW, TITLE, ("1 1 2023", "1 3 2024"), child, "School", "Children’s social care")
    return manager


def at(page: str) -> str:
    return f"/review/{REVIEW}/{page}"


def folded(person: Person, words: str):
    """Open a part of the page."""
    part = person.page.locator("details", has=person.page.locator("summary", has_text=words)).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def write_day(manager: Person, what: str, day: str) -> None:
    manager.go(at("stages"))
    folded(manager, "Write down a day").get_by_label("What happened").select_option(label=what)
    manager.day("Day", day)
    manager.press("Keep the day")
    expect(manager.page.get_by_role("heading", name="Days that were written down")).to_be_visible()


def choose(manager: Person, procedure: str) -> None:
    manager.go(at("procedure"))
    box = manager.page.get_by_label("Procedure or arrangement")
    box.select_option(value=box.locator("option", has_text=procedure).first.get_attribute("value"))
    manager.day("Day on which the case came to notice", "25 3 2024")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_rapid_review_to_its_decision(browser, elsewhere, scripts):
    manager = opened(browser, elsewhere, scripts=scripts)
    manager.follow("How it runs")
    expect(manager.page.locator("main")).to_contain_text("no clock runs")
    manager.has_no_barrier()
    choose(manager, "Working Together 2018")
    manager.press("Choose this procedure")
    expect(manager.page.locator("main")).to_contain_text("was not in force on 25 March 2024")
    choose(manager, "Working Together 2023")
    manager.press("Choose this procedure")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("Stages and clocks")
    write_day(manager, "The local authority became aware of the incident", "25 3 2024")
    row = manager.page.get_by_role("row", name="Notify the serious incident")
    expect(row).to_contain_text("3 April 2024")  # Good Friday and Easter Monday lie between
    expect(row).to_contain_text("Over the limit")
    write_day(manager, "The incident was notified to the national Panel", "2 4 2024")
    expect(manager.page.get_by_role("row", name="Notify the serious incident")).to_contain_text("Done in time")
    manager.has_no_barrier()

    manager.follow("Decision")
    manager.has_no_barrier()
    cards = manager.page.locator("section.km-card", has=manager.page.get_by_text("Not answered yet."))
    while cards.count():
        card = cards.first
        card.locator("summary").click()
        card.get_by_label("Met", exact=True).check()
        card.get_by_label("Why").fill("See what the school wrote.")
        card.get_by_role("button", name="Keep the answer").click()
        expect(manager.page.locator(".govuk-notification-banner")).to_be_visible()
    manager.page.get_by_label("What was decided").select_option(label="A local child safeguarding practice review")
    manager.day("Day of the decision", "22 4 2024")
    manager.page.get_by_label("Who decided").fill("The three partners")
    manager.page.get_by_label("Reasons for a review").fill("Nobody asked him, and it was so before.")
    manager.press("Keep the decision")
    expect(manager.page.get_by_role("alert")).to_contain_text("Reasons against a review")  # one side is not enough
    manager.page.get_by_label("Reasons against a review").fill("One agency alone.")
    manager.press("Keep the decision")
    expect(manager.page.locator("main")).to_contain_text("The three partners, 22 April 2024")
    folded(manager, "Somebody was told").get_by_label("Who was told").fill("His mother")
    manager.day("Told on", "23 4 2024")
    manager.press("Keep")
    expect(manager.page.locator("main")).to_contain_text("His mother, 23 April 2024")
    manager.has_no_barrier()
    manager.go(at("stages"))
    expect(manager.page.get_by_role("row", name="Rapid review")).to_contain_text("Done in time")
    expect(manager.page.get_by_role("row", name="Complete and publish")).to_contain_text("22 October 2024")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_more_time_and_a_pause_stand_beside_the_limit(browser, elsewhere, scripts):
    manager = opened(browser, elsewhere, scripts=scripts)
    choose(manager, "Working Together 2023")
    manager.press("Choose this procedure")
    write_day(manager, "The partners decided whether to review", "22 4 2024")
    manager.follow("Complete and publish the review")
    part = folded(manager, "More time is needed")
    manager.day("Day on which more time was sought", "1 10 2024")
    manager.day("New day", "25 12 2024")
    for label, words in (
        ("Why more time is needed", "The trial was put off."),
        ("What was done already", "Schools were told what to ask."),
        ("Who was told, and when", "The Panel, 1 October."),
    ):
        part.get_by_label(label).fill(words)
    manager.press("Keep the new day")
    expect(manager.page.get_by_role("alert")).to_contain_text("choose 24 December 2024 or 27 December 2024")
    manager.day("New day", "27 12 2024")
    manager.press("Keep the new day")
    main = manager.page.locator("main")
    expect(main).to_contain_text("Schools were told what to ask.")
    expect(main).to_contain_text("22 October 2024")
    expect(main).to_contain_text("27 December 2024")
    manager.has_no_barrier()

    manager.go(at("pauses"))
    manager.page.get_by_label("For what the review waits").select_option(label="Criminal proceedings")
    manager.day("From", "1 6 2024")
    manager.page.get_by_label("Why the review must wait").fill("Witnesses may not be asked before the trial.")
    manager.press("Keep the pause")
    expect(manager.page.get_by_role("alert")).to_contain_text("expected to end")  # a pause without an end
    manager.day("Expected to end on", "30 6 2024")
    manager.press("Keep the pause")
    expect(main).to_contain_text("1 June 2024 – 30 June 2024")
    manager.has_no_barrier()
    manager.go(at("stages/completion"))
    expect(main).to_contain_text("of these in a pause: 30 calendar days")
    expect(main).to_contain_text("21 November 2024")  # with every paused day added; the limit's own day stays
    manager.go(at("running"))
    expect(manager.page.locator("svg.km-timeline")).to_be_visible()
    folded(manager, "The same in words")
    expect(main).to_contain_text("more time until 27 December 2024")
    manager.has_no_barrier()


def test_a_pilot_beside_the_standing_procedure(browser, elsewhere):
    manager = opened(browser, elsewhere, scripts=True)
    manager.go("/arrangements")
    manager.has_no_barrier()
    manager.page.locator("li", has_text="(Working Together 2023)").get_by_role("link").click()
    manager.page.get_by_label("Name", exact=True).fill("Quicker learning")
    manager.day("In force from", "1 1 2024")
    group = manager.page.get_by_role("group", name="Complete and publish the review")
    group.get_by_label("Number").fill("4")
    manager.has_no_barrier()
    manager.press("Keep the arrangement")
    manager.follow("Quicker learning, version 1")
    row = manager.page.get_by_role("row", name="Complete and publish the review")
    expect(row).to_contain_text("4 months")
    expect(row).to_contain_text("6 months")
    manager.has_no_barrier()
    choose(manager, "Quicker learning")
    manager.press("Choose this procedure")
    expect(manager.page.locator("main")).to_contain_text("Pilot")
    write_day(manager, "The partners decided whether to review", "22 4 2024")
    expect(manager.page.get_by_role("row", name="Complete and publish")).to_contain_text("22 August 2024")
    manager.go("/board")
    expect(manager.page.get_by_role("row", name="Quicker learning version 1")).to_contain_text("too few to say")
    manager.has_no_barrier()
