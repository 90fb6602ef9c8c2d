"""Two mark a review apart and a third settles it; a timesheet with an unknown name; somebody heard, a hold, a fold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, until
from tests.functional.started_site import ROOT, Site
from tests.invented_review import PASSWORD

pytestmark = pytest.mark.slow
EXAMPLE = "children-linden-and-hawthorn"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example, read and analysed, with somebody in each role."""

    def fill(site: Site) -> None:
        site.run("load_example", str(ROOT / "examples" / "two-brothers"), "--password", PASSWORD)

    made = Site(tmp_path_factory.mktemp("example"), {}, fill=fill)
    yield made
    made.stop()


def path(*parts: object) -> str:
    return "/".join(("", "review", EXAMPLE, *map(str, parts)))


def mark_all(person: Person, number: int, otherwise: tuple[str, ...]) -> None:
    """Give every marker a mark by its own form, then say that one is done."""
    person.go(path("quality", "rounds", number))
    for place in range(18):
        card = person.page.locator("section.km-card").nth(place)
        title = card.get_by_role("heading").inner_text()
        grade = "Partly" if any(title.startswith(f"{one}.") for one in otherwise) else "Mostly"
        card.get_by_label(grade, exact=True).check()
        card.get_by_label("Why", exact=True).fill("As its page shows.")
        card.get_by_role("button", name="Keep the mark").click()
        expect(person.page.locator("section.km-card").nth(place).get_by_role("heading")).to_contain_text(grade)
    person.press("I am done with all of them")


def test_two_markers_and_a_moderation(browser, example):
    manager, lead, panel = (Person(browser, example, name) for name in ("manager", "lead-reviewer", "panel-member"))
    manager.go(path("quality"))
    expect(manager.page.locator("main")).to_contain_text("it never marks")
    manager.has_no_barrier()
    manager.follow("Rounds of marking")
    manager.page.get_by_label("Who marks").select_option(label="Lena Lead")
    manager.page.get_by_label("And who else").select_option(label="Pat Panel")
    manager.press("Open the round")
    expect(manager.page.locator("main")).to_contain_text("Being marked")
    manager.has_no_barrier()
    lead.go(path("quality", "rounds", 1))
    lead.has_no_barrier()
    lead.press("I am done with all of them")
    expect(lead.page.get_by_role("alert")).to_contain_text("18 markers have no mark yet")
    mark_all(lead, 1, ())
    expect(lead.page.locator("main")).to_contain_text("You are done.")
    panel.go(path("quality", "rounds", 1))
    expect(panel.page.locator("main")).not_to_contain_text("As its page shows.")
    mark_all(panel, 1, ("13", "14"))
    expect(panel.page.locator("main")).to_contain_text("16 of 18")
    panel.has_no_barrier()
    manager.go(path("quality", "rounds", 1))
    for _again in range(2):
        card = manager.page.locator("section.km-card").filter(has_not=manager.page.locator("h3 .govuk-tag")).first
        card.locator("summary").click()
        card.get_by_label("Partly", exact=True).check()
        card.get_by_label("Why", exact=True).fill("Read together.")
        card.get_by_role("button", name="Settle it").click()
        expect(manager.page.locator(".govuk-notification-banner")).to_be_visible()
    expect(manager.page.locator("main")).to_contain_text("Settled:")
    manager.has_no_barrier()
    manager.follow("Rounds of quality marking")
    row = manager.page.get_by_role("row", name="14. The report")
    expect(row).to_contain_text("Partly")
    manager.has_no_barrier()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_cost_from_a_rate_to_a_budget_that_is_over(browser, example, tmp_path, scripts):
    manager, lead = (Person(browser, example, name, scripts=scripts) for name in ("manager", "lead-reviewer"))
    on = timezone.localdate() - timedelta(days=2 + scripts)
    lead.go(path("my-time"))
    lead.day("Day", f"{on.day} {on.month} {on.year}")
    lead.page.get_by_label("Days", exact=True).fill("1.5")
    lead.page.get_by_label("Sort of work").select_option(label="Lead reviewer’s fee")
    lead.press("Keep it")
    expect(lead.page.locator("main")).to_contain_text("1.5 days")
    lead.has_no_barrier()

    manager.go(path("cost"))
    expect(manager.page.locator("main")).to_contain_text("days without a known rate" if scripts else "days")
    manager.follow("Rates and budget")
    part = manager.page.locator("details", has_text="State a rate")
    part.locator("summary").click()
    part.get_by_label("A sort of work").check()
    part.get_by_label("Sort of work", exact=True).select_option(label="Lead reviewer’s fee")
    part.get_by_label("Pounds a day").fill("400")
    manager.day("From", "1 1 2024")
    part.get_by_label("Who stated it").fill("Finance")
    manager.press("Keep the rate")
    expect(manager.page.locator("main")).to_contain_text("£400.00")
    manager.has_no_barrier()

    sheet = tmp_path / f"hours-{scripts}.csv"
    day = on.strftime("%d/%m/%Y")
    sheet.write_text(f"Date,Name,Hours,Type\n{day},J. Bloggs,3.7,legal\n", encoding="utf-8")
    manager.go(path("cost", "timesheets"))
    manager.page.locator("input[type=file]").set_input_files(sheet)
    manager.press("Hand in")
    main = manager.page.locator("main")
    expect(main).to_contain_text("Whom these names mean")
    manager.press("Take all lines")
    expect(manager.page.get_by_role("alert")).to_contain_text("Nothing was taken")
    manager.page.get_by_label("J. Bloggs").select_option(label="somebody else, under this name")
    manager.press("Keep")
    manager.press("Take all lines")
    expect(main).to_contain_text("Taken:")
    manager.has_no_barrier()

    manager.go(path("cost", "rates"))
    part = manager.page.locator("details", has_text="Set a budget")
    part.locator("summary").click()
    part.get_by_label("Pounds", exact=True).fill("500")
    manager.day("Agreed on", "1 1 2024")
    part.get_by_label("Agreed by").fill("The partners")
    manager.press("Keep the budget")
    manager.go(path("cost"))
    expect(manager.page.get_by_role("row", name="All of the review")).to_contain_text("over by")
    manager.has_no_barrier()


