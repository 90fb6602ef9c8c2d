"""Lines of enquiry and findings on their pages: evidence both ways, accounts, agreement, signing off, coverage."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from keymoments.analysis.rules import Sort
from keymoments.reviews.models import AuditEvent
from keymoments.reviews.operations import enquiry, findings, moments
from keymoments.reviews.operations.findings import FindingSaid
from keymoments.reviews.operations.moments import MomentSaid
from keymoments.reviews.operations.operation import NotAllowed, Refused


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


@pytest.fixture
def line(filled):
    return enquiry.ask(filled.review, question="Was Wren asked alone?", by=filled.lead)


@pytest.fixture
def moment(filled):
    said = MomentSaid("The visit", Sort.MISSED_OPPORTUNITY, date(2021, 3, 19))
    visit = filled.review.entries.get(text__contains="Wren asleep upstairs")
    return moments.make_moment(filled.review, said=said, by=filled.lead, entries=[visit.key])


@pytest.fixture
def finding(filled, line, moment):
    shows = enquiry.add_to_line(line, side="for", moment=moment, by=filled.lead)
    said = FindingSaid("Nobody asked Wren alone after the referral.", "medium", rests_on=(shows.pk,))
    return findings.find(line, said=said, by=filled.lead)


def sent(based_on, text="Nobody asked Wren alone.", **more):
    return {"text": text, "confidence": "medium", "not_known": "", "based_on": based_on, **more}


# ---- questions ----


def test_a_question_gathers_what_speaks_for_and_against(filled, lead, line, moment):
    row = filled.review.entries.get(text__contains="seen alone by DSL")
    address = page(filled, "line", line.number)
    lead.post(address, {"do": "add", "add-moment": moment.number, "add-entry": "", "add-side": "for", "add-note": ""})
    against = {"do": "add", "add-moment": "", "add-entry": row.name, "add-side": "against", "add-note": "On 4 March."}
    lead.post(address, against)
    told = words_of(lead.get(address))
    assert told.index("It speaks for it") < told.index("The visit") < told.index("It speaks against it")
    assert told.index("It speaks against it") < told.index("Wren seen alone by DSL") < told.index("On 4 March.")
    assert "For : 1; against : 1" in words_of(lead.get(page(filled, "enquiry"))).replace("For:", "For :").replace(
        "against:", "against :"
    )


def test_neither_or_both_is_no_evidence(filled, lead, line, moment):
    answer = lead.post(page(filled, "line", 1), {"do": "add", "add-moment": "", "add-entry": "", "add-side": "for"})
    assert "Choose a key moment or an entry." in words_of(answer)
    row = filled.review.entries.first()
    both = {"do": "add", "add-moment": moment.number, "add-entry": row.name, "add-side": "for"}
    assert "Choose a key moment or an entry." in words_of(lead.post(page(filled, "line", 1), both))


def test_an_account_stands_beside_the_records(filled, lead, line):
    told = {"tell-whose": "family", "tell-role": "grandmother", "tell-words": "She rang the school twice."}
    days = {"tell-told_on_day": "3", "tell-told_on_month": "2", "tell-told_on_year": "2022"}
    lead.post(page(filled, "line", 1), {"do": "tell", **told, **days})
    shown = words_of(lead.get(page(filled, "line", 1)))
    assert "Somebody of the family , grandmother, 3 February 2022 She rang the school twice." in shown
    assert not filled.review.entries.filter(text__contains="rang the school twice").exists()


def test_a_question_that_somebody_changed_meanwhile_is_read_again(filled, lead, line):
    enquiry.ask_otherwise(line, question="Was Wren ever asked alone?", was=line.question, by=filled.panel)
    mine = {"do": "change", "change-question": "Who asked Wren?", "change-was": "Was Wren asked alone?"}
    assert "Somebody else changed the question meanwhile" in words_of(lead.post(page(filled, "line", 1), mine))
    line.refresh_from_db()
    assert line.question == "Was Wren ever asked alone?"


def test_a_question_with_findings_is_not_set_aside(filled, lead, finding):
    answer = lead.post(page(filled, "line", 1), {"do": "aside", "aside-reason": "Not ours."})
    assert "Findings answer this question" in words_of(answer)


def test_what_a_finding_rests_on_is_not_taken_out(filled, lead, finding):
    one = finding.line.evidence.get()
    answer = lead.post(page(filled, "line", 1), {"do": "out", "row": one.pk})
    assert "Finding 1 rests on this" in words_of(answer)


# ---- findings ----


def test_a_finding_is_written_and_says_that_it_rests_on_nothing(filled, lead, line):
    lead.post(page(filled, "new_finding", 1), sent(0))
    told = words_of(lead.get(page(filled, "finding", 1)))
    assert "Nobody asked Wren alone." in told
    assert "It rests on nothing yet." in told


def test_nothing_is_signed_off_that_rests_on_nothing(filled, line):
    one = findings.find(line, said=FindingSaid("Nobody asked.", "low"), by=filled.lead)
    findings.say(one, agrees=True, version=1, by=filled.panel)
    with pytest.raises(Refused, match="rests on nothing"):
        findings.sign_off(one, version=1, by=filled.lead)


def test_somebody_else_must_agree_first(filled, lead, finding):
    findings.say(finding, agrees=True, version=1, by=filled.lead)
    answer = lead.post(page(filled, "finding", 1), {"do": "sign", "sign-version": 1, "sign-answer": ""})
    assert "Somebody else of the panel must agree first." in words_of(answer)
    findings.say(finding, agrees=True, version=1, by=filled.panel)
    lead.post(page(filled, "finding", 1), {"do": "sign", "sign-version": 1, "sign-answer": ""})
    assert "Signed off: Lead" in words_of(lead.get(page(filled, "finding", 1)))


def test_whoever_does_not_agree_is_answered(filled, lead, finding):
    findings.say(finding, agrees=True, version=1, by=filled.panel)
    findings.say(finding, agrees=False, version=1, reason="The DSL did.", by=filled.manager)
    address = page(filled, "finding", 1)
    assert "answer them before" in words_of(lead.post(address, {"do": "sign", "sign-version": 1, "sign-answer": " "}))
    lead.post(address, {"do": "sign", "sign-version": 1, "sign-answer": "That was before the referral."})
    told = words_of(lead.get(address))
    assert "does not agree. The DSL did." in told
    assert "That was before the referral." in told


def test_a_change_makes_a_signed_finding_a_draft_again(filled, lead, finding):
    findings.say(finding, agrees=True, version=1, by=filled.panel)
    findings.sign_off(finding, version=1, by=filled.lead)
    rests = [str(number) for number in finding.rests_on]
    lead.post(page(filled, "change_finding", 1), sent(1, "Nobody asked Wren alone until May.", rests_on=rests))
    finding.refresh_from_db()
    assert finding.signed_off_at is None
    told = words_of(lead.get(page(filled, "finding", 1)))
    assert "Nobody has said yet whether they agree" in told
    assert "What was said of earlier versions: 1" in told
    assert "Nobody asked Wren alone after the referral." in words_of(lead.get(page(filled, "finding_versions", 1)))


def test_agreement_is_to_the_version_that_was_read(filled, lead, finding):
    findings.change_finding(
        finding,
        said=FindingSaid("Wren was asked.", "low", rests_on=tuple(finding.rests_on)),
        based_on=1,
        by=filled.panel,
    )
    answer = lead.post(page(filled, "finding", 1), {"do": "agree", "agree-version": 1})
    assert "The finding was changed meanwhile" in words_of(answer)
    assert not finding.voices.exists()


def test_two_people_who_write_one_finding_lose_nothing(filled, lead, finding):
    rests = tuple(finding.rests_on)
    findings.change_finding(
        finding, said=FindingSaid("Wren waited.", "medium", rests_on=rests), based_on=1, by=filled.panel
    )
    answer = lead.post(
        page(filled, "change_finding", 1), sent(1, "Wren was not asked.", rests_on=list(map(str, rests)))
    )
    told = words_of(answer)
    assert "Two people wrote at the same time" in told
    assert "Wren waited." in told
    assert "Wren was not asked." in told


@pytest.mark.parametrize("person", ["manager", "panel"])
def test_only_the_lead_reviewer_signs_off(filled, finding, person):
    findings.say(finding, agrees=True, version=1, by=filled.lead)
    with pytest.raises(NotAllowed):
        findings.sign_off(finding, version=1, by=filled.people[person])


@pytest.mark.parametrize("person", ["author", "signer", "board", "analyst"])
def test_others_do_not_read_findings(filled, client, finding, person):
    client.force_login(filled.people[person])
    assert client.get(page(filled, "finding", 1)).status_code == 403


# ---- coverage ----


def test_a_weighty_entry_is_in_a_finding_or_explained(filled, lead, line, moment):
    visit, other = moment.evidence.get().entry_key, filled.review.entries.get(text__contains="no access")
    moments.add_evidence(moment, entry=other.key, by=filled.lead)
    told = words_of(lead.get(page(filled, "covered")))
    assert "Home visit, no access. Card left." in told
    shows = enquiry.add_to_line(line, side="for", entry=visit, by=filled.lead)
    findings.find(line, said=FindingSaid("Nobody asked.", "low", rests_on=(shows.pk,)), by=filled.lead)
    told = words_of(lead.get(page(filled, "covered")))
    assert "Wren asleep upstairs" not in told
    lead.post(page(filled, "covered"), {"do": "explain", "entry": other.key, "reason": "The same visit as below."})
    told = words_of(lead.get(page(filled, "covered")))
    assert told.index("Explained: 1") < told.index("The same visit as below.")
    note = filled.review.explained.get()
    lead.post(page(filled, "covered"), {"do": "back", "row": note.pk})
    assert "Explained: 1" not in words_of(lead.get(page(filled, "covered")))


def test_an_explanation_needs_a_reason(filled, lead, moment):
    key = moment.evidence.get().entry_key
    answer = lead.post(page(filled, "covered"), {"do": "explain", "entry": key, "reason": ""})
    assert "There is a problem" in words_of(answer)
    assert not filled.review.explained.exists()


def test_a_finding_that_rests_on_a_moment_without_entries_is_named(filled, lead, finding, moment):
    moments.take_out_evidence(moment.evidence.get(), by=filled.lead)
    told = words_of(lead.get(page(filled, "covered")))
    assert "Findings that rest on nothing 1" in told
    assert "Finding 1 : Nobody asked Wren alone" in told.replace("Finding 1:", "Finding 1 :")


def test_the_audit_never_holds_what_a_finding_says(filled, lead, finding):
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"review:line:ask", "review:line:evidence", "review:finding:make"} <= actions
    assert "Nobody asked" not in str(list(AuditEvent.objects.values()))


def test_pages_need_as_many_questions_for_many_as_for_few(filled, lead, line, moment, django_assert_max_num_queries):
    for number in range(15):
        enquiry.ask(filled.review, question=f"Question {number}?", by=filled.lead)
        findings.find(line, said=FindingSaid(f"Finding {number}", "low"), by=filled.lead)
    for name in ("enquiry", "covered"):
        with django_assert_max_num_queries(25):
            lead.get(page(filled, name))
