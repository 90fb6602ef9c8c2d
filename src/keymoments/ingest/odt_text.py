"""Read the words of one OpenDocument paragraph as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from keymoments.ingest.flow import HIDDEN_TEXT, TRACKED, Reference

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

_SPACES = re.compile(r"[ \t\r\n]+")
_HEADING = re.compile(r"heading(?:_20_|\s)*(\d)$", re.IGNORECASE)
_MOST_SPACES = 1000
_UNSEEN = frozenset(
    {
        f"{OFFICE}annotation-end",
        f"{OFFICE}event-listeners",
        f"{TEXT}script",
        f"{TEXT}ruby-text",
        f"{TEXT}tracked-changes",
        f"{_SVG}title",
        f"{_SVG}desc",
        f"{DRAW}object",
        f"{DRAW}object-ole",
    }
)


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """What matters of a style once its ancestors are counted in."""

    level: int = 0
    bold: bool = False
    hidden: bool = False


PLAIN = OdtStyle()


def read_styles(*roots: etree._Element | None) -> dict[str, OdtStyle]:
    """The styles of ``styles.xml`` and ``content.xml`` by (family-independent) name; later roots win."""
    elements: dict[str, etree._Element] = {}
    for root in roots:
        if root is not None:
            for style in root.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}family") in ("paragraph", "text", "section", None):
                    elements[str(style.get(f"{STYLE}name", ""))] = style
    return {name: _resolve(name, elements) for name in elements}


def _resolve(name: str, elements: dict[str, etree._Element]) -> OdtStyle:
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    seen: list[str] = []
    while name in elements and name not in seen:
        seen.append(name)
        element = elements[name]
        if level is None:
            level = _own_level(element, name)
        properties = element.find(f"{STYLE}text-properties")
        if properties is not None:
            weight = properties.get(f"{_FO}font-weight")
            if bold is None and weight is not None:
                bold = weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
            if hidden is None and properties.get(f"{TEXT}display") is not None:
                hidden = properties.get(f"{TEXT}display") == "none"
        name = str(element.get(f"{STYLE}parent-style-name", ""))
    if level is None and name:
        level = level_of_name(name)  # an ancestor that the file names but does not hold
    return OdtStyle(level or 0, bool(bold), bool(hidden))


def _own_level(element: etree._Element, name: str) -> int | None:
    written = str(element.get(f"{STYLE}default-outline-level", ""))
    if written.isdecimal() and int(written):
        return int(written)
    return level_of_name(name) or level_of_name(str(element.get(f"{STYLE}display-name", "")))


def level_of_name(name: str) -> int | None:
    """The heading level that the built-in name of a style stands for."""
    heading = _HEADING.match(name)
    return int(heading[1]) if heading else {"title": 1, "subtitle": 2}.get(name.lower())


@dataclass(slots=True)
class OdtWords:
    """The words of one paragraph; ``boxes``: frames beside it; ``lead``: length of a bold beginning, the rest plain."""

    text: str = ""
    bold: bool = False
    notes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    boxes: tuple[etree._Element, ...] = ()
    lead: int = 0


@dataclass(slots=True)
class OdtReader:
    """Reads the paragraphs of one file in their order; knows which tracked changes stand open."""

    styles: dict[str, OdtStyle]
    open_changes: dict[str, None] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _references: list[Reference] = field(default_factory=list)
    _boxes: list[etree._Element] = field(default_factory=list)
    _weights: list[bool] = field(default_factory=list)
    _lead: int = 0
    _tracked: bool = False
    _hidden: bool = False

    def read(self, paragraph: etree._Element) -> OdtWords:
        """The words of a ``text:p`` or ``text:h``."""
        self._pieces, self._references, self._boxes, self._weights = [], [], [], []
        self._tracked, self._hidden, self._lead = bool(self.open_changes), False, 0
        style = self.styles.get(str(paragraph.get(f"{TEXT}style-name", "")), PLAIN)
        self._add_written(paragraph.text, style)
        # A walk without recursion: (children still to come, their style, the element's own style for what follows it)
        stack: list[tuple[Iterator[etree._Element], OdtStyle]] = [(iter(paragraph), style)]
        while stack:
            children, here = stack[-1]
            for child in children:
                inner = self._open(child, here)
                if inner is not None:
                    self._add_written(child.text, inner)
                    stack.append((_with_tail(self, child, here), inner))
                    break
                self._add_written(child.tail, here)
            else:
                stack.pop()
        noted = ((TRACKED, self._tracked), (HIDDEN_TEXT, self._hidden))
        whole = "".join(self._pieces)
        return OdtWords(
            whole.strip("\n"),
            bool(self._weights) and all(self._weights),
            tuple(note for note, holds in noted if holds),
            tuple(self._references),
            tuple(self._boxes),
            max(0, self._lead - (len(whole) - len(whole.lstrip("\n")))),
        )

    def _add_written(self, text: str | None, style: OdtStyle) -> None:
        """Text of the XML: any run of white space in it stands for one space, and for none at the start."""
        if not text:
            return
        text = _SPACES.sub(" ", text).replace("\N{SOFT HYPHEN}", "")
        if text.startswith(" ") and (not self._pieces or self._pieces[-1][-1:] in (" ", "\n")):
            text = text[1:]
        self._add(text, style)

    def _add(self, text: str, style: OdtStyle) -> None:
        if not text:
            return
        if not text.isspace():
            if not style.bold and all(self._weights):
                self._lead = sum(map(len, self._pieces)) if self._weights else 0
            self._weights.append(style.bold)
            self._hidden = self._hidden or style.hidden
        self._pieces.append(text)

    def _open(self, element: etree._Element, style: OdtStyle) -> OdtStyle | None:
        """Take in one element; the style of what stands in it, ``None`` where nothing more is to be read there."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return None
        if tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            self._add(_white_space(element), style)
            return None
        if tag in (f"{TEXT}note", f"{OFFICE}annotation"):
            self._references.append(_note(element) if tag == f"{TEXT}note" else _comment(element))
            return None
        if tag.startswith(f"{TEXT}change"):
            self._change(tag, str(element.get(f"{TEXT}change-id", "")))
            return None
        if tag == f"{DRAW}text-box" or (tag.startswith(DRAW) and element.find(f"{TEXT}p") is not None):
            self._boxes.append(element)
            return None
        if tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
            self._hidden = True
            if not (element.text or "").strip():
                self._add(str(element.get(f"{TEXT}string-value", "")), style)
        if tag in (f"{TEXT}span", f"{TEXT}a"):
            own = self.styles.get(str(element.get(f"{TEXT}style-name", "")), PLAIN)
            return OdtStyle(style.level, own.bold or style.bold, own.hidden or style.hidden)
        return style

    def _change(self, tag: str, identifier: str) -> None:
        self._tracked = True
        if tag == f"{TEXT}change-start":
            self.open_changes[identifier] = None
        elif tag == f"{TEXT}change-end":
            self.open_changes.pop(identifier, None)


