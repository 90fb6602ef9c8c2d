"""PDF files made for tests: printed tables, logs and letters of invented people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from keymoments.ingest.blocks import Document, Line, Passage, Row
from keymoments.ingest.blocks import Table as ReadTable
from keymoments.ingest.pdf import read_pdf

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
AT_TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
WIDTHS = (62, 80, 260, 60)
HEAD = ("Date", "Type", "Details", "Worker")
LONG = (
    "Visit to the flat with the health visitor. Mother opened the door after some minutes and "
    "said that Ines was asleep. Ines was heard crying upstairs and was brought down by the lodger. "
)
_STYLES = getSampleStyleSheet()
Printed = Sequence[tuple[float, float, str]]


def paragraph(text: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(text, _STYLES[style])


def table(rows: Sequence[Sequence[str]], *style: Any, widths: Sequence[float] = WIDTHS, repeat: int = 0) -> Table:
    cells = [[paragraph(cell) if cell else "" for cell in row] for row in rows]
    return Table(cells, colWidths=widths, repeatRows=repeat, style=[AT_TOP, *style])


def built(path: Path, *story: Flowable, furniture: bool = False) -> Path:
    def print_margins(canvas: Canvas, made: Any) -> None:
        if furniture:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(50, 815, "Northmere Council - case record of Ines T.")
            canvas.drawString(50, 20, "OFFICIAL SENSITIVE  Printed 04/05/2022")
            canvas.drawRightString(545, 20, f"Page {made.page} of 9")

    SimpleDocTemplate(str(path), pagesize=A4).build(list(story), onFirstPage=print_margins, onLaterPages=print_margins)
    return path


def drawn(path: Path, *pages: Printed, font: str = "Helvetica", size: float = 10) -> Path:
    """Pages of texts at places: (x, distance from the top, text)."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        canvas.setFont(font, size)
        for x, top, text in page:
            canvas.drawString(x, A4[1] - top, text)
        canvas.showPage()
    canvas.save()
    return path


def column(texts: Sequence[str], x: float = 50, top: float = 90, step: float = 13) -> Printed:
    return [(x, top + step * index, text) for index, text in enumerate(texts)]


def read(path: Path) -> Document:
    return read_pdf(path, "records/made.pdf")


def rows(document: Document) -> list[Row]:
    return [row for block in document.blocks if isinstance(block, ReadTable) for row in block.rows]


def lines(document: Document) -> list[Line]:
    return [line for block in document.blocks if isinstance(block, Passage) for line in block.lines]


def texts(document: Document) -> list[str]:
    return [line.text for line in lines(document)]
