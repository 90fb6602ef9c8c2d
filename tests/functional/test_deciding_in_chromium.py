"""Suggestions become decisions in a browser: one by one, two at once, half typed, under a new version of a file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, admit, come_in, hand_in, open_review, until
from tests.functional.started_site import ROOT, Site
from tests.invented_review import PASSWORD

pytestmark = pytest.mark.slow

EXAMPLE = "children-linden-and-hawthorn"
REVIEW, TITLE = "heron-2021", "Review of the Herons"
VISIT = '19/03/2021,"Home visit. Ivo asleep upstairs and not seen. Mother spoken to."\n'
NOTES = (
    "Date,Case note\n"
    '05/03/2021,"Referral from school: bruise to Ivo\'s arm, he says his stepfather did it."\n'
    + VISIT
    + '02/04/2021,"Home visit, no access. Card left."\n'
)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example, read and analysed, with somebody in each role."""

    def fill(site: Site) -> None:
        site.run("load_example", str(ROOT / "examples" / "two-brothers"), "--password", PASSWORD)

    made = Site(tmp_path_factory.mktemp("example"), {}, fill=fill)
    yield made
    made.stop()


@pytest.fixture
def elsewhere(tmp_path):
    """An empty site of its own, which ends with the test however that goes."""
    made = Site(tmp_path / "elsewhere", {"manager": "manager", "lead": ""})
    yield made
    made.stop()


def path(*parts: object) -> str:
    return "/".join(("", "review", EXAMPLE, *map(str, parts)))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_suggestions_one_by_one(browser, example, scripts):
    lead = Person(browser, example, "lead-reviewer", scripts=scripts)
    until(lead.page, example.address + path("suggestions"), "Later")  # there are more than fill a page
    lead.has_no_barrier()
    waiting = int(lead.page.get_by_role("link", name="Not decided").inner_text().split(": ")[1])
    lead.page.locator(".km-card h3 a").first.click()
    first = lead.page.get_by_role("heading", level=1).inner_text()
    lead.has_no_barrier()
    lead.page.get_by_label("Why it matters").fill("The first time that anybody was told.")
    lead.press("It is one: change what it says")
    lead.page.get_by_label("What it meant for the child").fill("Nobody asked him again.")
    lead.page.get_by_label("Why: workload and time").fill("One worker for two teams.")
    lead.press("Keep")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(first)
    expect(lead.page.locator("main")).to_contain_text("Nobody asked him again.")
    expect(lead.page.locator("main")).to_contain_text("The first time that anybody was told.")
    lead.has_no_barrier()

    # The next one belongs to it, the one after is none: each decision leads on to the next suggestion.
    lead.go(path("suggestions"))
    lead.page.locator(".km-card h3 a").first.click()
    part = lead.page.locator("details", has_text="Part of a key moment that is there")
    part.locator("summary").click()
    part.get_by_label("Part of the key moment").select_option(index=1)
    part.get_by_role("button", name="Join").click()
    part = lead.page.locator("details", has_text="No key moment")
    part.locator("summary").click()
    part.get_by_label("Why it is no key moment").fill("The school had rung the same day.")
    part.get_by_role("button", name="Reject").click()
    lead.go(path("suggestions"))
    assert int(lead.page.get_by_role("link", name="Not decided").inner_text().split(": ")[1]) == waiting - 3

    panel = Person(browser, example, "panel-member", scripts=scripts)
    panel.go(path("suggestions?state=rejected"))
    expect(panel.page.locator("main")).to_contain_text("The school had rung the same day.")
    panel.page.locator(".km-card h3 a").first.click()
    part = panel.page.locator("details", has_text="Take the decision back")
    part.locator("summary").click()
    part.get_by_label("Why it is taken back").fill("The panel wants to see it.")
    part.get_by_role("button", name="Take back").click()
    expect(panel.page.locator("main")).to_contain_text("The panel wants to see it.")
    expect(panel.page.get_by_role("button", name="It is a key moment", exact=True)).to_be_visible()
    panel.go(path("suggestions", "rules"))
    expect(panel.page.locator("main")).to_contain_text("too few to say")
    panel.has_no_barrier()


