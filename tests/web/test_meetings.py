"""Meetings: planned and held, who came, minutes that two people write at once, and what was agreed."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from keymoments.reviews.operations import chasing, meetings
from keymoments.reviews.operations.meetings import MeetingSaid, meeting_said
from keymoments.reviews.operations.operation import NotAllowed, Refused

SAID = MeetingSaid("panel", "First panel", date(2021, 6, 7), "14:30", "Town hall, room 4", agenda="1. The files")
FORM = {
    "sort": "panel", "title": "First panel", "day_day": 7, "day_month": 6, "day_year": 2021, "time": "14:30",
    "place": "Town hall, room 4", "stage": "", "agenda": "1. The files", "minutes": "",
}  # fmt: skip


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


@pytest.fixture
def meeting(empty):
    return meetings.plan(empty.review, said=SAID, by=empty.manager)


def test_a_meeting_is_noted_though_its_day_is_past(empty, client):
    client.force_login(empty.lead)
    client.post(page(empty, "new_meeting"), {**FORM, "based_on": 0})
    told = words_of(client.get(page(empty, "meeting", 1)))
    for words in ("First panel", "7 June 2021, 14:30", "Town hall, room 4", "1. The files", "Planned"):
        assert words in told
    assert "First panel" in words_of(client.get(page(empty, "meetings")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"time": "25:00"}, "for example 14:30"),
        ({"title": ""}, "This field is required"),
        ({"day_month": 13}, "Enter a real date"),
        ({"sort": "party"}, "Select a valid choice"),
    ],
)
def test_a_meeting_that_is_not_right_is_not_noted(empty, client, wrong, says):
    client.force_login(empty.lead)
    assert says in words_of(client.post(page(empty, "new_meeting"), {**FORM, "based_on": 0, **wrong}))
    assert not empty.review.meetings.exists()


def test_two_people_write_minutes_at_once_and_lose_nothing(empty, meeting, client):
    address = page(empty, "change_meeting", 1)
    client.force_login(empty.lead)
    client.post(address, {**FORM, "minutes": "The lead wrote this.", "based_on": 1})
    client.force_login(empty.manager)
    answer = client.post(address, {**FORM, "minutes": "The manager wrote that.", "based_on": 1})
    told = words_of(answer)
    assert "Two people wrote at the same time" in told
    assert "The lead wrote this." in told
    assert "The manager wrote that." in told
    both = "The lead wrote this. The manager wrote that."
    client.post(address, {**FORM, "minutes": both, "based_on": 2})
    meeting.refresh_from_db()
    assert meeting.minutes == both
    history = words_of(client.get(page(empty, "meeting_versions", 1)))
    assert "The lead wrote this." in history
    assert "Version 3" in history


def test_agenda_and_minutes_changed_by_two_people_come_together(empty, meeting):
    one = MeetingSaid(**{**meeting_said(meeting).as_kept(), "day": SAID.day, "agenda": "1. The files 2. Dates"})
    other = MeetingSaid(**{**meeting_said(meeting).as_kept(), "day": SAID.day, "minutes": "All came."})
    meetings.change_meeting(meeting, said=one, based_on=1, by=empty.lead)
    meetings.change_meeting(meeting, said=other, based_on=1, by=empty.manager)
    meeting.refresh_from_db()
    assert (meeting.agenda, meeting.minutes) == ("1. The files 2. Dates", "All came.")


def test_what_is_typed_into_minutes_is_kept_without_sending(empty, meeting, client):
    client.force_login(empty.lead)
    client.post(page(empty, "change_meeting", 1), {**FORM, "minutes": "Half a", "based_on": 1, "do": "draft"})
    assert "Half a" in words_of(client.get(page(empty, "change_meeting", 1)))
    assert "You have typed something and not sent it" in words_of(client.get(page(empty, "meetings")))


def test_who_came_and_who_did_not(empty, meeting, client):
    client.force_login(empty.manager)
    address = page(empty, "meeting", 1)
    client.post(address, {"do": "list", "list-member": empty.panel.pk, "list-answer": "invited"})
    client.post(address, {
        "do": "list", "list-named": "Dr Ann Heron", "list-role": "Paediatrician", "list-agency": "Marsh Hospital",
        "list-answer": "came",
    })  # fmt: skip
    told = words_of(client.get(address))
    assert "Panel Panel member Invited" in told
    assert "Dr Ann Heron Paediatrician, Marsh Hospital Came" in told
    row = meeting.attendance.get(member=empty.panel)
    client.post(address, {"do": "answer", "row": row.pk, "answer-answer": "apologies"})
    assert "Panel Panel member Sent apologies" in words_of(client.get(address))
    row.refresh_from_db()
    assert (row.answer, row.taken_out_by) == ("invited", empty.manager)  # what was said before is kept
    client.post(address, {"do": "take-off", "row": meeting.attendance.get(named="Dr Ann Heron").pk})
    assert "Dr Ann Heron" not in words_of(client.get(address))


@pytest.mark.parametrize("whom", [{}, {"member": "outsider"}, {"named": "Ann", "member": "lead"}])
def test_on_the_list_stands_a_member_or_somebody_named(empty, meeting, whom):
    whom = {**whom, **({"member": empty.people[whom["member"]]} if "member" in whom else {})}
    with pytest.raises(Refused):
        meetings.put_down(meeting, answer="came", **whom, by=empty.manager)
    assert not meeting.attendance.exists()


def test_a_meeting_is_called_off_with_a_reason_and_planned_again(empty, meeting, client):
    client.force_login(empty.manager)
    address = page(empty, "meeting", 1)
    assert "There is a problem" in words_of(client.post(address, {"do": "off", "off-reason": ""}))
    client.post(address, {"do": "off", "off-reason": "Snow."})
    told = words_of(client.get(address))
    assert "Called off" in told
    assert "Snow." in told
    client.post(address, {"do": "again"})
    client.post(address, {"do": "held"})
    told = words_of(client.get(address))
    assert "Held" in told
    assert "Snow." in told


def test_what_was_agreed_is_owed_and_chased_like_everything_else(empty, meeting, client):
    client.force_login(empty.manager)
    due = {"action-due_day": 11, "action-due_month": 6, "action-due_year": 2021}
    address = page(empty, "meeting", 1)
    sent = {"do": "action", "action-what": "Ask the GP", "action-whom": f"member-{empty.lead.pk}", **due}
    told = words_of(client.post(address, {**sent, "action-due_day": 12}))
    assert "Saturday 12 June 2021 is no working day" in told
    assert not meeting.actions.exists()
    client.post(address, sent)
    told = words_of(client.get(address))
    assert "Ask the GP" in told
    assert "Lead, 11 June 2021" in told
    owed = words_of(client.get(page(empty, "owed")))
    assert "An action from a meeting 1" in owed
    assert "Meeting 1" in owed
    chasing.mark_done(meeting.actions.get(), note="She rang back.", by=empty.manager)
    assert "actions still open: 0" in words_of(client.get(page(empty, "meetings")))


def test_the_panel_reads_and_does_not_write(empty, meeting, client):
    client.force_login(empty.panel)
    told = words_of(client.get(page(empty, "meeting", 1)))
    assert "First panel" in told
    assert "Write agenda or minutes" not in told
    assert client.get(page(empty, "change_meeting", 1)).status_code == 403
    with pytest.raises(NotAllowed):
        meetings.hold(meeting, by=empty.panel)
    client.force_login(empty.author)
    assert client.get(page(empty, "meeting", 1)).status_code == 403


def test_a_list_of_many_meetings_asks_no_more_often(empty, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    meetings.plan(empty.review, said=SAID, by=empty.manager)
    client.force_login(empty.manager)
    client.get(page(empty, "meetings"))
    with CaptureQueriesContext(connection) as few:
        client.get(page(empty, "meetings"))
    for _number in range(6):
        meetings.plan(empty.review, said=SAID, by=empty.manager)
    with django_assert_num_queries(len(few)):
        client.get(page(empty, "meetings"))
