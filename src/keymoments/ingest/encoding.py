"""Bytes into text: Unicode with and without a mark, the Windows code page of old exports; binary files refused."""

from __future__ import annotations

import codecs
import re

from keymoments.errors import UnreadableSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOK = 65_536
# Form feed, backspace, escape and end-of-file marks stand in prints of old systems; the others never do.
_CONTROL = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 26, 27})
_MOST_CONTROL = 0.002
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\xa0-\xbf]")


def decode(data: bytes) -> str:
    """The text of a file; raises :class:`UnreadableSource` where the bytes are no text.

    Unicode with a byte order mark is taken at its word; without one, UTF-16 shows by its zero bytes; then UTF-8,
    and last Windows-1252, also for single bytes in a file that is UTF-8 otherwise (two exports pasted together).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    look = data[:_LOOK]
    wide = _wide(look)
    if wide:
        return data.decode(wide, errors="replace")
    control = len(look) - len(look.translate(None, _CONTROL))
    if control > _MOST_CONTROL * len(look):
        raise UnreadableSource(
            "The file holds no readable text.",
            "Open it in the program it was made with and save it as a text, Word or PDF file.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _MULTIBYTE.search(data) is None:
        return data.decode("cp1252", errors="replace")
    return _mixed(data)


def _wide(look: bytes) -> str | None:
    """Which UTF-16 an unmarked file is in, by where its zero bytes stand; ``None`` for neither."""
    even, odd = look[0::2].count(0), look[1::2].count(0)
    half = max(1, len(look) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _mixed(data: bytes) -> str:
    """UTF-8 in which single bytes of Windows-1252 stand."""
    view, parts, start = memoryview(data), [], 0
    while start < len(data):
        try:
            parts.append(codecs.utf_8_decode(view[start:], "strict", True)[0])
            break
        except UnicodeDecodeError as error:
            good, bad = start + error.start, start + error.end
            parts.append(codecs.utf_8_decode(view[start:good], "strict", True)[0])
            parts.append(bytes(view[good:bad]).decode("cp1252", errors="replace"))
            start = bad
    return "".join(parts)
