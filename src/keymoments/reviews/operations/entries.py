"""Put right what was read wrongly, add an entry by hand, say something about one."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from keymoments.analysis.layout import date_words, time_words
from keymoments.analysis.records import Precision, UncertainDate, UncertainTime
from keymoments.analysis.sightings.values import Answer, Basis
from keymoments.reviews import audit, bridge
from keymoments.reviews.models import (
    Correction,
    Entry,
    EventDecision,
    FamilyPerson,
    Job,
    Review,
    ReviewAgency,
    Sighting,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.corrected import ANSWERS, date_from, date_value, time_from, time_value

MIDNIGHT = 24 * 60


# ---- corrections ----


def _corrected(entry: Entry, field: str, was: str, value: str, reason: str, by: User, child: str = "") -> Correction:
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside what was written."))
    made = Correction.objects.create(
        review=entry.review,
        entry_key=entry.key,
        field=field,
        child=child,
        was=was[:200],
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
    if sighting is None and entry.contact:
        about = _children(entry.review).filter(key=child).first()
        sighting = _silent(entry, about) if about else None
    if sighting is None:
        raise Refused(_("This entry is not read as a contact with that child: correct the contact first."))
    made = _corrected(entry, field, getattr(sighting, field), value, reason, by, child)
    setattr(sighting, field, value)
    sighting.save()
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_date(entry: Entry, *, value: date | UncertainDate, reason: str, by: User) -> Correction:
    """Say on which day, or between which days, an entry's event was; the written date stays."""
    when = value if isinstance(value, UncertainDate) else UncertainDate(value, value, Precision.DAY)
    _in_order(when)
    was = _date_of(entry)
    made = _corrected(entry, "date", was, date_value(when), reason, by)
    entry.machine.setdefault("date", was)
    _take_date(entry, when)
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_time(entry: Entry, *, value: UncertainTime | None, reason: str, by: User) -> Correction:
    """Say at what time, or between which times, an entry's event was; nothing: the records do not say."""
    _on_a_day(value)
    was = _time_of(entry)
    made = _corrected(entry, "time", was, time_value(value), reason, by)
    entry.machine.setdefault("time", was)
    _take_time(entry, value)
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_contact(entry: Entry, *, contact: bool, reason: str, by: User) -> Correction:
    """Say whether an entry tells of a contact; one that does has room for the answers about each child."""
    was = _contact_of(entry)
    made = _corrected(entry, "contact", was, _yes(contact), reason, by)
    entry.machine.setdefault("contact", was)
    _take_contact(entry, contact)
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def correct_people(entry: Entry, *, people: Sequence[str], reason: str, by: User) -> list[Correction]:
    """Say whom an entry names: ``people`` are the keys of all of them; one correction for each who is other."""
    known = set(entry.review.people.filter(merged_into=None).values_list("key", flat=True))
    changed = sorted((set(people) ^ set(entry.people)) & known)
    if not set(people) <= known:
        raise Refused(_("Choose people of this review."))
    if not changed:
        raise Refused(_("Nothing is changed: tick or untick somebody first."))
    read = list(entry.people)
    made = [
        _corrected(entry, "people", _yes(key in entry.people), _yes(key in people), reason, by, key) for key in changed
    ]
    entry.machine.setdefault("people", read)
    entry.people = [key for key in read if key in people or key not in known] + [
        key for key in people if key not in read
    ]
    entry.save(update_fields=["people", "machine"])
    _again(entry.review, by)
    return made


@operation(Permission.ENTRY_CORRECT)
def take_back(correction: Correction, *, reason: str, by: User) -> Correction:
    """Let a correction count no longer; it stays in the history. What was said or read before counts again."""
    if correction.taken_back_at is not None:
        raise Refused(_("This correction is taken back already."))
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside what was written."))
    correction.taken_back_at, correction.taken_back_by = datetime.now(UTC), by
    correction.taken_back_reason = reason.strip()
    correction.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    entry = Entry.objects.filter(review=correction.review, key=correction.entry_key).first()
    if entry is not None:
        _restore(entry, correction)
    audit.record("review:entry:take-back", correction, by=by, fields=[correction.field])
    _again(correction.review, by)
    return correction


def _restore(entry: Entry, correction: Correction) -> None:
    """Have the newest correction of the field that still counts, or what the machine read, count at once."""
    field, child = correction.field, correction.child
    standing = Correction.objects.filter(review=entry.review, entry_key=entry.key, field=field, taken_back_at=None)
    before = standing.filter(child=child).last()
    if field in ANSWERS:
        sighting = entry.sightings.filter(child__key=child).first()
        if sighting is not None:
            read = sighting.machine.get(field, str(Answer.NOT_RECORDED))
            setattr(sighting, field, before.value if before else read)
            sighting.save(update_fields=[field])
        return
    read = entry.machine.get(field)
    if field == "people":
        yes = before.value == "yes" if before else child in (read or ())
        others = [key for key in entry.people if key != child]
        entry.people = [*others, child] if yes else others
    value = before.value if before else read
    if not standing.exists():
        entry.machine.pop(field, None)
    if field == "date" and value:
        _take_date(entry, date_from(value))
    elif field == "time" and value:
        _take_time(entry, time_from(value))
    elif field == "contact":
        _take_contact(entry, value == "yes" if value else None)
    entry.save(update_fields=["people", "machine"])


def _take_date(entry: Entry, when: UncertainDate) -> None:
    entry.earliest, entry.latest, entry.precision = when.earliest, when.latest, str(when.precision)
    entry.doubts = [name for name in bridge.DOUBTS if getattr(when, name)]
    entry.order = _place_of(entry.review, when)
    entry.save(update_fields=["earliest", "latest", "precision", "doubts", "machine", "order"])


