"""``analysis.json``: everything that was found, for other programs; the same input gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Contact, Suggestion, Wait
from keymoments.analysis.sightings.ages import age_words
from keymoments.analysis.sightings.values import Quote, Sighting
from keymoments.analysis.spread import Spread, in_turn
from keymoments.export.pretty_json import Written, pretty
from keymoments.export.written import write_whole

SCHEMA = "keymoments/analysis/1"

_NO_CHARACTER = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8


def analysis_json(analysis: Analysis, spread: Spread = in_turn) -> bytes:
    """The analysis by schema ``keymoments/analysis/1``, UTF-8, one line end at the end.

    ``spread`` shares out the writing of entries.
    """
    order = {entry.id: place for place, entry in enumerate(analysis.entries)}
    by_id = {entry.id: entry for entry in analysis.entries}
    case = analysis.case
    contacts = {contact.entry: contact for contact in analysis.contacts}
    born = {child.id: child.born for child in case.subjects}

    def written(entry: Entry) -> str:
        return pretty(_entry(entry, contacts.get(entry.id), born), 2)

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
        "entries": [Written(row) for row in spread(written, analysis.entries)],
        "same_event": [list(group) for group in analysis.same_event],
        "same_event_differences": [
            {"entries": list(difference.entries), "what": difference.what, "values": list(difference.values)}
            for difference in analysis.differences
        ],
        "waits": [_wait(wait) for wait in sorted(analysis.waits, key=_wait_order)],
        "suggestions": [_suggestion(suggestion, by_id) for suggestion in analysis.suggestions],
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
    text = pretty(value)
    return (_NO_CHARACTER.sub("\ufffd", text) + "\n").encode("utf-8")


def _suggestion(suggestion: Suggestion, entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {
        "rank": suggestion.rank,
        "kind": str(suggestion.kind),
        "rule": suggestion.rule,
        "title": suggestion.title,
        "begins": suggestion.begins.isoformat(),
        "ends": suggestion.ends.isoformat(),
        "entries": list(suggestion.entries),
        "children": list(suggestion.children),
        "because": suggestion.because,
        "quotes": [{"entry": cited.entry, **_quote(cited.quote, entries[cited.entry])} for cited in suggestion.quotes],
        "themes": list(suggestion.themes),
    }


def write_analysis_json(analysis: Analysis, path: Path, *, spread: Spread = in_turn) -> None:
    """Write ``analysis.json``; raises :class:`OutputError` where the file cannot be written."""
    write_whole(path, analysis_json(analysis, spread))


def _entry(entry: Entry, contact: Contact | None, born: Mapping[str, date | None]) -> dict[str, Any]:
    when = entry.date
    met = contact is not None and contact.contact
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
        "contact": met,
        "children": {s.child: _sighting(s, entry, born.get(s.child)) for s in contact.children}
        if contact is not None and met
        else {},
        "notes": list(entry.notes),
        "ocr": entry.confidence is not None,
        "ocr_confidence": entry.confidence,
    }


def _sighting(sighting: Sighting, entry: Entry, born: date | None) -> dict[str, Any]:
    # Where the days differ, the age on the first of them: "in March 2021, aged 5y 10m" is right for most of a month.
    age = sighting.age or age_words(born, entry.date.earliest)
    return {
        "seen": sighting.seen.value,
        "spoken_to": sighting.spoken_to.value,
        "alone": sighting.alone.value,
        "basis": sighting.basis.value,
        "mode": sighting.mode.value if sighting.mode else None,
        "with": list(sighting.company),
        "attempt": sighting.attempt.value if sighting.attempt else None,
        "interpreter": sighting.interpreter.value if sighting.interpreter else None,
        "view": _quote(sighting.view, entry) if sighting.view else None,
        "age": age or None,
        "conflict": sighting.conflict,
        "quotes": [_quote(quote, entry) for quote in sighting.quotes],
    }


def _quote(quote: Quote, entry: Entry) -> dict[str, Any]:
    return {
        "says": quote.says,
        "in": _field(quote, entry),
        "start": quote.start,
        "end": quote.end,
        "words": quote.words,
    }


def _field(quote: Quote, entry: Entry) -> str:
    """Where the quote stands, by the name the field has here: a heading that comes twice is numbered."""
    if quote.place in ("text", "born"):
        return quote.place
    for name, (heading, text) in zip(columns_by_heading(entry.columns), entry.columns, strict=True):
        if heading == quote.place and text[quote.start : quote.end] == quote.words:
            return name
    return quote.place


def _wait_order(wait: Wait) -> tuple[str, str, str, str, tuple[str, ...]]:
    return (wait.started.isoformat(), wait.standard, wait.begins or "", wait.ends or "", wait.children)


def _wait(wait: Wait) -> dict[str, Any]:
    return {
        "standard": wait.standard,
        "from": wait.begins,
        "to": wait.ends,
        "started": wait.started.isoformat(),
        "ended": wait.ended.isoformat() if wait.ended else None,
        "due": wait.due.isoformat() if wait.due else None,
        "elapsed": wait.elapsed,
        "unit": wait.unit,
        "limit": wait.limit,
        "verdict": wait.verdict.value,
        "source": wait.source,
        "status": wait.status,
        "children": list(wait.children),
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
