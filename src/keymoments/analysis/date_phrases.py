"""Dates with the words, ranges, lists and times around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.date_forms import DateForms, Written, complete, days, full_year
from keymoments.analysis.records import Precision, UncertainDate
from keymoments.analysis.times import BEFORE_FIGURES, MARKS, FoundTime, TimeForms, one_spaced, phrase_pattern, plain
from keymoments.analysis.vocabulary import DateWords

LONGEST_TURN = 200  # days a range over the turn of the year may last before it is taken for a slip
MOST_DATES = 12  # dates one cell may list
_GAP = re.compile(r"[\s,:(/.-]{0,3}")
_DAY_ONLY = re.compile(r"([0-9]{1,2})(?![0-9]|[:.][0-9])")
_ENDS = {"about": (BEFORE_FIGURES,)}  # "c2012"
_NO_DAY = re.compile(  # "??/06/2019", "xx/06/2019", "00/06/2019"
    r"(?:\?{1,2}|x{1,2}|-{1,2}|_{1,2}|00)\s?[/.]\s?(?P<m>[0-9]{1,2})\s?[/.]\s?(?P<y>(?:[0-9]{2}){1,2})(?![^\W_]|[./][0-9])"
)
_LOOSE = ("", ",", ";")  # what stands between a date and anything at all
_FULL = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]")
_LINE = re.compile(r"[ \t]{0,3}\n\s{0,3}")
_SLASH = re.compile(r"\s?/\s?")
_AFTER = re.compile(r"\s{0,2}(?:\?{1,3}|\(\s?\?\s?\))")
_MARK_CHARS = re.compile(r"\s{0,2}[?(*#\[^]")
_BRACKET = re.compile(r"[\s,(\[]{0,3}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Dates as they stand in ``text[start:end]``; ``ranged``: the two are the ends of a range."""

    dates: tuple[Written, ...]
    ranged: bool
    start: int
    end: int


