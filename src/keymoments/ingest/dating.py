"""Settle the dates of drafts among their neighbours: inherited days, assumed years, two events in one row, doubts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from keymoments.analysis.dates import DateReading, find_dates, find_head, read_date, read_time
from keymoments.analysis.records import UNDATED, Entry, Precision, Problem, UncertainDate, UncertainTime
from keymoments.analysis.vocabulary import DateWords
from keymoments.ingest.blocks import Draft

# A second event told in the same row happened soon after the first; a date further on is a plan or a deadline.
SECOND_EVENT_WITHIN = timedelta(days=62)
# A file is in date order, forwards or backwards, when this share of its dates stands in one ordered run.
ORDERED_SHARE = 0.75
FEWEST_FOR_ORDER = 5


@dataclass(frozen=True, slots=True)
class _Dated:
    """A draft with what its date cell says by itself."""

    draft: Draft
    reading: DateReading | None
    when: UncertainDate
    time: UncertainTime | None
    time_doubt: bool = False


def settle(
    drafts: Iterable[Draft], *, agency: str, file: str, words: DateWords, today: date
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Turn the drafts of one file, in file order, into entries (still without id and key) and Problems.

    A blank date, a bare time or "same day" takes the day, never the time, of the draft above in the same series, but
    not over a break; a missing year is taken from the nearest dated draft of the series; a row that tells two dated
    events gives two entries. Nothing is dropped: what has no readable date becomes an undated entry with a Problem.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for series in _by_series(drafts):
        dated = [_read(draft, words) for draft in series]
        dated = _with_years(dated, words)
        for item in _inherit(dated, file, problems):
            entries.extend(_entries_of(item, agency, file, words))
        _check(dated, file, today, problems)
    return tuple(replace(entry, position=index) for index, entry in enumerate(entries)), tuple(problems)


def _by_series(drafts: Iterable[Draft]) -> list[list[Draft]]:
    """Drafts in runs of one series, in file order."""
    runs: list[list[Draft]] = []
    for draft in drafts:
        if runs and runs[-1][0].series == draft.series:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    return runs


def _read(draft: Draft, words: DateWords) -> _Dated:
    reading = read_date(draft.written_date, words) if draft.written_date.strip() else None
    time = read_time(draft.written_time, words) if draft.written_time.strip() else None
    doubt = bool(draft.written_time.strip()) and time is None
    if time is None and reading is not None:
        time = reading.time
    if time is None and not doubt:
        time = _told_first(draft.text, words)
    when = reading.date if reading is not None and reading.date is not None else UNDATED
    return _Dated(draft, reading, when, time, doubt)


# "12:40 T/C from school", "2.15pm 3 yr review", "1410hrs Seen": an hour, then what was done, in a new sentence.
_CLOCK_FIRST = re.compile(
    r"((?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\b\.?|\s?hrs?\b)?|(?:1[0-2]|[1-9])\s?[ap]m\b|(?:[01]\d|2[0-3])[0-5]\d\s?hrs\b)"
    r"(?:[.,:]?\s+(?=[A-Z(‘'“\"])|(?<=m)\s+(?=\d))"
)


def _told_first(text: str, words: DateWords) -> UncertainTime | None:
    """The clock time with which a narrative begins ("16.00. Door opened by …"), where the row has none of its own."""
    if not text[:1].isdigit():
        return None
    head = find_head(text, words)
    if head is not None:
        bare = head.date is None and not head.missing_year and not head.start
        return head.time if bare and head.time is not None and head.time.exact else None
    clock = _CLOCK_FIRST.match(text)
    time = read_time(clock[1], words) if clock else None
    return time if time is not None and time.exact else None


def _with_years(dated: list[_Dated], words: DateWords) -> list[_Dated]:
    """Give dates written without a year the year that keeps them nearest to their dated neighbours."""
    known = [
        (index, item.when.earliest)
        for index, item in enumerate(dated)
        if item.when.earliest is not None and not _lacks_year(item)
    ]
    result = list(dated)
    for index, item in enumerate(dated):
        if not _lacks_year(item):
            continue
        near = _nearest(known, index) or _middle(item.draft.period, words)
        if near is None:
            result[index] = replace(item, when=UNDATED)
            continue
        again = read_date(item.draft.written_date, words, near=near)
        if again is not None and again.date is not None:
            result[index] = replace(item, reading=again, when=again.date)
    return result


_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s?[/-]\s?((?:19|20)?\d{2}))?(?!\d)")


def _middle(period: str, words: DateWords) -> date | None:
    """The middle of the time that a title names: "Autumn 2011", "Diary 2012", "Session 2018/19", "June 2012".

    ``None`` where it names no year, or several.
    """
    years = {(match[1], match[2]) for match in _YEARS.finditer(period)}
    if len(years) != 1:
        return None
    first, second = next(iter(years))
    named = [reading.date for reading in find_dates(period, words) if reading.date and not reading.missing_year]
    for when in named:
        if when.earliest and when.latest and when.latest - when.earliest < timedelta(days=200):
            return when.earliest + (when.latest - when.earliest) / 2
    return date(int(first) + 1, 3, 1) if second else date(int(first), 7, 1)


def _lacks_year(item: _Dated) -> bool:
    return item.reading is not None and item.reading.missing_year


def _nearest(known: list[tuple[int, date]], index: int) -> date | None:
    """The date to measure a missing year against: between the dated draft above and the one below."""
    place = bisect_left(known, index, key=lambda item: item[0])
    above = known[place - 1][1] if place else None
    below = known[place][1] if place < len(known) else None
    if above is not None and below is not None:
        return above + (below - above) / 2
    return above or below


def _inherit(dated: list[_Dated], file: str, problems: list[Problem]) -> list[_Dated]:
    result: list[_Dated] = []
    above = UNDATED
    for item in dated:
        draft = item.draft
        if draft.after_break:
            above = UNDATED
        when = item.when
        blank = not draft.written_date.strip()
        waits = blank or (item.reading is not None and item.reading.date is None and not item.reading.impossible)
        if when.precision is Precision.NONE and waits and above.precision is not Precision.NONE:
            when = replace(above, inherited=True)
            item = replace(item, when=when)
        elif when.precision is Precision.NONE:
            problems.append(_undated(item, file, blank=blank))
        if item.time_doubt:
            problems.append(
                Problem(
                    file,
                    draft.where,
                    f"The time “{_short(draft.written_time)}” could not be read.",
                    "The entry is kept without a time; correct it in the file if the hour matters.",
                )
            )
        above = replace(when, inherited=False) if when.precision is not Precision.NONE else above
        result.append(item)
    return result


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= 40 else text[:37] + "…"


def _undated(item: _Dated, file: str, *, blank: bool) -> Problem:
    draft = item.draft
    fix = "Ask the agency for the date; the entry is kept at the end of the chronology, without a date."
    if blank:
        return Problem(file, draft.where, "This entry has no date, and none above it that it could take.", fix)
    words = _short(draft.written_date)
    if item.reading is not None and item.reading.impossible:
        return Problem(file, draft.where, f"There is no such day as “{words}”.", fix)
    if _lacks_year(item):
        return Problem(file, draft.where, f"“{words}” has no year, and no dated entry stands beside it.", fix)
    if item.reading is not None:
        return Problem(file, draft.where, f"“{words}” points to a date above it, and there is none.", fix)
    return Problem(file, draft.where, f"The date “{words}” could not be read.", fix)


# --- entries, and rows that hold two dated events ---------------------------------------------------------------------


def _entries_of(item: _Dated, agency: str, file: str, words: DateWords) -> list[Entry]:
    draft = item.draft
    notes = draft.notes
    if item.when.assumed_year:
        notes = (*notes, "year taken from the entries beside it or the title above")
    whole = Entry(
        id="",
        key="",
        agency=agency,
        file=file,
        where=draft.where,
        written_date=draft.written_date,
        date=item.when,
        text=draft.text,
        position=0,
        written_time=draft.written_time,
        time=item.time,
        columns=draft.columns,
        notes=notes,
        confidence=draft.confidence,
    )
    parts = _events(item, words)
    if len(parts) < 2:
        more = item.reading.more if item.reading else ()
        if not more:
            return [whole]
        days = [day for when in (item.when, *more) for day in (when.earliest, when.latest) if day is not None]
        spread = replace(item.when, earliest=min(days), latest=max(days), precision=Precision.RANGE)
        return [replace(whole, date=spread)]
    note = "one of several dated events in one row"
    return [replace(whole, date=when, time=time, text=text, notes=(*notes, note)) for when, time, text in parts]


# What may stand between two events of one row: the end of a sentence or a line.
_ENDS = re.compile(r"(?:[.!?;:]['’\")\]]*\s+|\n\s*)$")


def _events(item: _Dated, words: DateWords) -> list[tuple[UncertainDate, UncertainTime | None, str]]:
    """The dated events of a row's narrative, each with its part of the text; one or none where it is one event.

    A sentence that begins with a date is an event of its own where the date cell names that day too, or where the
    narrative names the row's own day before it and the new day follows soon. Any other date is only spoken of.
    """
    text, when = item.draft.text, item.when
    if when.earliest is None or when.precision not in (Precision.DAY, Precision.RANGE) or not re.search(r"\d", text):
        return []
    named = {day.earliest for day in (when, *(item.reading.more if item.reading else ()))}
    found = find_dates(text, words, near=when.earliest)
    heads: list[DateReading] = []
    own_day_told = False
    for reading in found:
        day = reading.date.earliest if reading.date and reading.date.precision is Precision.DAY else None
        if day is None:
            continue
        opens = reading.start == 0 or _ENDS.search(text[: reading.start]) is not None
        rest = text[reading.end :].lstrip(" :-–—,")
        if opens and rest[:1] not in ("", ".", ";", ")"):
            soon = timedelta(0) < day - when.earliest <= SECOND_EVENT_WITHIN
            listed = day in named and (len(named) > 1 or reading.start == 0)
            if listed or (own_day_told and soon and not when.inherited):
                heads.append(reading)
        own_day_told = own_day_told or day == when.earliest
    later = [head for head in heads if head.start > 0]
    if not later:
        return []
    cuts = [0, *(head.start for head in later), len(text)]
    first = next((head for head in heads if head.start == 0), None)
    firsts: list[DateReading | None] = [first, *later]
    result = []
    for head, start, end in zip(firsts, cuts, cuts[1:], strict=False):
        day_of = head.date if head is not None and head.date is not None else when
        time = head.time if head is not None and head.time is not None else (item.time if start == 0 else None)
        result.append((replace(day_of, doubtful=when.doubtful, assumed_year=False), time, text[start:end].strip()))
    return result


# --- checks ----------------------------------------------------------------------------------------------------------


def _check(dated: list[_Dated], file: str, today: date, problems: list[Problem]) -> None:
    for item in dated:
        when, draft = item.when, item.draft
        if when.earliest is None:
            continue
        words = _short(draft.written_date)
        if when.earliest > today:
            problems.append(
                Problem(file, draft.where, f"The date “{words}” lies in the future.", "Check the year with the agency.")
            )
        weekday = item.reading.weekday if item.reading else None
        if weekday is not None and when.precision is Precision.DAY and when.earliest.weekday() != weekday:
            problems.append(
                Problem(
                    file,
                    draft.where,
                    f"In “{words}” the weekday and the date do not agree.",
                    "Check the day with the agency.",
                )
            )
    problems.extend(
        Problem(
            file,
            item.draft.where,
            f"The date “{_short(item.draft.written_date)}” breaks the order of the file.",
            "Check that day, month and year are right; the entry stands in the chronology at the date written.",
        )
        for item in _out_of_order(dated)
    )


def _out_of_order(dated: list[_Dated]) -> list[_Dated]:
    """The drafts that stand outside the longest run in date order, forwards or backwards, of a file that is ordered.

    A date wider than a day breaks the order only where none of its days lies between its neighbours of that run.
    """
    known = [item for item in dated if item.when.earliest is not None and not item.when.inherited]
    days = [index for index, item in enumerate(known) if item.when.earliest == item.when.latest]
    if len(days) < FEWEST_FOR_ORDER:
        return []
    values = [(known[index].when.earliest or date.min).toordinal() for index in days]
    forwards, backwards = _longest_run(values), _longest_run([-value for value in values])
    kept = forwards if len(forwards) >= len(backwards) else backwards
    if len(kept) < ORDERED_SHARE * len(days):
        return []
    run = [days[place] for place in kept]
    inside = set(run)
    return [
        item
        for index, item in enumerate(known)
        if index not in inside and not (item.when.earliest != item.when.latest and _between(known, run, index))
    ]


def _between(known: list[_Dated], run: list[int], index: int) -> bool:
    """Whether some day of the wide date at ``index`` lies between its neighbours of the ordered run."""
    place = bisect_left(run, index)
    around = [known[run[near]].when.earliest or date.min for near in (place - 1, place) if 0 <= near < len(run)]
    when = known[index].when
    if len(around) < 2 or when.earliest is None or when.latest is None:
        return True
    return when.earliest <= max(around) and when.latest >= min(around)


def _longest_run(values: list[int]) -> list[int]:
    """Indices of the longest non-decreasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect_right(tails, value)
        if place == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[place] = value
            ends[place] = index
        before[index] = ends[place - 1] if place else -1
    run: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = before[index]
    return run[::-1]
