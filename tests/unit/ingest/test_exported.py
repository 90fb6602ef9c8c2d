"""Outputs of this program read back, and other files refused."""

import json

import docx
import openpyxl
import pytest
from tests.invented_analysis import ANALYSIS

from keymoments.errors import UnreadableSource
from keymoments.export.analysis_json import write_analysis_json
from keymoments.export.report_docx import write_report_docx
from keymoments.export.workbook import write_workbook
from keymoments.ingest.exported import read_back


def parts(entry):
    return (
        entry.id, entry.agency, entry.file, entry.where, entry.written_date, entry.written_time, entry.date, entry.time,
        entry.text, entry.columns, entry.in_scope, entry.notes, entry.confidence, entry.position,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.json", write_analysis_json), ("a.xlsx", write_workbook), ("a.docx", write_report_docx)],
)
def test_the_same_entries_come_back(tmp_path, name, write):
    write(ANALYSIS, tmp_path / name)
    assert [parts(entry) for entry in read_back(tmp_path / name)] == [parts(entry) for entry in ANALYSIS.entries]


def test_json_and_workbook_keep_the_key(tmp_path):
    write_analysis_json(ANALYSIS, tmp_path / "a.json")
    write_workbook(ANALYSIS, tmp_path / "a.xlsx")
    assert [entry.key for entry in read_back(tmp_path / "a.json")] == [entry.key for entry in ANALYSIS.entries]
    assert [entry.key for entry in read_back(tmp_path / "a.xlsx")] == [entry.key for entry in ANALYSIS.entries]


def test_a_workbook_saved_by_another_program_is_read(tmp_path):
    write_workbook(ANALYSIS, tmp_path / "a.xlsx")
    openpyxl.load_workbook(tmp_path / "a.xlsx").save(tmp_path / "b.xlsx")
    assert [parts(entry) for entry in read_back(tmp_path / "b.xlsx")] == [parts(entry) for entry in ANALYSIS.entries]


def test_other_files_are_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"schema": "other", "entries": []}))
    (tmp_path / "b.json").write_text("not json")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "c.xlsx").write_bytes(b"no zip")
    openpyxl.Workbook().save(tmp_path / "d.xlsx")
    docx.Document().save(str(tmp_path / "e.docx"))
    (tmp_path / "f.txt").write_text("text")
    for name in ("a.json", "b.json", "list.json", "c.xlsx", "d.xlsx", "e.docx", "f.txt", "none.json"):
        with pytest.raises(UnreadableSource) as refusal:
            read_back(tmp_path / name)
        assert refusal.value.how_to_fix
