"""Who is heard, with proof; learning events; proceedings and holds; independence; entries that are hard to read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from keymoments.knowledge import pack_chain
from keymoments.knowledge.distressing import distressing_file, load_distressing
from keymoments.reviews.models import AuditEvent, EngagementStep, PublicationHold
from keymoments.reviews.operations import engagement, proceedings
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.queries.proceedings import holds_on

from keymoments.analysis.distressing import Reader  # isort: skip

ON = date(2024, 5, 2)


def day(prefix, when):
    return {f"{prefix}_day": when.day, f"{prefix}_month": when.month, f"{prefix}_year": when.year}


def page_of(client, who, name, site, *args, **values):
    client.force_login(who)
    return client.get(reverse(name, args=[site.review.reference, *args]), values).content.decode()


def post(client, person, name, site, /, *args, **values):
    client.force_login(person)
    answer = client.post(reverse(name, args=[site.review.reference, *args]), values, follow=True)
    return answer.content.decode()


@pytest.fixture
def mother(empty):
    empty.mother = engagement.name_engaged(empty.review, sort="parent", who="His mother", by=empty.lead)
    return empty


def test_told_asked_answered_with_proof_and_what_comes_next(mother, client):
    page = page_of(client, mother.lead, "engagement", mother)
    assert "Nothing is written down yet" in page
    assert "Next: <strong>Told of the review" in page
    file = SimpleUploadedFile("letter.txt", b"Dear Ms Tallow", "text/plain")
    post(client, mother.lead, "engaged", mother, 1, do="step", step="told", file=file, **day("on", ON))
    post(client, mother.lead, "engaged", mother, 1, do="step", step="asked", proof="File of letters", **day("on", ON))
    page = post(
        client,
        mother.lead,
        "engaged",
        mother,
        1,
        do="step",
        step="answered",
        words="She will come.",
        **day("on", ON + timedelta(3)),
    )
    assert ">Heard<" in page
    assert "Next: <strong>Was shown the draft" in page
    step = EngagementStep.objects.get(step="told")
    client.force_login(mother.lead)
    answer = client.get(reverse("proof", args=[mother.review.reference, step.pk]))
    assert b"".join(answer.streaming_content) == b"Dear Ms Tallow"
    assert AuditEvent.objects.filter(action="review:engagement:proof").exists()


def test_a_practitioner_needs_an_agency_and_others_none(empty, client):
    said = {"sort": "practitioner", "who": "Class teacher", "agency": ""}
    assert "Choose the agency" in post(client, empty.lead, "engagement", empty, **said)
    post(client, empty.lead, "engagement", empty, **{**said, "agency": "csc"})
    post(client, empty.lead, "engagement", empty, sort="parent", who="His mother", agency="")
    assert [(one.who, one.agency and one.agency.key) for one in empty.review.engaged.all()] == [
        ("Class teacher", "csc"),
        ("His mother", None),
    ]


def test_an_answer_before_the_asking_is_refused_and_nothing_changed(mother, client):
    engagement.take_step(mother.mother, step="asked", on=ON, by=mother.lead)
    page = post(client, mother.lead, "engaged", mother, 1, do="step", step="answered", **day("on", ON - timedelta(1)))
    assert "They cannot have answered before they were asked" in page
    assert EngagementStep.objects.count() == 1


def test_who_is_not_asked_has_a_reason_and_is_no_gap(mother, client):
    page = post(client, mother.lead, "engaged", mother, 1, do="step", step="not-asked", **day("on", ON))
    assert "this step says nothing without them" in page
    post(
        client,
        mother.lead,
        "engaged",
        mother,
        1,
        do="step",
        step="not-asked",
        words="The police asked us not to.",
        **day("on", ON),
    )
    page = page_of(client, mother.panel, "engagement", mother)
    assert "Not heard, and it is written why" in page
    assert "The police asked us not to." in page


def test_a_question_of_the_family_is_answered_later(mother, client):
    asked = engagement.take_step(mother.mother, step="question", on=ON, words="Who rang?", by=mother.lead)
    with pytest.raises(Refused, match="question that this answers"):
        engagement.take_step(mother.mother, step="reply", on=ON, words="The nurse.", by=mother.lead)
    page = post(
        client,
        mother.lead,
        "engaged",
        mother,
        1,
        do="step",
        step="reply",
        words="The nurse.",
        answers=asked.pk,
        **day("on", ON),
    )
    assert "Answers: Who rang?" in page


def test_a_step_taken_back_stays_and_counts_no_more(mother, client):
    step = engagement.take_step(mother.mother, step="met", on=ON, by=mother.lead)
    page = post(client, mother.lead, "engaged", mother, 1, do="back", row=step.pk, **{"back-why": "Put off."})
    assert "Put off." in page
    assert "Nothing is written down yet" in page_of(client, mother.lead, "engagement", mother)
    with pytest.raises(NotAllowed):
        engagement.take_step(mother.mother, step="met", on=ON, by=mother.panel)


def test_a_learning_event_says_what_was_learned_and_what_changed(filled, client):
    page = post(
        client,
        filled.lead,
        "learning",
        filled,
        do="event",
        **{"event-title": "Day of learning", "event-invited": 10, "event-came": 12},
        **day("event-on", ON),
    )
    assert "More people came than were asked" in page
    engagement.hold_event(filled.review, title="Day of learning", on=ON, invited=20, came=12, by=filled.lead)
    page = post(
        client,
        filled.lead,
        "learning",
        filled,
        do="point",
        event=1,
        **{"point-words": "Ask him alone.", "point-changed": "The form asks it.", "point-moment": 99},
    )
    assert "There is no key moment with this number." in page
    page = post(
        client,
        filled.lead,
        "learning",
        filled,
        do="point",
        event=1,
        **{"point-words": "Ask him alone.", "point-changed": "The form asks it."},
    )
    assert "The form asks it." in page


def test_a_hold_forbids_publication_wherever_the_review_is_opened_until_it_is_lifted(empty, client):
    page = post(
        client,
        empty.manager,
        "proceedings",
        empty,
        do="add",
        **{"add-sort": "criminal", "add-title": "R v Tallow", "add-restrictions": "Do not ask the teacher."},
        **day("add-began", ON),
        **day("add-ended", ON - timedelta(1)),
    )
    assert "ended before they began" in page
    said = proceedings.ProceedingSaid("criminal", "R v Tallow", ON, restrictions="Do not ask the teacher.")
    proceedings.add_proceeding(empty.review, said=said, by=empty.manager)
    post(
        client,
        empty.manager,
        "proceedings",
        empty,
        do="hold",
        **{"hold-reason": "Until the verdict.", "hold-proceeding": "1"},
    )
    for name in ("running", "review"):
        assert "Nothing may be published" in page_of(client, empty.panel, name, empty)
        assert "Until the verdict." in page_of(client, empty.panel, name, empty)
    page = page_of(client, empty.board, "running", empty)
    assert "Nothing may be published" in page
    assert "Until the verdict." not in page  # a board member sees that it is held, not the case
    assert len(holds_on(empty.review)) == 1
    hold = PublicationHold.objects.get()
    page = post(client, empty.manager, "proceedings", empty, do="lift", row=hold.pk, **{"lift-why": "Verdict given."})
    assert "Verdict given." in page
    assert "Nothing may be published" not in page_of(client, empty.panel, "running", empty)
    with pytest.raises(NotAllowed):
        proceedings.hold_publication(empty.review, reason="x", by=empty.panel)


def test_two_who_change_proceedings_at_once_lose_nothing(empty, client):
    said = proceedings.ProceedingSaid("inquest", "Inquest", ON)
    made = proceedings.add_proceeding(empty.review, said=said, by=empty.manager)
    proceedings.change_proceeding(made, said=said, by=empty.manager)
    page = post(
        client,
        empty.manager,
        "change_proceeding",
        empty,
        1,
        version=1,
        sort="inquest",
        title="Other",
        **day("began", ON),
    )
    assert "Somebody else changed this meanwhile" in page
    assert empty.review.proceedings.count() == 2


def test_everybody_declares_and_the_manager_accepts_or_asks_for_more(empty, client):
    yes = {f"own-{key}": "no" for key in proceedings.QUESTIONS} | {"own-earlier-review": "yes"}
    page = post(client, empty.panel, "independence", empty, do="declare", **yes)
    assert "Say in words what it is." in page
    post(client, empty.panel, "independence", empty, do="declare", **yes, **{"own-words": "The review of 2019."})
    assert "The review of 2019." not in page_of(client, empty.board, "independence", empty)
    page = page_of(client, empty.manager, "independence", empty)
    assert "The review of 2019." in page
    assert page.count("Nothing was declared yet.") == 3  # manager, lead, board member
    row = empty.review.independence.get()
    page = post(
        client,
        empty.manager,
        "independence",
        empty,
        do="judge",
        row=row.pk,
        **{"judge-judged": "more", "judge-why": "Which part?"},
    )
    assert "More is asked" in page
    with pytest.raises(NotAllowed):
        proceedings.judge_independence(row, accepted=True, why="x", by=empty.lead)
    own = proceedings.declare_independence(
        empty.review, answers=dict.fromkeys(proceedings.QUESTIONS, False), by=empty.manager
    )
    with pytest.raises(Refused, match="Somebody else must look"):
        proceedings.judge_independence(own, accepted=True, why="x", by=empty.manager)


@pytest.mark.parametrize("example", distressing_file(pack_chain("england")[0]).examples, ids=lambda one: one.text[:30])
def test_words_of_the_pack_find_what_is_hard_to_read_and_nothing_else(example):
    assert Reader(load_distressing("england")).groups_in(example.text) == example.groups


def test_a_hard_entry_is_folded_until_the_reader_chooses_otherwise(filled, client):
    entry = filled.review.entries.filter(text__contains="Bruise").first()
    page = page_of(client, filled.lead, "chronology", filled)
    assert "km-folded" not in page
    page = post(client, filled.lead, "entry", filled, entry.key, do="fold")
    assert "This entry speaks of what may be hard to read. Open to read it." in page
    assert "Bruise on left arm" in page  # folded, never gone
    assert "km-folded" in page_of(client, filled.panel, "chronology", filled)
    post(client, filled.panel, "folding", filled, fold="no")
    assert "km-folded" not in page_of(client, filled.panel, "chronology", filled)
    assert "km-folded" in page_of(client, filled.lead, "chronology", filled)
    post(client, filled.lead, "entry", filled, entry.key, do="unfold")
    assert "km-folded" not in page_of(client, filled.lead, "chronology", filled)


def test_days_to_come_and_people_set_aside_are_refused(mother):
    with pytest.raises(Refused, match="future"):
        engagement.take_step(mother.mother, step="told", on=timezone.localdate() + timedelta(1), by=mother.lead)
    engagement.set_engaged_aside(mother.mother, why="Named twice.", by=mother.lead)
    with pytest.raises(Refused, match="set aside"):
        engagement.take_step(mother.mother, step="told", on=ON, by=mother.lead)
