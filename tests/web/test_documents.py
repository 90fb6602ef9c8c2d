"""Letters made from the review: kept, taken away again, the board's own files, and nothing of the case to a family."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from keymoments.reviews.models import AuditEvent, BoardTemplate, MadeDocument
from keymoments.reviews.operations import documents, enquiry, sources
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import enter


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


def taken(client, made, number: int = 1) -> str:
    """The words of a letter as it is taken away."""
    answer = client.get(page(made, "take_document", number))
    assert answer.status_code == 200
    return "\n".join(one.text for one in Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs)


def word_file(*paragraphs: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def upload(client, made, data: bytes, *, letter: str = "agency", name: str = "Our letter.docx"):
    return client.post(
        page(made, "documents"), {"do": "take", "take-letter": letter, "take-file": SimpleUploadedFile(name, data)}
    )


def test_a_request_for_records_holds_what_the_review_asked_for(empty, client):
    sources.ask_for_records(
        empty.agency("school"), what="Attendance and safeguarding files", period_from=date(2021, 1, 1),
        period_to=date(2021, 12, 31), due=date(2026, 3, 13), by=empty.manager,
    )  # fmt: skip
    client.force_login(empty.manager)
    sent = {"agency": "school", "stage": "records", "addressee": "Dear Ms Crake", "contact": "", "own_words": ""}
    assert client.post(page(empty, "new_document", "records-request"), sent).status_code == 302
    told = taken(client, empty)
    for words in ("Attendance and safeguarding files", "13 March 2026", "Larkfield Primary", "Dear Ms Crake", "Manager",
                  "1 January 2021 to 31 December 2021", "Business manager"):  # fmt: skip
        assert words in told
    assert "[to be filled in: whom to ring or write to, and how]" in told
    assert "{{" not in told
    page_says = words_of(client.get(page(empty, "documents")))
    assert "2 places to be filled in" in page_says
    assert "1. Request for records, Larkfield Primary" in page_says


def test_terms_of_reference_hold_the_questions_and_the_people(empty, client):
    enquiry.ask(empty.review, question="Was she asked alone?", by=empty.lead)
    gone = enquiry.ask(empty.review, question="Who paid?", by=empty.lead)
    enquiry.set_line_aside(gone, reason="Not ours.", by=empty.lead)
    client.force_login(empty.lead)
    client.post(page(empty, "new_document", "terms-of-reference"), {"purpose": "To learn."})
    told = taken(client, empty)
    assert "1. Was she asked alone?" in told
    assert "Who paid?" not in told
    assert "Lead reviewer: Lead" in told
    assert "Agency author: Author, Larkfield Primary" in told


def test_a_letter_to_the_family_holds_no_word_of_the_case_but_what_was_typed(filled, client):
    filled.review.title = "The death of Wren Tallow"
    filled.review.save()
    enquiry.ask(filled.review, question="Why did nobody see the bruise?", by=filled.lead)
    client.force_login(filled.manager)
    client.post(page(filled, "new_document", "family"), {"addressee": "Dora", "child_name": "Birdie"})
    told = taken(client, filled)
    assert "Dear Dora" in told
    assert "You knew Birdie as nobody else did" in told
    names = [row.name for row in filled.review.people.all()] + [row.name for row in filled.review.agencies.all()]
    for words in ("Wren", "Tallow", "bruise", "death", filled.review.reference, *names):
        assert words not in told
    answer = client.get(page(filled, "take_document", 1))
    assert filled.review.reference not in answer["Content-Disposition"]


def test_a_letter_stays_as_it_was_made(empty, client):
    client.force_login(empty.manager)
    client.post(page(empty, "new_document", "decision"), {"decision": "A review."})
    before = taken(client, empty)
    empty.review.scope_to = date(2022, 6, 30)
    empty.review.save()
    enquiry.ask(empty.review, question="Another?", by=empty.lead)
    assert taken(client, empty) == before
    assert AuditEvent.objects.filter(action="review:document:take").count() == 2


def test_the_boards_own_file_counts_for_every_letter_after_it(empty, client):
    client.force_login(empty.manager)
    assert upload(client, empty, word_file("From {{board}}", "To {{agency}}: {{own_words}}")).status_code == 302
    sent = {"agency": "csc", "own_words": "Please come."}
    client.post(page(empty, "new_document", "agency"), sent)
    assert taken(client, empty).splitlines()[1] == "To Marsh Children's Services: Please come."
    assert MadeDocument.objects.get().template == "Our letter.docx"
    client.post(page(empty, "documents"), {"do": "let-go", "row": "agency"})
    client.post(page(empty, "new_document", "agency"), sent)
    assert "Please pass it on only to those who need it" in taken(client, empty, 2)
    assert BoardTemplate.objects.get().taken_out_by == empty.manager


def test_the_file_in_use_is_taken_with_its_fields_and_can_be_handed_in_again(empty, client):
    client.force_login(empty.manager)
    data = client.get(page(empty, "letter_template", "family")).content
    assert "{{child_name}}" in "\n".join(one.text for one in Document(io.BytesIO(data)).paragraphs)
    assert upload(client, empty, data, letter="family").status_code == 302


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (word_file("Dear {{mothers_address}}"), "This letter has no field {{mothers_address}}"),
        (word_file("Dear {{agency"), "not closed"),
        (b"PK no zip", "damaged"),
        (b"", "This file is empty"),
    ],
    ids=["unknown", "not closed", "no Word file", "empty"],
)
def test_a_wrong_file_is_refused_and_the_one_before_still_counts(empty, client, data, says):
    client.force_login(empty.manager)
    upload(client, empty, word_file("{{agency}}"), name="before.docx")
    assert says in words_of(upload(client, empty, data))
    assert [row.name for row in BoardTemplate.objects.filter(taken_out_at=None)] == ["before.docx"]


def test_nothing_is_made_where_the_letter_cannot_be_filled(empty, monkeypatch):
    monkeypatch.setattr(documents, "template_of", lambda _letter: ("own.docx", word_file("{{nobody_knows}}")))
    place = enter(empty.manager, empty.review.reference, Permission.DOCUMENT_MAKE)
    with pytest.raises(Refused, match="nobody_knows"):
        documents.make_document(empty.review, letter="decision", typed={}, place=place, by=empty.manager)
    assert not MadeDocument.objects.exists()


def test_a_letter_to_an_agency_needs_an_agency_of_the_review(empty, client):
    client.force_login(empty.manager)
    assert "There is a problem" in words_of(client.post(page(empty, "new_document", "agency"), {"agency": "police"}))
    assert not MadeDocument.objects.exists()


def test_who_may_make_letters_and_change_the_boards_files(empty, client):
    for person in ("panel", "author", "board"):
        client.force_login(empty.people[person])
        assert client.get(page(empty, "documents")).status_code == 403
    client.force_login(empty.lead)  # makes letters, but the board's files are the business managers'
    assert "Hand in a file of the board’s own" not in words_of(client.get(page(empty, "documents")))
    with pytest.raises(NotAllowed):
        documents.take_template(None, letter="agency", name="x.docx", data=word_file("x"), by=empty.lead)
    assert client.get(page(empty, "new_document", "no-such-letter")).status_code == 404
    assert client.get(page(empty, "take_document", 9)).status_code == 404
