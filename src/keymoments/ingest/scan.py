"""A passage looked over: what each of its lines is, before anyone asks for dates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from keymoments.ingest.blocks import Line, Passage
from keymoments.ingest.letters import (
    is_disclaimer,
    is_end_mark,
    is_footnote,
    is_key,
    is_page_line,
    is_rule,
    is_sentence,
)

LONGEST_TITLE = 110
_PAGE = re.compile(r"\bpage (\d+)")
_NUMBER = re.compile(r"\b(page|tudalen|pg)\s*\d+", re.IGNORECASE)
# Printed and typed pages leave the last words off a line that would not fit; proportional fonts vary by some letters.
_SLACK = 0.9


class Part(Enum):
    """What a line is, before anyone asks for dates."""

    TEXT = "text"
    BLANK = "blank"
    RULE = "rule"
    FURNITURE = "furniture"
    END = "end"
    KEY = "key"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Scan:
    """A passage looked over: what each line is, on which page, and how wide the lines run."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    pages: tuple[int, ...]
    width: int
    wrapped: bool

    def above(self, index: int) -> int | None:
        """The line directly above, if it is text."""
        above = index - 1
        while above >= 0 and self.parts[above] is Part.FURNITURE:
            above -= 1
        return above if above >= 0 and self.parts[above] is Part.TEXT else None

    def runs_on(self, index: int) -> bool:
        """Whether the line above was broken only because this line's first word no longer fitted on it."""
        above = self.above(index)
        if not self.wrapped or above is None:
            return False
        first = self.lines[index].text.split(maxsplit=1)[:1]
        room = self.width * _SLACK - self.lines[above].indent * (self.pages[above] == 0)
        return len(self.lines[above].text) + 1 + len(first[0] if first else "") > room

    def is_title(self, index: int) -> bool:
        """Whether a line may be a title, name or address: short, no sentence, and no part of a paragraph."""
        text = self.lines[index].text
        if self.parts[index] is not Part.TEXT or len(text) > LONGEST_TITLE:
            return False
        if self.lines[index].level:
            return True
        below = index + 1
        flows = below < len(self.lines) and self.parts[below] is Part.TEXT and self.runs_on(below)
        return not is_sentence(text) and not flows and not self.runs_on(index)

    def is_break_above(self, index: int) -> bool:
        """Whether a blank line, a rule, a page or the beginning stands above."""
        above = index - 1
        while above >= 0 and self.parts[above] is Part.FURNITURE:
            above -= 1
        return above < 0 or self.parts[above] is not Part.TEXT or self.pages[above] != self.pages[index]


def scan(passage: Passage) -> Scan:
    """Look over a passage once."""
    lines = passage.lines
    pages = tuple(_page(line) for line in lines)
    repeated = _repeated(lines, pages)
    starred = sum(1 for line in lines if line.text.startswith("*"))
    parts = tuple(
        Part.NOTE
        if starred <= 2 and re.match(r"\*{1,2} ?[^\W\d]", line.text)
        else _part(line, repeated=index in repeated)
        for index, line in enumerate(lines)
    )
    lengths = sorted(len(line.text) for line, part in zip(lines, parts, strict=True) if part is Part.TEXT)
    width = lengths[max(0, int(len(lengths) * 0.98) - 1)] if lengths else 0
    return Scan(lines, parts, pages, width, passage.wrapped)


def _page(line: Line) -> int:
    found = _PAGE.search(line.where)
    return int(found[1]) if found else 0


def _repeated(lines: tuple[Line, ...], pages: tuple[int, ...]) -> frozenset[int]:
    """Lines that stand at the top or foot of several pages alike: what a printer or a letterhead puts there."""
    by_page: dict[int, list[int]] = {}
    for index, (line, page) in enumerate(zip(lines, pages, strict=True)):
        if line.text.strip():
            by_page.setdefault(page, []).append(index)
    if len(by_page) < 2:
        return frozenset()
    texts = ["" if is_sentence(line.text) or ":" in line.text else _NUMBER.sub(r"\1", line.text) for line in lines]
    ways = [way for indexes in by_page.values() for way in ((1, indexes[:6]), (-1, indexes[::-1][:4]))]
    places = Counter((edge, place, texts[index]) for edge, way in ways for place, index in enumerate(way))
    found: set[int] = set()
    for edge, way in ways:
        for place, index in enumerate(way):
            if not texts[index] or places[edge, place, texts[index]] < 2:
                break
            found.add(index)
    return frozenset(found)


def _part(line: Line, *, repeated: bool) -> Part:
    text = line.text.strip()
    if not text:
        return Part.BLANK
    if is_rule(text):
        return Part.RULE
    if repeated or is_page_line(text) or is_disclaimer(text):
        return Part.FURNITURE
    if is_end_mark(text):
        return Part.END
    if is_key(text):
        return Part.KEY
    return Part.NOTE if is_footnote(text) else Part.TEXT