def new_moment(person: Person, title: str) -> str:
    """Make a moment that nothing proposed; gives its address."""
    person.go(path("moments", "new"))
    person.page.get_by_label("Title").fill(title)
    person.page.get_by_label("What sort of moment it is").select_option("Missed opportunity")
    person.day("The day, or the first day", "6 11 2019")
    person.press("Keep")
    expect(person.page.get_by_role("heading", name=title)).to_be_visible()
    return person.page.url.removeprefix(person.site.address)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_people_keep_one_moment_in_the_same_second(browser, example, scripts):
    lead = Person(browser, example, "lead-reviewer", scripts=scripts)
    panel = Person(browser, example, "panel-member", scripts=scripts)
    moment = new_moment(lead, f"The visit in November {scripts}")
    wrote = {lead: "The school knew of the insulin.", panel: "The hospital knew of the insulin."}
    for person, words in wrote.items():
        person.go(f"{moment}/change")
        person.page.get_by_label("What was known then, and by whom").fill(words)
    for person in wrote:  # neither waits for the other
        person.page.get_by_role("button", name="Keep", exact=True).click(no_wait_after=True)
    for person in wrote:  # one sees the moment, one sees both versions
        both = person.page.get_by_text("Two people wrote at the same time")
        both.or_(person.page.get_by_text("Still to be said")).first.wait_for()
    second = next(one for one in wrote if one.page.get_by_text("Two people wrote at the same time").count())
    first = next(one for one in wrote if one is not second)
    expect(second.page.locator(".km-clash__theirs")).to_have_text(wrote[first])
    expect(second.page.get_by_label("What was known then, and by whom", exact=True)).to_have_value(wrote[second])
    second.has_no_barrier()
    both = f"{wrote[first]} {wrote[second]}"
    second.page.get_by_label("What was known then, and by whom", exact=True).fill(both)
    second.press("Keep")
    expect(second.page.locator("main")).to_contain_text(both)
    second.follow("All versions")
    for words in wrote.values():
        expect(second.page.locator("main")).to_contain_text(words)
    second.has_no_barrier()


def test_what_is_typed_is_kept_without_sending_it(browser, example):
    lead = Person(browser, example, "lead-reviewer")
    moment = new_moment(lead, "The call in December")
    lead.go(f"{moment}/change")
    lead.page.get_by_label("What should have happened").press_sequentially("A visit within")
    expect(lead.page.get_by_text("What you typed is kept")).to_be_visible()
    lead.page.get_by_label("What should have happened").press_sequentially(" a day")
    expect(lead.page.get_by_label("What should have happened")).to_have_value("A visit within a day")
    lead.page.wait_for_timeout(3_000)
    assert lead.said == []
    lead.context.close()  # the machine goes down

    again = Person(browser, example, "lead-reviewer")
    again.go(path("moments"))
    expect(again.page.locator("main")).to_contain_text("You have typed something and not sent it")
    again.go(f"{moment}/change")
    expect(again.page.get_by_label("What should have happened")).to_have_value("A visit within a day")
    again.press("Keep")
    expect(again.page.locator("main")).to_contain_text("A visit within a day")
    again.go(path("moments"))
    expect(again.page.locator("main")).not_to_contain_text("You have typed something")


def test_without_scripts_a_draft_is_kept_by_a_button(browser, example):
    lead = Person(browser, example, "lead-reviewer", scripts=False)
    lead.go(path("moments", "new"))
    lead.page.get_by_label("Title").fill("Half a title")
    lead.press("Only note it for myself")
    lead.go(path("moments", "new"))
    expect(lead.page.get_by_label("Title")).to_have_value("Half a title")
    lead.press("Let it go, and show what is there")
    expect(lead.page.get_by_label("Title")).to_have_value("")


