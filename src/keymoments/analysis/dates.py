"""Uncertain dates and times: day first always, ISO recognised, doubt kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.date_forms import FIRST_YEAR, LAST_YEAR, Written, full_year
from keymoments.analysis.date_phrases import Phrase, PhraseForms, settle
from keymoments.analysis.date_places import HEAD_END, Before, Place, believable
from keymoments.analysis.records import UNDATED, Precision, UncertainDate, UncertainTime
from keymoments.analysis.times import MARKS, FoundTime, phrase_pattern, plain
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
DOTTED_DAYS = 62  # "11.10" is the 11th of October only this close to it, otherwise ten past eleven
HEAD = 160  # how far into a line its date is looked for

_BETWEEN = re.compile(r"[\s,.;:/|(\-]{0,6}")
_EDGE = re.compile(r"[\s,.;:)\]|\-]*")
_MARKERS = re.compile(
    r"(?=\s?\((?:from the row|year assumed))\s?(?P<above>\(from the row above\))?\s?(?P<year>\(year assumed\))?$"
)
_BULLET = re.compile(r"\s{0,80}(?:[-*•·▪●o>]\s{1,4}|[(\[]\s?|#?[0-9]{1,4}[.)]\s{1,4}|#[0-9]{1,6}\s{0,2}[|:]?\s{1,4})?")
_DOTTED = re.compile(r"\s{0,3}([0-9]{1,2})\.([0-9]{1,2})\.?\s{0,3}")
_NO_TIME = re.compile(r"00:00:00(?:\.0{1,6})?(?![0-9:.])")  # what programs write for a day without a time
_COMMON = re.compile(
    r"\s{0,3}(?P<date>(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>(?:[0-9]{2}){1,2}))"
    r"(?:\s{1,2}(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?\s{0,3}"
)
_COMPACT = (
    re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])"),
    re.compile(r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>(?:19|20)[0-9]{2})(?![0-9])"),
)


class _Reader:
    """Everything compiled for one set of words."""

    __slots__ = ("before", "candidate", "phrases", "same_day", "unknown", "words")

    def __init__(self, words: DateWords) -> None:
        self.words = words
        self.phrases = PhraseForms(words)
        self.before = Before(words)
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
    if (common := _common(text)) is not None:
        return common
    reader, cell = _reader(words), plain(text)
    start = len(cell) - len(cell.lstrip())
    if cell.rstrip().endswith(")") and (marked := _MARKERS.search(cell)):
        return _marked(text[: marked.start()], marked, words, near)
    found = (
        _same_day(reader, text, cell, start)
        or _dated(reader, text, cell, start, near, Place.CELL)
        or _compact(reader, text, cell, start)
        or _time_first(reader, text, cell, start, near, Place.CELL)
        or _dotted(text, cell, near)
        or _bare_time(reader, text, cell, start)
        or _unknown(reader, text, cell, start)
    )
    if found is None:
        return None
    return found if _EDGE.fullmatch(cell, found.end) else None


def find_head(text: str, words: DateWords, *, near: date | None = None) -> DateReading | None:
    """Read the date (and time) with which a line of a log begins; ``None`` if it begins with none."""
    reader, line = _reader(words), plain(text[:HEAD])
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
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


def _common(text: str) -> DateReading | None:
    """The commonest cells ("3/2/21", "03.02.2021 14:10") read at once; whatever else they may be is read with care."""
    match = _COMMON.fullmatch(text)
    if match is None:
        return None
    figures, hour, minute = match["y"], match["hour"], match["minute"]
    year = int(figures) if len(figures) == 4 else full_year(figures)
    month, number = int(match["m"]), int(match["d"])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= 28):
        return None
    day = UncertainDate(date(year, month, number), date(year, month, number), Precision.DAY)
    written = match["date"]
    if hour is None:
        return DateReading(day, None, match.start("date"), match.end("date"), written)
    if int(hour) > 23 or int(minute) > 59:
        return None
    begun = int(hour) * 60 + int(minute)
    time = UncertainTime(begun, begun, True)
    return DateReading(day, time, match.start("date"), match.end("minute"), written, f"{hour}:{minute}")


def _marked(text: str, marked: re.Match[str], words: DateWords, near: date | None) -> DateReading | None:
    """What :func:`write_date` adds to a date that was taken from elsewhere."""
    found = read_date(text, words, near=near)
    if found is None or found.date is None:
        return None
    when = replace(found.date, inherited=bool(marked["above"]), assumed_year=bool(marked["year"]))
    return replace(found, date=when)


def _same_day(reader: _Reader, text: str, cell: str, start: int) -> DateReading | None:
    match = reader.same_day.match(cell, start)
    if match is None or not (match[0][-1].isalnum() or cell[match.end() : match.end() + 1].strip() == ""):
        return None  # a quotation mark before a word is no ditto mark
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
        DateReading(None, found.time, start, found.end, written_time=text[found.start : found.end].strip())
        if found
        else None
    )


def _time_first(
    reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place
) -> DateReading | None:
    """A time and then its day: "10:00 08/04/2019", "4pm on 3 June"."""
    weekday, place_of_time = reader.phrases.weekday_before(cell, start) or (None, start)
    time = reader.phrases.time_at(cell, place_of_time)
    if time is None:
        return None
    gap = _BETWEEN.match(cell, time.end)
    reading = _reading(reader, text, cell, gap.end() if gap else time.end, near, place)
    if reading is None:
        return None
    reading = _replaced(reading, time, text, start, reading.end)
    return reading if weekday is None else replace(reading, weekday=weekday)


def _dotted(text: str, cell: str, near: date | None) -> DateReading | None:
    """Day and month with a dot ("12.3", "11.10"), where that day is near or it cannot be a time."""
    match = _DOTTED.fullmatch(cell)
    if match is None:
        return None
    written = Written(match.start(1), match.end(2), day=int(match[1]), month=int(match[2]))
    settled = settle(Phrase((written,), False, written.start, written.end), near)
    found = settled.dates[0] if settled.dates else None
    if found is not None and found.earliest is not None and near is not None:
        close = abs((found.earliest - near).days) <= DOTTED_DAYS
    else:
        close = False
    if settled.impossible or (len(match[2]) == 2 and not close):
        return None
    return DateReading(found, None, written.start, written.end, text[written.start : written.end], missing_year=True)


def _dated(reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place) -> DateReading | None:
    found = _reading(reader, text, cell, start, near, place)
    if found is None:
        return None
    timed = _with_time(reader, text, cell, found)
    return timed if place is Place.TEXT else _to_end(reader, cell, timed)


def _reading(reader: _Reader, text: str, cell: str, start: int, near: date | None, place: Place) -> DateReading | None:
    phrase = reader.phrases.at(cell, start)
    if phrase is None:
        return None
    settled = settle(phrase, near, limits=place is not Place.TEXT)
    if not believable(cell, phrase, settled, place, near, reader.before):
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
    """Eight figures ("20210203", "03022021"), in a date cell only."""
    for pattern in _COMPACT:
        match = pattern.match(cell, start)
        if match is None:
            continue
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        mark = MARKS.match(cell, match.end())
        end = mark.end() if mark else match.end()
        found = DateReading(UncertainDate(day, day, Precision.DAY), None, start, end, text[start:end])
        return _with_time(reader, text, cell, found)
    return None


def _with_time(reader: _Reader, text: str, cell: str, found: DateReading) -> DateReading:
    gap = _BETWEEN.match(cell, found.end)
    start = gap.end() if gap else found.end
    if cell[start : start + 1] == "t" and cell[start + 1 : start + 2].isdigit():  # 2021-02-03T14:10
        start += 1
    if none := _NO_TIME.match(cell, start):
        return replace(found, end=none.end())
    time = reader.phrases.time_at(cell, start)
    if time is None:
        return found
    end = time.end + ("(" in cell[found.end : start] and cell[time.end : time.end + 1] == ")")
    return _replaced(found, time, text, found.start, end)


def _replaced(found: DateReading, time: FoundTime, text: str, start: int, end: int) -> DateReading:
    return replace(found, time=time.time, start=start, end=end, written_time=text[time.start : time.end].strip())


def _to_end(reader: _Reader, cell: str, found: DateReading) -> DateReading:
    """The date after a date and time: "15/02/2014 2347hrs - 16/02/2014 0300hrs" began with the first.

    The same with "and", or on a second line, is a list: the second date is one of ``more``.
    """
    begun = found.date
    if found.time is None or begun is None or begun.earliest is None or found.more:
        return found
    ranged, place = reader.phrases.goes_on(cell, found.end) or (False, None)
    phrase = reader.phrases.at(cell, place) if place else None
    last = settle(phrase, begun.earliest).dates if phrase else ()
    if phrase is None or len(last) != 1 or last[0].latest is None or last[0].latest < begun.earliest:
        return found
    gap = _BETWEEN.match(cell, phrase.end)
    ended = reader.phrases.time_at(cell, gap.end() if gap else phrase.end)
    if not ranged:
        return replace(found, more=last, end=ended.end if ended else phrase.end)
    when = begun
    if last[0].latest > begun.earliest:
        when = replace(begun, latest=last[0].latest, precision=Precision.RANGE)
    return replace(found, date=when, end=ended.end if ended else phrase.end)


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
