"""The setting of an entry: was there a contact at all, how, was it tried in vain, and what do its boxes say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from keymoments.analysis.people import Mention, Roster, mentions, roster
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.sightings.patterns import Found, PatternBook, Tokens, ends_sentence, tokens_of
from keymoments.analysis.sightings.ticks import Named, Tick, TickWords, ticks_of
from keymoments.analysis.sightings.values import Attempt, Interpreter, Mode, Quote
from keymoments.analysis.vocabulary import Vocabulary

__all__ = ["Setting", "SettingReader", "Tick", "setting_of", "setting_reader"]

_BIAS = 1.5  # most rows of a record tell of a contact: without a sign, an entry is one
_MAIL = frozenset({"from", "to", "subject"})
_PLAN_REACH = 4  # tokens before a verb in which words of plan govern it
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
        if hit.label.startswith("head ") and hit.first < 3:
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
        self.begins = next((i for i, word in enumerate(tokens.words) if word.isalpha() and len(word) > 1), 0)
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
            for key in (f"{name} {self.kind}", name):
                if key in self.heads:
                    return self.heads[key]
        return None

    def setting(self, ticks: tuple[Tick, ...]) -> Setting:
        contact, why, relay = self.contact()
        return Setting(contact, why, relayed=relay is not None, relay=relay, ticks=ticks)

    def unplanned(self, *labels: str) -> Quote | None:
        """The first hit of any of the groups that no plan or wish governs."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
            if not self.planned_at(hit):
                return Quote(hit.label, "text", hit.start, hit.end, self.entry.text[hit.start : hit.end])
        return None

    def planned_at(self, hit: Found) -> bool:
        """Whether words of plan stand in the hit or shortly before it in its sentence."""
        for plan in self.by.get("plan", ()):
            if hit.first - _PLAN_REACH <= plan.first < hit.last and not any(
                ends_sentence(self.tokens, i) for i in range(plan.first, hit.first)
            ):
                return True
        return False

    def contact(self) -> tuple[bool, Quote | None, Quote | None]:
        """Whether it is a contact, the words that decide it, and the words that pass on another's sighting."""
        relay = self.relay()
        if relay:
            return True, relay, relay
        signs = self.signs()
        total = _BIAS + sum(weight for weight, _ in signs)
        strongest = sorted((s for s in signs if (s[0] > 0) == (total > 0)), key=lambda s: -abs(s[0]))
        return total > 0, (strongest[0][1] if strongest else None), None

    def signs(self) -> list[tuple[float, Quote]]:
        """What speaks for a contact (above 0) and against it, each with its words."""
        caller = self.head("caller") or self.opening("caller")
        conference = self.head("conference", "opening conference")
        here: list[tuple[float, Quote | None]] = [
            (6.0, caller),
            (3.0, self.head("live")),
            (2.0, self.unplanned("reached")),
            (2.0, self.unplanned("live")),
            (2.0, self.unplanned("own", "own_agency")),
            (1.0, conference),
            (-4.0, self.first("not_held") if conference else None),
            (-6.0, self.head("meeting", "opening meeting") if not caller else None),
            (-4.0, self.incoming() if not caller else None),
            (-4.0, self.head("desk")),
            (-2.5, self.opening("desk")),
            (-1.0, self.first("desk")),
            (-2.0, self.mail()),
        ]
        return [(weight, quote) for weight, quote in here if quote is not None]

    def opening(self, label: str) -> Quote | None:
        """The first hit of a group that stands where the text opens, no plan before it."""
        hits = [hit for hit in self.by.get(label, ()) if hit.first <= self.begins + 1 and not self.planned_at(hit)]
        if not hits:
            return None
        hit = min(hits, key=lambda h: (h.start, -h.end))
        return Quote(label, "text", hit.start, hit.end, self.entry.text[hit.start : hit.end])

    def mail(self) -> Quote | None:
        """The column that shows that this is a mail from one person to another."""
        headings = {heading.casefold().strip(" :"): (heading, value) for heading, value in self.entry.columns if value}
        if not _MAIL <= headings.keys():
            return None
        heading, value = headings["to"]
        return Quote("mail", heading, 0, len(value), value)

    def incoming(self) -> Quote | None:
        """What shows that the entry is word from another agency: its type, or the way it opens."""
        return self.head("incoming", "opening incoming") or self.opening("incoming")

    def relay(self) -> Quote | None:
        """The words that pass on another professional's sighting, where no own contact stands beside it."""
        if self.unplanned("own"):
            return None
        incoming = self.incoming() if not (self.head("caller") or self.opening("caller")) else None
        if incoming is None and (self.head("live") or self.unplanned("own_agency")):
            return None
        return self.unplanned("relayed") or (self.unplanned("passed_on") if incoming else None)
