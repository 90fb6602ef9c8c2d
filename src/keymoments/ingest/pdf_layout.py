"""Lines of a page as a reader sees them, the text of a cell, and the furniture of pages that is no record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from keymoments.ingest.pdf_words import Sheet, Word

# Whole words of one to three letters that may begin a line; another short piece is the end of a broken word.
_SMALL_WORDS = re.compile(
    "a|i|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we|am|pm|re|the|and|any|are|but|can|dad|"
    "did|due|for|get|got|had|has|her|him|his|how|its|led|let|may|met|mum|nan|not|now|off|old|one|our|out|own|per|"
    "ran|saw|say|see|set|she|six|ten|too|two|use|via|was|way|who|why|yet|you"
)
_HYPHENATED = re.compile(r"[^\W_]-$")
# A gap wider than this (in heights of the letters) parts columns; a wide space of justified text stays below.
COLUMN_GAP = 0.8
# OCR measures the ink, not the letter with the room beside it.
COLUMN_GAP_OF_INK = 1.1
# A step this much larger than the usual one is a gap between paragraphs.
PARAGRAPH_GAP = 1.3
_MARGIN = 0.12
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", _SUPERSCRIPTS)
_PLAIN = str.maketrans(_SUPERSCRIPTS, "0123456789")
_RAISED_END = re.compile(rf"[{_SUPERSCRIPTS}]+(?=[.,;:)]*$)")
_PAGE_WORD = r"(?:pages?|pg|p\.?|tudalen|tud\.?|side|sheet)"
_DATE = r"(?:\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?[ \-][^\W\d]{3,9}[ \-,]+\d{2,4}|\d{4}-\d\d-\d\d)"
_PAGE_OF = r"\s*\d{1,4}(?:\s*(?:of|/|o|allan o)\s*\d{1,4})?"
_PAGE_NUMBER = re.compile(
    rf"\W*(?:{_PAGE_WORD}{_PAGE_OF}|\d{{1,4}}\s*(?:of|/|o)\s*\d{{1,4}}|[-–|]\s*\d{{1,4}}\s*[-–|])\W*",
    re.IGNORECASE,
)
_PAGE_PIECE = re.compile(rf"\b{_PAGE_WORD}{_PAGE_OF}\W*$", re.IGNORECASE)
_PRINTED = re.compile(rf"\b(?:printed|print date|date printed|argraffwyd)\b.{{0,12}}?{_DATE}", re.IGNORECASE)
_PRINTED_PIECE = re.compile(rf"\b(?:printed|print date|date printed|argraffwyd)\b.{{0,12}}?{_DATE}.*$", re.IGNORECASE)
_WHOLE_DATE = re.compile(
    r"\d{1,2}([./\-])\d{1,2}\1(?:\d{2}|\d{4})|\d{1,2}[ \-]?[^\W\d]{3,9}[ \-]?(?:\d{2}|\d{4})|\d{4}-\d\d-\d\d"
)
_NOTE = re.compile(rf"(\d{{1,2}}|[*†‡§]|[{_SUPERSCRIPTS}]+)\s*(?=[^\W\d_]|['\"(\[‘“])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PageLine:
    """Words that stand on one line, from left to right. ``number``: as a person would count on the page, from 1.

    ``base``: where it stands, from the top of the page; ``size``: height of its letters' boxes.
    """

    words: tuple[Word, ...]
    page: int
    number: int
    base: float
    size: float

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def bold(self) -> bool:
        """All words are bold."""
        return all(word.bold for word in self.words)

    @property
    def confidence(self) -> float | None:
        """Mean confidence of its words where they were read by OCR."""
        return confidence_of(self.words)

    def segments(self) -> Iterator[tuple[Word, ...]]:
        """Groups of words with a gap as wide as a column's between them."""
        part: list[Word] = []
        gap = self.size * (COLUMN_GAP if self.words[0].confidence is None else COLUMN_GAP_OF_INK)
        for word in self.words:
            if part and word.x0 - part[-1].x1 > gap:
                yield tuple(part)
                part = []
            part.append(word)
        yield tuple(part)


def confidence_of(words: Iterable[Word]) -> float | None:
    """Mean confidence of words, ``None`` where the file itself gives the text."""
    known = [word.confidence for word in words if word.confidence is not None]
    return round(sum(known) / len(known), 2) if known else None


