"""The same event told by two agencies: found by day, hour, shared words and who names whom; linked, never merged."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keymoments.analysis.dates import find_dates
from keymoments.analysis.records import Agency, Entry, Precision
from keymoments.analysis.result import Difference
from keymoments.analysis.vocabulary import Vocabulary

# Agencies date one event by when it happened, when they heard or when they typed: a week apart at most, unless a date says more.
MOST_DAYS = 7
# A note that names the other's day may be typed later still.
MOST_DAYS_POINTED = 14
# Dates wider than this (a season, a year) are too vague to say that two tellings are of one event.
WIDEST = timedelta(days=31)

_WORD = re.compile(r"[^\W\d_][\w'’]*|\d+(?:[.:/]\d+)*")
_GENERIC = frozenset(
    "service services trust board council team health children young people community school college primary academy nursery "
    "hospital general surgery practice care social police constabulary district county city borough association housing "
    "family and the for with".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two entries are taken for one event. Each part is a plain count, so that the link can be explained."""

    days_apart: int
    pointed: bool
    minutes_apart: int | None
    names: int  # how many of the two name the other's agency or worker: 0, 1, 2
    shared: float  # likeness of the words, 0 to 1, rare words weighing more
    rare: int  # words that stand in these two entries and hardly anywhere else
    events: int  # kinds of happening both speak of (conference, joint visit, referral …)

    @property
    def score(self) -> float:
        """How much speaks for one event; linked from 0 up. Weights: docs/decisions.md, "Same event"."""
        return 0.0


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry prepared for comparison."""

    entry: Entry
    words: frozenset[str]
    names: frozenset[str]  # ids of agencies it names
    events: frozenset[str]
    days: tuple[tuple[date, date], ...]  # days it points to


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _stem(word: str) -> str:
    """A rough stem, so that "bruise", "bruised" and "bruises" are one word."""
    word = word.removesuffix("'s")
    for ending in ("ings", "ing", "edly", "ied", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(_fold(text)) if len(word) > 2 or word.isdigit())


class _Finder:
    """Finds in a text which agencies it names, which joint happenings it speaks of and which days it points to."""

    def __init__(self, entries: Sequence[Entry], agencies: Sequence[Agency], vocabulary: Vocabulary) -> None:
        words = vocabulary.agencies
        by_kind: defaultdict[str, set[str]] = defaultdict(set)
        for agency in agencies:
            by_kind[agency.kind].add(agency.id)
        self._dates = vocabulary.dates
        self._agencies: defaultdict[str, set[str]] = defaultdict(set)
        self._events: defaultdict[str, set[str]] = defaultdict(set)
        self._back: dict[str, tuple[int, int]] = {_fold(key): span for key, span in words.days_before.items()}
        self._weekdays = {_fold(key): day for key, day in vocabulary.dates.weekdays.items() if len(key) > 2}
        for kind, phrases in words.kinds.items():
            for phrase in phrases:
                self._agencies[_fold(phrase)] |= by_kind.get(kind, set())
        for event, phrases in words.events.items():
            for phrase in phrases:
                self._events[_fold(phrase)].add(event)
        for word, owner in _own_names(entries, agencies, vocabulary).items():
            self._agencies[word].add(owner)
        every = sorted(
            {*self._agencies, *self._events, *self._back, *self._weekdays}, key=lambda item: (-len(item), item)
        )
        self._any = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, every)) + r")(?!\w)")

    def told(self, entry: Entry) -> _Told:
        """The entry with what its words say about other agencies, happenings and days."""
        columns = " \n".join(value for _, value in entry.columns)
        in_text = set(self._any.findall(_fold(entry.text)))
        anywhere = in_text | set(self._any.findall(_fold(columns)))
        names = {agency for phrase in anywhere for agency in self._agencies.get(phrase, ()) if agency != entry.agency}
        events = {event for phrase in anywhere for event in self._events.get(phrase, ())}
        days = self._days(entry, in_text)
        return _Told(entry, _words(entry.text), frozenset(names), frozenset(events), days)

    def _days(self, entry: Entry, phrases: set[str]) -> tuple[tuple[date, date], ...]:
        near = entry.date.earliest
        if near is None:
            return ()
        days: set[tuple[date, date]] = set()
        if any(sign.isdigit() for sign in entry.text):
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


def _own_names(entries: Sequence[Entry], agencies: Sequence[Agency], vocabulary: Vocabulary) -> dict[str, str]:
    """Words that stand for one agency alone: of its name, and its workers' surnames as its own rows give them."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for agency in agencies:
        for word in _WORD.findall(_fold(agency.name)):
            if len(word) > 3 and word not in _GENERIC:
                owners[word].add(agency.id)
    headings = {_fold(heading) for heading in vocabulary.headings.meanings.get("worker", ())}
    for entry in entries:
        for heading, value in entry.columns:
            if _fold(heading).strip(" :*") in headings:
                for word in re.findall(r"[^\W\d_]{4,}", value):
                    if word[0].isupper() and _fold(word) not in _GENERIC:
                        owners[_fold(word)].add(entry.agency)
    return {word: next(iter(agencies_)) for word, agencies_ in owners.items() if len(agencies_) == 1}


