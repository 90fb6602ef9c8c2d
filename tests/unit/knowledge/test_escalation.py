"""The ladder of reminders is data: it loads, its examples come out, an own one replaces it, a wrong one is refused."""

from __future__ import annotations

import pytest

from keymoments.errors import PackError
from keymoments.knowledge import NATIONS
from keymoments.knowledge.escalation import BLANKS, load_ladder

OWN = """
source: Agreed by the board
status: secondary
steps:
  - key: at-once
    title: At once
    days: 0
    unit: calendar_days
    to: [agency-lead]
    subject: "{reference}"
    words: "Due {due}."
examples:
  - {due: "2026-03-13", step: at-once, day: "2026-03-13"}
  - {due: "2026-03-14", step: at-once, day: "2026-03-16"}
"""


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_a_ladder_whose_examples_come_out(nation):
    ladder = load_ladder(nation)
    assert [one.days < 0 for one in ladder.steps] == [True, False, False, False, False]
    for step in ladder.steps:
        assert step.words.format(**dict.fromkeys(BLANKS, "x"))


def own_pack(tmp_path, text):
    (tmp_path / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (tmp_path / "escalation.yaml").write_text(text, encoding="utf-8")
    return load_ladder("england", (tmp_path,))


def test_an_own_pack_replaces_the_ladder_whole(tmp_path):
    ladder = own_pack(tmp_path, OWN)
    assert [one.key for one in ladder.steps] == ["at-once"]
    assert ladder.source == "Agreed by the board"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("days: 0", "days: 0\n    dayz: 0", "'steps.0.dayz' is not known"),
        ("days: 0", "days: soon", "'steps.0.days' is wrong"),
        ("agency-lead", "everybody", "'steps.0.to.0' is wrong"),
        ("Due {due}.", "Due {child}.", "the blank {child} is not known"),
        ("Due {due}.", "Due {due.", "put it right"),
        ('day: "2026-03-16"', 'day: "2026-03-17"', "example 2: the step falls on 2026-03-16"),
        ('due: "2026-03-13", step: at-once', 'due: "2026-03-13", step: later', "there is no step 'later'"),
        ("source: Agreed by the board", "", "the key 'source' is missing"),
    ],
)
def test_a_wrong_ladder_is_refused_by_file_and_key(tmp_path, was, becomes, says):
    with pytest.raises(PackError, match=r"escalation\.yaml") as raised:
        own_pack(tmp_path, OWN.replace(was, becomes))
    assert says in str(raised.value)