def test_a_new_version_of_a_file_under_decisions(browser, elsewhere, tmp_path):
    """The visit of a decision goes from the file and comes back; the moment and the decision outlast both."""
    site = elsewhere
    manager = Person(browser, site, "manager")
    open_review(manager, REVIEW, TITLE, ("1 1 2021", "31 12 2021"), ("Ivo Heron", "2 2 2014"), "Children’s social care")
    admit(manager, REVIEW, "lead", "Lead reviewer")
    notes = tmp_path / "notes.csv"
    notes.write_text(NOTES)
    hand_in(manager, REVIEW, "childrens-social-care", notes)
    lead = come_in(browser, site, "lead", TITLE)
    until(lead.page, f"{site.address}/review/{REVIEW}/suggestions", "asleep upstairs")
    card = lead.page.locator(".km-card", has_text="asleep upstairs").first
    card.get_by_role("link").first.click()
    address = lead.page.url
    lead.press("It is a key moment")

    notes.write_text(NOTES.replace(VISIT, ""))
    hand_in(manager, REVIEW, "childrens-social-care", notes)
    until(lead.page, f"{site.address}/review/{REVIEW}/moments/1", "No longer in the newest version of the file")
    expect(lead.page.locator("main")).to_contain_text("asleep upstairs")

    notes.write_text(NOTES)
    hand_in(manager, REVIEW, "childrens-social-care", notes)
    until(lead.page, address, "Accepted")
    lead.go(f"/review/{REVIEW}/moments/1")
    expect(lead.page.locator("main")).not_to_contain_text("No longer in the newest version")


def test_from_a_suggestion_to_a_signed_finding_by_three_people(browser, example):
    """The lead reviewer decides and writes, a panel member disagrees and is heard, the manager agrees."""
    lead, panel, manager = (Person(browser, example, name) for name in ("lead-reviewer", "panel-member", "manager"))
    until(lead.page, example.address + path("suggestions"), "Later")
    lead.page.locator(".km-card h3 a").nth(5).click()
    title = lead.page.get_by_role("heading", level=1).inner_text()
    lead.press("It is a key moment")
    lead.go(path("enquiry"))
    lead.page.get_by_label("Question", exact=True).fill("Was he asked alone what happened at home?")
    lead.press("Put the question")
    lead.follow("1. Was he asked alone what happened at home?")
    moments = folded(lead, "Add a key moment or an entry").get_by_label("Key moment")
    moments.select_option(value=moments.locator("option", has_text=title).first.get_attribute("value"))
    lead.press("Add")
    part = folded(lead, "Write down what somebody told")
    part.get_by_label("A practitioner").check()
    part.get_by_label("In which role").fill("class teacher")
    part.get_by_label("What they told").fill("She was never asked to sit with him.")
    lead.press("Add the account")
    lead.has_no_barrier()
    lead.press("Write a finding")
    lead.page.get_by_label("What the review finds").fill("Nobody asked him alone.")
    lead.page.get_by_label("Fairly sure", exact=False).check()
    lead.page.get_by_label("What is not known").fill("What he would have said.")
    lead.press("Keep")
    expect(lead.page.locator("main")).to_contain_text(title)
    finding = lead.page.url.removeprefix(example.address)

    panel.go(finding)
    folded(panel, "I do not agree").get_by_label("What you do not agree with").fill("The school did, in March.")
    panel.press("Say so")
    lead.go(finding)
    folded(lead, "Sign it off")
    lead.press("Sign the finding off")
    expect(lead.page.locator("main")).to_contain_text("Somebody else of the panel must agree first.")
    lead.go(f"{finding}/change")
    lead.page.get_by_label("What the review finds").fill("Nobody but the school asked him alone.")
    lead.press("Keep")
    for person in (panel, manager):
        person.go(finding)
        person.press("I agree")
    lead.go(finding)
    expect(lead.page.locator("main")).to_contain_text("What was said of earlier versions: 1")
    folded(lead, "Sign it off")
    lead.press("Sign the finding off")
    expect(lead.page.locator("main")).to_contain_text("Signed off: Lena Lead")
    lead.has_no_barrier()
    panel.go(path("enquiry", "coverage"))
    expect(panel.page.locator("main")).to_contain_text("Weighty entries in no finding")
    panel.has_no_barrier()


