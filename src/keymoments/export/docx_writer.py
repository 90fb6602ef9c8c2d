"""Writes a Word document from headings, sentences with links and tables, as text that goes in when it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from keymoments.analysis.layout import shown
from keymoments.export.docx_table import bookmarked, run, style_id
from keymoments.export.linked import Line

BULLET = "List Bullet"
_LINK = '<w:color w:val="1A4F8B"/><w:u w:val="single"/>'
_MARK = '<w:shd w:val="clear" w:color="auto" w:fill="FFF2B3"/>'
_PLACE = "keymoments-body"
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")


class Bookmarks:
    """The places of a document by name: Word allows letters, figures and low lines, forty at most."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = {entry: f"entry_{number}" for number, entry in enumerate(entries, 1)}
        self._numbers: dict[str, int] = {}

    def entry(self, entry: str) -> str:
        """The name of an entry's place, or nothing where it has none."""
        return self._entries.get(entry, "")

    @staticmethod
    def place(place: str) -> str:
        """The name of another place of the report."""
        return _NO_NAME.sub("_", place)[:40]

    def start(self, name: str) -> str:
        """The XML that puts a place here; each name once."""
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return bookmarked(name, number)


def linked(parts: Line, bookmarks: Bookmarks) -> str:
    """The runs of a sentence as XML, with its links."""
    made = []
    for part in parts:
        name = bookmarks.entry(part.entry) if part.entry else bookmarks.place(part.place) if part.place else ""
        text = shown(part.text)
        words = run(text, _LINK if name else _MARK if part.mark else "")
        made.append(f"<w:hyperlink w:anchor={quoteattr(name)}>{words}</w:hyperlink>" if name else words)
    return "".join(made)


class WordWriter:
    """Puts headings, sentences and tables at the end of a document, in order.

    The text goes in when the file is saved (:meth:`filled`): lxml takes minutes to move 20,000 rows into another tree.
    """

    def __init__(self, document: Any, bookmarks: Bookmarks) -> None:
        self.bookmarks = bookmarks
        self._body = document.element.body
        self._texts: list[str] = []

    def heading(self, text: str, level: int, place: str = "") -> None:
        """A heading; ``place``: the place of the report that it is."""
        mark = self.bookmarks.start(self.bookmarks.place(place)) if place else ""
        self.add(f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{mark}{run(shown(text))}</w:p>')

    def text(self, text: str) -> None:
        """A paragraph of plain words."""
        self.add(f"<w:p>{run(shown(text))}</w:p>")

    def line(self, parts: Line, style: str = BULLET, *, bold: str = "", level: int = 0) -> None:
        """A sentence with its links: ``bold`` words first; ``level``: how far it is set in."""
        indent = f'<w:ind w:left="{360 + 360 * level}" w:hanging="360"/>' if level else ""
        first = run(shown(bold), "<w:b/>") if bold else ""
        # Bold words alone are a heading of what follows.
        keep = "" if parts else '<w:keepNext/><w:spacing w:before="60" w:after="0"/>'
        look = f'<w:pPr><w:pStyle w:val="{style_id(style)}"/>{keep}{indent}</w:pPr>'
        self.add(f"<w:p>{look}{first}{linked(parts, self.bookmarks)}</w:p>")

    def add(self, xml: str) -> None:
        """Whatever is XML already."""
        if not self._texts:
            self._body.insert(len(self._body) - 1, etree.ProcessingInstruction(_PLACE, ""))
        self._texts.append(xml)

    def filled(self, data: bytes) -> bytes:
        """The document's main part with everything in its place."""
        before, place, after = data.partition(f"<?{_PLACE} ?>".encode())
        if not place:
            before, _, after = data.partition(f"<?{_PLACE}?>".encode())
        return b"".join((before, *(text.encode("utf-8") for text in self._texts), after))
