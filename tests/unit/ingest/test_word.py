"""Word files: what a reader sees on the page is what the blocks hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from keymoments.ingest.blocks import Document, Passage, Table
from keymoments.ingest.word import read_docx

from .made_word import cell, cells, lines, package, para, row, run, table, tables, texts

Make = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Make:
    def make(body: str, **parts: str) -> Document:
        return read_docx(package(tmp_path / "made.docx", body, **parts), "records/made.docx")

    return make


def test_a_chronology_made_in_word_keeps_order_headings_and_places(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Millbrook nursery", 0)
    made.add_heading("Log", 2)
    made.add_paragraph("Kept by the manager.").runs[0].bold = True
    grid = made.add_table(3, 3)
    grid.cell(0, 0).merge(grid.cell(0, 2)).text = "Spring term"
    for column, text in enumerate(("4/3/19", "Arrived late,\nno coat", "Y")):
        grid.cell(1, column).text = text
    made.add_paragraph("End of log")
    made.save(str(tmp_path / "log.docx"))
    document = read_docx(tmp_path / "log.docx", "records/log.docx")
    before, log, after = document.blocks
    assert document.file == "records/log.docx"
    assert isinstance(before, Passage)
    assert [(line.text, line.level, line.where) for line in before.lines] == [
        ("Millbrook nursery", 1, "paragraph 1"),
        ("Log", 2, "paragraph 2"),
        ("Kept by the manager.", 0, "paragraph 3"),
    ]
    assert before.lines[2].bold
    assert not before.wrapped
    assert isinstance(log, Table)
    assert log.where == "table 1"
    assert [(r.cells, r.where, r.spans) for r in log.rows] == [
        (("Spring term", "", ""), "table 1, row 1", True),
        (("4/3/19", "Arrived late,\nno coat", "Y"), "table 1, row 2", False),
        (("", "", ""), "table 1, row 3", False),
    ]
    assert isinstance(after, Passage)
    assert after.lines[0].where == "paragraph 4"


def test_words_are_read_as_they_stand_on_the_page(read: Make) -> None:
    inner = (
        "<w:r><w:t>Tel</w:t><w:noBreakHyphen/><w:t>call</w:t><w:tab/><w:t>to Gran</w:t><w:br/><w:t>no</w:t>"
        '<w:softHyphen/><w:t>body in</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        + run("\u00fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
        + '<w:hyperlink r:id="x"><w:smartTag>'
        + run(" see letter")
        + "</w:smartTag></w:hyperlink>"
    )
    assert texts(read(para(inner))) == ["Tel-call\tto Gran\nnobody in✓✓ see letter"]


def test_fields_show_their_result_and_forms_what_was_chosen(read: Make) -> None:
    def char(kind: str, inner: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'

    field = char("begin") + "<w:r><w:instrText>DATE \\@ x</w:instrText></w:r>" + char("separate")
    nested = char("begin") + "<w:r><w:instrText>IF</w:instrText></w:r>" + char("begin") + run("inner") + char("end")
    ticked = char("begin", '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>')
    empty = char("begin", '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>')
    choice = char(
        "begin",
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Home"/><w:listEntry w:val="School"/>'
        "</w:ddList></w:ffData>",
    )
    body = (
        para(field + run("3 May 2018") + char("end") + run(", seen"))
        + para(nested + char("separate") + run("yes") + char("end"))
        + para(ticked + char("end") + run("Y ") + empty + char("end") + run("N ") + choice + char("end"))
        + para(char("begin") + "<w:r><w:instrText>BROKEN</w:instrText></w:r>")
        + para('<w:fldSimple w:instr="AUTHOR">' + run("after") + "</w:fldSimple>")
    )
    assert texts(read(body)) == ["3 May 2018, seen", "yes", "☒Y ☐N School", "", "after"]


def test_a_prompt_to_fill_in_is_nobody_s_word(read: Make) -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Asleep')}</w:sdtContent></w:sdt>"
    assert texts(read(para(prompt + filled))) == ["Asleep"]


def test_tracked_changes_are_read_as_accepted_and_said_so(read: Make) -> None:
    gone = "<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:moveFrom>" + run("old") + "</w:moveFrom>"
    kept = f"<w:ins>{run('was ')}</w:ins>"
    body = (
        para(run("Child ") + gone + kept + run("seen"))
        + para(run("Join"), "<w:rPr><w:del/></w:rPr>")
        + para(run("ed up"))
        + para(run("plain"))
        + table(row("1/2/20", "kept"), row("2/2/20", "struck", properties="<w:del/>"), row("3/2/20", "third"))
    )
    document = read(body)
    assert texts(document) == ["Child was seen", "Joined up", "plain"]
    note = ("tracked changes read as accepted",)
    assert [line.notes for line in lines(document)] == [note, note, ()]
    assert [(r.cells[1], r.where) for r in tables(document)[0].rows] == [
        ("kept", "table 1, row 1"),
        ("third", "table 1, row 2"),
    ]
    assert ["deleted" in problem.what for problem in document.problems] == [True]
    assert "struck" not in repr(document)


def test_hidden_text_and_hidden_rows_are_read_and_noted(read: Make) -> None:
    body = para(run("seen") + run(" by nobody", "<w:vanish/>")) + table(
        row("a", "b", properties="<w:hidden/>"), row("c", "d")
    )
    document = read(body)
    assert (texts(document), lines(document)[0].notes) == (["seen by nobody"], ("hidden text",))
    assert [r.notes for r in tables(document)[0].rows] == [("hidden row",), ()]


def test_notes_and_comments_stand_apart_with_their_place(read: Make) -> None:
    reference = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    own_mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="5"/><w:t>*</w:t></w:r>'
    body = para(
        run("Home visit") + reference + run(", no reply") + own_mark + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    body += table(row("1/2/20", cell(para(run("Seen") + '<w:r><w:commentReference w:id="7"/></w:r>'))), row("x", "y"))
    document = read(
        body,
        footnotes=f'<w:footnote w:id="4">{para("<w:r><w:footnoteRef/></w:r>" + run(" From the diary."))}</w:footnote>'
        f'<w:footnote w:id="5">{para(run("Typed later."))}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{para(run("Copy sent."))}</w:endnote>',
        comments=f'<w:comment w:id="7" w:initials="QB" w:author="Quill">{para(run("Check this"))}</w:comment>',
    )
    assert texts(document) == ["Home visit, no reply"]
    assert document.footnotes == (
        ("footnote 1", "From the diary.", "paragraph 1"),
        ("footnote *", "Typed later.", "paragraph 1"),
        ("endnote 1", "Copy sent.", "paragraph 1"),
        ("comment by QB", "Check this", "table 1, row 1"),
    )
    assert lines(document)[0].notes[0] == "footnote 1: see notes of the file"
    first = tables(document)[0].rows[0]
    assert (first.cells, first.notes) == (("1/2/20", "Seen"), ("comment in the file",))


def test_headings_are_found_through_localised_styles_and_their_ancestors(read: Make) -> None:
    def style(identifier: str, name: str, inner: str = "", based: str = "") -> str:
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        return f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}{inner}</w:style>'

    styles = (
        style("berschrift2", "heading 2", "<w:rPr><w:b/></w:rPr>")
        + style("Agency", "Agency entry", based="berschrift2")
        + style("Level", "Own", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
        + style("A", "Loop a", based="B")
        + style("B", "Loop b", based="A")
        + style("TOC1", "toc 1")
    )
    named = ["berschrift2", "Agency", "Level", "A", "TOC1", "Heading3"]
    body = "".join(para(run(name), f'<w:pStyle w:val="{name}"/>') for name in named)
    body += para(run("direct"), '<w:outlineLvl w:val="0"/>') + para(
        run("light", '<w:b w:val="0"/>'), '<w:pStyle w:val="Agency"/>'
    )
    found = [(line.text, line.level, line.bold) for line in lines(read(body, styles=styles))]
    assert found == [
        ("berschrift2", 2, True),
        ("Agency", 2, True),
        ("Level", 4, False),
        ("A", 0, False),
        ("Heading3", 3, False),
        ("direct", 1, False),
        ("light", 2, False),
    ]


def test_merged_cells_stand_where_they_begin(read: Make) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row("Date", cell("Child", '<w:gridSpan w:val="2"/>'), "Worker", properties="<w:tblHeader/>"),
        row("", "seen", "alone", "", properties="<w:tblHeader/>"),
        row(cell("5/5/15", down), "Y", "N", "JT"),
        row(cell("ignored", on), "N", "N", "JT"),
        row("6/5/15", "Y", "Y"),
        row("tail", properties='<w:gridBefore w:val="3"/>'),
    )
    document = read(body)
    assert cells(document) == [
        ("Date", "Child", "", "Worker"),
        ("", "seen", "alone", ""),
        ("5/5/15", "Y", "N", "JT"),
        ("", "N", "N", "JT"),
        ("6/5/15", "Y", "Y", ""),
        ("", "", "", "tail"),
    ]
    assert tables(document)[0].header_rows == 2


def test_a_cell_said_to_continue_nothing_keeps_its_words(read: Make) -> None:
    assert cells(read(table(row(cell("1/2/20", "<w:vMerge/>"), "a"), row("2/2/20", "b")))) == [
        ("1/2/20", "a"),
        ("2/2/20", "b"),
    ]


def test_columns_drawn_with_shaky_lines_are_those_of_the_headings(read: Make) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        row("Date", cell("Event", wide), cell("Worker", wide)),
        row(cell("1/2/20", wide), "Called", cell("PL", wide)),
        row(cell("3/2/20", wide), cell("Seen", wide), "PL"),
        widths=(2000, 90, 5000, 100, 1900),
    )
    assert cells(read(body)) == [("Date", "Event", "Worker"), ("1/2/20", "Called", "PL"), ("3/2/20", "Seen", "PL")]
    shaky = table(
        row("Date", "Event", cell("Seen", wide), "Worker"),
        row(cell("Band", '<w:gridSpan w:val="5"/>')),
        row("1/2/20", cell("Called", wide), "Y"),
        widths=(2000, 5000, 100, 900, 900),
    )
    assert cells(read(shaky)) == [
        ("Date", "Event", "Seen", "Worker"),
        ("Band", "", "", ""),
        ("1/2/20", "Called", "Y", ""),
    ]


def test_tables_and_rows_inside_content_controls_are_read(read: Make) -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    second = f"<w:tr>{control(cell('2/2/20'))}{cell('b')}</w:tr>"
    body = control(para(run("before")) + f"<w:tbl>{row('1/2/20', 'a')}{control(second)}</w:tbl>")
    document = read(body)
    assert texts(document) == ["before"]
    assert cells(document) == [("1/2/20", "a"), ("2/2/20", "b")]


def test_a_table_of_contents_is_left_out(read: Make) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{para(run('4 May 2018 ... 2'))}</w:sdtContent></w:sdt>" + para(run("Text"))
    assert texts(read(body)) == ["Text"]


def test_a_text_box_is_read_once(read: Make) -> None:
    inner = f"<w:txbxContent>{para(run('In the box'))}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(para(run("Beside it") + box) + table(row("1/2/20", cell(para(run("Seen") + box))), row("a", "b")))
    assert [(line.text, line.where) for line in lines(document)] == [
        ("Beside it", "paragraph 1"),
        ("In the box", "paragraph 1, text box"),
    ]
    assert cells(document)[0] == ("1/2/20", "Seen\nIn the box")


def test_a_table_framed_by_a_form_is_a_table_of_its_own(read: Make) -> None:
    inner = table(row("Date", "Event"), row("1/2/20", "Seen"), row("2/2/20", "Out"))
    document = read(table(row("Agency", "Housing"), row("Entries", cell(inner + para("")))) + table(row("x", "y")))
    assert [t.where for t in tables(document)] == ["table 1", "table 2 (inside table 1, row 2)", "table 3"]
    assert cells(document, 0) == [("Agency", "Housing"), ("Entries", "")]
    assert cells(document, 1)[1] == ("1/2/20", "Seen")
    assert tables(document)[1].rows[2].where == "table 2 (inside table 1, row 2), row 3"


def test_a_small_table_pasted_into_an_entry_stays_in_it(read: Make) -> None:
    pasted = para(run("Weights:")) + table(row("9 May", "4.1 kg"), row("12 May", "4.0 kg")) + para(run("HV told."))
    document = read(table(row("Date", "Event", "Who"), row("13/5/16", cell(pasted), "RN")))
    assert cells(document) == [
        ("Date", "Event", "Who"),
        ("13/5/16", "Weights:\n9 May\t4.1 kg\n12 May\t4.0 kg\nHV told.", "RN"),
    ]


def test_a_frame_of_one_cell_reads_as_if_it_was_not_there(read: Make) -> None:
    inner = para(run("Title")) + table(row("1/2/20", "Seen"), row("2/2/20", "Out")) + para("")
    document = read(table(row(cell(inner))) + para(run("After")))
    assert [type(block) for block in document.blocks] == [Passage, Table, Passage]
    assert tables(document)[0].where == "table 1"
    assert texts(document)[0] == "Title"
