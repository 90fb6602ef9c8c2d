"""Facts as values: how a pack says what to look for, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from keymoments.analysis.sightings.values import Quote

Whose = Literal["", "body", "child", "mood", "adult", "worker"]


@dataclass(frozen=True, slots=True)
class FactRule:
    """How a record tells of one sort of fact.

    ``group``: the larger sort it belongs to ("concern", "adult-risk", "decision" …); rules may name either.
    ``told``: how a sentence names it ("an injury to a child"). ``weight``: how grave it is, 1 to 3.
    ``kinds``: kinds of agency whose records tell it (any, where empty). ``says``: phrases of the narrative;
    ``cells``: phrases of the other columns; ``unless``: phrases beside which, in one sentence, it is none.
    ``denied``: "no", "nil" or "denies" before it make it none; ``planned``: a word of planning before it does.
    ``of_child``: none where police or a service for grown-ups names grown-ups of the family and no child of the review.
    ``whose``: whose it must be where the words beside it tell: a child's ``body`` or ``child``'s doing, a grown-up's
    state of ``mood`` or presence (``adult``), or a ``worker``'s. ``spoken``: phrases that count only within words that
    a child is reported to have said. ``relatives``: words of a relative's worry ("is afraid", "has not seen").
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
    whose: Whose = ""
    spoken: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactWords:
    """Words that turn a phrase into no fact: ``denials`` ("no", "nil", "denies"), ``plans`` ("to", "will", "if").

    ``grown``: words by which an entry that names no child is known to be about a grown-up ("weeks pregnant").
    ``tells``: verbs with which a relative brings something ("rang", "walked in").
    """

    denials: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()


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
