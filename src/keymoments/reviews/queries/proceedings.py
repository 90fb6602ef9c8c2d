"""Proceedings beside a review, what forbids publication, who has declared independence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.reviews.models import IndependenceDeclaration, Proceeding, PublicationHold, Review, User
from keymoments.reviews.permissions import ROLES, Permission, Role
from keymoments.reviews.queries.places import NoSuchReview, Place


def holds_on(review: Review) -> Sequence[PublicationHold]:
    """What forbids publication now."""
    return list(review.holds.filter(lifted_at=None).select_related("made_by"))


@dataclass(frozen=True, slots=True)
class ProceedingShown:
    """Proceedings as they count, with their earlier versions and holds."""

    row: Proceeding
    earlier: Sequence[Proceeding]
    holds: Sequence[PublicationHold]


def proceedings_in(place: Place) -> Sequence[ProceedingShown]:
    """Every proceeding, in the order in which they were written down."""
    found: dict[int, list[Proceeding]] = {}
    for row in place.review.proceedings.select_related("made_by"):
        found.setdefault(row.number, []).append(row)
    holds = list(place.review.holds.select_related("made_by", "lifted_by"))
    return [
        ProceedingShown(rows[0], rows[1:], [one for one in holds if one.proceeding == number])
        for number, rows in found.items()
    ]


def lone_holds(place: Place) -> Sequence[PublicationHold]:
    """Holds that come from no proceedings, with those that were lifted."""
    return list(place.review.holds.filter(proceeding=None).select_related("made_by", "lifted_by"))


def proceeding_in(place: Place, number: int) -> Proceeding:
    """The newest version of proceedings by number; raises :class:`NoSuchReview`."""
    found = place.review.proceedings.filter(number=number).order_by("-version").first()
    if found is None:
        raise NoSuchReview
    return found


def hold_in(place: Place, number: str) -> PublicationHold:
    """A hold by its number; raises :class:`NoSuchReview`."""
    found = place.review.holds.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody who carries the review, with what they declared last and before."""

    user: User
    role: str
    last: IndependenceDeclaration | None
    earlier: Sequence[IndependenceDeclaration]


def independence_in(place: Place, *, all_of_them: bool) -> Sequence[Declared]:
    """Everybody who should declare; only oneself unless ``all_of_them`` may be seen."""
    roles = [str(role) for role in Role if Permission.INDEPENDENCE in ROLES[role]]
    members = place.review.memberships.filter(ended_at=None, role__in=roles).select_related("user")
    said: dict[int, list[IndependenceDeclaration]] = {}
    for row in place.review.independence.select_related("judged_by"):
        said.setdefault(row.user_id, []).append(row)
    found = []
    for one in members.order_by("user__name"):
        if all_of_them or one.user_id == place.user.pk:
            rows = said.get(one.user_id, [])
            found.append(Declared(one.user, one.role, rows[-1] if rows else None, rows[:-1]))
    return found


def declaration_in(place: Place, number: str) -> IndependenceDeclaration:
    """A declaration by its number; raises :class:`NoSuchReview`."""
    found = place.review.independence.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found
