"""The facts of a case in order, with what the contacts say: the one thing that kinds of rule look through."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from keymoments.analysis.chronology import order_key
from keymoments.analysis.docket import Wait
from keymoments.analysis.facts.finder import LABEL, FactFinder
from keymoments.analysis.facts.from_contacts import facts_of_contact
from keymoments.analysis.facts.values import Fact, FactRule
from keymoments.analysis.facts.whose import SPEAKS_FROM
from keymoments.analysis.phrases import Phrases, level
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.rules import Rules, Sight, Sign
from keymoments.analysis.sightings.values import Answer, Basis, Contact, Mode, Sighting
from keymoments.analysis.telling import own_names
from keymoments.analysis.vocabulary import Vocabulary

_DOMAIN = re.compile(r"@([\w.-]+)")

# An entry dated more widely than this is the start or end of nothing.
WIDEST = 31


@dataclass(frozen=True, slots=True)
class Ledger:
    """A case made ready. ``entries`` are the dated ones of the scope in order, ``days`` their days as numbers."""

    case: Case
    entries: tuple[Entry, ...]
    days: tuple[int, ...]
    facts: Mapping[str, tuple[Fact, ...]]  # entry → its facts
    labels: Mapping[str, frozenset[str]]  # entry → keys and groups of its facts
    contacts: Mapping[str, Contact]
    waits: tuple[Wait, ...]
    linked: Mapping[str, tuple[str, ...]]  # entry → the others that tell the same event
    kinds: Mapping[str, str]  # agency → its kind
    titles: Mapping[str, str]  # agency → its name
    rules: Mapping[str, FactRule]
    by_id: Mapping[str, Entry]
    known: Mapping[str, date]  # entry → from which day the record held it, where that is later than its own
    places: Mapping[str, int]  # entry → its place in ``entries``
    subjects: Mapping[str, frozenset[str]]  # entry → the subject children it names
    weights: Mapping[str, float]  # entry → how grave its concerns are
    agency_words: Phrases
    sent: frozenset[str]  # entries that are messages to another agency
    _spoken_of: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    _memo: dict[Sign, tuple[Entry, ...]] = field(default_factory=dict, compare=False)

    def like(self, sign: Sign) -> tuple[Entry, ...]:
        """Every entry that a sign fits, in order. Looked for once a sign."""
        if sign not in self._memo:
            self._memo[sign] = tuple(entry for entry in self.entries if self.fits(sign, entry))
        return self._memo[sign]

    def fits(self, sign: Sign, entry: Entry) -> bool:
        """Whether an entry is what a sign asks for."""
        labels = self.labels.get(entry.id, frozenset())
        for wanted in (sign.any, sign.also, sign.third):
            if wanted and labels.isdisjoint(wanted):
                return False
        if sign.none and not labels.isdisjoint(sign.none):
            return False
        kind = self.kinds.get(entry.agency, "")
        if (sign.kinds and kind not in sign.kinds) or kind in sign.not_kinds:
            return False
        return not sign.sight or self.sight(entry, sign.sight)

    def sight(self, entry: Entry, wanted: Sight) -> bool:
        """Whether an entry says this of the subject children by its own agency's sight."""
        contact = self.contacts.get(entry.id)
        if contact is None or not contact.contact:
            return wanted == "no_contact"
        if wanted == "not_alone":
            return bool(self.not_heard(entry))
        return wanted != "no_contact" and _SIGHTS[wanted](contact.children)

    def not_heard(self, entry: Entry) -> frozenset[str]:
        """The children whom a worker met at an entry, old enough to be asked, and did not see alone."""
        contact = self.contacts.get(entry.id)
        own = _own(contact.children) if contact is not None else []
        if _alone(own):
            return frozenset()
        return frozenset(s.child for s in own if _met(s) and self._speaks(s.child, entry))

    def _speaks(self, child: str, entry: Entry) -> bool:
        born = next((person.born for person in self.case.subjects if person.id == child), None)
        return born is None or self.day(entry) - born.toordinal() >= SPEAKS_FROM * 365

    def day(self, entry: Entry) -> int:
        """The first day of an entry as a number."""
        return self.days[self.places[entry.id]]

    def after(self, entry: Entry, within: int, among: Sequence[Entry] | None = None) -> Iterator[Entry]:
        """The entries that come after one, up to and with so many days later, in order."""
        rows = self.entries if among is None else among
        place, last = self.places[entry.id], self.day(entry) + within
        for index in range(bisect_right(rows, place, key=self._place), len(rows)):
            if self.day(rows[index]) > last:
                return
            yield rows[index]

    def before(self, entry: Entry, within: int, among: Sequence[Entry] | None = None) -> Iterator[Entry]:
        """The entries that come before one, so many days back at most, the nearest first."""
        rows = self.entries if among is None else among
        place, first = self.places[entry.id], self.day(entry) - within
        for index in range(bisect_left(rows, place, key=self._place) - 1, -1, -1):
            if self.day(rows[index]) < first:
                return
            yield rows[index]

    def _place(self, entry: Entry) -> int:
        return self.places[entry.id]

    def held(self, entry: Entry, by: Entry) -> bool:
        """Whether the record held an entry when another was made: nothing written down later counts as known."""
        known = self.known.get(entry.id)
        return known is None or known <= (by.date.latest or known)

    def same(self, one: Entry, two: Entry) -> bool:
        """Whether two entries tell one event."""
        return two.id in self.linked.get(one.id, ())

    def concerns_same(self, one: Entry, two: Entry) -> bool:
        """Whether two entries may concern the same subject child: they name one in common, or one names none."""
        first, second = self.children(one), self.children(two)
        return not first or not second or bool(first & second)

    def children(self, entry: Entry) -> frozenset[str]:
        """The subject children whom an entry names."""
        return self.subjects[entry.id]

    def named(self, entry: Entry, names: Iterable[str]) -> tuple[Fact, ...]:
        """The facts of an entry that are of these keys or groups, the gravest first."""
        wanted = frozenset(names)
        found = [fact for fact in self.facts.get(entry.id, ()) if fact.key in wanted or fact.group in wanted]
        return tuple(sorted(found, key=lambda fact: (-fact.weight, fact.quote.start, fact.key)))

    def saw(self, entry: Entry, child: str, *, alone: bool = False) -> bool:
        """Whether the agency itself saw this child (alone) at an entry."""
        contact = self.contacts.get(entry.id)
        own = _own(s for s in contact.children if s.child == child) if contact is not None else []
        return _alone(own) if alone else _seen(own)

    def names(self, agency: str, entry: Entry) -> bool:
        """Whether an entry speaks of an agency, by the words for its kind and staff, or a worker's name."""
        if entry.id not in self._spoken_of:
            found = self.agency_words.find(level(_whole(entry)))
            self._spoken_of[entry.id] = frozenset(item.key for item in found)
        spoken_of = self._spoken_of[entry.id]
        return self.kinds.get(agency, "") in spoken_of or f"agency {agency}" in spoken_of

    def sharing(self, entry: Entry) -> bool:
        """Whether an entry tells a protective step, at which agencies talk to each other."""
        return "protected" in self.labels.get(entry.id, ())

    def weight(self, entry: Entry) -> float:
        """How grave the concerns that an entry tells are, 0 to 4: the gravest, and a little for every other."""
        return self.weights.get(entry.id, 0.0)


