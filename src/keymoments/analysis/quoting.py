"""Cut a quote out of a text on the bounds of its sentences, so that a reader has the whole of what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# A quote is no longer than this; only a sentence that is longer is cut.
MOST = 300
# A sentence of fewer letters or words says too little alone ("Cons."): the next one comes with it.
_SHORT, _FEW = 28, 4
# A line shorter than this was not broken by the width of the page.
_LINE = 45

_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:[A-Za-z](?:\.[A-Za-z])*|mrs?|ms|dr|prof|st|rd|tel|approx|re|ref|no|nos|dept|mtg|wks?|hrs?|mins?|w|c)\.$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*[a-z,;:&)]")
_ITEM = re.compile(r"[ \t]*(?:[-–•*>]\s|\d{1,2}[.)]\s)")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the words to show begin and end; ``left``, ``right``: whether a sentence was cut there."""

    start: int
    end: int
    left: bool = False
    right: bool = False


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a text begins and ends, white space left out. A list or a short line ends one too."""
    found: list[tuple[int, int]] = []
    begin = 0
    for match in _STOP.finditer(text):
        if _ends(text, begin, match):
            _add(found, text, begin, match.end())
            begin = match.end()
    _add(found, text, begin, len(text))
    return tuple(found)


def _add(found: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    if begin < end:
        found.append((begin, end))


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a stop or line end ends a sentence."""
    stop, after = match.group(), text[match.end() : match.end() + 12]
    if stop == "\n":
        line = match.start() - max(begin, text.rfind("\n", begin, match.start()) + 1)
        return bool(_ITEM.match(after)) or (line < _LINE and not _GOES_ON.match(after))
    if stop.isspace():
        return True
    if _GOES_ON.match(after):
        return False
    if stop == "." and (found := _ABBREVIATION.search(text[max(begin, match.start() - 12) : match.end()])):
        # "Hurt? No. Went home." ends there, "no. 9" does not.
        return found.group().strip(" .").lower() in ("no", "c") and not after.lstrip()[:1].isdigit()
    return True


def passage(text: str, start: int, end: int, most: int = MOST) -> Passage:
    """The sentences around ``start:end``; the next one too after a question or a sentence that says too little."""
    spans = sentences(text)
    if not spans:
        return Passage(start, end)
    first = max((n for n, (begin, _) in enumerate(spans) if begin <= start), default=0)
    last = max((n for n, (begin, _) in enumerate(spans) if begin < max(end, start + 1)), default=first)
    last = max(first, last)
    begin, finish = spans[first][0], spans[last][1]
    if finish - begin > most:
        return _cut(text, begin, finish, max(start, begin), min(end, finish), most)
    while _says_little(text[begin:finish]):
        if last + 1 < len(spans) and spans[last + 1][1] - begin <= most:
            last += 1
            finish = spans[last][1]
        elif first and finish - spans[first - 1][0] <= most and not text[begin:finish].endswith(("?", ":")):
            first -= 1
            begin = spans[first][0]
        else:
            break
    return Passage(begin, finish)


def _says_little(words: str) -> bool:
    return words.rstrip("\"'”’)]").endswith(("?", ":")) or len(words) < _SHORT or len(words.split()) < _FEW


def _cut(text: str, begin: int, finish: int, start: int, end: int, most: int) -> Passage:
    """Whole words around ``start:end``, about a third of the room before them."""
    room = max(0, most - (end - start))
    left = max(begin, min(start - room // 3, finish - most))
    right = min(finish, max(left + most, end))
    if left > begin:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else start
    if right < finish:
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else end
    return Passage(left, right, left > begin, right < finish)


def first_passage(text: str, most: int = MOST) -> Passage:
    """How a text begins: as many whole sentences as there is room for, at least one."""
    spans = sentences(text)
    if not spans:
        return Passage(0, 0)
    begin, end = spans[0]
    if end - begin > most:
        return _cut(text, begin, end, begin, begin, most)
    for _, finish in spans[1:]:
        if finish - begin > most:
            break
        end = finish
    return Passage(begin, end)


def widened(text: str, kept: Passage, most: int = MOST) -> Passage:
    """A passage with as many whole sentences after it, then before it, as there is room for."""
    if kept.left or kept.right:
        return kept
    begin, end = kept.start, kept.end
    for start, finish in sentences(text):
        if start >= end and finish - begin <= most:
            end = finish
    for start, finish in reversed(sentences(text)):
        if finish <= begin and end - start <= most:
            begin = start
    return Passage(begin, end)
