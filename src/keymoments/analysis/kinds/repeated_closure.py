"""A matter closed although several concerns had come in, or closed once more."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.rules import RepeatedClosure


def find(rule: RepeatedClosure, ledger: Ledger) -> Iterator[Finding]:
    """Every closing with at least so many concerns of any agency before it, the gravest of them named."""
    concerns, closings = ledger.like(rule.concern), ledger.like(rule.closing)
    for entry in closings:
        before = [
            other
            for other in ledger.before(entry, rule.within, concerns)
            if ledger.held(other, entry) and ledger.concerns_same(other, entry) and not ledger.same(other, entry)
        ]
        if len(before) < rule.count:
            continue
        earlier = sum(1 for other in ledger.before(entry, 2 * rule.within, closings) if other.agency == entry.agency)
        gravest = max(before, key=lambda other: (ledger.weight(other), other.agency != entry.agency, ledger.day(other)))
        rows = [entry, gravest, *(other for other in before if other is not gravest)]
        yield found(
            ledger,
            rule,
            rows,
            [rule.closing, *[rule.concern] * len(before)],
            count=len(before),
            days=ledger.day(entry) - ledger.day(before[-1]),
            told=[gravest, entry],
            extra=min(len(before) / 4, 1.5) + 0.5 * min(earlier, 2),
        )
