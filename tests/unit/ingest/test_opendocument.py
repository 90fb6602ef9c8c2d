"""OpenDocument texts: what a reader sees on the page is what the blocks hold."""

from __future__ import annotations

import contextlib
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Line, Passage, Table
from keymoments.ingest.opendocument import read_odt

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_KINDS = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
    "meta": "meta",
}
NAMES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" ' + " ".join(
    f'xmlns:{prefix}="{_OASIS}:{kind}:1.0"' for prefix, kind in _KINDS.items()
)
Make = Callable[..., Document]


def package(path: Path, body: str, *, styles: str = "", manifest: str = "<m/>", kind: str = "text") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.fixture
def read(tmp_path: Path) -> Make:
    def make(body: str, styles: str = "") -> Document:
        return read_odt(package(tmp_path / "made.odt", body, styles=styles), "records/made.odt")

    return make


def cell(inner: str, about: str = "") -> str:
    return f"<table:table-cell {about}>{inner if '<' in inner else f'<text:p>{inner}</text:p>'}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</table:table-row>"


def lines(document: Document) -> list[Line]:
    return [line for block in document.blocks if isinstance(block, Passage) for line in block.lines]


def texts(document: Document) -> list[str]:
    return [line.text for line in lines(document)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


COVERED = "<table:covered-table-cell/>"
COVERED_3 = '<table:covered-table-cell table:number-columns-repeated="3"/>'


def test_words_spaces_and_breaks_are_read_as_they_stand_on_the_page(read: Make) -> None:
    body = (
        '<text:p>\n  Rang   Gran<text:s text:c="2"/>at\n work<text:tab/>no<text:line-break/>reply'
        "<text:a>, <text:span>see</text:span> note</text:a><text:ruby><text:ruby-base>B</text:ruby-base>"
        "<text:ruby-text>r</text:ruby-text></text:ruby></text:p><text:p/>"
        "<text:list><text:list-item><text:p>First</text:p><text:list><text:list-item><text:p>Under</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        "<text:section><text:p>In a section</text:p></text:section>"
    )
    document = read(body)
    assert texts(document) == ["Rang Gran  at work\tno\nreply, see noteB", "", "First", "Under", "In a section"]
    assert [line.where for line in lines(document)][:3] == ["paragraph 1", "paragraph 2", "paragraph 3"]


def test_headings_and_bold_lines(read: Make) -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        '<text:h text:outline-level="3">Visit</text:h><text:p text:style-name="P1">Log</text:p>'
        '<text:p text:style-name="P2">Record</text:p>'
        '<text:p><text:span text:style-name="T1">4 May</text:span></text:p>'
        '<text:p><text:span text:style-name="T1">4 May</text:span> seen</text:p>'
        '<text:p>shown<text:span text:style-name="T2"> not shown</text:span></text:p>'
    )
    found = lines(read(body, styles))
    assert [line.level for line in found] == [3, 2, 1, 0, 0, 0]
    assert [line.bold for line in found[3:]] == [True, False, False]
    assert (found[5].text, found[5].notes) == ("shown not shown", ("hidden text",))


def test_merged_cells_header_rows_and_bands(read: Make) -> None:
    body = (
        "<table:table><table:table-header-rows>"
        + row("Date", cell("Child", 'table:number-columns-spanned="2"'), COVERED, "Who")
        + "</table:table-header-rows>"
        + row(
            cell("Team 2", 'table:number-columns-spanned="4"'),
            '<table:covered-table-cell table:number-columns-repeated="3"/>',
        )
        + row(cell("1/2/20", 'table:number-rows-spanned="2"'), "Y", "N", "AB")
        + row(COVERED, "N", "N", "CD")
        + row("2/2/20", cell("", 'table:number-columns-repeated="3"'))
        + "</table:table>"
    )
    (made,) = tables(read(body))
    assert [r.cells for r in made.rows] == [
        ("Date", "Child", "", "Who"),
        ("Team 2", "", "", ""),
        ("1/2/20", "Y", "N", "AB"),
        ("", "N", "N", "CD"),
        ("2/2/20", "", "", ""),
    ]
    assert made.header_rows == 1
    assert [r.spans for r in made.rows] == [False, True, False, False, False]
    assert made.rows[3].where == "table 1, row 4"


