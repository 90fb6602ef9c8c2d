"""Short patterns of words and kinds of people, found in a text in one pass over its tokens.

A pattern is a line of elements: plain words (``no reply``), a class in braces (``{child}``), choices (``saw|met``),
``?`` after an element that may be missing, ``~`` for up to two and ``..`` for up to six words between, never across
the end of a sentence. Classes are lists of phrases, or spans that the caller knows (people who are named).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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


def first_tokens(tokens: Tokens, count: int) -> Tokens:
    """The first tokens of a text."""
    return Tokens(tokens.words[:count], tokens.starts[:count], tokens.ends[:count])


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


Span = dict[str, list[int]]
_NOTHING: Span = {}


@dataclass(slots=True)
class _Node:
    """A place in the tree of patterns: what may follow at once, or after a gap of words, and what ends here."""

    edges: dict[str, _Node] = field(default_factory=dict)
    gaps: dict[int, _Node] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Element:
    classes: tuple[str, ...]
    gap: int  # how many words may stand before it
    optional: bool


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
        self._root = _Node()
        for label, patterns in groups.items():
            for pattern in patterns:
                _insert(self._root, tuple(self._elements(pattern)), label)

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
            if body.startswith("{"):
                names = body[1:-1].split("|")
            else:
                names = [f"={choice}" for choice in body.split("|")]
                for name in names:
                    self._add(name[1:].replace("_", " "), name)
            yield _Element(tuple(dict.fromkeys(names)), gap, optional)
            gap = 0

    def spans(self, tokens: Tokens, known: Sequence[tuple[str, int, int]] = ()) -> list[Span]:
        """For every token the classes that begin there, each with the tokens at which they may end."""
        words = tokens.words
        out = [_NOTHING] * len(words)
        for i, word in enumerate(words):
            phrases = self._phrases.get(word)
            here: Span = {}
            for phrase, name in phrases or ():
                if len(phrase) == 1 or words[i : i + len(phrase)] == phrase:
                    here.setdefault(name, []).append(i + len(phrase))
            if word.endswith("'s"):  # "the child's voice" is of the child
                for phrase, name in self._phrases.get(word[:-2], ()):
                    if len(phrase) == 1:
                        here.setdefault(name, []).append(i + 1)
            if here:
                out[i] = here
        if known:
            _name(out, tokens, known)
        return out

    def find(self, tokens: Tokens, known: Sequence[tuple[str, int, int]] = ()) -> tuple[Found, ...]:
        """Every pattern found, by place, each group once from a word on, in as few words as it takes.

        ``known``: spans of classes the caller knows (name, start, end).
        """
        spans = self.spans(tokens, known)
        bounds = _bounds(tokens)
        shortest: dict[tuple[int, str], int] = {}
        for i, here in enumerate(spans):
            reached = [
                (node, end) for name, ends in here.items() if (node := self._root.edges.get(name)) for end in ends
            ]
            while reached:
                node, at = reached.pop()
                for label in node.labels:
                    if at < shortest.get((i, label), at + 1):
                        shortest[i, label] = at
                if node.edges:
                    _step(node, at, at + 1, bounds, spans, reached)
                for gap, after in node.gaps.items():
                    _step(after, at, at + gap + 1, bounds, spans, reached)
        found = (
            Found(label, tokens.starts[i], tokens.ends[last - 1], i, last) for (i, label), last in shortest.items()
        )
        return tuple(sorted(found, key=lambda f: (f.start, -f.end, f.label)))


def _insert(node: _Node, elements: tuple[_Element, ...], label: str) -> None:
    """Put the rest of a pattern into the tree below a node."""
    if not elements:
        if label not in node.labels:
            node.labels.append(label)
        return
    element, rest = elements[0], elements[1:]
    above = node.gaps.setdefault(element.gap, _Node()) if element.gap else node
    for name in element.classes:
        _insert(above.edges.setdefault(name, _Node()), rest, label)
    if element.optional:
        _insert(node, rest, label)


def _step(
    node: _Node, at: int, until: int, bounds: list[int], spans: list[Span], reached: list[tuple[_Node, int]]
) -> None:
    """Add what can be reached from a node at one of the tokens ``at`` … ``until``, within the sentence."""
    edges = node.edges
    for here in range(at, min(until, bounds[at])):
        for name, ends in spans[here].items():
            after = edges.get(name)
            if after is not None:
                reached.extend([(after, end) for end in ends])


def _name(out: list[Span], tokens: Tokens, known: Sequence[tuple[str, int, int]]) -> None:
    """Add the classes that the caller knows."""
    starts = {start: i for i, start in enumerate(tokens.starts)}
    ends = {end: i + 1 for i, end in enumerate(tokens.ends)}
    for name, start, end in known:
        if start in starts and end in ends:
            i = starts[start]
            if name == INITIALS:  # a person's initials are no abbreviation ("TC rang")
                out[i] = {}
            else:
                if out[i] is _NOTHING:
                    out[i] = {}
                out[i].setdefault(name, []).append(ends[end])


def _bounds(tokens: Tokens) -> list[int]:
    """For every token the first one that is out of reach: that after the end of its sentence."""
    bounds = [0] * (len(tokens.words) + 1)
    bound = bounds[-1] = len(tokens.words)
    for i in range(len(tokens.words) - 1, -1, -1):
        if tokens.words[i] in _STOPS and ends_sentence(tokens, i):
            bound = i + 1
        bounds[i] = bound
    return bounds
