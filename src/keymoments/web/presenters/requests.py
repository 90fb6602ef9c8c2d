"""Requests to agencies as a page shows them: in time, due, overdue, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from keymoments.reviews.models import RecordsRequest
from keymoments.reviews.queries.sources import Told

SOON = 7  # days


class Standing(StrEnum):
    """How a request stands."""

    SIGNED = "signed"
    CHANGED = "changed"  # signed off, and a file came or was read anew after that
    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with how it stands; ``days``: until it is due, or since."""

    one: RecordsRequest
    standing: Standing
    days: int
    told: Told


def request_shown(one: RecordsRequest, today: date, told: Told | None) -> RequestShown:
    """A request as it stands on a day; ``told``: what the agency has handed in."""
    told = told or Told(0, 0, None)
    left = (one.due - today).days
    if one.signed_off_at is not None:
        later = told.newest is not None and told.newest > one.signed_off_at
        standing = Standing.CHANGED if later else Standing.SIGNED
    elif left < 0:
        standing = Standing.OVERDUE
    else:
        standing = Standing.SOON if left <= SOON else Standing.OPEN
    return RequestShown(one, standing, abs(left), told)
