"""A family over time in words: the same as its pictures say, for readers who do not see them and for the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from keymoments.analysis.household import (
    DAY,
    MONTH,
    YEAR,
    Bond,
    Household,
    Kinship,
    Member,
    Stay,
    Together,
    generations,
    lived_together,
)
from keymoments.analysis.layout import MONTHS, day_words


def known_words(day: date, known: str = DAY) -> str:
    """``3 March 2021``, ``March 2021`` or ``2021``: what is known of a day."""
    return {DAY: day_words(day), MONTH: f"{MONTHS[day.month - 1]} {day.year}", YEAR: str(day.year)}[known]


_UPWARD = {
    Kinship.PARENT: "parent of {name}",
    Kinship.PARTNER: "partner of {name}",
    Kinship.SIBLING: "brother or sister of {name}",
    Kinship.STEP_PARENT: "step-parent of {name}",
    Kinship.GRANDPARENT: "grandparent of {name}",
    Kinship.CARER: "carer of {name}",
    Kinship.FRIEND: "friend of the family of {name}",
    Kinship.OTHER: "has to do with {name}",
}
_DOWNWARD = {
    **_UPWARD,
    Kinship.PARENT: "child of {name}",
    Kinship.STEP_PARENT: "stepchild of {name}",
    Kinship.GRANDPARENT: "grandchild of {name}",
    Kinship.CARER: "cared for by {name}",
    Kinship.FRIEND: "family friend: {name}",
}


@dataclass(frozen=True, slots=True)
class HouseholdWords:
    """Every word of the pictures and of their twin in text; the site gives them in the reader's language."""

    day: Callable[[date, str], str] = known_words
    upward: Mapping[Kinship, str] = field(default_factory=lambda: _UPWARD)
    downward: Mapping[Kinship, str] = field(default_factory=lambda: _DOWNWARD)
    subject: str = "child of the review"
    born: str = "born {day}"
    died: str = "died {day}"
    called: str = "also called {names}"
    female: str = "female"
    male: str = "male"
    by_role: str = "{what} (by role, not confirmed)"
    period: str = "{what}, {begins} to {ends}"
    begins: str = "{what}, from {day}; the end is not known or it is still so"
    ends: str = "{what}, until {day}; the beginning is not known"
    undated: str = "{what}; when is not known"
    alone_from: str = "{what} from {day}"
    alone_until: str = "{what} until {day}"
    genogram: str = "Genogram of the family"
    timeline: str = "Who lived where"
    sex_unknown: str = "sex not recorded"
    has_died: str = "has died"
    together: str = "have a child together"
    ended: str = "has ended"
    parents: str = "parent and child"
    partners: str = "partners"
    siblings: str = "brothers and sisters"
    step_parents: str = "step-parent"
    grandparents: str = "grandparent"
    carers: str = "carer"
    friends: str = "friend of the family"
    others: str = "other relation"
    by_role_line: str = "taken from a role, not confirmed"
    open_end: str = "beginning or end not known (to the day), or still so"
    nothing: str = "no home recorded"
    review_days: str = "days of the review"


ENGLISH = HouseholdWords()


@dataclass(frozen=True, slots=True)
class PersonInWords:
    """One person: facts, what they are to others, and homes. ``drawn``: whether they stand in the genogram."""

    key: str
    name: str
    facts: tuple[str, ...]
    bonds: tuple[str, ...]
    homes: tuple[str, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class TogetherInWords:
    """Who lived at a place in one stretch."""

    place: str
    when: str
    names: tuple[str, ...]


def people_in_words(household: Household, words: HouseholdWords = ENGLISH) -> tuple[PersonInWords, ...]:
    """Everybody with all that the pictures show of them."""
    drawn = generations(household.members, household.bonds)
    names = {one.key: one.name for one in household.members}
    homes = {home.key: home.name for home in household.homes}
    return tuple(
        PersonInWords(
            one.key,
            one.name,
            facts_of(one, words),
            tuple(
                bond_words(bond, one.key, names, words)
                for bond in household.bonds
                if one.key in (bond.person, bond.other)
            ),
            tuple(stay_words(stay, homes, words) for stay in household.stays if stay.person == one.key),
            one.key in drawn,
        )
        for one in household.members
    )


def facts_of(member: Member, words: HouseholdWords = ENGLISH) -> tuple[str, ...]:
    """What is known of a person alone."""
    found = [
        words.subject if member.subject else "",
        member.role,
        {"female": words.female, "male": words.male}.get(member.sex, ""),
        words.born.format(day=words.day(member.born, DAY)) if member.born else "",
        words.died.format(day=words.day(member.died, DAY)) if member.died else "",
        words.called.format(names=", ".join(member.aliases)) if member.aliases else "",
    ]
    return tuple(fact for fact in found if fact)


def bond_words(bond: Bond, key: str, names: Mapping[str, str], words: HouseholdWords = ENGLISH) -> str:
    """A bond as one of the two sees it."""
    said, other = (words.upward, bond.other) if bond.person == key else (words.downward, bond.person)
    what = said[bond.kind].format(name=names[other])
    if bond.begins and bond.ends:
        what = when_words(what, bond, words)
    elif bond.begins:
        what = words.alone_from.format(what=what, day=words.day(bond.begins, bond.begins_known))
    elif bond.ends:
        what = words.alone_until.format(what=what, day=words.day(bond.ends, bond.ends_known))
    return what if bond.stated else words.by_role.format(what=what)


def stay_words(stay: Stay, homes: Mapping[str, str], words: HouseholdWords = ENGLISH) -> str:
    """A home with its dates."""
    return when_words(homes[stay.place], stay, words)


def when_words(what: str, when: Stay | Bond | Together, words: HouseholdWords = ENGLISH) -> str:
    """Something with a beginning and an end, each of which may not be known, or not to the day."""
    begins = words.day(when.begins, when.begins_known) if when.begins else ""
    ends = words.day(when.ends, when.ends_known) if when.ends else ""
    if begins and ends:
        return words.period.format(what=what, begins=begins, ends=ends)
    if begins:
        return words.begins.format(what=what, day=begins)
    return words.ends.format(what=what, day=ends) if ends else words.undated.format(what=what)


def together_in_words(household: Household, words: HouseholdWords = ENGLISH) -> tuple[TogetherInWords, ...]:
    """Who lived together: every stretch between two changes at a place."""
    names = {one.key: one.name for one in household.members}
    homes = {home.key: home.name for home in household.homes}
    return tuple(
        TogetherInWords(
            homes[one.place],
            when_words("", one, words).lstrip(",; "),
            tuple(names[key] for key in one.people),
        )
        for one in lived_together(household.stays)
    )


def broken(name: str, fit: int, lines: int = 2) -> list[str]:
    """A name in a few lines of so many letters; what does not fit ends in "…" (the whole name stands beside it)."""
    found, words = [""], name.split()
    for word in words:
        joined = f"{found[-1]} {word}".strip()
        if len(joined) <= fit or not found[-1]:
            found[-1] = joined
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = joined
            break
    return [line if len(line) <= fit else line[: fit - 1].rstrip() + "…" for line in found]


def initial_upper(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences that begin with a capital."""
    return tuple(sentence[:1].upper() + sentence[1:] for sentence in sentences)
