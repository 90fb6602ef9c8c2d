"""Put right what was read wrongly, add an entry by hand, say something about one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.utils.translation import gettext as _

from keymoments.analysis.sightings.values import Answer
from keymoments.reviews import audit
from keymoments.reviews.models import Comment, Correction, Entry, EventDecision, Job, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

ANSWERS = ("seen", "spoken_to", "alone")


def _corrected(entry: Entry, field: str, was: str, value: str, reason: str, by: User, child: str = "") -> Correction:
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside what was written."))
    made = Correction.objects.create(
        review=entry.review,
        entry_key=entry.key,
        field=field,
        child=child,
        was=was,
        value=value,
        reason=reason.strip(),
        made_by=by,
    )
    audit.record("review:entry:correct", entry, by=by, fields=[field])
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_sighting(entry: Entry, *, child: str, field: str, value: str, reason: str, by: User) -> Correction:
    """Say what an entry tells of a child; what the machine read stays beside it."""
    if field not in ANSWERS or value not in {str(answer) for answer in Answer}:
        raise Refused(_("Choose one of the answers offered."))
    sighting = entry.sightings.filter(child__key=child).first()
    if sighting is None:
        raise Refused(_("This entry is not read as a contact with that child: correct the contact first."))
    made = _corrected(entry, field, getattr(sighting, field), value, reason, by, child)
    setattr(sighting, field, value)
    sighting.save(update_fields=[field])
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_date(entry: Entry, *, value: date, reason: str, by: User) -> Correction:
    """Say on which day an entry's event was; the written date stays."""
    made = _corrected(entry, "date", entry.written_date[:200], value.isoformat(), reason, by)
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_contact(entry: Entry, *, contact: bool, reason: str, by: User) -> Correction:
    """Say whether an entry tells of a contact."""
    was = "" if entry.contact is None else ("yes" if entry.contact else "no")
    made = _corrected(entry, "contact", was, "yes" if contact else "no", reason, by)
    entry.contact = contact
    entry.save(update_fields=["contact"])
    return made


def _again(review: Review, by: User) -> None:
    if not review.jobs.filter(kind="analyse", state=Job.State.QUEUED).exists():
        Job.objects.create(review=review, kind="analyse", made_by=by)


@operation(Permission.ENTRY_CORRECT)
def decide_event(entry: Entry, *, other: str, same: bool, reason: str, by: User) -> EventDecision:
    """Say whether another entry tells the same event; ``other`` is its key."""
    if other == entry.key or not Entry.objects.filter(review=entry.review, key=other).exists():
        raise Refused(_("Choose another entry of this review."))
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside the decision."))
    one, two = sorted((entry.key, other))
    made = EventDecision.objects.create(
        review=entry.review, one=one, other=two, same=same, reason=reason.strip(), made_by=by
    )
    audit.record("review:event:decide", entry, by=by)
    return made


@operation(Permission.ENTRY_ADD)
def add_entry(agency: ReviewAgency, *, day: date, text: str, source: str, by: User) -> Entry:
    """Add an entry by hand, with where it comes from."""
    if not text.strip() or not source.strip():
        raise Refused(_("Give the words of the entry and where they come from."))
    count = agency.entries.filter(source=None).count() + 1
    entry = Entry.objects.create(
        review=agency.review,
        agency=agency,
        key=hashlib.sha256(secrets.token_bytes(32)).hexdigest()[:16],
        name=f"{agency.key}-hand-{count:03d}",
        where=source.strip()[:200],
        position=1_000_000 + count,
        written_date=f"{day.day} {day:%B %Y}",
        text=text,
        earliest=day,
        latest=day,
        precision="day",
        notes=["added by hand"],
        made_by=by,
    )
    audit.record("review:entry:add", entry, by=by)
    _again(agency.review, by)
    return entry


@operation(Permission.COMMENT_ADD)
def comment(entry: Entry, *, text: str, by: User) -> Comment:
    """Say something about an entry: panel's words, no evidence."""
    if not text.strip():
        raise Refused(_("Write the comment first."))
    made = Comment.objects.create(review=entry.review, entry_key=entry.key, text=text.strip(), made_by=by)
    audit.record("review:comment:add", made, by=by)
    return made
