"""One entry that says certain things: the plainest kind of rule."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.rules import Phrase


def find(rule: Phrase, ledger: Ledger) -> Iterator[Finding]:
    """Every entry that the rule's sign fits."""
    for entry in ledger.like(rule.entry):
        yield found(ledger, rule, [entry], [rule.entry])
