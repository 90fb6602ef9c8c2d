"""The words and ruling lines of one PDF page, upright and measured from the top left corner in points."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# More path pieces than any ruled form: a drawing or a map, whose lines say nothing about columns.
_MOST_PATHS = 6_000
_THIN = 3.0
_HYPHEN_AT_LINE_END = 2  # what pdfium puts for a hyphen at the end of a line
_SPACES = frozenset({*range(33), 0x7F, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000})
_UNSEEN = frozenset({0x200C, 0x200D, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2060, 0x2065)})
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A note mark before the full stop of its sentence: "school1."
_MARK_INSIDE = re.compile(r"[^\W\d](\d{1,2})([.,;:)]+)$")
_MARKS = frozenset("0123456789*†‡§")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; ``base`` is the line it stands on, ``size`` the height of its letters' box."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line along an axis: ``at`` is its place across, ``start``–``end`` its stretch along."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one page. ``pictures``: boxes (x0, top, x1, bottom) of images; ``pieces``: lines and curves."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    pictures: tuple[tuple[float, float, float, float], ...] = ()
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the page's own coordinates (upwards, maybe turned) to upright ones from the top left corner."""

    quarter: int
    box: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        left, bottom, right, top = self.box
        wide, high = right - left, top - bottom
        return (high, wide) if self.quarter % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.quarter == 1:
            return y - bottom, x - left
        if self.quarter == 2:
            return right - x, y - bottom
        if self.quarter == 3:
            return top - y, right - x
        return x - left, top - y

    def area(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if self.quarter == 0:
            return x0 - self.box[0], self.box[3] - y1, x1 - self.box[0], self.box[3] - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def read_sheet(page: Any, number: int) -> Sheet:
    """Read one open pypdfium2 page; raises ``pdfium.PdfiumError`` where the page cannot be loaded."""
    text = page.get_textpage()
    try:
        quarter = _reading_direction(text)
        if quarter != page.get_rotation() // 90 % 4:
            # pdfium puts letters together to words as the page is shown, so show it the way it is read.
            text.close()
            page.set_rotation(quarter * 90)
            text = page.get_textpage()
        turn = _Turn(quarter, page.get_bbox())
        words = tuple(_words(text, turn))
    finally:
        text.close()
    rules, pictures, pieces = _drawn(page, turn)
    return Sheet(number, *turn.size, words, rules, pictures, pieces)


def _reading_direction(text: Any) -> int:
    """Quarter turns by which most of the letters are turned (a sample of them is enough)."""
    count = text.count_chars()
    if count <= 0:
        return 0
    seen = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 200)):
        angle = raw.FPDFText_GetCharAngle(text, index)
        if angle >= 0 and raw.FPDFText_GetUnicode(text, index) not in _SPACES:
            turns = -angle / (math.pi / 2)  # pdfium measures clockwise; the page is turned back
            if abs(turns - round(turns)) < 0.05:
                seen[round(turns) % 4] += 1
    return seen.index(max(seen))


class _Letters:
    """The letters of one page, asked of pdfium one by one; the buffers it fills are made once."""

    def __init__(self, text: Any, turn: _Turn) -> None:
        self.text = text.raw
        self.count = max(0, text.count_chars())
        self.turn = turn
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(160), ctypes.c_int()
        self._bold: dict[bytes, bool] = {}

    def codes(self) -> list[int]:
        """The Unicode number of each letter; in one call where that gives a letter for each."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self.text, 0, self.count, buffer)
        codes = list(buffer[: self.count])
        if written != self.count + 1 or any(0xD800 <= code < 0xE000 for code in codes):
            return [raw.FPDFText_GetUnicode(self.text, index) for index in range(self.count)]
        return [_HYPHEN_AT_LINE_END if code == 0xFFFE else code for code in codes]

    def upright(self, index: int) -> bool:
        """Whether the letter stands the way the page is read."""
        angle = raw.FPDFText_GetCharAngle(self.text, index)
        return angle < 0 or math.cos(angle + self.turn.quarter * math.pi / 2) >= 0.999

    def box(self, index: int) -> tuple[float, float, float, float] | None:
        """(x0, top, x1, bottom) of a letter."""
        box = self._box
        if not raw.FPDFText_GetLooseCharBox(self.text, index, box):
            return None
        area = self.turn.area(box.left, box.bottom, box.right, box.top)
        return area if math.isfinite(sum(area)) else None

    def base(self, index: int) -> float | None:
        """The line a letter stands on."""
        if not raw.FPDFText_GetCharOrigin(self.text, index, self._x, self._y):
            return None
        base = self.turn.point(self._x.value, self._y.value)[1]
        return base if math.isfinite(base) else None

    def bold(self, index: int) -> bool:
        """Whether the name of the letter's font says that it is bold."""
        length = raw.FPDFText_GetFontInfo(self.text, index, self._name, 160, self._flags)
        if not 0 < length <= 160:
            return False
        name = self._name.value
        if name not in self._bold:
            self._bold[name] = any(word in name.lower() for word in (b"bold", b"black", b"heavy"))
        return self._bold[name]


