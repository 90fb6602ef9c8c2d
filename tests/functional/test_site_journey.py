"""From an empty site to a filtered, corrected and exported chronology, in Chromium against the started server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.functional.at_browsers import Person, admit, ask, come_in, hand_in, open_review, until
from tests.functional.started_site import Site
from tests.invented_review import SCHOOL, SOCIAL_CARE

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


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_two_agencies_files_to_a_corrected_chronology(browser, site, scripts, tmp_path):
    (tmp_path / "school.csv").write_text(SCHOOL)
    (tmp_path / "notes.csv").write_text(ODD)
    manager = Person(browser, site, "manager", scripts=scripts)
    agencies = ("School", "Children’s social care")
    open_review(manager, "wren-2021", "Review 2021", ("1 1 2021", "31 12 2021"), ("Wren Tallow", "2 5 2013"), *agencies)
    admit(manager, "wren-2021", "author", "Agency author", "School")
    admit(manager, "wren-2021", "carer", "Agency author", "Children’s social care")
    admit(manager, "wren-2021", "lead", "Lead reviewer")
    for agency in agencies:
        ask(manager, "wren-2021", agency, "Everything about the children.", "1 2 2022")

    author = come_in(browser, site, "author", "Review 2021", scripts=scripts)
    hand_in(author, "wren-2021", "school", tmp_path / "school.csv")
    until(author.page, author.page.url, "Read")
    carer = come_in(browser, site, "carer", "Review 2021", scripts=scripts)
    hand_in(carer, "wren-2021", "childrens-social-care", tmp_path / "notes.csv")
    carer.follow("notes.csv")
    until(carer.page, carer.page.url, "What the columns were taken for")
    carer.page.get_by_label("Diwrnod", exact=True).select_option("Date of what happened")
    carer.page.get_by_label("Beth oedd", exact=True).select_option("What happened")
    carer.press("Read again")
    until(carer.page, carer.page.url, "Read: 3 entries")
    until(carer.page, carer.page.url, "05/03/2021")
    assert carer.go("/review/wren-2021/sources/school") == 404

    lead = come_in(browser, site, "lead", "Review 2021", scripts=scripts)
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
