"""Mail of a site that has no host to send it: kept in a table, for the administrator to read and hand on."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from keymoments.reviews.models import KeptMail


class KeepingBackend(BaseEmailBackend):
    """Keeps mails in the transaction in which they are sent: a reminder is sent and noted, or neither."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each; gives how many."""
        for one in email_messages:
            KeptMail.objects.create(to=", ".join(one.recipients()), subject=str(one.subject), text=str(one.body))
        return len(email_messages)
