"""Cues written as patterns, found in a text."""

from __future__ import annotations

import pytest

from keymoments.analysis.language.patterns import compiled, found
from keymoments.analysis.language.units import Mark, passage


def hits(pattern: str, text: str, marks: tuple[Mark, ...] = (), **sets: tuple[str, ...]) -> list[str]:
    words = passage(text, marks)
    return [words.words(hit.i, hit.j) for hit in found(compiled({"cue": (pattern,)}, sets), words)]


def test_choices_and_what_may_be_missing() -> None:
    assert hits("not seen|met today?", "He was not met today") == ["not met today"]


def test_a_gap_stops_at_the_end_of_the_sentence() -> None:
    assert hits("waited * hall", "Mum waited out in hall") == ["waited out in hall"]
    assert hits("waited * hall", "Mum waited. In hall") == []


def test_people_fill_their_slots_and_small_gaps_do_not_leap_over_them() -> None:
    marks = (Mark(0, 3, "child", ("ada",)), Mark(8, 11, "adult", ("mum",)))
    assert hits("CHILD with ADULT", "Ada with Mum", (marks[0], Mark(9, 12, "adult", ("mum",)))) == ["Ada with Mum"]
    assert hits("CHILD * asleep", "Ada and Mum asleep", marks) == []


def test_an_age_after_a_child_does_not_hide_what_it_does() -> None:
    assert hits("CHILD stood", "Ada (6) stood", (Mark(0, 3, "child", ("ada",)),)) == ["Ada (6) stood"]


def test_named_sets_may_hold_phrases() -> None:
    assert hits("@saw her", "Looked in on her", saw=("saw", "looked in on")) == ["Looked in on her"]


def test_quoted_words_are_no_cue() -> None:
    assert hits("seen alone", "Mum said 'seen alone'") == []


@pytest.mark.parametrize("pattern", ["", "* seen", "?seen? also?", "@nowhere seen"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"must begin|unknown words"):
        compiled({"cue": (pattern,)}, {})
