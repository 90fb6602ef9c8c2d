"""Waits that took longer than the limit in force."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.docket import Wait
from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Overdue, Sign
from keymoments.analysis.stretches import Verdict

_ANY = Sign()
_UNITS = {"working_days": "working days", "calendar_days": "days"}


def find(rule: Overdue, ledger: Ledger) -> Iterator[Finding]:
    """Every wait of these standards that is over its limit by enough, and where asked those with no end recorded."""
    for wait in ledger.waits:
        start, end = ledger.by_id.get(wait.begins or ""), ledger.by_id.get(wait.ends or "")
        if wait.standard not in rule.standards or start is None or not ledger.fits(rule.start, start):
            continue
        over = _over(wait)
        if wait.verdict is Verdict.NO_LIMIT:
            if end is not None and rule.days is not None and (wait.elapsed or 0) >= rule.days:
                yield _made(rule, ledger, wait, start, end, over)
            continue
        ended = wait.verdict is Verdict.EXCEEDED and end is not None and over >= rule.least
        lacking = rule.unended and wait.verdict is Verdict.NO_END_RECORDED
        if ended or lacking:
            yield _made(rule, ledger, wait, start, end, over)


def _over(wait: Wait) -> float:
    return wait.elapsed / wait.limit if wait.elapsed and wait.limit else 0.0


def _made(rule: Overdue, ledger: Ledger, wait: Wait, start: Entry, end: Entry | None, over: float) -> Finding:
    rows = [start] if end is None else [start, end]
    told = [start] if end is None else [start, end]
    unit = _UNITS.get(wait.unit, wait.unit)
    took = f"{wait.elapsed} {unit}" if end is not None else f"no end recorded, {wait.limit} {unit} being the limit"
    return found(
        ledger,
        rule,
        rows,
        [rule.start if entry is start else _ANY for entry in rows],
        days=wait.elapsed,
        told=told,
        extra=min(max(over - 1, 0), 2.0),
        more={"took": took, "limit": f"{wait.limit} {unit}"},
    )
