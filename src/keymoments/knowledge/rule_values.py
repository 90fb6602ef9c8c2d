"""Values of a rule that no type can check: weights, days, kinds of agency and the places of its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator

from keymoments.analysis.records import AGENCY_KINDS
from keymoments.analysis.rules import Phrase, Rule, Sign
from keymoments.errors import PackError
from keymoments.knowledge.yaml_file import line_of


def _known(kind: str) -> str:
    if kind not in AGENCY_KINDS:
        raise ValueError(f"use one of {', '.join(AGENCY_KINDS)}")
    return kind


AgencyKind = Annotated[str, AfterValidator(_known)]

# What a sentence may leave a place for, by kind of rule (see :class:`~keymoments.analysis.rules.RuleHead`).
_PLACES = ("agency", "agency2", "count", "date", "date2", "days", "words", "words2")
_MORE_PLACES = {"overdue": ("limit", "took"), "not_escalated": ("took",), "disagreement": ("what",)}
_WEIGHTS = range(1, 11)


def signs_of(rule: Rule) -> list[tuple[str, Sign]]:
    """The signs of a rule with the names of their keys."""
    named: list[tuple[str, Any]] = [(part.name, getattr(rule, part.name)) for part in fields(rule)]
    return [(name, value) for name, value in named if isinstance(value, Sign)]


def refuse_wrong_values(rule: Rule, name: str, data: bytes) -> None:
    """Raise :class:`PackError` with file and line for the first value that is of the right type and still wrong."""

    def wrong(place: list[str | int], what: str) -> PackError:
        return PackError(f"{name}, line {line_of(data, place)}: {what}")

    if rule.weight not in _WEIGHTS:
        raise wrong(["weight"], "'weight' must be a number from 1 to 10.")
    if not rule.themes:
        raise wrong(["themes"], "'themes' must name one theme or more; see themes.yaml.")
    if isinstance(rule, Phrase) and not rule.phrases and rule.entry == Sign():
        raise wrong([], "the rule asks nothing, so every entry would match; give it 'phrases' or 'entry'.")
    for key in ("within", "days", "count", "soon"):
        value, least = getattr(rule, key, None), 0 if key == "soon" else 1
        if value is not None and value < least:
            raise wrong([key], f"{key!r} must be {least} or more.")
    known = (*_PLACES, *_MORE_PLACES.get(rule.kind, ()))
    for key in ("because", "unheard"):
        if what := _fault(getattr(rule, key, ""), known):
            raise wrong([key], f"{key!r} {what}; the places of a sentence are {', '.join(known)}.")
    for place, kind in _unknown_kinds(rule):
        raise wrong(place, f"{kind!r} is no kind of agency; use one of {', '.join(AGENCY_KINDS)}.")


def _unknown_kinds(rule: Rule) -> Iterator[tuple[list[str | int], str]]:
    for part, sign in signs_of(rule):
        for key in ("kinds", "not_kinds"):
            for kind in getattr(sign, key):
                if kind not in AGENCY_KINDS:
                    yield [part, key], kind


def _fault(sentence: str, known: tuple[str, ...]) -> str:
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return "has a curly bracket without its fellow"
    places = [f"{place}{sort or ''}{how or ''}" for _, place, how, sort in parts if place is not None]
    return next((f"has an unknown place {place!r}" for place in places if place not in known), "")
