"""``keymoments rules``: what it lists and shows, and how it tries a rule on a note, a case and its examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keymoments.cli.main import main

EXAMPLE = Path(__file__).parents[3] / "examples" / "two-brothers"
RULE = """kind: phrase
title: A cot in the kitchen
why: Where a baby sleeps matters.
source: An invented board, 2020
status: local
themes: [invisible-child]
moment: missed_opportunity
weight: 3
because: "{agency} recorded {date} a cot in the kitchen (“{words}”)."
phrases: [cot in the kitchen]
entry:
  kinds: [health-visiting, housing]
examples:
  - {text: Cot in the kitchen., agency: housing}
  - {text: The cot in the kitchen again., agency: health-visiting}
  - {text: Cot in the bedroom., agency: housing, found: false}
  - {text: Kitchen clean., agency: housing, found: false}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (folder / "rules" / "cot-in-kitchen.yaml").write_text(RULE, encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, str]:
    code = main(["rules", *call])
    told = capsys.readouterr()
    assert "--json" in call or all(len(line) <= 100 for line in told.out.splitlines())
    return code, told.out + told.err


def test_list_names_every_rule_with_kind_title_and_themes(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    code, out = run(capsys, "list", "--pack", str(own))
    assert code == 0
    assert "cot-in-kitchen" in out
    assert "A cot in the kitchen" in out
    assert "closed-unseen" in out
    assert "Themes: " in out
    _, told = run(capsys, "list", "--json", "--nation", "northern-ireland")
    rules = {rule["name"]: rule for rule in json.loads(told)}
    assert rules["closed-unseen"]["kind"] == "sequence"
    assert "child-seen-late" in rules


def test_show_tells_reason_source_words_and_examples(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    code, out = run(capsys, "show", "cot-in-kitchen", "--pack", str(own))
    assert code == 0
    plain = " ".join(out.split())
    assert "Why: Where a baby sleeps matters." in plain
    assert "An invented board, 2020 [your own organisation’s]" in plain
    assert "an entry of health visiting or housing that tells of “cot in the kitchen”" in plain
    assert plain.index("Must match") < plain.index("Cot in the kitchen.") < plain.index("Must not match")


def test_show_names_the_limit_of_a_wait(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "show", "conference-late")
    assert "15 working days" in " ".join(out.split())


def test_a_note_is_found_by_its_words(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    call = ("test", "cot-in-kitchen", "--sentence", "Baby's cot in the kitchen.", "--pack", str(own))
    code, out = run(capsys, *call, "--agency", "housing")
    assert code == 0
    assert "cot-in-kitchen finds this note" in out
    assert "By the words: “cot in the kitchen”" in out
    code, out = run(capsys, *call)
    assert code == 0
    assert "does not find this note" in out
    assert "the note must be of health visiting or housing" in " ".join(out.split())


@pytest.mark.parametrize(
    ("name", "sentence", "says"),
    [
        ("closed-unseen", "No bruises seen. NFA.", "“bruises” does not count here"),
        ("closed-unseen", "No bruises seen. NFA.", "then: met by the words “NFA”"),
        ("man-not-asked", "Work boots in the hall. Police informed.", "tells of word passed on, which it must not"),
        ("heard-alone", "Sam says he is scared.", "it must be an entry at which a child was seen or spoken to alone"),
    ],
)
def test_it_says_what_a_note_lacks(capsys: pytest.CaptureFixture[str], name: str, sentence: str, says: str) -> None:
    _, out = run(capsys, "test", name, "--sentence", sentence)
    assert says in " ".join(out.split())


def test_a_rule_is_tried_on_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "test", "alone-refused", str(EXAMPLE))
    assert code == 0
    assert "Marlwood Hospital" in out
    assert "records/diabetes-team-contacts.pdf, page 1" in out
    assert "entries" in out.splitlines()[-1]


def test_examples_of_a_pack_are_run(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    assert run(capsys, "test", "--pack", str(own)) == (0, "All 4 examples come out as they say.\n")
    rule = own / "rules" / "cot-in-kitchen.yaml"
    rule.write_text(RULE.replace("text: Cot in the bedroom", "text: Secret cot in the kitchen"), encoding="utf-8")
    code, out = run(capsys, "test", "--pack", str(own))
    assert code == 2
    assert "ours/rules/cot-in-kitchen.yaml, line 16: this example must not match and does" in out
    assert "Secret" not in out
    assert run(capsys, "test", "cot-in-kitchen", "--pack", str(own))[0] == 2
    assert run(capsys, "test", "closed-unseen", "--pack", str(own))[0] == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("show", "closed-unsene"), "Did you mean closed-unseen?"),
        (("test", "--sentence", "NFA."), "--sentence needs the name of one rule"),
        (("list", "--nation", "cornwall"), "invalid choice"),
        (("test", "closed-unseen", "no-such-case"), "no-such-case"),
        (("list", "--pack", "no-such-pack"), "does not exist"),
    ],
)
def test_a_wrong_call_says_what_to_do(capsys: pytest.CaptureFixture[str], call: tuple[str, ...], says: str) -> None:
    code, out = run(capsys, *call)
    assert code == 2
    assert says in out
    assert "Traceback" not in out
    assert len(out.splitlines()) == 1


def test_review_refuses_a_pack_whose_example_does_not_come_out(
    capsys: pytest.CaptureFixture[str], own: Path, tmp_path: Path
) -> None:
    rule = own / "rules" / "cot-in-kitchen.yaml"
    rule.write_text(RULE.replace("[cot in the kitchen]", "[crib in the kitchen]"), encoding="utf-8")
    code = main(["review", str(EXAMPLE), "--out", str(tmp_path / "out"), "--pack", str(own), "--quiet"])
    assert code == 2
    assert "ours/rules/cot-in-kitchen.yaml, line 14: this example must match and does not" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
