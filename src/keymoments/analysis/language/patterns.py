"""Patterns of words, written as data and found in one walk over a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    edge: str = ""  # "^" a clause begins here, "$" a clause has ended


# the kind of cue; its items from the first one that is there; for each further item that must be met, its words and
# sorts: where none of them stands in the sentence, the pattern need not be tried
_Rule = tuple[str, tuple[_Item, ...], tuple[frozenset[str], ...]]


@dataclass(slots=True)
class _Start:
    """The patterns that begin with one word or sort: by what must come second, and those with which anything may."""

    then: dict[str, list[_Rule]] = field(default_factory=dict)  # the sort of a person stands as "=child"
    open: list[_Rule] = field(default_factory=list)
    spaced: list[_Rule] = field(default_factory=list)  # those that begin with a child, for "Sam (6) stood"

    def add(self, rule: _Rule, at: int) -> None:
        words, free = _next_words(rule[1], at)
        if free:
            self.open.append(rule)
            return
        if "child" in rule[1][at - 1].sorts:
            self.spaced.append(rule)
        for word in sorted(words):
            self.then.setdefault(word, []).append(rule)

    def rules(self, after: Unit | None) -> list[_Rule]:
        if after is None:
            return self.open
        second = self.then.get(after.word, [])
        if after.word.isdigit():  # an age may stand between a child and what it does
            return self.open + self.spaced
        if after.sort:
            second = second + [rule for rule in self.then.get("=" + after.sort, ()) if rule not in second]
        return self.open + second if second else self.open


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns made ready, by the word or the sort of person with which they begin. Made by :func:`compiled`."""

    starts: dict[str, _Start]


def compiled(cues: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]) -> Patterns:
    """Make patterns ready.

    A pattern is words with a space between: ``a|b`` is one of several, ``@name`` one of the words of a named set,
    ``x?`` may be left out, ``CHILD``/``ADULT``/``WORKER`` a person, ``ANY`` one word, ``*`` up to three words without
    people, ``**`` up to eight with people; a clause begins at ``^`` and ends at ``$``.
    Raises :class:`ValueError` naming the pattern that is wrong.
    """
    starts: dict[str, _Start] = {}
    for kind, patterns in cues.items():
        for pattern in patterns:
            items = tuple(_item(part, words, pattern) for part in pattern.split())
            opening = items[:1] if items and items[0].edge == "^" else ()
            items = items[len(opening) :]
            if not items or items[0].gap or items[0].anything or all(item.optional for item in items):
                raise ValueError(f"'{pattern}' must begin with a word or a person")
            for number, item in enumerate(items):
                rest = (kind, (*opening, *items[number:]), _needs(items[number + 1 :]))
                for word in sorted(_words_of(item)):
                    starts.setdefault(word, _Start()).add(rest, len(opening) + 1)
                if not item.optional:
                    break
    return Patterns(starts)


def _words_of(item: _Item) -> set[str]:
    return {*item.words, *(phrase[0] for phrase in item.phrases), *("=" + sort for sort in item.sorts)}


def _needs(items: tuple[_Item, ...]) -> tuple[frozenset[str], ...]:
    """The words of the items that must be met, those that are hardest to meet first: one of each must stand there."""
    must = [_words_of(item) for item in items if not (item.optional or item.gap or item.anything or item.edge)]
    return tuple(map(frozenset, sorted(must, key=len)))


def _next_words(items: tuple[_Item, ...], at: int) -> tuple[set[str], bool]:
    """The words that may stand where item ``at`` is due, and whether others may too."""
    words: set[str] = set()
    if items[at - 1].phrases:
        return words, True
    for item in items[at:]:
        if item.gap or item.anything or item.edge:
            return words, True
        words |= _words_of(item)
        if not item.optional:
            return words, False
    return words, True


def _item(part: str, words: Mapping[str, Sequence[str]], pattern: str) -> _Item:
    if part in ("^", "$"):
        return _Item(frozenset(), (), frozenset(), False, "", False, part)
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
    units, starts = text.units, patterns.starts
    present, stops = _sentences(units)
    for i, unit in enumerate(units):
        if unit.quote:
            continue
        after = units[i + 1] if i + 1 < len(units) else None
        rules = start.rules(after) if (start := starts.get(unit.word)) else []
        if unit.sort and (start := starts.get("=" + unit.sort)):
            rules = rules + start.rules(after)
        if not rules:
            continue
        here, stop = present[unit.sentence], stops[unit.sentence]
        best: dict[str, Hit] = {}
        for kind, items, needs in rules:
            for need in needs:
                if here.isdisjoint(need):
                    break
            else:
                end = _end(items, 0, units, stop, i, ())
                if end is not None and end[0] > i and (kind not in best or end[0] - 1 > best[kind].j):
                    best[kind] = Hit(kind, i, end[0] - 1, end[1])
        hits += best.values()
    return hits


