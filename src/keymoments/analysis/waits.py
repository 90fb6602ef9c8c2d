"""What took how long: every start and end that the records tell of, paired for a matter, measured and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from keymoments.analysis.chronology import order_key
from keymoments.analysis.concerns import from_concern
from keymoments.analysis.docket import Docket, Wait
from keymoments.analysis.events import Event, find_events
from keymoments.analysis.limits import Limits
from keymoments.analysis.matters import paired
from keymoments.analysis.records import Case, Entry, Problem
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.stretches import Verdict
from keymoments.analysis.unanswered import unanswered
from keymoments.analysis.vocabulary import Vocabulary

# A birth told of so long before the birth date may be the same child's, misdated (days); earlier it is a sibling's.
SOON_BORN = 120
# Waits that end when the child is seen: nobody can be late in seeing a child before its birth.
OF_THE_BORN = frozenset(("concern-to-seen", "child-seen", "return-interview", "looked-after-visit", "plan-visit"))

__all__ = ["Verdict", "Wait", "wait_problems", "waits"]


def waits(
    entries: Sequence[Entry],
    contacts: Sequence[Contact],
    case: Case,
    limits: Limits,
    vocabulary: Vocabulary,
    *,
    events: Mapping[str, Sequence[Event]] | None = None,
    spread: Spread = in_turn,
) -> tuple[Wait, ...]:
    """Every wait of a case, by day of its start, standard and entries.

    ``contacts``: what the entries say of sightings; without them the waits that end with a sighting are left out.
    ``events``: entry → its events, where they are known; ``spread`` shares out what is the same for every entry.
    Undated entries start and end nothing. No answer depends on the order of ``entries``.
    """
    docket = docket_of(entries, contacts, case, limits, events)
    found: dict[tuple[str, str, str, str], Wait] = {}
    for told in _every(docket, vocabulary, spread):
        wait = _of_the_born(told, case) if told.standard in OF_THE_BORN else told
        if wait is None:
            continue
        found.setdefault((wait.standard, wait.begins or "", wait.ends or "", " ".join(wait.children)), wait)
    return tuple(
        sorted(found.values(), key=lambda w: (w.started, w.standard, w.begins or "", w.ends or "", w.children))
    )


def _of_the_born(wait: Wait, case: Case) -> Wait | None:
    """The wait for those of its children who were born by its start, ``None`` where there is none of them."""
    unborn = {child.id for child in case.subjects if child.born is not None and wait.started < child.born}
    left = tuple(child for child in wait.children if child not in unborn)
    return replace(wait, children=left) if left or not wait.children else None


def _every(docket: Docket, vocabulary: Vocabulary, spread: Spread) -> Iterator[Wait]:
    yield from paired(docket)
    yield from unanswered(docket, vocabulary, spread)
    yield from from_concern(docket)


def docket_of(
    entries: Sequence[Entry],
    contacts: Sequence[Contact],
    case: Case,
    limits: Limits,
    events: Mapping[str, Sequence[Event]] | None = None,
) -> Docket:
    """The case prepared for pairing."""
    dated = tuple(sorted((entry for entry in entries if entry.date.earliest is not None), key=order_key))
    ends: dict[str, date] = {}
    for entry in dated:
        if entry.date.latest is not None and entry.in_scope:
            ends[entry.agency] = max(ends.get(entry.agency, date.min), entry.date.latest)
    return Docket(
        case=case,
        limits=limits,
        entries=dated,
        events=find_events(dated, case, limits, events),
        contacts={contact.entry: contact for contact in contacts},
        kinds={agency.id: agency.kind for agency in case.agencies},
        ends=ends,
    )


def wait_problems(
    entries: Sequence[Entry], case: Case, limits: Limits, events: Mapping[str, Sequence[Event]] | None = None
) -> tuple[Problem, ...]:
    """What makes a clock doubtful: no subject, a birth after the scope, a birth told of before it was."""
    found = []
    if not case.subjects:
        found.append(
            Problem("case.toml", "", "No subject child is named.", "Mark at least one person with subject = true.")
        )
    found.extend(
        Problem(
            "case.toml",
            f"person {person.id}",
            f"The birth date of {person.id} lies after the end of the scope.",
            "Check born and scope_to; until then the child counts as unborn throughout.",
        )
        for person in case.subjects
        if person.born is not None and person.born > case.scope_to
    )
    born = {person.id: person.born for person in case.people if person.born is not None}
    for event in find_events(entries, case, limits, events).get("birth", ()):
        day = event.entry.date.latest
        named = [born[who] for who in event.entry.people if who in born]
        if day is not None and len(named) == 1 and timedelta(0) < named[0] - day < timedelta(days=SOON_BORN):
            found.append(
                Problem(
                    event.entry.file,
                    event.entry.where,
                    "A birth is told of before the birth date that case.toml gives.",
                    "Check born in case.toml and the date of this row; the clock started at the date of case.toml.",
                )
            )
    return tuple(found)
