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
        if end is not None and _after_harm(ledger, start, end):
            took = f"the records show an answer only {until} days later, when the child had come to harm"
        elif end is not None:
            took = f"the answer that the records show came {until} days later"
        elif _wrote_again(ledger, start, rule.within):
            took = "the records show no answer, though later entries of its own send, ring or chase"
        else:
            took = "the records show no answer, and none that it asked anybody higher"
        yield found(ledger, rule, rows, [rule.concern, Sign()], days=until, more={"took": took})


def _after_harm(ledger: Ledger, start: Entry, end: Entry) -> bool:
    """Whether what counts as an answer came only on or after the day of the incident."""
    incident, first, last = ledger.case.incident_date, start.date.latest, end.date.earliest
    return incident is not None and first is not None and last is not None and first < incident <= last


def _wrote_again(ledger: Ledger, start: Entry, within: int) -> bool:
    """Whether the sender's records show anything more sent, chased or passed on meanwhile, of any child of the case."""
    return any(
        other.agency == start.agency
        and (other.id in ledger.sent or not _PASSED.isdisjoint(ledger.labels.get(other.id, ())))
        for other in ledger.after(start, within)
    )


_PASSED = frozenset(("passed-on", "lies-still", "dissent"))
