"""Words that mark an entry as hard to read, from ``distressing.yaml`` of packs."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keymoments.analysis.distressing import Distressing
from keymoments.analysis.phrases import Phrases
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain, pack_chain
from keymoments.knowledge.yaml_file import read_yaml


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GroupPart(_Strict):
    """A group of phrases in a file."""

    title: str
    phrases: tuple[str, ...] = Field(min_length=1)


class DistressExample(_Strict):
    """A made-up entry, and the groups of which it speaks."""

    text: str
    groups: tuple[str, ...] = ()


class DistressingFile(_Strict):
    """``distressing.yaml``: groups by key; a later pack adds phrases to a group of the same key."""

    groups: dict[str, GroupPart]
    examples: tuple[DistressExample, ...] = ()


def distressing_file(pack: PackFolder) -> DistressingFile | None:
    """The file of a pack, if it has one; raises :class:`PackError` naming what is wrong."""
    if (data := pack.file("distressing.yaml")) is None:
        return None
    name = f"{pack.name}/distressing.yaml"
    try:
        file = DistressingFile.model_validate(read_yaml(data, name))
        Phrases({key: group.phrases for key, group in file.groups.items()})
    except ValidationError as error:
        raise PackError(explain(error, name)) from error
    except ValueError as error:
        raise PackError(f"{name}: {error}; put it right.") from error
    return file


@lru_cache(maxsize=8)
def load_distressing(nation: str) -> Distressing:
    """The words of a nation, those of all its packs together."""
    groups: dict[str, tuple[str, ...]] = {}
    titles: dict[str, str] = {}
    for pack in pack_chain(nation):
        if (file := distressing_file(pack)) is None:
            continue
        for key, group in file.groups.items():
            groups[key] = tuple(dict.fromkeys((*groups.get(key, ()), *group.phrases)))
            titles[key] = group.title
    return Distressing(groups, titles)
