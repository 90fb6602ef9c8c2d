"""Tick boxes against words: which box of a row says otherwise than its narrative, and the words of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.analysis.quoting import passage
from keymoments.analysis.sightings.ticks import QUESTIONS, Tick, TickWords, ticks_of
from keymoments.analysis.sightings.values import Answer, Sighting

_LONGEST = 400  # characters of a narrative that stands for itself where none of its words carries an answer


@dataclass(frozen=True, slots=True)
class Against:
    """The two sides. ``boxes``: heading and what stands under it; ``words``: sentences of the narrative that carry the
    answer, or the beginning of it where none does (``whole``).
    """

    boxes: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    whole: bool = False


def against(
    sighting: Sighting,
    text: str,
    columns: tuple[tuple[str, str], ...],
    words: TickWords,
    subjects: Sequence[str],
) -> Against:
    """Both sides of a tick box that disagrees with its words, for a child at one contact.

    ``subjects``: the children of the case in their order. Where no box can be told to disagree, all that answer.
    """
    ticks = [tick for tick in ticks_of(columns, words, {}, tuple(subjects)) if _about(tick, sighting.child)]
    differing = [tick for tick in ticks if _differs(tick, Answer(getattr(sighting, tick.question)))] or ticks
    asked = {tick.question for tick in differing} or set(QUESTIONS)
    written = [quote for quote in sighting.quotes if quote.place == "text"]
    told = [quote for quote in written if quote.says.partition("=")[0] in asked] or written
    places = [passage(text, quote.start, quote.end) for quote in told]
    quotes = tuple(dict.fromkeys(text[place.start : place.end] for place in places))
    boxes = tuple(dict.fromkeys((tick.heading, tick.words) for tick in differing))
    if quotes:
        return Against(boxes, quotes)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
    return Against(boxes, (short,) if short.strip() else (), whole=True)


def _about(tick: Tick, child: str) -> bool:
    return not tick.children or child in tick.children


def _differs(tick: Tick, told: Answer) -> bool:
    """Yes against no, or a box that says alone where the words say nothing of it (somebody was there)."""
    if tick.question == "alone" and tick.answer is Answer.YES and told is Answer.NOT_RECORDED:
        return True
    return {tick.answer, told} == {Answer.YES, Answer.NO}
