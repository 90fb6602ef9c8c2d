"""Write and verify the audit: an append-only chain that never holds case text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import transaction

from keymoments.reviews.models import AuditEvent, AuditHead, Review, User

START = "0" * 64
written: ContextVar[int] = ContextVar("written", default=0)  # how many lines this piece of work has written


def record(
    action: str, thing: object = None, *, by: User | None, review: Review | None = None, fields: Sequence[str] = ()
) -> AuditEvent:
    """Add a line, in the transaction of what it tells of.

    ``thing``: what was touched; only its table and number are kept. ``fields``: names of what changed.
    """
    place = review or (thing if isinstance(thing, Review) else getattr(thing, "review", None))
    name = f"{type(thing).__name__}:{getattr(thing, 'pk', '')}" if thing is not None else ""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().filter(pk=1).first()  # whoever writes next waits here
        if head is None:
            AuditHead.objects.get_or_create(pk=1, defaults={"hash": START})
            head = AuditHead.objects.select_for_update().get(pk=1)
        event = AuditEvent(
            at=datetime.now(UTC),
            by=by,
            action=action,
            review=place,
            object=name,
            fields=sorted(fields),
            previous=head.hash,
        )
        event.hash = hash_of(event)
        event.save(force_insert=True)
        head.hash, head.count = event.hash, head.count + 1
        head.save()
    written.set(written.get() + 1)
    return event


def hash_of(event: AuditEvent) -> str:
    """The hash of a line together with the one before."""
    said = [
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_id,
        event.action,
        event.review_id,
        event.object,
        event.fields,
        event.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def broken_at() -> tuple[int | None, int, str]:
    """Walk the chain: the number of the first line that does not fit (or ``None``), the lines there are, the anchor.

    The anchor is the last hash: kept elsewhere, it shows later whether lines were cut off the end.
    """
    previous, count = START, 0
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous != previous or event.hash != hash_of(event):
            return event.pk, count, previous
        previous, count = event.hash, count + 1
    head = AuditHead.objects.filter(pk=1).first()
    if head is not None and (head.hash, head.count) != (previous, count):
        return -1, count, previous  # the end was cut off
    return None, count, previous
