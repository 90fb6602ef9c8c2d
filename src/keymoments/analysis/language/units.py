"""The words of a note, with the sentence, clause and quotation each stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from keymoments.analysis.names import fold

_WORD = re.compile(
    r"\d+(?:[:.,/]\d+)+(?:st|nd|rd|th)?|\b[^\W\d_]/[^\W\d_]+|[^\W_]+(?:['’][tT]\b)?"
    r"|['’](?:[sSdDmM]|ll|LL|ve|VE|re|RE)\b|(?<![^\s(/])\?(?=\s?[^\W_])|&|\+(?=\s)"
)
_ALWAYS_OPEN = frozenset(
    "mr mrs ms dr prof st w wi c re approx no nr rev sgt insp tel ext eg ie vs inc esp cllr".split()
)
_OPEN_BEFORE_SMALL = frozenset(
    "mins min hrs hr wks wk mths mth yrs yr ptnr mtg appt chn etc temp poss prev sch".split()
)
_JOINS = frozenset(
    "and but so while whilst as when because who which although though until till then if before after & + or "
    "since where whereas that once".split()
)
_BREAKS = re.compile(r"[.!?…]+[)\]'’”\"]*(?:\s|$)|\n|;| [–—-]+ |[–—]")
_SOFT = re.compile(r"[,:()/\[\]]| - ")
_OPENER = re.compile("[‘“\"']")
_CLOSERS = {"‘": "’'", "“": '”"', '"': '"”', "'": "'’"}
_LONGEST_QUOTE = 700


@dataclass(slots=True)
class Unit:
    """A word, or several that name one person. ``sort``: what it stands for ("child", "adult", "worker" or "").

    ``people``: ids where they are known. ``owner``: a possessive follows ("Mum's").
    """

    word: str
    start: int
    end: int
    sentence: int = 0
    clause: int = 0
    quote: int = 0
    sort: str = ""
    people: tuple[str, ...] = ()
    owner: bool = False
    pronoun: bool = False
    plural: bool = False
    guessed: bool = False
    named: bool = False  # written with a capital inside a sentence, so perhaps a name


@dataclass(slots=True)
class Passage:
    """A text as units. ``asked``: sentences that end in a question mark. ``soft``: units that begin a clause after
    no more than a comma or a joining word. ``quotes``: number of a quotation → where its words begin and end.
    """

    text: str
    units: list[Unit]
    asked: frozenset[int] = frozenset()
    quotes: dict[int, tuple[int, int]] = field(default_factory=dict)
    clauses: list[tuple[int, int]] = field(default_factory=list)

    def words(self, i: int, j: int) -> str:
        """The text from unit ``i`` up to and with unit ``j``."""
        return self.text[self.units[i].start : self.units[j].end]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that names somebody, as it shall become one unit."""

    start: int
    end: int
    sort: str
    people: tuple[str, ...] = ()
    plural: bool = False


def passage(text: str, marks: Sequence[Mark] = ()) -> Passage:
    """The text cut into units, sentences and clauses. ``marks`` must be sorted and must not overlap."""
    names = {(mark.start, mark.end) for mark in marks}
    quotes = {number: span for number, span in quotations(text).items() if span not in names}  # 'Bobs' is a name
    units = _units(text, marks)
    asked: set[int] = set()
    sentence = clause = 0
    clauses: list[tuple[int, int]] = []
    first = 0
    for i, unit in enumerate(units):
        if i:
            gap = text[units[i - 1].end : unit.start]
            kind = _boundary(gap, units[i - 1].word, unit, text)
            if kind == 2:
                if "?" in gap:
                    asked.add(sentence)
                sentence += 1
            if kind:
                clauses.append((first, i))
                clause += 1
                first = i
        unit.sentence, unit.clause = sentence, clause
        inside = i > 0 and units[i - 1].sentence == sentence
        unit.named = inside and len(unit.word) > 2 and text[unit.start].isupper() and text[unit.start + 1].islower()
        if quotes:
            for number, (start, end) in quotes.items():
                if start <= unit.start < end:
                    unit.quote = number
    if units:
        clauses.append((first, len(units)))
        if "?" in text[units[-1].end :]:
            asked.add(sentence)
    return Passage(text, units, frozenset(asked), quotes, clauses)


def _units(text: str, marks: Sequence[Mark]) -> list[Unit]:
    units: list[Unit] = []
    number = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while number < len(marks) and marks[number].end <= start:
            number += 1
        if number < len(marks) and marks[number].start < end and start < marks[number].end:
            mark = marks[number]
            if units and units[-1].start == mark.start:
                continue
            word = fold(text[mark.start : mark.end])
            units.append(Unit(word, mark.start, mark.end, sort=mark.sort, people=mark.people, plural=mark.plural))
            continue
        word = match[0]
        word = word.lower() if word.isascii() else fold(word).replace("’", "'")
        if word == "'s" and units and units[-1].sort:
            units[-1].owner = True
        units.append(Unit(word, start, end))
    return units


def _boundary(gap: str, before: str, unit: Unit, text: str) -> int:
    """0: none, 1: a new clause, 2: a new sentence."""
    if gap == " " or not gap:
        return 1 if unit.word in _JOINS else 0
    if _BREAKS.search(gap):
        if gap.strip() == "." and (before in _ALWAYS_OPEN or (len(before) == 1 and before.isalpha())):
            return 0 if before in _ALWAYS_OPEN else 2
        if gap.strip() == "." and before in _OPEN_BEFORE_SMALL and text[unit.start].islower():
            return 0
        return 2
    return 1 if _SOFT.search(gap) or unit.word in _JOINS else 0


def quotations(text: str) -> dict[int, tuple[int, int]]:
    """Where the words between inverted commas begin and end, by running number from 1."""
    found: dict[int, tuple[int, int]] = {}
    place = 0
    while (mark := _OPENER.search(text, place)) is not None:
        place = mark.start()
        if _opens(text, place):
            end = _closing(text, place)
            if end:
                found[len(found) + 1] = (place + 1, end)
                place = end
        place += 1
    return found


def _opens(text: str, place: int) -> bool:
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    return not before.isalnum() and not after.isspace()


def _closing(text: str, place: int) -> int:
    """Where the quotation that opens at ``place`` closes; 0 where it does not."""
    closers = _CLOSERS[text[place]]
    limit = min(len(text), place + _LONGEST_QUOTE)
    for end in range(place + 2, limit):
        if text[end] in closers:
            after = text[end + 1] if end + 1 < len(text) else " "
            if not after.isalnum() and not text[end - 1].isspace():
                return end
    return 0
