"""Boxes and columns that ask whether a child was seen, alone, spoken to."""

from __future__ import annotations

import pytest

from keymoments.analysis.sightings.ticks import Named, TickWords, ticks_of
from keymoments.knowledge import load_vocabulary

WORDS = TickWords(load_vocabulary("wales").contacts)


def ticks(heading: str, value: str, *named: Named, subjects: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = ticks_of(((heading, value),), WORDS, {heading: named}, subjects)
    assert all(value[tick.start : tick.end] == tick.words for tick in found)
    return [(tick.question, tick.answer.value) for tick in found]


@pytest.mark.parametrize(
    ("heading", "value", "wanted"),
    [
        ("Child seen?", "Y", [("seen", "yes")]),
        ("Child seen?", "No", [("seen", "no")]),
        ("Child seen?", "n/a", []),
        ("Child seen?", "", []),
        ("Child seen?", "-", []),
        ("Child seen?", "?", [("seen", "unclear")]),
        ("Child seen?", "No access", [("seen", "no")]),
        ("Child seen?", "Seen with others", [("seen", "yes"), ("alone", "no")]),
        ("Child seen?", "Not seen", [("seen", "no")]),
        ("Seen alone (Y/N)", "Y", [("alone", "yes")]),
        ("Seen alone?", "N", [("alone", "no")]),
        ("Ch. seen / alone (Y/N)", "Y / Y", [("seen", "yes"), ("alone", "yes")]),
        ("Ch. seen / alone (Y/N)", "Y / N", [("seen", "yes"), ("alone", "no")]),
        ("Ch. seen / alone (Y/N)", "Y /", [("seen", "yes")]),
        ("Seen? / alone?", "N", [("seen", "no"), ("alone", "no")]),
        ("Seen? / alone?", "Y / alone Y", [("seen", "yes"), ("alone", "yes")]),
        ("1:1 with pupil? (Y/N)", "N", [("alone", "no")]),
        ("Child spoken to", "Yes", [("spoken_to", "yes")]),
        ("Plentyn: gwelwyd / seen", "Naddo", [("seen", "no")]),
        ("Seen by", "Y Parry", []),
        ("Date last seen", "3/4/21", []),
        ("Bedroom seen?", "Y", []),
        ("Worker", "Y. Aled", []),
    ],
)
def test_boxes_as_they_are_filled_in(heading: str, value: str, wanted: list[tuple[str, str]]) -> None:
    assert ticks(heading, value) == wanted


def test_mother_in_the_room_is_not_alone() -> None:
    assert ticks("Seen? / alone?", "Y, mum present", Named(("dawn",), "adult", 3, 6)) == [
        ("seen", "yes"),
        ("alone", "no"),
    ]


def test_named_children_are_the_ones_that_were_seen() -> None:
    value = "Kit, mother"
    named = (Named(("kit",), "child", 0, 3), Named(("dawn",), "adult", 5, 11))
    (tick,) = ticks_of((("Who seen", value),), WORDS, {"Who seen": named})
    assert (tick.children, tick.answer.value) == (("kit",), "yes")
    assert ticks("Who seen", "Mother", Named(("dawn",), "adult", 0, 6)) == [("seen", "no")]
    assert ticks("Not seen", "Kit", Named(("kit",), "child", 0, 3)) == [("seen", "no")]


def test_one_answer_for_each_child_follows_the_order_of_the_case() -> None:
    found = ticks_of((("Children seen", "Y / N"),), WORDS, {}, ("kit", "wren"))
    assert [(tick.children, tick.answer.value, tick.words) for tick in found] == [
        (("kit",), "yes", "Y"),
        (("wren",), "no", "N"),
    ]
    assert ticks("Children seen", "Y / N", subjects=("kit", "wren", "bryn")) == []


def test_an_account_in_such_a_column_is_no_box() -> None:
    assert ticks("Seen", "Yes " + "and a long account of the visit " * 6) == []