def _sentences(units: list[Unit]) -> tuple[dict[int, set[str]], dict[int, int]]:
    """The words and sorts of people of each sentence (what is not there need not be looked for), and where it ends."""
    present: dict[int, set[str]] = {}
    stops: dict[int, int] = {}
    for i, unit in enumerate(units):
        here = present.get(unit.sentence)
        if here is None:
            here = present[unit.sentence] = set()
        here.add(unit.word)
        if unit.sort:
            here.add("=" + unit.sort)
        stops[unit.sentence] = i + 1
    return present, stops


_End = tuple[int, tuple[int, ...]]


def _end(
    items: tuple[_Item, ...], at: int, units: list[Unit], stop: int, i: int, slots: tuple[int, ...]
) -> _End | None:
    """The farthest end of a pattern from item ``at`` when the next unit is ``i``, with its slots; ``None`` if none.

    ``stop``: the unit after the end of the sentence, beyond which nothing is looked for.
    """
    last = len(items)
    while at < last:  # item after item, as long as there is one way to go on
        words, phrases, sorts, optional, gap, anything, edge = items[at]
        if edge:
            if not _at_edge(edge, units, i):
                return None
            at += 1
            continue
        if gap:
            return _over(items, at, units, stop, i, slots)
        if optional or phrases:
            return _choice(items, at, units, stop, i, slots)
        if i >= stop or (unit := units[i]).quote:
            return None
        if unit.sort and unit.sort in sorts:
            return _after_person(items, at, units, stop, i, slots)
        if not anything and unit.word not in words:
            return None
        at += 1
        i += 1
    return i, slots


def _after_person(
    items: tuple[_Item, ...], at: int, units: list[Unit], stop: int, i: int, slots: tuple[int, ...]
) -> _End | None:
    """The same where the person at ``i`` is what item ``at`` asks for; a child's age may follow."""
    slots = (*slots, i)
    best = _end(items, at + 1, units, stop, i + 1, slots)
    if units[i].sort == "child" and i + 1 < len(units) and units[i + 1].word.isdigit():  # "Sam (6) stood"
        best = _farther(best, _end(items, at + 1, units, stop, i + 2, slots))
    return best


def _choice(
    items: tuple[_Item, ...], at: int, units: list[Unit], stop: int, i: int, slots: tuple[int, ...]
) -> _End | None:
    """The same from an item that may be left out, or of which several words may be chosen."""
    item = items[at]
    best: _End | None = None
    if i < stop and not (unit := units[i]).quote:
        if unit.sort and unit.sort in item.sorts:
            best = _after_person(items, at, units, stop, i, slots)
        elif item.anything or unit.word in item.words:
            best = _end(items, at + 1, units, stop, i + 1, slots)
        for phrase in item.phrases:
            if phrase[0] == unit.word and _stands(phrase, units, i):
                best = _farther(best, _end(items, at + 1, units, stop, i + len(phrase), slots))
    if item.optional:
        best = _farther(best, _end(items, at + 1, units, stop, i, slots))
    return best


def _farther(one: _End | None, other: _End | None) -> _End | None:
    if one is None or (other is not None and other[0] > one[0]):
        return other
    return one


def _at_edge(edge: str, units: list[Unit], i: int) -> bool:
    if edge == "^":
        return not i or units[i - 1].clause != units[i].clause
    return i >= len(units) or units[i].clause != units[i - 1].clause


def _stands(phrase: tuple[str, ...], units: list[Unit], i: int) -> bool:
    return len(units) >= i + len(phrase) and all(units[i + n].word == word for n, word in enumerate(phrase))


def _over(
    items: tuple[_Item, ...], at: int, units: list[Unit], stop: int, i: int, slots: tuple[int, ...]
) -> _End | None:
    most, people = _GAPS[items[at].gap]
    best: _End | None = None
    for step in range(most + 1):
        best = _farther(best, _end(items, at + 1, units, stop, i + step, slots))
        if i + step >= stop:
            break
        unit = units[i + step]
        if (unit.sort and not people) or unit.quote:
            break
    return best
