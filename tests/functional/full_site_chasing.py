"""What is owed, meetings and letters of every sort, for the walk over every page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any


def chased(review: Any, manager: Any, lead: Any, long: str = "") -> None:
    """Things owed in every state, meetings in every state, letters. ``long``: what everything is called, if long."""
    from django.core.mail import send_mail

    from keymoments.analysis.escalation import working_day_after, working_days_before
    from keymoments.reviews.models import Owed
    from keymoments.reviews.operations import chasing, documents, meetings, reminders
    from keymoments.reviews.operations.meetings import MeetingSaid
    from keymoments.reviews.permissions import Permission
    from keymoments.reviews.queries.places import enter

    today, nation = datetime.now(UTC).date(), review.nation
    late, soon = working_days_before(today, 6, nation), working_day_after(today + timedelta(days=20), nation)
    first, *others = review.agencies.all()
    texts = {"place": long[:300] or "Room 4", "agenda": long or "1. The files", "minutes": long or "All agreed."}
    said = MeetingSaid("panel", long[:200] or "First panel", date(2021, 6, 7), "14:30", stage="decision", **texts)
    meeting = meetings.plan(review, said=said, by=manager)
    meetings.put_down(meeting, answer="came", member=lead, by=manager)
    guest = meetings.put_down(
        meeting, answer="invited", named=long[:200] or "Dr Ann Heron", role=long[:200] or "Paediatrician",
        agency=long[:200] or "Marsh Hospital", by=manager,
    )  # fmt: skip
    meetings.answer_for(guest, answer="apologies", by=manager)
    meetings.hold(meeting, by=manager)
    off = meetings.plan(review, said=MeetingSaid("family", "With his grandmother", date(2021, 7, 1)), by=lead)
    meetings.call_off(off, reason=long or "She asked for another day.", by=lead)
    words = long or "What the school wrote to the clinic in May"
    common = {"what": words, "by": manager}
    overdue = chasing.want(review, sort="information", due=late, agency=first, **common)
    chasing.change_due(overdue, due=working_days_before(today, 2, nation), reason=words, by=manager)
    chasing.want(review, sort="draft", due=soon, named=long[:200] or "Dr Ann Heron", **common)
    chasing.want(review, sort="action", due=late, member=lead, meeting=meeting, **common)
    waits = chasing.want(review, sort="comments", due=late, agency=(others or [first])[0], **common)
    chasing.pause(waits, reason=long or "Half term.", by=manager)
    done = chasing.want(review, sort="records", due=late, agency=first, **common)
    chasing.mark_done(done, note=long or "It is in the file.", by=manager)
    chasing.set_owed_aside(
        chasing.want(review, sort="other", due=soon, agency=first, **common), reason=words, by=manager
    )
    Owed.objects.filter(pk=overdue.pk).update(made_at=datetime.now(UTC) - timedelta(days=60))
    reminders.chase_all()
    send_mail(
        long[:150] or "You are invited to a review", f"{words}\n\nhttps://site.example/x\n", None, ["a@b.example"]
    )
    place = enter(manager, review.reference, Permission.DOCUMENT_MAKE)
    for letter, agency in (("family", None), ("agency", first)):
        typed = {"addressee": long or "Ms Crake"}
        documents.make_document(
            review, letter=letter, typed=typed, place=place, by=manager, agency=agency, stage=long[:60] or "decision"
        )


def one_each(review: Any, manager: Any) -> None:
    """One thing of each sort that has a page of its own, in a review that was only just opened."""
    from keymoments.reviews.operations import chasing, documents, meetings
    from keymoments.reviews.operations.meetings import MeetingSaid
    from keymoments.reviews.permissions import Permission
    from keymoments.reviews.queries.places import enter

    chasing.want(review, sort="draft", what="A draft", due=date(2031, 3, 13), named="Ann", by=manager)
    meetings.plan(review, said=MeetingSaid("panel", "The first one", date(2031, 3, 13)), by=manager)
    place = enter(manager, review.reference, Permission.DOCUMENT_MAKE)
    documents.make_document(review, letter="decision", typed={}, place=place, by=manager)


def addresses(review: Any) -> dict[str, Any]:
    """What the pages of this area may be about."""
    from keymoments.export.letter_words import LETTERS

    return {
        "owed": [one.key for one in review.owed.order_by("due")]
        + [f"records-{one.pk}" for one in review.requests.all()],
        "meeting": list(review.meetings.order_by("number").values_list("number", flat=True)),
        "document": list(review.documents.values_list("number", flat=True)),
        "letter": list(LETTERS),
    }
