"""Words of scanned pages and pictures, read by the Tesseract program where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from keymoments.ingest.pdf_words import Rule, Sheet, Word
from keymoments.ingest.scan_rules import without_rules

SECONDS_A_PAGE = 90.0
MOST_PICTURE_PAGES = 500
_DOTS_PER_INCH = 300
_MOST_PIXELS = 16_000_000
_MOST_PIXELS_IN_FILE = 200_000_000
_LEAST_CONFIDENCE = 20.0
_DOUBTFUL_PAGE = 60.0
# One block of text read line by line keeps the rows of a log or table together; columns are found afterwards.
_WHOLE_BLOCK = "6"
_ONLY_DIRECTION = "0"
_BELOW_LINE = frozenset("gjpqy,;()[]{}Q/|@§_")
_TALL = frozenset("bdfhklt0123456789")


class OcrError(Exception):
    """Tesseract is absent, failed or took too long, or the picture is damaged; the text says which."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as Tesseract found it: in pixels, with the line it belongs to."""

    text: str
    line: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    confidence: float

    @property
    def foot(self) -> float:
        """Where the letters stand, without the tails of g and y."""
        high = self.bottom - self.top
        return self.bottom - (0.22 * high if _BELOW_LINE & set(self.text) and high > 0 else 0.0)


def find_tesseract() -> str | None:
    """The path of the Tesseract program, ``None`` where it is not installed."""
    return shutil.which("tesseract")


def read_scanned_page(page: Any, number: int) -> Sheet:
    """Read a pypdfium2 page as a picture; raises :class:`OcrError`."""
    wide, high = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    return _read(picture, number, 1 / scale)


def read_picture_pages(path: Path) -> Iterator[Sheet]:
    """Read a picture file, each page of it (.tif holds several); raises :class:`OcrError`."""
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > _MOST_PIXELS_IN_FILE:
                raise OcrError("the picture is too large")
            for number, frame in enumerate(ImageSequence.Iterator(opened), start=1):
                if number > MOST_PICTURE_PAGES:
                    return
                picture = ImageOps.exif_transpose(frame).convert("L")
                # As if the page were A4: small screenshots are enlarged, photographs made smaller.
                short, long_ = sorted(picture.size)
                page = min(8.27 * _DOTS_PER_INCH / max(1, short), 11.69 * _DOTS_PER_INCH / max(1, long_))
                factor = min(page, (_MOST_PIXELS / max(1, short * long_)) ** 0.5, 4.0)
                size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
                yield _read(picture.resize(size, Image.Resampling.BICUBIC), number, 72 / _DOTS_PER_INCH)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise OcrError("the picture is damaged") from error


def _read(picture: Image.Image, number: int, scale: float) -> Sheet:
    """Read a grey picture; a page lying on its side is turned. ``scale``: points a pixel."""
    asked = _seems_sideways(picture)
    if asked:
        picture = _turned(picture) or picture
    picture = _laid_straight(picture)
    rows, rules = _rows(picture)
    words = list(_words(rows))
    turned = None if asked or _confidence(words) >= _DOUBTFUL_PAGE else _turned(picture)
    if turned is not None:
        turned = _laid_straight(turned)
        again, more_rules = _rows(turned)
        other = list(_words(again))
        if _confidence(other) > _confidence(words):
            picture, words, rules = turned, other, more_rules
    slope = _slope(words)
    return Sheet(
        number,
        picture.width * scale,
        picture.height * scale,
        tuple(_placed(words, slope, scale)),
        tuple(_straight(rule, slope, scale) for rule in rules),
    )


def _laid_straight(picture: Image.Image) -> Image.Image:
    """The picture turned by the small angle at which its lines lie level: where dark and light rows differ most."""
    angle = 0.0
    for width, step, count in ((500, 0.4, 5), (1_000, 0.1, 4), (1_000, 0.03, 3)):
        factor = width / picture.width
        small = picture.resize((width, max(1, round(picture.height * factor))), Image.Resampling.BILINEAR)
        angles = [angle + step * part for part in range(-count, count + 1)]
        angle = max(angles, key=lambda tried: (_levelness(small, tried), -abs(tried)))
    if abs(angle) < 0.04:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _seems_sideways(picture: Image.Image) -> bool:
    """Whether dark and light differ more from column to column than from row to row."""
    small = picture.resize((700, max(1, round(700 * picture.height / picture.width))), Image.Resampling.BILINEAR)
    return _levelness(small.transpose(Image.Transpose.ROTATE_90), 0.0) > 1.5 * _levelness(small, 0.0)


def _levelness(picture: Image.Image, angle: float) -> float:
    turned = picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255) if angle else picture
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return float(sum((below - above) ** 2 for above, below in pairwise(rows)))


