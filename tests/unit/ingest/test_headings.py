"""The headings of the packs: every example means what it says, and no phrase is written twice for one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import keymoments
from keymoments.analysis.vocabulary import Headings
from keymoments.ingest.columns import heading_words, normal
from keymoments.knowledge.yaml_file import read_yaml

PACKS = Path(keymoments.__file__).parent / "knowledge" / "packs"


def load(pack: str) -> dict[str, Any]:
    return read_yaml((PACKS / pack / "headings.yaml").read_bytes(), pack)


def joined() -> Headings:
    uk, wales = load("uk")["meanings"], load("wales")["meanings"]
    return Headings({m: (*uk.get(m, ()), *wales.get(m, ())) for m in (*uk, *wales)})


@pytest.mark.parametrize("pack", ["uk", "wales"])
def test_every_example_of_a_pack_is_understood(pack: str) -> None:
    words = heading_words(joined())
    wrong = {
        example["heading"]: words.meanings(example["heading"])[:1]
        for example in load(pack)["examples"]
        if words.meanings(example["heading"])[:1] != (example["meaning"],)
    }
    assert wrong == {}


@pytest.mark.parametrize("pack", ["uk", "wales"])
def test_phrases_are_in_small_letters_and_stand_once(pack: str) -> None:
    for meaning, phrases in load(pack)["meanings"].items():
        known = [normal(phrase) for phrase in phrases]
        assert phrases == [phrase.casefold() for phrase in phrases], meaning
        assert sorted(set(known)) == sorted(known), meaning


def test_values_of_columns_are_not_taken_for_headings() -> None:
    words = heading_words(joined())
    for cell in ("Rang mother, no reply.", "14/02/2021", "Mrs Garside (DSL)", "N", "Ward 4"):
        assert words.exact(cell) == (), cell
