"""What each column of a table means: by its heading, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from keymoments.analysis.dates import find_head, read_date, read_time
from keymoments.analysis.vocabulary import DateWords, Headings

# Where a heading stands for several meanings at once ("Date / time", "Seen / alone"), the first of these counts.
_FIRST = ("event_date", "date", "end_date", "recorded", "time", "seen", "alone", "text")
_SHORTEST_PHRASE = 4  # "to", "at", "by" inside a longer heading mean nothing
_ALIKE = 88
_SAMPLE = 160
_MOSTLY = 0.5
_SOME = 0.25
_TERSE = 15.0  # a narrative column whose cells are shorter on average holds labels
_ACCOUNT = 40.0
_HOURS = 8.0
_LABEL = 30.0  # a time, a name or a code is never longer on average

_YES_NO = re.compile(r"\(?\b(?:y\s*/\s*n|yes\s*/\s*no|y\s+n|ydy\s*/\s*nac\s*ydy)\b\)?", re.IGNORECASE)
_DATE_FORM = re.compile(r"\(?\bdd\s?[/. ]?\s?mm\s?[/. ]?\s?yy(?:yy)?\b\)?", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w']+|_")
_PLAIN_DATE = re.compile(
    r"(?P<date>(?:0?[1-9]|[12][0-9]|3[01])(?P<sign>[/.\-])(?:0?[1-9]|1[0-2])(?P=sign)(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))"
    r"(?:(?:T| {1,2})(?P<time>(?:[01]?[0-9]|2[0-3]):[0-5][0-9]))?"
)
_SERIAL = re.compile(r"(?:3[2-9]|4[0-9]|5[01])[0-9]{3}(?:\.[0-9]+)?")
FIRST_SERIAL, LAST_SERIAL = 32_874, 51_501  # 1 January 1990 and 31 December 2040


def normal(heading: str) -> str:
    """A heading in small letters without signs, footnote marks, "Y/N" and "dd/mm/yyyy"."""
    text = _DATE_FORM.sub(" ", _YES_NO.sub(" ", heading.replace("’", "'").replace("‘", "'")))
    words = _SIGNS.sub(" ", text.casefold())
    return " ".join(word for word in words.strip("' ").split() if word.strip("'"))


class HeadingWords:
    """The headings of a vocabulary, arranged for look-up."""

    def __init__(self, headings: Headings) -> None:
        self._exact: dict[str, list[str]] = {}
        for meaning, phrases in headings.meanings.items():
            for phrase in phrases:
                self._exact.setdefault(normal(phrase), []).append(meaning)
        self._long = [phrase for phrase in self._exact if len(phrase) >= 5]
        self.exact = lru_cache(4096)(self._find_exact)
        self.meanings = lru_cache(4096)(self._find)

    def _find_exact(self, heading: str) -> tuple[str, ...]:
        """Meanings of a heading that is known whole or by all of its parts; empty for any other text."""
        parts = [normal(part) for part in re.split(r"[/|\n]", _DATE_FORM.sub(" ", _YES_NO.sub(" ", heading)))]
        parts = [part for part in parts if part]
        if len(parts) > 1 and all(part in self._exact for part in parts):
            found = [meaning for part in parts for meaning in self._exact[part]]
            return tuple(dict.fromkeys([m for m in _FIRST if m in found] + found))
        return tuple(self._exact.get(normal(heading), ()))

    def _find(self, heading: str) -> tuple[str, ...]:
        """Meanings of a heading, best first; empty where nothing in it is known."""
        exact = self._find_exact(heading)
        if exact:
            return exact
        words = normal(heading).split()
        best: list[str] = []
        length = 0
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                phrase = " ".join(words[start:end])
                if phrase in self._exact and len(phrase) >= _SHORTEST_PHRASE and len(phrase) > length:
                    best, length = self._exact[phrase], len(phrase)
        if best:
            return tuple(best)
        whole = " ".join(words)
        near = [(fuzz.ratio(whole, phrase), phrase) for phrase in self._long if abs(len(phrase) - len(whole)) <= 2]
        likeness, phrase = max(near, default=(0.0, ""))
        return tuple(self._exact[phrase]) if likeness >= _ALIKE and len(whole) >= 5 else ()


# The same words serve every table of a run; to arrange them takes longer than to read a small table.
_arranged: dict[int, tuple[Headings, HeadingWords]] = {}


def heading_words(headings: Headings) -> HeadingWords:
    """The arranged words of a vocabulary, kept between tables."""
    known = _arranged.get(id(headings))
    if known is None or known[0] is not headings:
        _arranged.clear()
        known = _arranged[id(headings)] = (headings, HeadingWords(headings))
    return known[1]


def is_date(text: str, words: DateWords) -> bool:
    """Whether a cell is nothing but a date (with or without a time), "same day", or a date that cannot be."""
    if _PLAIN_DATE.fullmatch(text):
        return True
    if len(text) > 60:
        return False
    reading = read_date(text, words)
    if reading is None:
        return False
    known = reading.date is not None and reading.date.earliest is not None  # "n/a" is a reading, and no date
    return known or reading.same_day or reading.impossible or reading.missing_year


def begins_with_date(text: str, words: DateWords) -> bool:
    """Whether a cell begins with a whole date."""
    head = find_head(text, words)
    return head is not None and (head.date is not None or head.missing_year)


def plain_date(text: str) -> tuple[str, str] | None:
    """Date and time of a cell in one of the commonest forms, without the cost of reading it in full."""
    match = _PLAIN_DATE.fullmatch(text)
    return (match["date"], match["time"] or "") if match else None


def is_serial(text: str) -> bool:
    """Whether a cell is the number by which Excel stores a day of 1990 to 2040, shown without a date format."""
    return _SERIAL.fullmatch(text) is not None and FIRST_SERIAL <= float(text) <= LAST_SERIAL


@dataclass(frozen=True, slots=True)
class _Profile:
    """What stands in a column."""

    filled: int
    length: float
    dates: float
    serials: float
    heads: float
    times: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what; ``meanings`` names one a column, empty where nobody knows.

    ``dated_text``: no column of dates, but the cells of the narrative begin with one.
    """

    header: tuple[str, ...]
    meanings: tuple[str, ...]
    date: int | None = None
    end_date: int | None = None
    time: int | None = None
    text: int | None = None
    dated_text: bool = False
    lengths: tuple[float, ...] = ()


