"""Read the words of one Word paragraph as a reader sees them: fields by their result, changes as accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from keymoments.ingest.flow import HIDDEN_TEXT, TRACKED
from keymoments.ingest.word_parts import (
    MC,
    PLAIN,
    Style,
    W,
    WordParts,
    is_on,
    is_set,
    outline_level,
    style_of_name,
    value_of,
)
from keymoments.ingest.word_symbols import in_font, is_symbol_font, sign

_ONE_SPACE = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\N{SOFT HYPHEN}": None})
_WP_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_W16_SIGN = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
_W16_CHAR = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}char"
_A_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FONTS, _BOLD, _VANISH, _RUN_STYLE = f"{W}rFonts", f"{W}b", f"{W}vanish", f"{W}rStyle"
_VAL, _ASCII, _HIGH_ANSI = f"{W}val", f"{W}ascii", f"{W}hAnsi"
_LARGE = 3_200_000  # English Metric Units: 9 cm each way; logos and signatures are smaller


@dataclass(slots=True)
class Words:
    """The words of one paragraph. ``references``: (kind, id, mark of its own or ""); ``boxes``: ``txbxContent``.

    ``lead``: how many letters at its beginning are bold where the rest is not.
    """

    text: str = ""
    level: int = 0
    bold: bool = False
    notes: tuple[str, ...] = ()
    references: list[tuple[str, str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    contents: bool = False
    joins_next: bool = False
    picture: bool = False
    lead: int = 0


def read_words(paragraph: etree._Element, parts: WordParts) -> Words:
    """The words of a ``w:p``."""
    return _Reader(parts).read(paragraph)


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The branch of ``mc:AlternateContent`` to read: the newer one if it holds words or a box, else the fallback."""
    choice = alternatives.find(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    if choice is None or fallback is None:
        return fallback if choice is None else choice
    wanted = (f"{W}t", f"{W}txbxContent", f"{W}p", _W16_SIGN, _A_BLIP)
    return choice if next(choice.iter(*wanted), None) is not None else fallback


class _Reader:
    """One paragraph on the way: a walk without recursion, since strangers decide how deep the elements stand."""

    def __init__(self, parts: WordParts) -> None:
        self.parts = parts
        self.words = Words()
        self.pieces: list[str] = []
        self.fields: list[bool] = []  # of each open field, whether its instruction (not its result) is being read
        self.tracked = False
        self.hidden = False
        self.style = PLAIN
        self.run = PLAIN
        self.font: str | None = None
        self.plain_seen = False
        self.bold_seen = False

    def read(self, paragraph: etree._Element) -> Words:
        words = self.words
        self._take_style(self.parts.default_style)
        stack: list[Iterator[etree._Element]] = [iter(paragraph)]
        while stack:
            for child in stack[-1]:
                into = self._open(child)
                if into is not None:
                    stack.append(iter(into))
                    break
            else:
                stack.pop()
        whole = "".join(self.pieces)
        words.text = whole.strip("\n")
        words.lead = max(0, words.lead - (len(whole) - len(whole.lstrip("\n"))))
        words.bold = self.bold_seen and not self.plain_seen
        noted = ((TRACKED, self.tracked), (HIDDEN_TEXT, self.hidden))
        words.notes = tuple(note for note, holds in noted if holds)
        return words

    def _take_style(self, style: Style) -> None:
        self.style = self.run = style
        self.words.level = style.level
        self.words.contents = style.contents

    def _paragraph_properties(self, properties: etree._Element) -> None:
        style_id = value_of(properties, "pStyle")
        if style_id is not None:
            self._take_style(self.parts.styles.get(style_id) or style_of_name(style_id))
        level = outline_level(properties)
        if level is not None:
            self.words.level = level
        marks = properties.find(f"{W}rPr")
        if marks is not None and len(marks):
            self.words.joins_next = marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None
            self.tracked = self.words.joins_next or marks.find(f"{W}ins") is not None

    def _open(self, element: etree._Element) -> etree._Element | None:
        """Take in one element; the element whose children come next, ``None`` where none of them matter."""
        tag = element.tag
        action = _ACTIONS.get(tag, _MISSING) if isinstance(tag, str) else None
        if action is _MISSING:
            return element if len(element) else None
        return action(self, element) if action is not None else None

    def _add(self, text: str) -> None:
        if any(self.fields) or not text:
            return
        if not text.isspace():
            self.hidden = self.hidden or self.run.hidden
            if self.run.bold:
                self.bold_seen = True
            elif not self.plain_seen:
                self.plain_seen = True
                self.words.lead = sum(map(len, self.pieces)) if self.bold_seen else 0
        self.pieces.append(text)

    def _run(self, element: etree._Element) -> etree._Element | None:
        self.font = None
        self.run = self.style
        return element

    def _run_properties(self, properties: etree._Element) -> None:
        """The form of the run: looked through once, since nearly every run of a real file has properties."""
        bold, hidden = self.style.bold, self.style.hidden
        for element in properties:
            tag = element.tag
            if tag == _FONTS:
                self.font = element.get(_ASCII) or element.get(_HIGH_ANSI)
            elif tag == _BOLD:
                bold = is_set(element)
            elif tag == _VANISH:
                hidden = is_set(element)
            elif tag == _RUN_STYLE:  # stands first, so that what follows overrides it
                named = self.parts.styles.get(element.get(_VAL) or "", PLAIN)
                bold, hidden = bold or named.bold, hidden or named.hidden
        if bold != self.run.bold or hidden != self.run.hidden:
            self.run = Style(bold=bold, hidden=hidden)

    def _text(self, element: etree._Element) -> None:
        text = (element.text or "").translate(_ONE_SPACE)
        self._add(in_font(self.font, text) if is_symbol_font(self.font) else text)

    def _tab(self, _: etree._Element) -> None:
        self._add("\t")

    def _break(self, _: etree._Element) -> None:
        self._add("\n")

    def _hyphen(self, _: etree._Element) -> None:
        self._add("-")

    def _sign(self, element: etree._Element) -> None:
        self._add(sign(element.get(f"{W}font"), _hexadecimal(element.get(f"{W}char"))))

    def _emoji(self, element: etree._Element) -> None:
        self._add(sign(None, _hexadecimal(element.get(_W16_CHAR))))

    def _field(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._form(element.find(f"{W}ffData"))
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _form(self, form: etree._Element | None) -> None:
        """A tick box or a list to choose from of an older form shows what is not among its runs."""
        box = form.find(f"{W}checkBox") if form is not None else None
        choices = form.find(f"{W}ddList") if form is not None else None
        if box is not None:
            ticked = is_on(box, "checked")
            ticked = is_on(box, "default") if ticked is None else ticked
            self._add("☒" if ticked else "☐")
        if choices is not None:
            entries = [str(entry.get(f"{W}val", "")) for entry in choices.findall(f"{W}listEntry")]
            number = value_of(choices, "result") or value_of(choices, "default") or "0"
            if number.isdecimal() and int(number) < len(entries):
                self._add(entries[int(number)])

    def _inserted(self, element: etree._Element) -> etree._Element:
        self.tracked = True
        return element

    def _deleted(self, _: etree._Element) -> None:
        self.tracked = True

    def _footnote(self, element: etree._Element) -> None:
        self._note("footnote", element)

    def _endnote(self, element: etree._Element) -> None:
        self._note("endnote", element)

    def _note(self, kind: str, element: etree._Element) -> None:
        mark = ""
        if element.get(f"{W}customMarkFollows") not in (None, "0", "false", "off"):
            following = element.getnext()
            if following is not None and following.tag == f"{W}t":  # the mark is no word of the sentence
                mark = (following.text or "").strip()
                following.text = ""
        self.words.references.append((kind, str(element.get(f"{W}id")), mark))

    def _comment(self, element: etree._Element) -> None:
        self.words.references.append(("comment", str(element.get(f"{W}id")), ""))

    def _control(self, element: etree._Element) -> etree._Element | None:
        """A content control, unless it only shows the prompt to fill it in."""
        properties = element.find(f"{W}sdtPr")
        return None if is_on(properties, "showingPlcHdr") else element.find(f"{W}sdtContent")

    def _box(self, element: etree._Element) -> None:
        self.words.boxes.append(element)

    def _alternatives(self, element: etree._Element) -> etree._Element | None:
        return chosen(element)

    def _drawing(self, element: etree._Element) -> etree._Element:
        extent = element.find(f"*/{_WP_EXTENT}")
        if extent is not None and next(element.iter(_A_BLIP), None) is not None:
            sides = [str(extent.get(side, "0")) for side in ("cx", "cy")]
            large = all(side.isdecimal() and int(side) >= _LARGE for side in sides)
            self.words.picture = self.words.picture or large
        return element


def _hexadecimal(written: str | None) -> int:
    try:
        return int(written or "", 16)
    except ValueError:
        return 0


_Action = Callable[[_Reader, etree._Element], etree._Element | None] | Callable[[_Reader, etree._Element], None]


def _missing(_: _Reader, element: etree._Element) -> etree._Element:
    return element


_MISSING: _Action = _missing
_ACTIONS: dict[str, _Action | None] = {
    f"{W}pPr": _Reader._paragraph_properties,
    f"{W}r": _Reader._run,
    f"{W}rPr": _Reader._run_properties,
    f"{W}t": _Reader._text,
    _MATH_TEXT: _Reader._text,
    f"{W}tab": _Reader._tab,
    f"{W}ptab": _Reader._tab,
    f"{W}br": _Reader._break,
    f"{W}cr": _Reader._break,
    f"{W}noBreakHyphen": _Reader._hyphen,
    f"{W}sym": _Reader._sign,
    _W16_SIGN: _Reader._emoji,
    f"{W}fldChar": _Reader._field,
    f"{W}ins": _Reader._inserted,
    f"{W}moveTo": _Reader._inserted,
    f"{W}del": _Reader._deleted,
    f"{W}moveFrom": _Reader._deleted,
    f"{W}footnoteReference": _Reader._footnote,
    f"{W}endnoteReference": _Reader._endnote,
    f"{W}commentReference": _Reader._comment,
    f"{W}sdt": _Reader._control,
    f"{W}txbxContent": _Reader._box,
    f"{W}drawing": _Reader._drawing,
    f"{MC}AlternateContent": _Reader._alternatives,
    # Properties, instructions and what is said aside: none of it stands on the page.
    f"{W}instrText": None,
    f"{W}delText": None,
    f"{W}delInstrText": None,
    f"{W}softHyphen": None,
    f"{W}rt": None,
}
