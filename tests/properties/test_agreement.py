"""Cohen's kappa: what textbooks work out by hand, and what must hold of any two markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.agreement import ENOUGH, agreement

PAIRS = st.lists(st.tuples(*[st.sampled_from(["key", "not", "unsure"])] * 2), min_size=ENOUGH, max_size=40)


def test_a_worked_example():
    """Fifty things: 20 both yes, 15 both no, 5 and 10 apart; 0.7 agree, 0.5 would by chance."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.count, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert (found.low, found.high) == pytest.approx((0.4 - 0.254, 0.4 + 0.254), abs=0.001)


def test_too_few_say_nothing():
    assert agreement([("y", "y")] * (ENOUGH - 1)).kappa is None


def test_one_verdict_for_everything_says_nothing():
    assert agreement([("y", "y")] * 30).kappa is None


@given(PAIRS)
def test_it_lies_where_it_must(pairs):
    found = agreement(pairs)
    assert found.same <= found.count == len(pairs)
    if found.kappa is not None:
        assert -1 <= found.low <= found.kappa <= found.high <= 1
        assert (found.kappa == 1) == (found.same == found.count)


@given(PAIRS, st.randoms())
def test_neither_order_nor_who_is_first_matters(pairs, chance):
    found = agreement(pairs).kappa
    chance.shuffle(pairs)
    swapped = agreement([(other, one) for one, other in pairs]).kappa
    assert (found is None and swapped is None) or found == pytest.approx(swapped)
