"""PDF files: tables, logs and letters come out as a reader sees them on paper."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from keymoments.ingest.blocks import Document, Passage, Table
from keymoments.ingest.pdf import read_pdf

from .made_pdf import GRID, HEAD, LONG, built, column, drawn, lines, paragraph, read, rows, table, texts

CASES = Path(__file__).parents[4] / "shared" / "cases"


def entries(count: int) -> list[tuple[str, str, str, str]]:
    return [(f"{day:02d}/03/2019", "Home visit", f"Entry {day}. {LONG}", "A Reyes") for day in range(1, count + 1)]


def test_ruled_table_over_pages_is_one_table_with_its_repeated_headings(tmp_path: Path) -> None:
    made = built(tmp_path / "a.pdf", table([HEAD, *entries(25)], GRID, repeat=1), furniture=True)
    document = read(made)
    assert [type(block) for block in document.blocks] == [Table]
    found = rows(document)
    body = [row.cells for row in found if row.cells != HEAD]
    assert body == [(date, kind, text.strip(), worker) for date, kind, text, worker in entries(25)]
    assert sum(row.cells == HEAD for row in found) >= 2
    assert (found[0].where, found[1].where) == ("page 1, row 1", "page 1, row 2")
    assert any(row.where == "page 2, row 1" and row.cells == HEAD for row in found)
    assert document.problems == ()


def test_row_broken_over_a_page_end_is_whole_again(tmp_path: Path) -> None:
    many = entries(25)
    many[6] = (many[6][0], many[6][1], f"Entry 7. {LONG * 14}", many[6][3])
    document = read(built(tmp_path / "a.pdf", table([HEAD, *many], GRID, repeat=1)))
    body = [row.cells for row in rows(document) if row.cells != HEAD]
    assert body == [(date, kind, text.strip(), worker) for date, kind, text, worker in many]


def test_row_without_a_date_at_the_top_of_a_page_stays_a_row(tmp_path: Path) -> None:
    many = [(date if index % 2 else "", *rest) for index, (date, *rest) in enumerate(entries(25))]
    document = read(built(tmp_path / "a.pdf", table([HEAD, *many], GRID, repeat=1)))
    body = [row.cells for row in rows(document) if row.cells != HEAD]
    assert body == [(date, kind, text.strip(), worker) for date, kind, text, worker in many]


@pytest.mark.parametrize(
    "style",
    [
        (),
        (("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),),
        (("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.lightgrey]),),
        (
            ("BOX", (0, 0), (-1, -1), 0.5, colors.grey),
            ("LINEAFTER", (0, 0), (-1, -1), 0.5, colors.grey),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.grey),
        ),
    ],
    ids=["no rules", "rules between rows", "shaded rows", "rules between columns"],
)
def test_columns_without_a_full_grid_are_a_table_too(tmp_path: Path, style: tuple[tuple[object, ...], ...]) -> None:
    many = [(date if index != 4 else "", *rest) for index, (date, *rest) in enumerate(entries(20))]
    made = built(tmp_path / "a.pdf", paragraph("Contacts", "Title"), table([HEAD, *many], *style), furniture=True)
    document = read(made)
    assert [row.cells for row in rows(document)] == [HEAD] + [(a, b, c.strip(), d) for a, b, c, d in many]
    assert [text for text in texts(document) if text] == ["Contacts"]


def test_merged_cells_stand_in_the_first_row_and_bands_span(tmp_path: Path) -> None:
    grid = [
        ("Date", "Event", "Action"),
        ("Spring 2018", "", ""),
        ("4 March 2018", "Seen at nursery.", "NFA"),
        ("", "Telephone call to grandmother.", "None"),
    ]
    made = table(
        grid, GRID, ("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 2), (0, 3)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        widths=(90, 250, 80),
    )  # fmt: skip
    found = rows(read(built(tmp_path / "a.pdf", made)))
    assert [row.cells for row in found] == grid
    assert [row.spans for row in found] == [False, True, False, False]


def test_cell_keeps_the_breaks_its_writer_made_and_no_others(tmp_path: Path) -> None:
    later = "Later the same day a call from school about self-harm and the well-being of Ines."
    made = table(
        [
            ("Date / type", "Record"),
            ("12.06.24<br/>Home visit<br/>R Okoro HV", f"{LONG}<br/><br/>{later}"),
            ("19.06.24<br/>Clinic", "Not brought."),
        ],
        GRID,
        widths=(110, 200),
    )  # fmt: skip
    found = rows(read(built(tmp_path / "a.pdf", made)))
    assert [row.cells[0] for row in found] == ["Date / type", "12.06.24\nHome visit\nR Okoro HV", "19.06.24\nClinic"]
    first, second = found[1].cells[1].split("\n")
    assert first == LONG.strip()
    assert second == later


def test_date_broken_by_a_narrow_column_is_whole(tmp_path: Path) -> None:
    made = table([("Date", "Note"), ("12/03/2019", "Seen."), ("13/03/2019", "Called.")], GRID, widths=(52, 200))
    assert [row.cells[0] for row in rows(read(built(tmp_path / "a.pdf", made)))] == ["Date", "12/03/2019", "13/03/2019"]


def test_column_print_out_without_gaps_between_rows(tmp_path: Path) -> None:
    page = [(50.0, 60.0, "Brook Lane Surgery"), (50, 90, "Date"), (130, 90, "Type"), (220, 90, "Notes")]
    for index in range(8):
        top = 103.0 + 39 * index
        page += [(50, top, f"{index + 1:02d} Mar 2018"), (130, top, "Surgery"), (130, top + 13, "Dr Lall")]
        page += [
            (220, top, "Seen with mother, cough for three days and not eating much"),
            (220, top + 13, "at home. Review."),
        ]
    document = read(drawn(tmp_path / "a.pdf", page))
    assert [row.cells for row in rows(document)][:2] == [
        ("Date", "Type", "Notes"),
        (
            "01 Mar 2018",
            "Surgery Dr Lall",
            "Seen with mother, cough for three days and not eating much at home. Review.",
        ),
    ]
    assert len(rows(document)) == 9


def test_later_event_of_a_day_begins_a_row_of_its_own(tmp_path: Path) -> None:
    page = []
    for index in range(6):
        top = 90.0 + 52 * index
        page += [
            (50, top, f"{index + 1:02d}.04.19"),
            (130, top, "Visited flat 4, no answer, music on inside and a light"),
        ]
        page += [(130, top + 13, "in the kitchen."), (50, top + 26, "18:40"), (130, top + 26, "Neighbour rang again.")]
    found = [row.cells for row in rows(read(drawn(tmp_path / "a.pdf", page)))]
    assert found[:2] == [
        ("01.04.19", "Visited flat 4, no answer, music on inside and a light in the kitchen."),
        ("18:40", "Neighbour rang again."),
    ]


def test_log_is_a_wrapped_passage_with_places_indents_and_gaps(tmp_path: Path) -> None:
    log = [
        (50.0, 90.0, "18/11/2008 20:47   INC 0412   DOMESTIC VERBAL   PC1187"),
        (70, 102, "CALLER REPORTS RAISED VOICES FROM NO 9. O/A ALL QUIET AND"),
        (70, 114, "ONE CHILD SEEN ASLEEP."),
        (50, 138, "19/11/2008 08:15   INC 0412   UPDATE   PC1187"),
        (70, 150, "NOTICE SENT TO CHILDREN'S SERVICES."),
    ]
    document = read(drawn(tmp_path / "a.pdf", log, font="Courier", size=9))
    (passage,) = document.blocks
    assert isinstance(passage, Passage)
    assert passage.wrapped
    assert [(line.text, line.where, line.indent) for line in passage.lines] == [
        ("18/11/2008 20:47 INC 0412 DOMESTIC VERBAL PC1187", "page 1, line 1", 0.0),
        ("CALLER REPORTS RAISED VOICES FROM NO 9. O/A ALL QUIET AND", "page 1, line 2", 20.0),
        ("ONE CHILD SEEN ASLEEP.", "page 1, line 3", 20.0),
        ("", "page 1, line 4", 0.0),
        ("19/11/2008 08:15 INC 0412 UPDATE PC1187", "page 1, line 4", 0.0),
        ("NOTICE SENT TO CHILDREN'S SERVICES.", "page 1, line 5", 20.0),
    ]


def test_letters_keep_their_dates_while_running_titles_go(tmp_path: Path) -> None:
    def letter(day: int, page: int) -> list[tuple[float, float, str]]:
        body = [
            f"Date: {day} January 2019",
            "",
            "Dear Dr Webb",
            "",
            "Re: Ines T",
            "",
            "I saw Ines on her own today.",
            "",
        ]
        return [
            (50.0, 30.0, "Harbour Child Clinic"),
            *[place for place in column([*body, "Yours sincerely"], top=80) if place[2]],
            (280, 820, f"Page {page} of 3"),
        ]

    document = read(drawn(tmp_path / "a.pdf", letter(3, 1), letter(4, 2), letter(5, 3)))
    found = texts(document)
    assert [text for text in found if text.startswith("Date")] == [f"Date: {day} January 2019" for day in (3, 4, 5)]
    assert not [text for text in found if "Harbour" in text or "Page" in text]
    assert found[found.index("Yours sincerely") + 1] == ""


def test_running_date_that_could_be_the_only_one_stays(tmp_path: Path) -> None:
    pages = [[(50.0, 40.0, "Date: 3 January 2019"), *column([f"Page text {n}", "More text."])] for n in range(3)]
    assert "Date: 3 January 2019" in texts(read(drawn(tmp_path / "a.pdf", *pages)))


def test_paragraph_runs_on_over_a_full_page_and_ends_on_a_short_one(tmp_path: Path) -> None:
    words = "The record of the visit runs on over the end of the page and nobody broke it. " * 80
    document = read(built(tmp_path / "a.pdf", paragraph(words), paragraph("Next paragraph.")))
    assert len({line.where.split(",")[0] for line in lines(document)}) == 2
    assert " ".join(texts(document)) == f"{words.strip()}  Next paragraph."


def test_single_page_loses_page_number_and_print_stamp_but_not_its_note(tmp_path: Path) -> None:
    page = [
        *column(["12 Jun 2013 09:40 Dr Amin", "Brought by mother."]),
        (60.0, 800.0, "1 Third party removed. Printed 21/08/2015 page 1"),
    ]
    document = read(drawn(tmp_path / "a.pdf", page))
    assert texts(document) == ["12 Jun 2013 09:40 Dr Amin", "Brought by mother."]
    assert document.footnotes == (("1", "Third party removed.", "page 1"),)


def test_footnotes_stand_apart_and_their_marks_go_while_other_raised_figures_stay(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for index in range(12):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 740 - 13 * index, f"Line {index} of the report on the family")
    text = canvas.beginText(50, 580)
    for part, raised in (
        ("Seen at school", ""),
        (" by the nurse", "2"),
        (". Room of 9 m", "3"),
        (", damp", "4"),
        (".", ""),
    ):
        text.setFont("Helvetica", 10)
        text.textOut(part)
        text.setRise(4)
        text.setFont("Helvetica", 6)
        text.textOut(raised)
        text.setRise(0)
    canvas.drawText(text)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(50, 60, "2 According to the school log.")
    canvas.drawString(50, 50, "4 As the landlord saw it.")
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert "Seen at school by the nurse. Room of 9 m³, damp." in texts(document)
    assert document.footnotes == (
        ("2", "According to the school log.", "page 1"),
        ("4", "As the landlord saw it.", "page 1"),
    )


def test_headings_are_larger_or_bold_lines_on_their_own(tmp_path: Path) -> None:
    made = built(
        tmp_path / "a.pdf", paragraph("Tenancy notes", "Title"), paragraph("<b>Background</b>"), paragraph(LONG)
    )
    assert [(line.text, line.level, line.bold) for line in lines(read(made)) if line.level] == [
        ("Tenancy notes", 1, True),
        ("Background", 1, True),
    ]


def test_watermark_and_turned_text_are_ignored(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(50, 700, "Seen at home.")
    canvas.saveState()
    canvas.translate(150, 300)
    canvas.rotate(50)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "DRAFT")
    canvas.restoreState()
    canvas.save()
    assert texts(read(tmp_path / "a.pdf")) == ["Seen at home."]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_sideways_pages_are_read_the_way_they_are_shown(tmp_path: Path, turn: int) -> None:
    from pypdf import PdfWriter, Transformation

    made = built(tmp_path / "a.pdf", table([HEAD, *entries(4)], GRID))
    wanted = [row.cells for row in rows(read(made))]
    writer = PdfWriter(clone_from=made)
    for page in writer.pages:
        page.add_transformation(Transformation().rotate(turn).translate(900, 900))
        page.mediabox.lower_left, page.mediabox.upper_right = (0, 0), (1800, 1800)
        page.cropbox = page.mediabox
        page.rotate(turn)
    writer.write(tmp_path / "turned.pdf")
    assert [row.cells for row in rows(read(tmp_path / "turned.pdf"))] == wanted


def test_newspaper_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    made = BaseDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4)
    made.addPageTemplates([PageTemplate(frames=[Frame(40, 40, 250, 760), Frame(305, 40, 250, 760)])])
    words = [f"Paragraph {index}. {LONG}" for index in range(18)]
    made.build([paragraph(text) for text in words])
    assert " ".join(text for text in texts(read(tmp_path / "a.pdf")) if text) == " ".join(
        text.strip() for text in words
    )


def test_form_fields_are_read_and_forms_of_labels_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for top, label, value in ((700, "Date of incident:", "12/03/2019"), (670, "What happened:", "Said her arm hurt.")):
        canvas.drawString(50, top, label)
        canvas.acroForm.textfield(name=label, x=160, y=top - 5, width=200, height=18, value=value)
    canvas.save()
    assert [text for text in texts(read(tmp_path / "a.pdf")) if text] == [
        "Date of incident: 12/03/2019",
        "What happened: Said her arm hurt.",
    ]


def test_twenty_pages_of_text_do_not_take_minutes(tmp_path: Path) -> None:
    made = built(tmp_path / "a.pdf", *[paragraph(f"<b>{n} May 2019</b> {LONG * 2}") for n in range(220)])
    started = time.process_time()
    document = read(made)
    assert time.process_time() - started < 20
    assert len({line.where.split(",")[0] for line in lines(document)}) >= 18


def test_narratives_of_the_example_cases_are_word_for_word() -> None:
    if not CASES.is_dir():
        pytest.skip("../shared/cases is absent")
    read_files: dict[Path, str] = {}
    missed = []
    for gold in sorted(CASES.glob("*/gold.json")):
        for entry in json.loads(gold.read_text(encoding="utf-8"))["entries"]:
            if entry["file"].endswith(".pdf"):
                path = gold.parent / entry["file"]
                if path not in read_files:
                    read_files[path] = whole_text(read_pdf(path, entry["file"]))
                if entry["text"] not in read_files[path]:
                    missed.append(entry["id"])
    assert missed == []


def whole_text(document: Document) -> str:
    found = [" ".join(cell.split()) for row in rows(document) for cell in row.cells]
    return "\n".join([" ".join(text for text in texts(document) if text), *found])


def test_numbered_headings_at_the_top_of_pages_stay(tmp_path: Path) -> None:
    pages = [column([f"Visit {number}", "", "Seen at home with his aunt."]) for number in (1, 2, 3)]
    assert [text for text in texts(read(drawn(tmp_path / "a.pdf", *pages))) if text.startswith("Visit")] == [
        "Visit 1",
        "Visit 2",
        "Visit 3",
    ]


def test_table_drawn_inside_a_form_of_the_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.beginForm("table")
    for y in (0, 30, 60):
        canvas.line(0, y, 300, y)
    for x in (0, 80, 300):
        canvas.line(x, 0, x, 60)
    for y, day in ((10, "02/04/2019"), (40, "01/04/2019")):
        canvas.drawString(5, y, day)
        canvas.drawString(90, y, "Seen at home.")
    canvas.endForm()
    canvas.translate(100, 500)
    canvas.doForm("table")
    canvas.save()
    assert [row.cells for row in rows(read(tmp_path / "a.pdf"))] == [
        ("01/04/2019", "Seen at home."),
        ("02/04/2019", "Seen at home."),
    ]


def test_words_broken_by_a_narrow_column_or_after_a_doubt_are_whole(tmp_path: Path) -> None:
    made = table([("Date", "Note"), ("1/3/19", "Heard in backgrounds. Film shows a ?fracture")], GRID, widths=(60, 67))
    assert rows(read(built(tmp_path / "a.pdf", made)))[1].cells[1].split()[-1] == "?fracture"
    page = [
        (50.0, 90.0, "1/3/19"),
        (120, 90, "backgroun"),
        (120, 102, "d. Then"),
        (50, 114, "2/3/19"),
        (120, 114, "Seen."),
    ]
    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=A4)
    for x, top, text in page:
        canvas.drawString(x, A4[1] - top, text)
    for x in (45, 115, 180):
        canvas.line(x, A4[1] - 75, x, A4[1] - 118)
    for top in (75, 105, 118):
        canvas.line(45, A4[1] - top, 180, A4[1] - top)
    canvas.save()
    assert rows(read(tmp_path / "b.pdf"))[0].cells == ("1/3/19", "background. Then")


def test_second_dated_note_of_a_cell_keeps_its_line(tmp_path: Path) -> None:
    cell = f"5/5 {LONG.strip()}<br/>6/5 Called at home, seen."
    made = table([("Date", "Note"), ("5 & 6/5/10", cell)], GRID, widths=(70, 200))
    assert rows(read(built(tmp_path / "a.pdf", made)))[1].cells[1] == f"5/5 {LONG.strip()}\n6/5 Called at home, seen."
