"""Procedures of the nations, read strictly from ``procedures/*.yaml`` of packs, and a board's own made from them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keymoments.analysis.limits import Status, Unit
from keymoments.analysis.procedures import Criterion, LookBack, Procedure, ProcedureEvent, Stage, Sure, Timing
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import NATIONS, PackFolder, explain, pack_chain
from keymoments.knowledge.yaml_file import read_yaml

FOLDER = "procedures/"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StageExample(_Strict):
    """A course of events, and what the stage comes to on a day. ``due`` and the others are checked where given."""

    events: dict[str, date] = Field(default_factory=dict)
    today: date
    state: str
    due: date | None = None
    over_by: int | None = None
    note: str = ""


class StagePart(_Strict):
    """A stage in a file."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    who: str
    starts_from: tuple[str, ...] = ()
    ends_with: str | None = None
    timing: Timing = Timing.AFTER
    count: int | None = Field(default=None, gt=0)
    unit: Unit | None = None
    at_least: int | None = Field(default=None, ge=0)
    month_day: tuple[int, int] | None = None
    before: str | None = None
    output: str = ""
    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified", "local"]
    sure: Sure = Sure.HIGH
    may_pause: bool = False
    local: bool = False
    needed: bool = True
    note: str = ""
    examples: tuple[StageExample, ...] = ()


class CriterionPart(_Strict):
    """A criterion in a file."""

    key: str
    title: str
    sort: Literal["always", "consider", "learning"]
    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified", "local"]


class LookBackPart(_Strict):
    """A look-back test in a file."""

    months: int = Field(gt=0)
    event: str
    facts: tuple[str, ...] = Field(min_length=1)
    none: str
    some: str
    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified", "local"]


class ProcedureFile(_Strict):
    """``procedures/<key>.yaml``: one procedure; the file name is its key."""

    title: str
    about: Literal["children", "adults", "domestic-abuse", "any"] = "children"
    body: str
    version: str = "1"
    in_force_from: date
    in_force_to: date | None = None
    events: dict[str, str] = Field(min_length=1)
    stages: tuple[StagePart, ...] = Field(min_length=1)
    criteria: tuple[CriterionPart, ...] = ()
    outcomes: dict[str, str] = Field(default_factory=dict)
    bases: tuple[str, ...] = ()
    look_back: LookBackPart | None = None
    finishes_with: str = ""
    based_on: str = ""
    source: str = Field(min_length=1)


def procedure_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, str, str, ProcedureFile]]:
    """Name, pack, key and content of every procedure of a chain of packs; one of a later pack replaces an earlier."""
    found: dict[str, tuple[str, str, str, ProcedureFile]] = {}
    for pack in chain:
        for path, data in pack.files:
            if path.startswith(FOLDER):
                name = f"{pack.name}/{path}"
                key = path.removeprefix(FOLDER).removesuffix(".yaml")
                found[key] = (name, pack.name, key, file_of(read_yaml(data, name), name))
    return [found[key] for key in sorted(found)]


def file_of(data: Any, name: str) -> ProcedureFile:
    """A procedure as data, checked; raises :class:`PackError` naming the key that is wrong."""
    try:
        file = ProcedureFile.model_validate(data)
    except ValidationError as error:
        raise PackError(explain(error, name)) from error
    _check(file, name)
    return file


def _check(file: ProcedureFile, name: str) -> None:
    if file.in_force_to is not None and file.in_force_to < file.in_force_from:
        raise PackError(f"{name}: it ends before it begins; check in_force_from and in_force_to.")
    keys = [stage.key for stage in file.stages]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise PackError(f"{name}: the stage {twice!r} stands there twice; give each its own key.")
    for stage in file.stages:
        _check_stage(stage, file, name)
    needed = [file.look_back.event] if file.look_back else []
    for event in needed:
        if event not in file.events:
            raise PackError(f"{name}: the event {event!r} is not known; add it under events.")


def _check_stage(stage: StagePart, file: ProcedureFile, name: str) -> None:
    own = {f"{one.key}-done" for one in file.stages}
    for event in (*stage.starts_from, *filter(None, (stage.ends_with, stage.before))):
        if event not in file.events and event not in own:
            raise PackError(f"{name}: stage {stage.key!r}: the event {event!r} is not known; add it under events.")
    if (stage.count is None) != (stage.unit is None):
        raise PackError(f"{name}: stage {stage.key!r}: count and unit belong together; give both or neither.")
    if stage.timing is Timing.BEFORE and stage.before is None:
        raise PackError(f"{name}: stage {stage.key!r}: say with 'before' which event it is counted back from.")
    if stage.month_day is not None:
        try:
            date(2023, *stage.month_day)
        except ValueError as error:
            raise PackError(f"{name}: stage {stage.key!r}: month_day is no day of the year; put it right.") from error
    if stage.count is not None and not stage.starts_from:
        raise PackError(f"{name}: stage {stage.key!r} has a limit but starts from nothing; say starts_from.")


def procedure_of(file: ProcedureFile, key: str, nation: str) -> Procedure:
    """A file as a value."""
    return Procedure(
        key=key,
        title=file.title,
        nation=nation,
        about=file.about,
        body=file.body,
        version=file.version,
        in_force_from=file.in_force_from,
        in_force_to=file.in_force_to,
        events=tuple(ProcedureEvent(event, title) for event, title in file.events.items()),
        stages=tuple(_stage(part) for part in file.stages),
        criteria=tuple(Criterion(c.key, c.title, c.sort, c.source, Status(c.status)) for c in file.criteria),
        outcomes=tuple(file.outcomes.items()),
        bases=file.bases,
        look_back=_look_back(file.look_back),
        finishes_with=file.finishes_with,
        based_on=file.based_on,
        source=file.source,
    )


def _stage(part: StagePart) -> Stage:
    said = part.model_dump(exclude={"examples", "status"})
    return Stage(**said, status=Status(part.status))


def _look_back(part: LookBackPart | None) -> LookBack | None:
    return None if part is None else LookBack(**part.model_dump(exclude={"status"}), status=Status(part.status))


@lru_cache(maxsize=32)
def load_procedures(nation: str, own: tuple[Path, ...] = ()) -> tuple[Procedure, ...]:
    """Every procedure of a nation, in the order of their keys; raises :class:`PackError` where one is wrong."""
    return tuple(procedure_of(file, key, nation) for _, _, key, file in procedure_files(pack_chain(nation, own)))


def all_procedures(own: tuple[Path, ...] = ()) -> tuple[Procedure, ...]:
    """Every procedure of every nation."""
    found: dict[str, Procedure] = {}
    for nation in NATIONS:
        for one in load_procedures(nation, own):
            found.setdefault(one.key, one)
    return tuple(found[key] for key in sorted(found))


def procedure_named(key: str, own: tuple[Path, ...] = ()) -> Procedure:
    """The procedure of a key; raises :class:`PackError` that lists those there are."""
    known = all_procedures(own)
    for one in known:
        if one.key == key:
            return one
    raise PackError(f"The procedure {key!r} is not known: use one of {', '.join(one.key for one in known)}.")


def content_of(key: str, own: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The file of a procedure as data, to be kept or to make an arrangement of; raises :class:`PackError`."""
    nation = procedure_named(key, own).nation
    return next(
        file.model_dump(mode="json", exclude_defaults=True)
        for _, _, name, file in procedure_files(pack_chain(nation, own))
        if name == key
    )
