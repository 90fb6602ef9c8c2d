"""A family is put together by hand: names placed, people merged and parted, homes, relations, and entries put right."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, admit, come_in, hand_in, open_review, until
from tests.functional.started_site import Site

pytestmark = pytest.mark.slow

REVIEW, TITLE = "heron-2021", "Review of the Herons"
NOTES = """Date,Case note
03/05/2021,"Ivo Heron seen alone at school. Beverley Holt (neighbour) rang, worried about shouting next door."
04/05/2021,Home visit. Ivo and his twin Iris both seen with mother. Bev Holt called in during the visit.
10/05/2021,Home visit by HV. Ivo seen with mother. Mr Frith was asleep on the sofa.
"""


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path, {"manager": "manager", "lead": ""})
    yield made
    made.stop()


def opened(person: Person, summary: str):
    """A folded part of a page, unfolded; it works with scripts off, too."""
    part = person.page.locator("details", has=person.page.locator("summary", has_text=summary)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_family_from_its_records(browser, site, tmp_path, scripts):
    manager = Person(browser, site, "manager", scripts=scripts)
    open_review(manager, REVIEW, TITLE, ("1 1 2021", "31 12 2021"), ("Ivo Heron", "2 2 2014"), "Children’s social care")
    admit(manager, REVIEW, "lead", "Lead reviewer")
    notes = tmp_path / "notes.csv"
    notes.write_text(NOTES)
    hand_in(manager, REVIEW, "childrens-social-care", notes)
    lead = come_in(browser, site, "lead", TITLE, scripts=scripts)
    until(lead.page, f"{site.address}/review/{REVIEW}/household/unknown", "Beverley Holt")
    names_are_placed(lead)
    the_twin_stays_herself(lead)
    the_home_is_told(lead)
    an_entry_is_put_right(lead)


def names_are_placed(lead: Person) -> None:
    lead.follow("Beverley Holt")
    expect(lead.page.locator("main")).to_contain_text("rang, worried about shouting next door")
    form = opened(lead, "A new person")
    form.get_by_label("Role").fill("neighbour")
    form.get_by_role("button", name="Name the person").click()
    until(lead.page, f"{lead.site.address}/review/{REVIEW}/household/unknown", "Bev Holt")
    lead.follow("Bev Holt")
    form = opened(lead, "Another name of somebody")
    form.get_by_label("Another name of").select_option("Beverley Holt")
    form.get_by_label("How you know").fill("The school calls her Bev.")
    form.get_by_role("button", name="Another name").click()
    expect(lead.page.locator("main")).to_contain_text("“Bev Holt”: Another name of somebody, Beverley Holt")
    # Both ways of writing her name are hers, and the decision can be taken back.
    until(lead.page, f"{lead.site.address}/review/{REVIEW}/chronology?person=beverley-holt", "2 entries")
    lead.go(f"/review/{REVIEW}/household/unknown")
    lead.follow("“Bev Holt”")
    lead.press("Take the decision back")
    expect(lead.page.get_by_role("rowheader", name="Bev Holt")).to_be_visible()


def the_twin_stays_herself(lead: Person) -> None:
    """A twin of the same family name and day of birth is named, and nothing merges the two."""
    for name, role in (("Iris Heron", "twin sister"), ("Dora Heron", "mother"), ("D Heron", "")):
        lead.go(f"/review/{REVIEW}/household/new")
        lead.page.get_by_label("Name", exact=True).fill(name)
        lead.page.get_by_label("Role").fill(role)
        if name == "Iris Heron":
            lead.day("Date of birth", "2 2 2014")
        lead.press("Name the person")
        expect(lead.page.locator("main")).to_contain_text(name)
    expect(lead.page.locator("main")).not_to_contain_text("The same person as")
    lead.has_no_barrier()
    lead.go(f"/review/{REVIEW}/household/people/d-heron")
    form = opened(lead, "This is the same person as somebody else")
    form.get_by_label("The same person as").select_option("Dora Heron")
    form.get_by_label("Why").fill("The police shorten first names.")
    form.get_by_role("button", name="Merge the two").click()
    expect(lead.page.locator("main")).to_contain_text("The police shorten first names.")
    lead.press("Take the merge back")
    expect(lead.page.get_by_role("heading", name="D Heron")).to_be_visible()
    expect(lead.page.locator("main")).not_to_contain_text("The police shorten first names.")


def the_home_is_told(lead: Person) -> None:
    """Relations and homes stand in the pictures and, word for word, in the text beside them."""
    for child in ("Ivo Heron", "Iris Heron"):
        lead.go(f"/review/{REVIEW}/household/people/dora-heron")
        form = opened(lead, "Add a relation")
        form.get_by_label("This person is").select_option("parent")
        form.get_by_label("of", exact=True).select_option(child)
        form.get_by_role("button", name="Add the relation").click()
        expect(lead.page.get_by_text(f"Dora Heron: parent of {child}").first).to_be_visible()
    form = opened(lead, "Add a home")
    form.get_by_label("Or a place not named yet").fill("4 Reed Lane")
    form.get_by_role("group", name="From").get_by_label("Year").fill("2020")
    form.get_by_role("button", name="Add the home").click()
    expect(lead.page.locator("main")).to_contain_text("4 Reed Lane: 2020")
    lead.go(f"/review/{REVIEW}/household")
    expect(lead.page.locator("main")).to_contain_text("4 Reed Lane, from 2020")
    pictures = lead.page.get_by_role("img")
    assert pictures.count() == 2
    assert "Iris" in pictures.nth(0).inner_html()
    assert "Dora" in pictures.nth(1).inner_html()
    lead.has_no_barrier()


def an_entry_is_put_right(lead: Person) -> None:
    """A date, a contact and the people of an entry; what was written stays on the page."""
    lead.go(f"/review/{REVIEW}/chronology?words=sofa")
    lead.page.locator(".km-entry a").first.click()
    form = opened(lead, "Correct the date")
    group = form.get_by_role("group", name="The day it happened")
    for label, value in (("Day", "11"), ("Month", "5"), ("Year", "2021")):
        group.get_by_label(label).fill(value)
    form.get_by_label("Why").fill("The diary of the visit says so.")
    form.get_by_role("button", name="Correct the date").click()
    said = lead.page.locator("main")
    expect(said).to_contain_text("Corrected. Read by the program: 10 May 2021")
    expect(said).to_contain_text("As written: “10/05/2021”")
    form = opened(lead, "Correct the people")
    form.get_by_label("Dora Heron").check()
    form.get_by_label("Why").fill("She is the mother of the note.")
    form.get_by_role("button", name="Correct the people").click()
    expect(said).to_contain_text("She is the mother of the note.")
    lead.go(f"/review/{REVIEW}/chronology?person=dora-heron")
    expect(lead.page.locator(".km-entry", has_text="sofa")).to_contain_text("11 May 2021")
    form_page = lead.page.locator(".km-entry", has_text="sofa").get_by_role("link").first
    form_page.click()
    form = opened(lead, "Correct the contact")
    form.get_by_label("No, no contact").check()
    form.get_by_label("Why").fill("Written up from hearsay.")
    form.get_by_role("button", name="Correct the contact").click()
    expect(said).to_contain_text("Not read as a contact")
    lead.has_no_barrier()