def choose_columns(
    header: Sequence[str],
    own: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: HeadingWords,
    dates: DateWords,
    chosen: Sequence[tuple[str, str]] = (),
) -> Columns:
    """Decide what the columns of a table mean.

    ``header``: headings joined from all header rows (empty ones where there are none); ``own``: the lowest heading of
    each column alone; ``rows``: cells of the rows that may be entries; ``chosen``: meaning and heading as
    ``case.toml`` has them.
    """
    width = len(header)
    profiles = [_profile([row[index] for row in rows], dates) for index in range(width)]
    candidates = [words.meanings(own[index]) or words.meanings(header[index]) for index in range(width)]
    named = {
        meaning: index
        for meaning, wanted in chosen
        for index in range(width - 1, -1, -1)
        if normal(wanted) and normal(wanted) in (normal(header[index]), normal(own[index]))
    }
    taken = set(named.values())
    sure = [bool(words.exact(name)) for name in own]
    date = named.get("date", _date_column(candidates, profiles, taken, sure))
    taken |= {date} if date is not None else set()
    time = named.get("time", _time_column(candidates, profiles, taken))
    taken |= {time} if time is not None else set()
    end = named.get("end_date", _end_column(candidates, profiles, taken))
    taken |= {end} if end is not None else set()
    text = named.get("text", _text_column(candidates, profiles, taken))
    dated_text = False
    if date is None:
        heads = [
            index
            for index in range(width)
            if profiles[index].filled and profiles[index].heads >= _MOSTLY > profiles[index].dates
        ]
        if heads:
            text = text if text in heads else max(heads, key=lambda index: profiles[index].length)
            dated_text = True
    meanings = [next((m for m in candidates[index] if _possible(m, profiles[index])), "") for index in range(width)]
    for meaning, place in (("date", date), ("time", time), ("end_date", end), ("text", text), *named.items()):
        if place is not None:
            meanings[place] = meaning
    return Columns(
        tuple(header),
        tuple(meanings),
        date,
        end,
        time,
        text,
        dated_text,
        tuple(profile.length for profile in profiles),
    )


