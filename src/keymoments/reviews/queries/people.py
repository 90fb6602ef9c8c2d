"""Accounts."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from keymoments.reviews.models import User


def account_of(email: str) -> User | None:
    """The account of an address, however it is typed."""
    return User.objects.filter(email=email.strip().lower(), is_active=True, system=False).first()


def person_of(asking: object) -> User:
    """The account behind a request; raises Django's refusal for a stranger."""
    if not isinstance(asking, User):
        raise PermissionDenied
    return asking


def accounts_there() -> QuerySet[User]:
    """All accounts of people."""
    return User.objects.filter(system=False).order_by("name", "pk")
