"""The first page: what happened and what the records show, in plain sentences, each leading to its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keymoments.analysis.layout import day_words
from keymoments.analysis.result import Analysis
from keymoments.analysis.whereabouts import Stretch, Whereabouts, whereabouts
from keymoments.export.accounts import accounts_that_differ
from keymoments.export.agency_names import AgencyNames
from keymoments.export.because import because_line, children_words
from keymoments.export.first_waits import FirstWaits, from_concern, over_limits, unanswered
from keymoments.export.linked import Line, Part, line, listed
from keymoments.export.moments import moment_place
from keymoments.export.shown import agencies_shown, counted
from keymoments.export.sighting_words import child_labels, contradicted_ticks, span_words
from keymoments.export.wait_words import merged_waits
from keymoments.export.what_happened import what_happened

ABOUT_FIRST = (
    "A program put this together from the words of the records, without any judgement of its own. Each date leads to "
    "the entry. Where it says that the records show no such thing, it may still have happened."
)
_AGENCIES = 8  # more are not named in a sentence
_CHILDREN = 4
_MOMENTS = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and those that belong under it; ``folded``: further ones, which a reader opens on the screen."""

    line: Line
    under: tuple[Line, ...] = ()
    folded: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """A few sentences of the first page under a heading."""

    key: str
    heading: str
    lines: tuple[Sentence, ...]


def first_page(analysis: Analysis) -> tuple[Sentences, ...]:
    """The sentences of the first page."""
    names = AgencyNames(agencies_shown(analysis))
    children = list(child_labels(analysis.case).values())
    told = FirstWaits(analysis, names)
    moments = len(analysis.suggestions)
    first = f" ({_MOMENTS} of {moments})" if moments > _MOMENTS else ""
    parts = (
        ("happened", _happened(analysis), _plainly(what_happened(analysis, names))),
        ("children", f"When professionals saw {_and(children) or 'the child'}", _plainly(_children(analysis))),
        ("waits", "What took longest", (*_made(from_concern(told)), *_made(over_limits(told)), *_all(told))),
        ("unanswered", "Messages and concerns without an answer, or answered late", tuple(_made(unanswered(told)))),
        ("moments", f"Moments to look at first{first}", _plainly(_moments(analysis, told, names))),
        ("doubts", "What does not fit together, and what could not be read", _plainly(_doubts(analysis))),
        ("read", "The records, and what was found in them", _plainly(_records(analysis))),
    )
    return tuple(Sentences(f"shows-{key}", heading, tuple(lines)) for key, heading, lines in parts if lines)


def _happened(analysis: Analysis) -> str:
    day = analysis.case.incident_date
    return f"What happened on {day_words(day)}" if day is not None else "What happened"


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _plainly(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    return tuple(Sentence(one) for one in lines if one)


def _made(found: Iterable[tuple[Line, tuple[Line, ...], tuple[Line, ...]]]) -> Iterator[Sentence]:
    return (Sentence(*one) for one in found)


def _all(told: FirstWaits) -> tuple[Sentence, ...]:
    return _plainly(
        [line(Part(f"All {counted(len(told.waits), 'wait')}, longest first", place="waits"))] * bool(told.waits)
    )


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
    sorts = len({fact.key for fact in analysis.facts})
    yield line(
        "Found in them: ",
        Part(counted(len(analysis.suggestions), "moment to look at", "moments to look at"), place="moments"),
        ", ",
        Part(counted(len(merged_waits(analysis.waits)), "wait"), place="waits"),
        ", and ",
        Part(counted(sorts, "sort of grave fact", "sorts of grave fact"), place="knowing"),
        f", told in {counted(len(analysis.facts), 'place')}.",
    )


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
    alone = "" if baby else f", {_times(total.alone)} alone" if total.alone else f"; no record shows {label} alone"
    begins = f"The records show that professionals saw {label} {_times(total.seen)} in the period of the review{alone}."
    yield line(begins, *_stretch(where.stretch, f" The longest time in which no record shows {label} seen"))
    if not baby and total.alone:
        yield line(*_stretch(where.alone_stretch, f"The longest time in which no record shows {label} seen alone"))


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _stretch(stretch: Stretch | None, begin: str) -> Line:
    """The sentence; its days lead to the sightings on either side."""
    if stretch is None:
        return ()
    first, _, last = span_words(stretch.begins, stretch.ends).partition(" to ")
    starts = Part(first, entry=stretch.after) if stretch.after else Part(f"{first} (where the records begin)")
    ends = Part(last, entry=stretch.before) if stretch.before else Part(f"{last} (where the records end)")
    return line(f"{begin} is {counted(stretch.days, 'day')}, ", starts, " to ", ends, ".")


# ---- the rest ----


def _moments(analysis: Analysis, told: FirstWaits, names: AgencyNames) -> Iterator[Line]:
    for item in analysis.suggestions[:_MOMENTS]:
        yield line(
            *because_line(analysis, item, told.entries, names),
            " ",
            Part(f"Moment {item.rank}", place=moment_place(item.rank)),
            f" (about {about})" if (about := children_words(analysis, item)) else "",
        )


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
