"""Mail that is kept here, where no host sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.reviews import audit
from keymoments.reviews.models import KeptMail, User

PAGE = 25


@dataclass(frozen=True, slots=True)
class MailsShown:
    """Some mails, the newest first; ``before``: the number of the last, where earlier ones follow."""

    rows: Sequence[KeptMail]
    before: int | None


def kept_mails(user: User, before: int | None = None) -> MailsShown:
    """The mails before a number, or the newest ones; that somebody read them is written down."""
    audit.record("outbox:view", by=user)
    rows = KeptMail.objects.all() if before is None else KeptMail.objects.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return MailsShown(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)
