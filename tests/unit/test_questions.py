"""The ten questions a report, and the text that a reader answers them from."""

import json
import tomllib

import pytest
from bench.questions.__main__ import CASES, folder_of, main
from bench.questions.reading import text_of
from tests.invented_moments import SUGGESTIONS, TOLD

from keymoments.export.report_html import report_html


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_ten_questions_with_answers_and_entries(case):
    questions = tomllib.loads(CASES[case].read_text(encoding="utf-8"))["question"]
    assert len(questions) == 10
    assert all(question["ask"].endswith("?") and question["answer"] and question["entries"] for question in questions)


@pytest.mark.parametrize("case", CASES)
def test_the_entries_of_answers_are_those_of_the_gold_answers(case):
    gold = folder_of(case) / "gold.json"
    if not gold.exists():
        pytest.skip("../shared is not beside the checkout")
    known = {entry["id"] for entry in json.loads(gold.read_text(encoding="utf-8"))["entries"]}
    questions = tomllib.loads(CASES[case].read_text(encoding="utf-8"))["question"]
    assert {entry for question in questions for entry in question["entries"]} <= known


def test_asking_shows_no_answer(capsys):
    assert main(["--ask", "two-brothers"]) == 0
    asked = capsys.readouterr().out
    assert asked.count("?") == 10
    assert "65 working days" not in asked


def test_the_text_holds_every_entry_moment_and_folded_table_once():
    text = text_of(report_html(TOLD))
    for entry in TOLD.entries:
        assert " ".join(entry.text.split()) in text
    assert text.count(SUGGESTIONS[1].because) == 2  # on the first page and at the moment itself
    assert "## Who knew what, and when" in text
    assert "[Table: Contacts by month and agency: Linnet]" in text
    assert "Every record of it, by day: an injury" in text
    assert "default-src" not in text
