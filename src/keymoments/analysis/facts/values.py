"""Facts as values: how a pack says what to look for, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keymoments.analysis.sightings.values import Quote


@dataclass(frozen=True, slots=True)
class FactRule:
    """How a record tells of one sort of fact.

    ``group``: the larger sort it belongs to ("concern", "adult-risk", "decision" …); rules may name either.
    ``told``: how a sentence names it ("an injury to a child"). ``weight``: how grave it is, 1 to 3.
    ``kinds``: kinds of agency whose records tell it (any, where empty). ``says``: phrases of the narrative;
    ``cells``: phrases of the other columns; ``unless``: phrases beside which, in one sentence, it is none.
    ``denied``: "no", "nil" or "denies" before it make it none; ``planned``: a word of planning before it does.
    ``of_child``: none where police or a service for grown-ups names grown-ups of the family and no child of the review.
    Phrases: see :class:`~keymoments.analysis.phrases.Phrases`.
    """

    key: str
    title: str
    group: str = ""
    told: str = ""
    weight: int = 1
    kinds: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    denied: bool = True
    planned: bool = False
    of_child: bool = False


@dataclass(frozen=True, slots=True)
class FactWords:
    """Words that turn a phrase into no fact: ``denials`` ("no", "nil", "denies"), ``plans`` ("to", "will", "if")."""

    denials: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that an entry tells, and the words that tell it.

    ``known``: the day from which the agency's record holds it, later than the entry's own day where it was written
    down afterwards. ``children``: the subject children whom the entry names.
    """

    key: str
    group: str
    weight: int
    entry: str
    agency: str
    known: date
    children: tuple[str, ...]
    quote: Quote
