"""The words of packs as one :class:`~keymoments.analysis.vocabulary.Vocabulary`."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from keymoments.analysis.vocabulary import (
    AgencyWords,
    ContactWords,
    ContextWords,
    DateWords,
    Headings,
    PeopleWords,
    Vocabulary,
)
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain, pack_chain
from keymoments.knowledge.yaml_file import read_yaml

Words = TypeVar("Words", ContactWords, ContextWords, DateWords, Headings, PeopleWords, AgencyWords)

_CLOCK = re.compile(r"(\d\d):(\d\d)")


def _schema(kind: type) -> type[BaseModel]:
    """A strict schema with every field of the dataclass, each optional: a nation's file adds to the one below it."""
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {name: (hint | None, None) for name, hint in hints.items()}
    fields["examples"] = (list[dict[str, Any]] | None, None)
    return create_model(f"{kind.__name__}File", __config__=ConfigDict(extra="forbid"), **fields)


def _minutes(value: Any) -> Any:
    """Clock times of the YAML ("21:30") as minutes after midnight, at any depth."""
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value)):
        return int(match[1]) * 60 + int(match[2])
    if isinstance(value, list):
        return [_minutes(item) for item in value]
    if isinstance(value, dict):
        return {key: _minutes(item) for key, item in value.items()}
    return value


def _join(below: Any, above: Any) -> Any:
    """Mappings and lists of the more special pack are added to those of the more general one."""
    if below is None or above is None:
        return above if below is None else below
    if isinstance(below, dict):
        return {**below, **{key: _join(below.get(key), value) for key, value in above.items()}}
    if isinstance(below, tuple | list):
        return tuple(dict.fromkeys((*below, *above)))
    if isinstance(below, frozenset | set):
        return frozenset(below | above)
    return above


def _read(kind: type[Words], path: str, chain: tuple[PackFolder, ...]) -> Words:
    merged: dict[str, Any] = {}
    for folder in chain:
        data = folder.file(path)
        if data is None:
            continue
        name = f"{folder.name}/{path}"
        raw = read_yaml(data, name)
        examples = raw.pop("examples", None)
        try:
            value = _schema(kind).model_validate({**_minutes(raw), "examples": examples})
        except ValidationError as error:
            raise PackError(explain(error, name)) from error
        for field in dataclasses.fields(kind):
            merged[field.name] = _join(merged.get(field.name), getattr(value, field.name))
    empty: dict[Any, Any] = {dict: {}, tuple: (), frozenset: frozenset()}
    for name, hint in get_type_hints(kind).items():
        if merged.get(name) is None:
            merged[name] = empty[get_origin(hint)]
    return kind(**merged)


def vocabulary_of(chain: tuple[PackFolder, ...]) -> Vocabulary:
    """The words of a chain of packs; raises :class:`PackError` naming file and key."""
    return Vocabulary(
        dates=_read(DateWords, "dates.yaml", chain),
        headings=_read(Headings, "headings.yaml", chain),
        people=_read(PeopleWords, "people.yaml", chain),
        agencies=_read(AgencyWords, "agencies.yaml", chain),
        contacts=_read(ContactWords, "contacts.yaml", chain),
        context=_read(ContextWords, "context.yaml", chain),
    )


def load_vocabulary(nation: str, own: tuple[Path, ...] = ()) -> Vocabulary:
    """The words in force for a nation ("england", "wales", "scotland", "northern-ireland")."""
    return vocabulary_of(pack_chain(nation, own))
