"""What one run over a case found: the value that every output is written from."""

from __future__ import annotations

from dataclasses import dataclass

from keymoments.analysis.people import UnknownPerson
from keymoments.analysis.records import Case, Entry, Problem
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.suggestions import Suggestion
from keymoments.analysis.waits import Wait

__all__ = ["Analysis", "Contact", "Difference", "Suggestion", "UnknownPerson", "Wait"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two accounts of one event that do not say the same.

    ``entries``: the two ids; ``what``: "date", "time" …; ``values``: what each of them says, in the same order.
    """

    entries: tuple[str, str]
    what: str
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found. ``entries`` stand in the order of the chronology, ``contacts`` in the same order.

    An entry without a :class:`Contact` is none; ``waits`` stand by their first day, ``suggestions`` by rank.
    """

    version: str
    pack: str
    pack_version: str
    pack_hash: str
    case: Case
    entries: tuple[Entry, ...]
    same_event: tuple[tuple[str, ...], ...] = ()
    differences: tuple[Difference, ...] = ()
    unknown_people: tuple[UnknownPerson, ...] = ()
    problems: tuple[Problem, ...] = ()
    contacts: tuple[Contact, ...] = ()
    waits: tuple[Wait, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
