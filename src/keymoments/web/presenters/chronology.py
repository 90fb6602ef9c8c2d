"""The chronology as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from keymoments.analysis.layout import confidence_words, date_doubts, date_words, time_words
from keymoments.export.highlight import marked
from keymoments.reviews import bridge
from keymoments.reviews.models import Entry, Sighting
from keymoments.reviews.queries.chronology import Beside
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One question about one child: the answer that counts, and what the machine read where that differs."""

    question: Any
    answer: Any
    key: str
    machine: Any


@dataclass(frozen=True, slots=True)
class ChildShown:
    """What an entry says of one child."""

    child: str
    answers: Sequence[AnswerShown]
    reported: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """One line of the chronology."""

    row: Entry
    day: str
    time: str
    doubts: Sequence[str]
    text: Markup
    children: Sequence[ChildShown]
    corrections: Sequence[Any]
    comments: Sequence[Any]


def row_shown(row: Entry, beside: Beside) -> RowShown:
    """A row with its words marked where an answer rests on them."""
    entry = bridge.entry_of(row, row.agency.key)
    sightings = beside.sightings.get(row.pk, [])
    corrections = beside.corrections.get(row.key, [])
    corrected = [one for one in corrections if one.field == "date"]
    doubts = [*date_doubts(entry.date), *(() if entry.confidence is None else (confidence_words(entry.confidence),))]
    spans = [
        (quote["start"], quote["end"], quote["words"], f"{sighting.child.name}: {quote['says']}")
        for sighting in sightings
        for quote in sighting.quotes
        if quote["in"] == "text"
    ]
    return RowShown(
        row,
        date_words(entry.date),
        time_words(entry.time),
        [*doubts, *(f"written as “{row.written_date}”" for _ in corrected[:1])],
        marked(row.text, spans),
        [_child(sighting) for sighting in sightings],
        corrections,
        beside.comments.get(row.key, []),
    )


def _child(sighting: Sighting) -> ChildShown:
    return ChildShown(
        sighting.child.name,
        [
            AnswerShown(
                words,
                ANSWER_WORDS[getattr(sighting, name)],
                getattr(sighting, name),
                ANSWER_WORDS[sighting.machine[name]] if sighting.machine.get(name) != getattr(sighting, name) else "",
            )
            for name, words in QUESTION_WORDS.items()
        ],
        sighting.basis == "reported",
        sighting.conflict,
    )
