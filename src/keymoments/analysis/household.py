"""A family over time: who is what to whom, in which generation, and who lived where with whom when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations, pairwise

from keymoments.analysis.names import fold, word_set


class Kinship(StrEnum):
    """What one person is to another."""

    PARENT = "parent"
    PARTNER = "partner"
    SIBLING = "sibling"
    STEP_PARENT = "step-parent"
    GRANDPARENT = "grandparent"
    CARER = "carer"
    FRIEND = "friend"
    OTHER = "other"


# What is known of a day: the day itself, its month, or its year; kept is then the first or the last day of that.
DAY, MONTH, YEAR = "day", "month", "year"
MUTUAL = frozenset((Kinship.PARTNER, Kinship.SIBLING, Kinship.FRIEND, Kinship.OTHER))  # the same from both sides


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household or near it. ``sex``: "female", "male", or ``""`` where it is not known."""

    key: str
    name: str
    role: str = ""
    subject: bool = False
    born: date | None = None
    died: date | None = None
    sex: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bond:
    """``person`` is ``kind`` to ``other``; ``stated``: somebody said so, else it is only taken from a role."""

    person: str
    kind: Kinship
    other: str
    begins: date | None = None
    ends: date | None = None
    stated: bool = True
    begins_known: str = DAY
    ends_known: str = DAY


@dataclass(frozen=True, slots=True)
class Home:
    """A place where somebody lived."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Stay:
    """``person`` lived at ``place``; an end that is ``None`` is not known or still so."""

    person: str
    place: str
    begins: date | None = None
    ends: date | None = None
    begins_known: str = DAY
    ends_known: str = DAY


@dataclass(frozen=True, slots=True)
class Household:
    """Everything that pictures of a family are made from; ``first`` and ``last`` are the days of the review."""

    members: tuple[Member, ...]
    bonds: tuple[Bond, ...]
    homes: tuple[Home, ...]
    stays: tuple[Stay, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Together:
    """Who lived at a place at the same time."""

    place: str
    begins: date | None
    ends: date | None
    people: tuple[str, ...]
    begins_known: str = DAY
    ends_known: str = DAY


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FEMALE = word_set("mother mum mam grandmother nan gran aunt auntie sister daughter niece stepmother half-sister girl")
_MALE = word_set("father dad grandfather grandad uncle brother son nephew stepfather stepdad half-brother boy")
_PARENTS = {"mother": "mother", "mum": "mother", "mam": "mother", "father": "father", "dad": "father"}
_SIBLINGS = word_set("sister brother sibling half-sister half-brother half-sibling twin")
_GRANDPARENTS = word_set("grandmother grandfather grandparent nan gran grandad")
_STEP_PARENTS = word_set("stepmother stepfather stepdad stepmum step-mother step-father step-parent stepparent")
_CARERS = word_set("carer carers guardian")
_PARENTS_LEVEL = word_set("aunt uncle auntie great-aunt great-uncle")
_CHILDREN_LEVEL = word_set("cousin child")
_SIDES = {"maternal": "mother", "paternal": "father"}


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name or role, without case, accents and signs."""
    return tuple(fold(word) for word in _WORD.findall(name))


def folded_name(name: str) -> str:
    """A name as it is compared: "MRS  D. Tallow" and "Mrs D Tallow" are one."""
    return " ".join(words_of(name))


def sex_told_by(role: str) -> str:
    """ "female" or "male" where a role tells: a mother is, a partner is not. "Mother's partner" tells nothing."""
    words = words_of(role)
    if not words or any("'" in word or "’" in word for word in words):
        return ""
    return "female" if words[-1] in _FEMALE else "male" if words[-1] in _MALE else ""


def bonds_by_role(members: Sequence[Member], stated: Iterable[Bond]) -> tuple[Bond, ...]:
    """What roles such as "mother" propose; nothing for two people of whom something was stated already."""
    said = tuple(stated)
    known = {frozenset((bond.person, bond.other)) for bond in said}
    found: dict[frozenset[str], Bond] = {}
    for member in members:
        if member.subject:
            continue
        for kind, others in _by_role(member, members):
            for other in others:
                pair = frozenset((member.key, other))
                if other != member.key and pair not in known:
                    found.setdefault(pair, Bond(member.key, kind, other, stated=False))
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for bond in (*said, *found.values()):
        if bond.kind is Kinship.PARENT:
            parents[bond.other].add(bond.person)
    return tuple(  # a common parent says more than "sister" does
        bond
        for bond in found.values()
        if bond.kind is not Kinship.SIBLING or not parents[bond.person] & parents[bond.other]
    )