def _words(text: Any, turn: _Turn) -> Iterator[Word]:
    page = _Letters(text, turn)
    first, letters = -1, ""
    for index, code in enumerate(page.codes()):
        if code == _HYPHEN_AT_LINE_END:
            yield from _word(page, index if first < 0 else first, index, letters + "-")
            first, letters = -1, ""
        elif code in _SPACES:
            if letters:
                yield from _word(page, first, index - 1, letters)
                first, letters = -1, ""
        elif code not in _UNSEEN:
            first = index if first < 0 else first
            letters += _LIGATURES.get(code) or _letter(code)
    if letters:
        yield from _word(page, first, page.count - 1, letters)


def _letter(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _word(page: _Letters, first: int, last: int, letters: str) -> Iterator[Word]:
    """The word of the letters ``first``–``last``; a raised mark at its end becomes a superscript."""
    if not page.upright(first):
        return
    head, tail = page.box(first), page.box(last)
    if head is None or tail is None:
        return
    size = head[3] - head[1]
    if last > first and _broken(head, tail, len(letters)):
        if letters[-1] in _MARKS and tail[3] - tail[1] < 0.85 * size and tail[0] > head[0]:
            letters = _with_superscript(page, head, first, last, letters)
        elif last - first + 1 == len(letters) < 400:
            yield from _regrouped(page, first, letters)
            return
    base = page.base(first)
    base = head[3] if base is None else base
    inside = _MARK_INSIDE.search(letters)
    if inside and last - first + 1 == len(letters):
        letters = _with_superscript(page, head, first, first + inside.end(1) - 1, letters[: inside.end(1)])
        letters += inside[2]
    wide, high = page.turn.size
    if -2 <= head[0] <= wide and -2 <= base <= high + 2 and size > 0.5:  # a reader sees nothing beyond the edge
        yield Word(letters, head[0], tail[2], head[1], head[3], base, size, page.bold(first))


def _broken(head: tuple[float, float, float, float], tail: tuple[float, float, float, float], count: int) -> bool:
    """Whether the last letter of a word does not stand where it would if the word were written in one go."""
    size = head[3] - head[1]
    return tail[0] - head[0] > count * size or abs(tail[3] - head[3]) > 0.2 * size or tail[0] < head[0] - 1


def _regrouped(page: _Letters, first: int, letters: str) -> Iterator[Word]:
    """Letters that follow one another in the file but do not stand together on the page, as the words seen there."""
    part: list[Word] = []
    for index, letter in enumerate(letters, start=first):
        for word in _word(page, index, index, letter):
            apart = part and (
                abs(word.base - part[-1].base) > 0.2 * word.size
                or not -0.3 * word.size < word.x0 - part[-1].x1 < 0.2 * word.size
            )
            if apart:
                yield _joined(part)
                part = []
            part.append(word)
    if part:
        yield _joined(part)


def _joined(part: list[Word]) -> Word:
    return replace(part[0], text="".join(word.text for word in part), x1=part[-1].x1)


def _with_superscript(
    page: _Letters, head: tuple[float, float, float, float], first: int, last: int, letters: str
) -> str:
    base = page.base(first) or head[3]
    raised = 0
    for index in range(last, first, -1):
        stands = page.base(index)
        if stands is None or stands > base - 0.1 * (head[3] - head[1]) or letters[raised - 1] not in _MARKS:
            break
        raised -= 1
    return letters[:raised] + letters[raised:].translate(_SUPERSCRIPT) if raised else letters


def _drawn(page: Any, turn: _Turn) -> tuple[tuple[Rule, ...], tuple[tuple[float, float, float, float], ...], int]:
    """Ruling lines, boxes of images, and how many pieces of lines and curves are drawn."""
    rules: list[Rule] = []
    pictures: list[tuple[float, float, float, float]] = []
    pieces = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            matrix = _matrix(item)
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                corners = [turn.point(*matrix.on_point(x, y)) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
                xs, ys = [x for x, _ in corners], [y for _, y in corners]
                pictures.append((min(xs), min(ys), max(xs), max(ys)))
                continue
            count = raw.FPDFPath_CountSegments(item.raw)
            pieces += max(1, count)
            if pieces > _MOST_PATHS:
                return (), tuple(pictures), pieces
            rules.extend(_rules_of_path(item, count, matrix, turn))
        except pdfium.PdfiumError:
            continue
    return tuple(rules), tuple(pictures), pieces


def _matrix(item: Any) -> Any:
    """Where the coordinates of a drawn thing lie on the page, through all the forms that hold it."""
    matrix = item.get_matrix()
    while item.container is not None:
        item = item.container
        matrix = matrix.multiply(item.get_matrix())
    return matrix


def _rules_of_path(item: Any, count: int, matrix: Any, turn: _Turn) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item.raw, fill, stroke) or not (fill.value or stroke.value):
        return
    for points in _subpaths(item, count):
        upright = [turn.point(*matrix.on_point(x, y)) for x, y in points]
        xs, ys = [x for x, _ in upright], [y for _, y in upright]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if wide <= _THIN or high <= _THIN:
            yield from _rule(min(xs), min(ys), max(xs), max(ys))
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(upright):
                if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                    yield from _rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _rule(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    wide, high = x1 - x0, y1 - y0
    if high <= _THIN and wide > 2 * _THIN:
        yield Rule(False, (y0 + y1) / 2, x0, x1)
    elif wide <= _THIN and high > 2 * _THIN:
        yield Rule(True, (x0 + x1) / 2, y0, y1)


def _subpaths(item: Any, count: int) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if points:
        yield points
