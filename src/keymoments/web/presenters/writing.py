"""What a form in which several people write held before, or holds otherwise, box by box in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from keymoments.reviews.operations.versions import Both

Said = Callable[[str, Any], str]  # name of a box and what it holds → in words


@dataclass(frozen=True, slots=True)
class BoxShown:
    """A box of a version: its name and what it holds, in words."""

    name: str
    label: Any
    words: str


def changed_boxes(
    labels: Mapping[str, Any], values: Mapping[str, Any], before: Mapping[str, Any], said: Said
) -> list[BoxShown]:
    """What a version changed against the one before; of the first one what its boxes hold. ``labels``: by box."""
    return [
        BoxShown(name, label, said(name, values.get(name)))
        for name, label in labels.items()
        if values.get(name) != before.get(name) and (values.get(name) or before.get(name))
    ]


def clashing_boxes(labels: Mapping[str, Any], clashes: Mapping[str, Both], said: Said) -> dict[str, BoxShown]:
    """For each box that two people changed what the other one wrote."""
    return {
        name: BoxShown(name, label, said(name, clashes[name].theirs))
        for name, label in labels.items()
        if name in clashes
    }
