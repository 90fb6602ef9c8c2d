"""The sentence of a moment as a reader meets it: agencies named once, the child by name, whole quotes, dates linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from keymoments.analysis.layout import MONTHS, day_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Suggestion
from keymoments.analysis.sightings.values import Quote
from keymoments.export.agency_names import AgencyNames
from keymoments.export.linked import Line, Part, quoted, unmarked
from keymoments.export.sighting_words import child_labels

_PIECE = re.compile(rf"(“[^”]*”|\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b|\b(?:{'|'.join(MONTHS)}) \d{{4}}\b)")
_CHILD = re.compile(r"\bthe child(?=[’' ,;.]|$)")


def children_words(analysis: Analysis, suggestion: Suggestion) -> str:
    """The children of a moment by name, where the review is about more than one; else nothing."""
    labels = child_labels(analysis.case)
    if len(labels) < 2:
        return ""
    return " and ".join(labels[child] for child in suggestion.children if child in labels)


def because_line(analysis: Analysis, suggestion: Suggestion, entries: Mapping[str, Entry], names: AgencyNames) -> Line:
    """The sentence of a moment with its dates as links and its quotes whole."""
    text = names.retold(suggestion.because)
    if len(analysis.case.subjects) > 1 and len(suggestion.children) == 1:
        child = child_labels(analysis.case).get(suggestion.children[0], "")
        text = _named(text, child) if child else text
    turns = [entries[entry] for entry in suggestion.entries if entry in entries]
    return tuple(_pieces(text, turns, {}))


def _named(text: str, child: str) -> str:
    """The child's name in place of "the child", outside quotes."""
    parts = re.split(r"(“[^”]*”)", text)
    return "".join(part if place % 2 else _CHILD.sub(lambda _: child, part) for place, part in enumerate(parts))


def _pieces(text: str, turns: Sequence[Entry], linked: dict[str, Entry]) -> Iterator[Part]:
    for piece in _PIECE.split(text):
        if piece.startswith("“"):
            yield from _whole(piece, turns)
        elif piece[-4:].isdigit() and (entry := _dated(piece, turns, linked)) is not None:
            linked[entry.id] = entry
            yield Part(piece, entry=entry.id)
        elif piece:
            yield Part(piece)


def _dated(words: str, turns: Sequence[Entry], linked: Mapping[str, Entry]) -> Entry | None:
    """The entry of that day, one that no date before leads to first."""
    found = [entry for entry in turns if entry.date.earliest and day_words(entry.date.earliest).endswith(words)]
    return next((entry for entry in found if entry.id not in linked), found[0] if found else None)


def _whole(piece: str, turns: Sequence[Entry]) -> Line:
    """The whole sentence around the words, where they stand in the text of an entry; else as they are."""
    words = re.escape(piece.strip("“”").strip("… ")).replace(r"\ ", r"\s+")
    for entry in turns:
        if words and (match := re.search(words, entry.text)) is not None:
            return unmarked(quoted(entry, Quote("", "text", match.start(), match.end(), match.group())))
    return (Part(piece),)
