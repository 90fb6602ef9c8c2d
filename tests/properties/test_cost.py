"""Sums of what a review costs add up, whatever they are taken by, to the penny."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.cost import CostLine, DayRate, RateFor, by, share, total

DAYS = st.none() | st.decimals(Decimal("0.01"), 400, places=2)
MONEY = st.none() | st.decimals(0, 100_000, places=2)
NAMES = st.sampled_from(["", "a", "b", "c"])
WHEN = st.dates(date(2020, 1, 1), date(2026, 1, 1))
LINES = st.lists(st.builds(CostLine, WHEN, NAMES, NAMES, NAMES, NAMES, DAYS, MONEY), max_size=25)
RATES = st.lists(
    st.builds(DayRate, st.sampled_from(RateFor), NAMES, st.decimals(0, 2000, places=2), WHEN), max_size=6
)  # fmt: skip
KEYS = st.sampled_from(["person", "agency", "sort", "stage"])


@given(LINES, RATES, KEYS)
def test_sums_by_anything_come_to_the_whole(lines, rates, key):
    parts = by(lambda line: getattr(line, key), lines, rates)
    whole = total(lines, rates)
    for name in ("lines", "days", "money", "tax", "unpriced"):
        assert sum(getattr(part, name) for part in parts.values()) == getattr(whole, name)


@given(LINES, RATES, st.randoms())
def test_the_order_of_lines_changes_nothing(lines, rates, chance):
    whole = total(lines, rates)
    chance.shuffle(lines)
    assert total(lines, rates) == whole


@given(LINES.filter(len), RATES)
def test_without_a_line_the_sum_is_less_by_just_that_line(lines, rates):
    last, rest = total(lines[-1:], rates), total(lines[:-1], rates)
    whole = total(lines, rates)
    assert (whole.money - rest.money, whole.days - rest.days, whole.unpriced - rest.unpriced) == (
        last.money, last.days, last.unpriced,
    )  # fmt: skip


@given(LINES, RATES)
def test_no_half_penny_and_no_day_lost(lines, rates):
    whole = total(lines, rates)
    assert whole.money == whole.money.quantize(Decimal("0.01"))
    assert 0 <= whole.unpriced <= whole.days == sum((line.days or Decimal(0) for line in lines), Decimal(0))


@given(st.decimals(0, 100_000, places=2), st.integers(0, 50))
def test_a_share_is_none_of_nothing_and_never_off_by_more_than_half_a_penny_each(money, count):
    found = share(money, count)
    assert (found is None) == (count == 0)
    if found is not None:
        assert abs(found * count - money) <= Decimal("0.005") * count
