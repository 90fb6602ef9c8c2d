"""Fill Word files: fields like {{period}}, the program's own letters or a board's file; nothing is made by halves."""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from keymoments.analysis.layout import shown
from keymoments.errors import KeymomentsError
from keymoments.export.letter_words import FIELDS, Letter

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_WHEN = (1980, 1, 1, 0, 0, 0)  # no clock: the same values give the same file
DAMAGED = "This is no Word file (.docx), or it is damaged: save it anew in Word."
# What opening and reading a file raises that is no sound container of XML.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError),
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH, _TEXT, _BREAK = qn("w:p"), qn("w:t"), qn("w:br")


class LetterError(KeymomentsError):
    """A file that cannot be filled; the sentence names what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A Word file that was filled. ``to_fill_in``: how many places nothing was known for."""

    data: bytes
    to_fill_in: int


def to_fill_in(field: str) -> str:
    """What stands where nothing is known."""
    return f"[to be filled in: {FIELDS[field]}]"


def built_in(letter: Letter) -> bytes:
    """The program's own file for a letter, with its fields still in it: a board may take it and change it."""
    document: Any = Document()
    document.core_properties.title = letter.title
    document.core_properties.author = ""
    for section in document.sections:  # python-docx begins with American paper and spelling
        section.page_width, section.page_height = Mm(210), Mm(297)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(12)  # the size at which most people read a letter with ease
    for words in letter.words:
        if words.startswith("# "):
            document.add_heading(words[2:], 1)
        else:
            document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fields_in(data: bytes, letter: Letter) -> tuple[str, ...]:
    """The fields of a Word file, each once; raises :class:`LetterError` for one that the letter does not know."""
    found = dict.fromkeys(
        name for _part, root in _roots(data) for paragraph in root.iter(_PARAGRAPH) for name in _names(paragraph)
    )
    unknown = [name for name in found if name not in letter.fields]
    if unknown:
        raise LetterError(
            f"This letter has no field {{{{{unknown[0][:60]}}}}}: use one of "
            f"{', '.join('{{' + name + '}}' for name in letter.fields)}."
        )
    return tuple(found)


def fill(data: bytes, letter: Letter, values: Mapping[str, str]) -> Filled:
    """A Word file with its fields filled; what is empty says so, as :func:`to_fill_in` does.

    A paragraph that is one field alone becomes as many paragraphs as its value has lines. Raises :class:`LetterError`
    for an unknown field, a field that is not closed, and a file that is none of Word's.
    """
    fields_in(data, letter)
    said = {name: shown(values.get(name, "")).strip() or to_fill_in(name) for name in letter.fields}
    open_: list[str] = []
    changed = {}
    for part, root in _roots(data):
        for paragraph in list(root.iter(_PARAGRAPH)):
            names = _names(paragraph)
            open_ += [name for name in names if said[name] == to_fill_in(name)]
            if names:
                _fill_paragraph(paragraph, said)
        changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Filled(_zipped(data, changed), len(open_))


def _roots(data: bytes) -> Iterator[tuple[str, Any]]:
    """The parts of a Word file that hold text, parsed without entities or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise LetterError("This is no Word file (.docx): save it as one in Word.")
            if any(name.endswith("vbaProject.bin") for name in names):
                raise LetterError("This file holds macros: save it in Word as a file without them (.docx).")
            for name in names:
                if _PARTS.fullmatch(name):
                    yield name, etree.fromstring(archive.read(name), parser)
    except _BROKEN as error:
        raise LetterError(DAMAGED) from error


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph, but not those of a text box inside it, whose paragraphs are their own."""
    return [one for one in paragraph.iter(_TEXT) if next(one.iterancestors(_PARAGRAPH)) is paragraph]


def _names(paragraph: Any) -> list[str]:
    words = "".join(one.text or "" for one in _texts(paragraph))
    names = [str(name) for name in _FIELD.findall(words)]
    rest = _FIELD.sub("", words)
    if "{{" in rest or "}}" in rest:
        raise LetterError("A field of this file is not closed: write each between two braces, as in {{period}}.")
    return names


def _fill_paragraph(paragraph: Any, said: Mapping[str, str]) -> None:
    texts = _texts(paragraph)
    alone = _FIELD.fullmatch("".join(one.text or "" for one in texts).strip())
    if alone is not None:
        lines = [line for line in said[alone.group(1)].split("\n") if line.strip()]
        for line in lines[1:][::-1]:
            twin = _twin(paragraph)
            _replace(_texts(twin), [(0, len(_joined(twin)), line)])
            paragraph.addnext(twin)
        _replace(texts, [(0, len(_joined(paragraph)), lines[0])])
        return
    words = _joined(paragraph)
    _replace(texts, [(one.start(), one.end(), said[one.group(1)]) for one in _FIELD.finditer(words)])


def _twin(paragraph: Any) -> Any:
    """The same paragraph once more, without what a document holds once: pictures, bookmarks, the end of a section."""
    twin = copy.deepcopy(paragraph)
    once = ("w:drawing", "w:pict", "w:bookmarkStart", "w:bookmarkEnd", "w:sectPr")
    for one in [found for name in once for found in twin.iter(qn(name))]:
        one.getparent().remove(one)
    for name in [name for name in twin.attrib if name.endswith("}paraId")]:
        del twin.attrib[name]
    return twin


def _joined(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _replace(texts: list[Any], changes: Iterable[tuple[int, int, str]]) -> None:
    """Put words in place of stretches of a paragraph, in the look of the piece in which each stretch begins."""
    for start, end, words in sorted(changes, reverse=True):  # from the back, so that places stay true
        place, first = 0, None
        for piece in texts:
            text = piece.text or ""
            begins, place = place, place + len(text)
            if place <= start or begins >= end:
                continue
            before, after = text[: max(0, start - begins)], text[end - begins :] if end < place else ""
            piece.text = before + (words if first is None else "") + after
            piece.set(_SPACE, "preserve")
            first = piece if first is None else first
    for piece in texts:
        _break_lines(piece)


def _break_lines(piece: Any) -> None:
    """Line feeds inside of a text become breaks of a line."""
    lines = (piece.text or "").split("\n")
    piece.text = lines[0]
    last = piece
    for line in lines[1:]:
        break_ = etree.Element(_BREAK)
        more = etree.Element(_TEXT)
        more.text = line
        more.set(_SPACE, "preserve")
        last.addnext(break_)
        break_.addnext(more)
        last = more


def _zipped(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in dict.fromkeys(old.namelist()):
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, changed.get(name) or old.read(name))
    except _BROKEN as error:
        raise LetterError(DAMAGED) from error
    return out.getvalue()
