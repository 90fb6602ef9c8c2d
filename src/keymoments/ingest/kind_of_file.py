"""Which format a file has, by what stands in it first and by its name only where that does not tell."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from keymoments.errors import UnreadableSource
from keymoments.ingest.archive import Archive


class Format(StrEnum):
    """The formats that can be read."""

    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    WORKBOOK = "workbook"
    DELIMITED = "delimited"
    PDF = "pdf"
    PICTURE = "picture"
    MAIL = "mail"
    TEXT = "text"


_SUFFIXES = {
    ".csv": Format.DELIMITED,
    ".tsv": Format.DELIMITED,
    ".tab": Format.DELIMITED,
    ".psv": Format.DELIMITED,
    ".eml": Format.MAIL,
    ".mbox": Format.MAIL,
}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 65536
_MAIL_FIELD = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|X-[\w-]+):", re.I
)


def format_of(path: Path) -> Format:
    """The format of the file; raises :class:`UnreadableSource` for an empty file and for what no reader knows."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise UnreadableSource("The file is empty.", "Ask the agency to send it again.")
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"PK"):
        return _in_zip(path)
    if head.startswith(_OLE):
        return _in_ole(path)
    if head.lstrip()[:5] == b"{\\rtf":
        return Format.DOC
    if head.startswith(_PICTURES):
        return Format.PICTURE
    return _text(path, head)


def _in_zip(path: Path) -> Format:
    with Archive(path) as archive:
        names = set(archive.names())
        kind = archive.read("mimetype") or b"" if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return Format.ODT
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Format.WORKBOOK
    if any(name.startswith("xl/") for name in names):
        return Format.WORKBOOK
    if any(name.startswith("word/") for name in names) or path.suffix.lower() in (".docx", ".docm"):
        return Format.DOCX
    if "content.xml" in names:
        return Format.WORKBOOK if path.suffix.lower() == ".ods" else Format.ODT
    raise UnreadableSource(
        "The file is a zip archive and not a document.", "Unpack it and name the files inside it in case.toml."
    )


def _in_ole(path: Path) -> Format:
    """Word, Excel or something else in the container of Office 97-2003, by the names of its streams."""
    with path.open("rb") as file:
        data = file.read(64 * 1024 * 1024)

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnreadableSource("The file is protected by a password.", "Ask the agency for a copy without a password.")
    if has("__substg1.0_") or path.suffix.lower() == ".msg":
        raise UnreadableSource(
            "This is an Outlook message file, which cannot be read.", "Save it in Outlook as .eml or as text."
        )
    if has("WordDocument"):
        return Format.DOC
    if has("Workbook") or has("Book"):
        return Format.WORKBOOK
    raise UnreadableSource(
        "The file is of an older Office format that cannot be read.", "Save it as .docx or .xlsx and name that file."
    )


def _text(path: Path, head: bytes) -> Format:
    named = _SUFFIXES.get(path.suffix.lower())
    if named is not None:
        return named
    fields = 0
    for line in head.lstrip(b"\xef\xbb\xbf").splitlines()[:12]:
        if not _MAIL_FIELD.match(line) and not line.startswith((b" ", b"\t")):
            break
        fields += 1
    if fields >= 3:
        return Format.MAIL
    return Format.DELIMITED if _tabular(head) else Format.TEXT


def _tabular(head: bytes) -> bool:
    """Whether text without a telling name is a table: most lines hold the same number, two or more, of tabs."""
    lines = [line for line in head.replace(b"\0", b"").splitlines()[:200] if line.strip()][:-1]
    counts = [line.count(b"\t") for line in lines]
    usual = max(set(counts), key=counts.count) if counts else 0
    return len(lines) >= 3 and usual >= 2 and counts.count(usual) >= 0.8 * len(counts)
