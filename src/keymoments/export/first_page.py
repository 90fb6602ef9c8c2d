"""The first page: what the records show, in plain sentences with dates and agencies, each leading to its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keymoments.analysis.layout import day_words
from keymoments.analysis.result import Analysis, Wait
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict
from keymoments.analysis.whereabouts import Stretch, Whereabouts, whereabouts
from keymoments.export.accounts import accounts_that_differ
from keymoments.export.linked import Line, Part, entry_part, line, listed, words_around
from keymoments.export.moments import moment_place
from keymoments.export.shown import agencies_shown, counted
from keymoments.export.sighting_words import child_labels, contradicted_ticks, span_words
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

ABOUT_FIRST = (
    "A program put this together from the words of the records, without any judgement of its own. Where it says that "
    "the records show no such thing, it may still have happened."
)
_AGENCIES = 8  # more are not named in a sentence
_CHILDREN = 4
_LIMITS, _UNANSWERED, _MOMENTS = 3, 2, 4
_CONCERNS = (
    (TO_SEEN, "the records show a professional seeing", "the records show no later sighting of"),
    (TO_ACTION, "the records show a first step to protect", "the records show no step to protect"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and those that belong under it."""

    line: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """A few sentences of the first page under a heading."""

    key: str
    heading: str
    lines: tuple[Sentence, ...]


def first_page(analysis: Analysis) -> tuple[Sentences, ...]:
    """The sentences of the first page."""
    parts = (
        ("read", "The records", _plainly(_records(analysis))),
        ("children", "When professionals saw the child", _plainly(_children(analysis))),
        ("waits", "What took longest", tuple(_waits(analysis))),
        ("unanswered", "Concerns and messages without an answer, or answered late", tuple(_unanswered(analysis))),
        ("moments", "Moments to look at first", _plainly(_moments(analysis))),
        ("doubts", "What does not fit together, and what could not be read", _plainly(_doubts(analysis))),
    )
    return tuple(Sentences(f"shows-{key}", heading, lines) for key, heading, lines in parts if lines)


