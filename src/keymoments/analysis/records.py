"""What somebody wrote down: agencies, people, places, entries, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known (design: contracts, section 3)."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    APPROXIMATE = "approximate"
    RANGE = "range"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """The days on which something may have happened.

    ``earliest`` and ``latest`` are inclusive; both are ``None`` where ``precision`` is ``NONE``.
    ``doubtful``: the writer marked doubt ("?22 May 2016"). ``inherited``: the row had no date of its own
    and took it from the row above. ``assumed_year``: the year was taken from the neighbours.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    doubtful: bool = False
    inherited: bool = False
    assumed_year: bool = False


UNDATED = UncertainDate(None, None, Precision.NONE)


@dataclass(frozen=True, slots=True)
class UncertainTime:
    """The minutes after midnight between which something began; ``exact`` where a clock time was written.

    A time past midnight that belongs to the night before keeps the day that was written.
    """

    earliest: int
    latest: int
    exact: bool

    @property
    def clock(self) -> str | None:
        """``HH:MM`` where a clock time was written, else ``None``: an assumed time is never shown as fact."""
        return f"{self.earliest // 60:02d}:{self.earliest % 60:02d}" if self.exact else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom ``case.toml`` names."""

    id: str
    name: str
    role: str = ""
    aliases: tuple[str, ...] = ()
    subject: bool = False
    born: date | None = None
    pseudonym: str | None = None
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A home, school or other place that ``case.toml`` names."""

    id: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    pseudonym: str | None = None


# What kind an agency may be (design: contracts, section 1).
AGENCY_KINDS = (
    *("childrens-social-care", "police", "gp", "health-visiting", "midwifery", "school", "nursery"),
    *("education-welfare", "housing", "hospital", "ambulance", "mental-health", "substance-use", "probation"),
    *("youth-justice", "adult-social-care", "voluntary", "court", "cafcass", "legal", "other"),
)


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that handed in files. ``columns`` maps a meaning ("date", "text") to the heading it has there."""

    id: str
    name: str
    kind: str
    files: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LocalLimit:
    """A time limit of a local rule or of a plan, as ``[[limit]]`` of ``case.toml`` states it."""

    standard: str
    count: int
    unit: str
    starts: date | None
    ends: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """What ``case.toml`` says."""

    reference: str
    nation: str
    scope_from: date
    scope_to: date
    people: tuple[Person, ...]
    agencies: tuple[Agency, ...]
    procedure: str | None = None
    incident_date: date | None = None
    places: tuple[Place, ...] = ()
    limits: tuple[LocalLimit, ...] = ()

    @property
    def subjects(self) -> tuple[Person, ...]:
        """The children the review is about."""
        return tuple(person for person in self.people if person.subject)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, or not read for certain. Holds no case text beyond the written date."""

    file: str
    where: str
    what: str
    how_to_fix: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated line of a source.

    ``id`` is ``<agency>-<running number>`` in file order; ``key`` is stable (see :func:`chronology.entry_keys`).
    ``where`` names the place in the file. ``text`` is the narrative exactly as written; ``columns`` holds every
    other cell of the row under its heading. ``time`` is when it began. ``notes`` say how the row was read
    ("hidden row", "year taken from the row above"). ``confidence`` (0 to 1) only where the words were read by OCR.
    """

    id: str
    key: str
    agency: str
    file: str
    where: str
    written_date: str
    date: UncertainDate
    text: str
    position: int
    written_time: str = ""
    time: UncertainTime | None = None
    columns: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    in_scope: bool = True
    notes: tuple[str, ...] = ()
    confidence: float | None = None
