"""Sentences whose parts may point at an entry or a place of the report; each output makes its own links of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

from keymoments.analysis.layout import date_words, shown
from keymoments.analysis.quoting import Passage, first_passage, passage, widened
from keymoments.analysis.records import Entry
from keymoments.analysis.sightings.values import Quote

# How much of an entry is shown beside the words of one of its columns.
BEGINS = 160
_SPACES = re.compile(r"\s+")


class Part(NamedTuple):
    """Words of a sentence. ``entry``: the id of the entry they point at; ``place``: or a place of the report.

    ``mark``: whether they are the words of the record that count.
    """

    text: str
    entry: str = ""
    place: str = ""
    mark: bool = False


Line = tuple[Part, ...]


def line(*parts: str | Part) -> Line:
    """A sentence from words and parts."""
    return tuple(Part(part) if isinstance(part, str) else part for part in parts)


def entry_part(entry: str) -> Part:
    """The id of an entry, pointing at it."""
    return Part(entry, entry=entry)


def day_part(entry: Entry) -> Part:
    """The date of an entry, pointing at it."""
    return Part(date_words(entry.date), entry=entry.id)


def listed(parts: Iterable[Part], between: str = ", ", last: str = "") -> Line:
    """Parts with words between them; ``last`` before the last of them, where it is not the same."""
    every = list(parts)
    found: list[Part] = []
    for number, part in enumerate(every):
        if number:
            found.append(Part(last if last and number == len(every) - 1 else between))
        found.append(part)
    return tuple(found)


def unmarked(parts: Line) -> Line:
    """The sentence without marks: in running text they would shout."""
    return tuple(part._replace(mark=False) for part in parts)


def ended(parts: Line) -> Line:
    """The sentence with its stop, where the words it ends with have none."""
    return parts if plain(parts[-1:]).rstrip("”’)")[-1:] in (".", "!", "?", "…") else (*parts, Part("."))


def plain(parts: Line) -> str:
    """The sentence without its links."""
    return "".join(part.text for part in parts)


def line_html(parts: Line, anchors: Mapping[str, str]) -> Markup:
    """The sentence for the page, escaped. ``anchors``: entry id → its place there."""
    made = []
    for part in parts:
        place = anchors.get(part.entry, "") if part.entry else part.place
        text = escape(shown(part.text))
        words = f"<mark>{text}</mark>" if part.mark else text
        made.append(f'<a href="#{escape(place)}">{words}</a>' if place else words)
    return Markup("".join(made))  # noqa: S704 - every part is escaped


def quoted(entry: Entry, quote: Quote | None, *, wide: bool = False) -> Line:
    """The whole sentence of the record around a quote, in quotation marks, the words themselves marked.

    The words of a column come with how the entry begins; without a quote it is how the entry begins. ``wide``: with as
    many sentences beside it as there is room for.
    """
    text = entry.text
    if quote is None or quote.place == "born":
        return _passage(text, first_passage(text)) if text.strip() else ()
    if quote.place == "text":
        end = quote.end
        while end < len(text) and text[end - 1 : end + 1].isalnum():  # never half a word
            end += 1
        kept = passage(text, quote.start, end)
        return _passage(text, widened(text, kept) if wide else kept, quote.start, end)
    column = line(f"column “{quote.place.strip()}”: “", Part(_flat(quote.words).strip(), mark=True), "”")
    return (*column, Part(", "), *_passage(text, first_passage(text, BEGINS))) if text.strip() else column


def _passage(text: str, kept: Passage, start: int = 0, end: int = 0) -> Line:
    """A passage in quotation marks; ``start:end`` of the text is marked."""
    first, last = max(kept.start, min(start, kept.end)), min(kept.end, max(end, kept.start))
    if last <= first:
        first = last = kept.start
    before = _flat(text[kept.start : first]).lstrip()
    words, after = _flat(text[first:last]), _flat(text[last : kept.end]).rstrip()
    left, right = "… " if kept.left else "", " …" if kept.right else ""
    parts = (Part(f"“{left}{before}"), Part(words, mark=True), Part(f"{after}{right}”"))
    return tuple(part for part in parts if part.text)


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text)


def words_around(entry: Entry, quote: Quote) -> str:
    """The same without marks, for a cell of plain words."""
    return plain(quoted(entry, quote))


def excerpt(text: str, most: int) -> str:
    """How a text begins, in whole sentences, in at most so many letters; "…" where a sentence goes on."""
    kept = first_passage(text, most)
    words = _flat(text[kept.start : kept.end]).strip()
    return f"{words} …" if kept.right or kept.end < len(text.rstrip()) else words
