"""Every pack loads, every file of it carries examples, and a wrong one is refused by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

import keymoments.knowledge
from keymoments.errors import PackError
from keymoments.knowledge import NATIONS, hash_of, load_vocabulary, pack_chain
from keymoments.knowledge.yaml_file import read_yaml

PACKS = Path(keymoments.knowledge.__file__).parent / "packs"
# What surrounds the facts is tried by the examples of every fact, and themes are tried with the rules that name them.
ELSEWHERE = ("pack.yaml", "fact-words.yaml", "themes.yaml")
# The stages of a procedure carry their own, see test_procedures.py.
FILES = sorted(p for p in PACKS.rglob("*.yaml") if p.name not in ELSEWHERE and p.parent.name != "procedures")


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_words_for_everything(nation: str) -> None:
    words = load_vocabulary(nation)
    assert words.dates.months["february"] == 2
    assert "contact date" in words.headings.meanings["date"]
    assert words.people.roles["mgm"] == "maternal grandmother"
    assert "ppn" in words.agencies.kinds["police"]


def test_wales_adds_welsh_to_the_common_words() -> None:
    assert load_vocabulary("wales").dates.months["chwefror"] == 2
    assert "chwefror" not in load_vocabulary("england").dates.months


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKS)))
def test_every_file_of_a_pack_carries_examples(path: Path) -> None:
    assert len(read_yaml(path.read_bytes(), path.name).get("examples", [])) >= 2


def test_hash_changes_with_any_word_and_not_with_the_machine(tmp_path: Path) -> None:
    own = tmp_path / "ours"
    own.mkdir()
    (own / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (own / "agencies.yaml").write_text("kinds:\n  police: [plod]\n", encoding="utf-8")
    first = hash_of(pack_chain("england", (own,)))
    assert first == hash_of(pack_chain("england", (own,)))
    assert first != hash_of(pack_chain("england"))
    (own / "agencies.yaml").write_text("kinds:\n  police: [plods]\n", encoding="utf-8")
    assert first != hash_of(pack_chain("england", (own,)))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("agencies.yaml", "kind:\n  police: [plod]\n", "agencies.yaml: the key 'kind' is not known"),
        ("agencies.yaml", "kinds:\n  police: plod\n", "agencies.yaml: 'kinds.police' is wrong"),
        ("agencies.yaml", "kinds: [\n", "agencies.yaml, line 2"),
        ("agencies.yaml", "kinds: {a: [b], a: [c]}\n", "the key 'a' stands twice"),
        ("pack.yaml", "title: Ours\n", "pack.yaml: the key 'version' is missing"),
        ("pack.yaml", "- 1\n", "must hold keys and values"),
        ("agencies.yaml", "kinds: !!python/object:os.system {}\n", "agencies.yaml"),
    ],
)
def test_wrong_pack_is_refused_by_file_and_key(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as raised:
        load_vocabulary("england", (tmp_path,))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_unknown_nation_and_missing_folder_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="use one of england"):
        load_vocabulary("cornwall")
    with pytest.raises(PackError, match="does not exist"):
        load_vocabulary("england", (tmp_path / "no",))
    with pytest.raises(PackError, match=r"has no pack\.yaml"):
        load_vocabulary("england", (tmp_path,))