def _by_role(member: Member, members: Sequence[Member]) -> Iterator[tuple[Kinship, tuple[str, ...]]]:
    words = words_of(member.role)
    if not words:
        return
    last, children = words[-1], tuple(one.key for one in members if one.subject)
    side = next((_SIDES[word] for word in words if word in _SIDES), "")
    of_parent = _only(members, side)
    if last in _PARENTS and words[:-1] in ((), ("birth",), ("biological",)):
        if _only(members, _PARENTS[last]) == (member.key,):
            yield Kinship.PARENT, children
    elif last in _SIBLINGS:
        yield Kinship.SIBLING, children
    elif last in _GRANDPARENTS and not any(word.startswith("great") for word in words):
        yield (Kinship.PARENT, of_parent) if of_parent else (Kinship.GRANDPARENT, children)
    elif last in _STEP_PARENTS:
        yield Kinship.STEP_PARENT, children
    elif last in _CARERS:
        yield Kinship.CARER, children
    elif last in ("aunt", "uncle") and of_parent:
        yield Kinship.SIBLING, of_parent
    elif last == "partner" and words[0] not in ("former", "ex", "ex-partner"):
        whose = words[0].replace("’", "'").removesuffix("'s")
        yield Kinship.PARTNER, _only(members, _PARENTS.get(whose, ""))


def _only(members: Sequence[Member], parent: str) -> tuple[str, ...]:
    """The one mother or father, where there is one alone."""
    found = tuple(one.key for one in members if words_of(one.role) and _PARENTS.get(words_of(one.role)[-1]) == parent)
    return found if parent and len(found) == 1 else ()


_STEPS: dict[Kinship, tuple[int, int]] = {  # kind → how sure a guide to generations, and how far above the other
    Kinship.PARENT: (0, 1),
    Kinship.GRANDPARENT: (0, 2),
    Kinship.STEP_PARENT: (1, 1),
    Kinship.PARTNER: (2, 0),
    Kinship.SIBLING: (2, 0),
    Kinship.CARER: (3, 1),
    Kinship.FRIEND: (4, 1),
    Kinship.OTHER: (4, 0),
}


def generations(members: Sequence[Member], bonds: Sequence[Bond]) -> dict[str, int]:
    """The generation of everybody who has a place in the family: children of the review 0, parents 1 …

    Bonds that contradict each other never fail: the surer kind counts. People without bond and telling role are left
    out.
    """
    above = _Heights(member.key for member in members)
    for bond in sorted(bonds, key=lambda bond: (_STEPS[bond.kind][0], not bond.stated)):
        above.join(bond.person, bond.other, _STEPS[bond.kind][1])
    bound = {key for bond in bonds for key in (bond.person, bond.other)}
    found: dict[str, int] = {}
    level_of: dict[str, int] = {}  # group → what to add
    for member in sorted(members, key=lambda one: not one.subject):
        level = 0 if member.subject else _level_of(member.role)
        group, height = above.place(member.key)
        if level is not None:
            level_of.setdefault(group, level - height)
    for member in members:
        group, height = above.place(member.key)
        if member.key in bound or member.subject or group in level_of:
            found[member.key] = height + level_of.setdefault(group, -above.lowest(group))
    return found


def _level_of(role: str) -> int | None:
    words = words_of(role)
    last = words[-1] if words else ""
    if last in _PARENTS or last in _STEP_PARENTS or last in _PARENTS_LEVEL:
        return 1
    if last in _GRANDPARENTS:
        return 2
    return 0 if last in _SIBLINGS or last in _CHILDREN_LEVEL else None


