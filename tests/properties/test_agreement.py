"""Cohen's kappa: what textbooks work out by hand, and what must hold of any two markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.agreement import ENOUGH, Weighting, agreement, weighted_kappa

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


ORDER = ("not-yet", "partly", "mostly", "fully")
GRADES = st.lists(st.tuples(*[st.sampled_from(ORDER)] * 2), min_size=ENOUGH, max_size=40)
TWO = st.lists(st.tuples(*[st.sampled_from(ORDER[:2])] * 2), min_size=ENOUGH, max_size=40)


def slowly(pairs, weighting):
    """The same from the formula over the whole table, cell by cell."""
    size, count = len(ORDER), len(pairs)
    table = [[sum((a, b) == pair for pair in pairs) / count for b in ORDER] for a in ORDER]
    power = 1 if weighting is Weighting.LINEAR else 2
    weight = [[1 - (abs(i - j) / (size - 1)) ** power for j in range(size)] for i in range(size)]
    rows = [sum(row) for row in table]
    columns = [sum(table[i][j] for i in range(size)) for j in range(size)]
    cells = [(i, j) for i in range(size) for j in range(size)]
    seen = sum(weight[i][j] * table[i][j] for i, j in cells)
    chance = sum(weight[i][j] * rows[i] * columns[j] for i, j in cells)
    return None if chance == pytest.approx(1) else (seen - chance) / (1 - chance)


@given(GRADES, st.sampled_from(Weighting))
def test_weighted_kappa_is_that_of_the_whole_table(pairs, weighting):
    expected = slowly(pairs, weighting)
    found = weighted_kappa(pairs, ORDER, weighting)
    assert found is None if expected is None else found == pytest.approx(expected)


@given(GRADES, st.sampled_from(Weighting))
def test_weighted_kappa_is_the_same_for_either_marker_and_either_end(pairs, weighting):
    found = weighted_kappa(pairs, ORDER, weighting)
    swapped = weighted_kappa([(other, one) for one, other in pairs], ORDER, weighting)
    turned = weighted_kappa(pairs, ORDER[::-1], weighting)
    for other in (swapped, turned):
        assert (found is None and other is None) or found == pytest.approx(other)


@given(TWO, st.sampled_from(Weighting))
def test_with_two_grades_weights_change_nothing(pairs, weighting):
    found, plain = weighted_kappa(pairs, ORDER[:2], weighting), agreement(pairs).kappa
    assert (found is None and plain is None) or found == pytest.approx(plain)


def test_a_worked_example_of_weights():
    """Ten markers: six alike, three a step and one two steps apart. Seen 0.25; by chance 0.45; 1 - 0.25 / 0.45."""
    pairs = [("a", "a")] * 2 + [("b", "b")] * 2 + [("c", "c")] * 2 + [("a", "b"), ("b", "c"), ("b", "a"), ("a", "c")]
    assert weighted_kappa(pairs, "abc") == pytest.approx(1 - 0.25 / 0.45)


def test_a_grade_that_is_none_is_refused():
    with pytest.raises(ValueError, match="leave it out"):
        weighted_kappa([("fully", "cannot-say")] * 6, ORDER)
