"""Dates: what is written reads back the same, and nothing anyone types can break the reading."""

from __future__ import annotations

import calendar
import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.analysis.dates import find_dates, find_head, read_date, read_time, write_date
from keymoments.analysis.records import UNDATED, Precision, UncertainDate
from keymoments.knowledge.vocabulary import load_vocabulary

WORDS = load_vocabulary("wales").dates
NEAR = date(2020, 6, 1)
a_day = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@st.composite
def uncertain_dates(draw: st.DrawFn) -> UncertainDate:
    """Every value an :class:`UncertainDate` may have."""
    precision = draw(st.sampled_from(Precision))
    day, other = sorted((draw(a_day), draw(a_day)))
    flags = {name: draw(st.booleans()) for name in ("doubtful", "inherited", "assumed_year")}
    first, last = day, other
    if precision is Precision.NONE:
        return UncertainDate(None, None, precision, **flags)
    if precision is Precision.DAY:
        last = day
    elif precision is Precision.MONTH:
        first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    elif precision is Precision.YEAR:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return UncertainDate(first, last, precision, **flags)


@given(uncertain_dates())
@settings(max_examples=300, deadline=None)
def test_written_dates_read_back_the_same(when: UncertainDate) -> None:
    reading = read_date(write_date(when), WORDS)
    assert reading is not None
    assert reading.date == when


@given(
    a_day,
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%a %d %b %Y", "%B %d, %Y", "%Y%m%d", "%d-%b-%Y"]),
)
@settings(deadline=None)
def test_every_day_is_read_in_every_common_form(day: date, form: str) -> None:
    for text in (day.strftime(form), day.strftime(form).upper(), f" {day.strftime(form)} *"):
        reading = read_date(text, WORDS)
        assert reading is not None, text
        assert reading.date == UncertainDate(day, day, Precision.DAY), text


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["{}/{}/{:02d}", "{}.{}.{:02d}", "{:02d}/{:02d}/{:02d}"]),
)
@settings(deadline=None)
def test_quick_and_careful_reading_agree(day: date, form: str) -> None:
    text = form.format(day.day, day.month, day.year % 100)
    quick, careful = read_date(text, WORDS), read_date(f"on {text}", WORDS)
    assert quick is not None
    assert careful is not None
    assert quick.date == careful.date == UncertainDate(day, day, Precision.DAY)


@given(a_day, st.integers(0, 23), st.integers(0, 59))
@settings(deadline=None)
def test_times_beside_dates(day: date, hour: int, minute: int) -> None:
    clock = f"{hour:02d}:{minute:02d}"
    for text in (
        f"{day:%d/%m/%Y} {clock}",
        f"{day:%d %b %Y} at {clock}",
        f"{clock} {day:%d/%m/%Y}",
        f"{day:%d/%m/%Y} {clock}hrs",
    ):
        reading = read_date(text, WORDS)
        assert reading is not None, text
        assert reading.date is not None
        assert (reading.date.earliest, reading.time and reading.time.clock) == (day, clock), text


@given(a_day, st.integers(1, 300))
@settings(deadline=None)
def test_ranges_hold_their_ends(day: date, length: int) -> None:
    last = min(day + timedelta(days=length), date(2099, 12, 31))
    reading = read_date(f"{day:%d/%m/%Y} - {last:%d/%m/%Y}", WORDS)
    assert reading is not None
    assert reading.date is not None
    assert (reading.date.earliest, reading.date.latest) == (day, last)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.dates(date(1902, 1, 1), date(2097, 12, 31)))
@settings(deadline=None)
def test_assumed_year_is_the_nearest(day: date, near: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    reading = read_date(f"{day:%d %B}", WORDS, near=near)
    assert reading is not None
    assert reading.date is not None
    assert reading.date.earliest is not None
    away = abs((reading.date.earliest - near).days)
    assert away <= 184
    assert reading.date.assumed_year


PIECES = [
    *(
        "3",
        "12",
        "31",
        "2021",
        "21",
        "00",
        "/",
        "-",
        ".",
        ":",
        " ",
        "  ",
        "\n",
        ",",
        "&",
        "+",
        "and",
        "to",
        "?",
        "*",
        "'",
        '"',
    ),
    *(
        "Feb",
        "may",
        "mawrth",
        "early",
        "mid",
        "end of",
        "w/c",
        "approx",
        "between",
        "before",
        "since",
        "Sat",
        "dydd",
        "(",
    ),
    *(
        "same day",
        "later",
        "am",
        "pm",
        "hrs",
        "th",
        "fed",
        "o",
        "at",
        "T14:10",
        "1410",
        "noon",
        "unknown",
        "[1]",
        "spring",
    ),
    *("(from the row above)", "–", "İ", "ß", "½", "٣", "²", "\u00a0", "\u0000", "😀", "e\u0301", "(year assumed)"),
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
)


@given(texts, st.one_of(st.none(), st.dates()))
@settings(max_examples=500, deadline=None)
def test_no_text_breaks_the_reading(text: str, near: date | None) -> None:
    read_time(text, WORDS)
    for reading in (
        read_date(text, WORDS, near=near),
        find_head(text, WORDS, near=near),
        *find_dates(text, WORDS, near=near),
    ):
        if reading is None:
            continue
        assert 0 <= reading.start < reading.end <= len(text)
        assert reading.written_date in text
        assert reading.written_time in text
        for when in (reading.date, *reading.more):
            if when is None or when == UNDATED or when.earliest is None or when.latest is None:
                continue
            assert when.earliest <= when.latest
        if reading.time is not None:
            assert 0 <= reading.time.earliest <= reading.time.latest < 24 * 60


@given(texts)
@settings(max_examples=300, deadline=None)
def test_dates_in_prose_stand_in_order(text: str) -> None:
    found = find_dates(text, WORDS, near=NEAR)
    for one, following in pairwise(found):
        assert one.end <= following.start


@pytest.mark.parametrize(
    "piece", ["3/2 ", "1", " ", "may ", "? ", "w/c ", "5,", "3-", "14:10 - ", "early ", "\n", "(", "3 Feb - ", "*", "'"]
)
def test_long_texts_are_read_in_step_with_their_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = 60.0
        for _ in range(2):
            started = time.process_time()
            find_dates(text, WORDS, near=NEAR)
            find_head(text, WORDS, near=NEAR)
            read_date(text, WORDS, near=NEAR)
            read_time(text, WORDS)
            best = min(best, time.process_time() - started)
        return best

    assert seconds(12_000) < 32 * max(seconds(1_500), 0.002)  # eight times as long; quadratic would be sixty-four