def _place_of(review: Review, when: UncertainDate) -> int:
    """The place in the chronology, until the analysis that was asked for lays every row exactly."""
    before = review.entries.filter(gone_at=None)
    if when.earliest is not None:
        before = before.filter(earliest__lte=when.earliest)
    return before.aggregate(last=Max("order"))["last"] or 0


def _take_time(entry: Entry, time: UncertainTime | None) -> None:
    entry.time_earliest = time.earliest if time else None
    entry.time_latest = time.latest if time else None
    entry.time_exact = bool(time and time.exact)
    entry.save(update_fields=["time_earliest", "time_latest", "time_exact", "machine"])


def _take_contact(entry: Entry, contact: bool | None) -> None:
    """No contact has no answers about children; a contact has room for them."""
    entry.contact = contact
    entry.save(update_fields=["contact", "machine"])
    if not contact:
        entry.sightings.all().delete()
        return
    there = set(entry.sightings.values_list("child_id", flat=True))
    said = Correction.objects.filter(review=entry.review, entry_key=entry.key, taken_back_at=None, field__in=ANSWERS)
    answers = {(one.child, one.field): one.value for one in said.order_by("id")}
    for child in _children(entry.review).exclude(pk__in=there):
        sighting = _silent(entry, child)
        for name in ANSWERS:
            setattr(sighting, name, answers.get((child.key, name), getattr(sighting, name)))
        sighting.save()


def _silent(entry: Entry, child: FamilyPerson) -> Sighting:
    """Room for the answers about a child of whom the machine read nothing."""
    nothing = dict.fromkeys(ANSWERS, str(Answer.NOT_RECORDED))
    return Sighting(review=entry.review, entry=entry, child=child, basis=str(Basis.OWN), **nothing)


def _children(review: Review) -> QuerySet[FamilyPerson]:
    return review.people.filter(subject=True, merged_into=None)


def _date_of(entry: Entry) -> str:
    return date_value(bridge.entry_of(entry, "").date)


def _time_of(entry: Entry) -> str:
    return time_value(bridge.entry_of(entry, "").time)


def _contact_of(entry: Entry) -> str:
    return "" if entry.contact is None else _yes(entry.contact)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _in_order(when: UncertainDate) -> None:
    if when.earliest is not None and when.latest is not None and when.latest < when.earliest:
        raise Refused(_("The last day is before the first: swap them."))


def _on_a_day(time: UncertainTime | None) -> None:
    if time is None:
        return
    if not (0 <= time.earliest < MIDNIGHT and 0 <= time.latest < MIDNIGHT):
        raise Refused(_("Give times of one day, for example 14:10."))
    if time.latest < time.earliest:
        raise Refused(_("The last time is before the first: swap them."))


def _again(review: Review, by: User) -> None:
    if not review.jobs.filter(kind="analyse", state=Job.State.QUEUED).exists():
        Job.objects.create(review=review, kind="analyse", made_by=by)


# ---- the same event ----


@operation(Permission.ENTRY_CORRECT)
def decide_event(entry: Entry, *, other: str, same: bool, reason: str, by: User) -> EventDecision:
    """Say whether another entry tells the same event; ``other`` is its key. The newest decision counts."""
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


# ---- entries by hand ----


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who adds an entry says of it beside its words; nothing: left to be read from them."""

    time: UncertainTime | None = None
    people: Sequence[str] = ()
    contact: bool | None = None


NOTHING = Said()


@operation(Permission.ENTRY_ADD)
def add_entry(
    agency: ReviewAgency,
    *,
    day: date | UncertainDate,
    text: str,
    source: str,
    by: User,
    said: Said = NOTHING,
) -> Entry:
    """Add an entry by hand, with where it comes from; ``said`` counts over what is read from its words."""
    if not text.strip() or not source.strip():
        raise Refused(_("Give the words of the entry and where they come from."))
    when = day if isinstance(day, UncertainDate) else UncertainDate(day, day, Precision.DAY)
    _in_order(when)
    _on_a_day(said.time)
    count = agency.entries.filter(source=None).count() + 1
    entry = Entry.objects.create(
        review=agency.review,
        agency=agency,
        key=hashlib.sha256(secrets.token_bytes(32)).hexdigest()[:16],
        name=f"{agency.key}-hand-{count:03d}",
        where=source.strip()[:200],
        position=1_000_000 + count,
        order=_place_of(agency.review, when),
        written_date=date_words(when),
        written_time=time_words(said.time),
        text=text,
        earliest=when.earliest,
        latest=when.latest,
        precision=str(when.precision),
        time_earliest=said.time.earliest if said.time else None,
        time_latest=said.time.latest if said.time else None,
        time_exact=bool(said.time and said.time.exact),
        people=list(said.people),
        notes=["added by hand"],
        made_by=by,
    )
    _keep_said(entry, said, by)
    audit.record("review:entry:add", entry, by=by)
    _again(agency.review, by)
    return entry


def _keep_said(entry: Entry, said: Said, by: User) -> None:
    """What was said when an entry was added is kept as what people put right, so that every analysis honours it."""
    why = _("Said when the entry was added.")
    if said.contact is not None:
        _corrected(entry, "contact", "", _yes(said.contact), why, by)
        _take_contact(entry, said.contact)
    known = entry.review.people.filter(merged_into=None, key__in=said.people)
    for person in known:
        _corrected(entry, "people", "", "yes", why, by, person.key)
