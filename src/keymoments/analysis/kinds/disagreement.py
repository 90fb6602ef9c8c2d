"""Two accounts of one event that do not say the same of the child."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.findings import Finding, found
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Disagreement, Sign
from keymoments.analysis.sightings.values import Answer, Basis

_ANY = Sign(sight="seen")


def find(rule: Disagreement, ledger: Ledger) -> Iterator[Finding]:
    """Pairs of accounts of one event of which one passes on that a child was seen and the other says it was not."""
    told: set[frozenset[str]] = set()
    for entry in ledger.like(rule.entry):
        for other_id in ledger.linked.get(entry.id, ()):
            other = ledger.by_id.get(other_id)
            pair = frozenset((entry.id, other_id))
            if other is None or other.agency == entry.agency or pair in told:
                continue
            told.add(pair)
            says = _differs(ledger, entry, other)
            if says is not None:
                first, second, what = says
                yield found(ledger, rule, [first, second], [_ANY, _ANY], more={"what": what})


def _differs(ledger: Ledger, one: Entry, two: Entry) -> tuple[Entry, Entry, str] | None:
    """The account that passes on or says yes, the one that says no, and in what they differ."""
    first, second = ledger.contacts.get(one.id), ledger.contacts.get(two.id)
    for mine in first.children if first else ():
        for theirs in second.children if second else ():
            if mine.child != theirs.child:
                continue
            pairs = ((mine, theirs, one, two), (theirs, mine, two, one))
            for yes, no, first_told, other in pairs:
                relayed = yes.basis is Basis.REPORTED and no.basis is Basis.OWN
                if relayed and yes.seen is Answer.YES and no.seen is Answer.NO:
                    return first_told, other, "seen"
    return None
