"""The scorer of labelled notes: full marks for the labels themselves, mistakes by kind, a closed half kept closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.labelled_notes import QUESTIONS, Score, notes_of, subjects_of

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def notes() -> list[dict[str, Any]]:
    return notes_of("open")


def as_labelled(note: dict[str, Any]) -> dict[str, Any]:
    return {"contact": note["contact"], "children": note["children"]}


def test_the_labels_themselves_have_full_marks(notes: list[dict[str, Any]]) -> None:
    score = Score(notes, [as_labelled(note) for note in notes])
    assert set(score.figures().values()) == {1.0}
    assert score.mistakes == []


def test_silence_everywhere_is_no_contact_and_costs_recall_not_precision(notes: list[dict[str, Any]]) -> None:
    figures = Score(notes, [{"contact": False, "children": {}} for _ in notes]).figures()
    assert figures["alone_yes_precision"] is None
    assert figures["alone_yes_recall"] == 0.0
    assert figures["seen_macro_f1"] < 0.2


def test_a_sighting_made_up_where_there_was_no_contact_is_a_mistake(notes: list[dict[str, Any]]) -> None:
    note = next(note for note in notes if not note["contact"])
    child = subjects_of(note)[0]
    yes = dict.fromkeys(QUESTIONS, "yes") | {"basis": "own"}
    score = Score([note], [{"contact": True, "children": {child: yes}}])
    assert score.wrong[note["kind"]] == {"contact": 1, "seen": 1, "spoken_to": 1, "alone": 1}
    assert score.by_kind().splitlines()[1].startswith(note["kind"])


@pytest.mark.parametrize("half", ["closed", "both"])
def test_mistakes_of_the_closed_half_are_not_shown(half: str) -> None:
    command = [sys.executable, "-m", "bench.sentences", "--half", half, "--errors", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "not to be looked at" in done.stderr
