"""Reminders go out by the ladder, each once, to people of the review alone, and mail without a host is kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.invented_owed import ENGLAND, days_ago, page, wanted, words_of
from tests.invented_review import account, admitted

from keymoments.analysis.escalation import step_day, working_day_after
from keymoments.knowledge.escalation import load_ladder
from keymoments.reviews.models import AuditEvent, KeptMail, Owed, OwedChange, RecordsRequest, Reminder
from keymoments.reviews.operations import chasing, members, reminders, sources
from keymoments.reviews.permissions import Role


@pytest.fixture
def overdue(empty) -> Owed:
    return wanted(empty, days_ago(1))


def test_a_step_goes_out_once_however_often_the_worker_looks(overdue, empty, client):
    assert reminders.chase_all() == 1
    assert reminders.chase_all() == 0
    (letter,) = mail.outbox
    assert letter.to == ["author@example.org"]
    assert overdue.review.reference in letter.subject
    assert "Larkfield Primary" in letter.body
    assert "item-1" in letter.body
    assert "Wren" not in letter.body + letter.subject
    assert "desk" not in letter.body
    client.force_login(empty.panel)
    told = words_of(client.get(page(empty, "owed")))
    assert "Last reminder: The day after" in told
    assert "A week over, with the agency's lead" in told


def test_on_the_day_and_before_the_first_step_nobody_is_mailed(empty):
    wanted(empty, days_ago(0))
    wanted(empty, working_day_after(timezone.localdate() + timedelta(days=30), ENGLAND))
    reminders.chase_all()
    assert [row.step for row in Reminder.objects.all()] == ["coming-up"]  # of the one due today, five days late


def test_records_are_chased_by_the_same_ladder(empty):
    request = sources.ask_for_records(
        empty.agency("school"), what="All", period_from=date(2021, 1, 1), period_to=date(2021, 12, 31),
        due=days_ago(5), by=empty.manager,
    )  # fmt: skip
    RecordsRequest.objects.filter(pk=request.pk).update(made_at=datetime.now(UTC) - timedelta(days=90))
    assert reminders.chase_all() == 2
    assert {one.to[0] for one in mail.outbox} == {"author@example.org", "signer@example.org"}
    assert f"records-{request.pk}" in mail.outbox[0].body


def test_after_a_long_downtime_only_the_highest_step_goes_out(empty):
    wanted(empty, days_ago(12))
    reminders.chase_all()
    assert {row.step for row in Reminder.objects.all()} == {"two-weeks-over"}
    assert sorted(one.to[0] for one in mail.outbox) == ["manager@example.org", "signer@example.org"]


def test_every_step_has_its_turn(empty):
    due = date(2026, 3, 13)
    row = wanted(empty, due)
    Owed.objects.filter(pk=row.pk).update(made_at=datetime(2026, 2, 1, tzinfo=UTC))
    for step in load_ladder(ENGLAND).steps:
        day = step_day(step, due, ENGLAND)
        reminders.chase_all(day - timedelta(days=1))
        reminders.chase_all(day)
        reminders.chase_all(day)
    found = list(Reminder.objects.order_by("id").values_list("step", "user__email"))
    assert found == [
        ("coming-up", "author@example.org"),
        ("just-over", "author@example.org"),
        ("a-week-over", "author@example.org"),
        ("a-week-over", "signer@example.org"),
        ("two-weeks-over", "manager@example.org"),
        ("two-weeks-over", "signer@example.org"),
        ("to-the-board", "manager@example.org"),
        ("to-the-board", "board@example.org"),
    ]


def test_a_mail_that_fails_is_tried_again_and_the_page_says_so(overdue, empty, client, monkeypatch):
    now = datetime.now(UTC)

    def refuse(*_args, **_kwargs):
        raise SMTPException

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send_mail", refuse)
        assert reminders.chase_all(now=now) == 0
        assert reminders.chase_all(now=now + timedelta(seconds=30)) == 0  # too soon to try again
        assert Reminder.objects.get().tries == 1
        assert reminders.chase_all(now=now + timedelta(minutes=1)) == 0
    assert Reminder.objects.get().tries == 2
    assert not AuditEvent.objects.filter(action="review:reminder:send").exists()
    client.force_login(empty.manager)
    assert "A mail could not be sent and is tried again" in words_of(client.get(page(empty, "owed")))
    assert reminders.chase_all(now=now + timedelta(minutes=2)) == 0
    assert reminders.chase_all(now=now + timedelta(minutes=3)) == 1
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_while_it_sends_has_sent_nothing_where_mail_is_kept_here(overdue, settings, monkeypatch):
    settings.EMAIL_BACKEND = "keymoments.reviews.outbox.KeepingBackend"
    really, now = mail.send_mail, datetime.now(UTC)

    def dies(*args, **kwargs):
        really(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as told_to_end:
        told_to_end.setattr(reminders, "send_mail", dies)
        with pytest.raises(KeyboardInterrupt):
            reminders.chase_all(now=now)
    assert not KeptMail.objects.exists()
    assert reminders.chase_all(now=now) == 1  # the next worker
    assert KeptMail.objects.count() == 1


def test_one_mail_that_fails_holds_up_no_other(empty, monkeypatch):
    wanted(empty, days_ago(5))

    def refuse(_subject, _words, _from, to):
        if to == ["author@example.org"]:
            raise ValueError("a header that no mail may have")

    monkeypatch.setattr(reminders, "send_mail", refuse)
    assert reminders.chase_all() == 1
    assert [(row.user.email, bool(row.sent_at)) for row in Reminder.objects.order_by("id")] == [
        ("author@example.org", False), ("signer@example.org", True),
    ]  # fmt: skip


def test_a_step_without_anybody_to_mail_is_shown_and_not_skipped_over(empty, client):
    wanted(empty, days_ago(1), agency=empty.agency("csc"))
    client.force_login(empty.manager)
    assert "Nobody of this review could be mailed then" in words_of(client.get(page(empty, "owed")))
    assert reminders.chase_all() == 0
    told = words_of(client.get(page(empty, "owed")))
    assert "Nobody of this review could be mailed : The day after" in told
    assert "nobody to mail" in told
    assert not mail.outbox
    assert Reminder.objects.count() == 1


def test_nobody_is_mailed_who_left_has_not_declared_or_whose_account_is_closed(overdue, empty):
    members.end_membership(empty.review.memberships.get(user=empty.author), by=empty.manager)
    late = account("late")
    members.admit(empty.review, user=late, role=Role.AGENCY_AUTHOR, agency=empty.agency("school"), by=empty.manager)
    closed = account("closed")
    admitted(empty.review, closed, Role.AGENCY_AUTHOR, "school", empty.manager)
    closed.is_active = False
    closed.save()
    reminders.chase_all()
    assert not mail.outbox
    assert Reminder.objects.get().user is None


def test_who_leaves_between_making_and_mailing_gets_none(overdue, empty):
    reminders.remind(overdue, today=timezone.localdate(), by=empty.manager)
    members.end_membership(empty.review.memberships.get(user=empty.author), by=empty.manager)
    reminders.chase_all()
    assert not mail.outbox
    assert Reminder.objects.get().dropped_at is not None


def test_what_is_done_before_the_mail_went_out_is_not_mailed(overdue, empty):
    reminders.remind(overdue, today=timezone.localdate(), by=empty.manager)
    chasing.mark_done(overdue, by=empty.manager)
    reminders.chase_all()
    assert not mail.outbox


def test_a_paused_thing_is_not_chased_until_it_goes_on(overdue, empty, client):
    client.force_login(empty.manager)
    address = page(empty, "owed_item", overdue.key)
    client.post(address, {"do": "pause", "pause-reason": "Half term."})
    assert "Half term." in words_of(client.get(page(empty, "owed")))
    reminders.chase_all()
    assert not mail.outbox
    assert "Send the next step now" not in words_of(client.get(address))
    client.post(address, {"do": "resume"})
    reminders.chase_all()
    assert not mail.outbox  # days are counted from when reminders go on
    reminders.chase_all(working_day_after(timezone.localdate(), ENGLAND))
    assert len(mail.outbox) == 1
    assert [one.sort for one in overdue.changes.all()] == [OwedChange.Sort.PAUSED, OwedChange.Sort.RESUMED]


def test_the_manager_sends_the_next_step_before_its_day(overdue, empty, client):
    reminders.chase_all()
    client.force_login(empty.manager)
    client.post(page(empty, "owed_item", overdue.key), {"do": "send"})
    reminders.chase_all()
    assert sorted(one.to[0] for one in mail.outbox[1:]) == ["author@example.org", "signer@example.org"]
    reminders.chase_all(step_day(load_ladder(ENGLAND).steps[2], overdue.due, ENGLAND))
    assert len(mail.outbox) == 3  # the step that went out early does not go out again on its day


def test_another_day_begins_the_ladder_anew(overdue, empty):
    reminders.chase_all()
    later = working_day_after(timezone.localdate(), ENGLAND)
    chasing.change_due(overdue, due=later, reason="Agreed.", by=empty.manager)
    reminders.chase_all(working_day_after(later, ENGLAND))
    assert [row.step for row in Reminder.objects.filter(due=later)] == ["just-over"]


def test_what_is_noted_late_is_not_reported_to_the_board_at_once(empty):
    chasing.want(
        empty.review, sort="draft", what="A draft", due=days_ago(90), agency=empty.agency("school"), by=empty.manager
    )
    reminders.chase_all()
    assert not mail.outbox
    reminders.chase_all(working_day_after(timezone.localdate(), ENGLAND))
    assert [one.to for one in mail.outbox] == [["author@example.org"]]


@pytest.mark.parametrize("away", ["done", "aside", "paused"])
def test_what_comes_back_after_long_is_not_reported_to_the_board_at_once(empty, away):
    row = wanted(empty, days_ago(60))
    by = empty.manager
    if away == "done":
        chasing.mark_done(row, by=by)
        chasing.not_done(row, reason="Half of it is missing.", by=by)
    elif away == "aside":
        chasing.set_owed_aside(row, reason="Not needed.", by=by)
        chasing.bring_owed_back(row, by=by)
    else:
        chasing.pause(row, reason="Half term.", by=by)
        chasing.resume(row, by=by)
    reminders.chase_all()
    assert not mail.outbox
    reminders.chase_all(working_day_after(timezone.localdate(), ENGLAND))
    assert [one.to for one in mail.outbox] == [["author@example.org"]]


def test_the_worker_asks_no_more_often_however_much_is_owed(empty, django_assert_max_num_queries):
    for number in range(12):
        wanted(empty, working_day_after(timezone.localdate() + timedelta(days=30 + number), ENGLAND))
    with django_assert_max_num_queries(5):
        reminders.chase_all()


def test_a_ladder_that_cannot_be_read_is_said_on_the_page_and_stops_nothing(overdue, empty, client, settings, tmp_path):
    (tmp_path / "pack.yaml").write_text('title: Ours\nversion: "1"\n')
    (tmp_path / "escalation.yaml").write_text("steps: []\n")
    settings.PACKS = (tmp_path,)
    assert reminders.chase_all() == 0
    client.force_login(empty.manager)
    told = words_of(client.get(page(empty, "owed")))
    assert "No reminder goes out: the ladder of reminders cannot be read." in told
    assert "escalation.yaml" in told


def test_a_review_that_is_closed_is_not_chased(overdue, empty):
    empty.review.closed_at = datetime.now(UTC)
    empty.review.save()
    reminders.chase_all()
    assert not mail.outbox


def test_no_word_of_the_case_is_in_the_audit(overdue, empty):
    reminders.chase_all()
    chasing.mark_done(overdue, note="Wren's desk was moved in May.", by=empty.manager)
    said = " ".join(f"{one.action} {one.object} {one.fields}" for one in AuditEvent.objects.all())
    assert "Wren" not in said
    assert "review:reminder:send" in said


def test_the_page_asks_the_same_number_of_times_however_much_is_owed(empty, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(empty.manager)
    for member in (empty.lead, empty.panel):
        wanted(empty, days_ago(3), member=member)
    reminders.chase_all()
    client.get(page(empty, "owed"))
    with CaptureQueriesContext(connection) as few:
        client.get(page(empty, "owed"))
    for number in range(8):
        wanted(empty, days_ago(number), agency=empty.agency("school"))
        wanted(empty, days_ago(number), named=f"Ann {number}")
    reminders.chase_all()
    with django_assert_num_queries(len(few)):
        client.get(page(empty, "owed"))


# ---- mail kept here ----


def test_mail_without_a_host_is_kept_and_the_administrator_alone_reads_it(overdue, empty, client, settings):
    settings.EMAIL_BACKEND = "keymoments.reviews.outbox.KeepingBackend"
    reminders.chase_all()
    members.invite(empty.review, email="nia@example.org", name="Nia", role=Role.PANEL_MEMBER, by=empty.manager)
    client.force_login(empty.administrator)
    told = words_of(client.get(reverse("outbox")))
    assert "To: author@example.org" in told
    assert "was due on" in told
    assert AuditEvent.objects.filter(action="outbox:view", by=empty.administrator).exists()
    for person in ("manager", "lead", "outsider"):
        client.force_login(empty.people[person])
        assert client.get(reverse("outbox")).status_code == 403


def test_kept_mail_is_paged_newest_first(empty, client, settings):
    settings.EMAIL_BACKEND = "keymoments.reviews.outbox.KeepingBackend"
    for number in range(30):
        mail.send_mail(f"Letter no. {number}.", "words", None, ["a@example.org"])
    client.force_login(empty.administrator)
    first = client.get(reverse("outbox"))
    assert words_of(first).index("Letter no. 29.") < words_of(first).index("Letter no. 28.")
    assert "Letter no. 4." not in words_of(first)
    older = re.search(r'href="(\?before=\d+)"', first.content.decode()).group(1)
    assert "Letter no. 4." in words_of(client.get(reverse("outbox") + older))
