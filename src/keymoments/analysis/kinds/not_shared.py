"""One agency holds something that another, which decides without it, is not shown to have known."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import NotShared

# A deciding agency that names the holder within so many days has most likely heard from it.
SOON = 5
# Where a protective step of the deciding agency is no older than this, the agencies were talking (days).
BUSY = 7


def find(rule: NotShared, ledger: Ledger) -> Iterator[Finding]:
    """Every fact held that no later entry shows as passed on before another agency's next decision or contact.

    A fact counts as passed on where its own entry or a later one of the agency within ``soon`` days says so, where
    another agency's entry tells the same event, or where the deciding agency soon names the one that holds it.
    """
    passing, decisions = ledger.like(rule.passing), ledger.like(rule.decides)
    deciding = frozenset(other.agency for other in decisions)
    for entry in ledger.like(rule.holds):
        if _passed_on(rule, ledger, entry, passing) or _working_together(ledger, entry, passing, decisions, deciding):
            continue
        decision = _next(ledger, entry, rule, decisions)
        if _told_meanwhile(ledger, entry, decision, rule, passing):
            continue
        more = 1.5 if rule.stronger is not None and ledger.fits(rule.stronger, entry) else 0.0
        if decision is None:
            yield found(ledger, rule, [entry], [rule.holds], extra=more - 1.0, sentence=rule.unheard)
        else:
            days = ledger.day(decision) - ledger.day(entry)
            yield found(ledger, rule, [entry, decision], [rule.holds, rule.decides], days=days, extra=more)


def _passed_on(rule: NotShared, ledger: Ledger, entry: Entry, passing: tuple[Entry, ...]) -> bool:
    """Whether an entry or a later one of its agency shows that word went out."""
    if ledger.fits(rule.passing, entry) or entry.id in ledger.sent:
        return True
    if any(other in ledger.by_id for other in ledger.linked.get(entry.id, ())):
        return True
    return any(other.agency == entry.agency for other in ledger.after(entry, rule.soon, passing))


def _told_meanwhile(
    ledger: Ledger, entry: Entry, decision: Entry | None, rule: NotShared, passing: tuple[Entry, ...]
) -> bool:
    """Whether the holder sent or passed on anything of the child before the decision, or the other speaks of it."""
    until = ledger.day(decision) - ledger.day(entry) if decision is not None else rule.within
    later = (other for other in ledger.after(entry, until) if other.agency == entry.agency)
    earlier = (o for o in ledger.before(entry, 0) if o.agency == entry.agency)  # of the same day, written first
    sends = {other.id for other in passing} | ledger.sent
    if any(other.id in sends and ledger.concerns_same(entry, other) for other in (*later, *earlier)):
        return True
    return decision is not None and ledger.names(entry.agency, decision)


def _working_together(
    ledger: Ledger, entry: Entry, passing: tuple[Entry, ...], decisions: tuple[Entry, ...], deciding: frozenset[str]
) -> bool:
    """Whether a deciding agency was at work with the others then, or soon names the one that holds the fact."""
    others = deciding - {entry.agency}
    if any(other.agency in others and ledger.sharing(other) for other in ledger.before(entry, BUSY, passing)):
        return True
    soon = ledger.after(entry, SOON, decisions)
    return any(other.agency != entry.agency and ledger.names(entry.agency, other) for other in soon)


def _next(ledger: Ledger, entry: Entry, rule: NotShared, decisions: tuple[Entry, ...]) -> Entry | None:
    for other in ledger.after(entry, rule.within, decisions):
        if other.agency != entry.agency and ledger.held(entry, other):
            return other
    return None
