"""E-mails and mailboxes into messages: each earlier message of a thread is one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Email
from pathlib import Path, PurePosixPath

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Message, Passage, Table
from keymoments.ingest.encoding import decode
from keymoments.ingest.markup import Piece, read_markup
from keymoments.ingest.plain_text import MOST_BYTES, blocks_of_pieces, is_wrapped, line_of_text
from keymoments.ingest.threads import Part, pieces_of_text, read_sent, split_thread

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MBOX_FROM = re.compile(rb"(?:\A|\n\r?\n)From \S*[^\n]*\d{4}[^\n]*\n")
_HEADER = re.compile(rb"\A(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*[!-9;-~]+:")
_DEEPEST = 50
_DAMAGED = (
    "The e-mail is damaged or no e-mail at all.",
    "Open it in the mail program it came from and save it again as .eml, or save it as a PDF file.",
)


def read_mail(path: Path, file: str) -> Document:
    """An .eml or .mbox file as messages, the newest of each thread first, as they stand in the file.

    Raises :class:`UnreadableSource` for .msg files and for what is no e-mail. Attachments: :func:`mail_attachments`.
    """
    messages: list[Message] = []
    problems: list[Problem] = []
    for mail in _mails(_bytes(path)):
        for one in _enclosed(mail):
            if _encrypted(one):
                problems.append(_encrypted_problem(file, len(messages) + 1))
                continue
            messages.extend(_messages(one, len(messages)))
    if not messages and not problems:
        raise UnreadableSource(*_DAMAGED)
    return Document(file, tuple(messages), problems=tuple(problems))


def mail_attachments(path: Path) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each file attached to the e-mails of a file, in order; logos shown in the text are left out."""
    found = []
    for mail in _mails(_bytes(path)):
        for part in _parts(mail, into_messages=True):
            name = _attached_name(part)
            if name is not None:
                found.append((name, _payload(part)))
    return tuple(found)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableSource("The e-mail is far larger than any that could be sent.", _DAMAGED[1])
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource("The file cannot be opened.", "Check that it is there and may be read.") from error
    if data.startswith(_OLE) or path.suffix.casefold() == ".msg":
        raise UnreadableSource(
            "The e-mail is saved in Outlook's own format.", "Open it in Outlook and save it as .eml, or as a PDF file."
        )
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _mails(data: bytes) -> Iterator[Email]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = decode(data).encode("utf-8")
    if not _HEADER.match(data[:100_000].replace(b"\r\n", b"\n")):
        raise UnreadableSource(*_DAMAGED)
    starts = list(_MBOX_FROM.finditer(data)) if data.startswith(b"From ") else []
    bounds = [match.end() for match in starts] or [0]
    ends = [match.start() for match in starts[1:]] + [len(data)]
    for start, end in zip(bounds, ends, strict=True):
        try:
            mail = message_from_bytes(data[start:end])
        except (MessageError, ValueError, RecursionError, LookupError, AssertionError, AttributeError) as error:
            raise UnreadableSource(*_DAMAGED) from error
        if mail.keys():
            yield mail


def _enclosed(mail: Email) -> Iterator[Email]:
    """The e-mail and every e-mail forwarded inside it as an attachment, outermost first."""
    waiting = [(mail, 0)]
    while waiting:
        one, depth = waiting.pop()
        yield one
        inner = [
            message
            for part in _parts(one, into_messages=False)
            if part.get_content_type() == "message/rfc822" and part.is_multipart()
            for message in list(part.get_payload())[:1]
        ]
        if depth < _DEEPEST:
            waiting.extend((part, depth + 1) for part in reversed(inner) if isinstance(part, Email))


def _parts(mail: Email, *, into_messages: bool) -> Iterator[Email]:
    """Every part that holds no other, in order; a message inside counts as one unless ``into_messages``."""
    waiting, seen = [mail], 0
    while waiting and seen < 10_000:
        part = waiting.pop()
        seen += 1
        enclosed = part.get_content_maintype() == "message"
        if part.is_multipart() and (part is mail or not enclosed or into_messages):
            waiting.extend(reversed([inner for inner in part.get_payload() if isinstance(inner, Email)]))
        else:
            yield part


def _encrypted(mail: Email) -> bool:
    kind = mail.get_content_type()
    return kind == "multipart/encrypted" or (
        kind in ("application/pkcs7-mime", "application/x-pkcs7-mime")
        and str(mail.get_param("smime-type") or "").casefold() != "signed-data"
    )


def _encrypted_problem(file: str, number: int) -> Problem:
    return Problem(
        file,
        f"e-mail {number}",
        "The e-mail is encrypted.",
        "Ask the agency for a copy that is not encrypted, or save it as a PDF file.",
    )


def _attached_name(part: Email) -> str | None:
    """The name of an attached file, ``None`` for text of the message itself and for pictures inside it."""
    if part.get_content_maintype() == "multipart" or part.get_content_type() == "message/rfc822":
        return None
    given = _unfold(part.get_filename() if _can_name(part) else None)
    disposition = str(part.get("Content-Disposition") or "").casefold().strip()
    attached = disposition.startswith("attachment")
    if part.get_content_maintype() == "image" and not attached and part.get("Content-ID"):
        return None
    if not given and not attached:
        return None
    name = PurePosixPath(given.replace("\\", "/").replace("\x00", "")).name.strip()
    return name or "attachment"


def _can_name(part: Email) -> bool:
    try:
        part.get_filename()
    except (ValueError, TypeError, LookupError, AttributeError, IndexError):
        return False
    return True


