"""Phrases of packs: what "…" leaves out, and that no text can keep the search busy for ever."""

from __future__ import annotations

import pytest

from keymoments.analysis.phrases import Phrases, level


def found(phrase: str, text: str) -> list[str]:
    return [text[item.start : item.end] for item in Phrases({"it": (phrase,)}).find(level(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Asked his mum.", "Asked his mum"),
        ("Asked step-dad and mum.", "Asked step-dad and mum"),
        ("Asked dad/mum again.", "Asked dad/mum"),
        ("Asked the others' nan, then mum.", "Asked the others' nan, then mum"),
        ("Asked one two three four mum.", "Asked one two three four mum"),
    ],
)
def test_up_to_four_words_may_be_left_out(text: str, words: str) -> None:
    assert found("asked … mum", text) == [words]


@pytest.mark.parametrize("text", ["Asked not his mum.", "Asked. Mum came.", "Asked one two three four five mum."])
def test_a_denial_a_stop_or_a_fifth_word_ends_it(text: str) -> None:
    assert found("asked … mum", text) == []


@pytest.mark.parametrize("text", ["-" * 5000, "-a" * 2000, "'/&-" * 1000, "a.b" * 2000, "asked " * 2000, "é’" * 2000])
def test_no_text_keeps_the_search_busy_for_ever(text: str) -> None:
    # Written so that a search which tries every way of cutting the words would not end in a lifetime.
    assert found("asked … mum … home … tea", f"asked {text}") == []
