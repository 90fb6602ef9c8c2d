"""What an entry says of other agencies, of what agencies do together and of other days."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from keymoments.analysis.dates import find_dates
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.vocabulary import Vocabulary

# The kind of paper (packs: agencies.yaml) by which the police tell others of an incident.
NOTICE = "police-notice"
# Letters between a word of sending or receiving and the name of the agency it is about.
NEAR = 40

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'’]*|\d+(?:[.:/]\d+)*")
# A name as the heads of entries have it: "R Tate", "Dr T Vaz", "PC 1187 Hendry".
_SIGNED = re.compile(
    r"(?:\b[A-Z]\.? |\b(?:Dr|Mrs?|Ms|Miss|Nurse|Sister) |\b(?:P?S?C|DC|DS|DI|Con|Sgt) ?\d* )"
    r"([A-Z][a-z]{2,}|[A-Z]{4,})\b"
)

# Words of agencies' names that many agencies share.
_GENERIC = frozenset(
    (
        *("service", "services", "trust", "board", "council", "team", "health", "children", "young", "people"),
        *("community", "school", "college", "primary", "academy", "nursery", "hospital", "general", "surgery"),
        *("practice", "care", "social", "police", "constabulary", "district", "county", "city", "borough"),
        *("association", "housing", "family", "and", "the", "for", "with"),
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry prepared for comparison."""

    entry: Entry
    words: frozenset[str]
    names: dict[str, int]  # agency → how plainly it is named
    sent: frozenset[str]  # agencies to whom word went out
    received: frozenset[str]  # agencies from whom word came in
    together: frozenset[str]
    papers: frozenset[str]
    days: tuple[tuple[date, date], ...]  # days it points to


def fold(text: str) -> str:
    """The text in small letters without accents, for comparing."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """A rough stem, so that "bruise", "bruised" and "bruises" are one word."""
    word = word.removesuffix("'s")
    for ending in ("ings", "ing", "edly", "ied", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> frozenset[str]:
    """The words and numbers of a text, folded and stemmed."""
    return frozenset(_stem(word) for word in _WORD.findall(fold(text)) if len(word) > 2 or word.isdigit())


class Finder:
    """Finds in a text which agencies it names, which joint happenings it speaks of and which days it points to."""

    def __init__(self, entries: Sequence[Entry], case: Case, vocabulary: Vocabulary) -> None:
        words = vocabulary.agencies
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for agency in case.agencies:
            by_kind[agency.kind].append(agency.id)
        self._dates = vocabulary.dates
        self.police = frozenset(by_kind["police"])
        self._agencies: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for level, table in ((1, words.kinds), (2, words.staff)):
            for kind, phrases in table.items():
                for phrase in phrases:
                    self._agencies[fold(phrase)].update(dict.fromkeys(by_kind.get(kind, ()), level))
        for word, owner in own_names(entries, case, vocabulary).items():
            self._agencies[word] = {owner: 3}
        self._sent = frozenset(map(fold, words.sent))
        self._received = frozenset(map(fold, words.received))
        self._together = _by_phrase(words.events)
        self._papers = _by_phrase(words.papers)
        self._back = {fold(key): span for key, span in words.days_before.items()}
        self._weekdays = {fold(key): day for key, day in vocabulary.dates.weekdays.items() if len(key) > 2}
        self._any = _one_of((*self._agencies, *self._together, *self._papers, *self._back, *self._weekdays))
        self._passed = _one_of((*self._sent, *self._received))

    def told(self, entry: Entry) -> Told:
        """The entry with what its words say about other agencies, happenings and days."""
        text = fold(entry.text)
        columns = fold(" \n".join(value for heading, value in entry.columns))
        names: dict[str, int] = {}
        sent: set[str] = set()
        received: set[str] = set()
        phrases = set()
        for place in (text, columns):
            passed = [(match.start(), match.end(), match[0]) for match in self._passed.finditer(place)]
            for match in self._any.finditer(place):
                phrases.add(match[0])
                for agency, level in self._agencies.get(match[0], {}).items():
                    if agency == entry.agency:
                        continue
                    names[agency] = max(names.get(agency, 0), level)
                    for start, end, word in passed:
                        if start - match.end() <= NEAR and match.start() - end <= NEAR:
                            if word in self._sent:
                                sent.add(agency)
                            if word in self._received:
                                received.add(agency)
        return Told(
            entry=entry,
            words=content_words(entry.text),
            names=names,
            sent=frozenset(sent),
            received=frozenset(received),
            together=frozenset(event for phrase in phrases for event in self._together.get(phrase, ())),
            papers=frozenset(paper for phrase in phrases for paper in self._papers.get(phrase, ())),
            days=self._days(entry, phrases),
        )

    def _days(self, entry: Entry, phrases: set[str]) -> tuple[tuple[date, date], ...]:
        near = entry.date.earliest
        if near is None:
            return ()
        days: set[tuple[date, date]] = set()
        if _FIGURE.search(entry.text):
            for reading in find_dates(entry.text, self._dates, near=near):
                when = reading.date
                if when is not None and when.precision is Precision.DAY and when.earliest and when.latest:
                    days.add((when.earliest, when.latest))
        for phrase in phrases:
            if phrase in self._back:
                least, most = self._back[phrase]
                days.add((near - timedelta(days=most), near - timedelta(days=least)))
            elif phrase in self._weekdays:
                day = near - timedelta(days=(near.weekday() - self._weekdays[phrase]) % 7)
                days.add((day, day))
        return tuple(sorted(days))


def _by_phrase(table: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, phrases in table.items():
        for phrase in phrases:
            found[fold(phrase)].add(key)
    return dict(found)


def _one_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, the longest first."""
    every = sorted(set(phrases), key=lambda item: (-len(item), item))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, every)) + r")(?!\w)")


