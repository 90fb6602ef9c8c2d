"""The setting of an entry: was there a contact at all, how, was it tried in vain, and what do its boxes say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from keymoments.analysis.people import Mention, Roster, mentions, roster
from keymoments.analysis.records import Case, Entry, Person
from keymoments.analysis.sightings.modes import way_of
from keymoments.analysis.sightings.patterns import INITIALS, Found, PatternBook, PatternTree, first_tokens, tokens_of
from keymoments.analysis.sightings.scene import Scene
from keymoments.analysis.sightings.ticks import Named, Tick, TickWords, ticks_of
from keymoments.analysis.sightings.touch import contact_of
from keymoments.analysis.sightings.values import Attempt, Interpreter, Mode, Quote
from keymoments.analysis.vocabulary import Vocabulary

__all__ = ["Setting", "SettingReader", "Tick", "setting_of", "setting_reader"]

_HEAD = "head "
_STRANGER = re.compile(r"(?<![\w.'’])[A-Z]\.? (?:[A-Z][a-z]+['’-]?)?[A-Z][a-z]+(?![\w])")
_OPENING = 3  # tokens at the start of a text within which the sort of row is named
_INITIALS = 3  # letters
_OPENING_TOKENS = 14  # of a text, in which its sort may be named
_LONGEST_HEAD = 160  # characters
_HEAD_MEANINGS = frozenset({"type", "reason", "text"})
_PERSONAL = frozenset(
    {
        "worker",
        "who",
        "reference",
        "date",
        "time",
        "recorded",
        "source",
        "place",
        "seen",
        "alone",
        "spoken",
        "comment",
        "action",
        "agency",
        "present",
        "voice",
        "other_date",
        "event_date",
    }
)
_CHILD_ROLES = frozenset(
    {
        "brother",
        "sister",
        "half-sibling",
        "step-sibling",
        "sibling",
        "siblings",
        "son",
        "daughter",
        "baby",
        "unborn",
        "eldest",
        "youngest",
        "cousin",
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """How an entry came about (design: contracts, section 3).

    ``contact`` with ``why``: the words that decide it (``None`` where it rests on silence). ``nobody_could_be_seen``:
    by telephone, video, on paper, or nobody was there; ``nobody``: the words that say so, always given with it.
    ``meeting``: a meeting of professionals (with or without parents) at which no child is said to be.
    ``at_home``: at the family's, where children may be in another room.
    ``relayed``: the entry passes on what another agency's professional saw; ``relay``: the words.
    """

    contact: bool
    why: Quote | None = None
    mode: Mode | None = None
    attempt: Attempt | None = None
    interpreter: Interpreter | None = None
    nobody_could_be_seen: bool = False
    nobody: Quote | None = None
    meeting: bool = False
    at_home: bool = False
    relayed: bool = False
    relay: Quote | None = None
    ticks: tuple[Tick, ...] = ()
    mode_quote: Quote | None = None
    attempt_quote: Quote | None = None
    interpreter_quote: Quote | None = None


class SettingReader:
    """The words of a vocabulary made ready for the people and agencies of a case. Made by :func:`setting_reader`."""

    def __init__(self, case: Case, vocabulary: Vocabulary) -> None:
        self.case = case
        self.words = vocabulary.contacts
        self.roster: Roster = roster(case.people, case.agencies, vocabulary.people)
        self.kinds = {agency.id: agency.kind for agency in case.agencies}
        self.tick_words = TickWords(vocabulary.contacts)
        self.people = {person.id: person for person in case.people}
        self.order = [person.id for person in case.people]
        self.staff_of = {person.id: _staff_kinds(person, vocabulary) for person in case.people}
        self._vocabulary = vocabulary
        self._patterns = PatternTree(self.words.patterns)
        self._heads = PatternTree({f"{_HEAD}{name}": patterns for name, patterns in self.words.heads.items()})
        self.book = lru_cache(None)(self._book)
        self.head_book = lru_cache(None)(self._head_book)
        self.sorts = lru_cache(65536)(self._sorts)
        self.is_head = lru_cache(4096)(self._is_head)

    def kind_of(self, person: str, agency: str = "") -> str:
        """The class of a person of ``case.toml`` for a writer of one kind of agency.

        "child", "family", "public", "interpreter_worker"; a professional is a "colleague" where the title tells so
        ("PC Moore" to the police), else "named".
        """
        trait, role = self.roster.traits[person], self.people[person].role.casefold()
        if trait.professional or role in ("interpreter", "professional"):
            if "interpreter" in role:
                return "interpreter_worker"
            return "colleague" if agency in self.staff_of.get(person, ()) else "named"
        if role in ("neighbour", "friend", "member of the public", "caller"):
            return "public"
        return "child" if self.people[person].subject or trait.minor or trait.family_child else "family"

    def _book(self, kind: str) -> PatternBook:
        """The patterns for the narratives of one kind of agency."""
        return PatternBook(self._classes(kind), self._patterns)

    def _head_book(self, kind: str) -> PatternBook:
        """The patterns for the sorts of row of one kind of agency."""
        return PatternBook(self._classes(kind), self._heads)

    def _classes(self, kind: str) -> dict[str, list[str]]:
        """The classes of words as one kind of agency means them."""
        agencies = self._vocabulary.agencies
        classes: dict[str, list[str]] = {}
        for name, phrases in self.words.classes.items():
            group, _, staff_kind = name.partition(" ")  # "worker police"
            classes.setdefault("colleague" if staff_kind == kind else group, []).extend(phrases)
        for role, what in self._vocabulary.people.roles.items():
            if what != "nobody":
                classes.setdefault("child" if what in _CHILD_ROLES else "family", []).append(role)
        for staff_kind, words in agencies.staff.items():
            classes.setdefault("colleague" if staff_kind == kind else "worker", []).extend(words)
        for other, words in agencies.kinds.items():
            classes.setdefault("colleague" if other == kind else "agency", []).extend(words)
        return classes

    def _sorts(self, kind: str, value: str) -> tuple[tuple[str, int, int], ...]:
        """The sorts of row that the value of a column names, with their places."""
        hits = self.head_book(kind).find(tokens_of(value))
        return tuple((h.label.removeprefix(_HEAD), h.start, h.end) for h in hits if h.label.startswith(_HEAD))

    def _is_head(self, heading: str) -> bool:
        """Whether a column says what sort of row it is."""
        words = " ".join(word for word in tokens_of(heading.split("/")[-1]).words if word.isalpha() or word == "'")
        if words in self.words.classes.get("addressee", ()):
            return False
        meanings = self._vocabulary.headings.meanings
        found = {name for name, phrases in meanings.items() if words in phrases}
        return not (found & _PERSONAL) or bool(found & _HEAD_MEANINGS)


def _staff_kinds(person: Person, vocabulary: Vocabulary) -> frozenset[str]:
    """The kinds of agency whose staff go by the titles in a person's name."""
    words = {word for name in (person.name, *person.aliases) for word in tokens_of(name).words}
    return frozenset(kind for kind, staff in vocabulary.agencies.staff.items() if words & set(staff))


