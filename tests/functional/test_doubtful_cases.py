"""A case that cannot be read for certain says so in one sentence through the real command, and guesses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAD = """\
[case]
reference = "Children Wren and Will"
nation = "england"
scope_from = 2019-01-01
scope_to = 2020-06-30

[[agency]]
id = "csc"
name = "Ostrey Children's Social Care"
kind = "childrens-social-care"
files = ["notes.csv"]
"""
ROWS = (
    '3/2/19,Home visit,"Wren seen alone in the bedroom, told me about the new puppy. Will asleep in his cot."',
    "10/2/19,Phone call,Rang Mum with the date of the meeting.",
)
LIMIT = '\n[[limit]]\nstandard = "plan-visit"\ncount = {count}\nunit = "working_days"\nsource = "Plan"\n{when}'


def child(name: str, born: str, *aliases: str, surname: str = "Attlow") -> str:
    listed = ", ".join(f'"{alias}"' for alias in aliases)
    return (
        f'\n[[person]]\nid = "{name.lower()}"\nname = "{name} {surname}"\nsubject = true\nborn = {born}\n'
        f"aliases = [{listed}]\n"
    )


TWO = child("Wren", "2014-02-09") + child("Will", "2018-11-20")


def review(folder: Path, toml: str, rows: tuple[str, ...] = ROWS, *more: str) -> subprocess.CompletedProcess[str]:
    case = folder / "case"
    case.mkdir()
    (case / "case.toml").write_text(HEAD + toml, encoding="utf-8")
    (case / "notes.csv").write_text("\n".join(("Date,Type,Event", *rows, "")), encoding="utf-8")
    command = [sys.executable, "-m", "keymoments.cli", "review", str(case), "--out", str(folder / "out")]
    return subprocess.run(
        [*command, "--format", "json", *more], capture_output=True, text=True, check=False, timeout=120
    )


def analysis(folder: Path, toml: str, rows: tuple[str, ...] = ROWS) -> dict[str, Any]:
    done = review(folder, toml, rows)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads((folder / "out" / "analysis.json").read_text(encoding="utf-8"))


def told(found: dict[str, Any], words: str) -> list[dict[str, Any]]:
    return [problem for problem in found["problems"] if words in problem["what"]]


def answers(found: dict[str, Any], question: str) -> list[dict[str, str]]:
    return [{who: says[question] for who, says in entry["children"].items()} for entry in found["entries"]]


def test_a_sound_case_has_no_such_problem(tmp_path: Path) -> None:
    assert analysis(tmp_path, TWO)["problems"] == []


def test_no_record_names_a_child(tmp_path: Path) -> None:
    toml = child("Edda", "2013-01-01", surname="Larch") + child("Finn", "2015-01-01", surname="Larch")
    found = analysis(tmp_path, toml)
    (problem,) = told(found, "No record names a child the review is about.")
    assert problem["file"] == "case.toml"
    assert "aliases in case.toml" in problem["how_to_fix"]
    assert "yes" not in {value for row in answers(found, "seen") for value in row.values()}


def test_one_of_the_children_is_in_no_record(tmp_path: Path) -> None:
    found = analysis(tmp_path, TWO + child("Edda", "2013-01-01"))
    (problem,) = told(found, "No record names")
    assert (problem["what"], problem["where"]) == ("No record names edda.", "person edda")
    assert all(row["edda"] != "yes" for row in answers(found, "seen"))


def test_a_child_born_after_the_scope_counts_as_unborn(tmp_path: Path) -> None:
    found = analysis(tmp_path, child("Wren", "2014-02-09") + child("Will", "2020-08-01"))
    (problem,) = told(found, "The birth date of will lies after the end of the scope.")
    assert "scope_to" in problem["how_to_fix"]
    assert {row["will"] for row in answers(found, "seen")} == {"no"}


def test_an_event_long_before_birth_is_not_the_childs(tmp_path: Path) -> None:
    early = (
        '4/3/12,Home visit,"Wren Attlow seen alone, bruise to cheek, said she was hit by her uncle."',
        '9/9/12,Home visit,"Wren Attlow and Mum seen. Referral made to police, strategy discussion held."',
    )
    found = analysis(tmp_path, TWO, (*early, *ROWS))
    (problem,) = told(found, "dated long before the birth date")
    assert (problem["file"], problem["where"]) == ("notes.csv", "row 2")
    assert problem["what"].startswith("2 rows naming wren are dated")
    assert "bruise" not in problem["what"] + problem["how_to_fix"]
    assert {row["wren"] for row in answers(found, "seen")[:2]} == {"no"}


def test_nobody_waits_to_see_a_child_who_is_not_born(tmp_path: Path) -> None:
    rows = (
        '4/3/19,Referral,"Referral from midwife: serious concern for unborn baby, Dad assaulted Mum, bruise to face."',
        "6/9/19,Home visit,Will seen awake in his cot. Mum present.",
    )
    found = analysis(tmp_path, child("Will", "2019-08-20", "Baby Attlow"), rows)
    to_sight = [wait for wait in found["waits"] if wait["standard"] in ("concern-to-seen", "child-seen")]
    assert all(wait["started"] >= "2019-08-20" for wait in to_sight)
    assert any(wait["standard"] == "concern-to-action" for wait in found["waits"])


def test_initials_of_two_children_mean_neither_and_are_told_once(tmp_path: Path) -> None:
    rows = (*ROWS, "11/2/19,Home visit,WA seen alone and spoke about school.", "12/2/19,Home visit,W.A. seen alone.")
    found = analysis(tmp_path, TWO, rows)
    (problem,) = told(found, "the same initials")
    assert problem["what"].startswith("wren and will have the same initials, which 2 rows use")
    assert (problem["file"], problem["where"]) == ("notes.csv", "row 4")
    for row in answers(found, "seen")[2:]:
        assert set(row.values()) <= {"not_recorded", "unclear"}
    assert all(entry["people"] == [] for entry in found["entries"][2:])


def test_initials_that_the_case_file_gives_to_one_child_are_that_childs(tmp_path: Path) -> None:
    rows = (*ROWS, "11/2/19,Home visit,WA seen alone and spoke about school.")
    found = analysis(tmp_path, child("Wren", "2014-02-09", "WA") + child("Will", "2018-11-20"), rows)
    assert told(found, "the same initials") == []
    assert found["entries"][2]["people"] == ["wren"]


def test_limits_of_two_files_that_contradict_are_refused_by_file_and_line(tmp_path: Path) -> None:
    pack = tmp_path / "ours"
    (pack / "limits").mkdir(parents=True)
    (pack / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (pack / "limits" / "our-core-group.yaml").write_text(
        "standard: core-group\ntitle: Ours\nstarts: [initial-conference]\nends: [core-group]\neditions:\n"
        "  - {count: 5, unit: working_days, source: Our board, status: secondary}\n",
        encoding="utf-8",
    )
    done = review(tmp_path, TWO, ROWS, "--pack", str(pack))
    assert done.returncode == 2
    assert "contradict each other: core-group is" in done.stderr
    assert "limits/our-core-group.yaml, line 6" in done.stderr
    assert "limits/core-group.yaml, line " in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [("", "", True), ("to = 2019-06-30\n", "from = 2019-07-01\n", False), ("", "from = 2019-07-01\n", True)],
)
def test_limits_of_the_case_file_must_not_contradict(tmp_path: Path, first: str, second: str, refused: bool) -> None:
    toml = TWO + LIMIT.format(count=10, when=first) + LIMIT.format(count=20, when=second)
    done = review(tmp_path, toml)
    assert done.returncode == (2 if refused else 0)
    if refused:
        lines = (HEAD + toml).splitlines()
        one, two = (number for number, line in enumerate(lines, 1) if line == "[[limit]]")
        assert f"case.toml, line {two}: this limit contradicts the one of line {one}" in done.stderr
        assert "Traceback" not in done.stderr
