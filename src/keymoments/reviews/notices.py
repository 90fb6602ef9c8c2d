"""Mail that something new was said: without a word of the case, a mail a person however much was said."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import UTC, datetime
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from keymoments.reviews.models import Notice, User
from keymoments.reviews.permissions import Permission, may, membership_of

log = logging.getLogger(__name__)


def mail_waiting() -> int:
    """Mail everybody who has notices that they neither saw nor were mailed; gives how many mails went out.

    Whoever no longer belongs to the review gets none. A mail that cannot be sent is tried again the next time.
    """
    waiting: dict[User, list[Notice]] = defaultdict(list)
    rows = Notice.objects.filter(seen_at=None, mailed_at=None).select_related("user", "review")
    for one in rows.order_by("id"):
        waiting[one.user].append(one)
    sent = 0
    for user, notices in waiting.items():
        theirs = [one for one in notices if may(user, Permission.THREAD_VIEW, membership_of(user, one.review))]
        if theirs and not _mail(user):
            continue
        sent += bool(theirs)
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=datetime.now(UTC))
    return sent


def _mail(user: User) -> bool:
    words = _("Somebody has answered or commented in a review you belong to. Sign in to Keymoments to read it.")
    try:
        send_mail(_("Something new in Keymoments"), f"{words}\n", None, [user.email])
    except (OSError, SMTPException) as error:
        log.error("Notice to account %s could not be mailed: %s", user.pk, type(error).__name__)
        return False
    return True
