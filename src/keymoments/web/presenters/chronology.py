"""The chronology as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from keymoments.analysis.layout import confidence_words
from keymoments.export.highlight import marked
from keymoments.reviews import bridge
from keymoments.reviews.models import Correction, Entry, Sighting
from keymoments.reviews.queries.chronology import Beside
from keymoments.reviews.queries.corrected import date_from, time_from
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS
from keymoments.web.presenters.dates import day_said, doubts_said, is_uncertain, time_said

Names = Mapping[str, str]  # key of a person → name


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
class FactShown:
    """One thing that is read from a row: what counts, what the machine read where people put it right, as written."""

    name: str
    counts: str
    read: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class RowShown:
    """One line of the chronology. ``facts``: date, time, contact and people; ``changed``: those people put right."""

    row: Entry
    day: str
    time: str
    uncertain: bool
    doubts: Sequence[str]
    text: Markup
    children: Sequence[ChildShown]
    facts: Sequence[FactShown]
    corrections: Sequence[Any]
    comments: Sequence[Any]

    @property
    def changed(self) -> list[FactShown]:
        """What people put right, but for the answers about children, which say so themselves."""
        return [fact for fact in self.facts if fact.read]


def row_shown(row: Entry, beside: Beside, names: Names, *, whole: bool = False) -> RowShown:
    """A row with its words marked where an answer rests on them; ``names``: of the people of the review.

    ``whole``: with every fact of it; else only where people put one right, as lists of many rows need it.
    """
    entry = bridge.entry_of(row, row.agency.key)
    sightings = beside.sightings.get(row.pk, [])
    ocr = () if entry.confidence is None else (confidence_words(entry.confidence),)
    spans = [
        (quote["start"], quote["end"], quote["words"], f"{sighting.child.name}: {quote['says']}")
        for sighting in sightings
        for quote in sighting.quotes
        if quote["in"] == "text"
    ]
    return RowShown(
        row,
        _first_big(day_said(entry.date)),
        time_said(entry.time),
        is_uncertain(entry.date),
        [*doubts_said(entry.date), *ocr],
        marked(row.text, spans),
        [_child(sighting) for sighting in sightings],
        list(_facts(row, names)) if whole or row.machine else [],
        [correction_shown(one, names) for one in beside.corrections.get(row.key, [])],
        beside.comments.get(row.key, []),
    )


def _first_big(words: str) -> str:
    return words[:1].upper() + words[1:]


def _facts(row: Entry, names: Names) -> Iterator[FactShown]:
    entry, read = bridge.entry_of(row, ""), row.machine
    machine = day_said(date_from(read["date"])) if "date" in read else ""
    yield FactShown(_("Date"), day_said(entry.date), machine, row.written_date)
    machine = (time_said(time_from(read["time"])) or _("no time")) if "time" in read else ""
    yield FactShown(_("Time"), time_said(entry.time) or _("no time"), machine, row.written_time)
    machine = contact_said(read["contact"]) if "contact" in read else ""
    yield FactShown(_("Contact with the family"), contact_said(_yes(row.contact)), machine)
    machine = people_said(read["people"], names) if "people" in read else ""
    yield FactShown(_("People it names"), people_said(row.people, names), machine)


def _yes(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")


def contact_said(value: str) -> str:
    """Whether an entry is a contact, in words."""
    return {"yes": _("yes"), "no": _("no")}.get(value, _("not analysed yet"))


def people_said(keys: Sequence[str], names: Names) -> str:
    """People by name."""
    return "; ".join(names.get(key, key) for key in keys) or _("nobody of the review")


def _child(sighting: Sighting) -> ChildShown:
    silent = "not_recorded"  # where the machine saw no contact it read nothing
    questions, answers = _words(get_language())
    return ChildShown(
        sighting.child.name,
        [
            AnswerShown(
                words,
                answers[getattr(sighting, name)],
                getattr(sighting, name),
                answers[read] if (read := sighting.machine.get(name, silent)) != getattr(sighting, name) else "",
            )
            for name, words in questions.items()
        ],
        sighting.basis == "reported",
        sighting.conflict,
    )


@cache
def _words(_language: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Questions and answers in one language: a page of many rows needs each a hundred times."""
    return (
        {name: str(words) for name, words in QUESTION_WORDS.items()},
        {name: str(words) for name, words in ANSWER_WORDS.items()},
    )


# ---- corrections, the history of an entry ----


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """One correction in words."""

    made: Correction
    name: str
    was: str
    value: str


def correction_shown(made: Correction, names: Names) -> CorrectionShown:
    """A correction as its history tells it."""
    who = names.get(made.child, made.child)
    if made.field == "people":
        return CorrectionShown(
            made, _("Names %(name)s") % {"name": who}, _value(made, made.was), _value(made, made.value)
        )
    titles = {"date": _("Date"), "time": _("Time"), "contact": _("Contact with the family"), **QUESTION_WORDS}
    name = str(titles.get(made.field, made.field))
    return CorrectionShown(made, f"{name} ({who})" if who else name, _value(made, made.was), _value(made, made.value))


def _value(made: Correction, value: str) -> str:
    if not value:
        return _("nothing")
    try:
        if made.field == "date":
            return day_said(date_from(value))
        if made.field == "time":
            return time_said(time_from(value)) or _("no time")
    except ValueError:  # kept as it was written, by an earlier version
        return f"“{value}”"
    return str(ANSWER_WORDS.get(value, value))
