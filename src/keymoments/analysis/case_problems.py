"""What keeps a case from being read for certain: a child in no record, a child told of too early, shared initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from keymoments.analysis.names import fold, parse_name
from keymoments.analysis.records import Case, Entry, Person, Problem
from keymoments.analysis.sightings.values import Answer, Contact
from keymoments.analysis.vocabulary import PeopleWords

# Longer before its birth than this (days) nobody can have known of a child.
KNOWN_BEFORE = 300


def case_problems(
    entries: Sequence[Entry], contacts: Sequence[Contact], case: Case, words: PeopleWords
) -> tuple[Problem, ...]:
    """Each doubt once, in the order of the case's people. ``entries`` carry the people whom they name."""
    return (
        *_in_no_record(entries, contacts, case),
        *_long_before_birth(entries, case),
        *_shared_initials(entries, case, words),
    )


def _in_no_record(entries: Sequence[Entry], contacts: Sequence[Contact], case: Case) -> Iterator[Problem]:
    """Subject children whom no entry names and of whom none says that they were seen or spoken to."""
    met = {who for entry in entries for who in entry.people}
    met |= {
        sighting.child
        for contact in contacts
        for sighting in contact.children
        if Answer.YES in (sighting.seen, sighting.spoken_to)
    }
    missing = [child for child in case.subjects if child.id not in met]
    if len(missing) == len(case.subjects) > 0:
        yield Problem(
            "case.toml",
            "",
            "No record names a child the review is about.",
            "Check that the files belong to this case, and the children's names and aliases in case.toml.",
        )
        return
    for child in missing:
        yield Problem(
            "case.toml",
            f"person {child.id}",
            f"No record names {child.id}.",
            "Check the child's name and aliases in case.toml against how the records write them.",
        )


def _long_before_birth(entries: Sequence[Entry], case: Case) -> Iterator[Problem]:
    """Rows that name a child before anybody could know of it: a wrong birth date, a wrong date or a namesake."""
    for child in case.subjects:
        if child.born is None:
            continue
        limit = child.born - timedelta(days=KNOWN_BEFORE)
        name = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, child.name.split())) + r"(?!\w)")
        early = [entry for entry in entries if _before(entry, limit) and name.search(entry.text)]
        if early:
            yield Problem(
                early[0].file,
                early[0].where,
                f"{_rows(len(early))} naming {child.id} {'is' if len(early) == 1 else 'are'} dated long before the "
                "birth date that case.toml gives.",
                "Check born in case.toml and the date of the row; there the child counts as unborn.",
            )


def _before(entry: Entry, day: date) -> bool:
    return entry.date.latest is not None and entry.date.latest < day


def _shared_initials(entries: Sequence[Entry], case: Case, words: PeopleWords) -> Iterator[Problem]:
    """Initials of two subject children that stand in a record: they name nobody."""
    keyed = sorted(
        ((_initials(child, words), number, child) for number, child in enumerate(case.subjects)),
        key=lambda item: item[:2],
    )
    for letters, group in groupby(keyed, key=lambda item: item[0]):
        children = [child for _, _, child in group]
        if len(letters) < 2 or len(children) < 2 or _given_to_one(letters, children):
            continue
        written = re.compile(rf"(?<![\w.]){letters[0]}\.? ?{letters[1]}(?!\w)")
        rows = [entry for entry in entries if any(written.search(part) for part in _parts(entry))]
        if rows:
            names = f"{', '.join(child.id for child in children[:-1])} and {children[-1].id}"
            yield Problem(
                rows[0].file,
                rows[0].where,
                f"{names} have the same initials, which {_rows(len(rows))} use{'s' if len(rows) == 1 else ''}: "
                "initials were taken to mean neither of them.",
                "Where the records tell them apart in another way, add that as an alias of each in case.toml; "
                "read the rows that use the initials yourself.",
            )


def _initials(child: Person, words: PeopleWords) -> str:
    parsed = parse_name(child.name, words)
    if not parsed.given or not parsed.surnames:
        return ""
    return (parsed.given[0][0] + parsed.surnames[0][0][0]).upper()


def _given_to_one(letters: str, children: Sequence[Person]) -> bool:
    """Whether ``case.toml`` says whose the initials are."""
    owners = [child for child in children if letters in {fold(a).replace(".", "").upper() for a in child.aliases}]
    return len(owners) == 1


def _parts(entry: Entry) -> tuple[str, ...]:
    return (entry.text, *(value for _, value in entry.columns))


def _rows(number: int) -> str:
    return "a row" if number == 1 else f"{number} rows"
