"""Wrong, late, twice, too much, by the wrong person: a clear page, nothing lost, and the audit says it."""

from __future__ import annotations

import datetime
import errno
import html
import os
import re
import threading

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from tests.invented_review import SCHOOL, hand_in, invented

from keymoments.reviews import audit, jobs
from keymoments.reviews.models import (
    AuditEvent,
    Comment,
    Correction,
    Entry,
    Job,
    RecordsRequest,
    Review,
    Source,
    SourceVersion,
)
from keymoments.reviews.operations import members, people, runs
from keymoments.reviews.permissions import Role

FILES = "/review/wren-2021/sources/school"
HERE = {"HTTP_ORIGIN": "http://testserver"}


def signed_in(user) -> Client:
    """Somebody at a browser that sends the tokens of its pages."""
    made = Client(enforce_csrf_checks=True)
    made.force_login(user)
    return made


def token_of(browser: Client, path: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).content.decode())[1]


def send(browser: Client, path: str, values: dict, *, token: str | None = None):
    given = token_of(browser, path) if token is None else token
    return browser.post(path, {**values, "csrfmiddlewaretoken": given}, **HERE)


def upload(browser: Client, name: str, data: bytes, path: str = FILES):
    return send(browser, path, {"file": SimpleUploadedFile(name, data)})


def said(answer) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def nothing_half_kept() -> bool:
    return not [*(settings.DATA / "incoming").iterdir(), *(settings.DATA / "sources").glob("*.part")]


# Files


def test_a_wrong_file_is_kept_and_says_what_to_do(empty):
    browser = signed_in(empty.author)
    assert upload(browser, "photo.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 500).status_code == 302
    jobs.work_on(until_empty=True)
    source = Source.objects.get()
    problem = source.versions.get().problems[0]
    page = said(browser.get(f"{FILES}/{source.pk}"))
    assert problem["how_to_fix"] in page
    assert nothing_half_kept()


def test_a_huge_file_is_refused_by_its_size_and_written_no_further_than_the_limit(empty, settings, monkeypatch):
    settings.LARGEST_UPLOAD = 100_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    written = []
    from django.core.files.uploadhandler import TemporaryFileUploadHandler

    real = TemporaryFileUploadHandler.receive_data_chunk

    def counted(self, raw_data, start):
        written.append(len(raw_data))
        return real(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    answer = upload(signed_in(empty.author), "huge.csv", b"a,b\n" * 500_000)
    assert answer.status_code == 200
    assert "larger than a record should be" in said(answer)
    assert sum(written) < 100_000 + 2 * 65_536
    assert not Source.objects.exists()
    assert nothing_half_kept()


def test_an_author_cannot_hand_in_to_another_agency(empty):
    browser = signed_in(empty.author)
    token = token_of(browser, FILES)
    answer = browser.post(
        "/review/wren-2021/sources/csc",
        {"file": SimpleUploadedFile("notes.csv", SCHOOL.encode()), "csrfmiddlewaretoken": token},
        **HERE,
    )
    assert answer.status_code == 404
    assert not Source.objects.exists()
    assert "refused:agency" in actions()


def test_a_file_that_another_agency_handed_in_is_taken_with_a_warning(empty):
    hand_in(empty, "csc", "notes.csv", SCHOOL)
    browser = signed_in(empty.author)
    assert upload(browser, "ours.csv", SCHOOL.encode()).status_code == 302
    assert "review:source:upload-foreign" in actions()
    source = Source.objects.get(agency__key="school")
    for _before_and_after_it_is_read in range(2):
        page = said(browser.get(f"{FILES}/{source.pk}"))
        assert "Another agency of this review handed in the very same file." in page
        assert "Marsh" not in page
        jobs.work_on(until_empty=True)
    assert source.versions.get().state == SourceVersion.State.READ


def test_a_kept_file_that_was_changed_is_not_given_out(filled):
    version = SourceVersion.objects.get(source__name="school.csv")
    path = settings.DATA / "sources" / version.kept_as
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)
    address = f"{FILES}/{version.source_id}/original"
    answer = signed_in(filled.manager).get(address)
    assert answer.status_code == 500
    assert "not what it was" in said(answer)
    assert "refused:spoilt-file" in actions()
    path.unlink()
    assert signed_in(filled.manager).get(address).status_code == 500


def test_reading_a_kept_file_that_was_changed_fails_in_plain_words(empty):
    assert upload(signed_in(empty.author), "school.csv", SCHOOL.encode()).status_code == 302
    version = SourceVersion.objects.get()
    (settings.DATA / "sources" / version.kept_as).write_bytes(b"something else")
    jobs.work_on(until_empty=True)
    version.refresh_from_db()
    assert version.state == SourceVersion.State.FAILED
    assert "kept file was changed" in version.problems[0]["what"]
    assert "review:job:fail" in actions()
    assert "kept file was changed" in said(signed_in(empty.manager).get("/review/wren-2021/jobs"))


# The disk


@pytest.mark.parametrize("place", ["vault", "incoming"])
def test_a_full_disk_keeps_nothing_by_half_and_says_so(empty, monkeypatch, settings, place):
    browser = signed_in(empty.author)
    browser.raise_request_exception = False
    token = token_of(browser, FILES)

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if place == "vault":
        monkeypatch.setattr("keymoments.reviews.vault.os.fsync", full)
    else:
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
        monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", full)
    file = SimpleUploadedFile("school.csv", SCHOOL.encode())
    answer = browser.post(FILES, {"csrfmiddlewaretoken": token, "file": file}, **HERE)
    assert answer.status_code == 507
    assert "no room left on the disk" in said(answer)
    assert "refused:disk-full" in actions()
    assert not Source.objects.exists()
    assert nothing_half_kept()
    monkeypatch.undo()
    assert upload(browser, "school.csv", SCHOOL.encode()).status_code == 302


def test_a_disk_that_fills_while_reading_leaves_the_file_to_be_read_later(empty, monkeypatch):
    browser = signed_in(empty.author)
    upload(browser, "school.csv", SCHOOL.encode())

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("keymoments.reviews.vault.os.fsync", full)
    jobs.work_on(until_empty=True)
    assert "disk is full" in Job.objects.get().says
    assert not Entry.objects.exists()
    monkeypatch.undo()
    upload(browser, "school.csv", SCHOOL.encode())  # the same file again is read again
    jobs.work_on(until_empty=True)
    assert Entry.objects.count() == 3
    assert SourceVersion.objects.count() == 1


# Twice


def days(name: str, day: str) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), day.split(), strict=True)}


