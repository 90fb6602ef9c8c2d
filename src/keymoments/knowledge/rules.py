"""Rules, the facts they speak of and their themes, read strictly from packs; faults are named by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from keymoments.analysis.facts import from_contacts
from keymoments.analysis.facts.values import FactRule, FactWords, Whose
from keymoments.analysis.phrases import Phrases
from keymoments.analysis.rules import Phrase, Rule, RuleHead, Rules, Theme
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain, pack_chain
from keymoments.knowledge.report_words import incident_of, initials_of
from keymoments.knowledge.rule_values import AgencyKind, refuse_wrong_values, signs_of
from keymoments.knowledge.yaml_file import line_of, read_yaml

# A phrase with more open places than this could go on for a whole page.
MOST_GAPS, MOST_WORDS = 3, 14


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FactExample(_Strict):
    """A made-up entry that tells of the fact, or does not."""

    text: str
    columns: dict[str, str] = Field(default_factory=dict)
    agency: AgencyKind = "childrens-social-care"
    found: bool = True


class FactFile(_Strict):
    """``facts/<key>.yaml``: a nation's file adds words to that of the pack it extends."""

    title: str | None = None
    group: str | None = None
    told: str | None = None
    weight: int | None = Field(default=None, ge=1, le=3)
    kinds: tuple[AgencyKind, ...] = ()
    says: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    denied: bool | None = None
    planned: bool | None = None
    of_child: bool | None = None
    whose: Whose | None = None
    spoken: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    examples: tuple[FactExample, ...] = ()


class Line(_Strict):
    """One made-up entry of an example: so many days after the first, in the file of an agency of this kind.

    Lines with the same ``event`` tell one event.
    """

    text: str
    day: int = 0
    event: str = ""
    agency: AgencyKind = "childrens-social-care"
    columns: dict[str, str] = Field(default_factory=dict)


class RuleExample(_Strict):
    """Made-up entries in which the rule finds a moment, or none. ``text`` alone stands for one entry."""

    text: str | None = None
    agency: AgencyKind = "childrens-social-care"
    columns: dict[str, str] = Field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    found: bool = True

    def entries(self) -> tuple[Line, ...]:
        """The entries of the example."""
        first = (Line(text=self.text, agency=self.agency, columns=self.columns),) if self.text is not None else ()
        return (*first, *self.lines)


class _Words(_Strict):
    denials: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()


class _ThemeExample(_Strict):
    text: str
    theme: str


class _ThemePart(_Strict):
    code: str
    title: str
    definition: str
    includes: str
    excludes: str
    examples: tuple[str, str]


_RULE: TypeAdapter[Rule] = TypeAdapter(Annotated[Rule, Field(discriminator="kind")])
_EXAMPLES: TypeAdapter[tuple[RuleExample, ...]] = TypeAdapter(tuple[RuleExample, ...])
_THEMES: TypeAdapter[dict[str, _ThemePart]] = TypeAdapter(dict[str, _ThemePart])
Model = TypeVar("Model", bound=BaseModel)


def _refused(error: ValidationError, name: str, data: bytes) -> PackError:
    first = error.errors(include_url=False)[0]
    return PackError(explain(error, f"{name}, line {line_of(data, first['loc'])}"))


def _files(chain: tuple[PackFolder, ...], folder: str) -> list[tuple[str, str, bytes]]:
    """Name, key and bytes of every file of a folder, the most general pack first."""
    return [
        (f"{pack.name}/{path}", path.removeprefix(f"{folder}/").removesuffix(".yaml"), data)
        for pack in chain
        for path, data in pack.files
        if path.startswith(f"{folder}/")
    ]


def fact_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, str, FactFile]]:
    """Name, key and content of every file of facts, for tests and documentation."""
    return [(name, key, _fact_file(name, data)) for name, key, data in _files(chain, "facts")]


@lru_cache(maxsize=512)
def _fact_file(name: str, data: bytes) -> FactFile:
    file = _model(FactFile, data, name)
    for part in ("says", "cells", "unless", "spoken", "relatives"):
        _refuse_endless(getattr(file, part), name, data, [part])
    return file


def _model(kind: type[Model], data: bytes, name: str) -> Model:
    content = read_yaml(data, name)
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise _refused(error, name, data) from error


