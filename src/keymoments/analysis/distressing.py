"""Which entries speak of what is hard to read, by the words of a pack: they are folded until a reader opens them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keymoments.analysis.phrases import Phrases, level


@dataclass(frozen=True, slots=True)
class Distressing:
    """Groups of words, each with its phrases. Phrases: see :class:`~keymoments.analysis.phrases.Phrases`."""

    groups: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]


class Reader:
    """Finds groups in texts; made once, used for every entry."""

    def __init__(self, words: Distressing) -> None:
        self._phrases = Phrases(words.groups)
        self._order = tuple(words.groups)

    def groups_in(self, text: str) -> tuple[str, ...]:
        """The groups of which a text speaks, in the order of the pack."""
        found = {one.key for one in self._phrases.find(level(text))}
        return tuple(key for key in self._order if key in found)
