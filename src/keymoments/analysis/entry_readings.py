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
from keymoments.analysis.spread import Count, Spread, in_turn, silent
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


class Remembered:
    """What was read last, for who reads the same entries again and again as a review goes on.

    Only an entry that is equal in every field, of an equal case by the same definitions, is not read anew: the answer
    is that of reading it. Holds one case at a time.
    """

    def __init__(self) -> None:
        self._by: tuple[Case, Vocabulary, Limits, Rules] | None = None
        self._reader: EntryReader | None = None
        self._said: dict[Entry, Read] = {}

    def read(
        self,
        entries: Sequence[Entry],
        by: tuple[Case, Vocabulary, Limits, Rules],
        spread: Spread = in_turn,
        told: Count = silent,
    ) -> list[Read]:
        """What each entry says, ``by`` a case and definitions."""
        if self._reader is None or self._by is None or not _same(self._by, by):
            self._by, self._reader, self._said = by, EntryReader(*by), {}
        new = [entry for entry in entries if entry not in self._said]
        known = len(entries) - len(new)
        found = spread(self._reader.read, new, lambda done: told(known + done))
        said = self._said | dict(zip(new, found, strict=True))
        self._said = {entry: said[entry] for entry in entries}
        return list(self._said.values()) if len(self._said) == len(entries) else [said[entry] for entry in entries]


def _same(one: tuple[Case, Vocabulary, Limits, Rules], other: tuple[Case, Vocabulary, Limits, Rules]) -> bool:
    return one[0] == other[0] and all(a is b for a, b in zip(one[1:], other[1:], strict=True))


def read_entries(
    entries: Sequence[Entry],
    by: tuple[Case, Vocabulary, Limits, Rules],
    spread: Spread = in_turn,
    *,
    told: Count = silent,
    remembered: Remembered | None = None,
) -> Readings:
    """Read every entry once, by a case and definitions; ``remembered``: what was read before, and is then added to."""
    found = (remembered or Remembered()).read(entries, by, spread, told)
    named = tuple(replace(entry, people=said.people) for entry, said in zip(entries, found, strict=True))
    pairs = tuple(zip(named, found, strict=True))
    return Readings(
        entries=named,
        contacts=tuple(said.contact for said in found),
        strangers=tuple(said.strangers for said in found),
        events={entry.id: tuple(Event(key, entry, quote) for key, quote in said.events) for entry, said in pairs},
        facts={entry.id: (said.known, said.facts) for entry, said in pairs if said.known is not None},
    )
