"""The chronology as rows of a table, for files that go out: what counts, what was put right, what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from keymoments.analysis.layout import (
    OUT_OF_SCOPE,
    confidence_words,
    date_doubts,
    date_words,
    details_words,
    is_uncertain,
    time_words,
)
from keymoments.reviews import bridge
from keymoments.reviews.models import Correction, Entry, FamilyPerson, Sighting
from keymoments.reviews.queries.chronology import Beside, beside
from keymoments.reviews.queries.corrected import ANSWERS, date_from, time_from
from keymoments.reviews.queries.filters import Names, names_in
from keymoments.reviews.queries.places import Place

CHUNK = 500


class Table:
    """The headings of a chronology as a table, and its rows."""

    def __init__(self, place: Place) -> None:
        self._place, self._names = place, names_in(place)
        self._children = list(place.review.people.filter(subject=True, merged_into=None))

    @property
    def headings(self) -> list[str]:
        """One for each cell of a row."""
        return [
            *(_("Date"), _("Uncertain date"), _("First possible day"), _("Last possible day"), _("Time")),
            *(_("Agency"), _("Entry"), _("Other details"), _("People"), _("Contact"), _("Contact corrected")),
            *(heading for child in self._children for heading in _child_headings(child)),
            *(_("Corrections"), _("Doubts"), _("Date as written"), _("Time as written"), _("Source file")),
            *(_("Place in file"), _("Reference"), _("Key")),
        ]

    def rows(self, entries: Iterable[Entry]) -> Iterator[list[str]]:
        """The cells of each entry, in order; a few queries for every so many entries."""
        waiting: list[Entry] = []
        for entry in entries:
            waiting.append(entry)
            if len(waiting) == CHUNK:
                yield from self._chunk(waiting)
                waiting = []
        yield from self._chunk(waiting)

    def _chunk(self, entries: Sequence[Entry]) -> Iterator[list[str]]:
        near = beside(self._place, entries)
        for entry in entries:
            yield self._cells(entry, near)

    def _cells(self, row: Entry, near: Beside) -> list[str]:
        entry = bridge.entry_of(row, row.agency.key)
        sightings = {sighting.child_id: sighting for sighting in near.sightings.get(row.pk, ())}
        ocr = () if entry.confidence is None else (confidence_words(entry.confidence),)
        scope = () if entry.in_scope else (OUT_OF_SCOPE,)
        return [
            date_words(entry.date),
            _yes(is_uncertain(entry.date)),
            entry.date.earliest.isoformat() if entry.date.earliest else "",
            entry.date.latest.isoformat() if entry.date.latest else "",
            time_words(entry.time),
            row.agency.name,
            entry.text,
            details_words(entry.columns),
            _people(row.people, self._names),
            "" if row.contact is None else _yes(row.contact),
            _yes("contact" in row.machine),
            *(cell for child in self._children for cell in _child(sightings.get(child.pk))),
            "\n".join(correction_notes(row, near.corrections.get(row.key, ()), self._names)),
            "\n".join((*date_doubts(entry.date), *scope, *ocr, *entry.notes)),
            entry.written_date,
            entry.written_time,
            entry.file,
            entry.where,
            row.name,
            row.key,
        ]


def _child_headings(child: FamilyPerson) -> list[str]:
    questions = (_("seen"), _("spoken to"), _("alone"), _("whose sight"), _("corrected"))
    return [f"{child.name}: {question}" for question in questions]


def _child(sighting: Sighting | None) -> list[str]:
    """What counts of seen, spoken to and alone; whose sight it was; what the machine read where that is other."""
    if sighting is None:
        return [""] * (len(ANSWERS) + 2)
    questions = {"seen": _("seen"), "spoken_to": _("spoken to"), "alone": _("alone")}
    changed = [
        _("%(question)s read as %(answer)s") % {"question": questions[name], "answer": _answer(read)}
        for name in ANSWERS
        if (read := sighting.machine.get(name, "not_recorded")) != getattr(sighting, name)
    ]
    basis = _("reported by another") if sighting.basis == "reported" else _("own contact")
    return [*(_answer(getattr(sighting, name)) for name in ANSWERS), basis, "; ".join(changed)]


def _answer(value: str) -> str:
    return {
        "yes": _("yes"), "no": _("no"), "not_recorded": _("not recorded"), "unclear": _("unclear"),
    }.get(value, value)  # fmt: skip


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _people(keys: Sequence[str], names: Names) -> str:
    return "; ".join(names.get(key, key) for key in keys)


# ---- corrections in words ----


def correction_notes(row: Entry, made: Iterable[Correction], names: Names) -> list[str]:
    """The corrections of an entry that count, each in words with what the machine read and why it was put right."""
    newest = {(one.field, one.child): one for one in made if one.taken_back_at is None}
    return [_note(row, one, names) for one in newest.values()]


def _note(row: Entry, made: Correction, names: Names) -> str:
    titles = {
        "date": _("Date"), "time": _("Time"), "contact": _("Contact"), "people": _("Names"),
        "seen": _("Seen"), "spoken_to": _("Spoken to"), "alone": _("Alone"),
    }  # fmt: skip
    title = titles.get(made.field, made.field)
    if made.child:
        title = f"{title} ({names.get(made.child, made.child)})"
    read = row.machine.get(made.field, made.was)
    if made.field == "people":
        read = "yes" if made.child in read else "no"
    elif made.field in ANSWERS:
        read = made.was
    return _("%(what)s corrected to “%(value)s”, read as “%(read)s”: %(why)s") % {
        "what": title,
        "value": _value(made.field, made.value),
        "read": _value(made.field, read) or _("nothing"),
        "why": made.reason,
    }


def _value(field: str, value: str) -> str:
    try:
        if field == "date":
            return date_words(date_from(value))
        if field == "time":
            return time_words(time_from(value)) or _("no time")
    except ValueError:  # kept as it was written, by an earlier version
        return value
    return _answer(value)