def lines_of(words: Iterable[Word], page: int) -> list[PageLine]:
    """Put the words of a page (or of a cell) into lines from top to bottom; numbers count from 1."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        near = next((row for row in reversed(rows[-4:]) if _same_line(row, word)), None)
        if near is None:
            rows.append([word])
        else:
            near.append(word)
    rows = _with_raised_marks(rows)
    largest = [max(row, key=lambda word: word.size) for row in rows]
    lines: list[PageLine] = []
    for most, row in sorted(zip(largest, rows, strict=True), key=lambda pair: pair[0].base):
        kept = _once(sorted(row, key=lambda word: word.x0))
        lines.append(PageLine(kept, page, len(lines) + 1, most.base, most.size))
    return lines


def _same_line(row: Sequence[Word], word: Word) -> bool:
    smaller = min(row[0].size, word.size)
    return abs(row[0].base - word.base) <= 0.3 * smaller


def _with_raised_marks(rows: list[list[Word]]) -> list[list[Word]]:
    """Raised footnote marks that stand as words of their own join the line they belong to."""
    kept: list[list[Word]] = []
    for index, row in enumerate(rows):
        host = next(
            (
                other
                for other in rows[index + 1 : index + 2]
                if all(word.size <= 0.8 * other[0].size and len(word.text) <= 3 for word in row)
                and other[0].top - 1 <= row[0].base <= other[0].base
            ),
            None,
        )
        if host is None:
            kept.append(row)
            continue
        for mark in row:
            before = [word for word in host if abs(word.x1 - mark.x0) < 0.25 * word.size]
            raised = mark.text.translate(_RAISED)
            if before:
                host[host.index(before[0])] = replace(before[0], text=before[0].text + raised, x1=mark.x1)
            else:
                host.append(replace(mark, text=raised))
    return kept


def _once(row: Sequence[Word]) -> tuple[Word, ...]:
    """Without words printed twice on one spot (a way of making letters bold); pieces that touch become one word."""
    kept: list[Word] = []
    for word in row:
        near = kept[-1] if kept else None
        if near is None:
            kept.append(word)
        elif word.confidence is None and abs(word.x0 - near.x1) < 0.06 * min(word.size, near.size):
            kept[-1] = replace(near, text=near.text + word.text, x1=word.x1)
        elif near.text != word.text or word.x0 - near.x0 >= 0.15 * word.size:
            kept.append(word)
    return tuple(kept)


def usual_step(lines: Sequence[PageLine]) -> float:
    """The usual distance between lines, in heights of their letters (1.05 where too few lines tell)."""
    steps = [
        round((below.base - above.base) / above.size, 1)
        for above, below in pairwise(lines)
        if above.page == below.page
        and 0.7 * above.size < below.base - above.base < 3 * above.size
        and abs(above.size - below.size) < 0.15 * above.size
    ]
    counts = Counter(steps)
    # Lists of one-line items have more paragraph gaps than line steps: take the smallest step that is common.
    common = [step for step, count in counts.items() if _around(counts, step) >= max(2, 0.15 * len(steps)) and count]
    return min(common, default=1.05)


def _around(counts: Counter[float], step: float) -> int:
    return sum(count for other, count in counts.items() if abs(other - step) < 0.11)


def run_together(above: str, below: str) -> str:
    """Text that the end of a line or page broke, whole again: a hyphenated word without a space in it."""
    if above.endswith("\u00ad"):
        return above[:-1] + below
    # "?fracture" broken after its doubt: no question mark stands after a space otherwise.
    if re.search(r"(?:^|\s)[(\[]?\?+$", above):
        return above + below
    # "pre- and post-natal" keeps its space.
    if _HYPHENATED.search(above) and below[:1].isalnum() and not re.match(r"(?:and|or|to)\b", below):
        return above + below
    return f"{above} {below}" if above and below else above or below


def cell_text(lines: Sequence[PageLine], right: float, step: float) -> str:
    """The lines of a cell as one text: wrapping becomes a space, breaks the writer made stay line breaks.

    ``right``: how far lines may run in this column. A line that ends so early that the next word would have
    fitted with room to spare was ended by the writer.
    """
    text = ""
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        if before is None:
            text = line.text
        elif _broken_date(before, line) or _broken_word(before, line, right):
            text += line.text
        elif not _HYPHENATED.search(text) and _parted(before, line, right, step):
            text += "\n" + line.text
        else:
            text = run_together(text, line.text)
    return text


def _broken_date(before: PageLine, line: PageLine) -> bool:
    """Whether a column too narrow for a date broke it ("12/03/201" above "9")."""
    above, below = before.words[-1].text, line.words[0].text
    if len(line.words) > 1 or len(before.words) > 1 or not _WHOLE_DATE.fullmatch(above + below):
        return False
    return not _WHOLE_DATE.fullmatch(above) or (above[-2:] in ("19", "20") and re.fullmatch(r"\d\d", below) is not None)


def _broken_word(before: PageLine, line: PageLine, right: float) -> bool:
    """Whether a column too narrow for a word broke it ("backgroun" above "d.")."""
    rest = line.words[0].text
    if len(before.words) > 1 or before.x1 < right - 0.5 * before.size:
        return False
    letters = rest.rstrip(".,;:!?)'\"’")
    return not letters or (
        before.text[-1].isalpha() and len(letters) <= 3 and letters.islower() and not _SMALL_WORDS.fullmatch(letters)
    )


def _parted(before: PageLine, line: PageLine, right: float, step: float) -> bool:
    size = before.size
    if before.page == line.page and line.base - before.base > PARAGRAPH_GAP * step * size:
        return True
    first = line.words[0]
    room = right - before.x1 - 0.3 * size - (first.x1 - first.x0)
    if re.search(r"[.!?][)'\"’”]?$", before.text) and re.match(r"\d{1,2}[./]\d{1,2}\b", line.text):
        return room > 0.3 * size  # a second dated note in one cell: less room is enough to tell
    return room > max(1.5 * size, 0.12 * (right - min(before.x0, line.x0)))


def body_size(lines: Iterable[PageLine]) -> float:
    """Height of the letters most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Running titles and page numbers: text (numbers left out) → where it stands on the page."""

    running: tuple[tuple[str, float], ...] = ()

    def body(self, sheet: Sheet, lines: Sequence[PageLine]) -> list[PageLine]:
        """The lines of a page without those that belong to the paper and not to the record."""
        first, last = 0, len(lines)
        while first < last and self._dropped(sheet, lines, first, top=True):
            first += 1
        while last > first and self._dropped(sheet, lines, last - 1, top=False):
            last -= 1
        return list(lines[first:last])

    def _dropped(self, sheet: Sheet, lines: Sequence[PageLine], index: int, *, top: bool) -> bool:
        line = lines[index]
        if not _in_margin(sheet, line, top=top):
            return False
        if any(key == _pattern(line.text) and abs(line.base - base) < 6 for key, base in self.running):
            return True
        text = line.text
        if _PAGE_NUMBER.fullmatch(text):
            return True
        neighbour = index + 1 if top else index - 1
        gap = abs(lines[neighbour].base - line.base) if 0 <= neighbour < len(lines) else sheet.height
        alone = gap > 1.9 * line.size
        if alone and text.isdigit() and len(text) <= 4:
            return True
        stamped = _PAGE_PIECE.search(text) or (_PRINTED.search(text) and not re.match(_DATE, text))
        return bool(alone and stamped and len(text) <= 120 and not top) or bool(
            alone and top and stamped and len(text) <= 120 and line.base < 0.07 * sheet.height
        )


def _in_margin(sheet: Sheet, line: PageLine, *, top: bool) -> bool:
    return line.base < _MARGIN * sheet.height if top else line.base > (1 - _MARGIN) * sheet.height


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def find_furniture(pages: Sequence[tuple[Sheet, Sequence[PageLine]]]) -> Furniture:
    """Lines in the margins that come again at the same place on most pages with only the page number changing."""
    seen: dict[tuple[str, bool], list[tuple[Sheet, PageLine]]] = {}
    for sheet, lines in pages:
        for top in (True, False):
            for line in lines[:6] if top else lines[-6:]:
                if _in_margin(sheet, line, top=top) and not _heads_columns(line, lines):
                    seen.setdefault((_pattern(line.text), top), []).append((sheet, line))
    enough = max(2, 0.4 * len(pages))
    running: list[tuple[str, float]] = []
    for (key, _), found in seen.items():
        place = median(line.base for _, line in found)
        near = [line for _, line in found if abs(line.base - place) < 6]
        numbered = any(line.text != near[0].text for line in near)
        outer = min(place, found[0][0].height - place) < 0.07 * found[0][0].height
        if numbered and not outer and not _PAGE_PIECE.search(near[0].text):
            continue  # "Visit 1", "Visit 2" at the top of pages are headings of the record
        if len({line.page for line in near}) >= enough and _only_page_numbers_change(near) and not _dates(near):
            running.append((key, place))
    return Furniture(tuple(running))


def _dates(lines: Sequence[PageLine]) -> bool:
    """Whether the line carries a date of the record ("Date: 21 January 2019") and not of the print."""
    text = lines[0].text
    return bool(re.search(_DATE, text)) and not _PRINTED.search(text) and not _PAGE_PIECE.search(text)


def _only_page_numbers_change(lines: Sequence[PageLine]) -> bool:
    first = lines[0]
    for line in lines[1:]:
        was, now = (re.findall(r"\d+", one.text) for one in (first, line))
        changed = [int(b) - int(a) for a, b in zip(was, now, strict=True) if a != b and len(a) < 6 and len(b) < 6]
        if any(step != line.page - first.page for step in changed) or len(changed) > 1:
            return False
    return True


def _heads_columns(line: PageLine, lines: Sequence[PageLine]) -> bool:
    """Whether the line is the heading row of columns below it, which print programs repeat on each page."""
    starts = [segment[0].x0 for segment in line.segments()]
    if len(starts) < 2:
        return False
    below = [segment[0].x0 for other in lines if other.base > line.base for segment in other.segments()]
    met = sum(sum(abs(start - x) < 3 for x in below) >= 3 for start in starts[1:])
    return met >= 1


def footnotes_of(lines: list[PageLine], body: float) -> tuple[list[PageLine], list[tuple[str, str, str]]]:
    """Part notes at the foot of a page from the rest: lines kept, (mark, text, where).

    A note begins with a mark that stands raised in the text above, or is in small print.
    """
    start = _first_note(lines, body)
    if not 0 < start < len(lines):
        return lines, []
    notes: list[list[str]] = []
    for line in lines[start:]:
        match = _NOTE.fullmatch(line.text)
        if match:
            notes.append([match[1].translate(_PLAIN), match[2]])
        else:
            notes[-1][1] += " " + line.text
    marks = {mark for mark, _ in notes}
    kept = [replace(line, words=tuple(_unmarked(word, marks) for word in line.words)) for line in lines[:start]]
    return kept, [(mark, text, f"page {lines[start].page}") for mark, text in notes]


def _first_note(lines: Sequence[PageLine], body: float) -> int:
    raised = {
        found[0].translate(_PLAIN) for line in lines for word in line.words if (found := _RAISED_END.search(word.text))
    }
    for index in range(max(1, len(lines) - 15), len(lines)):
        match = _NOTE.fullmatch(lines[index].text)
        if match and match[1].translate(_PLAIN) in raised and not re.match(_DATE, lines[index].text):
            return index
    start = len(lines)
    while start and lines[start - 1].size <= 0.93 * body:
        start -= 1
    while start < len(lines) and not _NOTE.fullmatch(lines[start].text):
        start += 1
    return start


def _unmarked(word: Word, marks: Collection[str]) -> Word:
    """A word without the raised mark of a note that is known: the mark is no part of the sentence."""
    found = _RAISED_END.search(word.text)
    if found is None or found.start() == 0 or found[0].translate(_PLAIN) not in marks:
        return word
    return replace(word, text=word.text[: found.start()] + word.text[found.end() :])


def note_in_stamp(line: PageLine) -> tuple[str, str, str] | None:
    """The note beside a print stamp at the foot ("1 Third party information removed. Printed 3/4/2019")."""
    text = _PAGE_PIECE.sub("", _PRINTED_PIECE.sub("", line.text)).strip()
    match = _NOTE.fullmatch(text)
    return (match[1], match[2], f"page {line.page}") if match else None
