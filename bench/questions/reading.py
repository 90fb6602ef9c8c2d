"""A report as a reader has it, as plain text: headings, sentences, lists and table rows in order, nothing folded."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

_LEFT_OUT = frozenset(("style", "svg", "fieldset", "head", "title", "script"))
_BLOCKS = frozenset(("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "tr", "caption", "summary"))


def text_of(html: str) -> str:
    """The text of a page; links keep their words, pictures are left out (their tables stand below them)."""
    body = lxml.html.fromstring(html).find(".//main")
    return "" if body is None else "\n".join(_lines(body)) + "\n"


def _lines(element: HtmlElement) -> Iterator[str]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _LEFT_OUT:
        return
    if tag == "table":
        yield from _table(element)
    elif tag in _BLOCKS and not any(
        child.tag in _BLOCKS | {"ul", "ol", "table"} for child in element.iterdescendants()
    ):
        words = _words(element)
        if words:
            yield f"{_before(element)}{words}"
    else:
        own = " ".join((element.text or "").split())
        if own and tag in _BLOCKS:
            yield f"{_before(element)}{_own_words(element)}"
        for child in element:
            if isinstance(child.tag, str) and (tag not in _BLOCKS or child.tag in _BLOCKS | {"ul", "ol", "dl", "div"}):
                yield from _lines(child)


def _own_words(element: HtmlElement) -> str:
    """The words of an item before the list that stands under it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("ul", "ol"):
            break
        parts += [child.text_content(), child.tail or ""]
    return " ".join("".join(parts).split())


def _before(element: HtmlElement) -> str:
    if element.tag in ("h1", "h2", "h3", "h4"):
        return "\n" + "#" * int(element.tag[1]) + " "
    return {"li": "- ", "dd": "  "}.get(element.tag, "")


def _table(table: HtmlElement) -> Iterator[str]:
    """Each row on a line, its cells with their headings."""
    caption = table.find("caption")
    if caption is not None:
        yield f"[Table: {_words(caption)}]"
    headings = [_words(cell) for cell in table.findall("thead/tr/th")]
    for row in table.findall("tbody/tr"):
        cells = [_words(cell) for cell in row]
        yield "- " + " | ".join(
            f"{heading}: {cell}" for heading, cell in zip(headings, cells, strict=False) if cell and cell != "–"
        )


def _words(element: HtmlElement) -> str:
    parts: list[str] = []
    for part in element.iter():
        if part.tag in ("li", "br") and parts:
            parts.append("; " if part.tag == "li" else " ")
        if isinstance(part.tag, str) and part.tag not in _LEFT_OUT:
            parts.append(part.text or "")
        if part is not element:
            parts.append((" " if part.get("class", "").startswith("mark ") else "") + (part.tail or ""))
    return " ".join("".join(parts).split())
