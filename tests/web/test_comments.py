"""Comments with answers on anything, an agency's word on its own facts apart from the panel's, notices by mail."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.urls import reverse

from keymoments.reviews.models import AuditEvent
from keymoments.reviews.notices import mail_waiting
from keymoments.reviews.operations import comments, members, suggestions
from keymoments.reviews.operations.operation import NotAllowed, Refused


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


def entry_of(made, agency):
    return made.review.entries.filter(agency__key=agency).order_by("order").first()


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


@pytest.fixture
def moment(filled):
    return suggestions.accept(filled.review.suggestions.first(), by=filled.lead)


def test_a_moment_is_spoken_about_answered_and_settled(filled, lead, client, moment):
    thread = page(filled, "thread", "moment", moment.number)
    lead.post(thread, {"do": "say", "text": "Did the health visitor know?"})
    client.force_login(filled.panel)
    one = filled.review.comments.get()
    client.post(thread, {"do": "answer", "number": one.pk, "text": "Not before May."})
    told = words_of(client.get(thread))
    assert told.index("Did the health visitor know?") < told.index("Not before May.")
    assert "1 comment , not settled: 1" in words_of(client.get(page(filled, "moment", moment.number))).replace(
        "comment,", "comment ,"
    )
    client.post(thread, {"do": "resolve", "number": one.pk})
    assert "Settled Panel" in words_of(client.get(thread))
    assert "Did the health visitor know?" not in words_of(client.get(page(filled, "comments")))
    assert "Did the health visitor know?" in words_of(client.get(page(filled, "comments") + "?show=settled"))
    client.post(thread, {"do": "reopen", "number": one.pk})
    assert "Did the health visitor know?" in words_of(client.get(page(filled, "comments")))


def test_the_panels_words_are_not_shown_to_an_agency(filled, client):
    row = entry_of(filled, "school")
    comments.comment(filled.review, about="entry", thing=row.key, text="The school is evasive.", by=filled.panel)
    client.force_login(filled.author)
    for path in (page(filled, "thread", "entry", row.key), page(filled, "comments"), page(filled, "entry", row.key)):
        assert "evasive" not in words_of(client.get(path))


def test_an_agency_says_that_its_facts_are_otherwise_and_reads_the_answer(filled, client, lead):
    row = entry_of(filled, "school")
    thread = page(filled, "thread", "entry", row.key)
    client.force_login(filled.author)
    client.post(thread, {"do": "say", "text": "The DSL saw her in the hall."})
    client.force_login(filled.lead)
    told = words_of(client.get(thread))
    assert told.index("What the agency says about the facts") < told.index("The DSL saw her in the hall.")
    one = filled.review.comments.get()
    client.post(thread, {"do": "answer", "number": one.pk, "text": "Please send the plan of the hall."})
    client.force_login(filled.author)
    assert "Please send the plan of the hall." in words_of(client.get(thread))


def test_an_agency_speaks_about_its_own_entries_alone(filled, client):
    client.force_login(filled.author)
    other = entry_of(filled, "csc")
    assert client.get(page(filled, "thread", "entry", other.key)).status_code == 404
    assert client.post(page(filled, "thread", "entry", other.key), {"do": "say", "text": "No."}).status_code == 404
    with pytest.raises(NotAllowed):
        comments.say_facts(other, text="No.", by=filled.author)
    assert not filled.review.comments.exists()


def test_an_agency_does_not_answer_the_panel_among_itself(filled, client):
    row = entry_of(filled, "school")
    one = comments.comment(filled.review, about="entry", thing=row.key, text="Evasive.", by=filled.panel)
    client.force_login(filled.author)
    sent = {"do": "answer", "number": one.pk, "text": "We are not."}
    assert client.post(page(filled, "thread", "entry", row.key), sent).status_code == 404
    with pytest.raises(Refused):
        comments.say_facts(row, text="We are not.", reply_to=one, by=filled.author)


@pytest.mark.parametrize("about", [("moment", "99"), ("entry", "nothing"), ("nonsense", "1"), ("finding", "x")])
def test_what_is_not_there_is_not_spoken_about(filled, lead, about):
    assert lead.get(page(filled, "thread", *about)).status_code == 404
    with pytest.raises(Refused):
        comments.comment(filled.review, about=about[0], thing=about[1], text="Hello", by=filled.lead)


def test_an_empty_comment_says_so_beside_its_box(filled, lead, moment):
    told = words_of(lead.post(page(filled, "thread", "moment", moment.number), {"do": "say", "text": " "}))
    assert told.count("Write the comment first.") == 2
    assert not filled.review.comments.exists()


def test_who_made_the_thing_and_who_spoke_are_told(filled, client, moment):
    about = {"about": "moment", "thing": str(moment.number)}
    one = comments.comment(filled.review, text="Did they know?", by=filled.panel, **about)
    comments.comment(filled.review, text="They did.", reply_to=one, by=filled.manager, **about)
    told = {notice.user.name for notice in filled.review.notices.all()}
    assert told == {"Lead", "Panel"}
    client.force_login(filled.panel)
    assert "New for you: 1" in words_of(client.get(page(filled, "comments")))
    client.post(page(filled, "comments"), {"do": "seen"})
    assert "New for you" not in words_of(client.get(page(filled, "comments")))


def test_mail_tells_of_it_once_and_says_no_word_of_the_case(filled, moment):
    about = {"about": "moment", "thing": str(moment.number)}
    for text in ("Bruise on left arm?", "And Wren?"):
        comments.comment(filled.review, text=text, by=filled.panel, **about)
    assert mail_waiting() == 1
    assert mail_waiting() == 0
    (letter,) = mail.outbox
    assert letter.to == ["lead@example.org"]
    said = letter.subject + letter.body
    for word in ("Bruise", "Wren", moment.title, filled.review.title, filled.review.reference):
        assert word not in said


def test_who_left_the_review_gets_no_mail_and_loses_nothing_of_what_they_said(filled, client, moment):
    about = {"about": "moment", "thing": str(moment.number)}
    comments.comment(filled.review, text="Did they know?", by=filled.panel, **about)
    members.end_membership(filled.review.memberships.get(user=filled.panel), by=filled.manager)
    comments.comment(filled.review, text="They did.", by=filled.lead, **about)
    assert mail_waiting() == 1  # the one to the maker of the moment, of what was said before
    assert [letter.to for letter in mail.outbox] == [["lead@example.org"]]
    client.force_login(filled.lead)
    assert "Did they know?" in words_of(client.get(page(filled, "thread", "moment", moment.number)))


def test_a_mail_that_cannot_be_sent_waits(filled, moment, settings, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("no route")

    comments.comment(filled.review, about="moment", thing=str(moment.number), text="Hm.", by=filled.panel)
    with monkeypatch.context() as patched:
        patched.setattr("keymoments.reviews.notices.send_mail", broken)
        assert mail_waiting() == 0
    assert mail_waiting() == 1


def test_the_audit_holds_no_word_of_a_comment(filled, moment):
    comments.comment(filled.review, about="moment", thing=str(moment.number), text="Bruise.", by=filled.panel)
    assert "review:comment:add" in set(AuditEvent.objects.values_list("action", flat=True))
    assert "Bruise" not in str(list(AuditEvent.objects.values()))
