"""Say who belongs to the family: people, what they are to each other, places, who lived where when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keymoments.analysis.household import DAY, MONTH, MUTUAL, YEAR, Kinship, folded_name
from keymoments.reviews import audit
from keymoments.reviews.models import FamilyPerson, FamilyPlace, Relation, Residence, Review, User
from keymoments.reviews.operations.keys import free_key
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.runs import ask_for_analysis
from keymoments.reviews.permissions import Permission

_KINDS = frozenset(str(kind) for kind in Kinship)
_PARENTS = (str(Kinship.PARENT), str(Kinship.STEP_PARENT), str(Kinship.GRANDPARENT))


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """What is said of a person; ``sex``: "female", "male" or ``""``."""

    name: str
    role: str = ""
    subject: bool = False
    born: date | None = None
    died: date | None = None
    sex: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when, each day perhaps unknown or known only to its month or year (first or last day of it)."""

    begins: date | None = None
    ends: date | None = None
    begins_known: str = DAY
    ends_known: str = DAY


ALWAYS = Period()


@operation(Permission.FAMILY_CHANGE)
def add_person(review: Review, *, said: PersonSaid, by: User) -> FamilyPerson:
    """Name another person of the review; the entries are analysed again."""
    _check_person(said)
    person = FamilyPerson(review=review, key=free_key(said.name, {one.key for one in review.people.all()}))
    _put(person, said)
    person.save(force_insert=True)
    audit.record("review:person:add", person, by=by)
    ask_for_analysis(review, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def change_person(person: FamilyPerson, *, said: PersonSaid, by: User) -> FamilyPerson:
    """Put right what is known of a person; the entries are analysed again where that can change an answer."""
    _check_person(said)
    _not_merged(person)
    if person.subject and not said.subject and person.review.people.filter(subject=True).count() == 1:
        raise Refused(_("A review is about at least one child: name another one first."))
    before = {name: getattr(person, name) for name in PersonSaid.__dataclass_fields__}
    _put(person, said)
    changed = [name for name, value in before.items() if getattr(person, name) != value]
    person.save()
    audit.record("review:person:change", person, by=by, fields=changed)
    if changed and set(changed) != {"sex"}:
        ask_for_analysis(person.review, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def merge_people(person: FamilyPerson, *, into: FamilyPerson, reason: str, by: User) -> FamilyPerson:
    """Say that a person is the same as another one, whose names then count for both; :func:`part_people` undoes it."""
    list(person.review.people.select_for_update().order_by("pk"))  # two merges at once wait for each other
    for one in (person, into):
        one.refresh_from_db()
        _not_merged(one)
    if into.review_id != person.review_id or into.pk == person.pk:
        raise Refused(_("Choose another person of this review."))
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside the decision."))
    if person.subject:
        raise Refused(_("A child of the review is never merged into somebody: merge the other one into the child."))
    if person.born and into.born and person.born != into.born:
        raise Refused(_("These two were born on different days: put a date of birth right first."))
    if person.review.relations.filter(_between(person, into)).exists():
        raise Refused(_("It was said what these two are to each other, so they are two people: take that back first."))
    person.merged_into, person.merged_at, person.merged_by = into, datetime.now(UTC), by
    person.merge_reason = reason.strip()
    person.save()
    audit.record("review:person:merge", person, by=by)
    ask_for_analysis(person.review, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def part_people(person: FamilyPerson, *, by: User) -> FamilyPerson:
    """Take a merge back: both are people of their own again, with everything that was said of each."""
    if person.merged_into_id is None:
        raise Refused(_("This person is not merged with anybody."))
    person.merged_into, person.merged_at, person.merged_by, person.merge_reason = None, None, None, ""
    person.save()
    audit.record("review:person:part", person, by=by)
    ask_for_analysis(person.review, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def add_relation(
    person: FamilyPerson,
    *,
    kind: str,
    other: FamilyPerson,
    by: User,
    when: Period = ALWAYS,
) -> Relation:
    """Say what a person is to another one; ``kind``: one of :class:`~keymoments.analysis.household.Kinship`."""
    _not_merged(person)
    _not_merged(other)
    if other.review_id != person.review_id or other.pk == person.pk:
        raise Refused(_("Choose another person of this review."))
    _check_period(when)
    if kind not in _KINDS:
        raise Refused(_("Choose one of the relations offered."))
    there = person.review.relations.filter(kind=kind).filter(
        _between(person, other) if kind in MUTUAL else Q(person=person, other=other)
    )
    if any(_meets(one, when) for one in there):
        raise Refused(_("This was said already: take it back first to change its dates."))
    if kind in _PARENTS:
        _check_descent(person, other)
    relation = Relation.objects.create(review=person.review, person=person, other=other, kind=kind, **asdict(when))
    audit.record("review:relation:add", relation, by=by)
    return relation


@operation(Permission.FAMILY_CHANGE)
def drop_relation(relation: Relation, *, by: User) -> None:
    """Take back what was said of two people."""
    audit.record("review:relation:drop", relation, by=by)
    relation.delete()


@operation(Permission.FAMILY_CHANGE)
def add_place(review: Review, *, name: str, kind: str, by: User, aliases: Sequence[str] = ()) -> FamilyPlace:
    """Name a home, school or other place; the entries are analysed again."""
    key = folded_name(name)
    if not key:
        raise Refused(_("Give the place a name."))
    if any(folded_name(place.name) == key for place in review.places.all()):
        raise Refused(_("A place of this review has this name already."))
    place = FamilyPlace.objects.create(
        review=review,
        key=free_key(name, {one.key for one in review.places.all()}),
        name=name.strip(),
        kind=kind.strip(),
        aliases=_names(aliases),
    )
    audit.record("review:place:add", place, by=by)
    ask_for_analysis(review, by=by)
    return place


@operation(Permission.FAMILY_CHANGE)
def change_place(place: FamilyPlace, *, name: str, kind: str, aliases: Sequence[str], by: User) -> FamilyPlace:
    """Put right what a place is called; the entries are analysed again."""
    if not folded_name(name):
        raise Refused(_("Give the place a name."))
    place.name, place.kind, place.aliases = name.strip(), kind.strip(), _names(aliases)
    place.save()
    audit.record("review:place:change", place, by=by, fields=["name", "kind", "aliases"])
    ask_for_analysis(place.review, by=by)
    return place


@operation(Permission.FAMILY_CHANGE)
def add_residence(
    person: FamilyPerson,
    *,
    place: FamilyPlace | None,
    by: User,
    new_place: str = "",
    when: Period = ALWAYS,
) -> Residence:
    """Say that a person lived at a place; a day that is not given is not known, or it is still so.

    ``new_place``: the name of a home that is named by this, where ``place`` is ``None``.
    """
    _not_merged(person)
    home = place or add_place(person.review, name=new_place, kind="home", by=by)
    if home.review_id != person.review_id:
        raise Refused(_("Choose a place of this review."))
    _check_period(when)
    if person.born and when.ends and when.ends < person.born:
        raise Refused(_("This ends before the person was born: put the dates right."))
    if person.died and when.begins and when.begins > person.died:
        raise Refused(_("This begins after the person died: put the dates right."))
    if any(_meets(one, when) for one in person.residences.filter(place=home)):
        raise Refused(_("It was said already that they lived there at that time: take that back first."))
    residence = Residence.objects.create(review=person.review, person=person, place=home, **asdict(when))
    audit.record("review:residence:add", residence, by=by)
    return residence


@operation(Permission.FAMILY_CHANGE)
def drop_residence(residence: Residence, *, by: User) -> None:
    """Take back that somebody lived somewhere."""
    audit.record("review:residence:drop", residence, by=by)
    residence.delete()


def _put(person: FamilyPerson, said: PersonSaid) -> None:
    person.name, person.role, person.subject = said.name.strip(), said.role.strip(), said.subject
    person.born, person.died, person.sex = said.born, said.died, said.sex
    person.aliases = _names(alias for alias in said.aliases if folded_name(alias) != folded_name(said.name))


def _names(written: Iterable[str]) -> list[str]:
    """Names without doubles, as written first."""
    found: dict[str, str] = {}
    for name in written:
        if folded_name(name):
            found.setdefault(folded_name(name), " ".join(name.split()))
    return list(found.values())


def _check_person(said: PersonSaid) -> None:
    if not folded_name(said.name):
        raise Refused(_("Give the person a name."))
    if said.sex not in ("", "female", "male"):
        raise Refused(_("Choose one of the answers offered."))
    if said.born and said.died and said.died < said.born:
        raise Refused(_("The day of death is before the day of birth: put them right."))


def _check_period(when: Period) -> None:
    if when.begins and when.ends and when.ends < when.begins:
        raise Refused(_("The last day is before the first: swap them."))
    if not {when.begins_known, when.ends_known} <= {DAY, MONTH, YEAR}:
        raise Refused(_("Choose one of the answers offered."))


def _not_merged(person: FamilyPerson) -> None:
    if person.merged_into_id is not None:
        raise Refused(_("This person is merged with another one: change that one, or take the merge back."))


def _between(one: FamilyPerson, other: FamilyPerson) -> Q:
    return Q(person=one, other=other) | Q(person=other, other=one)


def _meets(one: Relation | Residence, when: Period) -> bool:
    """Whether two periods have a day in common; an open end reaches as far as one likes."""
    first, last = when.begins or date.min, when.ends or date.max
    return (one.begins or date.min) <= last and first <= (one.ends or date.max)


def _check_descent(upper: FamilyPerson, lower: FamilyPerson) -> None:
    """Nobody is their own ancestor, or a parent of somebody older."""
    if upper.born and lower.born and upper.born >= lower.born:
        raise Refused(_("The parent is not older than the child: put the dates of birth right, or swap the two."))
    below: dict[int, set[int]] = {}
    for person, other in upper.review.relations.filter(kind__in=_PARENTS).values_list("person", "other"):
        below.setdefault(person, set()).add(other)
    reached, waiting = {lower.pk}, [lower.pk]
    while waiting:
        for found in below.get(waiting.pop(), set()) - reached:
            reached.add(found)
            waiting.append(found)
    if upper.pk in reached:
        raise Refused(_("That would make somebody their own ancestor: take the other relation back first."))
