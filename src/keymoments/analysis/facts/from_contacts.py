"""Facts that the sightings of an entry give: entry refused, nobody at home, a child not brought, relatives speaking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from keymoments.analysis.facts.values import Fact
from keymoments.analysis.records import Entry
from keymoments.analysis.sightings.values import Attempt, Contact, Interpreter, Mode, Quote, Sighting

# Key → the group it belongs to; the rules of packs may name them beside the facts of packs.
KEYS = {
    "own-view": "voice-heard",
    "refused-entry": "attempt",
    "no-access": "attempt",
    "put-off": "attempt",
    "missed": "attempt",
    "relative-interprets": "omission",
    "on-screen": "remote",
}
_ATTEMPTS = {
    Attempt.REFUSED: "refused-entry",
    Attempt.NO_ACCESS: "no-access",
    Attempt.NOT_BROUGHT: "missed",
    Attempt.CANCELLED_BY_AGENCY: "put-off",
}


def facts_of_contact(entry: Entry, contact: Contact, known: date) -> Iterator[Fact]:
    """The facts that stand in what an entry says of the subject children, one of a sort."""
    told: set[str] = set()
    for sighting in contact.children:
        for key, quote in _of(sighting):
            if key not in told and quote is not None and quote.place != "born":
                told.add(key)
                yield Fact(key, KEYS[key], 1, entry.id, entry.agency, known, (sighting.child,), quote)


def _of(sighting: Sighting) -> Iterator[tuple[str, Quote | None]]:
    any_quote = next(iter(sighting.quotes), None)
    if sighting.view is not None:
        yield "own-view", sighting.view
    if sighting.attempt in _ATTEMPTS:
        yield _ATTEMPTS[sighting.attempt], any_quote
    if sighting.interpreter in (Interpreter.FAMILY, Interpreter.CHILD):
        yield "relative-interprets", any_quote
    if sighting.mode is Mode.VIDEO:
        yield "on-screen", any_quote
