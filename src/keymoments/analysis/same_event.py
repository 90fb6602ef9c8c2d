"""The same event told by two agencies: found by day, hour, shared words and who names whom; linked, never merged."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keymoments.analysis.dates import write_date
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.result import Difference
from keymoments.analysis.telling import Finder, Told
from keymoments.analysis.vocabulary import Vocabulary

# Agencies date one event by when it happened, when they heard or when they typed it: two weeks apart at most.
MOST_DAYS = 14
# Dates wider than this (a season, a year) are too vague to say that two tellings are of one event.
WIDEST = timedelta(days=31)

# From this score on, two entries that are each other's best partner are linked.
LINKED = -0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two entries are taken for one event. Each part is a plain count, so that the link can be explained."""

    days_apart: int
    pointed: bool  # one speaks of the other's day ("last night", "on 12/2")
    vague: bool  # one of the dates is wider than a day
    minutes_apart: int | None
    names: tuple[int, int]  # how plainly each names the other: 0 not, 1 its agency, 2 its staff, 3 a worker by name
    word_passed: int  # 2 where one sends and the other receives, 1 where only one of them says so
    notice: bool  # one is the notice of a police incident that the other recorded
    shared: float  # likeness of the words, 0 to 1, rare words weighing more
    rare: int  # words that stand in these two entries and hardly anywhere else
    together: int  # kinds of meeting or joint work that both speak of
    papers: int  # kinds of paper or happening that both speak of

    @property
    def score(self) -> float:
        """How much speaks for one event; see :data:`LINKED`. The weights are told in docs/decisions.md."""
        return sum(weight for weight, holds in self._reasons() if holds) + 9.5 * min(self.shared, 0.5)

    def _reasons(self) -> Iterator[tuple[float, object]]:
        less, more = sorted(self.names)
        near = self.days_apart <= 1 and not self.pointed
        yield -4.25, True
        yield -0.25, self.days_apart == 1
        yield -0.75, self.days_apart == 2
        yield -1.25, self.days_apart > 2
        yield -1.5, self.vague
        if self.minutes_apart is not None:
            yield 2.0, self.minutes_apart <= 60
            yield -1.75, self.minutes_apart > 240
        yield 0.25, more >= 2
        yield 1.0, less >= 2
        yield 1.0, self.word_passed == 2
        yield 0.5, self.word_passed == 2 and self.days_apart == 0
        yield 2.5, self.notice
        yield 2.25, self.papers and not self.notice
        yield 1.75, self.together and near
        yield 1.75, self.days_apart == 0 and more >= 2
        yield 2.0, less and near
        yield 0.2 * min(self.rare, 4), True


def evidence(entries: Sequence[Entry], case: Case, vocabulary: Vocabulary) -> Iterator[tuple[Entry, Entry, Evidence]]:
    """What speaks for one event, for every two entries of different agencies that may be of one day."""
    finder = Finder(entries, case, vocabulary)
    told = [finder.told(entry) for entry in entries if _dated(entry)]
    told.sort(key=lambda item: (item.entry.date.earliest or date.min, item.entry.agency, item.entry.position))
    often = Counter(word for item in told for word in item.words)
    weight = {word: math.log((1 + len(told)) / (1 + count)) for word, count in often.items()}
    norm = [math.sqrt(sum(weight[word] ** 2 for word in item.words)) or 1.0 for item in told]
    starts = [item.entry.date.earliest or date.min for item in told]
    for index, item in enumerate(told):
        last = bisect_right(starts, (item.entry.date.latest or date.min) + timedelta(days=MOST_DAYS))
        for other in range(index + 1, last):
            if told[other].entry.agency != item.entry.agency:
                shared = item.words & told[other].words
                likeness = sum(weight[word] ** 2 for word in shared) / (norm[index] * norm[other])
                rare = sum(1 for word in shared if often[word] <= 3 and not word.isdigit())
                yield item.entry, told[other].entry, _compare(finder, item, told[other], likeness, rare)


def _dated(entry: Entry) -> bool:
    when = entry.date
    return when.earliest is not None and when.latest is not None and when.latest - when.earliest <= WIDEST


