"""No evidence from after its moment goes unmarked, and none that was there before is marked without a reason."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.hindsight import MARKED, Span, Timing, timing
from keymoments.analysis.records import UNDATED, Precision, UncertainDate

DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))
LENGTHS = st.integers(0, 900).map(lambda days: timedelta(days))
SPANS = st.builds(lambda day, length: Span(day, day + length), DAYS, LENGTHS)
DATES = st.builds(
    lambda day, length, doubtful, year: UncertainDate(day, day + length, Precision.RANGE, doubtful, assumed_year=year),
    DAYS,
    LENGTHS,
    st.booleans(),
    st.booleans(),
)


@given(SPANS, DATES)
def test_whatever_may_be_of_after_the_moment_is_marked(moment, recorded):
    if recorded.latest > moment.ends:
        assert timing(moment, recorded) in MARKED


@given(SPANS, DATES)
def test_what_cannot_be_of_after_it_is_not(moment, recorded):
    sure = not recorded.doubtful and not recorded.assumed_year
    if recorded.latest <= moment.ends and sure:
        assert timing(moment, recorded) not in MARKED


@given(SPANS, DATES)
def test_only_what_is_surely_after_is_said_to_be(moment, recorded):
    assert (timing(moment, recorded) is Timing.AFTER) == (recorded.earliest > moment.ends)


@given(SPANS, DATES, DAYS)
def test_what_was_written_down_only_after_it_is_marked_whatever_day_it_tells_of(moment, recorded, held_from):
    if held_from > moment.ends:
        assert timing(moment, recorded, held_from) is Timing.AFTER


@given(SPANS)
def test_no_date_is_marked(moment):
    assert timing(moment, UNDATED) in MARKED


def test_a_moment_that_lasts_has_evidence_of_while_it_lasted():
    moment = Span(date(2021, 3, 4), date(2021, 6, 30))
    day = date(2021, 4, 1)
    assert timing(moment, UncertainDate(day, day, Precision.DAY)) is Timing.DURING
