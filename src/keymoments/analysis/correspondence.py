"""What entries say of messages between agencies: who wrote to whom, who chased, who answered, and about which day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from keymoments.analysis.dates import find_dates
from keymoments.analysis.docket import Docket, Point
from keymoments.analysis.limits import MessageWords
from keymoments.analysis.phrases import Found, Phrases, level
from keymoments.analysis.records import Entry, Precision
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.stretches import moment_of
from keymoments.analysis.telling import content_words, mail_domain, mail_domains, own_names
from keymoments.analysis.vocabulary import Vocabulary

# An entry with none of these says nothing of messages.
_SORTS = frozenset(("sends", "tries", "chases", "answers", "arrivals", "talks", "shelved"))
# Letters between a word of sending and the name of the agency it is about; between a word for a message and its date.
NEAR, NEAR_DATE = 45, 45
# A word that stands in more of the entries than this says nothing of the matter.
COMMON = 0.04

_FIGURE = re.compile(r"\d")
_SENTENCE = re.compile(r"(?<!\s\w)[.!?;\n]+(?=\s|$)")
_NOUN = re.compile(
    r"\b(?:e-?mail(?:s|ed)?|letters?|request(?:ed|s)?|messages?|msgs?|v/m|voicemail|fax(?:ed)?|referral|ref|marf|calls?"
    r"|checks?|note|query|enquiry|his of|hers of|theirs of|yours of|re|response to|reply to)\b"
)
# "msg 19/12", "re 14/9": figures that only the word before makes a day.
_NOUN_DAY = re.compile(rf"{_NOUN.pattern}\W{{1,2}}(?:of |dated |on )?(\d{{1,2}})[/.](\d{{1,2}})(?![\d/.]*\d)")
_NONE_BEFORE = re.compile(r"\b(?:no|nil|without|any|zero|not)(?:\s\w+)?\s*$")
_NONE_AFTER = re.compile(r"\s*[:=-]?\s*(?:none|nil|no\b|n/a)")
_NAME_AFTER = re.compile(r"[ ,:]{1,2}(?:[A-Z][a-z]*\.? ){0,2}([A-Z][a-z]{3,})\b")
_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]{3,}) ?[,(] ?$")
_PLANNED = re.compile(r"\b(?:to|will|i'll|shall|should|must|plan|need|needs|going)(?:\s\w+)?\s*$")
_AGAIN = re.compile(r"^(?:\s*(?:re|fw|fwd|aw)\s*:)+")
_SELF = re.compile(r"\b(?:ring|call|await|pass|took)")


@dataclass(frozen=True, slots=True)
class Letter:
    """An entry as a message may stand in it.

    ``found``: phrases by sort. ``names``: where other agencies are named, by id, or by kind where the case has none of
    that kind; ``cells``: those named in its columns. ``own``: where the writer's
    own agency is. ``to``/``sender``: agencies of the message columns.
    ``days``: the days of earlier messages it speaks of.
    """

    point: Point
    entry: Entry
    text: str
    found: dict[str, list[Found]]
    names: tuple[Found, ...]
    own: tuple[int, ...]
    cells: frozenset[str]
    to: frozenset[str]
    sender: str | None
    days: frozenset[date]

    @property
    def agency(self) -> str:
        """The agency in whose file it stands."""
        return self.entry.agency

    def has(self, sort: str) -> bool:
        """Whether a phrase of this sort stands in it."""
        return bool(self.found.get(sort))

    @property
    def answers(self) -> list[Found]:
        """Words of an answer that are no part of words that none came ("no reply to")."""
        chases = self.found.get("chases", ())
        return [
            item
            for item in self.found.get("answers", ())
            if not any(chase.start <= item.start < chase.end for chase in chases)
        ]

    @property
    def subject(self) -> str:
        """The subject of a message column, without "RE:" and "FW:"; "" where there is none."""
        for heading, value in self.entry.columns:
            if level(heading).strip(" :") == "subject":
                return _AGAIN.sub("", level(value)).strip()
        return ""

    def asks(self) -> bool:
        """Whether it wants something of somebody, or is a concern."""
        return self.has("asks") or "?" in self.text or self.worried()

    def worried(self) -> bool:
        """Whether it holds a word of worry that is not taken back at once ("no concerns", "concerns: none")."""
        return any(
            not _NONE_BEFORE.search(self.text, max(0, item.start - 20), item.start)
            and not _NONE_AFTER.match(self.text, item.end)
            for item in self.found.get("worries", ())
        )

    def speaks_of(self, agency: str) -> bool:
        """Whether it names an agency anywhere, its message columns included."""
        return agency in self.to or agency == self.sender or any(name.key == agency for name in self.names)

    def sentence(self, found: Found) -> tuple[int, int]:
        """Where the sentence around a phrase begins and ends."""
        ends = [match.end() for match in _SENTENCE.finditer(self.text)]
        begin = max((end for end in ends if end <= found.start), default=0)
        return begin, min((end for end in ends if end > found.start), default=len(self.text))


class Post:
    """All the letters of a case, in order."""

    def __init__(self, docket: Docket, vocabulary: Vocabulary, spread: Spread = in_turn) -> None:
        self._dates = vocabulary.dates
        self._kinds = docket.kinds
        words: MessageWords = docket.limits.messages
        table = {field.name: getattr(words, field.name) for field in fields(words) if field.name != "names"}
        self._phrases = Phrases({**table})
        named: defaultdict[str, set[str]] = defaultdict(set)
        for group in (vocabulary.agencies.kinds, vocabulary.agencies.staff, words.names):
            for kind, phrases in group.items():
                named[f"kind {kind}"].update(phrases)
        self._own = {**_introduced(docket, vocabulary), **own_names(docket.entries, docket.case, vocabulary)}
        for word, agency in self._own.items():
            named[f"agency {agency}"].add(word)
        self._names = Phrases({key: [p for p in phrases if level(p)[:1].isalnum()] for key, phrases in named.items()})
        self._by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for agency, kind in docket.kinds.items():
            self._by_kind[kind].append(agency)
        self._domains = mail_domains(docket.entries)
        self._cells: dict[tuple[str, str], frozenset[str]] = {}
        self._incoming = frozenset(
            event.entry.id for key in ("referral-received", "call-received") for event in docket.events.get(key, ())
        )
        self.letters = tuple(letter for letter in spread(self._letter, docket.entries) if letter is not None)
        self._words = {letter.entry.id: content_words(letter.text) for letter in self.letters}
        self._often = Counter(word for words_of in self._words.values() for word in words_of)
        self._matters: dict[str, frozenset[str]] = {}
        people = " ".join(" ".join((p.name, *p.aliases)) for p in docket.case.people)
        self._dull = content_words(people)

    def addressees(self, letter: Letter) -> frozenset[str]:
        """Names of other agencies' workers in a text."""
        words = re.findall(r"[^\W\d_]+", letter.text)
        return content_words(" ".join(w for w in words if self._own.get(w, letter.agency) != letter.agency))

    def all_words(self, letter: Letter) -> frozenset[str]:
        """Every word of an entry and its columns."""
        return content_words(f"{letter.entry.text} {' '.join(value for _, value in letter.entry.columns)}")

    def matter(self, letter: Letter) -> frozenset[str]:
        """Words of an entry, its columns included, that hardly any other entry has: what it is about."""
        key = letter.entry.id
        if key not in self._matters:
            columns = content_words(" ".join(value for _, value in letter.entry.columns))
            most = max(3, int(COMMON * len(self.letters)))
            self._matters[key] = frozenset(
                word
                for word in self._words[key] | columns
                if not word.isdigit() and self._often[word] <= most and word not in self._dull
            )
        return self._matters[key]

    def _letter(self, entry: Entry) -> Letter | None:
        moment = moment_of(entry)
        if moment is None:
            return None
        text = level(entry.text)
        found: defaultdict[str, list[Found]] = defaultdict(list)
        for item in self._phrases.find(text):
            found[item.key].append(item)
        if not (_SORTS & found.keys() or entry.id in self._incoming or self._is_mail(entry) or _dates_one(text)):
            return None
        names, own = self._named(text, entry.agency)
        cells = {level(heading).rsplit("/", 1)[-1].strip(" :*"): value for heading, value in entry.columns}
        mail = "from" in cells and "to" in cells
        sender = self._sender(entry, cells["from"]) if mail else None
        return Letter(
            point=Point(moment, entry),
            entry=entry,
            text=text,
            found=dict(found),
            names=names,
            own=own,
            cells=frozenset().union(*(self._in_cell(cell, entry.agency) for _, cell in entry.columns)),
            to=frozenset(n.key for n in self._named(level(cells["to"]), entry.agency)[0]) if mail else frozenset(),
            sender=sender,
            days=frozenset(self._days(entry, text)),
        )

    @staticmethod
    def _is_mail(entry: Entry) -> bool:
        return any(heading == "To" for heading, _ in entry.columns)

    def _in_cell(self, cell: str, agency: str) -> frozenset[str]:
        """The agencies that a cell names; cells repeat from row to row."""
        memo = (cell, agency)
        if memo not in self._cells:
            self._cells[memo] = frozenset(name.key for name in self._named(level(cell), agency)[0])
        return self._cells[memo]

    def _named(self, text: str, agency: str) -> tuple[tuple[Found, ...], tuple[int, ...]]:
        """Other agencies named in a text, the plainest reading of each place, and the places of the writer's own."""
        found: list[Found] = []
        own: list[int] = []
        hits = list(self._names.find(text))
        plain = {hit.start for hit in hits if hit.key.startswith("agency ")}
        for hit in hits:
            sort, _, name = hit.key.partition(" ")
            if sort == "kind" and hit.start in plain:
                continue
            ids = [name] if sort == "agency" else (self._by_kind.get(name) or [f"kind {name}"])
            others = [one for one in ids if one != agency]
            if not others:
                own.append(hit.start)
            found.extend(Found(hit.start, hit.end, one) for one in others)
        return tuple(found), tuple(own)

    def _sender(self, entry: Entry, cell: str) -> str | None:
        """The agency that wrote a message, where it is not the one in whose file it stands; "" if unknown."""
        domain = mail_domain(cell)
        if not domain:
            names, _ = self._named(level(cell), entry.agency)
            return names[0].key if names else None
        if domain == self._domains.get(entry.agency):
            return None
        other = next((agency for agency, own in sorted(self._domains.items()) if own == domain), None)
        names, _ = self._named(level(cell), entry.agency)
        return other or (names[0].key if names else "")

    def _days(self, entry: Entry, text: str) -> Iterator[date]:
        near = entry.date.earliest
        nouns = [match.span() for match in _NOUN.finditer(text)]
        if near is None or not nouns or not _FIGURE.search(text):
            return
        for reading in find_dates(entry.text, self._dates, near=near):
            when = reading.date
            if when is None or when.precision is not Precision.DAY or when.earliest is None or when.earliest > near:
                continue
            if any(reading.start - NEAR_DATE <= end and start <= reading.end + NEAR_DATE // 2 for start, end in nouns):
                yield when.earliest
        for match in _NOUN_DAY.finditer(text):
            day = _day_before(int(match[1]), int(match[2]), near)
            if day is not None:
                yield day


def targets(letter: Letter) -> tuple[tuple[str, ...], Found] | None:
    """To whom a message of this entry went, and the words that say so; ``None`` where none went out.

    No names: to somebody whose name is not known here. A message to the family or to the writer's own agency is none.
    """
    if letter.sender is not None:
        return None
    if letter.to:
        whole = Found(0, min(len(letter.text), 60), "to")
        return tuple(sorted(letter.to)), whole
    for sort in ("sends", "tries"):
        for item in letter.found.get(sort, ()):
            reached = _reached(letter, item, sort)
            if reached is not None:
                return reached, item
    return None


def _reached(letter: Letter, item: Found, sort: str) -> tuple[str, ...] | None:
    begin, end = letter.sentence(item)
    if sort == "tries":
        begin = max(0, begin - 2 * NEAR)  # "Rang the office. Left a message."
    first = min((n.start for n in letter.names if item.end <= n.start < end), default=None)
    family = [
        f.start for f in letter.found.get("family", ()) if begin <= f.start < end and abs(f.start - item.end) <= NEAR
    ]
    own = [place for place in letter.own if item.start <= place < end]
    rivals = [place for place in (*family, *own) if place >= item.end]
    if rivals and (first is None or min(rivals) < first):
        return None
    names = [n for n in letter.names if begin <= n.start < end]
    if not any(n.start <= item.end + NEAR and item.start - NEAR <= n.end for n in names):
        return None if family or sort == "tries" else ()
    return tuple(sorted({n.key for n in names}))


def only_meant(letter: Letter, item: Found) -> bool:
    """Whether a message is only meant to be sent ("to e-mail SW", "tasks: write to …")."""
    words = letter.text[item.start : item.end]
    meant = words.startswith(("write to", "ask")) or _PLANNED.search(letter.text, max(0, item.start - 20), item.start)
    return item.key == "sends" and bool(meant)


def wants_answer(letter: Letter, item: Found, *, to_social_care: bool) -> bool:
    """Whether a message waits for something: it asks, it is a concern, or somebody is to ring back.

    What another agency writes to social care does, unless it is a letter or an answer itself.
    """
    words = letter.text[item.start : item.end]
    raised = to_social_care and item.key == "sends" and not words.startswith("letter") and not letter.has("answers")
    return raised or letter.asks() or _SELF.search(words) is not None


def _dates_one(text: str) -> bool:
    """Whether an entry may speak of a message of some day."""
    return _FIGURE.search(text) is not None and _NOUN.search(text) is not None


def _day_before(day: int, month: int, near: date) -> date | None:
    """The last such day of the calendar at or before ``near``."""
    for year in (near.year, near.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= near:
            return found
    return None


def _introduced(docket: Docket, vocabulary: Vocabulary) -> dict[str, str]:
    """Surnames that stand beside a word for staff ("CPN A Daley", "A Daley (CPN)") → the one agency of that kind."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for agency, kind in docket.kinds.items():
        by_kind[kind].append(agency)
    staff = {
        kind: [*words, *docket.limits.messages.names.get(kind, ())] for kind, words in vocabulary.agencies.staff.items()
    }
    phrases = Phrases({kind: words for kind, words in staff.items() if len(by_kind[kind]) == 1})
    family = {level(word) for person in docket.case.people for word in person.name.split()}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in docket.entries:
        for item in phrases.find(level(entry.text)):
            for match in (_NAME_AFTER.match(entry.text, item.end), _NAME_BEFORE.search(entry.text, 0, item.start)):
                if match is not None and len(match[1]) > 3 and level(match[1]) not in family:
                    owners[level(match[1])].add(by_kind[item.key][0])
    return {name: next(iter(ids)) for name, ids in sorted(owners.items()) if len(ids) == 1}


def shared(one: Iterable[str], two: Iterable[str]) -> int:
    """How many words two matters share."""
    return len(set(one) & set(two))
