"""A concern sent on that nobody answered, and that its sender is not shown to have taken any higher."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import NotEscalated, Sign
from keymoments.analysis.stretches import Verdict

STANDARD = "no-response"


def find(rule: NotEscalated, ledger: Ledger) -> Iterator[Finding]:
    """Every concern that waited too long for an answer, unless the sender went higher meanwhile."""
    higher = ledger.like(rule.higher)
    for wait in ledger.waits:
        if wait.standard != STANDARD or wait.verdict not in (Verdict.EXCEEDED, Verdict.NO_END_RECORDED):
            continue
        start, end = ledger.by_id.get(wait.begins or ""), ledger.by_id.get(wait.ends or "")
        if start is None or not ledger.fits(rule.concern, start) or (end is None) != (rule.answer == "none"):
            continue
        until = ledger.day(end) - ledger.day(start) if end is not None else rule.within
        if any(other.agency == start.agency for other in ledger.after(start, min(until, rule.within), higher)):
            continue
        rows: list[Entry] = [start] if end is None else [start, end]
        took = f"the answer that the records show came {until} days later" if end else "the records show no answer"
        yield found(ledger, rule, rows, [rule.concern, Sign()], days=until, more={"took": took})
