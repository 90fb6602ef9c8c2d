"""Who is named in each entry, and where: names, initials, misspellings, roles, "both children"; in doubt, nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keymoments.analysis.bearers import Span
from keymoments.analysis.names import Reading
from keymoments.analysis.naming import settled
from keymoments.analysis.records import Entry
from keymoments.analysis.roster import Roster, roster
from keymoments.analysis.strangers import UnknownPerson, unknown_people

__all__ = ["Mention", "Roster", "UnknownPerson", "mentions", "people_in", "roster", "unknown_people"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a text: ``words`` stand at ``text[start:end]``; ``how`` says by what."""

    person: str
    start: int
    end: int
    words: str
    how: str


def mentions(
    roster: Roster,
    text: str,
    *,
    agency: str,
    entry_date: date | None,
    columns: tuple[tuple[str, str], ...] = (),
) -> tuple[Mention, ...]:
    """Every person of ``case.toml`` whom a text names, sorted by place and the order of ``case.toml``.

    ``agency`` is the id of the agency that wrote it. ``columns`` are the other cells of the row: who stands in them
    helps with the text, they yield no mentions. Pronouns are not resolved; where the record leaves it open who is
    meant, nobody is named.
    """
    if not text:
        return ()
    reading, spans = settled(roster, text, agency=agency, entry_date=entry_date, columns=columns)
    found = [
        Mention(person, reading.starts[span.i], reading.ends[span.j - 1], _words(reading, span), span.how)
        for span in spans
        for person in span.people
    ]
    return tuple(sorted(found, key=lambda m: (m.start, m.end, roster.order[m.person])))


def people_in(roster: Roster, entry: Entry) -> tuple[str, ...]:
    """The ids of all whom an entry names in its text or its other cells, in the order of ``case.toml``."""
    when = entry.date.earliest if entry.date.earliest == entry.date.latest else None
    agency, columns = entry.agency, entry.columns
    found = {m.person for m in mentions(roster, entry.text, agency=agency, entry_date=when, columns=columns)}
    for _, value in columns:
        found.update(m.person for m in mentions(roster, value, agency=agency, entry_date=when))
    return tuple(person.id for person in roster.people if person.id in found)


def _words(reading: Reading, span: Span) -> str:
    return reading.text[reading.starts[span.i] : reading.ends[span.j - 1]]
