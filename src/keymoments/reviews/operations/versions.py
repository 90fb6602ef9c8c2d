"""Two people change one thing at the same time: what each wrote is kept, and who comes second chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from keymoments.reviews.models import EditedVersion, Review, User
from keymoments.reviews.operations.operation import Refused

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Both:
    """A box that two people filled differently: what stands there now, and what the second one wrote."""

    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people's changes come to.

    ``values``: with both people's changes wherever they changed different boxes, and what stands now in those they both
    changed. ``clashes``: those boxes. ``theirs``: names of boxes that the other one changed.
    """

    values: dict[str, Any]
    clashes: dict[str, Both] = field(default_factory=dict)
    theirs: tuple[str, ...] = ()

    @property
    def with_mine(self) -> dict[str, Any]:
        """Both people's changes and, where they changed the same box, what the second one wrote."""
        return {**self.values, **{name: both.mine for name, both in self.clashes.items()}}


class Overtaken(Refused):
    """Somebody else changed the same boxes meanwhile; nothing is kept until the person has chosen."""

    def __init__(self, merged: Merged, version: int, by: User) -> None:
        super().__init__(_("Somebody else changed the same boxes while you wrote: choose what counts."))
        self.merged, self.version, self.by = merged, version, by


def merged(base: Values, theirs: Values, mine: Values) -> Merged:
    """Lay what one wrote over what another kept meanwhile. ``base``: what both began with."""
    values, clashes = dict(theirs), {}
    for name, wrote in mine.items():
        if wrote == base.get(name) or wrote == theirs.get(name):
            continue
        if theirs.get(name) == base.get(name):
            values[name] = wrote
        else:
            clashes[name] = Both(theirs.get(name), wrote)
    return Merged(values, clashes, tuple(name for name in values if theirs.get(name) != base.get(name)))


def with_theirs(mine: Values, theirs: Values, keep: Iterable[str]) -> dict[str, Any]:
    """What one wrote, but for the boxes of which the person keeps what the other one did."""
    return {**mine, **{name: theirs[name] for name in keep if name in theirs and name in mine}}


def note_version(review: Review, about: str, thing: int, version: int, values: Values, by: User) -> EditedVersion:
    """Keep how a thing stands after a change."""
    return EditedVersion.objects.create(
        review=review, about=about, thing=thing, version=version, values=dict(values), made_by=by
    )


def settled(about: str, thing: int, version: int, based_on: int, mine: Values) -> Merged:
    """What a change comes to that was made to version ``based_on`` of a thing that is at ``version`` now.

    Raises :class:`Overtaken` where two people changed the same boxes to something different.
    """
    if based_on == version:
        return Merged(dict(mine))
    there = {
        row.version: row for row in EditedVersion.objects.filter(about=about, thing=thing).select_related("made_by")
    }
    now, base = there[version], there.get(based_on)
    found = merged(base.values if base else {}, now.values, mine)
    if found.clashes:
        raise Overtaken(found, version, now.made_by)
    return found
