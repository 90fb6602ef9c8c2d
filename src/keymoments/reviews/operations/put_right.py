"""Store what was read of contacts and people, as far as people put it right, and what the machine read beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from keymoments.analysis import records
from keymoments.analysis.entry_readings import Readings
from keymoments.analysis.sightings.values import Sighting as Read
from keymoments.reviews import bridge
from keymoments.reviews.bulk import BATCH, update_rows
from keymoments.reviews.models import Entry, FamilyPerson, Review, Sighting
from keymoments.reviews.queries.corrected import ANSWERS, PutRight


def store_contacts(review: Review, read: Readings, rows: dict[str, Entry], put_right: PutRight) -> None:
    """Put what was read in place of what an analysis before had read; ``rows``: entries by key."""
    children = {person.key: person for person in review.people.filter(subject=True, merged_into=None)}
    sightings, changed = [], []
    for entry, contact in zip(read.entries, read.contacts, strict=True):
        row = rows.get(entry.key)
        if row is None:
            continue
        people, counts = list(put_right.people(entry.key, entry.people)), put_right.contact(entry.key, contact)
        events = sorted({event.key for event in read.events.get(entry.id, ())})
        now = (counts.contact, people, _held_from(entry, read), events)
        if (row.contact, row.people, row.held_from, row.events) != now:
            row.contact, row.people, row.held_from, row.events = now
            changed.append(row)
        machine = {one.child: one for one in contact.children}
        sightings += [
            _sighting(row, children[one.child], one, machine.get(one.child))
            for one in counts.children
            if one.child in children  # else somebody changed the people meanwhile: the next analysis is waiting
        ]
    update_rows(changed, ("contact", "people", "held_from", "events"))
    Sighting.objects.filter(review=review).delete()
    Sighting.objects.bulk_create(sightings, batch_size=BATCH)
    note_machine(review, put_right, ("contact", "people"))


def _held_from(entry: records.Entry, read: Readings) -> date | None:
    """The day from which the record held an entry, where it was written down later than on its own day."""
    told, last = read.facts.get(entry.id), entry.date.latest
    return told[0] if told is not None and last is not None and told[0] > last else None


def _sighting(row: Entry, child: FamilyPerson, counts: Read, machine: Read | None) -> Sighting:
    return Sighting(
        review_id=row.review_id,
        entry=row,
        child=child,
        **{name: str(getattr(counts, name)) for name in ANSWERS},
        basis=str(counts.basis),
        mode=str(counts.mode or ""),
        attempt=str(counts.attempt or ""),
        age=counts.age,
        company=list(counts.company),
        conflict=counts.conflict,
        quotes=bridge.quotes_as_json(machine.quotes if machine else ()),
        machine={name: str(getattr(machine, name)) for name in ANSWERS} if machine else {},
    )


def note_machine(review: Review, put_right: PutRight, fields: Iterable[str]) -> None:
    """Keep what the machine read of some fields of the entries in which people put them right."""
    wanted, changed = tuple(fields), []
    keys = list(put_right.of_entry)
    for start in range(0, len(keys), BATCH):
        for row in review.entries.filter(key__in=keys[start : start + BATCH]).only("pk", "key", "machine"):
            read = put_right.read.get(row.key, {})
            machine = {name: value for name, value in row.machine.items() if name not in wanted}
            machine |= {name: read[name] for name in wanted if name in read}
            if machine != row.machine:
                row.machine = machine
                changed.append(row)
    Entry.objects.bulk_update(changed, ("machine",), batch_size=BATCH)
