"""Which reviews somebody belongs to, and the way into one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from keymoments.reviews import audit
from keymoments.reviews.models import Job, Membership, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import NotAllowed
from keymoments.reviews.permissions import OWN_AGENCY, Permission, may


class NoSuchReview(Exception):
    """There is no such review for this person: whether there is one at all is not said."""


class NotDeclared(Exception):
    """The place opens when its holder has answered about conflicts of interest."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a review. ``own``: the agency to whose things they are kept, for an agency's people."""

    user: User
    review: Review
    membership: Membership | None
    own: ReviewAgency | None

    def may(self, permission: Permission, agency: ReviewAgency | None = None) -> bool:
        """Whether they may do something here."""
        return may(self.user, permission, self.membership, agency)

    @property
    def agencies(self) -> list[ReviewAgency]:
        """The agencies whose things they may see."""
        return [self.own] if self.own else list(self.review.agencies.all())


def enter(user: User, reference: str, permission: Permission, *, reads: str = "") -> Place:
    """Let somebody into a review for one thing.

    ``reads``: the name under which reading case material is written into the audit. Raises :class:`NoSuchReview` for a
    stranger, :class:`NotDeclared`, and :class:`~keymoments.reviews.operations.operation.NotAllowed`, written down.
    """
    review = Review.objects.filter(reference=reference).first()
    if review is None:
        audit.record("refused:no-such-review", by=user)
        raise NoSuchReview
    membership = review.memberships.filter(user=user, ended_at=None).select_related("agency", "user").first()
    if membership is None and not may(user, permission, None):
        audit.record(f"refused:{permission}", review, by=user)
        raise NoSuchReview
    if membership is not None and not membership.open and permission is not Permission.DECLARE:
        raise NotDeclared
    if not may(user, permission, membership):
        audit.record(f"refused:{permission}", review, by=user)
        raise NotAllowed(str(permission))
    if reads:
        audit.record(reads, review, by=user)
    own = membership.agency if membership is not None and membership.role in OWN_AGENCY else None
    return Place(user, review, membership, own)


def agency_in(place: Place, key: str) -> ReviewAgency:
    """One of the agencies whose things they may see; raises :class:`NoSuchReview`."""
    for agency in place.agencies:
        if agency.key == key:
            return agency
    audit.record("refused:agency", place.review, by=place.user)
    raise NoSuchReview


def reviews_of(user: User) -> QuerySet[Membership]:
    """Somebody's places, newest review first."""
    return user.memberships.filter(ended_at=None).select_related("review", "agency").order_by("-review__made_at")


def jobs_of(place: Place) -> QuerySet[Job]:
    """Background work of a review, the newest first."""
    return place.review.jobs.select_related("made_by").order_by("-id")
