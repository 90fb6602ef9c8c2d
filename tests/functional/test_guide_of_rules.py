"""Every block and command of ``docs/guide/write-a-rule.md`` is run, so that the page can be followed as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

import keymoments.knowledge
from keymoments.analysis.rules import Rule
from keymoments.cli.main import main
from keymoments.knowledge import pack_chain
from keymoments.knowledge.rule_examples import bench_of, check_examples, try_rule
from keymoments.knowledge.rules import rule_files, rules_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "guide" / "write-a-rule.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)
FILES = [text for sort, text in BLOCKS if sort == "yaml" and text.startswith("# ")]
KINDS = [text for sort, text in BLOCKS if sort == "yaml" and not text.startswith("# ")]
COMMANDS = [line for sort, text in BLOCKS if sort == "sh" for line in text.splitlines()]
HEAD = """title: A rule
why: It matters.
source: An invented board
status: local
themes: [invisible-child]
moment: mistake
weight: 5
"""


def written(place: Path) -> Path:
    """The files of the page, each where its first line says."""
    for text in FILES:
        path = place / text.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place / "our-board"


def test_the_folder_of_the_page_is_sound(tmp_path: Path) -> None:
    own = written(tmp_path)
    check_examples(pack_chain("england", (own,)), "england", only=("our-board",))


@pytest.mark.parametrize("text", KINDS, ids=lambda text: text.splitlines()[0])
def test_the_example_of_every_kind_works(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    (own / "pack.yaml").write_text('title: Own\nversion: "1"\n', encoding="utf-8")
    (own / "rules" / "shown-in-the-guide.yaml").write_text(HEAD + text, encoding="utf-8")
    chain = pack_chain("england", (own,))
    rules, bench = rules_of(chain), bench_of(chain, "england")
    rule = next(rule for rule in rules.rules if rule.key == "shown-in-the-guide")
    examples = next(told for _, one, told in rule_files(chain) if one.key == rule.key)
    assert {example.found for example in examples} == {True, False}
    for example in examples:
        assert bool(try_rule(rule, example.entries(), rules, bench)) is example.found, example.entries()[0].text


def test_every_kind_has_its_example() -> None:
    kinds = {member.__dataclass_fields__["kind"].default for member in Rule.__args__}
    assert {yaml.safe_load(text)["kind"] for text in KINDS} == kinds


def test_every_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path)
    (tmp_path / "my-case").symlink_to(ROOT / "examples" / "two-brothers")
    monkeypatch.chdir(tmp_path)
    said = {}
    for command in COMMANDS:
        program, *call = shlex.split(command)
        assert program == "keymoments"
        assert main(call) == 0, command
        said[command] = capsys.readouterr().out
    found, lost = [said[command] for command in COMMANDS if "--sentence" in command]
    assert "finds this note" in found
    assert "does not find this note" in lost
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_messages_of_the_page_are_those_of_the_program() -> None:
    package = Path(keymoments.knowledge.__file__).parent
    source = re.sub(r"\{[^{}]*\}", "…", "".join(path.read_text("utf-8") for path in sorted(package.glob("*.py"))))
    source = source.replace("'…'", "…")
    source += (package.parent / "analysis" / "phrases.py").read_text("utf-8")
    messages = re.findall(r"^\| `(?:this example )?([^`]+)` \| [^|]+\|$", PAGE[PAGE.index("## When something") :], re.M)
    assert len(messages) > 10
    assert [message for message in messages if message.replace("'…'", "…") not in source] == []
