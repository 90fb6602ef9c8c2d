"""Meetings of a review, who came, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from keymoments.reviews.models import Attendance, Meeting, User
from keymoments.reviews.queries.chasing import Standing, actions_of, open_members
from keymoments.reviews.queries.places import NoSuchReview, Place


def meetings_in(place: Place) -> QuerySet[Meeting]:
    """The meetings, the newest first, with how many came (``came``) and how many actions are open (``open``)."""
    there = Q(attendance__taken_out_at=None)
    wanted = Q(actions__done_at=None, actions__set_aside_at=None, actions__isnull=False)
    return place.review.meetings.annotate(
        came=Count("attendance", filter=there & Q(attendance__answer=Attendance.Answer.CAME), distinct=True),
        open=Count("actions", filter=wanted, distinct=True),
    )


def meeting_in(place: Place, number: int) -> Meeting:
    """One meeting by its number; raises :class:`NoSuchReview`."""
    found = place.review.meetings.select_related("changed_by", "made_by").filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class AboutMeeting:
    """A meeting with the people on its list and what it agreed; ``roles``: of members, by their number."""

    meeting: Meeting
    people: Sequence[Attendance]
    actions: Sequence[Standing]
    roles: dict[int, str]


def about_meeting(place: Place, number: int, today: date) -> AboutMeeting:
    """A meeting with all that hangs on it; raises :class:`NoSuchReview`."""
    meeting = meeting_in(place, number)
    people = meeting.attendance.filter(taken_out_at=None).select_related("member")
    roles = dict(place.review.memberships.order_by("pk").values_list("user_id", "role"))
    return AboutMeeting(meeting, list(people), actions_of(place, meeting.pk, today), roles)


def attendance_in(meeting: Meeting, number: str) -> Attendance:
    """One line of the list; raises :class:`NoSuchReview`."""
    rows = meeting.attendance.select_related("member", "meeting", "review")
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise NoSuchReview
    return found


def can_come(place: Place) -> list[User]:
    """The people with an open place in the review."""
    return [one.user for one in open_members([place.review])[place.review.pk]]