class _Heights:
    """People joined into groups, each at a height within the group."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._groups = {key: {key: 0} for key in keys}  # everybody of a group shares one dictionary
        self._names = {key: key for key in self._groups}

    def join(self, upper: str, lower: str, by: int) -> None:
        one, two = self._groups[upper], self._groups[lower]
        if one is two:
            return
        shift = one[upper] - by - two[lower]
        name = self._names[upper]
        for key, height in two.items():
            one[key] = height + shift
            self._groups[key], self._names[key] = one, name

    def place(self, key: str) -> tuple[str, int]:
        return self._names[key], self._groups[key][key]

    def lowest(self, group: str) -> int:
        return min(self._groups[group].values())


def lived_together(stays: Sequence[Stay]) -> tuple[Together, ...]:
    """For each place the stretches between two changes, with everybody who lived there then; empty ones left out."""
    by_place: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_place[stay.place].append(stay)
    found: list[Together] = []
    for place, there in by_place.items():
        known = _edges(there)
        for begins, ends in pairwise(sorted(known)):
            people = tuple(
                dict.fromkeys(stay.person for stay in there if _from(stay) <= begins and _until(stay) >= ends)
            )
            if not people:
                continue
            last = None if ends == date.max else ends - timedelta(days=1)
            now = Together(place, None if begins == date.min else begins, last, people, known[begins], known[ends])
            if found and found[-1].place == place and found[-1].people == people:
                now = replace(now, begins=found[-1].begins, begins_known=found[-1].begins_known)
                found.pop()
            found.append(now)
    return tuple(found)


def _edges(stays: Sequence[Stay]) -> dict[date, str]:
    """The days on which somebody comes or has gone, each with how well it is known at worst."""
    found: dict[date, str] = {}
    for stay in stays:
        for day, known in ((_from(stay), stay.begins_known), (_until(stay), stay.ends_known)):
            found[day] = max(found.get(day, DAY), known, key=(DAY, MONTH, YEAR).index)
    return found


def _from(stay: Stay) -> date:
    return stay.begins or date.min


def _until(stay: Stay) -> date:
    return stay.ends + timedelta(days=1) if stay.ends and stay.ends < date.max else date.max


def perhaps_the_same(members: Sequence[Member], bonds: Iterable[Bond]) -> tuple[tuple[str, str], ...]:
    """Pairs of people who may be one person named twice: a name in common and nothing that speaks against it.

    Twins and couples never are: two children of the review, people between whom something is stated, people born on
    different days, and full names with different given names.
    """
    apart = {frozenset((bond.person, bond.other)) for bond in bonds if bond.stated}
    names = {one.key: {folded_name(name) for name in (one.name, *one.aliases)} - {""} for one in members}
    return tuple(
        (one.key, other.key)
        for one, other in combinations(members, 2)
        if names[one.key] & names[other.key]
        and not (one.subject and other.subject)
        and frozenset((one.key, other.key)) not in apart
        and not speaks_against(one, other)
    )


def speaks_against(one: Member, other: Member) -> bool:
    """Whether two people cannot be one: born on different days, of different sex, or with different given names."""
    if (one.born and other.born and one.born != other.born) or (one.sex and other.sex and one.sex != other.sex):
        return True
    first, second = words_of(one.name), words_of(other.name)
    whole = len(first) > 1 and len(second) > 1 and len(first[0]) > 1 and len(second[0]) > 1
    return whole and first[-1] == second[-1] and first[0] != second[0] and not _titled(first) and not _titled(second)


def _titled(words: Sequence[str]) -> bool:
    return words[0] in ("mr", "mrs", "ms", "miss", "dr")


def likeliest(written: str, members: Sequence[Member]) -> tuple[Member, ...]:
    """Everybody, those first whose names share the most words with a name as written."""
    words = set(words_of(written))

    def shared(member: Member) -> int:
        return max(len(words.intersection(words_of(name))) for name in (member.name, *member.aliases))

    return tuple(sorted(members, key=lambda member: -shared(member)))


def span_of(day: date, known: str) -> tuple[date, date]:
    """The first and the last day of what is known of a day."""
    if known == YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if known == MONTH:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < date.max.year else date.max
        return day.replace(day=1), after - timedelta(days=1)
    return day, day
