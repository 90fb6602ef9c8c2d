"""The standing procedures, and the board's own arrangements with all their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.analysis.procedures import Procedure, Stage
from keymoments.errors import PackError
from keymoments.knowledge.procedures import all_procedures, procedure_named
from keymoments.reviews import bridge
from keymoments.reviews.models import Arrangement


@dataclass(frozen=True, slots=True)
class Source:
    """What an arrangement is made from: a procedure, or the newest version of an arrangement."""

    procedure: Procedure
    based_on: str
    last: Arrangement | None


@dataclass(frozen=True, slots=True)
class AboutArrangement:
    """A version of an arrangement, each of its stages beside that of the procedure, and what was left out."""

    row: Arrangement
    procedure: Procedure
    standing: Procedure
    pairs: Sequence[tuple[Stage, Stage | None]]
    left_out: Sequence[Stage]


def standing() -> Sequence[Procedure]:
    """Every procedure of every nation."""
    return all_procedures()


def every_arrangement() -> Sequence[Arrangement]:
    """Every version of every arrangement, the newest first."""
    return list(Arrangement.objects.select_related("made_by"))


def source_of(key: str) -> Source | None:
    """What can be copied by its key, if there is such a thing."""
    last = Arrangement.objects.filter(key=key).first()
    if last is not None:
        return Source(bridge.arrangement_of(last), last.based_on, last)
    try:
        return Source(procedure_named(key), key, None)
    except PackError:
        return None


def arrangement_named(key: str, version: str) -> AboutArrangement | None:
    """One version of an arrangement, if there is such a thing."""
    row = Arrangement.objects.filter(key=key, version=version).select_related("made_by").first()
    if row is None:
        return None
    own, base = bridge.arrangement_of(row), procedure_named(row.based_on)
    kept = {stage.key for stage in own.stages}
    return AboutArrangement(
        row, own, base,
        [(stage, base.stage(stage.key)) for stage in own.stages],
        [stage for stage in base.stages if stage.key not in kept],
    )  # fmt: skip
