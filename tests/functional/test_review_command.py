"""The command as a user runs it: a case folder in, four outputs and one screen out, bad input refused."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

CASE = """\
[case]
reference = "Child Wren"
nation = "england"
scope_from = 2019-01-01
scope_to = 2020-06-30

[[person]]
id = "wren"
name = "Wren Attlow"
subject = true
born = 2014-02-09

[[agency]]
id = "csc"
name = "Ostrey Children's Social Care"
kind = "childrens-social-care"
files = ["notes.csv"]

[[agency]]
id = "hv"
name = "Ostrey Health Visiting"
kind = "health-visiting"
files = ["visits.txt"]
"""
NOTES = """\
Date,Time,Type,Event,Worker
3/2/19,14:10,Home visit,"Wren seen with Mum present, chatty. Bev next door looks after him on Fridays.",K Ashe
,16:00,Phone call,Rang the health visitor with the outcome and left a message for her.,K Ashe
?22 May 2019,,Meeting,Review meeting held at school; plan to go on for three months more.,K Ashe
"""
VISITS = """\
Ostrey Health Visiting - notes

04/02/19 ML - Message from K Ashe picked up, rang back. Wren doing well at school she says.
Feb 2019 ML - Growth chart filed, nothing to add, weight on the same line as before.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.toml").write_text(CASE, encoding="utf-8")
    (case / "notes.csv").write_text(NOTES, encoding="utf-8")
    (case / "visits.txt").write_text(VISITS, encoding="utf-8")
    return case


def review(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "keymoments.cli", "review", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_case_folder_gives_four_outputs_and_one_screen(folder: Path, tmp_path: Path) -> None:
    done = review(folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    names = {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}
    assert names == {"report.html", "report.docx", "chronology.xlsx", "analysis.json"}
    assert "Child Wren: 5 entries from 2 agencies" in done.stdout
    assert "1 dates taken from the row above, 2 uncertain, 0 missing" in done.stdout
    assert "Wren: seen 1, seen alone 0" in done.stdout
    assert len(done.stdout.splitlines()) < 35


def test_analysis_holds_every_entry_with_its_place(folder: Path, tmp_path: Path) -> None:
    review(folder, "--out", tmp_path / "out", "--format", "json", "--quiet")
    found = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert found["schema"] == "keymoments/analysis/1"
    first = next(entry for entry in found["entries"] if entry["id"] == "csc-001")
    assert first["where"] == "row 2"
    assert first["time"] == "14:10"
    assert first["people"] == ["wren"]
    assert first["text"].startswith("Wren seen with Mum present")
    second = next(entry for entry in found["entries"] if entry["id"] == "csc-002")
    assert second["date"] == {
        "earliest": "2019-02-03",
        "latest": "2019-02-03",
        "precision": "day",
        "doubtful": False,
        "assumed_year": False,
        "inherited": True,
    }
    doubtful = next(entry for entry in found["entries"] if entry["written_date"] == "?22 May 2019")
    assert doubtful["date"]["doubtful"]
    assert {person["written"] for person in found["unknown_people"]} == {"Bev", "K Ashe"}
    assert found["suggestions"] == []
    assert first["contact"] is True
    wren = first["children"]["wren"]
    assert (wren["seen"], wren["alone"], wren["basis"], wren["age"]) == ("yes", "no", "own", "4y 11m")
    for quote in wren["quotes"]:
        assert first["text"][quote["start"] : quote["end"]] == quote["words"]


def test_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        review(folder, "--out", tmp_path / name, "--format", "json")
    assert (tmp_path / "one/analysis.json").read_bytes() == (tmp_path / "two/analysis.json").read_bytes()


def test_quiet_prints_nothing_and_formats_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    done = review(folder, "--out", tmp_path / "out", "--format", "json,html", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name for path in (tmp_path / "out").glob("[!.]*")} == {"analysis.json", "report.html"}


def test_progress_is_shown_on_a_terminal_only(folder: Path, tmp_path: Path) -> None:
    parent, child = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "keymoments.cli",
        "review",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--format",
        "json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=child, text=True) as process:
        process.communicate(timeout=120)
    os.close(child)
    shown = os.read(parent, 10000).decode()
    os.close(parent)
    assert "Read 2 of 2" in shown
    assert "Wren" not in shown


def test_file_that_cannot_be_read_is_listed_and_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "visits.txt").write_bytes(b"")
    done = review(folder, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert "visits.txt: The file is empty." in done.stdout
    found = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert [problem["file"] for problem in found["problems"]] == ["visits.txt"]
    assert len(found["entries"]) == 3


def test_nothing_read_at_all_is_exit_code_3_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    for name in ("visits.txt", "notes.csv"):
        (folder / name).write_bytes(b"\x00\x01\x02\x03" * 1000)
    done = review(folder, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "No entry could be read from any file" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_output_folder_of_somebody_else_is_exit_code_4(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("mine", encoding="utf-8")
    done = review(folder, "--out", tmp_path / "out")
    assert done.returncode == 4
    assert "was not written by this command" in done.stderr
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "required: CASE_DIR, --out"),
        (["case"], "required: --out"),
        (["nowhere", "--out", "out"], "There is no folder nowhere"),
        (["case", "--out", "out", "--format", "pdf"], "'pdf' is not known; use html, docx, xlsx, json"),
        (["case", "--out", "out", "--pack", "nowhere"], "The pack folder nowhere does not exist"),
        (["case", "--out", "out", "--colour"], "Unrecognized arguments: --colour"),
    ],
)
def test_wrong_call_is_one_sentence_and_exit_code_2(folder: Path, tmp_path: Path, monkeypatch, arguments, says) -> None:
    monkeypatch.chdir(tmp_path)
    done = review(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_wrong_case_file_writes_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "case.toml").write_text(CASE.replace("scope_from", "scope_start"), encoding="utf-8")
    done = review(folder, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert (
        done.stderr
        == "keymoments: case.toml, line 4: the key 'scope_start' is not known: check its spelling or remove it.\n"
    )
    assert not (tmp_path / "out").exists()
