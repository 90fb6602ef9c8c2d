"""Uncertain dates and times: day first always, ISO recognised, doubt kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.date_phrases import PhraseForms, settle
from keymoments.analysis.date_places import HEAD_END, Place, believable
from keymoments.analysis.records import UNDATED, Precision, UncertainDate, UncertainTime
from keymoments.analysis.times import FoundTime, phrase_pattern, plain
from keymoments.analysis.vocabulary import DateWords


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date (or time, or "same day") found in a text, and where it stands: ``text[start:end]``.

    ``date`` is ``None`` for a bare time and for "same day". ``missing_year``: day and month stand without a year;
    the year is then ``near``'s nearest one, marked ``assumed_year``. ``weekday``: the weekday written beside it
    (Monday 0), to be checked. ``impossible``: it has the form of a date but no such day exists ("31/02/2021");
    ``date`` is then ``None``. ``more``: further dates of the same cell ("5 & 6/5/10", "05/09/24 + 09/09/24").
    """

    date: UncertainDate | None
    time: UncertainTime | None
    start: int
    end: int
    written_date: str = ""
    written_time: str = ""
    missing_year: bool = False
    same_day: bool = False
    impossible: bool = False
    weekday: int | None = None
    more: tuple[UncertainDate, ...] = ()


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONGEST_CELL = 300  # a date cell longer than this is prose
HEAD = 160  # how far into a line its date is looked for

_BETWEEN = re.compile(r"[\s,.;:/|(\-]{0,6}")
_EDGE = re.compile(r"[\s,.;:)\]|\-]*")
_MARKERS = re.compile(
    r"(?=\s?\((?:from the row|year assumed))\s?(?P<above>\(from the row above\))?\s?(?P<year>\(year assumed\))?$"
)
_COMPACT = re.compile(
    r"(?:(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})|(?P<d2>[0-9]{2})(?P<m2>[0-9]{2})(?P<y2>(?:19|20)[0-9]{2}))(?![0-9])"
)


class _Reader:
    """Everything compiled for one set of words."""

    __slots__ = ("candidate", "phrases", "same_day", "unknown", "words")

    def __init__(self, words: DateWords) -> None:
        self.words = words
        self.phrases = PhraseForms(words)
        starts = (
            *words.months, *words.seasons, *words.parts_of_month, *words.weekdays,
            *words.doubt, *words.about, *words.week_of, *words.week_ending, *words.between,
        )  # fmt: skip
        self.candidate = re.compile(rf"(?<![^\W_])(?<![£$€#])(?<![0-9][.,/:\-])(?:[0-9]|{phrase_pattern(starts)})")
        self.same_day = re.compile(phrase_pattern(words.same_day))
        self.unknown = re.compile(rf"(?:{phrase_pattern(words.unknown)})")


_readers: dict[int, _Reader] = {}


def _reader(words: DateWords) -> _Reader:
    """The compiled words, kept: compiling takes longer than reading a thousand dates."""
    found = _readers.get(id(words))
    if found is None or found.words is not words:
        if len(_readers) >= 16:
            _readers.clear()
        found = _readers[id(words)] = _Reader(words)
    return found


def read_date(text: str, words: DateWords, *, near: date | None = None) -> DateReading | None:
    """Read a cell that should be a date, with or without a time; ``None`` if anything in it is not date, time or mark.

    "Unknown" and "undated" give a reading whose ``date`` is :data:`UNDATED`: such a cell takes no date from above.
    """
    if not text or len(text) > LONGEST_CELL:
        return None
    reader, cell = _reader(words), plain(text)
    start = len(cell) - len(cell.lstrip())
    if cell.rstrip().endswith(")") and (marked := _MARKERS.search(cell)):
        return _marked(text[: marked.start()], marked, words, near)
    found = (
        _same_day(reader, text, cell, start)
        or _dated(reader, text, cell, start, near, Place.CELL)
        or _compact(reader, text, cell, start)
        or _time_first(reader, text, cell, start, near, Place.CELL)
        or _bare_time(reader, text, cell, start)
        or _unknown(reader, text, cell, start)
    )
    if found is None:
        return None
    return found if _EDGE.fullmatch(cell, found.end) else None


def find_head(text: str, words: DateWords, *, near: date | None = None) -> DateReading | None:
    """Read the date (and time) with which a line of a log begins; ``None`` if it begins with none."""
    reader, line = _reader(words), plain(text[:HEAD])
    start = len(line) - len(line.lstrip())
    found = _same_day(reader, text, line, start)
    if found is not None:
        return found if found.time or HEAD_END.match(line, found.end) else None
    found = _dated(reader, text, line, start, near, Place.HEAD) or _time_first(
        reader, text, line, start, near, Place.HEAD
    )
    if found is not None:
        return found
    bare = _bare_time(reader, text, line, start)
    return bare if bare is not None and bare.time and bare.time.exact and HEAD_END.match(line, bare.end) else None


def find_dates(text: str, words: DateWords, *, near: date | None = None) -> tuple[DateReading, ...]:
    """Every date that stands in a narrative, in order."""
    reader, prose = _reader(words), plain(text)
    found = []
    place = 0
    while (candidate := reader.candidate.search(prose, place)) is not None:
        reading = _dated(reader, text, prose, candidate.start(), near, Place.TEXT)
        if reading is not None and not reading.impossible:
            found.append(reading)
            place = reading.end
        else:
            place = candidate.start() + 1
    return tuple(found)