def own_names(entries: Sequence[Entry], case: Case, vocabulary: Vocabulary) -> dict[str, str]:
    """Words, folded, that stand for one agency alone → its id: words of its name, and the names of its workers.

    Workers are found where the agency's own entries are signed: worker columns, heads, senders of messages. A
    professional of ``case.toml`` with such a surname brings the other forms of the name ("Gemma", "GR"). A word of the
    family's names, one that two agencies share, or one that the records also write small ("house") stands for none.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for agency in case.agencies:
        for word in re.findall(r"[^\W\d_]+", agency.name):
            if (len(word) > 3 or (len(word) == 3 and word.isupper())) and fold(word) not in _GENERIC:
                owners[fold(word)].add(agency.id)
    workers = _signatures(entries, vocabulary)
    professionals = [person for person in case.people if "profession" in person.role]
    for person in professionals:
        signed = workers.get(fold(person.name).split()[-1], set())
        if len(signed) == 1:
            for form in (*person.name.split(), *person.aliases):
                if len(form) > 2 and form[0].isupper():
                    workers[fold(form)] |= signed
    family = {fold(word) for person in case.people if person not in professionals for word in person.name.split()}
    for word, ids in workers.items():
        if word not in family:
            owners[word] |= ids
    plain = {word for entry in entries for word in re.findall(r"\b[a-z]{3,}\b", entry.text)}
    return {word: next(iter(ids)) for word, ids in owners.items() if len(ids) == 1 and word not in plain}


def _signatures(entries: Sequence[Entry], vocabulary: Vocabulary) -> defaultdict[str, set[str]]:
    """Names with which entries are signed, folded → the agencies that sign so."""
    headings = {fold(heading) for heading in vocabulary.headings.meanings.get("worker", ())}
    titles = {fold(title) for title in vocabulary.people.titles}
    workers: defaultdict[str, set[str]] = defaultdict(set)
    own_domain = mail_domains(entries)
    for entry in entries:
        for heading, value in entry.columns:
            last = fold(heading).rsplit(" / ", 1)[-1].strip(" :*")
            if last in headings:
                names = re.findall(r"[^\W\d_]{3,}", value)
            elif last == "head":
                names = _SIGNED.findall(value)
            elif last == "from" and mail_domain(value) in ("", own_domain.get(entry.agency)):
                names = re.findall(r"[^\W\d_]{3,}", value.split("<")[0])
            else:
                continue
            for name in names:
                if name[0].isupper() and fold(name) not in _GENERIC and fold(name) not in titles:
                    workers[fold(name)].add(entry.agency)
    return workers


def mail_domains(entries: Sequence[Entry]) -> dict[str, str]:
    """The mail domain from which most of an agency's own messages come: a thread also holds other agencies' answers."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for heading, value in entry.columns:
            if heading == "From" and (domain := mail_domain(value)):
                counts[entry.agency][domain] += 1
    return {agency: min(found, key=lambda name: (-found[name], name)) for agency, found in counts.items()}


def mail_domain(sender: str) -> str:
    """What stands behind the @ of a sender, empty where no address stands there."""
    match = re.search(r"@([\w.-]+)", sender)
    return match[1].lower() if match else ""
