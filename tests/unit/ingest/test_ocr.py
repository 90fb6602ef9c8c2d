"""Scanned pages and pictures: read by Tesseract with the layout of printed ones, or named as not read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from keymoments.ingest import ocr, pdf
from keymoments.ingest.ocr import find_tesseract
from keymoments.ingest.pdf import read_pdf, read_picture
from keymoments.ingest.scan_rules import without_rules

from .made_pdf import GRID, HEAD, built, drawn, lines, read, rows, table, texts

needs_tesseract = pytest.mark.skipif(find_tesseract() is None, reason="Tesseract is not installed")
LOG = [
    (50.0, 90.0, "18/11/2018 20:47 INC 0412 DOMESTIC"),
    (70.0, 104.0, "Caller reports raised voices from the flat above."),
    (70.0, 118.0, "Girl of five seen asleep by officers."),
]


def photographed(made: Path, *, lean: float = 0.0, size: float = 1.0) -> Image.Image:
    opened = pypdfium2.PdfDocument(made)
    try:
        picture = opened[0].render(scale=200 / 72 * size).to_pil().convert("L")
    finally:
        opened.close()
    return picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.5))


def scanned(made: Path, to: Path, *, lean: float = 0.0) -> Path:
    canvas = Canvas(str(to), pagesize=A4)
    canvas.drawImage(ImageReader(photographed(made, lean=lean)), 0, 0, *A4)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(40, 15, "Bundle page 12")
    canvas.save()
    return to


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return drawn(tmp_path / "log.pdf", LOG, size=11)


@needs_tesseract
def test_scanned_table_that_lies_askew_keeps_rows_and_columns(tmp_path: Path) -> None:
    body = [
        HEAD,
        ("04/03/2019", "Visit", "Ines seen alone in the kitchen and spoke of school.", "Reyes"),
        ("11/03/2019", "Phone", "Mother rang, the boiler is mended and the room is warm.", "Reyes"),
        ("", "Letter", "Sent to the landlord on the same day.", "Lall"),
    ]
    made = built(tmp_path / "a.pdf", table(body, GRID))
    found = rows(read(scanned(made, tmp_path / "scan.pdf", lean=0.6)))
    assert [row.cells for row in found] == body
    assert all(row.confidence is not None and 0.7 < row.confidence <= 1 for row in found)


@needs_tesseract
def test_scanned_log_keeps_lines_and_indents(tmp_path: Path, log: Path) -> None:
    document = read(scanned(log, tmp_path / "scan.pdf"))
    assert texts(document) == [text for _, _, text in LOG]
    assert [round(line.indent, -1) for line in lines(document)] == [0, 20, 20]
    assert all(line.confidence and line.level == 0 for line in lines(document))
    assert document.problems == ()


@needs_tesseract
def test_screenshot_handed_in_is_read(tmp_path: Path, log: Path) -> None:
    picture = tmp_path / "a.jpg"
    photographed(log, size=0.7).crop((0, 0, 1100, 400)).save(picture)
    assert texts(read_picture(picture, "records/a")) == [text for _, _, text in LOG]


@needs_tesseract
def test_every_page_of_a_tif_is_read(tmp_path: Path, log: Path) -> None:
    page = photographed(log).crop((0, 100, 1500, 500))
    page.save(tmp_path / "a.tif", save_all=True, append_images=[page])
    found = lines(read_picture(tmp_path / "a.tif", "a.tif"))
    assert {line.where.split(",")[0] for line in found} == {"page 1", "page 2"}


@needs_tesseract
def test_damaged_picture_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    (problem,) = read_picture(tmp_path / "a.png", "a.png").problems
    assert "damaged" in problem.what


def test_without_tesseract_each_scanned_page_is_named(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_tesseract", lambda: None)
    made = scanned(log, tmp_path / "scan.pdf")
    (problem,) = read_pdf(made, "records/scan.pdf").problems
    assert (problem.file, problem.where) == ("records/scan.pdf", "page 1")
    assert problem.what == "needs OCR: the page is a picture without text"
    assert "Install Tesseract" in problem.how_to_fix


def test_pictures_without_tesseract_are_a_problem(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_tesseract", lambda: None)
    photographed(log).save(tmp_path / "a.png")
    document = read_picture(tmp_path / "a.png", "a.png")
    assert document.blocks == ()
    assert [problem.where for problem in document.problems] == ["page 1"]


def test_tesseract_that_hangs_is_a_problem_of_the_page(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 1)

    monkeypatch.setattr(pdf, "find_tesseract", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr(ocr, "find_tesseract", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr(ocr.subprocess, "run", hang)
    document = read(scanned(log, tmp_path / "scan.pdf"))
    assert [problem.where for problem in document.problems] == ["page 1"]


def test_large_picture_beside_text_is_named(tmp_path: Path, log: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(50, 780, "Seen at home, letter of the landlord copied below for the file.")
    canvas.drawImage(ImageReader(photographed(log)), 50, 100, 450, 400)
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert texts(document) == ["Seen at home, letter of the landlord copied below for the file."]
    assert [problem.what for problem in document.problems] == ["A picture on the page was not read."]


def test_ruling_lines_are_found_and_wiped_but_letters_stay() -> None:
    wide, high = 400, 300
    pixels = bytearray(b"\xff" * (wide * high))
    pixels[50 * wide + 20 : 50 * wide + 380] = bytes(360)  # a line across
    for y in range(20, 280):
        pixels[y * wide + 100] = 0  # a line down
    for y in range(150, 170):
        pixels[y * wide + 200 : y * wide + 210] = bytes(10)  # a letter
    clean, rules = without_rules(bytes(pixels), wide, high)
    assert {(rule.upright, rule.at) for rule in rules} == {(False, 50), (True, 100)}
    assert clean.count(0) == 200


@needs_tesseract
def test_scan_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    many = [(50.0, 90.0 + 16 * n, f"Contact {n}: the boy was seen in class and spoke of home.") for n in range(20)]
    page = photographed(drawn(tmp_path / "a.pdf", many, size=11)).transpose(Image.Transpose.ROTATE_90)
    page.save(tmp_path / "a.png")
    assert texts(read_picture(tmp_path / "a.png", "a.png"))[:2] == [many[0][2], many[1][2]]


def test_page_whose_letters_are_drawn_as_curves_needs_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_tesseract", lambda: None)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for n in range(400):
        canvas.bezier(50 + n, 500, 52 + n, 510, 54 + n, 510, 56 + n, 500)
    canvas.save()
    assert [problem.where for problem in read(tmp_path / "a.pdf").problems] == ["page 1"]
