"""The same worry again and again, and nothing higher done about it."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Frequency


def find(rule: Frequency, ledger: Ledger) -> Iterator[Finding]:
    """The last of every run of entries that nothing like ``unless`` breaks; a run is told once."""
    higher = ledger.like(rule.unless) if rule.unless else ()
    run: list[Entry] = []
    for entry in ledger.like(rule.entry):
        if run and _broken(rule, ledger, run[-1], entry, higher):
            run = []
        run = [other for other in run if ledger.day(entry) - ledger.day(other) <= rule.within]
        run.append(entry)
        if len(run) >= rule.count:
            days = ledger.day(entry) - ledger.day(run[0])
            yield found(
                ledger,
                rule,
                [entry, run[0], *run[1:-1]],
                [rule.entry] * len(run),
                days=days,
                count=len(run),
                told=[run[0], entry],
            )
            run = []


def _broken(rule: Frequency, ledger: Ledger, last: Entry, entry: Entry, higher: tuple[Entry, ...]) -> bool:
    gap = ledger.day(entry) - ledger.day(last)
    return gap > rule.within or any(ledger.concerns_same(last, other) for other in ledger.after(last, gap, higher))
