"""HTML of saved pages and e-mails into lines and tables: what a reader would see, and how deep it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

_NEVER = {
    "script",
    "style",
    "head",
    "title",
    "meta",
    "link",
    "noscript",
    "template",
    "object",
    "iframe",
    "svg",
    "select",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "hr"}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text, or the rows of a table. ``depth``: how many quotations it stands in."""

    text: str = ""
    depth: int = 0
    level: int = 0
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    indent: int = 0


def read_markup(text: str) -> tuple[Piece, ...]:
    """The lines and tables of an HTML text, in order; scripts, styles and hidden parts left out. Never raises."""
    parser = lxml_html.HTMLParser(  # the text was decoded already: what its meta tag says no longer holds
        no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return ()
    writer = _Writer()
    for event, element in _walk(root):
        writer.take(event, element)
    writer.break_line()
    return _tidy(writer.pieces)


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Starts and ends of elements, in order, without the parts nobody sees; a data table comes whole."""
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        if event == "end":
            yield event, element
            continue
        if not isinstance(element.tag, str) or element.tag in _NEVER or _hidden(element):
            yield "skip", element
            continue
        if element.tag == "table" and is_data_table(element):
            yield "table", element
            continue
        yield "start", element
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element))


def _hidden(element: Any) -> bool:
    style = _SPACE.sub("", (element.get("style") or "").casefold())
    return element.get("hidden") is not None or "display:none" in style or "mso-hide:all" in style


def is_data_table(table: Any) -> bool:
    """Whether a table holds rows of data, and is no frame that lays out a page or an e-mail."""
    if table.find(".//table") is not None:
        return False
    rows = [len(row.findall("td") + row.findall("th")) for row in table.iter("tr")]
    return sum(1 for cells in rows if cells > 1) > 1


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    rows = []
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            cells.append("\n".join(piece.text for piece in _cell_lines(cell) if piece.text))
            cells.extend([""] * (min(_span(cell), 200) - 1))
        rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _span(cell: Any) -> int:
    written = (cell.get("colspan") or "1").strip()
    return max(1, int(written)) if written.isdecimal() and len(written) < 4 else 1


def _cell_lines(cell: Any) -> tuple[Piece, ...]:
    writer = _Writer()
    for event, element in _walk(cell):
        writer.take(event, element)
    writer.break_line()
    return tuple(writer.pieces)


class _Writer:
    """Collects the text of elements into lines as a browser would lay them out."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._words: list[str] = []
        self._bold_words: list[bool] = []
        self._depth = self._level = self._bold = self._pre = self._list = 0
        self._root: Any = None

    def take(self, event: str, element: Any) -> None:
        """Take one event of :func:`_walk`; text after an element belongs to what holds it."""
        if self._root is None:
            self._root = element
        if event == "start":
            self._start(element)
            self._text(element.text)
            return
        if event == "table":
            self.break_line()
            self.pieces.append(Piece(rows=_rows(element), depth=self._depth))
        elif event == "end":
            self._end(element)
        if element is not self._root:
            self._text(element.tail)

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            self.break_line()
        if tag in _PARAGRAPHS:
            self._blank()
        if tag == "hr":
            self.pieces.append(Piece(text="________________________________", depth=self._depth))
        self._depth += tag == "blockquote" and not _only_indents(element)
        self._bold += tag in _BOLD or "font-weight:bold" in _SPACE.sub("", element.get("style") or "")
        self._pre += tag == "pre"
        self._list += tag in ("ul", "ol")
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.break_line()
        if tag in _PARAGRAPHS:
            self._blank()
        if tag == "td" or tag == "th":
            self._text(" ")
        self._depth -= tag == "blockquote" and not _only_indents(element)
        self._bold -= tag in _BOLD or "font-weight:bold" in _SPACE.sub("", element.get("style") or "")
        self._pre -= tag == "pre"
        self._list -= tag in ("ul", "ol")
        if re.fullmatch("h[1-6]", tag):
            self._level = 0

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *others = text.split("\n")
            self._add(first)
            for line in others:
                self.break_line(keep=True)
                self._add(line)
            return
        self._add(_SPACE.sub(" ", text))

    def _add(self, text: str) -> None:
        self._words.append(text)
        if text.strip():
            self._bold_words.append(self._bold > 0)

    def _blank(self) -> None:
        if self.pieces and (self.pieces[-1].text or self.pieces[-1].rows):
            self.pieces.append(Piece(depth=self._depth))

    def break_line(self, keep: bool = False) -> None:
        """End the line; an empty one is left out unless ``keep``."""
        text = "".join(self._words)
        text = text.rstrip() if self._pre else _SPACE.sub(" ", text).strip(" \n\t")
        if text.strip("\u00a0 ") or keep or (self._words and "\u00a0" in text):
            self.pieces.append(
                Piece(
                    text=text.replace("\u00a0", " ").rstrip(),
                    depth=self._depth,
                    level=self._level,
                    bold=bool(self._bold_words) and all(self._bold_words),
                    indent=4 * max(0, self._list - 1),
                )
            )
        self._words, self._bold_words = [], []


def _only_indents(element: Any) -> bool:  # Outlook's "increase indent" is a blockquote with a margin on its left
    return "margin-right:0" in _SPACE.sub("", element.get("style") or "") and element.get("type") != "cite"


def _tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text and not piece.rows and (not kept or (not kept[-1].text and not kept[-1].rows)):
            continue
        kept.append(piece)
    while kept and not kept[-1].text and not kept[-1].rows:
        kept.pop()
    return tuple(kept)
