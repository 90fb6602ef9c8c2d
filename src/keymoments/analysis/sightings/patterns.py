"""Short patterns of words and kinds of people, found in a text in one pass over its tokens.

A pattern is a line of elements: plain words (``no reply``), a class in braces (``{child}``), choices (``saw|met``),
``?`` after an element that may be missing, ``~`` for up to two and ``..`` for up to six words between, never across
the end of a sentence. Classes are lists of phrases, or spans that the caller knows (people who are named).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|\n|_+")
INITIALS = "initials"  # a class that stands for no pattern: what is known to be a person and nothing else
_GAPS = {"~": 2, "..": 6}
_STOPS = frozenset(".;!?\n")
_ELEMENT = re.compile(r"\{[^}]*\}\??|\S+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into words, figures and signs, casefolded, with their places."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of the group ``label`` that stands at the characters ``start:end``."""

    label: str
    start: int
    end: int
    first: int  # the tokens it covers
    last: int


def tokens_of(text: str) -> Tokens:
    """The words of a text; ``t/c`` and ``e-mail`` are three each, so that spacing makes no difference."""
    found = list(_TOKEN.finditer(text))
    return Tokens(
        tuple(match[0].casefold().replace("’", "'") for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


@dataclass(frozen=True, slots=True)
class _Element:
    classes: tuple[str, ...]
    gap: int  # how many words may stand before it
    optional: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern without its first element; ``needed``: of each of these sets one class must be in the text."""

    label: str
    rest: tuple[_Element, ...]
    needed: tuple[frozenset[str], ...]


def ends_sentence(tokens: Tokens, i: int) -> bool:
    """Whether the token ends a sentence; a full stop in "14.30" or after one letter ("J. Smith") does not."""
    word = tokens.words[i]
    if word not in _STOPS:
        return False
    if word != "." or i == 0 or i + 1 >= len(tokens.words):
        return True
    if tokens.ends[i] == tokens.starts[i + 1]:  # "14.30", "e.g.", "w.Mum"
        return False
    return len(tokens.words[i - 1]) > 1 or tokens.ends[i - 1] != tokens.starts[i]


class PatternBook:
    """Classes and patterns made ready; :meth:`find` runs them over a text."""

    def __init__(self, classes: Mapping[str, Iterable[str]], groups: Mapping[str, Iterable[str]]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._known: set[tuple[tuple[str, ...], str]] = set()
        for name, phrases in classes.items():
            for phrase in phrases:
                self._add(phrase, name)
        self._first: dict[str, list[_Pattern]] = {}
        for label, patterns in groups.items():
            for pattern in patterns:
                elements = tuple(self._elements(pattern))
                for k, element in enumerate(elements):  # a pattern may begin at any of its first, missing elements
                    rest = elements[k + 1 :]
                    needed = tuple(frozenset(e.classes) for e in rest if not e.optional)
                    for name in element.classes:
                        self._first.setdefault(name, []).append(_Pattern(label, rest, needed))
                    if not element.optional:
                        break

    def _add(self, phrase: str, name: str) -> None:
        words = tokens_of(phrase).words
        if words and (words, name) not in self._known:
            self._known.add((words, name))
            self._phrases.setdefault(words[0], []).append((words, name))

    def _elements(self, pattern: str) -> Iterator[_Element]:
        gap = 0
        for part in _ELEMENT.findall(pattern):
            if part in _GAPS:
                gap = _GAPS[part]
                continue
            optional = part.endswith("?") and len(part) > 1
            body = part[:-1] if optional else part
            names = []
            for choice in body.split("|") if not body.startswith("{") else body[1:-1].split("|"):
                if body.startswith("{"):
                    names.append(choice)
                else:
                    name = f"={choice}"
                    self._add(choice.replace("_", " "), name)
                    names.append(name)
            yield _Element(tuple(names), gap, optional)
            gap = 0

    def spans(self, tokens: Tokens, known: Sequence[tuple[str, int, int]] = ()) -> list[dict[str, list[int]]]:
        """For every token the classes that begin there, each with the tokens at which they may end."""
        words = tokens.words
        out: list[dict[str, list[int]]] = [{} for _ in words]
        for i, word in enumerate(words):
            if word.endswith("'s"):  # "the child's voice" is of the child
                for phrase, name in self._phrases.get(word[:-2], ()):
                    if len(phrase) == 1:
                        out[i].setdefault(name, []).append(i + 1)
            for phrase, name in self._phrases.get(word, ()):
                if len(phrase) == 1 or words[i : i + len(phrase)] == phrase:
                    out[i].setdefault(name, []).append(i + len(phrase))
        starts = {start: i for i, start in enumerate(tokens.starts)}
        ends = {end: i + 1 for i, end in enumerate(tokens.ends)}
        for name, start, end in known:
            if start in starts and end in ends:
                if name == INITIALS:  # a person's initials are no abbreviation ("TC rang")
                    out[starts[start]] = {}
                    continue
                out[starts[start]].setdefault(name, []).append(ends[end])
        return out

    def find(self, tokens: Tokens, known: Sequence[tuple[str, int, int]] = ()) -> tuple[Found, ...]:
        """Every pattern found, by place; ``known``: spans of classes the caller knows (name, start, end)."""
        spans = self.spans(tokens, known)
        present = {name for here in spans for name in here}
        bounds = _bounds(tokens)
        possible: dict[str, list[_Pattern]] = {}
        found = set()
        for i, here in enumerate(spans):
            for name, ends in here.items():
                patterns = possible.get(name)
                if patterns is None:
                    patterns = possible[name] = [
                        pattern
                        for pattern in self._first.get(name, ())
                        if all(not present.isdisjoint(needed) for needed in pattern.needed)
                    ]
                for pattern in patterns:
                    for end in ends:
                        last = _rest(pattern.rest, 0, end, bounds, spans)
                        if last:
                            found.add(Found(pattern.label, tokens.starts[i], tokens.ends[last - 1], i, last))
        return tuple(sorted(found, key=lambda f: (f.start, -f.end, f.label)))


def _bounds(tokens: Tokens) -> list[int]:
    """For every token the first one that is out of reach: that after the end of its sentence."""
    bounds = [0] * (len(tokens.words) + 1)
    bound = bounds[-1] = len(tokens.words)
    for i in range(len(tokens.words) - 1, -1, -1):
        if ends_sentence(tokens, i):
            bound = i + 1
        bounds[i] = bound
    return bounds


def _rest(elements: tuple[_Element, ...], k: int, at: int, bounds: list[int], spans: list[dict[str, list[int]]]) -> int:
    """The token after the last one of a pattern whose elements from ``k`` stand at ``at``; 0 where they do not."""
    if k == len(elements):
        return at
    element = elements[k]
    for here in range(at, min(at + element.gap + 1, bounds[at])):
        span = spans[here]
        if span:
            for name in element.classes:
                for end in span.get(name, ()):
                    last = _rest(elements, k + 1, end, bounds, spans)
                    if last:
                        return last
    return _rest(elements, k + 1, at, bounds, spans) if element.optional else 0
