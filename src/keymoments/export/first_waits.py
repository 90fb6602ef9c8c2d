"""The longest waits and the messages without an answer, as sentences of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from keymoments.analysis.layout import day_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Wait
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict
from keymoments.export.agency_names import AgencyNames
from keymoments.export.linked import Line, Part, ended, line, plain, quoted, unmarked
from keymoments.export.shown import counted
from keymoments.export.sighting_words import child_labels, span_words
from keymoments.export.wait_words import (
    NO_RESPONSE,
    TO_ACTION,
    TO_SEEN,
    limit_words,
    longest_first,
    merged_waits,
    number_words,
    records_end,
    standard_words,
)

# A sentence, those under it, and those folded under it.
Told = tuple[Line, tuple[Line, ...], tuple[Line, ...]]
_LIMITS, _OPEN = 3, 6
# A sentence shorter than this says little of what it was about: others come with it.
_TERSE = 110
_CONCERNS = (
    (TO_SEEN, "the records show a professional seeing", "the records show no later sighting of"),
    (TO_ACTION, "the records show a first step to protect", "the records show no step to protect"),
)


class FirstWaits:
    """Waits with the agencies, words and children of their ends."""

    def __init__(self, analysis: Analysis, names: AgencyNames) -> None:
        self.entries = {entry.id: entry for entry in analysis.entries}
        self.names = names
        self.waits = longest_first(merged_waits(analysis.waits), records_end(analysis))
        self._labels = child_labels(analysis.case)
        self._concerns: dict[str, Quote] = {}
        for fact in sorted(analysis.facts, key=lambda fact: (fact.group != "concern", -fact.weight)):
            if fact.quote.place == "text":
                self._concerns.setdefault(fact.entry, fact.quote)

    def longest(self, standard: str) -> Wait | None:
        """The longest that began and ended, or that shows no end, whichever lasts longer."""
        return next(
            (w for w in self.waits if w.standard == standard and (w.ended is None or w.ended > w.started)), None
        )

    def recorded(self, wait: Wait, *, named: bool = False) -> Line:
        """Who recorded what a wait began with, and the whole sentence that carries the concern."""
        entry = self.entries.get(wait.begins or "")
        if entry is None:
            return line("the records")
        about = self.of_whom(wait) if named else ""
        return line(f"{self.names.say(entry.agency)} recorded{about} ", *unmarked(self._said(entry, wait.begin_quote)))

    def _said(self, entry: Entry, begin: Quote | None) -> Line:
        """The sentence that carries the concern, and the one that sends it out, where that is another."""
        sent = begin if begin is not None and begin.place == "text" and begin.words in entry.text else None
        concern = self._concerns.get(entry.id)
        if concern is None:
            return quoted(entry, sent, wide=True) or line("an entry without text")
        first = quoted(entry, concern)
        if len(plain(first)) < _TERSE:
            return quoted(entry, concern, wide=True)
        if sent is None:
            return first
        second = quoted(entry, sent)
        if plain(second).strip("“”… ") in plain(first):
            return first
        if plain(first).strip("“”… ") in plain(second):
            return second
        rows = ((concern.start, first), (sent.start, second))
        return line(*min(rows, key=_place)[1], " and ", *max(rows, key=_place)[1])

    def agency(self, entry: str | None) -> str:
        """The agency of an entry, as a sentence names it."""
        told = self.entries.get(entry or "")
        return self.names.say(told.agency) if told is not None else ""

    def one_agency(self, wait: Wait) -> bool:
        """Whether one agency recorded both ends."""
        ends = [self.entries[entry].agency for entry in (wait.begins, wait.ends) if entry in self.entries]
        return len(ends) > 1 and ends[0] == ends[1]

    def children(self, wait: Wait) -> str:
        """The children of a wait, as a sentence names them."""
        names = [self._labels[child] for child in wait.children if child in self._labels]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "the child"

    def of_whom(self, wait: Wait) -> str:
        """ " about Linnet" where the review is about more than one child and not all are meant."""
        some = 0 < len(wait.children) < len(self._labels)
        return f" about {self.children(wait)}" if some else ""


def _place(row: tuple[int, Line]) -> int:
    return row[0]


def _day(day: date, entry: str | None) -> Part:
    return Part(day_words(day), entry=entry or "")


def from_concern(told: FirstWaits) -> Iterator[Told]:
    """The longest time from a concern to the child being seen, and to a step to protect."""
    before = ""
    for standard, shows, never in _CONCERNS:
        wait = told.longest(standard)
        if wait is None:
            continue
        begin = line("On ", _day(wait.started, wait.begins), " ", *told.recorded(wait))
        same = bool(wait.begins) and wait.begins == before
        if same:
            begin = line("After the same record of ", _day(wait.started, wait.begins))
        before = wait.begins or ""
        children = told.children(wait)
        if wait.ended is None or wait.elapsed is None:
            yield line(*begin, f"{',' if same else '; after that'} {never} {children}."), (), ()
            continue
        agency = "" if told.one_agency(wait) else told.agency(wait.ends)
        yield (
            line(
                *begin,
                f"{',' if same else ';'} {number_words(wait.elapsed, wait.unit)} went by before {shows} {children}",
                ", on ",
                _day(wait.ended, wait.ends),
                f" ({agency})." if agency else ".",
            ),
            (),
            (),
        )


def over_limits(told: FirstWaits) -> Iterator[Told]:
    """How often a limit was exceeded, and where it was exceeded furthest."""
    over = [
        wait
        for wait in told.waits
        if wait.verdict is Verdict.EXCEEDED and wait.limit and wait.elapsed and wait.standard != NO_RESPONSE
    ]
    if not over:
        return
    over.sort(key=lambda wait: -(wait.elapsed or 0) / (wait.limit or 1))
    which = "Furthest beyond it first" if over[1:] else "It"
    yield (
        line(f"At {counted(len(over), 'place')} the records show more time than the limit then in force. {which}:"),
        tuple(_limit(wait, told) for wait in over[:_LIMITS]),
        tuple(_limit(wait, told) for wait in over[_LIMITS:]),
    )


def _limit(wait: Wait, told: FirstWaits) -> Line:
    ends: Line = ()
    if wait.ended:
        first, _, last = span_words(wait.started, wait.ended).partition(" to ")
        ends = line(", ", Part(first, entry=wait.begins or ""), " to ", Part(last, entry=wait.ends or ""))
    return line(
        f"{standard_words(wait.standard)}{told.of_whom(wait)}: {number_words(wait.elapsed or 0, wait.unit)}",
        *ends,
        f"; the limit was {limit_words(wait)}.",
    )


def unanswered(told: FirstWaits) -> Iterator[Told]:
    """Every message and concern to which the records show no answer, then those answered late, by day."""
    messages = sorted((w for w in told.waits if w.standard == NO_RESPONSE), key=lambda wait: wait.started)
    never = [wait for wait in messages if wait.verdict is Verdict.NO_END_RECORDED]
    late = [wait for wait in messages if wait.verdict is Verdict.EXCEEDED]
    for waits, shows in ((never, "no answer"), (late, "an answer after more than ten working days")):
        if waits:
            many = counted(len(waits), "concern or message", "concerns and messages")
            lines = [_message(wait, told) for wait in waits]
            yield line(f"To {many} the records show {shows}:"), tuple(lines[:_OPEN]), tuple(lines[_OPEN:])


def _message(wait: Wait, told: FirstWaits) -> Line:
    begin = line("On ", _day(wait.started, wait.begins), " ", *told.recorded(wait, named=True))
    if wait.ended is None or not wait.ends:
        return ended(begin)
    took = f" after {number_words(wait.elapsed, wait.unit)}" if wait.elapsed is not None else ""
    by = "it recorded an answer" if told.one_agency(wait) else f"{told.agency(wait.ends)} answered"
    return line(*begin, f"; {by}{took}, on ", _day(wait.ended, wait.ends), ".")
