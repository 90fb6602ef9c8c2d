"""The forms in which a day, month, season or year is written, and the days they may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from keymoments.analysis.records import Precision
from keymoments.analysis.times import BEFORE_FIGURES, one_spaced, phrase_pattern, plain
from keymoments.analysis.vocabulary import DateWords

ABOUT_DAYS = 3  # days either side of "on or around 9 March"
OPEN_DAYS = 365  # how far back "before June 2019" is taken to reach
FIRST_YEAR, LAST_YEAR = 1900, 2099  # years outside are slips of the pen
PIVOT = 50  # '49 is 2049, '50 is 1950: records of agencies lie between


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, not yet completed: ``text[start:end]``; parts that were not written are ``None``.

    ``first``/``last``: days of the month that a part of it ("early") covers. ``last_month``: of a season.
    ``last_year``: of "2018/19". ``week``: "of" or "ending". ``limit``: "before" or "since".
    ``short``: it is day and month in figures only, so it may be a fraction or a number of days or months.
    ``borrowed``: its year is that of the date it is joined to.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    first: int | None = None
    last: int | None = None
    week: str = ""
    limit: str = ""
    about: bool = False
    doubtful: bool = False
    weekday: int | None = None
    short: bool = False
    borrowed: bool = False

    @property
    def vague(self) -> bool:
        """Whether its days are a guess and not what was written."""
        return bool(self.about or self.first or self.last_month or self.limit)


@dataclass(frozen=True, slots=True)
class Days:
    """The days a written date means."""

    earliest: date
    latest: date
    precision: Precision


class DateForms:
    """The forms of dates, compiled for one set of words."""

    __slots__ = ("_forms", "_parts", "_seasons", "_words", "named")

    def __init__(self, words: DateWords) -> None:
        self._words = {plain(word): number for word, number in words.months.items()}
        self._seasons = {plain(word): months for word, months in words.seasons.items()}
        names = f"(?:{_names(tuple(words.months))})"
        month = rf"(?P<mon>{names})(?:\.(?=[\s\-]?'?[0-9]))?"
        ends = "|".join(sorted(map(re.escape, words.ordinals), key=lambda end: (-len(end), end))) or "(?!)"
        ordinal = rf"(?:\s?(?:{ends})(?![^\W_]))"
        counted = rf"(?!\s{{0,2}}-?(?:{phrase_pattern(words.counted)}))"
        no_month = rf"(?!{ordinal}?\s?-?{names})"
        long_year = r"'?(?:19|20)[0-9]{2}"
        ended = r"(?![^\W_]|[:./][0-9]|\s?(?:hrs?|h)(?![^\W_]))"
        clear = rf"{ended}{counted}"
        short_year = rf"(?!(?:0[0-9]|1[0-2])\s(?:am|pm)(?![^\W_]))[0-9]{{2}}{no_month}"  # "12 Feb 10 am" is ten o'clock
        whole = rf"(?!'?[^\W_]|-(?!{names})[^\W\d_])"  # "may-be" is no month, "Feb-Mar" two
        # A year in four figures after its month is no measure: "Feb 2019 ML" is a writer's initials.
        year = rf"(?:[\s\-/.,]{{0,3}}(?P<y>{long_year}){ended}|(?:[\s\-/.]|,\s)?(?P<ys>'?{short_year}){clear})"
        self.named = re.compile(_names((*words.months, *words.seasons)))
        digits = (
            (
                "iso",
                re.compile(
                    r"(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?![0-9]|[a-su-z])"
                ),
            ),
            (
                "figures",
                re.compile(
                    r"(?P<d>[0-9]{1,2})(?:\s?[/\\]\s?|[.-])(?P<m>[0-9]{1,2})(?:\s?[/\\]\s?|[.-])"
                    r"'?(?P<y>[0-9]{2,5})(?![^\W_]|[./][0-9])"  # a year of three or five figures is a slip
                ),
            ),
            (
                "day month",
                re.compile(
                    rf"(?P<d>[0-9]{{1,2}})(?![0-9]){ordinal}?[\s\-/.,]{{0,2}}(?:(?:of|o)\s)?{month}(?:{year})?{whole}{counted}"
                ),
            ),
            ("month figures", re.compile(r"(?P<m>0?[1-9]|1[0-2])[/.-](?P<y>(?:19|20)[0-9]{2})(?![^\W_]|[/.-][0-9])")),
            (
                "short",
                re.compile(
                    r"(?P<d>[0-9]{1,2})(?:\s?/\s?)(?P<m>[0-9]{1,2})"
                    rf"(?![^\W_]|\s?[/:][0-9]|[.,][0-9]|-[0-9]{{1,2}}(?![0-9/])){no_month}{counted}"
                ),
            ),
            (
                "years",
                re.compile(
                    r"(?P<y>(?:19|20)[0-9]{2})(?P<sep>\s?[-/]\s?)(?P<ly>(?:19|20)[0-9]{2}|[0-9]{2})(?![^\W_]|[/.:-][0-9])"
                ),
            ),
            ("year", re.compile(rf"(?P<y>(?:19|20)[0-9]{{2}})(?![^\W_]|[/.:][0-9]|\s?hrs?){counted}")),
        )
        letters = (
            (
                "month day",
                re.compile(
                    rf"{month}[\s\-]{{1,2}}(?P<d>[0-9]{{1,2}})(?![0-9])"
                    rf"(?:{ordinal}(?:,?\s{{0,2}}(?P<yo>{long_year}|'?{short_year}){clear})?"
                    rf"|,?\s{{1,2}}(?P<y>{long_year}|'[0-9]{{2}}){clear}|(?<=[^0-9][0-9]){clear})"
                ),
            ),
            ("month", re.compile(rf"{month}(?:{year})?{whole}")),
            ("season", re.compile(rf"(?P<season>{phrase_pattern(tuple(words.seasons))})(?:\s(?:of\s)?)?(?:{year})?")),
        )
        self._forms = {True: digits, False: letters}

    def at(self, text: str, start: int) -> Written | None:
        """The date that stands at ``start`` of a plain text, without the words before it."""
        figures = "0" <= text[start : start + 1] <= "9"
        if not figures and not self.named.match(text, start):
            return None
        for form, pattern in self._forms[figures]:
            match = pattern.match(text, start)
            if match is not None and (written := self._written(form, match)) is not None:
                return written
        return None

    def _written(self, form: str, match: re.Match[str]) -> Written | None:
        groups = match.groupdict()
        figures = groups.get("y") or groups.get("ys") or groups.get("yo")
        found = Written(
            match.start(),
            match.end(),
            day=_number(groups.get("d")),
            month=self._words[one_spaced(groups["mon"])] if groups.get("mon") else _number(groups.get("m")),
            year=full_year(figures) if figures else None,
            short=form == "short",
        )
        if form == "season":
            first, last = self._seasons[one_spaced(groups["season"])]
            return replace(found, month=first, last_month=last)
        if form == "years":
            return _years(found, groups["sep"].strip(), groups["ly"])
        return found


def _names(words: tuple[str, ...]) -> str:
    return phrase_pattern(words, BEFORE_FIGURES)  # "feb21" is February 2021


def _number(figures: str | None) -> int | None:
    return int(figures) if figures else None


def full_year(figures: str) -> int:
    """The year of two or four figures, with or without an apostrophe."""
    figures = figures.lstrip("'")
    if len(figures) != 2:
        return int(figures)
    return int(figures) + (2000 if int(figures) < PIVOT else 1900)


def _years(found: Written, separator: str, figures: str) -> Written | None:
    """Years side by side: "2018/19" and "2013-2015" are periods, "2018-03" is a month of 2018."""
    year = found.year or 0
    last = int(figures) if len(figures) == 4 else year // 100 * 100 + int(figures)
    if len(figures) == 2 and 1 <= int(figures) <= 12 and not (separator == "/" and last == year + 1):
        return replace(found, month=int(figures))
    return replace(found, last_year=last) if last > year else None


def complete(found: tuple[Written, ...]) -> tuple[Written, ...]:
    """Dates of a range or list with what one left to another: "3-7 June 2018", "05/09/24 + 09/09"."""
    if len(found) == 1:
        return found
    filled = [found[-1]]
    if found[-1].year is None and (years := [one.year for one in found if one.year is not None]):
        filled = [replace(found[-1], year=years[-1], borrowed=True)]
    for one in reversed(found[:-1]):
        following = filled[0]
        if one.month is None and one.year is None:
            one = replace(one, month=following.month)
        if one.year is None:
            one = replace(one, year=following.year, borrowed=following.year is not None)
        filled.insert(0, one)
    return tuple(filled)


def days(written: Written) -> Days | None:
    """The days of a completed date; ``None`` where no such day exists."""
    try:
        return _limited(written, _around(written, _week(written, _plain_days(written))))
    except (ValueError, OverflowError):
        return None


def _plain_days(written: Written) -> Days:
    year = written.year
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no year of a record")
    if written.month is None:
        return _days_of_year(written, year)
    if written.day is not None:
        day = date(year, written.month, written.day)
        return Days(day, day, Precision.DAY)
    end_month = written.last_month or written.month
    end = month_end(year + (end_month < written.month), end_month)
    if written.first is None or written.last is None:
        precision = Precision.APPROXIMATE if written.last_month else Precision.MONTH
        return Days(date(year, written.month, 1), end, precision)
    first = date(year, written.month, written.first)
    return Days(first, end if written.last >= end.day else end.replace(day=written.last), Precision.APPROXIMATE)


def _days_of_year(written: Written, year: int) -> Days:
    if written.last_year is not None:
        return Days(date(year, 1, 1), date(written.last_year, 12, 31), Precision.RANGE)
    if written.first is None or written.last is None:
        return Days(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
    # "early 2014" is to the year what "early March" is to the month
    first, last = (written.first - 1) * 12 // 30 + 1, max(1, min(written.last, 30) * 12 // 30)
    return Days(date(year, first, 1), month_end(year, max(first, last)), Precision.APPROXIMATE)


def _week(written: Written, found: Days) -> Days:
    if written.week == "of":
        return Days(found.earliest, found.earliest + timedelta(days=6), Precision.RANGE)
    if written.week == "ending":
        return Days(found.latest - timedelta(days=6), found.latest, Precision.RANGE)
    return found


def _around(written: Written, found: Days) -> Days:
    if not written.about:
        return found
    slack = timedelta(days=ABOUT_DAYS if found.precision is Precision.DAY else 0)
    return Days(found.earliest - slack, found.latest + slack, Precision.APPROXIMATE)


def _limited(written: Written, found: Days) -> Days:
    """Of "before June 2019" a year is taken, of "since June 2019" a month: how far they reach was not written."""
    if written.limit == "before":
        return Days(
            found.earliest - timedelta(days=OPEN_DAYS), found.earliest - timedelta(days=1), Precision.APPROXIMATE
        )
    if written.limit == "since":
        return Days(found.earliest, max(found.latest, found.earliest + timedelta(days=30)), Precision.APPROXIMATE)
    return found


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