class PhraseForms:
    """The phrases of dates, compiled for one set of words."""

    __slots__ = (
        "_also",
        "_before_date",
        "_joins",
        "_onwards",
        "_ordinal",
        "_part",
        "_parts",
        "_weekday",
        "_weekdays",
        "dates",
        "doubt",
        "times",
    )

    def __init__(self, words: DateWords) -> None:
        self.dates = DateForms(words)
        self.times = TimeForms(words)
        self._parts = {plain(word): window for word, window in words.parts_of_month.items()}
        self._weekdays = {plain(word): number for word, number in words.weekdays.items()}
        groups = {
            "doubt": words.doubt,
            "weekending": words.week_ending,
            "weekof": words.week_of,
            "about": words.about,
            "between": words.between,
            "before": words.before,
            "since": words.since,
            "part": tuple(words.parts_of_month),
            "lead": words.lead,
        }
        ordered = "|".join(
            f"(?P<{name}>{phrase_pattern(phrases, *_ENDS.get(name, ()))})" for name, phrases in groups.items()
        )
        weekday = phrase_pattern(tuple(words.weekdays))
        self._before_date = re.compile(rf"(?:{ordered}|(?P<weekday>{weekday}))")
        self.doubt = re.compile(rf"(?:{phrase_pattern(words.doubt)})\s{{0,2}}")
        self._weekday = re.compile(weekday)
        self._part = re.compile(phrase_pattern(tuple(words.parts_of_month)))
        ends = "|".join(sorted(map(re.escape, words.ordinals), key=lambda end: (-len(end), end))) or "(?!)"
        self._ordinal = re.compile(rf"\s?(?:{ends})(?![^\W_])")
        self._joins = re.compile(rf"\s{{0,3}}(?:{phrase_pattern(words.joins)})\s{{0,3}}")
        self._onwards = re.compile(rf"[\s-]{{0,3}}(?:{phrase_pattern(words.onwards)})")
        self._also = re.compile(rf"\s{{0,3}}(?:{phrase_pattern(words.also)})\s{{0,3}}")

    def at(self, text: str, start: int) -> Phrase | None:
        """The phrase of dates that begins at ``start`` of a plain text."""
        between, first = self._item(text, start, alone=True)
        if first is None:
            return None
        if first.month is None and first.year is None:
            return self._shared(text, first, between)
        return self._longer(text, first, between)

    def _shared(self, text: str, first: Written, between: bool) -> Phrase | None:
        """Days that take their month from the last: "3-7 June 2018", "5, 6 & 9/5/10", "night of 3/4 June"."""
        found = [first]
        while len(found) < MOST_DATES:
            step = self._joined(text, found[-1].end, between=between)
            if step is None:
                return None
            ranged, place = step
            if text[place - 1] == "," and _FULL.match(text, place):  # "1,17/06/2013" is a row's number and its date
                return None
            _, following = self._item(text, place, alone=True)
            if following is None or following.day is None or (ranged and len(found) > 1):
                return None
            found.append(following)
            if following.month is not None:
                return Phrase(complete(tuple(found)), ranged, first.start, following.end)
            if ranged:
                return None
        return None

    def _longer(self, text: str, first: Written, between: bool) -> Phrase:
        """The first date with what it is joined to, if anything is."""
        found = [first]
        while len(found) < MOST_DATES:
            step = self._joined(text, found[-1].end, between=between or first.day is None)
            if step is None or (step[0] and len(found) > 1):
                break
            ranged, place = step
            _, following = self._item(text, place, alone=False)
            if following is None or (not ranged and (following.day is None) != (first.day is None)):
                break
            if following.year is None and first.year is not None:
                join = text[found[-1].end : place].strip()
                if join in _LOOSE:  # "21.11.24, 6/12 review": months of age, or what else follows a date
                    break
            found.append(following)
            if ranged:
                return Phrase(complete(tuple(found)), True, first.start, following.end)
        return Phrase(complete(tuple(found)), False, first.start, found[-1].end)

    def _joined(self, text: str, place: int, *, between: bool) -> tuple[bool, int] | None:
        """Whether a range ("to", "-") or a list ("and", "+") goes on at a place, and where.

        ``between``: what joins is then a range ("between 3 and 7 June", "Jan & Feb 2021"), whatever the word.
        """
        if also := self._also.match(text, place):
            if between and not self._joins.match(text, place):
                return None
            return between, also.end()
        if not between and (line := _LINE.match(text, place)):
            return False, line.end()
        join = self._joins.match(text, place) or _SLASH.match(text, place)
        return (True, join.end()) if join else None

    def _item(self, text: str, start: int, *, alone: bool) -> tuple[bool, Written | None]:
        """One date with the words before it and the marks after it; ``alone``: the day of the month may stand alone."""
        marks: dict[str, str] = {}
        place = begins = start
        if (no_day := _NO_DAY.match(text, start)) is not None:
            month, year = int(no_day["m"]), full_year(no_day["y"])
            return False, Written(start, no_day.end(), month=month, year=year) if 1 <= month <= 12 else None
        for _ in range(6):
            found = None if "0" <= text[place : place + 1] <= "9" else self.dates.at(text, place)
            if found is not None and not (found.month and self._weekday_first(text, place)):
                return "between" in marks, self._finish(text, begins, found, marks)
            word = self._before_date.match(text, place)
            if word is None:
                break
            if word.lastgroup in {"lead", "between"} and not set(marks) - {"lead", "between"}:
                begins = -1
            marks.setdefault(word.lastgroup or "", word[0])
            gap = _GAP.match(text, word.end())
            place = gap.end() if gap else word.end()
            begins = place if begins < 0 else begins
        found = self.dates.at(text, place)
        if found is None and alone and (day := _DAY_ONLY.match(text, place)):
            ordinal = self._ordinal.match(text, day.end())
            found = Written(place, ordinal.end() if ordinal else day.end(), day=int(day[1]))
        return "between" in marks, self._finish(text, begins, found, marks) if found else None

    def _weekday_first(self, text: str, place: int) -> bool:
        """Whether a word that is a month as well is a weekday here ("Mawrth 5 Mawrth")."""
        word = self._weekday.match(text, place)
        if word is None:
            return False
        gap = _GAP.match(text, word.end())
        following = self.dates.at(text, gap.end() if gap else word.end())
        return following is not None and following.day is not None

    def _finish(self, text: str, start: int, found: Written, marks: dict[str, str]) -> Written:
        end, doubtful = self._marks_after(text, found.end)
        if (onwards := self._onwards.match(text, end)) is not None:
            end = onwards.end()
            marks = {**marks, "since": onwards[0]}
        if not marks and not doubtful:
            return found if end == found.end else replace(found, end=end)
        has_day = found.day is not None
        first, last = (None, None) if has_day else self._parts.get(one_spaced(marks.get("part", "")), (None, None))
        weekday = marks.get("weekday")
        week = "of" if "weekof" in marks else "ending" if "weekending" in marks else ""
        return replace(
            found,
            start=start,
            end=end,
            doubtful=doubtful or "doubt" in marks,
            about="about" in marks or (bool(week) and not has_day),
            week=week if has_day else "",
            limit=next((name for name in ("before", "since") if name in marks), ""),
            first=first,
            last=last,
            weekday=self._weekdays.get(one_spaced(weekday)) if weekday else None,
        )

    def _marks_after(self, text: str, end: int) -> tuple[int, bool]:
        """Where the marks of doubt and of footnotes behind a date end, and whether there was doubt."""
        doubtful = False
        while _MARK_CHARS.match(text, end):
            if after := _AFTER.match(text, end):
                doubtful, end = True, after.end()
            elif mark := MARKS.match(text, end):
                end = mark.end()
            else:
                break
        return end, doubtful

    def goes_on(self, text: str, start: int) -> tuple[bool, int] | None:
        """Whether a range or a list goes on at ``start``, and where its next date begins."""
        return self._joined(text, start, between=False)

    def weekday_before(self, text: str, start: int) -> tuple[int, int] | None:
        """The weekday that stands at ``start``, and where what follows it begins."""
        word = self._weekday.match(text, start)
        if word is None:
            return None
        gap = _GAP.match(text, word.end())
        return self._weekdays[one_spaced(word[0])], gap.end() if gap else word.end()

    def weekday_after(self, text: str, start: int) -> tuple[int, int] | None:
        """The weekday that stands behind a date, and where it ends ("27/11/08 (Thurs)")."""
        gap = _BRACKET.match(text, start)
        word = self._weekday.match(text, gap.end() if gap else start)
        if word is None:
            return None
        end = word.end() + (text[word.end() : word.end() + 1] in {")", "]"})
        return self._weekdays[one_spaced(word[0])], end

    def time_at(self, text: str, start: int) -> FoundTime | None:
        """The time at a place, past words that say nothing ("at", "@")."""
        place = start
        for _ in range(3):
            found = self.times.at(text, place)
            if found is not None:
                return found
            word = self._before_date.match(text, place)
            if word is None or word.lastgroup != "lead":
                return None
            gap = _GAP.match(text, word.end())
            place = gap.end() if gap else word.end()
        return None


