"""Do what a form asks once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from keymoments.reviews.models import SentForm
from keymoments.reviews.operations.operation import NotAllowed
from keymoments.reviews.queries.places import NoSuchReview


def once(token: str, work: Callable[[], object]) -> bool:
    """Do the work unless it was done for this token; whether it was done now.

    The token stands or falls with the work: whoever comes second waits for the first, and where that was refused the
    form may be sent again. A refusal for want of permission is kept in the audit.
    """
    refused: Exception | None = None
    with transaction.atomic():
        sent, first = SentForm.objects.get_or_create(token=token)
        if not first:
            return False
        try:
            work()
        except (NotAllowed, NoSuchReview) as refusal:
            refused = refusal
            sent.delete()
    if refused is not None:
        raise refused
    return True
