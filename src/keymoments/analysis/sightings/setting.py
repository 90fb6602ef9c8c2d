"""The setting of an entry: was there a contact at all, how, was it tried in vain, and what do its boxes say."""

from __future__ import annotations

from dataclasses import dataclass

from keymoments.analysis.sightings.values import Answer, Attempt, Interpreter, Mode, Quote


@dataclass(frozen=True, slots=True)
class Tick:
    """What a column says of seeing or speaking to children, apart from the narrative.

    ``children``: ids of ``case.toml``, or ``()`` for every child the row is about. ``question``: "seen", "alone" or
    "spoken_to". ``words`` stand at ``start:end`` of the column ``heading``, character for character.
    ``UNCLEAR`` where the box itself doubts ("?"); a box that is empty or "n/a" gives no tick.
    """

    children: tuple[str, ...]
    question: str
    answer: Answer
    heading: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """How an entry came about (design: contracts, section 3).

    ``contact`` with ``why``: the words that decide it (``None`` where it rests on silence). ``nobody_could_be_seen``:
    by telephone, video, on paper, or nobody was there; ``nobody``: the words that say so, always given with it.
    ``meeting``: a meeting of professionals (with or without parents) at which no child is said to be.
    ``relayed``: the entry passes on what another agency's professional saw; ``relay``: the words.
    """

    contact: bool
    why: Quote | None = None
    mode: Mode | None = None
    attempt: Attempt | None = None
    interpreter: Interpreter | None = None
    nobody_could_be_seen: bool = False
    nobody: Quote | None = None
    meeting: bool = False
    relayed: bool = False
    relay: Quote | None = None
    ticks: tuple[Tick, ...] = ()
    mode_quote: Quote | None = None
    attempt_quote: Quote | None = None
    interpreter_quote: Quote | None = None
