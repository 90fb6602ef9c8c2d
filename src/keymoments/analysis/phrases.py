"""Phrases of a pack found in a text: one walk over the words of the text, however many phrases there are."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W_]+\*?|…|\s+|[^\w\s]+")
# A phrase that begins with an open word ("invit*") is filed under so many letters.
STEM = 3

# Between two words of a phrase: a space, hyphen or stroke of the text, never the end of a sentence.
_SPACE = r"[^\w.;!?\n]{1,3}"
# Where a pack writes a sign inside a phrase ("t/c", "rec'd", "c&f"), the text may have another.
_SIGN = r"[^\w\n]{1,3}"
# "…" stands for up to four words of the same sentence, none of which says that it is not, or not yet, so. A word is
# taken whole ("step-dad") or up to its first sign ("step"), in no third way: where words could be cut anywhere, a line
# of dashes would be tried in millions of ways.
_PLAIN_WORD = r"\w++"
_GAP = (
    r"[^\w.;!?\n]{1,3}(?:(?!(?:not|no|never|nor|be|yet|until|if|cannot|without|due|delayed)\b)"
    rf"(?:{_PLAIN_WORD}(?:(?:['’/&-]++|\.){_PLAIN_WORD})*+|{_PLAIN_WORD})[^\w.;!?\n]{{1,3}}){{0,4}}?"
)


class Found(NamedTuple):
    """A phrase found at ``start:end``, with the key it was filed under."""

    start: int
    end: int
    key: str


class _Plain(dict[int, str]):
    """Sign → the small letter without accents that stands for it, made once for each sign."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = unicodedata.normalize("NFKD", sign)[0].lower()
        self[code] = plain if len(plain) == 1 else sign
        return self[code]


_PLAIN = _Plain()


@lru_cache(maxsize=32)
def _words_of(levelled: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a text and where they stand; several lists of phrases are looked for in one text, one by one."""
    return tuple((match[0], match.start(), match.end()) for match in _WORD.finditer(levelled))


def level(text: str) -> str:
    """The text in small letters without accents, each character in its old place."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


@lru_cache(maxsize=16384)
def _pattern(phrase: str) -> tuple[str, str]:
    """The first word of a phrase (with its ``*``), and the rest of it as a pattern."""
    parts = [part if part == "…" else level(part) for part in _PART.findall(phrase.strip())]
    if not parts or not parts[0].rstrip("*").isalnum() or (parts[0].endswith("*") and len(parts[0]) <= STEM):
        raise ValueError(f"the phrase {phrase!r} must begin with a word, or with three letters of one before *")
    made: list[str] = []
    for part in parts[1:]:
        if part == "…" or (part.isspace() and made and made[-1] == _GAP):
            if made and made[-1] == _SPACE:
                made.pop()
            if not made or made[-1] != _GAP:
                made.append(_GAP)
        elif part.isspace():
            made.append(_SPACE)
        elif part[0].isalnum():
            made.append(re.escape(part.rstrip("*")) + (r"[^\W_]*" if part.endswith("*") else ""))
        elif not (made and made[-1] in (_SPACE, _GAP)):
            made.append(_SIGN)
    while made and made[-1] in (_SPACE, _GAP, _SIGN):
        made.pop()
    return parts[0], "".join(made)


class Phrases:
    """Phrases by key, ready to be found. ``*`` ends a word openly, ``…`` leaves out up to four words."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        by_word: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        by_stem: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, phrases in table.items():
            for phrase in phrases:
                word, rest = _pattern(phrase)
                if word.endswith("*"):
                    by_stem[word[:STEM]].add((re.escape(word[STEM:-1]) + r"[^\W_]*" + rest, key))
                else:
                    by_word[word].add((rest, key))
        self._begun = _Begun(
            {word: _Rests(rests) for word, rests in by_word.items()},
            {stem: _Rests(rests) for stem, rests in by_stem.items()},
        )

    def find(self, levelled: str) -> list[Found]:
        """Every phrase in a text made plain by :func:`level`, by place; phrases may overlap."""
        found: list[Found] = []
        begun = self._begun
        for word, start, end in _words_of(levelled):
            rests = begun[word]
            if rests is None:
                continue
            whole, stem = rests
            if whole is not None:
                found += [Found(start, end, key) for key in whole.alone]
                whole.find(levelled, start, end, found)
            if stem is not None:
                stem.find(levelled, start, start + STEM, found)
        return found


class _Rests:
    """What may follow a first word: nothing more (``alone``), or one of several patterns, compiled when first met."""

    __slots__ = ("_any", "_longer", "_single", "alone")

    def __init__(self, rests: Iterable[tuple[str, str]]) -> None:
        self._longer = sorted((rest + r"(?!\w)", key) for rest, key in rests if rest)
        self.alone = tuple(sorted(key for rest, key in rests if not rest))
        self._any: re.Pattern[str] | None = None  # all of the patterns at once
        self._single: tuple[tuple[re.Pattern[str], str], ...] = ()

    def find(self, levelled: str, start: int, end: int, found: list[Found]) -> None:
        """Add every phrase that begins at ``start`` and goes on like this at ``end``."""
        if not self._longer:
            return
        if self._any is None:
            self._any = _regex("|".join(f"(?:{rest})" for rest in dict.fromkeys(rest for rest, _ in self._longer)))
        if self._any.match(levelled, end) is None:
            return
        if not self._single:
            self._single = tuple((_regex(rest), key) for rest, key in self._longer)
        for rest, key in self._single:
            if (match := rest.match(levelled, end)) is not None:
                found.append(Found(start, match.end(), key))


class _Begun(dict[str, tuple[_Rests | None, _Rests | None] | None]):
    """Word → what may follow it as a whole word and as one that begins so, ``None`` where no phrase begins with it."""

    __slots__ = ("_stems", "_words")

    def __init__(self, words: Mapping[str, _Rests], stems: Mapping[str, _Rests]) -> None:
        super().__init__()
        self._words, self._stems = words, stems

    def __missing__(self, word: str) -> tuple[_Rests | None, _Rests | None] | None:
        if len(self) > _MOST_WORDS:
            self.clear()
        whole, stem = self._words.get(word), self._stems.get(word[:STEM])
        self[word] = found = None if whole is None and stem is None else (whole, stem)
        return found


# Words whose answer is remembered; the memory stays bounded in the largest case.
_MOST_WORDS = 100_000


@lru_cache(maxsize=16384)
def _regex(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled once: the same packs are made ready again and again."""
    return re.compile(pattern)
