"""``analysis.json`` keeps to its schema."""

import json
from dataclasses import replace

from tests.invented_analysis import ANALYSIS, ENTRIES

from keymoments.export.analysis_json import analysis_json


def test_schema_and_keys():
    value = json.loads(analysis_json(ANALYSIS))
    assert value["schema"] == "keymoments/analysis/1"
    assert value["run"] == {
        "version": "0.1.0", "pack": "england", "pack_version": "2026.1", "pack_hash": "0123456789abcdef",
    }  # fmt: skip
    assert value["case"]["scope_from"] == "2021-01-01"
    school = value["entries"][1]
    assert school["date"] == {
        "earliest": "2021-02-03", "latest": "2021-02-03", "precision": "day",
        "doubtful": False, "inherited": False, "assumed_year": False,
    }  # fmt: skip
    assert school["time"] == "14:10"
    assert school["columns"] == {"Action\ntaken": "Rang Mum.\nLeft message.", "Seen by:": "Mrs Quill", "Comment": ""}
    assert school["contact"] is False
    assert school["children"] == {}
    assert value["waits"] == value["suggestions"] == []
    assert value["same_event"] == [["school-001", "csc-003"]]
    assert value["same_event_differences"][0]["what"] == "date"
    assert value["unknown_people"][0]["entries"] == ["school-001", "csc-003"]
    assert value["problems"][0].keys() == {"file", "where", "what", "how_to_fix"}


def test_a_time_that_no_clock_told_is_not_shown_as_fact():
    police = json.loads(analysis_json(ANALYSIS))["entries"][2]
    assert police["time"] is None
    assert police["time_between"] == [1200, 1439]


def test_undated_is_null_and_ocr_is_marked():
    entries = json.loads(analysis_json(ANALYSIS))["entries"]
    assert entries[5]["date"]["earliest"] is None
    assert (entries[3]["ocr"], entries[3]["ocr_confidence"]) == (True, 0.83)
    assert (entries[4]["ocr"], entries[4]["ocr_confidence"]) == (False, None)


def test_same_analysis_gives_the_same_bytes_with_one_line_end_at_the_end():
    first = analysis_json(ANALYSIS)
    assert first == analysis_json(replace(ANALYSIS))
    assert first.endswith(b"}\n")
    assert "’".encode() in analysis_json(replace(ANALYSIS, entries=(replace(ENTRIES[0], text="Mum’s"),)))


def test_two_columns_of_one_heading_both_stay():
    entry = replace(ENTRIES[1], columns=(("Notes", "one"), ("Notes", "two")))
    value = json.loads(analysis_json(replace(ANALYSIS, entries=(entry,))))
    assert value["entries"][0]["columns"] == {"Notes": "one", "Notes (2)": "two"}


def test_what_is_no_character_never_stops_the_file():
    data = analysis_json(replace(ANALYSIS, entries=(replace(ENTRIES[1], text="a\ud800b"),)))
    assert json.loads(data)["entries"][0]["text"] == "a\ufffdb"
