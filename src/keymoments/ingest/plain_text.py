"""Text files, notes in Markdown and saved web pages into passages and tables."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Block, Document, Line, Passage, Row, Table
from keymoments.ingest.encoding import decode
from keymoments.ingest.markup import Piece, read_markup

# A record of plain text larger than this is a copy of something else; the largest seen was about 4 MB.
MOST_BYTES = 200 * 1024 * 1024

_BREAK = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_PIPES = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"[\s|:\-]+$")


def read_text(path: Path, file: str) -> Document:
    """A text, log, Markdown or HTML file as a document; raises :class:`UnreadableSource` where it is no text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableSource(
                "The file is far larger than a record of an agency.", "Cut it to the part that belongs to this review."
            )
        text = decode(path.read_bytes())
    except OSError as error:
        raise UnreadableSource("The file cannot be opened.", "Check that it is there and may be read.") from error
    if path.suffix.casefold() in (".htm", ".html", ".xhtml"):
        return Document(file, blocks_of_pieces(read_markup(text), "line"))
    written = _BREAK.split(text)
    if path.suffix.casefold() in (".md", ".markdown"):
        return Document(file, _markdown(written))
    lines = tuple(line_of_text(one, f"line {number}") for number, one in enumerate(written, 1))
    return Document(file, (Passage(lines, "text", wrapped=is_wrapped(written)),))


def line_of_text(written: str, where: str) -> Line:
    """One line of typed text: its indent in columns (a tab reaches the next eighth column), its text without it."""
    spread = written.replace("\x0c", "").replace("\u00a0", " ").replace("\ufeff", "")
    text = spread.strip()
    lead = spread[: len(spread) - len(spread.lstrip())].expandtabs(8)
    return Line(text, where, indent=float(len(lead)) if text else 0.0)


def is_wrapped(written: list[str] | tuple[str, ...]) -> bool:
    """Whether lines are broken by the width of a page rather than where a paragraph ends."""
    lengths = [len(line.rstrip()) for line in written if line.strip()]
    longest = max(lengths, default=0)
    if not 40 <= longest <= 140:
        return False
    flows = any(
        len(first) >= 60
        and len(first.rstrip()) > 0.75 * longest
        and not re.search(r"[.?!:;][’'”\")\]]*\s*$", first)
        and second[:1].isalpha()
        for first, second in pairwise(written)
    )
    followed = [len(first.rstrip()) for first, second in pairwise(written) if first.strip() and second.strip()]
    return flows or sum(1 for length in followed if length > 0.75 * longest) >= 2


def _markdown(written: list[str]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    lines: list[Line] = []
    rows: list[Row] = []
    tables = 0

    def close_lines() -> None:
        if any(line.text for line in lines):
            blocks.append(Passage(tuple(lines), "text", wrapped=is_wrapped([line.text for line in lines])))
        lines.clear()

    def close_rows() -> None:
        if rows:
            blocks.append(Table(tuple(rows), f"table {tables}"))
        rows.clear()

    for number, one in enumerate(written, 1):
        if _PIPES.match(one) and (
            rows or (number < len(written) and "-" in written[number] and _PIPE_RULE.match(written[number]))
        ):
            if not rows:
                close_lines()
                tables += 1
            if not _PIPE_RULE.match(one):
                cells = tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", one.strip()[1:-1]))
                rows.append(Row(cells, f"table {tables}, row {len(rows) + 1}"))
            continue
        close_rows()
        heading = _HEADING.match(one)
        line = line_of_text(heading[2] if heading else one, f"line {number}")
        text = re.sub(r"^(\*\*|__)(.+)\1$", r"\2", line.text)
        lines.append(Line(text, line.where, len(heading[1]) if heading else 0, line.indent, text != line.text))
    close_rows()
    close_lines()
    return tuple(blocks)


def blocks_of_pieces(pieces: tuple[Piece, ...], unit: str, before: str = "") -> tuple[Block, ...]:
    """Lines and tables of HTML as blocks; lines are counted as ``unit``, tables by themselves."""
    blocks: list[Block] = []
    lines: list[Line] = []
    tables = 0
    for number, piece in enumerate(pieces, 1):
        if piece.rows:
            if any(line.text for line in lines):
                blocks.append(Passage(tuple(lines), f"{before}text"))
            lines = []
            tables += 1
            where = f"{before}table {tables}"
            blocks.append(Table(tuple(Row(row, f"{where}, row {n}") for n, row in enumerate(piece.rows, 1)), where))
        else:
            lines.append(Line(piece.text, f"{before}{unit} {number}", piece.level, float(piece.indent), piece.bold))
    if any(line.text for line in lines):
        blocks.append(Passage(tuple(lines), f"{before}text"))
    return tuple(blocks)
