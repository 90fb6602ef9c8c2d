"""Schemes of quality markers, read strictly from ``quality/*.yaml`` of packs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keymoments.analysis.limits import Status
from keymoments.analysis.quality import CHECKS, Marker, Scheme
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain, pack_chain
from keymoments.knowledge.yaml_file import read_yaml

FOLDER = "quality/"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MarkerPart(_Strict):
    """A marker in a file."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    number: int = Field(gt=0)
    group: str
    title: str
    gist: str
    questions: tuple[str, ...] = Field(min_length=1)
    checks: tuple[str, ...] = ()
    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified", "local"]


class CheckExample(_Strict):
    """Facts of a made-up review, and what a pre-check comes to."""

    check: str
    done: int | None = None
    of: int | None = None
    comes_to: Literal["fulfilled", "open", "unknown"]


class SchemeFile(_Strict):
    """``quality/<key>.yaml``: one scheme; ``grades`` from the worst to the best, ``outside``: what is no grade."""

    title: str
    version: str = "1"
    grades: dict[str, str] = Field(min_length=2)
    outside: dict[str, str] = Field(default_factory=dict)
    groups: dict[str, str] = Field(min_length=1)
    markers: tuple[MarkerPart, ...] = Field(min_length=1)
    procedures: tuple[str, ...] = ()
    examples: tuple[CheckExample, ...] = ()


def scheme_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, str, SchemeFile]]:
    """Name, key and content of every scheme; one of a later pack replaces an earlier of the same name."""
    found: dict[str, tuple[str, str, SchemeFile]] = {}
    for pack in chain:
        for path, data in pack.files:
            if not path.startswith(FOLDER):
                continue
            name, key = f"{pack.name}/{path}", path.removeprefix(FOLDER).removesuffix(".yaml")
            try:
                file = SchemeFile.model_validate(read_yaml(data, name))
            except ValidationError as error:
                raise PackError(explain(error, name)) from error
            _check(file, name)
            found[key] = (name, key, file)
    return [found[key] for key in sorted(found)]


def _check(file: SchemeFile, name: str) -> None:
    keys = [marker.key for marker in file.markers]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise PackError(f"{name}: the marker {twice!r} stands there twice; give each its own key.")
    if both := set(file.grades) & set(file.outside):
        raise PackError(f"{name}: {sorted(both)[0]!r} is both a grade and none; keep one.")
    for marker in file.markers:
        if marker.group not in file.groups:
            raise PackError(f"{name}: marker {marker.key!r}: the group {marker.group!r} is not known; add it.")
        for check in marker.checks:
            if check not in CHECKS:
                raise PackError(
                    f"{name}: marker {marker.key!r}: the pre-check {check!r} is not known: use {', '.join(CHECKS)}."
                )


@lru_cache(maxsize=8)
def load_schemes(nation: str = "england", own: tuple[Path, ...] = ()) -> tuple[Scheme, ...]:
    """Every scheme in force for a nation, in the order of their keys."""
    return tuple(
        Scheme(
            key, file.title, file.version, tuple(file.grades.items()), tuple(file.outside.items()),
            tuple(file.groups.items()),
            tuple(Marker(**{**part.model_dump(), "status": Status(part.status)}) for part in file.markers),
            file.procedures,
        )
        for _name, key, file in scheme_files(pack_chain(nation, own))
    )  # fmt: skip


def scheme_named(key: str, nation: str = "england", own: tuple[Path, ...] = ()) -> Scheme | None:
    """A scheme by its key, if there is such a one."""
    return next((one for one in load_schemes(nation, own) if one.key == key), None)
