"""Open the parts of a Word file: its main text, styles, notes and comments, wherever the package keeps them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.archive import Archive, parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# "Strict" files say the same under other names; they are read as if they had the usual ones.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_HEADING = re.compile(r"heading\s*([1-9])\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc\s*\d|toc heading|table of figures)\b", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a paragraph or character style once its ancestors are counted in."""

    level: int = 0
    bold: bool = False
    hidden: bool = False
    contents: bool = False


PLAIN = Style()


@dataclass(slots=True)
class WordParts:
    """The parts of one file. ``notes``: element by ("footnote", id) or ("endnote", id); ``comments``: by id."""

    body: etree._Element
    styles: dict[str, Style] = field(default_factory=dict)
    default_style: Style = PLAIN
    notes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    comments: dict[str, tuple[str, etree._Element]] = field(default_factory=dict)
    embedded: bool = False
    problems: list[Problem] = field(default_factory=list)


def open_word(path: Path, file: str) -> WordParts:
    """The parts of a Word file; raises :class:`UnreadableSource` where it has no sound main text."""
    _refuse_other_formats(path)
    with Archive(path) as archive:
        package = _Package(archive)
        main = package.main_part()
        root = package.xml(main) if main else None
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise UnreadableSource(
                "The file has the name of a Word file but holds no Word document.",
                "Open it in the program it was made with and save it as .docx.",
            )
        parts = WordParts(body)
        parts.embedded = any("/embeddings/" in f"/{name}" for name in package.names)
        for kind, target in package.related(main or ""):
            reader = _READERS.get(kind)
            if reader is None:
                continue
            try:
                part = package.xml(target)
                if part is not None:
                    reader(parts, part)
            except UnreadableSource:
                parts.problems.append(_damaged_part(file, kind))
    return parts


def _damaged_part(file: str, kind: str) -> Problem:
    return Problem(
        file,
        "whole file",
        f"The {kind} of this Word file are damaged and were not read; the text was.",
        "Open it in Word and save it as a new file.",
    )


def _refuse_other_formats(path: Path) -> None:
    """Say what a file is that only has the name of a Word file; damage in general is found later."""
    try:
        with path.open("rb") as file:
            start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise UnreadableSource("The file cannot be opened.", "Check that it is there and may be read.") from error
    if start.startswith(b"{\\rtf"):
        raise UnreadableSource("This is a rich text file under the name of a Word file.", "Rename it to end in .rtf.")
    if start[:1] == b"<":
        raise UnreadableSource(
            "This is a web page or XML file under the name of a Word file.", "Open it in Word and save it as .docx."
        )


class _Package:
    """Names and relations of the parts in an archive; names may differ in case or begin with a slash."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._written = {_plain(name): name for name in archive.names()}
        self.names = tuple(self._written)

    def xml(self, name: str) -> etree._Element | None:
        written = self._written.get(_plain(name))
        data = self._archive.read(written) if written is not None else None
        if data is None:
            return None
        if b"purl.oclc.org/ooxml" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return parse_xml(data)

    def main_part(self) -> str | None:
        for kind, target in self.related(""):
            if kind == "officeDocument":
                return target
        types = self.xml("[Content_Types].xml")
        if types is not None:
            for part in types.iter(f"{_CONTENT_TYPES}Override"):
                if str(part.get("ContentType", "")).endswith((".main+xml", ".main")):
                    return str(part.get("PartName", "")).lstrip("/")
        return "word/document.xml" if "word/document.xml" in self.names else None

    def related(self, part: str) -> Iterator[tuple[str, str]]:
        """(last word of the relation's type, name of the part) of what a part points to inside the file."""
        folder, name = posixpath.split(part)
        try:
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        except UnreadableSource:
            root = None  # a damaged list of relations: the usual places are tried
        if root is None:
            yield from _usual_places(part, folder)
            return
        for relation in root.iter("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = unquote(str(relation.get("Target", "")))
            yield (
                str(relation.get("Type", "")).rpartition("/")[2],
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)),
            )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _usual_places(part: str, folder: str) -> Iterator[tuple[str, str]]:
    if part:
        for kind in _READERS:
            yield kind, posixpath.join(folder, f"{kind}.xml")


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """Whether a property such as ``b`` is switched on or off; ``None`` where it is not mentioned."""
    found = _child(parent, name)
    return None if found is None else is_set(found)


def is_set(element: etree._Element) -> bool:
    """Whether a property that may be switched on or off is on: without a value it is."""
    return element.get(_VAL) not in _OFF


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(parent.iterchildren(W + name), None) if parent is not None and len(parent) else None


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """The ``val`` of a property, ``None`` where it is not mentioned."""
    found = _child(parent, name)
    return None if found is None else found.get(_VAL)


def outline_level(properties: etree._Element | None) -> int | None:
    """The heading level (1…9) that paragraph properties set, 0 for body text, ``None`` where they set none."""
    written = value_of(properties, "outlineLvl")
    if written is None or not written.strip().isdecimal():
        return None
    level = int(written)
    return level + 1 if level < 9 else 0


def style_of_name(name: str) -> Style:
    """What the built-in name of a style says: "heading 2", "Title", "toc 1"."""
    heading = _HEADING.match(name)
    if heading:
        return Style(level=int(heading[1]))
    plain = name.strip().lower()
    return Style(level={"title": 1, "subtitle": 2}.get(plain, 0), contents=bool(_CONTENTS.match(plain)))


def _read_styles(parts: WordParts, root: etree._Element) -> None:
    elements = {
        str(style.get(f"{W}styleId", "")): style
        for style in root.iter(f"{W}style")
        if style.get(f"{W}type") not in ("table", "numbering")
    }
    for identifier, element in elements.items():
        style = _resolve(identifier, elements)
        parts.styles[identifier] = style
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") not in (None, *_OFF):
            parts.default_style = style


def _resolve(identifier: str, elements: dict[str, etree._Element]) -> Style:
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    contents = False
    seen: list[str] = []
    while identifier in elements and identifier not in seen:  # a chain of styles may be made to bite its tail
        seen.append(identifier)
        element = elements[identifier]
        named = style_of_name(value_of(element, "name") or "")
        runs = element.find(f"{W}rPr")
        if level is None:
            level = outline_level(element.find(f"{W}pPr"))
        if level is None and named.level:
            level = named.level
        bold = is_on(runs, "b") if bold is None else bold
        hidden = is_on(runs, "vanish") if hidden is None else hidden
        contents = contents or named.contents
        identifier = value_of(element, "basedOn") or ""
    return Style(level or 0, bool(bold), bool(hidden), contents)


def _read_footnotes(parts: WordParts, root: etree._Element) -> None:
    for note in root.iter(f"{W}footnote"):
        parts.notes["footnote", str(note.get(f"{W}id"))] = note


def _read_endnotes(parts: WordParts, root: etree._Element) -> None:
    for note in root.iter(f"{W}endnote"):
        parts.notes["endnote", str(note.get(f"{W}id"))] = note


def _read_comments(parts: WordParts, root: etree._Element) -> None:
    for comment in root.iter(f"{W}comment"):
        who = (comment.get(f"{W}initials") or comment.get(f"{W}author") or "").strip()
        parts.comments[str(comment.get(f"{W}id"))] = (f"comment by {who or 'an unknown person'}", comment)


_READERS = {
    "styles": _read_styles,
    "footnotes": _read_footnotes,
    "endnotes": _read_endnotes,
    "comments": _read_comments,
}
