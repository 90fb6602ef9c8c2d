"""Read the signs of symbol fonts: in Wingdings a tick is typed as "ü", in Symbol an arrow as "®"."""

from __future__ import annotations

_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐",
    0x72: "☐", 0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x97: "●"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_SYMBOL = {
    **dict(zip(b"abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **{code: chr(code) for code in b" !#%&()+,./0123456789:;<=>?[]_{|}"},
    0x2A: "∗", 0x2D: "−", 0x5C: "∴", 0x7E: "∼", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→",
    0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xDE: "⇒",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def is_symbol_font(font: str | None) -> bool:
    """Whether letters typed in this font show as signs."""
    return font is not None and font.strip().lower() in _FONTS


def sign(font: str | None, code: int) -> str:
    """The sign that a code shows in a font; a replacement character where it is not known."""
    signs = _FONTS.get((font or "").strip().lower())
    if signs is not None:
        return signs.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code, _UNKNOWN)
    if 0xF020 <= code <= 0xF07E:
        return chr(code - 0xF000)
    if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF and not 0xE000 <= code <= 0xF8FF:
        return chr(code)
    return _UNKNOWN


def in_font(font: str | None, text: str) -> str:
    """Text typed in a symbol font as its signs; letters without a known sign stay as they are."""
    shown = (sign(font, ord(letter)) for letter in text)
    return "".join(letter if new == _UNKNOWN else new for letter, new in zip(text, shown, strict=True))