def test_somebody_is_heard_a_hold_is_set_and_an_entry_folded(browser, example, tmp_path):
    lead, manager = (Person(browser, example, name) for name in ("lead-reviewer", "manager"))
    lead.go(path("heard"))
    lead.page.get_by_label("Who it is").select_option(label="A parent or carer")
    lead.page.get_by_label("In which role").fill("His mother")
    lead.press("Keep")
    lead.follow("His mother")
    proof = tmp_path / "letter.txt"
    proof.write_text("Dear Ms Linden", encoding="utf-8")
    for step, file in (("Told of the review", proof), ("Asked to take part", None), ("Answered", None)):
        lead.page.get_by_label("What was done").select_option(label=step)
        lead.day("Day", "4 5 2021")
        if file is not None:
            lead.page.locator("input[type=file]").set_input_files(file)
        lead.press("Keep the step")
        expect(lead.page.locator(".km-quoted")).to_contain_text(step)
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Heard")
    lead.has_no_barrier()
    with lead.page.expect_download() as given:
        lead.follow("letter.txt")
    assert given.value.path().read_text() == "Dear Ms Linden"

    manager.go(path("proceedings"))
    part = manager.page.locator("details", has_text="Hold publication")
    part.locator("summary").click()
    part.get_by_label("Why nothing may be published").fill("The trial is to come.")
    part.get_by_role("button", name="Hold publication").click()
    manager.has_no_barrier()
    lead.go(path("running"))
    expect(lead.page.locator("main")).to_contain_text("Nothing may be published")
    lead.has_no_barrier()
    manager.go(path("proceedings"))
    part = manager.page.locator("details", has_text="Lift this hold")
    part.locator("summary").click()
    part.get_by_label("Why publication is no longer held").fill("The verdict is given.")
    manager.press("Lift the hold")
    expect(manager.page.locator("main")).to_contain_text("The verdict is given.")

    until(lead.page, example.address + path("chronology"), "Fold entries that are hard to read")
    lead.page.locator("article.km-entry h2 a").first.click()
    entry = lead.page.url
    lead.press("Fold this entry: it is hard to read")
    folded = lead.page.locator("details.km-folded")
    expect(folded).to_have_count(1)
    expect(folded.locator("p")).not_to_be_visible()
    folded.locator("summary").focus()
    lead.page.keyboard.press("Enter")
    expect(folded.locator("p")).to_be_visible()
    lead.has_no_barrier()
    lead.go(path("folding"))
    lead.page.get_by_label("always show them").check()
    lead.has_no_barrier()
    lead.press("Keep my choice")
    lead.page.goto(entry)
    expect(folded).to_have_count(0)
