"""Make accounts, and the person that background work goes by."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

BACKGROUND = "background@keymoments.invalid"


def background() -> User:
    """The person that background work goes by; nobody can sign in as it."""
    user = User.objects.filter(email=BACKGROUND).first()
    if user is None:
        user = User.objects.create_user(BACKGROUND, None, name="Keymoments", system=True)
    return user


@operation(Permission.ACCOUNTS)
def make_account(_nothing: None, *, email: str, name: str, standing: str, password: str | None, by: User) -> User:
    """Make an account."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refused(_("There is an account with this address already."))
    user = User.objects.create_user(email, password, name=name, standing=standing)
    audit.record("account:make", user, by=by)
    return user


@operation(Permission.ACCOUNTS)
def set_active(user: User, *, active: bool, by: User) -> User:
    """Close an account, or open it again; what its holder did stays."""
    if user.pk == by.pk:
        raise Refused(_("Somebody else must close your own account."))
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record("account:open" if active else "account:close", user, by=by)
    return user