def test_repeated_rows_and_columns_without_end_are_bounded(read: Make) -> None:
    many = '<table:table-row table:number-rows-repeated="1000000">' + cell("x") + cell("y") + "</table:table-row>"
    wide = row(cell("", 'table:number-columns-repeated="999999999999"'))
    (made,) = tables(read(f"<table:table>{many}{wide}</table:table>"))
    assert len(made.rows) < 1000
    assert len(made.rows[0].cells) <= 500


def test_notes_and_comments_stand_apart(read: Make) -> None:
    body = (
        '<text:p>Visit<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Typed later.</text:p></text:note-body></text:note> done<office:annotation>"
        "<dc:creator>R Vane</dc:creator>"
        "<text:p>Really?</text:p></office:annotation>.</text:p>"
    )
    document = read(body)
    assert texts(document) == ["Visit done."]
    assert lines(document)[0].notes == ("footnote 1: see notes of the file", "comment in the file")
    assert document.footnotes == (
        ("footnote 1", "Typed later.", "paragraph 1"),
        ("comment by R Vane", "Really?", "paragraph 1"),
    )


def test_tracked_changes_are_read_as_accepted_and_said_so(read: Make) -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>struck out</text:p>'
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Seen<text:change text:change-id="d"/> today</text:p>'
        '<text:p>plain</text:p><text:p>a<text:change-start text:change-id="i"/>b</text:p><text:p>c</text:p>'
        '<text:p>d<text:change-end text:change-id="i"/></text:p><text:p>e</text:p>'
    )
    document = read(body)
    assert texts(document) == ["Seen today", "plain", "ab", "c", "d", "e"]
    note = ("tracked changes read as accepted",)
    assert [line.notes for line in lines(document)] == [note, (), note, note, note, ()]
    assert "struck" not in repr(document)


def test_text_boxes_are_read_and_contents_left_out(read: Make) -> None:
    box = "<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>Shaped</text:p></draw:custom-shape>"
    contents = (
        "<text:table-of-content><text:index-body><text:p>4 May ... 2</text:p></text:index-body></text:table-of-content>"
    )
    document = read(f"{contents}<text:p>Beside{box}{shape}</text:p>")
    assert texts(document) == ["Beside", "Boxed", "Shaped"]


def test_a_protected_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    manifest = "<m><e><manifest:encryption-data xmlns:manifest='x'/></e></m>"
    path = package(tmp_path / "a.odt", "", manifest=manifest)
    with pytest.raises(UnreadableSource, match="password"):
        read_odt(path, "a.odt")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.odt", "", kind="presentation")
    with pytest.raises(UnreadableSource, match="holds none"):
        read_odt(path, "a.odt")
    path.write_bytes(b"Date,Event")
    with pytest.raises(UnreadableSource, match="damaged"):
        read_odt(path, "a.odt")


@pytest.mark.parametrize("levels", [70, 10_000])
def test_tables_nested_without_end_are_a_problem_and_no_crash(read: Make, levels: int) -> None:
    start = "<table:table><table:table-row><table:table-cell><text:p>x</text:p>"
    body = start * levels + "</table:table-cell></table:table-row></table:table>" * levels
    try:
        document = read(body)
    except UnreadableSource:
        assert levels > 70
    else:
        assert ["too deeply" in problem.what for problem in document.problems] == [True]


@pytest.mark.parametrize("way", ["cut", "flipped", "flipped inside"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, way: str) -> None:
    body = "<text:p>Seen</text:p><table:table>" + row("1/2/20", "a") + row("x", COVERED, "y") + "</table:table>"
    whole = package(tmp_path / "whole.odt", body).read_bytes()
    path = tmp_path / "damaged.odt"
    for seed in range(50):
        chance = random.Random(seed)
        data = bytearray(whole)
        if way == "cut":
            data = data[: chance.randrange(len(data))]
        elif way == "flipped":
            for _ in range(3):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        if way == "flipped inside":
            letters = list(body)
            letters[chance.randrange(len(letters))] = chr(chance.randrange(32, 127))
            package(path, "".join(letters))
        with contextlib.suppress(UnreadableSource):
            assert isinstance(read_odt(path, "a.odt"), Document)
