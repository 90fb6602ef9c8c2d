"""Two people change one thing at the same time: no change of either is ever lost without being shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keymoments.reviews.operations.versions import merged

BOXES = ("title", "known", "meant")
VALUES = st.fixed_dictionaries(dict.fromkeys(BOXES, st.sampled_from(["", "a", "b", "c"])))


@given(VALUES, VALUES, VALUES)
def test_every_change_stands_there_or_is_to_be_chosen(base, theirs, mine):
    found = merged(base, theirs, mine)
    for name in BOXES:
        if name in found.clashes:
            assert (found.clashes[name].theirs, found.clashes[name].mine) == (theirs[name], mine[name])
            continue
        if mine[name] != base[name]:
            assert found.values[name] == mine[name]
        if theirs[name] != base[name]:
            assert found.values[name] == theirs[name]


@given(VALUES, VALUES)
def test_nothing_changed_meanwhile_is_no_clash(base, mine):
    found = merged(base, base, mine)
    assert (found.values, found.clashes) == (mine, {})


@given(VALUES, VALUES)
def test_the_same_change_twice_is_no_clash(base, mine):
    assert not merged(base, mine, mine).clashes