def rule_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, Rule, tuple[RuleExample, ...]]]:
    """Name, rule and examples of every rule, in the order of their keys; two of one name are refused."""
    found: dict[str, tuple[str, Rule, tuple[RuleExample, ...]]] = {}
    for name, key, data in _files(chain, "rules"):
        if key in found:
            raise PackError(f"{name}, line 1: a rule {key!r} stands already in {found[key][0]}; give it another name.")
        found[key] = (name, *_rule_file(name, key, data))
    return [found[key] for key in sorted(found)]


@lru_cache(maxsize=512)
def _rule_file(name: str, key: str, data: bytes) -> tuple[Rule, tuple[RuleExample, ...]]:
    """One rule and its examples."""
    content = dict(read_yaml(data, name))
    examples = content.pop("examples", ())
    if "key" in content:
        raise PackError(f"{name}, line {line_of(data, ['key'])}: the name of the file is the key; remove 'key'.")
    try:
        rule = replace(_RULE.validate_python(content), key=key)
    except ValidationError as error:
        raise _rule_refused(error, name, data) from error
    try:
        told = _EXAMPLES.validate_python(examples)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        line = line_of(data, ["examples", *first["loc"]])
        if not first["loc"]:
            raise PackError(f"{name}, line {line}: 'examples' must be a list, each line with a dash.") from error
        raise PackError(explain(error, f"{name}, line {line}")) from error
    if isinstance(rule, Phrase):
        _refuse_endless(rule.phrases, name, data, ["phrases"])
    refuse_wrong_values(rule, name, data)
    return rule, told


_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


def _rule_refused(error: ValidationError, name: str, data: bytes) -> PackError:
    # A misspelt key is told before the one that is missing for it.
    first = min(error.errors(include_url=False), key=lambda fault: fault["type"] not in _UNKNOWN)
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        kinds = ", ".join(
            sorted({str(kind.__dataclass_fields__["kind"].default) for kind in RuleHead.__subclasses__()})
        )
        return PackError(f"{name}, line {line_of(data, ['kind'])}: 'kind' must be one of {kinds}.")
    loc = list(first["loc"][1:])
    line = line_of(data, loc)
    key = ".".join(str(part) for part in loc)
    if first["type"] in _UNKNOWN:
        return PackError(f"{name}, line {line}: the key {key!r} is not known; check its spelling or remove it.")
    if first["type"] in ("missing", "missing_keyword_only_argument", "missing_argument"):
        return PackError(f"{name}, line {line}: the key {key!r} is missing; add it.")
    return PackError(f"{name}, line {line}: {key!r} is wrong ({first['msg'].lower()}); put it right.")


# A star inside a word, or two gaps side by side, leave everything open.
_OPEN = re.compile(r"\*\S|…\s*…")


def _refuse_endless(phrases: Iterable[str], name: str, data: bytes, place: list[str | int]) -> None:
    """Refuse a phrase that has no beginning, or so many open places that it could go on and on."""
    every = tuple(phrases)
    for number, phrase in enumerate(every):
        words = phrase.replace("…", " … ").split()
        endless = phrase.count("…") > MOST_GAPS or len(words) > MOST_WORDS or words[:1] == ["…"] or words[-1:] == ["…"]
        if endless or _OPEN.search(phrase):
            raise PackError(
                f"{name}, line {line_of(data, [*place, number])}: the phrase {phrase!r} could match without end; begin "
                f"and end it with a word and leave out words at most {MOST_GAPS} times."
            )
    for number, phrase in enumerate(every):
        try:
            Phrases({"phrase": (phrase,)})
        except ValueError as error:
            raise PackError(f"{name}, line {line_of(data, [*place, number])}: {error}; put it right.") from error


def facts_of(chain: tuple[PackFolder, ...]) -> tuple[FactRule, ...]:
    """The facts of a chain of packs, a nation's words added to those below it."""
    rules: dict[str, FactRule] = {}
    for name, key, data in _files(chain, "facts"):
        file = _fact_file(name, data)
        below = rules.get(key, FactRule(key, key))
        words: dict[str, Any] = {
            part: tuple(dict.fromkeys((*getattr(below, part), *getattr(file, part))))
            for part in ("kinds", "says", "cells", "unless", "spoken", "relatives")
        }
        plain: dict[str, Any] = {
            part: getattr(file, part)
            for part in ("title", "group", "told", "weight", "denied", "planned", "of_child", "whose")
            if getattr(file, part) is not None
        }
        rules[key] = replace(below, **words, **plain)
    return tuple(rules[key] for key in sorted(rules))


