"""What every operation has: a person who does it, a permission, a transaction, a line in the audit."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.db import connection, transaction

from keymoments.reviews import audit
from keymoments.reviews.models import Review, ReviewAgency, User
from keymoments.reviews.permissions import Permission, may, membership_of

Params = ParamSpec("Params")
Result = TypeVar("Result")
Thing = TypeVar("Thing")

OPERATIONS: dict[str, Permission] = {}  # filled as operations are defined; a test walks it


class NotAllowed(Exception):
    """Somebody asked for what their place does not allow."""


class Refused(Exception):
    """What was asked cannot be done; ``str(error)`` is one sentence for the person, without case text."""


class HasReview(Protocol):
    """A row that belongs to a review."""

    review: Review


def allow(permission: Permission, thing: object, by: User) -> None:
    """Raise :class:`NotAllowed`, and write the refusal down, unless ``by`` may do it to the thing."""
    review = thing if isinstance(thing, Review) else getattr(thing, "review", None)
    agency = thing if isinstance(thing, ReviewAgency) else getattr(thing, "agency", None)
    if by.system or may(by, permission, membership_of(by, review) if review else None, agency):
        return
    audit.record(f"refused:{permission}", thing, by=by, review=review)
    raise NotAllowed(str(permission))


def note_full_disk(by: User | None) -> None:
    """Write down that something could not be kept for want of room."""
    audit.record("refused:disk-full", by=by)


def _alone_in(thing: object) -> None:
    """Let one operation at a time into a review: SQLite's transactions do so anyway, PostgreSQL's must be told.

    So whoever comes second sees what the first has changed. Readers wait for nobody.
    """
    review = thing if isinstance(thing, Review) else getattr(getattr(thing, "source", None) or thing, "review", None)
    if review is not None and connection.features.has_select_for_update:
        Review.objects.select_for_update(no_key=True).get(pk=review.pk)


def operation(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Thing, Params], Result]], Callable[Concatenate[Thing, Params], Result]]:
    """Make a function an operation: its first argument is what it changes, ``by`` who changes it.

    The permission is checked on the review (and the agency) of the first argument; everything happens in one
    transaction; an operation that writes no line into the audit is rolled back.
    """

    def make(work: Callable[Concatenate[Thing, Params], Result]) -> Callable[Concatenate[Thing, Params], Result]:
        OPERATIONS[f"{work.__module__.rsplit('.', 1)[-1]}.{work.__name__}"] = permission

        @functools.wraps(work)
        def done(thing: Thing, /, *args: Params.args, **kwargs: Params.kwargs) -> Result:
            by = kwargs.get("by")
            if not isinstance(by, User):
                raise TypeError(f"{work.__name__} must be told who does it (by=…)")
            allow(permission, thing, by)
            with transaction.atomic():
                _alone_in(thing)
                before = audit.written.get()
                result = work(thing, *args, **kwargs)
                if audit.written.get() == before:
                    raise RuntimeError(f"{work.__name__} wrote nothing into the audit")
            return result

        return cast("Callable[Concatenate[Thing, Params], Result]", done)

    return make
