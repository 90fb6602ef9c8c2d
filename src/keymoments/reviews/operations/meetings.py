"""Plan meetings, write their agenda and minutes together, say who came, and note what was agreed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Attendance, EditedVersion, Meeting, Review, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.versions import Merged, note_version, settled
from keymoments.reviews.permissions import Permission, membership_of

ABOUT = EditedVersion.About.MEETING
State = Meeting.State
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class MeetingSaid:
    """What people write of a meeting. ``time``: "14:30" or nothing; ``place``: a room, or a link."""

    sort: str
    title: str
    day: date
    time: str = ""
    place: str = ""
    stage: str = ""
    agenda: str = ""
    minutes: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As it stands in the history of versions."""
        return {
            "sort": str(self.sort),
            "title": self.title.strip(),
            "day": self.day.isoformat(),
            "time": self.time.strip(),
            "place": self.place.strip(),
            "stage": self.stage.strip(),
            "agenda": self.agenda,
            "minutes": self.minutes,
        }

    @classmethod
    def from_kept(cls, values: Mapping[str, Any]) -> MeetingSaid:
        """What :meth:`as_kept` gave."""
        return cls(**{**values, "day": date.fromisoformat(values["day"])})


def meeting_said(meeting: Meeting) -> MeetingSaid:
    """What a meeting says now."""
    return MeetingSaid(
        meeting.sort, meeting.title, meeting.day, meeting.time, meeting.place, meeting.stage, meeting.agenda,
        meeting.minutes,
    )  # fmt: skip


def _check(said: MeetingSaid) -> None:
    if said.sort not in Meeting.Sort.values:
        raise Refused(_("Choose what the meeting is for."))
    if not said.title.strip():
        raise Refused(_("Give the meeting a title."))
    if said.time.strip() and not _TIME.fullmatch(said.time.strip()):
        raise Refused(_("Write the time as hours and minutes, for example 14:30."))


@operation(Permission.MEETING_CHANGE)
def plan(review: Review, *, said: MeetingSaid, by: User) -> Meeting:
    """Note a meeting, to come or past."""
    _check(said)
    number = (review.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    values = said.as_kept()
    made = Meeting.objects.create(
        review=review, number=number, made_by=by, changed_by=by, **{**values, "day": said.day}
    )
    note_version(review, ABOUT, made.pk, 1, values, by)
    audit.record("review:meeting:plan", made, by=by)
    return made


@operation(Permission.MEETING_CHANGE)
def change_meeting(meeting: Meeting, *, said: MeetingSaid, based_on: int, by: User) -> Merged:
    """Write it otherwise, or its minutes. ``based_on``: the version that the writer saw, as for moments."""
    meeting.refresh_from_db()
    found = settled(ABOUT, meeting.pk, meeting.version, based_on, said.as_kept())
    together = MeetingSaid.from_kept(found.values)
    _check(together)
    before = meeting_said(meeting).as_kept()
    after = together.as_kept()
    changed = [name for name, value in after.items() if value != before[name]]
    if changed:
        for name, value in {**after, "day": together.day}.items():
            setattr(meeting, name, value)
        meeting.version += 1
        meeting.changed_by = by
        meeting.save()
        note_version(meeting.review, ABOUT, meeting.pk, meeting.version, after, by)
    audit.record("review:meeting:change", meeting, by=by, fields=changed)
    return found


@operation(Permission.MEETING_CHANGE)
def hold(meeting: Meeting, *, by: User) -> Meeting:
    """Say that it took place."""
    return _state(meeting, State.HELD, by)


@operation(Permission.MEETING_CHANGE)
def call_off(meeting: Meeting, *, reason: str, by: User) -> Meeting:
    """Say that it does not take place."""
    if not reason.strip():
        raise Refused(_("Say why the meeting is called off."))
    return _state(meeting, State.CALLED_OFF, by, reason.strip())


@operation(Permission.MEETING_CHANGE)
def plan_again(meeting: Meeting, *, by: User) -> Meeting:
    """Say that it is still to come."""
    return _state(meeting, State.PLANNED, by)


def _state(meeting: Meeting, state: State, by: User, why: str = "") -> Meeting:
    meeting.refresh_from_db()
    if meeting.state == state:
        raise Refused(_("The meeting stands so already."))
    # A meeting that was called off twice keeps both reasons.
    meeting.called_off_why = "\n".join(words for words in (meeting.called_off_why, why) if words)
    meeting.state, meeting.changed_by = state, by
    meeting.save(update_fields=["state", "called_off_why", "changed_by", "changed_at"])
    audit.record(f"review:meeting:{state}", meeting, by=by)
    return meeting


@operation(Permission.MEETING_CHANGE)
def put_down(
    meeting: Meeting, *, answer: str, by: User, member: User | None = None, named: str = "", role: str = "",
    agency: str = "",
) -> Attendance:  # fmt: skip
    """Say of a member, or of somebody named with role and agency, whether they are asked, came or did not."""
    if answer not in Attendance.Answer.values:
        raise Refused(_("Choose whether they are invited, came, sent apologies or did not come."))
    if (member is None) == (not named.strip()):
        raise Refused(_("Choose a member, or name somebody who is none."))
    earlier = meeting.attendance.filter(taken_out_at=None)
    if member is not None:
        if membership_of(member, meeting.review) is None:
            raise Refused(_("Choose somebody of this review, or write their name."))
        earlier = earlier.filter(member=member)
    else:
        earlier = earlier.filter(named=named.strip())
    earlier.update(taken_out_at=datetime.now(UTC), taken_out_by=by)
    made = Attendance.objects.create(
        review=meeting.review, meeting=meeting, member=member, named=named.strip(), role=role.strip(),
        agency=agency.strip(), answer=answer, made_by=by,
    )  # fmt: skip
    audit.record("review:meeting:attendance", meeting, by=by)
    return made


@operation(Permission.MEETING_CHANGE)
def answer_for(attendance: Attendance, *, answer: str, by: User) -> Attendance:
    """Another answer of somebody who is on the list; the earlier one is kept."""
    if answer not in Attendance.Answer.values:
        raise Refused(_("Choose whether they are invited, came, sent apologies or did not come."))
    attendance.refresh_from_db()
    if attendance.taken_out_at is not None:
        raise Refused(_("Somebody else has changed this meanwhile: look again."))
    _take_out(attendance, by)
    made = Attendance.objects.create(
        review=attendance.review, meeting=attendance.meeting, member=attendance.member, named=attendance.named,
        role=attendance.role, agency=attendance.agency, answer=answer, made_by=by,
    )  # fmt: skip
    audit.record("review:meeting:attendance", attendance.meeting, by=by)
    return made


@operation(Permission.MEETING_CHANGE)
def take_off_list(attendance: Attendance, *, by: User) -> Attendance:
    """Take somebody off the list who was put down by mistake; that they stood there is kept."""
    attendance.refresh_from_db()
    if attendance.taken_out_at is not None:
        raise Refused(_("Somebody else has changed this meanwhile: look again."))
    _take_out(attendance, by)
    audit.record("review:meeting:attendance-out", attendance.meeting, by=by)
    return attendance


def _take_out(attendance: Attendance, by: User) -> None:
    attendance.taken_out_at, attendance.taken_out_by = datetime.now(UTC), by
    attendance.save(update_fields=["taken_out_at", "taken_out_by"])