def _words(chain: tuple[PackFolder, ...]) -> FactWords:
    merged: dict[str, tuple[str, ...]] = {}
    for pack in chain:
        if (data := pack.file("fact-words.yaml")) is None:
            continue
        content = _model(_Words, data, f"{pack.name}/fact-words.yaml")
        for part in fields(FactWords):
            _refuse_endless(getattr(content, part.name), f"{pack.name}/fact-words.yaml", data, [part.name])
            merged[part.name] = (*merged.get(part.name, ()), *getattr(content, part.name))
    return FactWords(**merged)


def themes_of(chain: tuple[PackFolder, ...]) -> tuple[Theme, ...]:
    """The themes of a chain of packs by code; a later pack may add some."""
    found: dict[str, Theme] = {}
    for pack in chain:
        if (data := pack.file("themes.yaml")) is None:
            continue
        name = f"{pack.name}/themes.yaml"
        rows = dict(read_yaml(data, name))
        try:
            examples = [_ThemeExample.model_validate(row) for row in rows.pop("examples", ())]
            content = _THEMES.validate_python(rows)
        except ValidationError as error:
            raise _refused(error, name, data) from error
        for key, part in content.items():
            found[key] = Theme(key, part.code, part.title, part.definition, part.includes, part.excludes, part.examples)
        for number, example in enumerate(examples):
            if example.theme not in found:
                line = line_of(data, ["examples", number])
                raise PackError(f"{name}, line {line}: the theme {example.theme!r} is not known; check its spelling.")
    return tuple(sorted(found.values(), key=lambda theme: theme.code))


def rules_of(chain: tuple[PackFolder, ...]) -> Rules:
    """All rules of a chain of packs; raises :class:`PackError` naming file, line and key."""
    facts, themes = facts_of(chain), themes_of(chain)
    names = {name for fact in facts for name in (fact.key, fact.group)} - {""}
    names |= {*from_contacts.KEYS, *from_contacts.KEYS.values()}
    known_themes = {theme.key for theme in themes}
    rules: list[Rule] = []
    contents = {name: data for name, _, data in _files(chain, "rules")}
    for name, rule, _ in rule_files(chain):
        for theme in rule.themes:
            if theme not in known_themes:
                line = line_of(contents[name], ["themes"])
                raise PackError(f"{name}, line {line}: the theme {theme!r} is not known; see themes.yaml.")
        for part, sign in signs_of(rule):
            for field in ("any", "also", "third", "none"):
                for fact in getattr(sign, field):
                    if fact not in names:
                        line = line_of(contents[name], [part, field])
                        raise PackError(f"{name}, line {line}: the fact {fact!r} is not known; see the folder facts.")
        rules.append(rule)
    own = tuple(
        FactRule(f"words of {rule.key}", rule.title, says=rule.phrases)
        for rule in rules
        if isinstance(rule, Phrase) and rule.phrases
    )
    told = tuple(_with_own_words(rule) for rule in rules)
    return Rules(told, (*facts, *own), _words(chain), themes, incident_of(chain), initials_of(chain))


def _with_own_words(rule: Rule) -> Rule:
    """A rule with phrases of its own looks for the fact that is made of them."""
    if not isinstance(rule, Phrase) or not rule.phrases:
        return rule
    name = f"words of {rule.key}"
    place = next((part for part in ("any", "also", "third") if not getattr(rule.entry, part)), "any")
    parts: dict[str, Any] = {place: (*getattr(rule.entry, place), name)}
    return replace(rule, entry=replace(rule.entry, **parts))


def load_rules(nation: str, own: tuple[Path, ...] = ()) -> Rules:
    """The rules in force for a nation ("england", "wales", "scotland", "northern-ireland"), those of ``own`` added."""
    return rules_of(pack_chain(nation, own))
