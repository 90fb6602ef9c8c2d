"""The setting of an entry: was there a contact at all, how, was it tried in vain, and what do its boxes say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from keymoments.analysis.people import Mention, Roster, mentions, roster
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.sightings.patterns import Found, PatternBook, Tokens, tokens_of
from keymoments.analysis.sightings.ticks import Named, Tick, TickWords, ticks_of
from keymoments.analysis.sightings.values import Attempt, Interpreter, Mode, Quote
from keymoments.analysis.vocabulary import Vocabulary

__all__ = ["Setting", "SettingReader", "Tick", "setting_of", "setting_reader"]

_OPENING = 14  # tokens at the start of a text that may stand for a missing type
_HEAD_MEANINGS = frozenset({"type", "reason", "text"})
_PERSONAL = frozenset({"worker", "who", "reference", "date", "time", "recorded", "source", "place", "seen", "alone",
                       "spoken", "comment", "action", "agency", "present", "voice", "other_date", "event_date"})
_CHILD_ROLES = frozenset({"brother", "sister", "half-sibling", "step-sibling", "sibling", "siblings", "son", "daughter",
                          "baby", "unborn", "eldest", "youngest", "cousin"})


@dataclass(frozen=True, slots=True)
class Setting:
    """How an entry came about (design: contracts, section 3).

    ``contact`` with ``why``: the words that decide it (``None`` where it rests on silence). ``nobody_could_be_seen``:
    by telephone, video, on paper, or nobody was there; ``nobody``: the words that say so, always given with it.
    ``meeting``: a meeting of professionals (with or without parents) at which no child is said to be.
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
        self._vocabulary = vocabulary
        self.book = lru_cache(None)(self._book)
        self.is_head = lru_cache(4096)(self._is_head)

    def kind_of(self, person: str) -> str:
        """The class of a person of ``case.toml``: "child", "family", "public" or "named" (a professional)."""
        trait, role = self.roster.traits[person], self.people[person].role.casefold()
        if trait.professional or role in ("interpreter", "professional"):
            return "interpreter_worker" if "interpreter" in role else "named"
        if role in ("neighbour", "friend", "member of the public", "caller"):
            return "public"
        return "child" if self.people[person].subject or trait.minor or trait.family_child else "family"

    def _book(self, kind: str) -> PatternBook:
        """The patterns for entries of one kind of agency."""
        agencies = self._vocabulary.agencies
        classes: dict[str, list[str]] = {name: list(words) for name, words in self.words.classes.items()}
        for role, what in self._vocabulary.people.roles.items():
            if what != "nobody":
                classes.setdefault("child" if what in _CHILD_ROLES else "family", []).append(role)
        for staff_kind, words in agencies.staff.items():
            classes.setdefault("colleague" if staff_kind == kind else "worker", []).extend(words)
        for other, words in agencies.kinds.items():
            classes.setdefault("colleague" if other == kind else "agency", []).extend(words)
        groups = {f"head {name}": patterns for name, patterns in self.words.heads.items()}
        return PatternBook(classes, {**groups, **self.words.patterns})

    def _is_head(self, heading: str) -> bool:
        """Whether a column says what sort of row it is."""
        words = " ".join(word for word in tokens_of(heading.split("/")[-1]).words if word.isalpha() or word == "'")
        meanings = self._vocabulary.headings.meanings
        found = {name for name, phrases in meanings.items() if words in phrases}
        return not (found & _PERSONAL) or bool(found & _HEAD_MEANINGS)


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
    known = [(reader.kind_of(m.person), m.start, m.end) for m in mentioned]
    tokens = tokens_of(entry.text)
    found = book.find(tokens, known)
    scene = _Scene(entry, kind, found, tokens, _heads(entry, kind, reader, book, found))
    return scene.setting(_ticks(entry, reader, day))


def _heads(
    entry: Entry, kind: str, reader: SettingReader, book: PatternBook, found: tuple[Found, ...]
) -> dict[str, Quote]:
    """The sorts of row that columns and, failing them, the first words name, each with its words."""
    out: dict[str, Quote] = {}
    for heading, value in entry.columns:
        if not value or len(value) > 160 or not reader.is_head(heading):
            continue
        for hit in book.find(tokens_of(value)):
            if hit.label.startswith("head "):
                name = hit.label[5:]
                out.setdefault(name, Quote(name, heading, hit.start, hit.end, value[hit.start : hit.end]))
    for hit in found:
        if hit.label.startswith("head ") and hit.first < 2:
            name = f"opening {hit.label[5:]}"
            out.setdefault(name, Quote(name, "text", hit.start, hit.end, entry.text[hit.start : hit.end]))
    return out


def _ticks(entry: Entry, reader: SettingReader, day: object) -> tuple[Tick, ...]:
    named: dict[str, tuple[Named, ...]] = {}
    for heading, value in entry.columns:
        if value and reader.tick_words.questions(heading):
            when = entry.date.earliest if entry.date.earliest == entry.date.latest else None
            spans = mentions(reader.roster, value, agency=entry.agency, entry_date=when)
            named[heading] = tuple(
                Named((m.person,), "child" if reader.kind_of(m.person) == "child" else "adult", m.start, m.end)
                for m in spans
            )
    return ticks_of(entry.columns, reader.tick_words, named)


class _Scene:
    """What was found in one entry, and what follows from it."""

    def __init__(self, entry: Entry, kind: str, found: tuple[Found, ...], tokens: Tokens, heads: dict[str, Quote]):
        self.entry = entry
        self.kind = kind
        self.heads = heads
        self.tokens = tokens
        planned = [f.last for f in found if f.label == "plan"]
        self.planned = planned
        self.by: dict[str, list[Found]] = {}
        for hit in found:
            self.by.setdefault(hit.label, []).append(hit)

    def first(self, *labels: str) -> Quote | None:
        """The first hit of any of the groups, as a quote."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        if not hits:
            return None
        hit = min(hits, key=lambda h: (h.start, -h.end))
        return Quote(hit.label, "text", hit.start, hit.end, self.entry.text[hit.start : hit.end])

    def head(self, *names: str) -> Quote | None:
        """The column or opening that names one of the sorts of row."""
        for name in names:
            for key in (name, f"{name} {self.kind}"):
                if key in self.heads:
                    return self.heads[key]
        return None

    def setting(self, ticks: tuple[Tick, ...]) -> Setting:
        contact, why, relay = self.contact()
        return Setting(contact, why, relayed=relay is not None, relay=relay, ticks=ticks)

    def contact(self) -> tuple[bool, Quote | None, Quote | None]:
        relay = self.first("relayed")
        incoming = self.head("incoming") or self.head("opening incoming") or self.first("incoming")
        passed_on = self.first("passed_on") if incoming else None
        relay = relay or passed_on
        meeting = self.head("meeting", "opening meeting")
        desk = self.head("desk", "opening desk") or self.first("desk")
        live = self.head("live", "conference", "opening live", "opening conference") or self.first("live")
        reached = self.first("reached")
        if relay:
            return True, relay, relay
        if meeting:
            return False, meeting, None
        if incoming:
            return bool(reached), reached or incoming, None
        if live or reached:
            return True, reached or live, None
        if desk:
            return False, desk, None
        return True, None, None