def setting_reader(case: Case, vocabulary: Vocabulary) -> SettingReader:
    """Make the words of contacts ready for a case; once for a run."""
    return SettingReader(case, vocabulary)


def setting_of(entry: Entry, reader: SettingReader, mentioned: Sequence[Mention] | None = None) -> Setting:
    """The setting of an entry. ``mentioned``: the people named in its text, where they are known already."""
    kind = reader.kinds.get(entry.agency, "other")
    day = entry.date.earliest if entry.date.earliest == entry.date.latest else None
    if mentioned is None:
        mentioned = mentions(reader.roster, entry.text, agency=entry.agency, entry_date=day, columns=entry.columns)
    book = reader.book(kind)
    known = [(INITIALS, m.start, m.end) for m in mentioned if m.end - m.start <= _INITIALS and m.words.isupper()]
    known += [(reader.kind_of(m.person, kind), m.start, m.end) for m in mentioned]
    known += [("named_child", start, end) for name, start, end in known if name == "child"]
    known += [
        ("stranger", s.start(), s.end())
        for s in _STRANGER.finditer(entry.text)
        if not any(m.start < s.end() and s.start() < m.end for m in mentioned)
    ]
    tokens = tokens_of(entry.text)
    heads = reader.head_book(kind).find(first_tokens(tokens, _OPENING_TOKENS), known)
    found = (*book.find(tokens, known), *heads)
    ticks = _ticks(entry, reader, day)
    scene = Scene(entry, kind, found, tokens, _heads(entry, reader, kind, heads), ticks)
    contact, why, relay = contact_of(scene)
    if not contact:
        return Setting(False, why, ticks=ticks)
    way = way_of(scene, relay is not None)
    return Setting(
        True,
        why,
        mode=way.mode,
        attempt=way.attempt,
        interpreter=way.interpreter,
        nobody_could_be_seen=way.nobody is not None,
        nobody=way.nobody,
        meeting=scene.head("conference", "opening conference") is not None,
        at_home=bool(scene.first("home") or scene.head("at_home")),
        relayed=relay is not None,
        relay=relay,
        ticks=ticks,
        mode_quote=way.mode_quote,
        attempt_quote=way.attempt_quote,
        interpreter_quote=way.interpreter_quote,
    )


def _heads(entry: Entry, reader: SettingReader, kind: str, found: tuple[Found, ...]) -> dict[str, Quote]:
    """The sorts of row that columns and, failing them, the first words name, each with its words."""
    out: dict[str, Quote] = {}
    for heading, value in entry.columns:
        if value and len(value) <= _LONGEST_HEAD and reader.is_head(heading):
            for name, start, end in reader.sorts(kind, value):
                out.setdefault(name, Quote(name, heading, start, end, value[start:end]))
    for hit in found:
        if hit.label.startswith(_HEAD) and hit.first < _OPENING:
            name = f"opening {hit.label.removeprefix(_HEAD)}"
            out.setdefault(name, Quote(name, "text", hit.start, hit.end, entry.text[hit.start : hit.end]))
    return out


def _ticks(entry: Entry, reader: SettingReader, day: date | None) -> tuple[Tick, ...]:
    named: dict[str, tuple[Named, ...]] = {}
    for heading, value in entry.columns:
        if value and reader.tick_words.questions(heading):
            spans = mentions(reader.roster, value, agency=entry.agency, entry_date=day)
            named[heading] = tuple(
                Named((m.person,), "child" if reader.kind_of(m.person) == "child" else "adult", m.start, m.end)
                for m in spans
            )
    born = tuple(p.id for p in reader.case.subjects if p.born is None or day is None or p.born <= day)
    return ticks_of(entry.columns, reader.tick_words, named, born)
