"""Tables of a Word document as text: thousands of rows in a second, where cell objects take minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONG_ROW = 5000  # characters of XML, about half of them marks
_BREAKS = re.compile("([\n\t])")


class Cell(NamedTuple):
    """A cell: its paragraphs as XML, and its ground as ``#rrggbb`` or nothing."""

    paragraphs: str
    background: str = ""


def style_id(name: str) -> str:
    """The id that python-docx gives a style of this name."""
    return name.replace(" ", "")


def paragraph(style: str, text: str, colour: str = "", *, bold: str = "", mark: str = "") -> str:
    """A paragraph as XML: ``bold`` first, then ``text``; line feeds and tabs kept. Texts hold no control characters.

    ``mark``: what :func:`bookmarked` gave, so that links lead here.
    """
    ink = f'<w:color w:val="{colour[1:]}"/>' if colour else ""
    runs = (run(bold, f"<w:b/>{ink}") if bold else "") + (run(text, ink) if text else "")
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{mark}{runs}</w:p>'


def bookmarked(name: str, number: int) -> str:
    """The XML of a place to which links lead."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/><w:bookmarkEnd w:id="{number}"/>'


def run(text: str, look: str = "") -> str:
    """Words as XML; ``look``: the XML of their looks."""
    parts = [
        "<w:br/>" if part == "\n" else "<w:tab/>" if part == "\t" else f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in _BREAKS.split(text)
        if part
    ]
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(parts)}</w:r>"


def table(caption: str, headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Cell]]) -> str:
    """A whole table as XML; ``widths`` in twentieths of a point. The heading row repeats on every page."""
    edge = 'w:val="single" w:sz="4" w:space="0" w:color="8A8F94"'
    borders = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = (
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(Cell(paragraph("Table heading", heading, "#ffffff"), "#1f2a37"), width)
        for heading, width in zip(headings, widths, strict=True)
    )
    body = "".join(_row("".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True))) for row in rows)
    return (
        f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def _row(cells: str) -> str:
    """A row; one that fills no more than about a third of a page stays on one page."""
    return f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if len(cells) < _LONG_ROW else ''}{cells}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.background[1:]}"/>' if cell.background else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{cell.paragraphs}</w:tc>'