def _payload(part: Email) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError, AttributeError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _text(part: Email) -> str:
    """The text of a part; its named character set where it holds, otherwise what the bytes look like."""
    data = _payload(part)
    try:
        charset = str(part.get_content_charset() or "")
    except (ValueError, TypeError, LookupError, AttributeError):
        charset = ""
    if charset and charset not in ("us-ascii", "unknown-8bit", "iso-8859-1"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass
    try:
        return decode(data)
    except UnreadableSource:
        return data.decode("utf-8", "replace").replace("\x00", "")


def _unfold(value: object) -> str:
    """A header in plain text: encoded words read, line folding gone."""
    if value is None:
        return ""
    raw = str(value)
    try:
        chunks = decode_header(raw)
    except (MessageError, ValueError, LookupError, TypeError):
        chunks = [(raw, None)]
    text = ""
    for chunk, charset in chunks:
        if isinstance(chunk, str):
            text += chunk
            continue
        try:
            text += chunk.decode(charset or "utf-8")
        except (LookupError, ValueError):
            text += chunk.decode("cp1252", "replace")
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"\s+", " ", text).strip()


def _messages(mail: Email, before: int) -> list[Message]:
    pieces, plain = _body(mail)
    found = []
    thread = split_thread(pieces)
    files = any(_attached_name(part) is not None or part.get_content_maintype() == "message" for part in _inside(mail))
    for number, part in enumerate(thread, before + 1):
        headers = part.headers if number > before + 1 else _own_headers(mail)
        where = f"e-mail {number}"
        if number > before + 1 and not headers and not part.pieces:
            continue
        written = headers.get("date", "")
        found.append(
            Message(
                sent=read_sent(written) if written else None,
                written_date=written,
                sender=headers.get("from", ""),
                to=headers.get("to", ""),
                subject=headers.get("subject", "") or (_unfold(mail.get("Subject")) if number > before + 1 else ""),
                body=_blocks(part, where, plain),
                where=where,
                brings=number == before + 1 and (files or len(thread) > 1),
            )
        )
    return found


def _inside(mail: Email) -> Iterator[Email]:
    return (part for part in _parts(mail, into_messages=False) if part is not mail)


def _own_headers(mail: Email) -> dict[str, str]:
    names = (("from", "From"), ("date", "Date"), ("to", "To"), ("subject", "Subject"))
    return {key: _unfold(mail.get(name)) for key, name in names}


def _body(mail: Email) -> tuple[tuple[Piece, ...], bool]:
    """The text of an e-mail once, and whether it was plain text: the HTML only where the plain one says less."""
    texts: list[Email] = []
    waiting: list[Email] = [mail]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if part.get_content_maintype() == "message" and part is not mail:
            continue
        if part.is_multipart():
            inner = [one for one in part.get_payload() if isinstance(one, Email)]
            waiting.extend(reversed(_best(inner) if kind == "multipart/alternative" else inner))
        elif part.get_content_maintype() == "text" and kind != "text/calendar" and _attached_name(part) is None:
            texts.append(part)
    if any(part.get_content_type() == "text/html" for part in texts):
        pieces: list[Piece] = []
        for part in texts:
            pieces.extend(_pieces(part))
            pieces.append(Piece())
        return tuple(pieces), False
    return tuple(pieces_of_text(re.split(r"\r\n|\r|\n", "\n\n".join(_text(part) for part in texts)))), True


def _pieces(part: Email) -> tuple[Piece, ...]:
    text = _text(part)
    return (
        read_markup(text) if part.get_content_type() == "text/html" else pieces_of_text(re.split(r"\r\n|\r|\n", text))
    )


def _best(alternatives: list[Email]) -> list[Email]:
    """Of several forms of one text the plain one, unless it is empty, says much less or lost the columns of a table."""
    plain = [one for one in alternatives if one.get_content_type() == "text/plain"]
    rich = [one for one in alternatives if one not in plain and one.get_content_type() != "text/calendar"]
    if not plain or not rich:
        return (plain or rich)[-1:]
    said = _text(plain[-1])
    html = next((one for one in _leaves(rich[-1]) if one.get_content_type() == "text/html"), None)
    if html is None:
        return plain[-1:] if said.strip() else rich[-1:]
    shown = read_markup(_text(html))
    there = sum(
        len(piece.text.split()) + sum(len(cell.split()) for row in piece.rows for cell in row) for piece in shown
    )
    if len(said.split()) < 0.6 * there or _lost_columns(said, shown):
        return rich[-1:]
    return plain[-1:]


def _leaves(part: Email) -> list[Email]:
    return list(_parts(part, into_messages=False))


def _lost_columns(said: str, shown: tuple[Piece, ...]) -> bool:
    """Whether the first and second cell of most rows of the HTML's tables no longer share a line in the plain text."""
    squeezed = [" ".join(line.split()) for line in said.split("\n")]
    pairs = [row[:2] for piece in shown for row in piece.rows if len(row) > 1 and row[0] and row[1]]
    starts = [(" ".join(first.split()), " ".join(second.split())[:20]) for first, second in pairs[:200]]
    if len(starts) < 2:
        return False
    lines = {first: line for first, _ in starts for line in squeezed if line.startswith(first)}
    kept = sum(1 for first, second in starts if second in lines.get(first, ""))
    return kept < 0.5 * len(starts)


def _blocks(part: Part, where: str, plain: bool) -> tuple[Table | Passage, ...]:
    if not part.pieces:
        return ()
    if plain:
        lines = tuple(line_of_text(piece.text, f"{where}, line {number}") for number, piece in part.pieces)
        wrapped = is_wrapped([piece.text for _, piece in part.pieces])
        return (Passage(lines, where, wrapped=wrapped),) if any(line.text for line in lines) else ()
    shown = blocks_of_pieces(tuple(piece for _, piece in part.pieces), "line", f"{where}, ")
    return tuple(block for block in shown if not isinstance(block, Message))
