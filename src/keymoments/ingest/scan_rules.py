"""Ruling lines of a scanned page: found as long dark runs of pixels, and wiped out so that they disturb no letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keymoments.ingest.pdf_words import Rule

# At 300 dots an inch: longer than any letter of running text is high or wide.
_SHORTEST = 110
_THICKEST = 12.0
# Faint lines must be longer, so that letters that run into one another are not taken for one.
_DARK = re.compile(rb"[\x00-\xa0]{%d,}|[\x00-\xd0]{%d,}" % (_SHORTEST, 3 * _SHORTEST))
_WHITE = 0xFF
_MOST_RUNS = 200_000


@dataclass(slots=True)
class _Stroke:
    """Dark runs that touch one another from row to row: (row, start, end) each."""

    runs: list[tuple[int, int, int]]

    @property
    def thickness(self) -> float:
        start, end = min(run[1] for run in self.runs), max(run[2] for run in self.runs)
        return sum(run[2] - run[1] for run in self.runs) / max(1, end - start)


def without_rules(pixels: bytes, wide: int, high: int) -> tuple[bytes, list[Rule]]:
    """Grey pixels (a byte each, row by row) without ruling lines, and those lines measured in pixels."""
    turned = _turned(pixels, wide)
    level = [stroke for stroke in _strokes(pixels, wide, high) if stroke.thickness <= _THICKEST]
    upright = [stroke for stroke in _strokes(turned, high, wide) if stroke.thickness <= _THICKEST]
    rules = [
        Rule(is_up, *run) for is_up, strokes in ((False, level), (True, upright)) for s in strokes for run in s.runs
    ]
    if level:
        turned = _turned(_wiped(pixels, wide, high, level), wide)
    return _turned(_wiped(turned, high, wide, upright), high), rules


def _turned(pixels: bytes, wide: int) -> bytes:
    """Columns as rows."""
    return b"".join(pixels[x::wide] for x in range(wide))


def _wiped(pixels: bytes, wide: int, high: int, strokes: list[_Stroke]) -> bytes:
    clean = bytearray(pixels)
    for stroke in strokes:
        for row, start, end in stroke.runs:
            # The edge of a line is grey: some pixels on each side go with it.
            for near in range(max(0, row - 2), min(high, row + 3)):
                clean[near * wide + start : near * wide + end] = bytes([_WHITE]) * (end - start)
    return bytes(clean)


def _strokes(pixels: bytes, wide: int, high: int) -> Iterator[_Stroke]:
    growing: list[_Stroke] = []
    count = 0
    for row in range(high):
        next_: list[_Stroke] = []
        for match in _DARK.finditer(pixels, row * wide, (row + 1) * wide):
            count += 1
            start, end = match.start() - row * wide, match.end() - row * wide
            above = [s for s in growing if s.runs[-1][0] >= row - 2 and _touch(s, start, end)]
            stroke = above[0] if above else _Stroke([])
            stroke.runs.append((row, start, end))
            if stroke not in next_:
                next_.append(stroke)
        if count > _MOST_RUNS:
            return  # a photograph or a black page
        for stroke in growing:
            if all(stroke is not other for other in next_):
                if stroke.runs[-1][0] >= row - 2:
                    next_.append(stroke)
                else:
                    yield stroke
        growing = next_
    yield from growing


def _touch(stroke: _Stroke, start: int, end: int) -> bool:
    return any(start <= run[2] and run[1] <= end for run in stroke.runs[-3:])
