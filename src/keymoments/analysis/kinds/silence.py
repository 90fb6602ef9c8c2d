"""A child whom no worker saw for a long time after a concern."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Sign, Silence

_WITHOUT = Sign(sight="without_sight")


def find(rule: Silence, ledger: Ledger) -> Iterator[Finding]:
    """For every child, each concern that no sighting followed for so many days, though somebody had contact."""
    concerns = ledger.like(rule.after)
    for child in ledger.case.subjects:
        sightings = tuple(entry for entry in ledger.entries if ledger.saw(entry, child.id, alone=rule.alone))
        told: Entry | None = None
        for concern in concerns:
            if not _of(ledger, concern, child.id) or ledger.saw(concern, child.id, alone=rule.alone):
                continue
            seen = next(ledger.after(concern, 10**6, sightings), None)
            if seen is None or seen is told or ledger.day(seen) - ledger.day(concern) < rule.days:
                continue
            told, gap = seen, ledger.day(seen) - ledger.day(concern)
            tried = next((e for e in ledger.after(concern, gap - 1, ledger.like(_WITHOUT))), None)
            if tried is not None:
                signs = [rule.after, _WITHOUT, Sign(sight="seen")]
                yield found(
                    ledger,
                    rule,
                    [concern, tried, seen],
                    signs,
                    days=gap,
                    told=[concern, seen],
                    extra=min(gap / 60, 1.5),
                )


def _of(ledger: Ledger, entry: Entry, child: str) -> bool:
    named = ledger.children(entry)
    return not named or child in named
