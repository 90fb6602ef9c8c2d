"""Let people into a review, hear of their conflicts of interest, let them go."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Invitation, Membership, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import OWN_AGENCY, Permission, Role

INVITED_FOR = timedelta(days=7)


def _checked(review: Review, role: Role, agency: ReviewAgency | None) -> ReviewAgency | None:
    if role in OWN_AGENCY and (agency is None or agency.review_id != review.pk):
        raise Refused(_("Say for which agency of this review: this place belongs to one."))
    return agency if role in OWN_AGENCY else None


@operation(Permission.MEMBERS_CHANGE)
def admit(review: Review, *, user: User, role: Role, by: User, agency: ReviewAgency | None = None) -> Membership:
    """Give somebody a place; it opens when they have answered about conflicts of interest."""
    if review.memberships.filter(user=user, ended_at=None).exists():
        raise Refused(_("They belong to this review already: end that place first."))
    place = Membership.objects.create(review=review, user=user, role=role, agency=_checked(review, role, agency))
    audit.record("review:member:admit", place, by=by)
    return place


@operation(Permission.DECLARE)
def declare(membership: Membership, *, conflict: bool, words: str, by: User) -> Membership:
    """Answer about conflicts of interest; a conflict keeps the place closed until a manager has weighed it."""
    if membership.user_id != by.pk:
        raise Refused(_("Everybody answers for themselves."))
    if conflict and not words.strip():
        raise Refused(_("Say in a few words what the conflict is."))
    membership.conflict, membership.conflict_words = conflict, words.strip()
    membership.declared_at = datetime.now(UTC)
    membership.save()
    audit.record("review:member:declare", membership, by=by, fields=["conflict"])
    return membership


@operation(Permission.MEMBERS_CHANGE)
def clear_conflict(membership: Membership, *, by: User) -> Membership:
    """Let somebody in although they told of a conflict: weighed by another person than themselves."""
    if membership.user_id == by.pk:
        raise Refused(_("Somebody else must weigh your conflict of interest."))
    membership.cleared_by = by
    membership.save()
    audit.record("review:member:clear", membership, by=by)
    return membership


@operation(Permission.MEMBERS_CHANGE)
def end_membership(membership: Membership, *, by: User) -> Membership:
    """End a place; what its holder did stays."""
    if membership.role == Role.BUSINESS_MANAGER and not (
        membership.review.memberships.filter(role=Role.BUSINESS_MANAGER, ended_at=None)
        .exclude(pk=membership.pk)
        .exists()
    ):
        raise Refused(_("A review needs a business manager: admit another one first."))
    membership.ended_at = datetime.now(UTC)
    membership.save()
    audit.record("review:member:end", membership, by=by)
    return membership


@operation(Permission.MEMBERS_CHANGE)
def invite(
    review: Review, *, email: str, name: str, role: Role, by: User, agency: ReviewAgency | None = None
) -> tuple[Invitation, str]:
    """Offer a place to an address; returns the secret of the link, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        review=review,
        email=email.strip().lower(),
        name=name,
        role=role,
        agency=_checked(review, role, agency),
        token_hash=_hash(token),
        expires_at=datetime.now(UTC) + INVITED_FOR,
        made_by=by,
    )
    audit.record("review:invitation:send", invitation, by=by)
    return invitation, token


def invitation_of(token: str) -> Invitation:
    """The invitation of a link; raises :class:`Refused` where it is spent, ended or none."""
    found = Invitation.objects.select_related("review", "agency").filter(token_hash=_hash(token)).first()
    if found is None or found.accepted_at is not None or found.expires_at < datetime.now(UTC):
        raise Refused(_("This link has ended or was used already: ask the business manager for a new one."))
    return found


def accept(token: str, *, name: str, password: str) -> User:
    """Take a place that was offered: make the account where there is none, and let it in.

    Whoever holds the link is the address it was sent to; where that has an account, the password must be its own.
    """
    invitation = invitation_of(token)
    with transaction.atomic():
        spent = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=datetime.now(UTC))
        if not spent:
            raise Refused(_("This link was used already: sign in with the account it made."))
        user = User.objects.filter(email=invitation.email).first()
        if user is None:
            user = User.objects.create_user(invitation.email, password, name=name)
            audit.record("account:make", user, by=invitation.made_by)
        elif not user.is_active or not user.check_password(password):
            raise Refused(_("There is an account with this address: enter its own password."))
        if not invitation.review.memberships.filter(user=user, ended_at=None).exists():
            Membership.objects.create(
                review=invitation.review, user=user, role=invitation.role, agency=invitation.agency
            )
        audit.record("review:invitation:accept", invitation, by=user)
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
