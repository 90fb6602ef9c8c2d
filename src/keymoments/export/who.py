"""Who is who: everybody the case file names with what records call them, namesakes of a child, and initials used."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keymoments.analysis.layout import date_words, day_words
from keymoments.analysis.records import Entry, Person
from keymoments.analysis.result import Analysis
from keymoments.export.agency_names import short_names
from keymoments.export.linked import Line, Part, line
from keymoments.export.shown import agencies_shown, counted

ABOUT_WHO = (
    "Everybody whom the case file names, with the other forms of the name that it gives, and the entries that seem to "
    "name them. Where initials or a name may mean two people, both are listed; the record decides."
)
_INITIALS = re.compile(r"[A-Z](?:\.?[A-Z]){0,3}\.?")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 3  # letters at the beginning that make a name like another


@dataclass(frozen=True, slots=True)
class WhoShown:
    """Somebody: name, role, other forms of the name, the entries that name them, and of whom they are a namesake."""

    name: str
    role: str
    also: str
    met: Line
    namesake: str


def who_is_who(analysis: Analysis) -> tuple[WhoShown, ...]:
    """The children first, then the family, then professionals, then unknown people of a child's name."""
    met: dict[str, list[Entry]] = defaultdict(list)
    for entry in analysis.entries:
        for person in entry.people:
            met[person].append(entry)
    agencies = short_names({agency.id: agency.label for agency in agencies_shown(analysis)})
    people = sorted(analysis.case.people, key=lambda person: (not person.subject, person.role == "professional"))
    rows = [
        WhoShown(
            person.name,
            _role(person),
            ", ".join(person.aliases),
            _met(met.get(person.id, ()), agencies),
            _namesake(person, analysis.case.subjects),
        )
        for person in people
    ]
    return (*rows, *_unknown(analysis))


def _role(person: Person) -> str:
    born = f", born {day_words(person.born)}" if person.born else ""
    if person.subject:
        return f"child of the review{born}"
    return f"{person.role or 'not said'}{born}"


def _met(entries: Sequence[Entry], agencies: dict[str, str]) -> Line:
    if not entries:
        return line("no entry")
    most = Counter(entry.agency for entry in entries).most_common(1)[0][0]
    first, last = entries[0], entries[-1]
    many = counted(len(entries), "entry", "entries")
    whose = f"{many} of {agencies.get(most, most)}" if len({e.agency for e in entries}) == 1 else (
        f"{many}, most of {agencies.get(most, most)}"
    )  # fmt: skip
    if len(entries) == 1:
        return line(f"{whose}, ", Part(date_words(first.date), entry=first.id))
    return line(
        f"{whose}, ", Part(date_words(first.date), entry=first.id), " to ", Part(date_words(last.date), entry=last.id)
    )


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _forms(person: Person) -> set[str]:
    """First name and other forms of the name, without the family name."""
    words = [_plain(word) for word in _WORD.findall(person.name)]
    given = [word for word in words if word not in ("pc", "dc", "ds", "dr", "mr", "mrs", "ms", "miss")]
    surnames = set(given[1:])
    aliases = {_plain(alias) for alias in person.aliases if " " not in alias}
    return ({given[0]} if given else set()) | (aliases - surnames)


def _namesake(person: Person, subjects: Sequence[Person]) -> str:
    if person.subject:
        return ""
    mine = _forms(person)
    for child in subjects:
        theirs = _forms(child)
        shared = sorted(form for form in mine & theirs if len(form) > 1)
        first = next((word for word in _WORD.findall(child.name)), child.name)
        if shared:
            forms = next(
                (a for a in (*person.aliases, *_WORD.findall(person.name)) if _plain(a) == shared[0]), shared[0]
            )
            return f"Not the child: “{forms}” may mean this person or {first}."
        if any(_alike(one, other) for one in mine for other in theirs):
            return f"Not the child: the name is like {first}’s."
    return ""


def _alike(one: str, other: str) -> bool:
    """Whether a name begins like another, or differs from it in one letter."""
    if min(len(one), len(other)) < _ALIKE:
        return False
    if one[:_ALIKE] == other[:_ALIKE]:
        return True
    different = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) > _ALIKE and different == 1


def _unknown(analysis: Analysis) -> Iterator[WhoShown]:
    """People whom only the records name, and who bear a child's first name."""
    for person in analysis.unknown_people:
        words = {_plain(word) for word in _WORD.findall(person.written)}
        for child in analysis.case.subjects:
            first = next((word for word in _WORD.findall(child.name)), child.name)
            if _plain(first) in words:
                yield WhoShown(
                    person.written,
                    person.guess or "not in the case file",
                    "",
                    line(counted(len(person.entries), "entry", "entries"), " ", Part("Also named", place="also-named")),
                    f"Not in the case file: seems to be another person than {first} of the review.",
                )


def initials_used(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Initials of people of the case file, and of the field where they occur in the records, by letter."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in analysis.case.people:
        for alias in person.aliases:
            if _INITIALS.fullmatch(alias):
                role = "child of the review" if person.subject else person.role
                found[alias].append(f"{person.name}{f' ({role})' if role else ''}")
    words = _words_of(analysis.entries)
    for short, meaning in analysis.rules.initials:
        if short in words:
            found[short].append(meaning)
    return tuple((short, "; or ".join(dict.fromkeys(meanings))) for short, meanings in sorted(found.items()))


def _words_of(entries: Sequence[Entry]) -> frozenset[str]:
    """Every word of the records as it is written, signs inside it kept ("A&E")."""
    found: set[str] = set()
    for entry in entries:
        for text in (entry.text, *(part for column in entry.columns for part in column)):
            found.update(re.findall(r"[A-Za-z0-9]+(?:&[A-Za-z]+)?", text))
    return frozenset(found)
