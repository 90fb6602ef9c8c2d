"""What each entry says by itself, read once for all that ask: people, contact, events of the clocks, facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.events import Event, EventFinder
from keymoments.analysis.facts.finder import FactFinder
from keymoments.analysis.facts.values import Fact
from keymoments.analysis.limits import Limits
from keymoments.analysis.people import people_in
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.rules import Rules
from keymoments.analysis.sightings.contacts import contact_in, reader_of
from keymoments.analysis.sightings.values import Contact, Quote
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.strangers import Named, named_in
from keymoments.analysis.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Read:
    """What one entry says. ``known``: from which day the record held it, and ``facts``; of a dated entry only."""

    people: tuple[str, ...]
    contact: Contact
    strangers: tuple[Named, ...]
    events: tuple[tuple[str, Quote], ...]
    known: date | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """The entries with the people they name, and what each says, in one order; the rest by the ids of entries."""

    entries: tuple[Entry, ...]
    contacts: tuple[Contact, ...]
    strangers: tuple[tuple[Named, ...], ...]
    events: dict[str, tuple[Event, ...]]
    facts: dict[str, tuple[date, tuple[Fact, ...]]]


class EntryReader:
    """The words of packs and the people of a case made ready to read entries."""

    def __init__(self, case: Case, vocabulary: Vocabulary, limits: Limits, rules: Rules) -> None:
        self._contacts = reader_of(case, vocabulary)
        self.roster = self._contacts.settings.roster
        self._kinds = {agency.id: agency.kind for agency in case.agencies}
        self._events = EventFinder(limits.events, limits.happenings)
        self._facts = FactFinder(rules.facts, rules.words, case, vocabulary, self.roster)

    def read(self, entry: Entry) -> Read:
        """What an entry says; no other entry changes it."""
        entry = replace(entry, people=people_in(self.roster, entry))
        known = self._facts.known(entry) if entry.date.earliest is not None else None
        return Read(
            entry.people,
            contact_in(entry, self._contacts),
            named_in(self.roster, entry),
            tuple((event.key, event.quote) for event in self._events.events(entry, self._kinds.get(entry.agency, ""))),
            known,
            self._facts.facts(entry, known) if known is not None else (),
        )


def read_entries(reader: EntryReader, entries: Sequence[Entry], spread: Spread = in_turn) -> Readings:
    """Read every entry once."""
    found = spread(reader.read, entries)
    named = tuple(replace(entry, people=said.people) for entry, said in zip(entries, found, strict=True))
    pairs = tuple(zip(named, found, strict=True))
    return Readings(
        entries=named,
        contacts=tuple(said.contact for said in found),
        strangers=tuple(said.strangers for said in found),
        events={entry.id: tuple(Event(key, entry, quote) for key, quote in said.events) for entry, said in pairs},
        facts={entry.id: (said.known, said.facts) for entry, said in pairs if said.known is not None},
    )