def _compare(finder: Finder, first: Told, second: Told, shared: float, rare: int) -> Evidence:
    one, two = first.entry, second.entry
    minutes = None
    if one.date.earliest == two.date.earliest and one.time and two.time:
        minutes = abs(one.time.earliest - two.time.earliest)
    passed = max(_passed(first, second), _passed(second, first))
    return Evidence(
        days_apart=_apart(one, two),
        pointed=_points(first, two) or _points(second, one),
        vague=Precision.DAY not in (one.date.precision, two.date.precision)
        or one.date.precision is not two.date.precision,
        minutes_apart=minutes,
        names=(first.names.get(two.agency, 0), second.names.get(one.agency, 0)),
        word_passed=passed,
        notice=finder.is_notice(second, first) or finder.is_notice(first, second),
        shared=shared,
        rare=rare,
        together=len(first.together & second.together),
        papers=len(first.papers & second.papers),
    )


def _passed(sender: Told, receiver: Told) -> int:
    """2 where one says it sent word to the other's agency and the other that it came, 1 where one of them says so."""
    return int(receiver.entry.agency in sender.sent) + int(sender.entry.agency in receiver.received)


def _apart(one: Entry, two: Entry) -> int:
    """Days between the two dates, 0 where they may be the same."""
    first, second = one.date, two.date
    if first.latest is None or second.earliest is None or first.earliest is None or second.latest is None:
        return MOST_DAYS
    return max(0, (second.earliest - first.latest).days, (first.earliest - second.latest).days)


def _points(told: Told, other: Entry) -> bool:
    """Whether the entry speaks of the other's day while it is itself of another day."""
    earliest, latest = other.date.earliest, other.date.latest
    if earliest is None or latest is None or earliest == told.entry.date.earliest:
        return False
    return any(first <= latest and earliest <= last for first, last in told.days)


def same_events(
    entries: Sequence[Entry], case: Case, vocabulary: Vocabulary
) -> tuple[tuple[tuple[str, ...], ...], tuple[Difference, ...]]:
    """Groups of entries of different agencies that tell one event, and what their accounts differ in.

    Two entries are linked where each is the other agency's best partner and enough speaks for it; links that share an
    entry make one group. Groups and ids stand in the order of ``entries``. Nothing is merged: each account stays.
    """
    scored = [(found.score, one.id, two.id) for one, two, found in evidence(entries, case, vocabulary)]
    agency = {entry.id: entry.agency for entry in entries}
    best: dict[tuple[str, str], float] = {}
    for score, one, two in scored:
        for mine, theirs in ((one, two), (two, one)):
            key = (mine, agency[theirs])
            best[key] = max(best.get(key, score), score)
    links = [
        (one, two)
        for score, one, two in scored
        if score > LINKED and score >= best[one, agency[two]] and score >= best[two, agency[one]]
    ]
    place = {entry.id: index for index, entry in enumerate(entries)}
    groups = _joined(links, place)
    by_id = {entry.id: entry for entry in entries}
    differences = tuple(
        difference
        for one, two in sorted(links, key=lambda link: (place[link[0]], place[link[1]]))
        for difference in _differences(by_id[one], by_id[two])
    )
    return groups, differences


def _joined(links: list[tuple[str, str]], place: dict[str, int]) -> tuple[tuple[str, ...], ...]:
    """The links as groups, in order."""
    group: dict[str, list[str]] = {}
    for one, two in links:
        first, second = group.setdefault(one, [one]), group.setdefault(two, [two])
        if first is not second:
            first.extend(second)
            for member in second:
                group[member] = first
    unique = {id(members): sorted(members, key=place.__getitem__) for members in group.values()}
    return tuple(sorted((tuple(members) for members in unique.values()), key=lambda members: place[members[0]]))


def _differences(one: Entry, two: Entry) -> Iterator[Difference]:
    """What two accounts of one event say differently of its day and hour."""
    if _apart(one, two) > 0:
        yield Difference((one.id, two.id), "date", (write_date(one.date), write_date(two.date)))
    elif one.time and two.time and one.time.exact and two.time.exact and one.time != two.time:
        yield Difference((one.id, two.id), "time", (one.time.clock or "", two.time.clock or ""))