def _weight(facts: Sequence[Fact]) -> float:
    weights = sorted((fact.weight for fact in facts if fact.group in _GRAVE), reverse=True)
    return weights[0] + min(1.0, 0.25 * (len(weights) - 1)) if weights else 0.0


_GRAVE = frozenset(("concern", "voice", "adult-risk"))


def _own(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in sightings if s.basis is Basis.OWN]


def _met(sighting: Sighting) -> bool:
    """Whether a child was seen itself: not heard of, on the telephone or on paper."""
    return sighting.seen is Answer.YES and sighting.mode not in (Mode.PHONE, Mode.PAPER)


def _seen(sightings: Iterable[Sighting]) -> bool:
    return any(_met(s) for s in _own(sightings))


def _sight(sightings: Iterable[Sighting]) -> bool:
    return any(s.seen is Answer.YES for s in sightings)


def _from_afar(sightings: Sequence[Sighting]) -> bool:
    """Whether nobody could be seen: a call, a letter, what another professional told. No sight there says nothing."""
    return bool(sightings) and all(s.mode in (Mode.PHONE, Mode.PAPER) or s.basis is Basis.REPORTED for s in sightings)


def _alone(sightings: Iterable[Sighting]) -> bool:
    return any(s.alone is Answer.YES for s in _own(sightings))


