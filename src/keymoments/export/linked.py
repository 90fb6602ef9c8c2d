"""Sentences whose parts may point at an entry or a place of the report; each output makes its own links of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

from keymoments.analysis.findings import cut
from keymoments.analysis.layout import shown
from keymoments.analysis.records import Entry
from keymoments.analysis.sightings.values import Quote

# How much of an entry is shown beside the words of one of its columns.
BEGINS = 90


class Part(NamedTuple):
    """Words of a sentence. ``entry``: the id of the entry they point at; ``place``: or a place of the report."""

    text: str
    entry: str = ""
    place: str = ""


Line = tuple[Part, ...]


def line(*parts: str | Part) -> Line:
    """A sentence from words and parts."""
    return tuple(Part(part) if isinstance(part, str) else part for part in parts)


def entry_part(entry: str) -> Part:
    """The id of an entry, pointing at it."""
    return Part(entry, entry=entry)


def listed(parts: Iterable[Part], between: str = ", ", last: str = "") -> Line:
    """Parts with words between them; ``last`` before the last of them, where it is not the same."""
    every = list(parts)
    found: list[Part] = []
    for number, part in enumerate(every):
        if number:
            found.append(Part(last if last and number == len(every) - 1 else between))
        found.append(part)
    return tuple(found)


def plain(parts: Line) -> str:
    """The sentence without its links."""
    return "".join(part.text for part in parts)


def line_html(parts: Line, anchors: Mapping[str, str]) -> Markup:
    """The sentence for the page, escaped. ``anchors``: entry id → its place there."""
    made = []
    for part in parts:
        place = anchors.get(part.entry, "") if part.entry else part.place
        text = escape(shown(part.text))
        made.append(f'<a href="#{escape(place)}">{text}</a>' if place else text)
    return Markup("".join(made))  # noqa: S704 - every part is escaped


def words_around(entry: Entry, quote: Quote) -> str:
    """The words of the record around a quote, in quotation marks; those of a column with how the entry begins."""
    text = entry.text
    if quote.place == "text":
        end = quote.end
        while end < len(text) and text[end - 1 : end + 1].isalnum():  # never half a word
            end += 1
        words = cut(text, quote.start, end)
        return f"“{words}{_open_end(text, words)}”"
    begins = f", “{excerpt(text, BEGINS)}”" if text.strip() else ""
    return f"column “{quote.place.strip()}”: “{quote.words.strip()}”{begins}"


def excerpt(text: str, most: int) -> str:
    """How a text begins, in whole words, in at most so many letters; "…" where it goes on."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept} …"


def _open_end(text: str, words: str) -> str:
    """ " …" where the words stop inside a sentence."""
    flat = " ".join(text.split())
    if words.endswith("…") or words not in flat:
        return ""
    after = flat[flat.index(words) + len(words) :][:1]
    return "" if after in ("", ".", "!", "?", ";", ",", ")", "’", "'", '"', "”") or words[-1:] in ".!?" else " …"