def _posts(made) -> dict[str, tuple]:
    """A form of each sort that would double: who, where, what, and how to count what came of it."""
    row = made.review.entries.first()
    page = f"/review/wren-2021/entries/{row.key}" if row else ""
    day = days("day", "1 3 2021")
    wanted = days("period_from", "1 3 2021") | days("period_to", "1 4 2021") | days("due", "4 5 2021")
    correction = {"do": "sighting", "child": "wren", "field": "alone", "value": "no", "reason": "See the form"}
    return {
        "request": ("manager", "/review/wren-2021/requests/school/new", {"what": "All", **wanted}, RecordsRequest),
        "comment": ("panel", page, {"do": "comment", "panel-text": "Ask the school"}, Comment),
        "entry": (
            "lead",
            "/review/wren-2021/chronology/new",
            {"agency": "school", **day, "text": "Wren seen at school.", "source": "Paper file"},
            Entry,
        ),
        "correction": ("lead", page, correction, Correction),
    }


@pytest.mark.parametrize("sort", ["request", "comment", "entry", "correction"])
def test_the_second_click_of_two_changes_nothing_and_shows_the_same_page(filled, sort):
    who, page, values, model = _posts(filled)[sort]
    browser = signed_in(filled.people[who])
    before, token = model.objects.count(), token_of(browser, page)
    first = send(browser, page, values, token=token)
    second = send(browser, page, values, token=token)
    assert (first.status_code, second.status_code) == (302, 302), said(first)[-600:]
    assert first.url == second.url
    assert model.objects.count() == before + 1
    assert send(browser, page, values).status_code == 302  # from a fresh page it is meant
    assert model.objects.count() == before + 2


def test_a_form_that_was_refused_may_be_sent_again(filled):
    browser = signed_in(filled.panel)
    page = f"/review/wren-2021/entries/{filled.review.entries.first().key}"
    token = token_of(browser, page)
    assert send(browser, page, {"do": "comment", "panel-text": " "}, token=token).status_code == 200
    assert send(browser, page, {"do": "comment", "panel-text": "Now"}, token=token).status_code == 302
    assert Comment.objects.count() == 1


