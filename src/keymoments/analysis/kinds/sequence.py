"""One entry and another after it, with nothing between that would have met the first."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Sequence


def find(rule: Sequence, ledger: Ledger) -> Iterator[Finding]:
    """For every ``then`` the nearest graver ``first`` before it; what was written down later counts as not known."""
    firsts = ledger.like(rule.first)
    between = ledger.like(rule.unless) if rule.unless else ()
    for then in ledger.like(rule.then):
        chosen = _first(rule, ledger, then, firsts)
        if chosen is None:
            continue
        days = ledger.day(then) - ledger.day(chosen)
        if any(
            other.id != then.id and ledger.day(other) <= ledger.day(then)
            for other in ledger.after(chosen, days, between)
        ):
            continue
        pair = [then, chosen] if rule.turns_on == "then" else [chosen, then]
        signs = [rule.then, rule.first] if rule.turns_on == "then" else [rule.first, rule.then]
        yield found(ledger, rule, pair, signs, days=days, told=[chosen, then])


def _first(rule: Sequence, ledger: Ledger, then: Entry, firsts: tuple[Entry, ...]) -> Entry | None:
    best: Entry | None = None
    for entry in ledger.before(then, rule.within, firsts):
        same = entry.agency == then.agency
        if (rule.agencies == "same" and not same) or (rule.agencies == "other" and same):
            continue
        if not ledger.held(entry, then) or not ledger.concerns_same(entry, then):
            continue
        if best is None or ledger.weight(entry) > ledger.weight(best):
            best = entry
    return best
