"""Short names by which people, places and agencies of a review are known in addresses and files."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

from keymoments.analysis.household import folded_name


def free_key(name: str, taken: Container[str], *, otherwise: str = "name", longest: int = 50) -> str:
    """A short name that nobody has: ``dora-tallow``, ``dora-tallow-2`` …

    ``otherwise`` stands for a name without letters and numbers; ``longest`` leaves room for the number.
    """
    stem = slugify(folded_name(name))[:longest] or otherwise
    return next(key for number in count(1) if (key := stem if number == 1 else f"{stem}-{number}") not in taken)
