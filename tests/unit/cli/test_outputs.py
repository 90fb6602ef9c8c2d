"""Outputs: whole or not there, and never over somebody else's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymoments.cli.outputs import write_outputs
from keymoments.errors import OutputError


def put(text: str):
    return lambda path: path.write_text(text, encoding="utf-8")


def test_outputs_are_written_and_may_be_written_again(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    write_outputs(out, {"report.html": put("one")})
    write_outputs(out, {"report.html": put("two"), "analysis.json": put("{}")})
    assert (out / "report.html").read_text(encoding="utf-8") == "two"
    assert sorted(path.name for path in out.iterdir()) == [".keymoments-outputs.json", "analysis.json", "report.html"]


def test_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="was not written by this command"):
        write_outputs(tmp_path, {"analysis.json": put("{}"), "report.html": put("one")})
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_output_that_was_worked_on_since_is_not_overwritten(tmp_path: Path) -> None:
    write_outputs(tmp_path, {"report.docx": put("one")})
    (tmp_path / "report.docx").write_text("one, with my notes", encoding="utf-8")
    with pytest.raises(OutputError, match="was changed after it was written"):
        write_outputs(tmp_path, {"report.docx": put("two")})
    assert (tmp_path / "report.docx").read_text(encoding="utf-8") == "one, with my notes"


def test_failure_while_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    out = tmp_path / "new" / "out"
    with pytest.raises(OutputError, match="No space left"):
        write_outputs(out, {"analysis.json": put("{}"), "report.html": fail})
    assert not (tmp_path / "new").exists()


def test_out_that_is_a_file_or_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file: choose a folder"):
        write_outputs(tmp_path / "file", {"a": put("x")})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").symlink_to(tmp_path / "file")
    with pytest.raises(OutputError, match="not a plain file"):
        write_outputs(tmp_path / "out", {"report.html": put("x")})
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"
