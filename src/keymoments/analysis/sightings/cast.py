"""The people of a case as pronouns and nouns see them on one day: sex, age, sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.language.units import Unit
from keymoments.analysis.names import NUMBERS, fold
from keymoments.analysis.people import Roster

_ADULT_YEARS = 18
_MOST_DAYS = 256  # days whose cast is remembered
_YEARS = frozenset("yr yrs year years yo y/o y".split())
_MONTHS = frozenset("mth mths month months mo mnths m/o".split())
_WEEKS = frozenset("wk wks week weeks".split())


@dataclass(frozen=True, slots=True)
class Known:
    """A person as pronouns and nouns see them."""

    id: str
    sort: str
    sex: str
    born: date | None
    likely: str = ""  # the sex that the first name suggests; the case file and the note go before it

    @property
    def taken_for(self) -> str:
        """The sex as known, or else as the first name suggests it."""
        return self.sex or self.likely


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a case on one day."""

    known: dict[str, Known]
    children: tuple[Known, ...]  # of the family, born by then
    unborn: tuple[str, ...]
    letters: dict[str, str]  # a capital → the one child who goes by it
    body: frozenset[str]

    def named(self, ids: tuple[str, ...]) -> str:
        """The sort of people a name stands for."""
        sorts = {self.known[i].sort for i in ids if i in self.known}
        return "child" if "child" in sorts else "worker" if sorts == {"worker"} else "adult"


def cast_of(roster: Roster, day: date | None, names: Mapping[str, Sequence[str]] | None = None) -> Cast:
    """The people of a case as they were on a day. ``names``: sex → first names that suggest it."""
    known = roster.days.get(day)  # the entries of one day follow each other
    if known is not None and known[1] is names:
        cast: Cast = known[0]
        return cast
    if len(roster.days) >= _MOST_DAYS:
        roster.days.clear()
    cast = _cast_of(roster, day, names)
    roster.days[day] = (cast, names)
    return cast


def _cast_of(roster: Roster, day: date | None, names: Mapping[str, Sequence[str]] | None) -> Cast:
    likely = {name: sex for sex, many in (names or {}).items() for name in many}
    known: dict[str, Known] = {}
    for person in roster.people:
        trait = roster.traits[person.id]
        young = trait.minor and not _grown(trait.born, day)
        # a "sister" is also a nurse: the role of a child of the family goes first
        working = trait.professional and not trait.family_child
        sort = "worker" if working else "child" if young or trait.family_child or person.subject else "adult"
        sex = trait.sex or _sex_by_alias(person.aliases, roster)
        if not sex and trait.kind in ("partner", "former partner", "lodger", "boyfriend"):
            sex = "male"
        known[person.id] = Known(person.id, sort, sex, trait.born, likely.get(fold(person.name).split(" ")[0], ""))
    born = [known[i] for i in roster.children if not _unborn(roster, i, day)]
    unborn = tuple(i for i in roster.children if _unborn(roster, i, day))
    return Cast(known, tuple(born), unborn, _letters(roster), roster.words.body)


def _letters(roster: Roster) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for person in roster.people:
        for alias in person.aliases:
            if len(alias) == 1 and alias.isupper():
                owners.setdefault(alias, set()).add(person.id)
    return {c: next(iter(ids)) for c, ids in owners.items() if len(ids) == 1 and next(iter(ids)) in roster.children}


def _unborn(roster: Roster, person: str, day: date | None) -> bool:
    trait = roster.traits[person]
    return trait.unborn or trait.before_birth(day)


def _grown(born: date | None, day: date | None) -> bool:
    return bool(
        born and day and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= _ADULT_YEARS
    )


def _sex_by_alias(aliases: tuple[str, ...], roster: Roster) -> str:
    for alias in aliases:
        kind = roster.words.roles.get(fold(alias), "")
        if kind.endswith(("mother", "sister", "aunt", "girlfriend")) or fold(alias).split(" ")[0] in (
            "ms",
            "mrs",
            "miss",
        ):
            return "female"
        if kind.endswith(("father", "brother", "uncle", "partner")) or fold(alias).split(" ")[0] == "mr":
            return "male"
    return ""


def ages_beside(units: list[Unit], i: int) -> Iterator[tuple[int, int]]:
    """Ages written beside a noun, as (years, months)."""
    for at in range(max(0, i - 4), min(len(units), i + 5)):
        unit = units[at]
        if unit.sentence != units[i].sentence or unit.quote:
            continue
        number, _, part = unit.word.partition("/")
        number = str(NUMBERS.get(number, number))
        if part == "12" and number.isdigit() and int(number) < 24:
            yield int(number) // 12, int(number) % 12
        if not number.isdigit() or part or int(number) > 18:
            continue
        after = units[at + 1].word if at + 1 < len(units) else ""
        before = units[at - 1].word if at else ""
        if after in _YEARS:
            yield int(number), -1
        elif after in _MONTHS:
            yield int(number) // 12, int(number) % 12
        elif after in _WEEKS:
            yield int(number) * 7 // 365, int(number) * 7 // 30 % 12
        elif (before in ("of", "about", "approx", "aged", "age") or at == i + 1) and at != i - 1:
            yield int(number), -1


def of_age(born: date, day: date, years: int, months: int) -> bool:
    """Whether a child may be said to be that old: to the year, or to two months either way."""
    real = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return abs(real - (years * 12 + months)) <= 2 if months >= 0 else abs(real - years * 12 - 5) <= 9
