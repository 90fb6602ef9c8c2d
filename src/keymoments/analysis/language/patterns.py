"""Patterns of words, written as data and found in one walk over a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from keymoments.analysis.language.units import Passage, Unit
from keymoments.analysis.names import fold

_SORTS = {"CHILD": "child", "ADULT": "adult", "WORKER": "worker"}
_GAPS = {"*": (3, False), "**": (8, True)}  # how many words may stand between; whether people may be among them


class Hit(NamedTuple):
    """A cue found: units ``i`` up to and with ``j``; ``slots``: the units at which people stand in the pattern."""

    kind: str
    i: int
    j: int
    slots: tuple[int, ...]


class _Item(NamedTuple):
    """One step of a pattern."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]  # choices of several words
    sorts: frozenset[str]
    optional: bool
    gap: str  # "*" or "**"
    anything: bool  # ANY: one word, whichever


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns made ready, by the word or the sort of person with which they begin. Made by :func:`compiled`."""

    by_word: dict[str, tuple[tuple[str, tuple[_Item, ...]], ...]]
    by_sort: dict[str, tuple[tuple[str, tuple[_Item, ...]], ...]]


def compiled(cues: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]) -> Patterns:
    """Make patterns ready.

    A pattern is words with a space between: ``a|b`` is one of several, ``@name`` one of the words of a named set,
    ``x?`` may be left out, ``CHILD``/``ADULT``/``WORKER`` a person, ``ANY`` one word, ``*`` up to three words without
    people, ``**`` up to eight with people. Raises :class:`ValueError` naming the pattern that is wrong.
    """
    by_word: dict[str, list[tuple[str, tuple[_Item, ...]]]] = {}
    by_sort: dict[str, list[tuple[str, tuple[_Item, ...]]]] = {}
    for kind, patterns in cues.items():
        for pattern in patterns:
            items = tuple(_item(part, words, pattern) for part in pattern.split())
            if not items or items[0].gap or items[0].anything or all(item.optional for item in items):
                raise ValueError(f"'{pattern}' must begin with a word or a person")
            for number, item in enumerate(items):
                rest = (kind, items[number:])
                for word in sorted(item.words | {phrase[0] for phrase in item.phrases}):
                    by_word.setdefault(word, []).append(rest)
                for sort in sorted(item.sorts):
                    by_sort.setdefault(sort, []).append(rest)
                if not item.optional:
                    break
    return Patterns({w: tuple(p) for w, p in by_word.items()}, {s: tuple(p) for s, p in by_sort.items()})


def _item(part: str, words: Mapping[str, Sequence[str]], pattern: str) -> _Item:
    if part in _GAPS:
        return _Item(frozenset(), (), frozenset(), False, part, False)
    optional = part.endswith("?") and len(part) > 1
    single: set[str] = set()
    phrases: list[tuple[str, ...]] = []
    sorts: set[str] = set()
    anything = False
    for choice in (part[:-1] if optional else part).split("|"):
        if choice in _SORTS:
            sorts.add(_SORTS[choice])
        elif choice == "ANY":
            anything = True
        elif choice.startswith("@"):
            if choice[1:] not in words:
                raise ValueError(f"'{pattern}' names the unknown words '{choice}'")
            for word in words[choice[1:]]:
                _word(word.split(), single, phrases)
        else:
            _word(choice.split("_"), single, phrases)
    return _Item(frozenset(single), tuple(phrases), frozenset(sorts), optional, "", anything)


def _word(parts: list[str], single: set[str], phrases: list[tuple[str, ...]]) -> None:
    folded = tuple(fold(part) for part in parts if part)
    if len(folded) == 1:
        single.add(folded[0])
    elif folded:
        phrases.append(folded)


def found(patterns: Patterns, text: Passage) -> list[Hit]:
    """Every cue of a text, outside quotations, in the order of the text; the longest of a kind at each place."""
    hits: list[Hit] = []
    units = text.units
    for i, unit in enumerate(units):
        if unit.quote:
            continue
        best: dict[str, Hit] = {}
        for kind, items in (*patterns.by_word.get(unit.word, ()), *patterns.by_sort.get(unit.sort, ())):
            for j, slots in _walk(items, 0, units, i, i, ()):
                if j > i and (kind not in best or j - 1 > best[kind].j):
                    best[kind] = Hit(kind, i, j - 1, slots)
        hits += best.values()
    return hits


def _walk(
    items: tuple[_Item, ...], at: int, units: list[Unit], first: int, i: int, slots: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Where the pattern from item ``at`` may end when the next unit is ``i``."""
    if at == len(items):
        yield i, slots
        return
    item = items[at]
    if item.gap:
        yield from _over(items, at, units, first, i, slots)
        return
    if item.optional:
        yield from _walk(items, at + 1, units, first, i, slots)
    if i >= len(units) or units[i].sentence != units[first].sentence or units[i].quote:
        return
    unit = units[i]
    if unit.sort in item.sorts:
        yield from _walk(items, at + 1, units, first, i + 1, (*slots, i))
    elif item.anything or unit.word in item.words:
        yield from _walk(items, at + 1, units, first, i + 1, slots)
    for phrase in item.phrases:
        if phrase[0] == unit.word and _stands(phrase, units, i):
            yield from _walk(items, at + 1, units, first, i + len(phrase), slots)


def _stands(phrase: tuple[str, ...], units: list[Unit], i: int) -> bool:
    return len(units) >= i + len(phrase) and all(units[i + n].word == word for n, word in enumerate(phrase))


def _over(
    items: tuple[_Item, ...], at: int, units: list[Unit], first: int, i: int, slots: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    most, people = _GAPS[items[at].gap]
    for step in range(most + 1):
        yield from _walk(items, at + 1, units, first, i + step, slots)
        if i + step >= len(units):
            return
        unit = units[i + step]
        if (unit.sort and not people) or unit.sentence != units[first].sentence or unit.quote:
            return
