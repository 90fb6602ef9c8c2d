"""What a thing that several people write said before, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from keymoments.reviews.models import EditedVersion


def versions_of(about: str, thing: int) -> Iterator[tuple[EditedVersion, Mapping[str, Any]]]:
    """Every version of a thing, the newest first, each with what stood there before it."""
    rows = EditedVersion.objects.filter(about=about, thing=thing).select_related("made_by").order_by("-version")
    found = list(rows)
    return zip(found, [*(row.values for row in found[1:]), {}], strict=True)


def version_of(about: str, thing: int, version: int) -> Mapping[str, Any]:
    """What one version of a thing holds; nothing where there is none of that number."""
    row = EditedVersion.objects.filter(about=about, thing=thing, version=version).first()
    return row.values if row else {}