def evidence(
    entries: Sequence[Entry], agencies: Sequence[Agency], vocabulary: Vocabulary
) -> Iterator[tuple[Entry, Entry, Evidence]]:
    """What speaks for one event, for every two entries of different agencies that may be of one day."""
    finder = _Finder(entries, agencies, vocabulary)
    told = [finder.told(entry) for entry in entries if _dated(entry)]
    told.sort(key=lambda item: (item.entry.date.earliest or date.min, item.entry.agency, item.entry.position))
    often = Counter(word for item in told for word in item.words)
    weight = {word: math.log((1 + len(told)) / (1 + count)) for word, count in often.items()}
    norm = [math.sqrt(sum(weight[word] ** 2 for word in item.words)) or 1.0 for item in told]
    starts = [item.entry.date.earliest or date.min for item in told]
    for index, item in enumerate(told):
        last = bisect_right(starts, (item.entry.date.latest or date.min) + timedelta(days=MOST_DAYS_POINTED))
        for other in range(index + 1, last):
            if told[other].entry.agency != item.entry.agency:
                shared = item.words & told[other].words
                likeness = sum(weight[word] ** 2 for word in shared) / (norm[index] * norm[other])
                rare = sum(1 for word in shared if often[word] <= 3 and not word.isdigit())
                yield item.entry, told[other].entry, _compare(item, told[other], likeness, rare)


def _dated(entry: Entry) -> bool:
    when = entry.date
    return when.earliest is not None and when.latest is not None and when.latest - when.earliest <= WIDEST


def _compare(first: _Told, second: _Told, shared: float, rare: int) -> Evidence:
    one, two = first.entry, second.entry
    names = int(two.agency in first.names) + int(one.agency in second.names)
    minutes = None
    if one.date.earliest == two.date.earliest and one.time and two.time:
        minutes = abs(one.time.earliest - two.time.earliest)
    return Evidence(
        days_apart=_apart(one, two),
        pointed=_points(first, two) or _points(second, one),
        minutes_apart=minutes,
        names=names,
        shared=shared,
        rare=rare,
        events=len(first.events & second.events),
    )


def _apart(one: Entry, two: Entry) -> int:
    """Days between the two dates, 0 where they may be the same."""
    first, second = one.date, two.date
    if first.latest is None or second.earliest is None or first.earliest is None or second.latest is None:
        return MOST_DAYS_POINTED
    return max(0, (second.earliest - first.latest).days, (first.earliest - second.latest).days)


def _points(told: _Told, other: Entry) -> bool:
    """Whether the entry speaks of the other's day while it is itself of another day."""
    earliest, latest = other.date.earliest, other.date.latest
    if earliest is None or latest is None or earliest == told.entry.date.earliest:
        return False
    return any(first <= latest and earliest <= last for first, last in told.days)
