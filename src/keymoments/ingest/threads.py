"""An e-mail's body taken apart into the message itself and every earlier message quoted in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from keymoments.ingest.markup import Piece

# English and Welsh names of the lines above a quoted message, as Outlook, Apple Mail, Gmail and Thunderbird write them.
_KEYS = {
    "from": "from", "oddi wrth": "from", "oddiwrth": "from", "gan": "from",
    "sent": "date", "date": "date", "anfonwyd": "date", "dyddiad": "date", "sent at": "date", "date sent": "date",
    "to": "to", "at": "to", "i": "to",
    "subject": "subject", "pwnc": "subject", "testun": "subject",
    "cc": "more", "copi": "more", "bcc": "more", "reply-to": "more", "importance": "more", "attachments": "more",
    "attachment": "more", "atodiadau": "more", "pwysigrwydd": "more", "sensitivity": "more", "message-id": "more",
}  # fmt: skip
_KEY_LINE = re.compile(r"\s*[*_]{0,2}([A-Za-z][A-Za-z\- ]{0,11}?)\s*:\s?[*_]{0,2}\s*(.*?)\s*$")
_CUT = re.compile(
    r"\s*(?:[-_=*]{5,}|[-_]*\s*(?:original message|original appointment|forwarded message|neges wreiddiol"
    r"|neges a anfonwyd ymlaen|begin forwarded message|forwarded by .{0,80})\s*:?\s*[-_]*)\s*$",
    re.IGNORECASE,
)
_NAMED_CUT = re.compile(r"original (?:message|appointment)|forwarded|neges wreiddiol|anfonwyd ymlaen", re.IGNORECASE)
_WROTE = re.compile(
    r"\s*(?:on|ar)\s+(?P<what>.{8,300}?)\s+(?:wrote|ysgrifennodd)\b(?P<who>[^:]{0,120}):\s*$", re.IGNORECASE
)
_WROTE_BEGINS = re.compile(r"\s*(?:on|ar)\s+\S", re.IGNORECASE)
_WROTE_DATE = re.compile(
    r"(?P<date>(?:[^\W\d]{2,9}\.?,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?[\s/.-]+[^\W\d]{3,10}\.?,?[\s/.-]+\d{2,4}"
    r"|[^\W\d]{3,10}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)"
    r"(?:,?\s+(?:at|am)?\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?)?)",
    re.IGNORECASE,
)
_MOST_HEADERS = 12

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?\s*([ap])?\.?(?:m\b)?", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+([^\W\d]{3,10}|\d{1,2})\.?,?[\s/.-]+(\d{4}|\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")


@dataclass(slots=True)
class Part:
    """One message of a thread while it is being put together."""

    headers: dict[str, str]
    pieces: list[tuple[int, Piece]] = field(default_factory=list)


def split_thread(pieces: tuple[Piece, ...]) -> list[Part]:
    """The message (first, without headers: they stand in the e-mail's own) and the earlier ones, as they stand.

    Each part holds its pieces with their number in the whole, from 1. Text that returns to a lower quotation depth
    belongs to the message of that depth again (an answer written below what it answers).
    """
    parts = [Part({})]
    at_depth = {0: parts[0]}
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        found = _wrote(pieces, index) or _headers(pieces, index)
        if found is not None:
            headers, index, depth = found
            part = Part(headers)
            parts.append(part)
            at_depth = {known: kept for known, kept in at_depth.items() if known < depth} | {depth: part}
            continue
        holder = at_depth.get(piece.depth)
        if holder is None:
            holder = at_depth[max((known for known in at_depth if known < piece.depth), default=0)]
        elif piece.text or piece.rows:
            at_depth = {known: kept for known, kept in at_depth.items() if known <= piece.depth}
        holder.pieces.append((index + 1, piece))
        index += 1
    for part in parts:
        _trim(part)
    return parts


def pieces_of_text(lines: list[str]) -> tuple[Piece, ...]:
    """Lines of plain text as pieces: quotation marks taken off and counted."""
    pieces = []
    for line in lines:
        depth, rest = 0, line
        while rest.startswith(">") or (depth and rest.startswith(" >")):
            rest = rest.lstrip(" ")[1:]
            depth += 1
        if depth and rest.startswith(" "):
            rest = rest[1:]
        pieces.append(Piece(text=rest.replace("\u00a0", " ").rstrip(), depth=depth))
    return tuple(pieces)


def _wrote(pieces: tuple[Piece, ...], index: int) -> tuple[dict[str, str], int, int] | None:
    """The line "On … wrote:", also wrapped over up to three lines, where it begins here."""
    first = pieces[index]
    if not first.text or not _WROTE_BEGINS.match(first.text):
        return None
    text = ""
    for end in range(index, min(index + 3, len(pieces))):
        text = f"{text} {pieces[end].text.strip()}".strip()
        match = _WROTE.match(text)
        if match is None:
            continue
        when = _WROTE_DATE.search(match["what"])
        if when is None:
            return None
        who = (match["what"][when.end() :].strip(" ,") or match["who"].strip(" ,")).strip()
        after = next((number for number in range(end + 1, len(pieces)) if pieces[number].text), end + 1)
        deeper = after < len(pieces) and pieces[after].depth > first.depth
        return {"from": who, "date": when["date"]}, end + 1, first.depth + 1 if deeper else first.depth
    return None


def _headers(pieces: tuple[Piece, ...], index: int) -> tuple[dict[str, str], int, int] | None:
    """The lines "From: … Sent: … To: …" of an earlier message, with the rule or words above, where they begin here."""
    first = pieces[index]
    start = index
    cut = bool(_CUT.match(first.text)) if first.text else False
    if cut:
        start += 1
        while start < len(pieces) and start < index + 3 and not pieces[start].text and not pieces[start].rows:
            start += 1
    block = _header_block(pieces, start)
    if block is None:
        if cut and _NAMED_CUT.search(first.text):
            return {}, index + 1, first.depth
        return None
    headers, end = block
    return headers, end, pieces[start].depth


def _header_block(pieces: tuple[Piece, ...], start: int) -> tuple[dict[str, str], int] | None:
    if start >= len(pieces) or _key(pieces[start].text) not in ("from", "date", "subject"):
        return None
    depth = pieces[start].depth
    found: dict[str, str] = {}
    last = ""
    index, end = start, start
    while index < len(pieces) and index < start + _MOST_HEADERS:
        piece = pieces[index]
        key = _key(piece.text)
        if piece.depth != depth or piece.rows or (key in found and key != "more"):
            break
        match = _KEY_LINE.match(piece.text)
        if key and match:
            found[key] = re.sub(r"[*_]{2}", "", match[2]).strip(" *")
            last = key
            end = index + 1
        elif piece.text and last in ("to", "more") and _continues(pieces[index - 1].text):
            found[last] = f"{found[last]} {piece.text.strip()}"
            end = index + 1
        elif piece.text or _complete(found):
            break
        index += 1
    if not _complete(found):
        return None
    found.pop("more", None)
    return found, end


def _complete(found: dict[str, str]) -> bool:
    return "from" in found and "date" in found and ("to" in found or "subject" in found)


def _continues(above: str) -> bool:
    return above.rstrip().endswith((",", ";"))


def _key(text: str) -> str:
    match = _KEY_LINE.match(text) if text else None
    return _KEYS.get(match[1].casefold().strip(), "") if match else ""


def _trim(part: Part) -> None:
    """Take empty lines and rules off both ends."""
    while part.pieces and _idle(part.pieces[-1][1]):
        part.pieces.pop()
    start = 0
    while start < len(part.pieces) and _idle(part.pieces[start][1]):
        start += 1
    del part.pieces[:start]


def _idle(piece: Piece) -> bool:
    return not piece.rows and (not piece.text.strip() or bool(re.fullmatch(r"\s*[-_=*]{5,}\s*", piece.text)))


def read_sent(written: str) -> datetime | None:
    """When a message was sent, in the sender's own clock; ``None`` where the header cannot be read as English."""
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy")):
        match = pattern.search(written)
        if match is None:
            continue
        parts = dict(zip(order, match.groups(), strict=True))
        month = int(parts["m"]) if parts["m"].isdecimal() else _MONTHS.get(parts["m"][:3].casefold(), 0)
        year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
        hour, minute = _clock(written[match.end() :]) or _clock(written[: match.start()]) or (0, 0)
        try:
            return datetime(year, month, int(parts["d"]), hour, minute)  # noqa: DTZ001 - the sender's clock, as written
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(written).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _clock(text: str) -> tuple[int, int] | None:
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3] and hour <= 12:
        hour = hour % 12 + (12 if match[3].casefold() == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None
