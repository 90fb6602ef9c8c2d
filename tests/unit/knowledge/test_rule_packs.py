"""A wrong rule is refused in one sentence that names the file, the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymoments.errors import PackError
from keymoments.knowledge import pack_chain
from keymoments.knowledge.rule_examples import check_examples
from keymoments.knowledge.rules import load_rules

RULE = """kind: phrase
title: A cot in the kitchen
why: Where a baby sleeps matters.
source: An invented board, 2020
themes: [invisible-child]
moment: missed_opportunity
weight: 3
because: "{agency} recorded {date} a cot in the kitchen (“{words}”)."
phrases: [cot in the kitchen]
examples:
  - text: Cot in the kitchen.
  - text: The cot in the kitchen again.
  - text: Cot in the bedroom.
    found: false
  - text: Kitchen clean.
    found: false
"""


def pack(tmp_path: Path, rule: str, name: str = "cot-in-kitchen", files: dict[str, str] | None = None) -> Path:
    folder = tmp_path / "own"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text('title: Own\nversion: "1"\n', encoding="utf-8")
    (folder / "rules" / f"{name}.yaml").write_text(rule, encoding="utf-8")
    for path, text in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_an_organisations_own_rule_is_loaded(tmp_path: Path) -> None:
    own = pack(tmp_path, RULE)
    rules = load_rules("england", (own,))
    assert "cot-in-kitchen" in {rule.key for rule in rules.rules}
    check_examples(pack_chain("england", (own,)), "england", only=("own",))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("weight: 3", "wieght: 3", 7, "'wieght' is not known"),
        ("kind: phrase", "kind: frase", 1, "'kind' must be one of"),
        ("weight: 3", "weight: heavy", 7, "'weight' is wrong"),
        ("moment: missed_opportunity", "moment: missed", 6, "'moment' is wrong"),
        ("[invisible-child]", "[invisible]", 5, "theme 'invisible' is not known"),
        ("phrases: [cot in the kitchen]", "entry: {any: [cot]}", 9, "fact 'cot' is not known"),
        ("[cot in the kitchen]", "[cot … … kitchen]", 9, "could match without end"),
        ("[cot in the kitchen]", "[cot in …]", 9, "could match without end"),
        ("[cot in the kitchen]", "['*']", 9, "must begin with a word"),
        ("title: A cot in the kitchen\n", "", 1, "'title' is missing"),
        ("[invisible-child]", "[]", 5, "'themes' must name one theme or more"),
        ("phrases: [cot in the kitchen]\n", "", 1, "the rule asks nothing"),
        ("weight: 3", "weight: 30", 7, "'weight' must be a number from 1 to 10"),
        ("{date}", "{day}", 8, "unknown place 'day'"),
        ("{date}", "{agency.__class__}", 8, "unknown place 'agency.__class__'"),
        ("{date}", "{date", 8, "places of a sentence are"),
        ("phrases:", "entry: {kinds: [polce]}\nphrases:", 9, "'polce' is no kind of agency"),
        (
            "  - text: Kitchen clean.",
            "  - agency: polce\n    text: Kitchen clean.",
            15,
            "use one of childrens-social-care",
        ),
        ("  - text: Kitchen clean.", "  - txt: Kitchen clean.", 15, "'3.txt' is not known"),
    ],
)
def test_a_wrong_rule_is_refused_by_file_and_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    own = pack(tmp_path, RULE.replace(old, new))
    with pytest.raises(PackError) as refused:
        load_rules("england", (own,))
    message = str(refused.value)
    assert f"own/rules/cot-in-kitchen.yaml, line {line}:" in message
    assert says in message
    assert "\n" not in message


def test_examples_that_are_no_list_are_refused(tmp_path: Path) -> None:
    rule = RULE[: RULE.index("examples:")] + "examples: none\n"
    with pytest.raises(PackError, match=r"line 10: 'examples' must be a list"):
        load_rules("england", (pack(tmp_path, rule),))


def test_kinds_are_named_once_each(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refused:
        load_rules("england", (pack(tmp_path, RULE.replace("kind: phrase", "kind: frase")),))
    assert str(refused.value).count("silence") == 1


def test_a_count_below_one_is_refused(tmp_path: Path) -> None:
    rule = RULE.replace("kind: phrase", "kind: frequency").replace(
        "phrases: [cot in the kitchen]", "entry: {any: [injury]}\ncount: 0\nwithin: 30"
    )
    with pytest.raises(PackError, match=r"line 10: 'count' must be 1 or more"):
        load_rules("england", (pack(tmp_path, rule),))


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    own = pack(tmp_path, RULE, name="plan-ended")
    with pytest.raises(PackError, match=r"own/rules/plan-ended.yaml, line 1: a rule 'plan-ended' stands already in uk"):
        load_rules("england", (own,))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("[cot in", "[crib in", 11, "must match and does not"),
        ("Cot in the bedroom.", "No change, cot in the kitchen.", 13, "must not match and does"),
        ("  - text: Kitchen clean.\n    found: false\n", "", 10, "2 with 'found: false'"),
    ],
)
def test_a_wrong_example_is_refused_without_its_words(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    chain = pack_chain("england", (pack(tmp_path, RULE.replace(old, new)),))
    with pytest.raises(PackError) as refused:
        check_examples(chain, "england", only=("own",))
    assert str(refused.value).startswith(f"own/rules/cot-in-kitchen.yaml, line {line}: ")
    assert says in str(refused.value)
    assert not any(words in str(refused.value) for words in ("Cot", "change", "Kitchen"))


def test_a_wrong_example_of_a_fact_is_refused(tmp_path: Path) -> None:
    fact = (
        "title: Cots\ngroup: concern\nsays: [cot]\nexamples:\n  - text: A cot.\n  - text: A bed.\n"
        "  - {text: A mat., found: false}\n  - {text: A rug., found: false}\n"
    )
    chain = pack_chain("england", (pack(tmp_path, RULE, files={"facts/cots.yaml": fact}),))
    with pytest.raises(PackError, match=r"own/facts/cots.yaml, line 6: this example must match and does not"):
        check_examples(chain, "england", only=("own",))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("rules/other.yml", "own/rules/other.yml: the name must end in .yaml"),
        ("rule/other.yaml", "own/rule/other.yaml: no such file belongs to a pack"),
        ("theme.yaml", "own/theme.yaml: no such file belongs to a pack"),
        ("rules/deep/other.yaml", "own/rules/deep/other.yaml: no such file belongs to a pack"),
    ],
)
def test_a_file_that_would_be_passed_over_is_refused(tmp_path: Path, path: str, says: str) -> None:
    with pytest.raises(PackError, match=says):
        load_rules("england", (pack(tmp_path, RULE, files={path: RULE}),))


def test_a_pack_named_like_a_built_in_one_is_told_apart(tmp_path: Path) -> None:
    own = pack(tmp_path, RULE.replace("[cot in", "[crib in")).rename(tmp_path / "england")
    chain = pack_chain("england", (own,))
    with pytest.raises(PackError, match=f"{own}/rules/cot-in-kitchen.yaml, line 11"):
        check_examples(chain, "england", only=(chain[-1].name,))


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"line 8: the key 'weight' stands twice"):
        load_rules("england", (pack(tmp_path, RULE.replace("weight: 3\n", "weight: 3\nweight: 4\n")),))


def test_a_fact_with_an_endless_phrase_is_refused(tmp_path: Path) -> None:
    fact = "title: Cots\ngroup: concern\nsays:\n  - cot\n  - … in the kitchen\n"
    with pytest.raises(PackError, match=r"own/facts/cots.yaml, line 5: the phrase '… in the kitchen' could match"):
        load_rules("england", (pack(tmp_path, RULE, files={"facts/cots.yaml": fact}),))