@dataclass(frozen=True, slots=True)
class Settled:
    """The dates a phrase means; none where the year is missing and nothing is near, or no such day exists."""

    dates: tuple[UncertainDate, ...]
    missing_year: bool
    impossible: bool


def settle(phrase: Phrase, near: date | None, *, limits: bool = True) -> Settled:
    """The dates of a phrase; a missing year is the one that brings it nearest to ``near``.

    Without ``limits`` "since June" is June itself: what the writer named, not when something happened.
    """
    if not limits and any(one.limit for one in phrase.dates):
        phrase = replace(phrase, dates=tuple(replace(one, limit="") for one in phrase.dates))
    if phrase.dates[-1].year is not None:
        dates = _dates(phrase)
        return Settled(dates or (), False, dates is None)
    if near is None:
        possible = _dates(_in_year(phrase, 2000)) is not None
        return Settled((), True, not possible)
    best: tuple[int, tuple[UncertainDate, ...]] | None = None
    for year in (near.year, near.year - 1, near.year + 1):
        dates = _dates(_in_year(phrase, year))
        if dates is None or dates[0].earliest is None:
            continue
        away = abs((dates[0].earliest - near).days)
        if best is None or away < best[0]:
            best = away, dates
    if best is None:
        return Settled((), True, True)
    return Settled(tuple(replace(one, assumed_year=True) for one in best[1]), True, False)


def _in_year(phrase: Phrase, year: int) -> Phrase:
    filled = (replace(one, year=year, borrowed=phrase.ranged and one is not phrase.dates[-1]) for one in phrase.dates)
    return replace(phrase, dates=tuple(filled))


def _dates(phrase: Phrase) -> tuple[UncertainDate, ...] | None:
    if phrase.ranged:
        spanned = _range(phrase.dates[0], phrase.dates[1])
        return None if spanned is None else (spanned,)
    settled = []
    for written in phrase.dates:
        found = days(written)
        if found is None:
            return None
        settled.append(UncertainDate(found.earliest, found.latest, found.precision, doubtful=written.doubtful))
    return tuple(settled)


def _range(first: Written, last: Written) -> UncertainDate | None:
    vague = first.vague or last.vague
    begins, ends = days(replace(first, about=False)), days(replace(last, about=False))
    if begins and ends and begins.earliest > ends.latest:  # "28 Dec - 3 Jan 2019", "28 Dec 2018 - 3 Jan"
        if first.borrowed and first.year is not None:
            begins = days(replace(first, about=False, year=first.year - 1))
        elif last.borrowed and last.year is not None:
            ends = days(replace(last, about=False, year=last.year + 1))
        if begins is None or ends is None or (ends.latest - begins.earliest).days > LONGEST_TURN:
            return None
    if begins is None or ends is None or begins.earliest > ends.latest:
        return None
    precision = Precision.APPROXIMATE if vague else Precision.RANGE
    return UncertainDate(begins.earliest, ends.latest, precision, doubtful=first.doubtful or last.doubtful)
