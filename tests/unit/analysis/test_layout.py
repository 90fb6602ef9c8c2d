"""Dates, times and details as outputs word them."""

from datetime import date

import pytest

from keymoments.analysis import layout
from keymoments.analysis.records import Precision, UncertainDate, UncertainTime


@pytest.mark.parametrize(
    ("first", "last", "precision", "words"),
    [
        (date(2021, 2, 3), date(2021, 2, 3), Precision.DAY, "3 February 2021"),
        (date(2021, 2, 1), date(2021, 2, 28), Precision.MONTH, "February 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR, "2021"),
        (date(2021, 2, 21), date(2021, 2, 28), Precision.APPROXIMATE, "About late February 2021 (21 to 28 February)"),
        (date(2021, 2, 1), date(2021, 2, 28), Precision.APPROXIMATE, "About February 2021"),
        (date(2015, 3, 9), date(2015, 3, 9), Precision.APPROXIMATE, "About 9 March 2015"),
        (date(2016, 6, 23), date(2016, 8, 12), Precision.APPROXIMATE, "About 23 June to 12 August 2016"),
        (date(2021, 3, 1), date(2021, 3, 5), Precision.RANGE, "1 to 5 March 2021"),
        (date(2013, 1, 29), date(2014, 10, 9), Precision.RANGE, "29 January 2013 to 9 October 2014"),
    ],
)
def test_date_words(first, last, precision, words):
    assert layout.date_words(UncertainDate(first, last, precision)) == words


def test_doubt_stands_before_the_date_and_borrowed_dates_are_said_apart():
    when = UncertainDate(date(2016, 5, 22), date(2016, 5, 22), Precision.DAY, doubtful=True, inherited=True)
    assert layout.date_words(when) == "? 22 May 2016"
    assert layout.date_doubts(when) == (layout.DOUBT_WRITTEN, layout.FROM_ROW_ABOVE)
    assert layout.is_uncertain(when)


def test_an_assumed_time_is_never_shown_as_a_clock_time():
    assert layout.time_words(UncertainTime(850, 850, exact=True)) == "14:10"
    assert layout.time_words(UncertainTime(1080, 1439, exact=False)) == "between 18:00 and 23:59"
    assert layout.time_words(None) == ""


def test_words_of_anybody_else_are_refused():
    for words in ("3/2/21", "31 February 2021", "about then"):
        with pytest.raises(ValueError):  # noqa: PT011 - each kind has its own words
            layout.read_date_words(words)


def test_details_say_one_heading_a_line():
    columns = (("Seen?", "Y"), ("Action:", "Rang\nMum"), ("Note: own", ""))
    words = layout.details_words(columns)
    assert words == "Seen?: Y\nAction:\xa0Rang\n    Mum\nNote␦: own: "
    assert layout.read_details_words(words) == columns
