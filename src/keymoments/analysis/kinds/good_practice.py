"""A worker heard a child alone and did something with what was said: what the others had not done."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.rules import GoodPractice


def find(rule: GoodPractice, ledger: Ledger) -> Iterator[Finding]:
    """Every hearing of a child, with what the same agency did about it in the same entry or soon after."""
    acted = ledger.like(rule.acted)
    for entry in ledger.like(rule.heard):
        if ledger.fits(rule.acted, entry):
            yield found(ledger, rule, [entry], [rule.heard], extra=0.5)
            continue
        step = next((other for other in ledger.after(entry, rule.soon, acted) if other.agency == entry.agency), None)
        if step is not None:
            yield found(ledger, rule, [entry, step], [rule.heard, rule.acted])
