"""An agency is asked, falls overdue, is reminded by mail, says that it is done, and the manager sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, admit, come_in, open_review, until
from tests.functional.started_site import Site

from keymoments.analysis.escalation import working_day_after, working_days_before

pytestmark = pytest.mark.slow
AGES_AGO = (
    "from datetime import UTC, datetime; from keymoments.reviews.models import Owed; "
    "Owed.objects.update(made_at=datetime(2024, 1, 2, tzinfo=UTC))"
)
REVIEW, TITLE = "plover-2021", "Review of the Plovers"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    people = {"manager": "manager", "admin": "administrator", "author": "", "lead": ""}
    made = Site(tmp_path_factory.mktemp("chasing"), people)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def manager(browser, site):
    """The manager of a review in which an agency has its author."""
    person = Person(browser, site, "manager")
    open_review(person, REVIEW, TITLE, ("1 1 2021", "31 12 2021"), ("Ivo Plover", "2 2 2014"), "School")
    admit(person, REVIEW, "author", "Agency author", "School")
    admit(person, REVIEW, "lead", "Lead reviewer")
    return person


def folded(person: Person, words: str):
    """A folded part of a page, unfolded."""
    part = person.page.locator("details", has=person.page.locator("summary", has_text=words)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def boxes(day) -> str:
    return f"{day.day} {day.month} {day.year}"


def want(person: Person, what: str, due) -> None:
    person.go(f"/review/{REVIEW}/owed")
    part = folded(person, "Something more is wanted")
    part.get_by_label("What sort of thing").select_option("Information in writing")
    part.get_by_label("What is wanted").fill(what)
    part.get_by_label("From whom").select_option("School")
    person.day("Due on", boxes(due))
    person.press("Want it")


def test_an_agency_is_chased_until_it_has_answered(browser, site, manager):
    today = timezone.localdate()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    want(manager, "When was Ivo's desk moved?", saturday)
    expect(manager.page.locator(".govuk-error-summary")).to_contain_text("is no working day")
    manager.has_no_barrier()
    want(manager, "When was Ivo's desk moved?", working_days_before(today, 1, "england"))
    expect(manager.page.locator("main")).to_contain_text("1 working day")
    expect(manager.page.locator("main")).to_contain_text("When was Ivo's desk moved?")
    manager.has_no_barrier()

    # Weeks pass; the worker looks once a minute.
    site.run("shell", "-c", AGES_AGO)
    author = come_in(browser, site, "author", TITLE)
    admin = Person(browser, site, "admin")
    until(admin.page, f"{site.address}/outbox", f"Review {REVIEW}: was due on", seconds=150)
    expect(admin.page.locator("main")).to_contain_text("author@example.org")
    assert "Ivo" not in admin.page.inner_text("main")
    admin.has_no_barrier()
    manager.go(f"/review/{REVIEW}/owed")
    expect(manager.page.locator("main")).to_contain_text("Last reminder: The day after")

    author.go(f"/review/{REVIEW}/requests")
    author.follow("What is wanted from you")
    expect(author.page.locator("main")).to_contain_text("When was Ivo's desk moved?")
    author.has_no_barrier()
    folded(author, "It is done").get_by_label("What was done, and where it is").fill("In May; the plan is sent.")
    author.press("Say that it is done")
    expect(author.page.locator("main")).to_contain_text("The review knows that it is done")
    assert author.go(f"/review/{REVIEW}/owed") == 403

    manager.go(f"/review/{REVIEW}/owed")
    expect(manager.page.locator("main")).to_contain_text("Nobody owes anything.")
    manager.follow("Done or set aside")
    expect(manager.page.locator("main")).to_contain_text("In May; the plan is sent.")
    manager.has_no_barrier()


def test_a_meeting_with_an_action_without_scripts(browser, site, manager):
    lead = come_in(browser, site, "lead", TITLE, scripts=False)
    lead.go(f"/review/{REVIEW}/meetings")
    lead.press("Note a meeting")
    lead.page.get_by_label("Title").fill("First panel")
    lead.day("Day", "7 6 2021")
    lead.page.get_by_label("Minutes").fill("All agreed.")
    lead.press("Keep")
    manager.go(f"/review/{REVIEW}/meetings/1")
    manager.has_no_barrier()
    part = folded(manager, "Put somebody on the list")
    part.get_by_label("Somebody of the review").select_option("Lead")
    part.get_by_label("How it stands").select_option("Came")
    manager.press("Put on the list")
    expect(manager.page.get_by_role("rowheader", name="Lead")).to_be_visible()
    part = folded(manager, "Note an action")
    part.get_by_label("What is wanted").fill("Ask the clinic")
    part.get_by_label("From whom").select_option("Lead")
    manager.day("Due on", boxes(working_day_after(timezone.localdate(), "england")))
    manager.press("Note the action")
    expect(manager.page.locator("main")).to_contain_text("Ask the clinic")
    manager.has_no_barrier()


def test_a_letter_is_made_and_taken_away(site, manager):
    manager.go(f"/review/{REVIEW}/documents")
    manager.has_no_barrier()
    manager.follow("Letter to the family")
    manager.page.get_by_label("Whom the letter is to").fill("Ms Plover")
    manager.has_no_barrier()
    manager.press("Make the letter")
    expect(manager.page.locator("main")).to_contain_text("places to be filled in")
    with manager.page.expect_download() as taken:
        manager.page.get_by_role("link", name="Take the file 1").click()
    assert taken.value.suggested_filename == "family-1.docx"
