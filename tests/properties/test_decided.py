"""Decisions about suggestions survive records that are read again, in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.decided import Proposal, carried

ENTRIES = st.lists(st.sampled_from([f"e{number}" for number in range(12)]), min_size=1, max_size=4, unique=True)
RULES = st.sampled_from(["not-seen", "no-reply", "closed"])
PROPOSALS = st.lists(
    st.builds(
        Proposal, RULES, ENTRIES.map(tuple), st.lists(RULES, max_size=2, unique=True).map(lambda also: tuple(also))
    ),
    max_size=8,
    unique_by=lambda one: one.name,
)


@given(PROPOSALS, PROPOSALS, st.randoms())
def test_order_makes_no_difference(decided, proposed, chance):
    found = carried(decided, proposed)
    chance.shuffle(decided)
    chance.shuffle(proposed)
    assert carried(decided, proposed) == found


@given(PROPOSALS)
def test_what_is_proposed_again_keeps_its_decision(proposed):
    assert carried(proposed, reversed(proposed)) == {one: one for one in proposed}


@given(PROPOSALS, PROPOSALS)
def test_a_decision_is_about_one_suggestion_and_of_the_same_place(decided, proposed):
    found = carried(decided, proposed)
    assert len(set(found.values())) == len(found)
    for one, other in found.items():
        assert {one.rule, *one.also} & {other.rule, *other.also}
        assert set(one.entries) & set(other.entries)


@given(PROPOSALS, PROPOSALS, PROPOSALS)
def test_a_reading_in_between_changes_nothing(decided, between, proposed):
    """A file that was read wrongly and put right: the decisions are where they were."""
    before = carried(decided, proposed)
    carried(decided, between)
    assert carried(decided, proposed) == before


def test_an_entry_more_leaves_the_decision():
    one = Proposal("no-reply", ("a", "b"))
    other = Proposal("no-reply", ("a", "b", "c"))
    assert carried([one], [other]) == {one: other}


def test_a_stronger_rule_at_the_same_entry_leaves_the_decision():
    one = Proposal("no-reply", ("a", "b"))
    other = Proposal("not-seen", ("a", "c"), also=("no-reply",))
    assert carried([one], [other]) == {one: other}


def test_another_rule_is_another_place():
    assert carried([Proposal("no-reply", ("a", "b"))], [Proposal("not-seen", ("a", "b"))]) == {}


def test_a_long_silence_that_a_new_entry_breaks_is_to_be_decided_anew():
    gap = Proposal("silence", ("a", "z"))
    assert carried([gap], [Proposal("silence", ("m", "a")), Proposal("silence", ("m", "z"))]) == {}
