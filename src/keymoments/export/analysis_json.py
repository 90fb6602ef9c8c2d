"""``analysis.json``: everything that was found, for other programs; the same input gives the same bytes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.export.written import write_whole

SCHEMA = "keymoments/analysis/1"

_NO_CHARACTER = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8


def analysis_json(analysis: Analysis) -> bytes:
    """The analysis by schema ``keymoments/analysis/1``, UTF-8, one line end at the end."""
    order = {entry.id: place for place, entry in enumerate(analysis.entries)}
    case = analysis.case
    value: dict[str, Any] = {
        "schema": SCHEMA,
        "run": {
            "version": analysis.version,
            "pack": analysis.pack,
            "pack_version": analysis.pack_version,
            "pack_hash": analysis.pack_hash,
        },
        "case": {
            "reference": case.reference,
            "nation": case.nation,
            "scope_from": case.scope_from.isoformat(),
            "scope_to": case.scope_to.isoformat(),
        },
        "entries": [_entry(entry) for entry in analysis.entries],
        "same_event": [list(group) for group in analysis.same_event],
        "same_event_differences": [
            {"entries": list(difference.entries), "what": difference.what, "values": list(difference.values)}
            for difference in analysis.differences
        ],
        "waits": [],
        "suggestions": [],
        "unknown_people": [
            {
                "written": person.written,
                "entries": sorted(person.entries, key=lambda entry: order.get(entry, len(order))),
                "guess": person.guess,
            }
            for person in analysis.unknown_people
        ],
        "problems": [
            {"file": problem.file, "where": problem.where, "what": problem.what, "how_to_fix": problem.how_to_fix}
            for problem in analysis.problems
        ],
    }
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return (_NO_CHARACTER.sub("\ufffd", text) + "\n").encode("utf-8")


def write_analysis_json(analysis: Analysis, path: Path) -> None:
    """Write ``analysis.json``; raises :class:`OutputError` where the file cannot be written."""
    write_whole(path, analysis_json(analysis))


def _entry(entry: Entry) -> dict[str, Any]:
    when = entry.date
    return {
        "id": entry.id,
        "key": entry.key,
        "agency": entry.agency,
        "file": entry.file,
        "where": entry.where,
        "written_date": entry.written_date,
        "written_time": entry.written_time,
        "date": {
            "earliest": when.earliest.isoformat() if when.earliest else None,
            "latest": when.latest.isoformat() if when.latest else None,
            "precision": when.precision.value,
            "doubtful": when.doubtful,
            "inherited": when.inherited,
            "assumed_year": when.assumed_year,
        },
        "time": entry.time.clock if entry.time else None,
        # The minutes after midnight between which it began: a time that no clock told stands only here.
        "time_between": [entry.time.earliest, entry.time.latest] if entry.time else None,
        "in_scope": entry.in_scope,
        "text": entry.text,
        "columns": columns_by_heading(entry.columns),
        "people": list(entry.people),
        "contact": False,
        "children": {},
        "notes": list(entry.notes),
        "ocr": entry.confidence is not None,
        "ocr_confidence": entry.confidence,
    }


def columns_by_heading(columns: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The columns by heading; a heading that comes again gets a number, so that no cell is lost."""
    found: dict[str, str] = {}
    for heading, text in columns:
        name, number = heading, 1
        while name in found:
            number += 1
            name = f"{heading} ({number})"
        found[name] = text
    return found
