"""An explanation that nobody is shown to have checked with the child or a doctor."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.rules import FaceValue, Sign

_HEARD = Sign(sight="alone")


def find(rule: FaceValue, ledger: Ledger) -> Iterator[Finding]:
    """Every explanation without a check in its own entry or, by any agency, within ``soon`` days."""
    checks = tuple(e for e in ledger.entries if ledger.fits(rule.checked, e) or ledger.fits(_HEARD, e))
    for entry in ledger.like(rule.explained):
        if ledger.fits(rule.checked, entry) or ledger.fits(_HEARD, entry):
            continue
        if any(ledger.concerns_same(entry, other) for other in ledger.after(entry, rule.soon, checks)):
            continue
        yield found(ledger, rule, [entry], [rule.explained])
