"""Words by which a report tells: those of a grave event, and what the initials of the field stand for."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from keymoments.analysis.phrases import Phrases
from keymoments.analysis.rules import IncidentWords
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain
from keymoments.knowledge.yaml_file import line_of, read_yaml


class _Incident(BaseModel):
    model_config = ConfigDict(extra="forbid")
    harm: tuple[str, ...] = ()
    alarm: tuple[str, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()


class _Initials(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: dict[str, str] = {}
    examples: tuple[dict[str, Any], ...] = ()


def incident_of(chain: tuple[PackFolder, ...]) -> IncidentWords:
    """The words of a grave event, a nation's added; raises :class:`PackError` naming file and line."""
    found: dict[str, tuple[str, ...]] = {"harm": (), "alarm": ()}
    for pack in chain:
        if (data := pack.file("incident.yaml")) is None:
            continue
        name = f"{pack.name}/incident.yaml"
        try:
            content = _Incident.model_validate(read_yaml(data, name))
        except ValidationError as error:
            raise PackError(explain(error, name)) from error
        for part in found:
            for number, phrase in enumerate(getattr(content, part)):
                _refuse_unclear(phrase, f"{name}, line {line_of(data, [part, number])}")
            found[part] = tuple(dict.fromkeys((*found[part], *getattr(content, part))))
    return IncidentWords(**found)


def _refuse_unclear(phrase: str, where: str) -> None:
    try:
        Phrases({"phrase": (phrase,)})
    except ValueError as error:
        raise PackError(f"{where}: {error}; put it right.") from error


def initials_of(chain: tuple[PackFolder, ...]) -> tuple[tuple[str, str], ...]:
    """Initials and what they stand for, by letter; a nation's meaning stands before the common one."""
    found: dict[str, str] = {}
    for pack in chain:
        if (data := pack.file("initials.yaml")) is None:
            continue
        name = f"{pack.name}/initials.yaml"
        try:
            found |= _Initials.model_validate(read_yaml(data, name)).words
        except ValidationError as error:
            raise PackError(explain(error, name)) from error
    return tuple(sorted(found.items()))
