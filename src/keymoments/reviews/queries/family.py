"""The people of a review, their homes, and the names that nobody has placed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from keymoments.analysis.household import Household, Kinship, likeliest, perhaps_the_same
from keymoments.reviews import bridge
from keymoments.reviews.models import Entry, FamilyPerson, FamilyPlace, Relation, Residence, UnknownName
from keymoments.reviews.queries.places import NoSuchReview, Place

SHOWN_ENTRIES = 20


def household_in(place: Place) -> Household:
    """The family as its pictures show it."""
    return bridge.household_of(place.review)


def people_in(place: Place) -> QuerySet[FamilyPerson]:
    """Everybody who is not merged with somebody else."""
    return place.review.people.filter(merged_into=None)


def person_in(place: Place, key: str) -> FamilyPerson:
    """One person, merged or not; raises :class:`NoSuchReview` where there is none."""
    found = place.review.people.filter(key=key).select_related("merged_into", "merged_by").first()
    if found is None:
        raise NoSuchReview
    return found


def places_in(place: Place) -> QuerySet[FamilyPlace]:
    """The homes, schools and other places of a review."""
    return place.review.places.all()


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """Everything that was said of one person."""

    relations: Sequence[Relation]
    residences: Sequence[Residence]
    merged: Sequence[FamilyPerson]
    names: Sequence[UnknownName]
    doubles: Sequence[FamilyPerson]


def about(place: Place, person: FamilyPerson, household: Household) -> AboutPerson:
    """What was said of a person, also under the names merged into them, and who may be the same one."""
    rows = list(place.review.people.select_related("merged_by"))
    owners = bridge.owners_of(rows)
    mine = [row.pk for row in rows if owners[row.pk] == person.pk] or [person.pk]
    relations = place.review.relations.filter(Q(person__in=mine) | Q(other__in=mine))
    residences = place.review.residences.filter(person__in=mine)
    pairs = perhaps_the_same(household.members, household.bonds)
    alike = {key for pair in pairs if person.key in pair for key in pair} - {person.key}
    return AboutPerson(
        list(relations.select_related("person", "other")),
        list(residences.select_related("place").order_by("begins", "id")),
        [row for row in rows if row.pk in mine and row.pk != person.pk],
        list(place.review.unknown_names.filter(person__in=mine).select_related("decided_by")),
        [row for row in rows if row.key in alike],
    )


def doubles_in(place: Place, household: Household) -> list[tuple[FamilyPerson, FamilyPerson]]:
    """Pairs who may be one person named twice: proposed to people, decided by them alone."""
    by_key = {person.key: person for person in people_in(place)}
    return [(by_key[one], by_key[other]) for one, other in perhaps_the_same(household.members, household.bonds)]


def by_role_in(place: Place, household: Household) -> list[tuple[str, FamilyPerson, Kinship, FamilyPerson]]:
    """Relations that roles propose and nobody has confirmed, each with the name it goes by in a form."""
    by_key = {person.key: person for person in people_in(place)}
    return [
        (f"{bond.person} {bond.kind} {bond.other}", by_key[bond.person], bond.kind, by_key[bond.other])
        for bond in household.bonds
        if not bond.stated
    ]


def unknown_in(place: Place) -> QuerySet[UnknownName]:
    """Names that the analysis could not place, with what was decided about them."""
    return place.review.unknown_names.select_related("person", "decided_by")


@dataclass(frozen=True, slots=True)
class AboutName:
    """A name, the first entries that have it, and everybody it may be, the likeliest first."""

    name: UnknownName
    entries: Sequence[Entry]
    people: Sequence[FamilyPerson]


def about_name(place: Place, number: str) -> AboutName:
    """One name; raises :class:`NoSuchReview` where there is none."""
    name = unknown_in(place).filter(pk=int(number)).first() if number.isdecimal() else None
    if name is None:
        raise NoSuchReview
    rows = Entry.objects.filter(review=place.review, gone_at=None, key__in=name.entries[:SHOWN_ENTRIES])
    by_key = {person.key: person for person in people_in(place)}
    order = likeliest(name.written, household_in(place).members)
    return AboutName(name, list(rows.select_related("agency", "source")), [by_key[one.key] for one in order])
