"""One screen at the end of ``keymoments review``: what was read, where the children were, what took time."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from keymoments.analysis.records import Precision
from keymoments.analysis.result import Analysis
from keymoments.analysis.waits import Verdict
from keymoments.analysis.whereabouts import Whereabouts, whereabouts
from keymoments.export.shown import counted
from keymoments.export.sighting_words import OBSERVED, child_labels, span_words, stretch_words
from keymoments.export.wait_words import (
    TO_ACTION,
    TO_SEEN,
    exceeded_counts,
    longest_first,
    merged_waits,
    number_words,
    records_end,
    standard_words,
)

_MOST = 6  # of a list; the report has the rest


def summary(analysis: Analysis, out: Path, files: tuple[str, ...]) -> str:
    """One screen: entries by agency, what is uncertain or unread, where the children were, what took time."""
    entries = analysis.entries
    lines = [f"{analysis.case.reference}: {len(entries)} entries from {len(analysis.case.agencies)} agencies", ""]
    width = max(len(agency.name) for agency in analysis.case.agencies)
    for agency in analysis.case.agencies:
        own = [entry for entry in entries if entry.agency == agency.id]
        days = [entry.date.earliest for entry in own if entry.date.earliest]
        span = f"{min(days).isoformat()} to {max(days).isoformat()}" if days else "no dated entry"
        lines.append(f"  {agency.name:{width}}  {len(own):5}  {span}")
    outside = sum(not entry.in_scope for entry in entries)
    unsure = sum(
        entry.date.precision not in (Precision.DAY, Precision.NONE) or entry.date.doubtful for entry in entries
    )
    undated = sum(entry.date.precision is Precision.NONE for entry in entries)
    inherited = sum(entry.date.inherited for entry in entries)
    lines += [
        "",
        f"  {inherited} dates taken from the row above, {unsure} uncertain, {undated} missing",
        f"  {outside} entries outside the scope, kept and marked",
        f"  {len(analysis.same_event)} events told by more than one agency, {len(analysis.differences)} differences",
        f"  {len(analysis.unknown_people)} people named in the records and not in case.toml",
    ]
    unread = [problem for problem in analysis.problems if problem.where == "whole file"]
    others = len(analysis.problems) - len(unread)
    lines.append(f"  {others} smaller problems to look at" if others else "  No smaller problems")
    lines += _children(analysis) + _waits(analysis) + _suggestions(analysis)
    if unread:
        lines += ["", "Could not be read:"]
        lines += [f"  {problem.file}: {problem.what} {problem.how_to_fix}" for problem in unread[:10]]
        if len(unread) > 10:
            lines.append(f"  … and {len(unread) - 10} more; the report lists them all")
    lines += ["", f"Written to {out}: {', '.join(files)}"]
    return "\n".join(lines)


def _children(analysis: Analysis) -> list[str]:
    """How often each child was seen, seen alone and spoken to, and the longest time without a sighting."""
    labels = child_labels(analysis.case)
    found = whereabouts(analysis.entries, analysis.contacts, analysis.case)
    lines = ["", "Where was the child (contacts recorded by the agency itself, in the period of the review):"]
    for where in found[:_MOST]:
        lines.append(f"  {labels[where.child.id]}: {_counts(where)}")
        if where.stretch is not None:
            lines.append(f"    longest time without a recorded sighting: {stretch_words(where.stretch)}")
    if len(found) > _MOST:
        lines.append(f"  … and {len(found) - _MOST} more children; the report has them all")
    return lines if found else []


def _suggestions(analysis: Analysis) -> list[str]:
    """The five places that matter most to look at; a person judges."""
    if not analysis.suggestions:
        return []
    lines = ["", f"Places to look at first, of {len(analysis.suggestions)} (a person judges):"]
    for suggestion in analysis.suggestions[:5]:
        text = f"{suggestion.rank}. {suggestion.because} [{', '.join(suggestion.entries[:2])}]"
        lines += fill(text, 100, initial_indent="  ", subsequent_indent="     ").split("\n")
    return lines


def _counts(where: Whereabouts) -> str:
    total = where.total
    parts = [f"seen {total.seen}", f"seen alone {total.alone}"]
    if where.glances and all(glance.young for glance in where.glances):
        parts = parts[:1]
    if total.observed:
        parts.append(f"{OBSERVED} {total.observed}")
    parts.append(f"spoken to {total.spoken}")
    reported = f"; reported by another professional {total.reported}" if total.reported else ""
    return ", ".join(parts) + reported


def _waits(analysis: Analysis) -> list[str]:
    """The longest waits, the limits exceeded, and how many ends the records do not show."""
    waits = merged_waits(analysis.waits)
    ended = [wait for wait in waits if wait.ended is not None and wait.ended > wait.started]
    lines = []
    for standard in (TO_SEEN, TO_ACTION):
        longest = longest_first((w for w in ended if w.standard == standard), records_end(analysis))[:1]
        lines += [
            f"  {standard_words(standard)}: {number_words(wait.elapsed, wait.unit)}, "
            f"{span_words(wait.started, wait.ended)}"
            for wait in longest
            if wait.elapsed is not None and wait.ended is not None
        ]
    over = exceeded_counts(analysis.waits)
    if over:
        total = sum(number for _, number, _ in over)
        named = ", ".join(
            f"{words} {number}" + (" (limit not confirmed, check)" if unconfirmed else "")
            for words, number, unconfirmed in over
        )
        lines += fill(f"Limits exceeded: {total} – {named}", 100, initial_indent="  ", subsequent_indent="    ").split(
            "\n"
        )
    no_end = sum(wait.verdict is Verdict.NO_END_RECORDED for wait in waits)
    if no_end:
        lines.append(f"  The records show no end: {counted(no_end, 'wait')}")
    return ["", "What took time, longest:", *lines] if lines else []
