"""Words of scanned pages and pictures, read by the Tesseract program where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2.raw as raw

from keymoments.ingest.pdf_words import Sheet, Word

SECONDS_A_PAGE = 90.0
_DOTS_PER_INCH = 300
_MOST_PIXELS = 20_000_000
_LEAST_CONFIDENCE = 20.0
# One block of text read line by line keeps the rows of a log or table together; columns are found afterwards.
_WHOLE_BLOCK = "6"


class OcrError(Exception):
    """Tesseract is absent, failed or took too long; the text says which."""


def find_tesseract() -> str | None:
    """The path of the Tesseract program, ``None`` where it is not installed."""
    return shutil.which("tesseract")


def read_scanned_page(page: Any, number: int) -> Sheet:
    """Read a pypdfium2 page as a picture; raises :class:`OcrError`."""
    wide, high = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture = _portable_greymap(bitmap)
    finally:
        bitmap.close()
    found = _tesseract(["stdin"], picture)
    words = [word for _, word in _words(found, 1 / scale)]
    return Sheet(number, wide, high, tuple(words))


def read_picture_pages(path: Path) -> Iterator[Sheet]:
    """Read a picture file, each page of it (.tif holds several); raises :class:`OcrError`."""
    found = _tesseract([str(path.absolute())], None)
    sizes = {int(row[1]): (float(row[8]), float(row[9])) for row in found if row[0] == "1"}
    for number, (wide, high) in sorted(sizes.items()):
        scale = 595.0 / max(1.0, min(wide, high))
        words = tuple(word for page, word in _words(found, scale) if page == number)
        yield Sheet(number, wide * scale, high * scale, words)


def _portable_greymap(bitmap: Any) -> bytes:
    """The picture in the plainest format there is, so that no other library has to write it."""
    wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
    if bitmap.format != raw.FPDFBitmap_Gray:
        raise OcrError("the page could not be drawn")
    data = bytes(bitmap.buffer)
    rows = data if stride == wide else b"".join(data[y * stride : y * stride + wide] for y in range(high))
    return b"P5 %d %d 255\n" % (wide, high) + rows


def _tesseract(source: list[str], picture: bytes | None) -> list[list[str]]:
    """Run the program; rows of its table of levels, boxes, confidences and words."""
    program = find_tesseract()
    if program is None:
        raise OcrError("Tesseract is not installed")
    call = [program, *source, "stdout", "--psm", _WHOLE_BLOCK, "-l", "eng", "--dpi", str(_DOTS_PER_INCH), "tsv"]
    settings = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # the program's own absolute path, fixed arguments, no shell
            call, input=picture, capture_output=True, timeout=SECONDS_A_PAGE, env=settings, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OcrError("Tesseract took too long") from error
    except OSError as error:
        raise OcrError("Tesseract could not be started") from error
    if done.returncode != 0:
        raise OcrError("Tesseract failed")
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    return [row for row in rows if len(row) == 12 and all(cell.lstrip("-").isdigit() for cell in row[:10])]


def _words(rows: list[list[str]], scale: float) -> Iterator[tuple[int, Word]]:
    """Words with boxes in points. Words of one line stand on one base line, whatever their letters' tails."""
    lines: dict[tuple[str, ...], tuple[float, float]] = {}
    for row in rows:
        if row[0] == "4":
            top, high = float(row[7]) * scale, float(row[9]) * scale
            lines[tuple(row[1:5])] = (top, top + high)
    for row in rows:
        text = row[11].strip()
        confidence = float(row[10])
        if row[0] != "5" or not text or confidence < _LEAST_CONFIDENCE or not text.strip("|_—-[]"):
            continue
        left, top, wide, high = (float(cell) * scale for cell in row[6:10])
        line_top, line_bottom = lines.get(tuple(row[1:5]), (top, top + high))
        del line_top
        base = min(line_bottom, top + high)
        yield int(row[1]), Word(text, left, left + wide, top, top + high, base, high, False, confidence / 100)
