"""What the report says of sightings, waits and tick boxes, made ready for its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from keymoments.analysis.layout import shown
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.whereabouts import Mark, Month, Tally, Whereabouts, whereabouts
from keymoments.export.highlight import marked
from keymoments.export.linked import line_html
from keymoments.export.picture import bands, legend_mark
from keymoments.export.shown import AgencyShown
from keymoments.export.sighting_words import (
    SILENCE,
    SPOKEN_DOT,
    child_labels,
    contradicted_ticks,
    entry_lines,
    legend_words,
    month_of,
    quote_words,
    summary_sentences,
    tally_words,
    used_marks,
)
from keymoments.export.wait_words import ABOUT_WAITS, NO_RESPONSE, WaitShown, wait_groups

_AT_ONCE = 10  # waits of a group that stand open; the rest are folded


def where_section(analysis: Analysis, agencies: Sequence[AgencyShown]) -> dict[str, Any]:
    """Each child's picture, sentences and table, and the legend."""
    found = whereabouts(analysis.entries, analysis.contacts, analysis.case)
    labels = child_labels(analysis.case)
    return {
        "silence": SILENCE,
        "legend": _legend(found),
        "children": [
            _child(where, shown(labels[where.child.id]), agencies, f"where-{number}")
            for number, where in enumerate(found, 1)
        ],
    }


def _legend(found: Sequence[Whereabouts]) -> list[dict[str, Any]]:
    glances = [(glance.mark, glance.young) for where in found for glance in where.glances]
    marks = used_marks(found)
    lines = [{"sign": legend_mark(mark), "words": legend_words(mark, glances)} for mark in marks]
    dotted = {g.mark for where in found for g in where.glances if g.spoken}
    first = next((mark for mark in (Mark.SEEN, Mark.ALONE) if mark in dotted), None)
    if first is not None:
        lines.insert(
            len({Mark.SEEN, Mark.ALONE} & set(marks)), {"sign": legend_mark(f"{first}-spoken"), "words": SPOKEN_DOT}
        )
    return lines


def _child(where: Whereabouts, label: str, agencies: Sequence[AgencyShown], key: str) -> dict[str, Any]:
    sentences = summary_sentences(where, label)
    alternative = f"{' '.join(sentences)} The table after the picture holds every count."
    return {
        "key": key,
        "name": label,
        "sentences": sentences,
        "bands": bands(where, label, agencies, key, alternative) if where.glances and where.months else [],
        "rows": list(_rows(where, agencies)),
        "totals": [tally_words(where.by_agency.get(agency.id, Tally())) for agency in agencies],
    }


def _rows(where: Whereabouts, agencies: Sequence[AgencyShown]) -> Iterator[dict[str, Any]]:
    months: list[Month | None] = list(where.months)
    if any(month is None for month, _ in where.cells):
        months.append(None)
    for month in months:
        cells = [tally_words(where.cells.get((month, agency.id), Tally())) for agency in agencies]
        yield {"month": month_of(where, month), "cells": cells}


def waits_section(analysis: Analysis, anchors: Mapping[str, str]) -> dict[str, Any]:
    """The groups of waits with their rows."""
    groups, shown_groups = [], wait_groups(analysis)
    for group in shown_groups:
        rows = [_wait(wait, anchors) for wait in group.waits]
        groups.append(
            {
                "key": group.key,
                "title": group.title,
                "note": group.note,
                "open": [] if group.folded else rows[:_AT_ONCE],
                "folded": rows if group.folded else rows[_AT_ONCE:],
                "limits": group.key != "unanswered" and any(row["limit"] for row in rows),
                "standards": group.key not in ("to-seen", "to-action", "unanswered"),
            }
        )
    return {"about": ABOUT_WAITS, "groups": groups, "all": sum(len(group.waits) for group in shown_groups)}


def _wait(item: WaitShown, anchors: Mapping[str, str]) -> dict[str, Any]:
    wait = item.wait
    return {
        "title": shown(item.title),
        "children": shown(item.children),
        "start": line_html(item.begins.line, anchors),
        "end": line_html(item.ends.line, anchors),
        "started": item.started,
        "ended": item.ended,
        "elapsed": item.elapsed,
        "limit": item.limit,
        "source": shown(wait.source) if wait.limit is not None and wait.standard != NO_RESPONSE else "",
        "verdict": item.verdict,
    }


def ticks_section(analysis: Analysis, anchors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every tick box that its note contradicts."""
    return [
        {
            "id": shown(tick.entry.id),
            "anchor": anchors[tick.entry.id],
            "child": shown(tick.child),
            "ticks": [(shown(heading), shown(words)) for heading, words in tick.ticks],
            "notes": [shown(words) for words in tick.notes],
            "words": shown(tick.words),
        }
        for tick in contradicted_ticks(analysis)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of an entry with their quotes marked, and what it says of each child."""

    text: Markup
    columns: tuple[tuple[str, Markup], ...]
    lines: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]


class EntrySightings:
    """What the chronology shows of sightings under each entry, and the pieces of its texts."""

    def __init__(self, analysis: Analysis) -> None:
        self._lines = entry_lines(analysis)
        self._contacts: dict[str, Contact] = {contact.entry: contact for contact in analysis.contacts}
        self._labels = child_labels(analysis.case)

    def of(self, entry: Entry) -> Said:
        """The lines of an entry, its text and its columns in pieces."""
        spans = self._spans(entry)
        return Said(
            text=marked(entry.text, spans.get("text", ())),
            columns=tuple(
                (shown(heading), marked(value, spans.get(heading, ())))
                for heading, value in entry.columns
                if value.strip()
            ),
            lines=tuple(
                (
                    shown(line.child),
                    shown(line.words),
                    tuple((shown(heading), shown(words)) for heading, words in line.columns),
                    shown(line.view),
                )
                for line in self._lines.get(entry.id, ())
            ),
        )

    def _spans(self, entry: Entry) -> dict[str, list[tuple[int, int, str, str]]]:
        """Field → the quotes that stand in it, each with its words and what it says."""
        contact = self._contacts.get(entry.id)
        found: dict[str, list[tuple[int, int, str, str]]] = {}
        for sighting in contact.children if contact else ():
            label = self._labels.get(sighting.child, sighting.child)
            for quote in (*sighting.quotes, *((sighting.view,) if sighting.view else ())):
                spans = found.setdefault(quote.place, [])
                spans.append((quote.start, quote.end, quote.words, shown(quote_words(quote, label))))
        return found
