"""Read a YAML file of a pack strictly: plain scalars as YAML 1.2 has them, no key twice, errors that name the place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from keymoments.errors import PackError

# The parser in C says the same and takes a tenth of the time; it is not there where PyYAML was built without libyaml.
_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Fastest):  # type: ignore[misc]
    """YAML 1.2 scalars only: ``no`` and ``on`` are words, ``21:30`` is text, dates stay text."""


_StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _construct_int(loader: _StrictLoader, node: yaml.ScalarNode) -> int | str:
    """Whole numbers; what YAML 1.1 takes for base 60 (``21:30``) or octal (``007``) is text."""
    text = loader.construct_scalar(node)
    sound = text.lstrip("-").isdigit() and (text == "0" or not text.lstrip("-").startswith("0"))
    return int(text) if sound else str(text)


def _construct_float(loader: _StrictLoader, node: yaml.ScalarNode) -> float | str:
    text = loader.construct_scalar(node)
    try:
        return float(text)
    except ValueError:
        return str(text)


def _construct_bool(_: _StrictLoader, node: yaml.ScalarNode) -> bool:
    return str(node.value) == "true"


def _construct_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _construct_float)
_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _construct_bool)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def read_yaml(data: bytes, name: str) -> dict[str, Any]:
    """The mapping that the file holds; ``name`` stands in the message of :class:`PackError`."""
    try:
        value = yaml.load(data.decode("utf-8"), Loader=_StrictLoader)  # noqa: S506  (a SafeLoader)
    except UnicodeDecodeError as error:
        raise PackError(f"{name} is not UTF-8 text: save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise PackError(f"{name}{line}: {error.problem}; put the YAML right and run again.") from error
    except yaml.YAMLError as error:
        raise PackError(f"{name} is not YAML: put it right and run again.") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise PackError(f"{name} must hold keys and values at its top: see docs/reference/packs.md.")
    return value


def line_of(data: bytes, place: Iterable[str | int]) -> int:
    """The line (from 1) on which a key or item of a YAML file stands; the nearest one above it that exists."""
    node = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
