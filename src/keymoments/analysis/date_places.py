"""Whether what has the form of a date is one, where it stands: figures in prose are mostly counts."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from keymoments.analysis.date_forms import Written
from keymoments.analysis.date_phrases import Phrase, Settled
from keymoments.analysis.times import phrase_pattern
from keymoments.analysis.vocabulary import DateWords

NEAR_DAYS = 21  # "4/7" is the 4th of July only this close to it, otherwise four days
LOOK_BACK = 24  # characters before figures in which a word may show what they are
DAY_COUNTS = (7, 12)  # 4/7 is four days and 5/12 five months in the notes of health workers
ALL_HOURS = (24, 7)  # "carers 24/7"
FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)})

HEAD_END = re.compile(r"\s{0,3}(?:$|[-:;|(\[,.\n\t]|\s{2})|\n|\t")


class Before:
    """The words before figures that show what they are, compiled."""

    __slots__ = ("score", "signal", "spell")

    def __init__(self, words: DateWords) -> None:
        self.signal = _last_word(words.signals)
        self.spell = _last_word(words.spells)
        self.score = _last_word(words.scores)


def _last_word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{phrase_pattern(words)})[\s:=+-]{{0,3}}$")


class Place(StrEnum):
    """Where a date is looked for."""

    CELL = "cell"
    HEAD = "head"
    TEXT = "text"


def believable(text: str, phrase: Phrase, settled: Settled, place: Place, near: date | None, words: Before) -> bool:
    """Whether the phrase is a date where it stands; ``text`` is plain."""
    if place is Place.CELL:
        return True
    last = phrase.dates[-1]
    closed = HEAD_END.match(text, phrase.end) is not None
    if last.short and last.year is None:
        return not settled.impossible and _short(text, phrase, settled, place, near, words, closed=closed)
    if settled.impossible and last.day is not None and last.month is not None and max(last.day, last.month) > 31:
        return False
    if last.year is None and last.day is None:
        return _no_day(last, place, closed=closed)
    if last.month is None or last.last_month is not None:
        return (place is Place.HEAD and closed) or (last.vague and last.year is not None)
    if phrase.dates[0].limit and place is Place.HEAD:
        return closed
    return True


def _ambiguous(day: int, month: int, place: Place) -> bool:
    """Whether day and month in figures are as often something else."""
    if month in DAY_COUNTS or (day, month) in FRACTIONS:
        return True
    return month == 10 and day <= 10 and place is Place.TEXT  # "pain 5/10"


def _no_day(last: Written, place: Place, *, closed: bool) -> bool:
    """A month or season without a year: "early March" is one, "May" and "spring" may be anything."""
    if last.first is not None or last.week:
        return True
    return place is Place.HEAD and closed and last.last_month is None


def _short(
    text: str, phrase: Phrase, settled: Settled, place: Place, near: date | None, words: Before, *, closed: bool
) -> bool:
    """Day and month in figures: never a score, and a number of days or months unless something shows a date.

    What shows a date: a weekday, a nought before the figure, a word such as "on" (or, at the head of a line, a mark
    after it), or that the day lies within three weeks of the entry and no word shows a length of time.
    """
    first = phrase.dates[0]
    before = text[max(0, phrase.start - LOOK_BACK) : phrase.start]
    if words.score.search(before):
        return False
    if first.weekday is not None or first.week:
        return True
    day, month = phrase.dates[-1].day or 0, phrase.dates[-1].month or 0
    if not _ambiguous(day, month, place):
        return True
    written = text[phrase.start : phrase.end]
    if re.search(r"(?<![0-9])0[1-9]", written):
        return True
    if place is Place.HEAD and closed and (day, month) != ALL_HOURS:
        return True
    if words.signal.search(before):
        return True
    if (day, month) == ALL_HOURS or near is None or not settled.dates or words.spell.search(before):
        return False
    earliest = settled.dates[0].earliest
    return earliest is not None and abs((earliest - near).days) <= NEAR_DAYS