def _rows(picture: Image.Image) -> tuple[list[list[str]], list[Rule]]:
    pixels, rules = without_rules(picture.tobytes(), picture.width, picture.height)
    return _table(_tesseract(_greymap(pixels, *picture.size), _WHOLE_BLOCK, "tsv")), rules


def _turned(picture: Image.Image) -> Image.Image | None:
    """The picture upright, ``None`` where it is already or nobody knows."""
    try:
        said = _tesseract(_greymap(picture.tobytes(), *picture.size), _ONLY_DIRECTION)
    except OcrError:
        return None
    turn = next((line.split(":")[1].strip() for line in said.splitlines() if line.startswith("Rotate:")), "0")
    turns = {"90": Image.Transpose.ROTATE_270, "180": Image.Transpose.ROTATE_180, "270": Image.Transpose.ROTATE_90}
    return picture.transpose(turns[turn]) if turn in turns else None


def _greymap(pixels: bytes, wide: int, high: int) -> bytes:
    """The picture in the plainest format there is."""
    return b"P5 %d %d 255\n" % (wide, high) + pixels


def _tesseract(picture: bytes, how: str, *output: str) -> str:
    """Run the program on a picture and return what it wrote."""
    program = find_tesseract()
    if program is None:
        raise OcrError("Tesseract is not installed")
    call = [program, "stdin", "stdout", "--psm", how, "--dpi", str(_DOTS_PER_INCH)]
    call += ["-l", "eng", *output] if how != _ONLY_DIRECTION else []
    settings = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            call, input=picture, capture_output=True, timeout=SECONDS_A_PAGE, env=settings, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OcrError("Tesseract took too long") from error
    except OSError as error:
        raise OcrError("Tesseract could not be started") from error
    if done.returncode != 0:
        raise OcrError("Tesseract failed")
    return done.stdout.decode("utf-8", "replace")


def _table(said: str) -> list[list[str]]:
    """Rows of Tesseract's table: level, page, block, paragraph, line, word, box, confidence, text."""
    rows = [line.split("\t") for line in said.splitlines()[1:]]
    return [row for row in rows if len(row) == 12 and all(cell.lstrip("-").isdigit() for cell in row[:10])]


def _words(rows: Sequence[list[str]]) -> Iterator[_Read]:
    for row in rows:
        text, confidence = row[11].strip(), float(row[10])
        if row[0] != "5":
            continue
        # Ruling lines are gone, so a lone upright stroke is the word; rests of lines cling to other words.
        text = "I" if text == "|" else text.strip("_~|")
        if not text or (confidence < _LEAST_CONFIDENCE and not any(letter.isalnum() for letter in text)):
            continue
        left, top, wide, high = (float(cell) for cell in row[6:10])
        yield _Read(text, tuple(row[1:5]), left, top, left + wide, top + high, confidence)


def _confidence(words: Sequence[_Read]) -> float:
    return sum(word.confidence for word in words) / len(words) if words else 0.0


def _slope(words: Sequence[_Read]) -> float:
    """How far lines fall from left to right, in pixels a pixel: paper rarely lies straight on the glass."""
    lines: dict[tuple[str, ...], list[_Read]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    slopes = []
    for line in lines.values():
        first, last = line[0], line[-1]
        if last.left - first.left > 500:
            slopes.append((last.foot - first.foot) / (last.left - first.left))
    return median(slopes) if len(slopes) >= 3 else 0.0


def _placed(words: Sequence[_Read], slope: float, scale: float) -> Iterator[Word]:
    """Words in points with the sheet laid straight; words of one line share its base line."""
    straight = [
        replace(word, top=word.top - slope * word.left, bottom=word.bottom - slope * word.left) for word in words
    ]
    tall = [w.foot - w.top for w in straight if _TALL & set(w.text) or w.text[:1].isupper()]
    usual = median(tall) if tall else 30.0
    lines: dict[tuple[str, ...], list[_Read]] = {}
    for word in straight:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        foot = median(word.foot for word in line)
        heights = [word.foot - word.top for word in line if _TALL & set(word.text) or word.text[:1].isupper()]
        high = median(heights) if heights else usual
        high = usual if 0.75 * usual < high < 1.3 * usual else high
        for word in line:
            base = foot if abs(word.foot - foot) < 0.5 * high else word.foot
            size = 1.55 * high * scale
            yield Word(
                word.text,
                word.left * scale,
                word.right * scale,
                base * scale - 0.75 * size,
                base * scale + 0.25 * size,
                base * scale,
                size,
                False,
                word.confidence / 100,
            )


def _straight(rule: Rule, slope: float, scale: float) -> Rule:
    middle = (rule.start + rule.end) / 2
    at = rule.at + slope * middle if rule.upright else rule.at - slope * middle
    return Rule(rule.upright, at * scale, rule.start * scale, rule.end * scale)
