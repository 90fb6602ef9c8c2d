"""What one run over a case found: the value that every output is written from."""

from __future__ import annotations

from dataclasses import dataclass, field

from keymoments.analysis.facts.values import Fact
from keymoments.analysis.people import UnknownPerson
from keymoments.analysis.records import Case, Entry, Problem
from keymoments.analysis.rules import Rules
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.suggestions import Suggestion
from keymoments.analysis.waits import Wait

__all__ = ["Analysis", "Contact", "Difference", "SourceFile", "Suggestion", "UnknownPerson", "Wait"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two accounts of one event that do not say the same.

    ``entries``: the two ids; ``what``: "date", "time" …; ``values``: what each of them says, in the same order.
    """

    entries: tuple[str, str]
    what: str
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that an agency handed in, and the SHA-256 of its bytes, by which it is known again."""

    agency: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found. ``entries`` stand in the order of the chronology, ``contacts`` in the same order.

    An entry without a :class:`Contact` is none; ``waits`` stand by their first day, ``suggestions`` by rank, ``facts``
    by the day from which a record held them (see :mod:`keymoments.analysis.known`). ``rules``: those that were looked
    for, with the facts and themes they name; ``files``: what was read.
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
    facts: tuple[Fact, ...] = ()
    rules: Rules = field(default_factory=Rules)
    files: tuple[SourceFile, ...] = ()