def _with_tail(reader: OdtReader, element: etree._Element, outer: OdtStyle) -> Iterator[etree._Element]:
    """The children of an element; once they are read, the text that follows the element."""
    yield from element
    reader._add_written(element.tail, outer)


def _white_space(element: etree._Element) -> str:
    if element.tag == f"{TEXT}tab":
        return "\t"
    if element.tag == f"{TEXT}line-break":
        return "\n"
    count = str(element.get(f"{TEXT}c", "1"))
    return " " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 9 else 1)


def _note(element: etree._Element) -> Reference:
    kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
    citation = element.find(f"{TEXT}note-citation")
    mark = OdtReader({}).read(citation).text.strip() if citation is not None else ""
    return Reference(f"{kind} {mark}".rstrip(), _paragraphs(element.find(f"{TEXT}note-body")))


def _comment(element: etree._Element) -> Reference:
    names = (element.findtext(f"{_META}creator-initials"), element.findtext(f"{_DC}creator"))
    who = next((name.strip() for name in names if name and name.strip()), "an unknown person")
    return Reference(f"comment by {who}", _paragraphs(element))


def _paragraphs(element: etree._Element | None) -> str:
    if element is None:
        return ""
    texts = (OdtReader({}).read(part).text for part in element.iter(f"{TEXT}p", f"{TEXT}h"))
    return "\n".join(texts).strip()