def folded(person: Person, words: str):
    """A folded part of a page, unfolded."""
    part = person.page.locator("details", has=person.page.locator("summary", has_text=words)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def test_blind_marking_and_what_they_judged_otherwise(browser, example):
    lead, panel = (Person(browser, example, name) for name in ("lead-reviewer", "panel-member"))
    until(lead.page, example.address + path("suggestions"), "Later")
    lead.go(path("marking"))
    lead.page.get_by_label("How many, the first ones of the list").fill("6")
    lead.page.get_by_label("Who judges").select_option(label="Lena Lead")
    lead.page.get_by_label("And who else").select_option(label="Pat Panel")
    lead.press("Open the round")
    lead.page.get_by_role("link", name="Round").first.click()
    address = lead.page.url.removeprefix(example.address)
    for number in range(6):
        lead.page.get_by_label("A key moment", exact=True).check()
        lead.page.get_by_label("Why").fill(f"The lead thinks so of {number}.")
        lead.press("Keep, and go on")
    panel.go(address)
    panel.has_no_barrier()
    for number in range(6):
        expect(panel.page.locator("main")).not_to_contain_text("The lead thinks so")
        panel.page.get_by_label("No key moment" if number == 2 else "A key moment", exact=True).check()
        panel.press("Keep, and go on")
    told = panel.page.locator("main")
    expect(told).to_contain_text("Judged by both: 6; alike: 5")
    expect(told).to_contain_text("The lead thinks so of 2.")
    expect(told).not_to_contain_text("The lead thinks so of 3.")
    part = folded(panel, "Settle it")
    part.get_by_label("A key moment", exact=True).check()
    part.get_by_label("Why this counts").fill("It was in time to act.")
    part.get_by_role("button", name="This counts").click()
    expect(told).to_contain_text("Judged otherwise: 1; not settled: 0")
    panel.has_no_barrier()


def test_export_wipe_import_and_the_same_pages(browser, example, elsewhere, tmp_path):
    """The archive is taken from one site and taken in on another, empty one; its pages say the same."""
    lead = Person(browser, example, "lead-reviewer")
    until(lead.page, example.address + path("suggestions"), "Later")
    lead.page.locator(".km-card h3 a").nth(8).click()
    lead.press("It is a key moment")
    lead.go(path())
    lead.follow("The whole review as one archive")
    lead.press("Make the archive")
    until(lead.page, example.address + path("exports"), "rows")
    with lead.page.expect_download() as taken:
        lead.page.get_by_role("link", name="Take the file zip").first.click()
    assert taken.value.suggested_filename == f"{EXAMPLE}-bundle.zip"
    archive = tmp_path / "bundle.zip"
    taken.value.save_as(archive)
    before = {page: said_on(lead, page) for page in KINDS}

    spoilt = tmp_path / "spoilt.zip"
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0x01
    spoilt.write_bytes(content)
    site = elsewhere
    site.run("make_account", "lead-reviewer@example.org", "--name", "Lena Lead")
    manager = Person(browser, site, "manager")
    manager.follow("Take a review in from its archive")
    manager.page.locator("input[type=file]").set_input_files(spoilt)
    manager.press("Take it in")
    expect(manager.page.locator("main")).to_contain_text("was changed since it was made")
    manager.page.locator("input[type=file]").set_input_files(archive)
    manager.press("Take it in")
    expect(manager.page.locator("main")).to_contain_text("The review is here.")
    there = Person(browser, site, "lead-reviewer")
    for page, words in before.items():
        assert said_on(there, page) == words, page
    manager.go(path("audit"))
    expect(manager.page.locator("main")).to_contain_text("The audit that came with the archive")


KINDS = ("chronology", "suggestions", "suggestions?state=accepted", "moments", "moments/1", "knowledge", "enquiry",
         "household", "timeline", "comments", "same-events", "where/matas")  # fmt: skip


def said_on(person: Person, page: str) -> str:
    """The words of a page, but for banners of what was just done."""
    person.go(path(page))
    person.go(path(page))
    return person.page.inner_text("main")