_SIGHTS: dict[str, Callable[[Sequence[Sighting]], bool]] = {
    "seen": _seen,
    "not_seen": lambda found: not _sight(found) and not _from_afar(found),
    "without_sight": lambda found: not _sight(found),
    "alone": _alone,
    "spoken_to": lambda found: any(s.spoken_to is Answer.YES for s in _own(found)),
}


def ledger_of(
    entries: Sequence[Entry],
    contacts: Sequence[Contact],
    waits: Sequence[Wait],
    same_event: Sequence[Sequence[str]],
    case: Case,
    rules: Rules,
    vocabulary: Vocabulary,
    *,
    told: Mapping[str, tuple[date, tuple[Fact, ...]]] | None = None,
) -> Ledger:
    """The case made ready for kinds of rule. Undated entries, and those out of scope, hold no moment.

    ``told``: dated entry → the day from which the record held it, and its facts, where they are known already.
    """
    dated = tuple(sorted((entry for entry in entries if _usable(entry)), key=order_key))
    by_entry = {contact.entry: contact for contact in contacts}
    if told is None:
        finder = FactFinder(rules.facts, rules.words, case, vocabulary)
        told = {entry.id: (day := finder.known(entry), finder.facts(entry, day)) for entry in dated}
    known = {entry.id: told[entry.id][0] for entry in dated}
    facts: dict[str, tuple[Fact, ...]] = {}
    for entry in dated:
        own = by_entry.get(entry.id)
        more = tuple(facts_of_contact(entry, own, known[entry.id])) if own and own.contact else ()
        if found := (*told[entry.id][1], *more):
            facts[entry.id] = found
    labels = {
        entry: frozenset((*(f.key for f in found), *(f.group for f in found if f.group)))
        for entry, found in facts.items()
    }
    children = [child.id for child in case.subjects]
    linked: dict[str, tuple[str, ...]] = {}
    for group in same_event:
        for member in group:
            linked[member] = tuple(other for other in group if other != member)
    return Ledger(
        case=case,
        entries=dated,
        days=tuple((entry.date.earliest or date.min).toordinal() for entry in dated),
        facts=facts,
        labels=labels,
        contacts=by_entry,
        waits=tuple(waits),
        linked=linked,
        kinds={agency.id: agency.kind for agency in case.agencies},
        titles={agency.id: agency.name for agency in case.agencies},
        rules={rule.key: rule for rule in rules.facts},
        by_id={entry.id: entry for entry in dated},
        known={entry.id: known[entry.id] for entry in dated if known[entry.id] != entry.date.latest},
        places={entry.id: place for place, entry in enumerate(dated)},
        subjects={entry.id: frozenset(child for child in children if child in entry.people) for entry in dated},
        weights={entry: _weight(found) for entry, found in facts.items()},
        agency_words=_agency_words(vocabulary, own_names(dated, case, vocabulary)),
        sent=_sent(dated, waits),
    )


def _agency_words(vocabulary: Vocabulary, names: Mapping[str, str]) -> Phrases:
    """Words by the kind of agency they stand for; names of one agency's workers by its id."""
    words: dict[str, list[str]] = {}
    for name, agency in names.items():
        words.setdefault(f"agency {agency}", []).append(name)
    for group in (vocabulary.agencies.kinds, vocabulary.agencies.staff):
        for kind, phrases in group.items():
            words.setdefault(kind, []).extend(phrase for phrase in phrases if phrase[:1].isalnum())
    return Phrases(words)


def _sent(entries: Sequence[Entry], waits: Sequence[Wait]) -> frozenset[str]:
    """Entries that went to another agency: those that wait for an answer, and e-mails to another domain."""
    waiting = {wait.begins for wait in waits if wait.standard == "no-response" and wait.begins}
    for entry in entries:
        cells = {level(heading).strip(" :"): cell for heading, cell in entry.columns}
        sender, receiver = _DOMAIN.findall(cells.get("from", "")), _DOMAIN.findall(cells.get("to", ""))
        if sender and any(domain not in sender for domain in receiver):
            waiting.add(entry.id)
    return frozenset(waiting)


def _whole(entry: Entry) -> str:
    return " | ".join((entry.text, *(cell for _, cell in entry.columns if len(cell) <= LABEL)))


def _usable(entry: Entry) -> bool:
    when = entry.date
    if when.earliest is None or when.latest is None or not entry.in_scope:
        return False
    return when.latest - when.earliest <= timedelta(days=WIDEST)
