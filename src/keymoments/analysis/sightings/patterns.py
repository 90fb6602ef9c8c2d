"""Short patterns of words and kinds of people, found in a text in one pass over its tokens.

A pattern is a line of elements: plain words (``no reply``), a class in braces (``{child}``), choices (``saw|met``),
``?`` after an element that may be missing, ``~`` for up to two and ``..`` for up to six words between, never across
the end of a sentence. Classes are lists of phrases, or spans that the caller knows (people who are named).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

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


class Found(NamedTuple):
    """A pattern of the group ``label`` that stands at the characters ``start:end``."""

    label: str
    start: int
    end: int
    first: int  # the tokens it covers
    last: int


def tokens_of(text: str) -> Tokens:
    """The words of a text; ``t/c`` and ``e-mail`` are three each, so that spacing makes no difference."""
    places = [match.span() for match in _TOKEN.finditer(text)]
    small = text.lower() if text.isascii() else ""
    return Tokens(
        tuple([small[start:end] for start, end in places])
        if small
        else tuple([text[start:end].casefold().replace("’", "'") for start, end in places]),
        tuple([start for start, _ in places]),
        tuple([end for _, end in places]),
    )


@lru_cache(maxsize=65536)
def _words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of a pack: the same ones are made ready for every kind of agency."""
    return tokens_of(phrase).words


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


class PatternTree:
    """Groups of patterns made ready, for classes of words that are yet to be said."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self.root = _Node()
        self.choices: dict[str, str] = {}  # class that stands for a plain word → the word
        for label, patterns in groups.items():
            for pattern in patterns:
                _insert(self.root, tuple(self._elements(pattern)), label)

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
                self.choices.update((name, name[1:].replace("_", " ")) for name in names)
            yield _Element(tuple(dict.fromkeys(names)), gap, optional)
            gap = 0


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

    def __init__(
        self, classes: Mapping[str, Iterable[str]], patterns: Mapping[str, Iterable[str]] | PatternTree
    ) -> None:
        tree = patterns if isinstance(patterns, PatternTree) else PatternTree(patterns)
        self._root = tree.root
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._known: set[tuple[tuple[str, ...], str]] = set()
        self._begun: dict[str, tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]] | None] = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                self._add(phrase, name)
        for name, choice in tree.choices.items():
            self._add(choice, name)

    def _add(self, phrase: str, name: str) -> None:
        words = _words_of(phrase)
        if words and (words, name) not in self._known:
            self._known.add((words, name))
            self._phrases.setdefault(words[0], []).append((words, name))

    def _begin(self, word: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]] | None:
        """The classes that a word is in by itself, and the longer phrases that begin with it."""
        phrases = self._phrases.get(word, [])
        single = [name for phrase, name in phrases if len(phrase) == 1]
        if word.endswith("'s"):  # "the child's voice" is of the child
            single += [name for phrase, name in self._phrases.get(word[:-2], ()) if len(phrase) == 1]
        longer = tuple((phrase, name) for phrase, name in phrases if len(phrase) > 1)
        found = (tuple(dict.fromkeys(single)), longer) if single or longer else None
        if len(self._begun) > _MOST_WORDS:
            self._begun.clear()
        self._begun[word] = found
        return found

    def spans(self, tokens: Tokens, known: Sequence[tuple[str, int, int]] = ()) -> list[Span]:
        """For every token the classes that begin there, each with the tokens at which they may end."""
        words, begun = tokens.words, self._begun
        out = [_NOTHING] * len(words)
        for i, word in enumerate(words):
            found = begun[word] if word in begun else self._begin(word)
            if found is None:
                continue
            after = [i + 1]
            here: Span = dict.fromkeys(found[0], after)
            for phrase, name in found[1]:
                end = i + len(phrase)
                if words[i:end] == phrase:
                    here[name] = [*here.get(name, ()), end]
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
        begins = self._root.edges
        names_of = begins.keys()
        present: set[str] = set().union(*spans)
        for i, here in enumerate(spans):
            if not here or names_of.isdisjoint(here):
                continue
            reached = [(begins[name], end) for name, ends in here.items() if name in begins for end in ends]
            while reached:
                node, at = reached.pop()
                for label in node.labels:
                    if at < shortest.get((i, label), at + 1):
                        shortest[i, label] = at
                if node.edges:
                    _step(node.edges, at, at + 1, bounds, spans, reached)
                for gap, after in node.gaps.items():
                    if not present.isdisjoint(after.edges):  # else no word of the text goes on from here
                        _step(after.edges, at, at + gap + 1, bounds, spans, reached)
        found = [
            Found(label, tokens.starts[i], tokens.ends[last - 1], i, last) for (i, label), last in shortest.items()
        ]
        return tuple(sorted(found, key=lambda f: (f.start, -f.end, f.label)))


# Words whose classes are remembered; the memory stays bounded in the largest case.
_MOST_WORDS = 100_000


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
    edges: dict[str, _Node],
    at: int,
    until: int,
    bounds: list[int],
    spans: list[Span],
    reached: list[tuple[_Node, int]],
) -> None:
    """Add what the edges of a node lead to at one of the tokens ``at`` … ``until``, within the sentence."""
    for here in range(at, min(until, bounds[at])):
        span = spans[here]
        if not span or edges.keys().isdisjoint(span):
            continue
        for name, ends in span.items():
            if name in edges:
                after = edges[name]
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
                out[i][name] = [*out[i].get(name, ()), ends[end]]


def _bounds(tokens: Tokens) -> list[int]:
    """For every token the first one that is out of reach: that after the end of its sentence."""
    bounds = [0] * (len(tokens.words) + 1)
    bound = bounds[-1] = len(tokens.words)
    for i in range(len(tokens.words) - 1, -1, -1):
        if tokens.words[i] in _STOPS and ends_sentence(tokens, i):
            bound = i + 1
        bounds[i] = bound
    return bounds
