"""The child was not seen, or not alone, when there was something to ask about."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import NotHeard, Sign

# A concern of the last days weighs more.
SOON = 14

_ALONE = Sign(sight="alone")


def find(rule: NotHeard, ledger: Ledger) -> Iterator[Finding]:
    """Every contact like that with a concern before it and no talk with the child alone within ``soon`` days."""
    concerns, heard = ledger.like(rule.concern), ledger.like(_ALONE)
    gravest = max(map(ledger.weight, concerns), default=0.0)
    for entry in ledger.like(rule.contact):
        concern = _concern(rule, ledger, entry, concerns, gravest)
        if concern is None:
            continue
        if any(ledger.concerns_same(entry, other) for other in ledger.after(entry, rule.soon, heard)):
            continue
        days = ledger.day(entry) - ledger.day(concern)
        near = 1.0 if days <= SOON else 0.0
        near += 2.0 if rule.stronger is not None and ledger.fits(rule.stronger, entry) else 0.0
        yield found(
            ledger, rule, [entry, concern], [rule.contact, rule.concern], days=days, told=[concern, entry], extra=near
        )


def _concern(rule: NotHeard, ledger: Ledger, entry: Entry, concerns: tuple[Entry, ...], gravest: float) -> Entry | None:
    """The gravest concern before a contact, the nearest of those; none is graver than ``gravest``."""
    best: Entry | None = None
    for other in ledger.before(entry, rule.within, concerns):
        if not ledger.held(other, entry) or not ledger.concerns_same(other, entry):
            continue
        if rule.contact.sight == "not_alone" and not _of_those(ledger, other, entry):
            continue
        if best is None or ledger.weight(other) > ledger.weight(best):
            best = other
            if ledger.weight(best) >= gravest:
                break
    return best


def _of_those(ledger: Ledger, concern: Entry, contact: Entry) -> bool:
    """Whether a concern may be of one of the very children who were seen and not alone."""
    named = ledger.children(concern)
    return not named or bool(named & ledger.not_heard(contact))