def _plainly(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    return tuple(Sentence(one) for one in lines if one)


def _records(analysis: Analysis) -> Iterator[Line]:
    entries = analysis.entries
    agencies = [agency for agency in agencies_shown(analysis) if agency.entries]
    days = [day for entry in entries for day in (entry.date.earliest, entry.date.latest) if day is not None]
    case = analysis.case
    period = f"{day_words(case.scope_from)} to {day_words(case.scope_to)}"
    span = f" They run from {day_words(min(days))} to {day_words(max(days))}." if days else ""
    inside = sum(entry.in_scope for entry in entries)
    within = "All" if inside == len(entries) else f"{inside:,}"
    yield line(
        f"The files of {counted(len(agencies), 'agency', 'agencies')} hold "
        f"{counted(len(entries), 'entry', 'entries')}.{span} {within} of them belong to the period of the review, "
        f"{period}."
    )
    if 1 < len(agencies) <= _AGENCIES:
        most = sorted(agencies, key=lambda agency: -agency.entries)
        named = listed((Part(f"{agency.label} {agency.entries:,}") for agency in most), ", ", " and ")
        yield line("Entries of each agency: ", *named, ".")


# ---- children ----


def _children(analysis: Analysis) -> Iterator[Line]:
    labels = child_labels(analysis.case)
    found = whereabouts(analysis.entries, analysis.contacts, analysis.case)
    for where in found[:_CHILDREN]:
        yield from _child(where, labels[where.child.id])
    if len(found) > _CHILDREN:
        yield line(Part("The other children: where was the child", place="where"), ".")


def _child(where: Whereabouts, label: str) -> Iterator[Line]:
    total = where.total
    baby = bool(where.glances) and all(glance.young for glance in where.glances)
    if not total.seen:
        yield line(f"The records show no sighting of {label} by a professional in the period of the review.")
        return
    times = "once" if total.seen == 1 else f"{total.seen:,} times"
    alone = "" if baby else f", {total.alone:,} of them alone" if total.alone else "; no record shows the child alone"
    begins = f"The records show that professionals saw {label} {times} in the period of the review{alone}."
    yield line(begins, *_stretch(where.stretch, f" The longest time in which no record shows {label} seen"))
    if not baby and total.alone:
        yield line(*_stretch(where.alone_stretch, f"The longest time in which no record shows {label} seen alone"))


def _stretch(stretch: Stretch | None, begin: str) -> Line:
    """The sentence with the sightings on either side."""
    if stretch is None:
        return ()
    said: list[Part] = [Part(f"{begin} is {counted(stretch.days, 'day')}, {span_words(stretch.begins, stretch.ends)}")]
    if stretch.after and stretch.before:
        said += line(" (from ", entry_part(stretch.after), " to ", entry_part(stretch.before), ")")
    elif stretch.after:
        said += line(" (from ", entry_part(stretch.after), " to where the records end)")
    elif stretch.before:
        said += line(" (from where the records begin to ", entry_part(stretch.before), ")")
    return (*said, Part("."))


# ---- waits ----


class _Waits:
    """Waits with the agencies and words of their ends."""

    def __init__(self, analysis: Analysis) -> None:
        self.entries = {entry.id: entry for entry in analysis.entries}
        self.agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
        self.labels = child_labels(analysis.case)
        self.waits = longest_first(merged_waits(analysis.waits), records_end(analysis))

    def longest(self, standard: str) -> Wait | None:
        """The longest that began and ended, or that shows no end, whichever lasts longer."""
        return next(
            (w for w in self.waits if w.standard == standard and (w.ended is None or w.ended > w.started)), None
        )

    def point(self, entry: str | None, quote: Quote | None) -> Line:
        """The agency, words and entry of one end of a wait."""
        told = self.entries.get(entry or "")
        if told is None:
            return ()
        words = f", {words_around(told, quote)}" if quote is not None and quote.place != "born" else ""
        return line(f"{self.agencies.get(told.agency, told.agency)}{words}, ", entry_part(told.id))

    def children(self, wait: Wait) -> str:
        """The children of a wait, as a sentence names them."""
        names = [self.labels[child] for child in wait.children if child in self.labels]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "the child"


def _waits(analysis: Analysis) -> Iterator[Sentence]:
    told = _Waits(analysis)
    yield from (Sentence(one) for one in _from_concern(told))
    yield from _limits(told)
    if told.waits:
        yield Sentence(line(Part("All waits, longest first", place="waits")))


def _from_concern(told: _Waits) -> Iterator[Line]:
    for standard, ended, never in _CONCERNS:
        wait = told.longest(standard)
        if wait is None:
            continue
        start = told.point(wait.begins, wait.begin_quote)
        begin = line(f"After the concern of {day_words(wait.started)}", *_bracketed(start))
        children = told.children(wait)
        if wait.ended is None or wait.elapsed is None:
            yield line(*begin, f", {never} {children}.")
        else:
            yield line(
                *begin,
                f", {number_words(wait.elapsed, wait.unit)} went by before {ended} {children}, ",
                f"on {day_words(wait.ended)}",
                *_bracketed(told.point(wait.ends, None)),
                ".",
            )


def _bracketed(parts: Line) -> Line:
    return line(" (", *parts, ")") if parts else ()


def _limits(told: _Waits) -> Iterator[Sentence]:
    over = [
        wait
        for wait in told.waits
        if wait.verdict is Verdict.EXCEEDED and wait.limit and wait.elapsed and wait.standard != NO_RESPONSE
    ]
    if not over:
        return
    over.sort(key=lambda wait: -(wait.elapsed or 0) / (wait.limit or 1))
    which = (
        f"The {_LIMITS} furthest beyond it" if len(over) > _LIMITS else "Furthest beyond it first" if over[1:] else "It"
    )
    yield Sentence(
        line(f"At {counted(len(over), 'place')} the records show more time than the limit then in force. {which}:"),
        tuple(_limit(wait) for wait in over[:_LIMITS]),
    )


def _limit(wait: Wait) -> Line:
    ends = f", {span_words(wait.started, wait.ended)}" if wait.ended else ""
    return line(
        f"{standard_words(wait.standard)}: {number_words(wait.elapsed or 0, wait.unit)}{ends}",
        *_bracketed(listed(entry_part(entry) for entry in (wait.begins, wait.ends) if entry)),
        f"; the limit was {limit_words(wait)}.",
    )


def _unanswered(analysis: Analysis) -> Iterator[Sentence]:
    told = _Waits(analysis)
    messages = [wait for wait in told.waits if wait.standard == NO_RESPONSE]
    never = [wait for wait in messages if wait.verdict is Verdict.NO_END_RECORDED]
    late = [wait for wait in messages if wait.verdict is Verdict.EXCEEDED]
    if never:
        which = f". The first {_UNANSWERED} of them:" if len(never) > _UNANSWERED else ":"
        many = counted(len(never), "concern or message", "concerns and messages")
        never.sort(key=lambda wait: wait.started)
        yield Sentence(
            line(f"To {many} the records show no answer{which}"),
            tuple(
                line(f"{day_words(wait.started)}: ", *told.point(wait.begins, wait.begin_quote))
                for wait in never[:_UNANSWERED]
            ),
        )
    if late:
        which = f". The {_UNANSWERED} longest:" if len(late) > _UNANSWERED else ":"
        many = counted(len(late), "concern or message", "concerns and messages")
        yield Sentence(
            line(f"To {many} the records show an answer after more than ten working days{which}"),
            tuple(_answered(wait, told) for wait in late[:_UNANSWERED]),
        )


def _answered(wait: Wait, told: _Waits) -> Line:
    took = f", {number_words(wait.elapsed, wait.unit)}" if wait.elapsed is not None else ""
    ended = f" to {day_words(wait.ended)}" if wait.ended else ""
    return line(
        f"{day_words(wait.started)}{ended}{took}: ",
        *told.point(wait.begins, wait.begin_quote),
        *(line("; answered in ", entry_part(wait.ends)) if wait.ends else ()),
    )


# ---- the rest ----


def _moments(analysis: Analysis) -> Iterator[Line]:
    for item in analysis.suggestions[:_MOMENTS]:
        yield line(f"{item.because} ", Part(f"Moment {item.rank}", place=moment_place(item.rank)))


def _doubts(analysis: Analysis) -> Iterator[Line]:
    differ = len(accounts_that_differ(analysis))
    if differ:
        told = counted(differ, "event is told by entries", "events are told by entries")
        yield line(f"{told} that differ from each other. ", Part("Where accounts differ", place="accounts"))
    ticks = len(contradicted_ticks(analysis))
    if ticks:
        boxes = counted(ticks, "tick box says", "tick boxes say")
        yield line(f"{boxes} something else than the note beside. ", Part("Tick boxes", place="ticks"))
    unsure = sum(entry.date.earliest is None for entry in analysis.entries)
    if unsure:
        yield line(f"{counted(unsure, 'entry has', 'entries have')} no date; no count of time rests on them.")
    whole = [problem for problem in analysis.problems if problem.where in ("", "whole file") and problem.file]
    for problem in whole[:3]:
        if problem.file != "case.toml":
            yield line(f"{problem.file} could not be read: {problem.what}")
    if analysis.problems:
        places = counted(len(analysis.problems), "place was", "places were")
        yield line(f"{places} not read for certain. ", Part("What could not be read", place="unread"))
    else:
        yield line("Everything in the files was read.")
