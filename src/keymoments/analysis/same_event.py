"""The same event told by two agencies: found by day, hour, shared words and who names whom; linked, never merged."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from keymoments.analysis.dates import write_date
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.result import Difference
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.telling import NOTICE, Finder, Told
from keymoments.analysis.vocabulary import Vocabulary

# An incident that a log tells in several rows lasts no longer than this, so that one notice may be of all of them.
ONE_INCIDENT = 12 * 60
# Agencies date one event by when it happened, when they heard or when they typed it: two weeks apart at most.
MOST_DAYS = 14
# So near, more than a name may show that two tellings are of one event.
NEAR_DAYS = 2
# Dates wider than this (a season, a year) are too vague to say that two tellings are of one event.
WIDEST = timedelta(days=31)

# From this score on, two entries that are each other's best partner are linked.
LINKED = -0.9


class Evidence(NamedTuple):
    """Why two entries are taken for one event. Each part is a plain count, so that the link can be explained."""

    days_apart: int
    pointed: bool  # one speaks of the other's day ("last night", "on 12/2")
    cited: bool  # and names the other's agency beside ("HV's e-mail of 22/11")
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
        less, more = min(self.names), max(self.names)
        near = self.days_apart <= 1 and not self.pointed
        return (
            -3.5
            - _DAYS_APART[min(self.days_apart, 3)]
            - 1.0 * self.vague
            - 0.25 * (self.pointed and not self.notice)
            + 0.25 * (self.cited and self.days_apart > 2)
            + _minutes(self.minutes_apart)
            + 0.25 * (less >= 1)
            + 1.0 * (less >= 2)
            - 0.25 * (more >= 2)
            + (1.75 if self.days_apart == 0 else 1.0) * (self.word_passed == 2)
            + (1.25 + 1.25 * (more > 0) if self.notice else 1.5 * (self.papers > 0))
            + 2.75 * (near and self.together > 0)
            - 0.25 * (self.pointed and self.together > 0)
            + 1.75 * (more >= 2 and self.days_apart == 0)
            + 2.25 * (near and less > 0)
            + 13.0 * min(self.shared, 0.5)
            - 0.2 * min(self.rare, 4)  # they weigh in `shared` already: one shared surname shall not decide
        )


_DAYS_APART = (0.0, 0.75, 1.25, 1.0)


def _minutes(apart: int | None) -> float:
    if apart is None:
        return 0.0
    return 1.5 if apart <= 60 else 0.5 if apart <= 130 else -2.0 if apart > 240 else 0.0


class Comparison:
    """All entries of a case, prepared to be compared two by two."""

    def __init__(self, entries: Sequence[Entry], case: Case, vocabulary: Vocabulary, spread: Spread = in_turn) -> None:
        self._finder = Finder(entries, case, vocabulary)
        told = spread(self._finder.told, [entry for entry in entries if _dated(entry)])
        told.sort(key=lambda item: (item.entry.date.earliest or date.min, item.entry.agency, item.entry.position))
        often = Counter(word for item in told for word in item.words)
        self._weight = {word: math.log((1 + len(told)) / (1 + count)) ** 2 for word, count in often.items()}
        self._norm = [math.sqrt(self._weigh(item.words)) or 1.0 for item in told]
        self._rare = [
            frozenset(word for word in item.words if often[word] <= 3 and not word.isdigit()) for item in told
        ]
        self._starts = [(item.entry.date.earliest or date.min).toordinal() for item in told]
        self._ends = [(item.entry.date.latest or date.min).toordinal() for item in told]
        self._agencies = [item.entry.agency for item in told]
        self._told = told

    def _weigh(self, words: Iterable[str]) -> float:
        return math.fsum(map(self._weight.__getitem__, words))  # the same sum whatever the order of a set

    def strong(self, spread: Spread = in_turn) -> Iterator[tuple[Entry, Entry, Evidence]]:
        """Every two entries of different agencies for which enough speaks, in order of the first of them.

        Those that lie further apart than :data:`NEAR_DAYS` come after all others.
        """
        told = self._told
        for one, found in enumerate(spread(self._near, range(len(told)))):
            for two, evidence in found:
                yield told[one].entry, told[two].entry, evidence
        far = _joined_far(told, self._rare, self._finder)
        for (one, two), pair in zip(far, spread(self._far, far), strict=True):
            if pair is not None:
                yield told[one].entry, told[two].entry, pair

    def _near(self, one: int) -> list[tuple[int, Evidence]]:
        """The later partners of an entry within days.

        Something must join two beside the day: a shared rare word, joint work or paper, a police notice, or that one
        names the other's agency: all other pairs stay below the threshold.
        """
        told, rare, agencies, police = self._told, self._rare, self._agencies, self._finder.police
        first, mine, agency = told[one], rare[one], agencies[one]
        names, joint, papers = first.names, first.together, first.papers
        notice, of_police = NOTICE in papers, agency in police
        found: list[tuple[int, Evidence]] = []
        for two in range(one + 1, bisect_right(self._starts, self._ends[one] + NEAR_DAYS)):
            other = agencies[two]
            if other == agency:
                continue
            second = told[two]
            here, there = names.get(other, 0), second.names.get(agency, 0)
            if (
                (here and there)
                or here > 1
                or there > 1
                or not mine.isdisjoint(rare[two])
                or not joint.isdisjoint(second.together)
                or not papers.isdisjoint(second.papers)
                or (notice and other in police)
                or (of_police and NOTICE in second.papers)
            ) and (evidence := self._compared(one, two)):
                found.append((two, evidence))
        return found

    def _far(self, pair: tuple[int, int]) -> Evidence | None:
        """Two that may lie days apart; something more than a bare name joins them, see :func:`_joined_far`."""
        one, two = pair
        apart = self._starts[two] - self._ends[one]
        if self._agencies[one] == self._agencies[two] or not NEAR_DAYS < apart <= MOST_DAYS:
            return None
        return self._compared(one, two)

    def _compared(self, one: int, two: int) -> Evidence | None:
        """What speaks for one event, where it is enough."""
        first, second = self._told[one], self._told[two]
        likeness = self._weigh(first.words & second.words) / (self._norm[one] * self._norm[two])
        found = _compare(self._finder, first, second, likeness, len(self._rare[one] & self._rare[two]))
        return found if found.score > LINKED else None


def _joined_far(told: list[Told], rare: list[frozenset[str]], finder: Finder) -> list[tuple[int, int]]:
    """Pairs that may lie days apart.

    One names the other and they share a rare word, or one names the other and speaks of its day, or one is the notice
    of the other's incident.
    """
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(rare):
        for word in words:
            by_word[word].append(place)
    pairs = {
        (one, two)
        for places in by_word.values()
        for one, two in combinations(places, 2)
        if told[two].entry.agency in told[one].names or told[one].entry.agency in told[two].names
    }
    by_day: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
    for place, item in enumerate(told):
        if item.entry.date.earliest is not None:
            by_day[item.entry.agency, item.entry.date.earliest].append(place)
    for place, item in enumerate(told):
        near = item.entry.date.earliest or date.min
        far = [one for one, last in item.days if one == last and NEAR_DAYS < abs((one - near).days) <= MOST_DAYS]
        for agency in item.names if far else ():
            for day in far:
                pairs.update((min(place, other), max(place, other)) for other in by_day.get((agency, day), ()))
    incidents = [place for place, item in enumerate(told) if item.entry.agency in finder.police]
    starts = [(told[place].entry.date.earliest or date.min).toordinal() for place in incidents]
    for place, item in enumerate(told):
        if NOTICE in item.papers and item.entry.agency not in finder.police:
            sent = (item.entry.date.earliest or date.min).toordinal()
            around = incidents[bisect_left(starts, sent - MOST_DAYS) : bisect_right(starts, sent + MOST_DAYS)]
            pairs.update((min(place, other), max(place, other)) for other in around)
    return sorted(pairs)


def _is_notice(first: Told, second: Told, finder: Finder) -> bool:
    """Whether one of the two is the notice of a police incident that the other recorded."""
    return (NOTICE in first.papers and second.entry.agency in finder.police) or (
        NOTICE in second.papers and first.entry.agency in finder.police
    )


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
        cited=(two.agency in first.names and _points(first, two))
        or (one.agency in second.names and _points(second, one)),
        vague=Precision.DAY not in (one.date.precision, two.date.precision)
        or one.date.precision is not two.date.precision,
        minutes_apart=minutes,
        names=(first.names.get(two.agency, 0), second.names.get(one.agency, 0)),
        word_passed=passed,
        notice=_is_notice(first, second, finder),
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
    entries: Sequence[Entry], case: Case, vocabulary: Vocabulary, *, spread: Spread = in_turn
) -> tuple[tuple[tuple[str, ...], ...], tuple[Difference, ...]]:
    """Groups of entries of different agencies that tell one event, and what their accounts differ in.

    Two entries are linked where enough speaks for it and each is the other agency's best partner, or follows the best
    partner within hours, as the rows of one police incident do; links that share an entry make one group. Groups and
    ids stand in the order of ``entries``. Nothing is merged: each account stays. ``spread`` shares out the comparisons.
    """
    strong = Comparison(entries, case, vocabulary, spread).strong(spread)
    scored = [(found.score, one.id, two.id, found.notice) for one, two, found in strong]
    agency = {entry.id: entry.agency for entry in entries}
    clock = {entry.id: _clock(entry) for entry in entries}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for score, one, two, _ in scored:
        for mine, theirs in ((one, two), (two, one)):
            key = (mine, agency[theirs])
            if key not in best or score > best[key][0]:
                best[key] = (score, theirs)

    def fits(mine: str, theirs: str, *, notice: bool) -> bool:
        chosen = best[mine, agency[theirs]][1]
        here, there = clock[chosen], clock[theirs]
        if chosen == theirs or not notice or here is None or there is None:
            return chosen == theirs
        return abs(here - there) <= ONE_INCIDENT

    links = [
        (one, two)
        for score, one, two, notice in scored
        if fits(one, two, notice=notice) and fits(two, one, notice=notice)
    ]
    place = {entry.id: index for index, entry in enumerate(entries)}
    groups = _joined(links, place)
    by_id = {entry.id: entry for entry in entries}
    ordered = [tuple(sorted(link, key=place.__getitem__)) for link in links]
    differences = tuple(
        difference
        for one, two in sorted(ordered, key=lambda link: (place[link[0]], place[link[1]]))
        for difference in _differences(by_id[one], by_id[two])
    )
    return groups, differences


def _clock(entry: Entry) -> int | None:
    """Minutes since a fixed day, where day and time are known."""
    if entry.date.earliest is None or entry.time is None:
        return None
    return entry.date.earliest.toordinal() * 24 * 60 + entry.time.earliest


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
