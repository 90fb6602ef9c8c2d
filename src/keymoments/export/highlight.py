"""Cut a text where quotes begin and end, so that each piece knows which quotes cover it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from keymoments.analysis.layout import shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it is shown, and what the quotes that cover it say; nothing where none does."""

    text: str
    says: tuple[str, ...] = ()


def pieces_of(text: str, spans: Iterable[tuple[int, int, str, str]]) -> tuple[Piece, ...]:
    """The whole text in pieces. ``spans``: start, end, words and what they say; they may touch, overlap and nest.

    One whose words do not stand there is left out: of two columns with one heading only one holds a quote.
    """
    kept = sorted({(start, end, says) for start, end, words, says in spans if _stands(text, start, end, words)})
    if not kept:
        return (Piece(shown(text)),) if text else ()
    cuts = sorted({0, len(text), *(_whole(text, place) for start, end, _ in kept for place in (start, end))})
    moved = [(_whole(text, start), _whole(text, end), says) for start, end, says in kept]
    return tuple(Piece(shown(text[start:end]), _covering(moved, start, end)) for start, end in pairwise(cuts))


def marked(text: str, spans: Sequence[tuple[int, int, str, str]]) -> Markup:
    """The text for a page, escaped, with a mark around every piece that a quote covers."""
    # Made here and not by the template: of 20,000 entries each text would be a call of it.
    if not spans:
        return escape(shown(text))
    parts = [
        f'<mark title="{escape("; ".join(piece.says))}">{escape(piece.text)}</mark>'
        if piece.says
        else escape(piece.text)
        for piece in pieces_of(text, spans)
    ]
    return Markup("".join(parts))  # noqa: S704 - every part is escaped


def _stands(text: str, start: int, end: int, words: str) -> bool:
    """Whether the words stand there; a slice may not reach over either end of the text."""
    return 0 <= start < end <= len(text) and text[start:end] == words


def _whole(text: str, place: int) -> int:
    """The place, or the one after it where it stands inside a line end of two characters."""
    return place + 1 if text[place - 1 : place + 1] == "\r\n" and place else place


def _covering(spans: Sequence[tuple[int, int, str]], start: int, end: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(says for first, last, says in spans if first <= start and end <= last))
