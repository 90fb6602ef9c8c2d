"""A promise or plan, and later something that does not fit it, with nothing done."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.rules import NotFollowed


def find(rule: NotFollowed, ledger: Ledger) -> Iterator[Finding]:
    """Every entry against the last promise before it, unless an answer stands in it or follows within ``soon`` days."""
    promises, answers = ledger.like(rule.promise), ledger.like(rule.answer)
    for entry in ledger.like(rule.contrary):
        promise = next(
            (
                other
                for other in ledger.before(entry, rule.within, promises)
                if ledger.held(other, entry) and not ledger.same(other, entry)
            ),
            None,
        )
        if promise is None or ledger.fits(rule.answer, entry):
            continue
        if any(other.agency == entry.agency for other in ledger.after(entry, rule.soon, answers)):
            continue
        days = ledger.day(entry) - ledger.day(promise)
        yield found(ledger, rule, [entry, promise], [rule.contrary, rule.promise], days=days, told=[promise, entry])