def _profile(cells: Sequence[str], dates: DateWords) -> _Profile:
    filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
    if not filled:
        return _Profile(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    step = max(1, len(filled) // _SAMPLE)
    sample = filled[::step]
    short = [cell for cell in sample if len(cell) <= 60]
    dated = sum(is_date(cell, dates) for cell in short)
    serials = sum(is_serial(cell) for cell in short)
    heads = dated if dated == len(sample) else sum(begins_with_date(cell, dates) for cell in sample)
    times = 0 if dated == len(sample) else sum(read_time(cell, dates) is not None for cell in short)
    count = len(sample)
    return _Profile(
        len(filled),
        sum(map(len, filled)) / len(filled),
        dated / count,
        serials / count,
        heads / count,
        times / count,
    )


def _date_column(
    candidates: Sequence[tuple[str, ...]], profiles: Sequence[_Profile], taken: set[int], sure: Sequence[bool]
) -> int | None:
    """The column of the event's date: by heading and content, then the one of recording, then by content alone."""
    free = [index for index in range(len(profiles)) if index not in taken and profiles[index].filled]
    free.sort(key=lambda index: not sure[index])  # a heading known whole before one in which a word is known

    def dated(index: int, least: float) -> bool:
        return max(profiles[index].dates + profiles[index].serials, profiles[index].heads) >= least

    for least in (_MOSTLY, _SOME):
        for meaning in ("event_date", "date", "recorded"):
            # the first meaning of a heading before a second one ("from" is a source where it holds no dates)
            for rank in range(3):
                for index in free:
                    if candidates[index][rank : rank + 1] == (meaning,) and dated(index, least):
                        return index
    unknown = [
        index
        for index in free
        if profiles[index].dates >= _MOSTLY
        and not {"other_date", "end_date", "end_time", "text"} & set(candidates[index][:1])
    ]
    return max(unknown, key=lambda index: (profiles[index].dates, -index), default=None)


def _time_column(candidates: Sequence[tuple[str, ...]], profiles: Sequence[_Profile], taken: set[int]) -> int | None:
    for index, meanings in enumerate(candidates):
        if index not in taken and "time" in meanings and _possible("time", profiles[index]):
            return index
    if any("time" in meanings for meanings in candidates):
        return None
    for index, meanings in enumerate(candidates):
        profile = profiles[index]
        if index not in taken and not meanings and profile.filled and profile.times >= 0.8 and profile.length >= 4:
            return index
        # "When" beside a column of dates: hours and lessons ("1.20pm", "Lunch", "P3").
        beside = meanings[:1] == ("date",) and profile.dates < 0.2 and profile.length <= _HOURS
        if index not in taken and beside and profile.times >= 0.3:
            return index
    return None


def _end_column(candidates: Sequence[tuple[str, ...]], profiles: Sequence[_Profile], taken: set[int]) -> int | None:
    for index, meanings in enumerate(candidates):
        profile = profiles[index]
        if index not in taken and "end_date" in meanings and profile.dates + profile.serials >= _MOSTLY:
            return index
    return None


def _text_column(candidates: Sequence[tuple[str, ...]], profiles: Sequence[_Profile], taken: set[int]) -> int | None:
    """The main account: of the columns with such a heading the one with the longest cells.

    Where it holds but labels ("Event: home visit"), a column without a known heading, or one of comments or actions,
    that tells far more is the account.
    """
    free = [index for index in range(len(profiles)) if index not in taken]

    def longest(found: list[int]) -> int | None:
        return max(found, key=lambda index: (profiles[index].length, -index), default=None)

    named = longest([index for index in free if "text" in candidates[index]])
    unknown = [index for index in free if not candidates[index] and profiles[index].dates < _MOSTLY]
    if named is not None and profiles[named].length >= _TERSE:
        return named
    other = longest(unknown)
    if other is None or profiles[other].length < max(_TERSE, 2 * (profiles[named].length if named is not None else 0)):
        # "Comments" tell what happened where nothing else does; what was done comes after what happened
        for meanings in ({"comment"}, {"action", "voice", "type"}):
            second = longest([index for index in free if meanings & set(candidates[index])])
            if second is not None and profiles[second].length >= _ACCOUNT:
                other = second
                break
    if named is None:
        return other
    return other if other is not None and profiles[other].length >= _ACCOUNT else named


def _possible(meaning: str, profile: _Profile) -> bool:
    """Whether a column with such cells can have the meaning its heading names."""
    if not profile.filled:
        return True
    if meaning in ("date", "end_date", "recorded", "other_date"):
        return profile.dates + profile.serials >= _SOME or profile.heads >= _MOSTLY
    if meaning in ("time", "end_time"):
        return profile.length <= _LABEL and profile.dates < _MOSTLY
    return True
