"""Concern, closing, concern, closing: each looked at as if it were the first."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import ThresholdCycle


def find(rule: ThresholdCycle, ledger: Ledger) -> Iterator[Finding]:
    """The closing that ends a cycle of at least ``count`` rounds within so many days; told again as it goes on."""
    concerns = ledger.like(rule.concern)
    rounds: list[tuple[Entry, Entry]] = []
    last = -1
    for closing in ledger.like(rule.closing):
        opened = next(
            (c for c in ledger.before(closing, rule.within, concerns) if ledger.day(c) > last and c.id != closing.id),
            None,
        )
        if opened is None:
            continue
        last = ledger.day(closing)
        rounds = [r for r in rounds if last - ledger.day(r[1]) <= rule.within]
        rounds.append((opened, closing))
        if len(rounds) >= rule.count:
            rows = [closing, rounds[-2][1], opened]
            signs = [rule.closing, rule.closing, rule.concern]
            yield found(
                ledger,
                rule,
                rows,
                signs,
                count=len(rounds),
                days=last - ledger.day(rounds[0][1]),
                told=[rounds[0][1], closing],
                extra=0.5 * (len(rounds) - rule.count),
            )
