"""What people put right in a review, laid over what the machine read; what it read is kept beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from keymoments.analysis import records
from keymoments.analysis.chronology import in_scope
from keymoments.analysis.entry_readings import Readings
from keymoments.analysis.records import UNDATED, Precision, UncertainDate, UncertainTime
from keymoments.analysis.sightings.values import Answer, Contact, Sighting
from keymoments.reviews import bridge
from keymoments.reviews.models import Correction, Entry, Review
from keymoments.reviews.queries.places import NoSuchReview, Place

ANSWERS = ("seen", "spoken_to", "alone")
_NONE = "none"


# ---- how dates and times are kept in one field ----


def date_value(when: UncertainDate) -> str:
    """A date as it is kept: ``day 2021-04-18 2021-04-18``, with its doubts after it; ``none``."""
    if when.earliest is None or when.latest is None:
        return _NONE
    doubts = [name for name in bridge.DOUBTS if getattr(when, name)]
    return " ".join((str(when.precision), when.earliest.isoformat(), when.latest.isoformat(), *doubts))


def date_from(value: str) -> UncertainDate:
    """What :func:`date_value` kept; a bare ISO date, as earlier corrections have it, is that day."""
    if value == _NONE:
        return UNDATED
    if value[:4].isdigit():
        value = f"{Precision.DAY} {value} {value}"
    precision, first, last, *doubts = value.split()
    return UncertainDate(
        date.fromisoformat(first),
        date.fromisoformat(last),
        Precision(precision),
        **{name: name in doubts for name in bridge.DOUBTS},
    )


def time_value(time: UncertainTime | None) -> str:
    """A time as it is kept: ``exact 550 550``, ``between 540 720`` (minutes after midnight), ``none``."""
    if time is None:
        return _NONE
    return f"{'exact' if time.exact else 'between'} {time.earliest} {time.latest}"


def time_from(value: str) -> UncertainTime | None:
    """What :func:`time_value` kept."""
    if value == _NONE:
        return None
    sort, first, last = value.split()
    return UncertainTime(int(first), int(last), sort == "exact")


# ---- over what was read ----


class PutRight:
    """The corrections of a review that count, and (in ``read``) what the machine had read where they were applied."""

    def __init__(self, made: Iterable[Correction], children: Sequence[str] = (), owners: dict[str, str] | None = None):
        """``made``: oldest first; ``children``: keys of the subject children; ``owners``: a merged person's key → whose
        it is now."""
        self.said: dict[tuple[str, str, str], str] = {}
        self.of_entry: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        self.read: dict[str, dict[str, Any]] = defaultdict(dict)
        self._children, owners = tuple(children), owners or {}
        for one in made:
            if one.taken_back_at is None:
                child = owners.get(one.child, one.child)
                self.said[one.entry_key, one.field, child] = one.value
                self.of_entry[one.entry_key][one.field, child] = one.value

    def dated(self, entry: records.Entry, case: records.Case) -> records.Entry:
        """An entry with the date and the time that count."""
        mine = self.of_entry.get(entry.key)
        if mine is None:
            return entry
        if (when := mine.get(("date", ""))) is not None:
            self.read[entry.key]["date"] = date_value(entry.date)
            entry = replace(entry, date=date_from(when), in_scope=in_scope(date_from(when), case))
        if (time := mine.get(("time", ""))) is not None:
            self.read[entry.key]["time"] = time_value(entry.time)
            entry = replace(entry, time=time_from(time))
        return entry

    def people(self, key: str, read: Sequence[str]) -> tuple[str, ...]:
        """The people whom an entry names, as far as people put that right."""
        said = {who: value for (field, who), value in self.of_entry.get(key, {}).items() if field == "people"}
        if not said:
            return tuple(read)
        self.read[key]["people"] = list(read)
        added = [who for who, value in said.items() if value == "yes" and who not in read]
        return (*(who for who in read if said.get(who) != "no"), *added)

    def contact(self, key: str, read: Contact) -> Contact:
        """Whether an entry is a contact, and what it then says of each child."""
        mine = self.of_entry.get(key)
        if mine is None:
            return read
        is_contact = read.contact
        if (said := mine.get(("contact", ""))) is not None:
            self.read[key]["contact"] = "yes" if read.contact else "no"
            is_contact = said == "yes"
        if not is_contact:
            return Contact(read.entry, False)
        there = {one.child: one for one in read.children}
        answered = {child for field, child in mine if field in ANSWERS}
        wanted = [
            child for child in self._children if child in there or child in answered or is_contact != read.contact
        ]
        return Contact(read.entry, True, tuple(_answered(there.get(child, silent(child)), mine) for child in wanted))

    def readings(self, read: Readings) -> Readings:
        """Everything that was read, as it counts."""
        pairs = [
            (replace(entry, people=self.people(entry.key, entry.people)), self.contact(entry.key, contact))
            if entry.key in self.of_entry
            else (entry, contact)
            for entry, contact in zip(read.entries, read.contacts, strict=True)
        ]
        return replace(
            read, entries=tuple(entry for entry, _ in pairs), contacts=tuple(contact for _, contact in pairs)
        )


def silent(child: str) -> Sighting:
    """What an entry says of a child of which it says nothing."""
    return Sighting(child, Answer.NOT_RECORDED, Answer.NOT_RECORDED, Answer.NOT_RECORDED)


def _answered(one: Sighting, mine: dict[tuple[str, str], str]) -> Sighting:
    changed: dict[str, Any] = {name: Answer(mine[name, one.child]) for name in ANSWERS if (name, one.child) in mine}
    if not changed:
        return one
    # Words that carried another answer than the one that counts carry nothing any more.
    quotes = tuple(quote for quote in one.quotes if not is_against(quote.says, changed))
    return replace(one, **changed, quotes=quotes)


def is_against(says: str, answers: dict[str, Any]) -> bool:
    """Whether what a quote says ("seen=yes") is another answer than the one that counts."""
    question, _, answer = says.partition("=")
    return question in answers and answer != str(answers[question])


def put_right_in(review: Review) -> PutRight:
    """Everything that people put right in a review."""
    rows = list(review.people.all())
    keys = {row.pk: row.key for row in rows}
    owners = {keys[row]: keys[owner] for row, owner in bridge.owners_of(rows).items()}
    children = [row.key for row in rows if row.subject and row.merged_into_id is None]
    return PutRight(Correction.objects.filter(review=review).order_by("id"), children, owners)


def correction_in(place: Place, entry: Entry, number: int) -> Correction:
    """One correction of an entry they may see; raises :class:`NoSuchReview` where there is none."""
    found = Correction.objects.filter(review=place.review, entry_key=entry.key, pk=number).first()
    if found is None:
        raise NoSuchReview
    return found


def as_read(row: Entry) -> records.Entry:
    """A stored line with the date and the time it had before anybody put them right."""
    entry = bridge.entry_of(row, row.agency.key)
    if "date" in row.machine:
        entry = replace(entry, date=date_from(row.machine["date"]))
    if "time" in row.machine:
        entry = replace(entry, time=time_from(row.machine["time"]))
    return entry