def read_time(text: str, words: DateWords) -> UncertainTime | None:
    """Read a cell that should be a time ("14:10", "1410hrs", "2.10pm", "late evening")."""
    if not text or len(text) > LONGEST_CELL:
        return None
    reader, cell = _reader(words), plain(text)
    found = reader.phrases.time_at(cell, len(cell) - len(cell.lstrip()))
    return found.time if found is not None and _EDGE.fullmatch(cell, found.end) else None


def _marked(text: str, marked: re.Match[str], words: DateWords, near: date | None) -> DateReading | None:
    """What :func:`write_date` adds to a date that was taken from elsewhere."""
    found = read_date(text, words, near=near)
    if found is None or found.date is None:
        return None
    when = replace(found.date, inherited=bool(marked["above"]), assumed_year=bool(marked["year"]))
    return replace(found, date=when)


def _same_day(reader: _Reader, text: str, cell: str, start: int) -> DateReading | None:
    match = reader.same_day.match(cell, start)
    if match is None:
        return None
    return _with_time(
        reader, text, cell, DateReading(None, None, start, match.end(), text[start : match.end()], same_day=True)
    )


def _unknown(reader: _Reader, text: str, cell: str, start: int) -> DateReading | None:
    doubt = reader.phrases.doubt.match(cell, start)
    match = reader.unknown.match(cell, doubt.end() if doubt else start)
    return (
        DateReading(replace(UNDATED, doubtful=doubt is not None), None, start, match.end(), text[start : match.end()])
        if match
        else None
    )


def _bare_time(reader: _Reader, text: str, cell: str, start: int) -> DateReading | None:
    found = reader.phrases.time_at(cell, start)
    return (
        DateReading(None, found.time, start, found.end, written_time=text[start : found.end].strip()) if found else None
    )


def _time_first(
    reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place
) -> DateReading | None:
    """ "10:00 08/04/2019", "4pm on 3 June"."""
    time = reader.phrases.time_at(cell, start)
    if time is None:
        return None
    gap = _BETWEEN.match(cell, time.end)
    reading = _reading(reader, text, cell, gap.end() if gap else time.end, near, place)
    if reading is None:
        return None
    return _replaced(reading, time, text, start, reading.end, start)


def _dated(reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place) -> DateReading | None:
    found = _reading(reader, text, cell, start, near, place)
    return None if found is None else _with_time(reader, text, cell, found)


def _reading(reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place) -> DateReading | None:
    phrase = reader.phrases.at(cell, start)
    if phrase is None:
        return None
    settled = settle(phrase, near, limits=place is not Place.TEXT)
    if not believable(cell, phrase, settled, place, near):
        return None
    weekday, end = phrase.dates[0].weekday, phrase.end
    if weekday is None and (behind := reader.phrases.weekday_after(cell, end)) is not None:
        weekday, end = behind
    return DateReading(
        settled.dates[0] if settled.dates else None,
        None,
        start,
        end,
        text[start:end].strip(),
        missing_year=settled.missing_year,
        impossible=settled.impossible,
        weekday=weekday,
        more=settled.dates[1:],
    )


def _compact(reader: _Reader, text: str, cell: str, start: int) -> DateReading | None:
    """ "20210203" and "03022021", in a date cell only."""
    match = _COMPACT.match(cell, start)
    if match is None:
        return None
    try:
        day = date(*(int(match[name] or match[f"{name}2"]) for name in ("y", "m", "d")))
    except ValueError:
        return None
    found = DateReading(UncertainDate(day, day, Precision.DAY), None, start, match.end(), match[0])
    return _with_time(reader, text, cell, found)


def _with_time(reader: _Reader, text: str, cell: str, found: DateReading) -> DateReading:
    gap = _BETWEEN.match(cell, found.end)
    start = gap.end() if gap else found.end
    if cell[start : start + 1] == "t":  # 2021-02-03T14:10
        start += 1
    time = reader.phrases.time_at(cell, start)
    if time is None:
        return found
    return _replaced(found, time, text, found.start, time.end, start)


def _replaced(found: DateReading, time: FoundTime, text: str, start: int, end: int, time_start: int) -> DateReading:
    written = text[time_start : time.end].strip()
    return replace(found, time=time.time, start=start, end=end, written_time=written)


def write_date(when: UncertainDate) -> str:
    """The date in plain words, so written that :func:`read_date` reads the same value back."""
    parts = ["?"] if when.doubtful else []
    parts.append(_words_of(when))
    if when.inherited:
        parts.append("(from the row above)")
    if when.assumed_year:
        parts.append("(year assumed)")
    return " ".join(parts)


def _words_of(when: UncertainDate) -> str:
    if when.earliest is None or when.latest is None:
        return "undated"
    if when.precision is Precision.DAY:
        return _day_in_words(when.earliest)
    if when.precision is Precision.MONTH:
        return f"{MONTHS[when.earliest.month - 1]} {when.earliest.year}"
    if when.precision is Precision.YEAR:
        return str(when.earliest.year)
    span = f"{_day_in_words(when.earliest)} to {_day_in_words(when.latest)}"
    return f"about {span}" if when.precision is Precision.APPROXIMATE else span


def _day_in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
