"""Read PDF files and pictures of pages into blocks: text as printed, tables with and without rules, scans by OCR."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document
from keymoments.ingest.flow import WHOLE_FILE
from keymoments.ingest.isolation import say
from keymoments.ingest.ocr import OcrError, find_tesseract, read_picture_pages, read_scanned_page
from keymoments.ingest.pdf_blocks import SAMPLE, blocks_of, style_of, words_in_picture
from keymoments.ingest.pdf_words import Sheet, Word, read_sheet

MOST_PAGES = 3_000
SECONDS = 1_500.0
_FEW_LETTERS = 25
_COVERS = 0.5
_MANY_PIECES = 1_000
_LARGE = 0.25
_DAMAGED = (
    "The file is no PDF, or it is damaged.",
    "Open it in a PDF reader and save it again, or ask the agency for a new copy.",
)
_PASSWORD = ("The file is protected by a password.", "Ask the agency for a copy without a password.")
_NEW_COPY = "Ask the agency for a new copy, best as a file with text."
_INSTALL = "Install Tesseract, or ask the agency for a file with text."


def read_pdf(path: Path, file: str) -> Document:
    """Read a PDF file; ``file`` is its name in the case. Scripts, forms' actions and attachments are never run.

    Pages without text are read by OCR where Tesseract is installed. What could not be read stands in ``problems``.
    Raises :class:`~keymoments.errors.UnreadableSource` for what is no PDF, is damaged beyond reading or needs a
    password.
    """
    opened = _opened(path)
    try:
        reading = _Reading(opened, file)
        sheets = reading.sheets()
        sample = [sheet for _, sheet in zip(range(SAMPLE), sheets, strict=False)]
        style = style_of(sample)
        blocks, notes = blocks_of(_chain(sample, sheets), style)
        if opened.count_attachments() > 0:
            reading.problem(
                WHOLE_FILE,
                "Files attached inside the PDF were not read.",
                "Save them from a PDF reader as files of the case.",
            )
        if not blocks and not reading.problems:
            reading.problem(WHOLE_FILE, "The file holds no text.", "Ask the agency for the file again.")
        return Document(file, blocks, (*notes, *reading.comments), tuple(reading.problems))
    except pdfium.PdfiumError as error:
        raise UnreadableSource(*_DAMAGED) from error
    finally:
        opened.close()


def read_picture(path: Path, file: str) -> Document:
    """Read a picture of a page (.png, .jpg, .tif) by OCR, with the same layout as pages of a PDF.

    Without Tesseract the document holds a Problem and no blocks.
    """
    if find_tesseract() is None:
        return Document(file, (), (), (_needs_ocr(file, "page 1"),))
    try:
        sheets = list(read_picture_pages(path))
    except OcrError:
        what = "The picture is damaged or too large, or Tesseract could not read it."
        return Document(file, (), (), (Problem(file, WHOLE_FILE, what, _NEW_COPY),))
    blocks, notes = blocks_of(sheets, style_of(sheets))
    problems = [_no_words(file, f"page {sheet.number}") for sheet in sheets if not sheet.words]
    return Document(file, blocks, notes, tuple(problems))


def _opened(path: Path) -> Any:
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise UnreadableSource(
            "The file cannot be opened.", "Check that it exists and that you may read it."
        ) from error
    if not head.strip():
        raise UnreadableSource("The file is empty.", "Ask the agency for the file again.")
    try:
        opened = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnreadableSource(*(_PASSWORD if locked else _DAMAGED)) from error
    if len(opened) == 0:
        opened.close()
        raise UnreadableSource(*_DAMAGED)
    return opened


def _chain(sample: list[Sheet], rest: Iterator[Sheet]) -> Iterator[Sheet]:
    yield from sample
    yield from rest


class _Reading:
    """One pass over the pages of an open file, collecting what could not be read."""

    def __init__(self, opened: Any, file: str) -> None:
        self.opened = opened
        self.file = file
        self.problems: list[Problem] = []
        self.comments: list[tuple[str, str, str]] = []
        self.deadline = time.monotonic() + SECONDS

    def problem(self, where: str, what: str, how_to_fix: str) -> None:
        self.problems.append(Problem(self.file, where, what, how_to_fix))

    def sheets(self) -> Iterator[Sheet]:
        count = len(self.opened)
        for index in range(min(count, MOST_PAGES)):
            where = f"page {index + 1}"
            if time.monotonic() > self.deadline:
                self.problem(
                    f"pages {index + 1} to {count}",
                    "These pages were not read: reading the file took too long.",
                    "Split the file into smaller ones.",
                )
                return
            try:
                page = self.opened[index]
            except pdfium.PdfiumError:
                self._unreadable(where)
                continue
            try:
                yield self._sheet(page, index + 1)
            except pdfium.PdfiumError:
                self._unreadable(where)
            finally:
                page.close()
            say(index + 1, count)
        if count > MOST_PAGES:
            self.problem(
                f"pages {MOST_PAGES + 1} to {count}",
                f"Only the first {MOST_PAGES:,} pages were read.",
                "Split the file into smaller ones.",
            )

    def _unreadable(self, where: str) -> None:
        self.problem(where, "The page is damaged and could not be read.", "Ask the agency for a new copy of the page.")

    def _sheet(self, page: Any, number: int) -> Sheet:
        sheet = read_sheet(page, number)
        where = f"page {number}"
        if _is_picture(sheet):
            return self._scanned(page, sheet)
        words = self._annotations(page, sheet, where)
        if any(_share(sheet, box) > _LARGE and len(words_in_picture(sheet, box)) < 5 for box in sheet.pictures):
            self.problem(
                where, "A picture on the page was not read.", "Look at it in the file: it may hold words of the record."
            )
        return Sheet(number, sheet.width, sheet.height, (*sheet.words, *words), sheet.rules, sheet.pictures)

    def _scanned(self, page: Any, sheet: Sheet) -> Sheet:
        where = f"page {sheet.number}"
        if find_tesseract() is None:
            self.problems.append(_needs_ocr(self.file, where))
            return sheet
        try:
            read = read_scanned_page(page, sheet.number)
        except OcrError:
            self.problems.append(_needs_ocr(self.file, where))
            return sheet
        if not read.words:
            self.problems.append(_no_words(self.file, where))
        return read

    def _annotations(self, page: Any, sheet: Sheet, where: str) -> list[Word]:
        """What was filled into form fields or typed on the page; notes pinned to it become comments."""
        words: list[Word] = []
        if page.get_rotation() != 0:
            return words
        for index in range(min(2_000, max(0, raw.FPDFPage_GetAnnotCount(page)))):
            note = raw.FPDFPage_GetAnnot(page, index)
            if not note:
                continue
            kind = raw.FPDFAnnot_GetSubtype(note)
            key = b"V" if kind == raw.FPDF_ANNOT_WIDGET else b"Contents"
            text = _annotation_text(note, key)
            if text and kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
                words.extend(_typed(note, text, sheet))
            elif text and kind != raw.FPDF_ANNOT_LINK:
                self.comments.append(("comment", text, where))
            raw.FPDFPage_CloseAnnot(note)
        return words


def _annotation_text(note: Any, key: bytes) -> str:
    if raw.FPDFAnnot_GetValueType(note, key) != raw.FPDF_OBJECT_STRING:
        return ""
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return " \n".join(
        " ".join(line.split()) for line in buffer.raw.decode("utf-16-le", "replace").rstrip("\0").splitlines()
    )


def _typed(note: Any, text: str, sheet: Sheet) -> Iterator[Word]:
    """The text of a field as words in its box, line by line."""
    box = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(note, box):
        return
    size = max((word.size for word in sheet.words[:50]), default=11.0)
    high = abs(box.top - box.bottom)
    top = sheet.height - max(box.top, box.bottom)
    base = top + (0.75 * high if high < 2 * size else size)
    for line in text.splitlines():
        x = min(box.left, box.right) + 1.0
        for word in line.split():
            yield Word(word, x, x + 0.5 * size * len(word), base - size, base, base, size)
            x += 0.5 * size * (len(word) + 0.5)
        base += 1.2 * size


def _share(sheet: Sheet, box: tuple[float, float, float, float]) -> float:
    x0, top, x1, bottom = box
    wide = max(0.0, min(x1, sheet.width) - max(x0, 0.0))
    high = max(0.0, min(bottom, sheet.height) - max(top, 0.0))
    return wide * high / max(1.0, sheet.width * sheet.height)


def _is_picture(sheet: Sheet) -> bool:
    """A page whose text only its picture gives: a scan with stamps in the margins, letters drawn as curves, or
    fonts that do not say which letters they show."""
    letters = "".join(w.text for w in sheet.words if 0.1 * sheet.height < w.base < 0.9 * sheet.height)
    if len(letters) >= _FEW_LETTERS:
        return sum(letter == "\ufffd" or category(letter) in ("Cc", "Co", "Cn") for letter in letters) > 0.3 * len(
            letters
        )
    return sum(_share(sheet, box) for box in sheet.pictures) >= _COVERS or (not letters and sheet.pieces > _MANY_PIECES)


def _needs_ocr(file: str, where: str) -> Problem:
    return Problem(file, where, "needs OCR: the page is a picture without text", _INSTALL)


def _no_words(file: str, where: str) -> Problem:
    return Problem(
        file, where, "No words could be read on this page.", "Look at it in the file; ask for a clearer copy."
    )
