"""Word files of hand-made XML, and short ways to look at what was read of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from keymoments.ingest.blocks import Document, Line, Passage, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="{OFFICE}" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(path: Path, body: str, *, main: str = "word/document.xml", **parts: str) -> Path:
    """A Word file of hand-made XML; ``parts``: the inner XML of styles, footnotes, endnotes, comments."""
    folder, _, name = main.rpartition("/")
    relations = "".join(f'<Relationship Id="r{p}" Type="{OFFICE}/{p}" Target="{p}.xml"/>' for p in parts)
    relation_names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {relation_names}><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="/{main}"/>'
            "</Relationships>",
        )
        archive.writestr(f"{folder}/_rels/{name}.rels", f"<Relationships {relation_names}>{relations}</Relationships>")
        archive.writestr(main, f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for part, inner in parts.items():
            archive.writestr(f"{folder}/{part}.xml", f"<w:{part} {NAMES}>{inner}</w:{part}>")
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if '<w:p' in inner else para(run(inner))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if '<w:tc>' in c else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def lines(document: Document) -> list[Line]:
    return [line for block in document.blocks if isinstance(block, Passage) for line in block.lines]


def texts(document: Document) -> list[str]:
    return [line.text for line in lines(document)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cells(document: Document, number: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in tables(document)[number].rows]
