"""What one entry says of one child, and the words that say so (design: contracts, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """An answer of a record. Silence is ``NOT_RECORDED``, never ``NO``; ``UNCLEAR`` where the record itself doubts."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """Whose sight it was: the writer's agency's own contact, or another professional's passed on."""

    OWN = "own"
    REPORTED = "reported"


class Mode(StrEnum):
    """How the contact took place."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    PAPER = "paper"


class Attempt(StrEnum):
    """Why a contact that was meant did not come about."""

    NO_ACCESS = "no_access"
    REFUSED = "refused"
    NOT_BROUGHT = "not_brought"
    CANCELLED_BY_FAMILY = "cancelled_by_family"
    CANCELLED_BY_AGENCY = "cancelled_by_agency"


class Interpreter(StrEnum):
    """Who interpreted."""

    PROFESSIONAL = "professional"
    FAMILY = "family"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the record that support an answer.

    ``says``: "seen=yes", "alone=no" …; ``place``: "text", the heading of a column as in ``Entry.columns``, or "born"
    (the child's birth date as ``case.toml`` has it). ``words`` stand at ``start:end`` there, character for character.
    """

    says: str
    place: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one entry says of one subject child.

    ``company``: ids of ``case.toml`` or kinds of person ("mother", "professional", "sibling") who were with the child.
    ``view``: the quote of what the child said or showed. ``age``: "6y 4m", "5 weeks", "unborn", or "" where unknown.
    ``conflict``: a tick box and the narrative disagree; the narrative decides.
    """

    child: str
    seen: Answer
    spoken_to: Answer
    alone: Answer
    basis: Basis = Basis.OWN
    mode: Mode | None = None
    company: tuple[str, ...] = ()
    attempt: Attempt | None = None
    interpreter: Interpreter | None = None
    view: Quote | None = None
    age: str = ""
    conflict: bool = False
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether an entry tells of a contact, and then what it says of each subject child, in the order of the case."""

    entry: str
    contact: bool
    children: tuple[Sighting, ...] = ()
