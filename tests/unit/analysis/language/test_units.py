"""Words, sentences and quotations of terse notes."""

from __future__ import annotations

import pytest

from keymoments.analysis.language.units import Mark, passage, quotations


def sentences(text: str) -> list[str]:
    units = passage(text).units
    numbers = sorted({unit.sentence for unit in units})
    return [" ".join(unit.word for unit in units if unit.sentence == number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Seen w. Mum. Asleep", ["seen w mum", "asleep"]),
        ("Mrs. Poll rang; no reply", ["mrs poll rang", "no reply"]),
        ("10 mins. in kitchen", ["10 mins in kitchen"]),
        ("Quiet\nLooked pale", ["quiet", "looked pale"]),
    ],
)
def test_sentences_end_at_stops_but_not_at_abbreviations(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_not_stays_in_one_word_and_the_possessive_apart() -> None:
    assert [unit.word for unit in passage("Didn’t sit on Mum’s knee").units] == [
        "didn't",
        "sit",
        "on",
        "mum",
        "'s",
        "knee",
    ]


def test_a_marked_name_is_one_unit_and_knows_its_possessive() -> None:
    text = "Ada Poll's coat"
    unit = passage(text, (Mark(0, 8, "child", ("ada",)),)).units[0]
    assert (unit.word, unit.sort, unit.owner) == ("ada poll", "child", True)


def test_words_between_inverted_commas_are_known_as_quoted() -> None:
    text = "She said 'I don't like it' and left"
    (start, end) = quotations(text)[1]
    assert text[start:end] == "I don't like it"
    assert [unit.word for unit in passage(text).units if not unit.quote] == ["she", "said", "and", "left"]


def test_a_question_is_known_as_one() -> None:
    assert passage("Has she been seen alone? Not sure.").asked == frozenset({0})