def test_a_refusal_for_want_of_permission_stays_in_the_audit(filled):
    browser = signed_in(filled.panel)
    page = f"/review/wren-2021/entries/{filled.review.entries.first().key}"
    values = {"do": "sighting", "child": "wren", "field": "alone", "value": "no", "reason": "Because"}
    assert send(browser, page, values).status_code == 403
    assert "refused:entry:correct" in actions()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_request_one_file_one_review():
    made = invented()
    manager = made.manager
    asked = "/review/wren-2021/requests/school/new"
    _, _, wanted, _ = _posts(made)["request"]
    review = {"reference": "heron-2022", "title": "Another", "nation": "england", "child": "Heron"}
    review |= {"agencies": "school"} | days("scope_from", "1 1 2021") | days("scope_to", "31 12 2021")
    review |= days("born", "2 5 2013")
    browsers = {path: signed_in(manager) for path in (asked, FILES, "/review/new")}
    tokens = {path: token_of(browser, path) for path, browser in browsers.items()}
    answers: list[int] = []

    def click(path: str, values: dict) -> None:
        try:
            mine = Client(enforce_csrf_checks=True)
            mine.cookies = browsers[path].cookies
            answers.append(send(mine, path, values, token=tokens[path]).status_code)
        finally:
            connections.close_all()

    clicks = []
    for _again in range(2):
        file = {"file": SimpleUploadedFile("school.csv", SCHOOL.encode())}
        clicks += [(asked, wanted), (FILES, file), ("/review/new", review)]
    threads = [threading.Thread(target=click, args=one) for one in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 6
    assert RecordsRequest.objects.count() == 1
    assert (Source.objects.count(), SourceVersion.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert Review.objects.filter(reference="heron-2022").count() == 1
    assert audit.broken_at()[0] is None


# People and sessions


def test_an_invitation_that_has_ended_says_whom_to_ask(empty, client):
    offered, link = members.invite(
        empty.review, email="new@example.org", name="New", role=Role.PANEL_MEMBER, by=empty.manager
    )
    offered.expires_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    offered.save()
    for answer in (
        client.get(f"/invitation/{link}"),
        client.post(f"/invitation/{link}", {"name": "New", "password": "long-enough-for-it"}),
        client.get("/invitation/never-sent"),
    ):
        assert answer.status_code == 410
        assert "ask the business manager for a new one" in said(answer)
        assert "wren-2021" not in said(answer)


def hidden(answer) -> dict[str, str]:
    """What the page's own form holds."""
    form = re.search(r'<form method="post" action="/review.*?</form>', answer.content.decode(), re.S)[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in pairs}


def test_a_session_lost_in_the_middle_of_a_form_loses_nothing(filled):
    browser = signed_in(filled.panel)
    page = f"/review/wren-2021/entries/{filled.review.entries.first().key}"
    token = token_of(browser, page)
    browser.post("/account/logout/", {"csrfmiddlewaretoken": token}, **HERE)
    words = 'Ask the <school> & "the nurse"\nabout March'
    lost = send(browser, page, {"do": "comment", "panel-text": words}, token=token)
    assert lost.status_code == 403
    assert "Ask the <school>" in said(lost)
    assert not Comment.objects.exists()
    browser.force_login(filled.panel)  # in another tab
    browser.get(page)
    again = browser.post(page, hidden(lost), **HERE)
    if again.status_code == 403:  # signing in made a new token: the page comes back with it and with what was typed
        again = browser.post(page, hidden(again), **HERE)
    assert again.status_code == 302
    assert Comment.objects.get().text == words


def test_a_form_from_elsewhere_is_shown_but_not_offered_to_be_sent(filled):
    page = f"/review/wren-2021/entries/{filled.review.entries.first().key}"
    lost = Client().post(page, {"do": "comment", "panel-text": "Planted"}, HTTP_ORIGIN="https://elsewhere.example")
    assert lost.status_code == 403
    assert "Send it again" not in said(lost)


def test_no_password_is_shown_back(empty):
    lost = Client().post("/accounts", {"email": "a@example.org", "new_password1": "very-secret-words"}, **HERE)
    assert lost.status_code == 403
    assert "very-secret-words" not in lost.content.decode()


def test_a_closed_account_loses_its_open_session_at_once(filled):
    browser = signed_in(filled.lead)
    assert browser.get("/review/wren-2021").status_code == 200
    people.set_active(filled.lead, active=False, by=filled.administrator)
    assert browser.get("/review/wren-2021").url.startswith("/account/login/")


def test_a_member_whose_place_ended_is_out_at_once(filled):
    browser = signed_in(filled.lead)
    page = f"/review/wren-2021/entries/{filled.review.entries.first().key}"
    token = token_of(browser, page)
    members.end_membership(filled.review.memberships.get(user=filled.lead), by=filled.manager)
    assert browser.get(page).status_code == 404
    assert send(browser, page, {"do": "comment", "panel-text": "Still here"}, token=token).status_code == 404
    assert not Comment.objects.exists()
    assert "refused:chronology:view" in actions()


def test_an_unknown_review_is_not_there_and_the_audit_says_who_asked(empty):
    answer = signed_in(empty.lead).get("/review/no-such-review/chronology")
    assert answer.status_code == 404
    assert AuditEvent.objects.filter(action="refused:no-such-review", by=empty.lead).count() == 1


# Work


def test_reading_that_was_stopped_says_so_and_is_done_when_the_file_comes_again(empty):
    browser = signed_in(empty.author)
    upload(browser, "school.csv", SCHOOL.encode())
    runs.stop(Job.objects.get(), by=empty.manager)
    jobs.work_on(until_empty=True)
    source = Source.objects.get()
    assert "Reading was stopped." in said(browser.get(f"{FILES}/{source.pk}"))
    assert not Entry.objects.exists()
    upload(browser, "school.csv", SCHOOL.encode())
    jobs.work_on(until_empty=True)
    assert Entry.objects.count() == 3


def test_stopping_work_that_ended_meanwhile_is_refused_and_changes_nothing(filled):
    job = Job.objects.order_by("id").last()
    job.state = Job.State.RUNNING  # as an old page still shows it
    answer = send(signed_in(filled.manager), "/review/wren-2021/jobs", {"job": job.pk})
    assert "ended already" in said(answer)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_the_database_of_these_tests_is_the_one_asked_for():
    asked = os.environ.get("KEYMOMENTS_TEST_DATABASE")
    assert connection.vendor == ("postgresql" if asked else "sqlite")
