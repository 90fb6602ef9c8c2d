"""``report.docx``: the chronology as a Word document with real headings, styles and repeated table headers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from keymoments.analysis import layout
from keymoments.analysis.layout import shown
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis
from keymoments.export.docx_findings import (
    add_accounts,
    add_first,
    add_knowing,
    add_made,
    add_moments,
    add_themes,
    add_who,
)
from keymoments.export.docx_sections import add_sightings, add_ticks, add_waits, linked_cell
from keymoments.export.docx_table import Cell, paragraph, table
from keymoments.export.docx_writer import Bookmarks, WordWriter
from keymoments.export.linked import entry_part, listed
from keymoments.export.shown import (
    ABOUT_REPORT,
    CONFIDENTIAL,
    AgencyShown,
    Telling,
    agencies_shown,
    counted,
    date_and_scope_doubts,
    figures,
    late_notes,
    other_tellings,
    people_names,
    reading_doubts,
    report_title,
)
from keymoments.export.sighting_words import SightingShown, entry_lines
from keymoments.export.written import cannot_write

_INK = RGBColor(0x0B, 0x0C, 0x0C)
_QUIET = RGBColor(0x48, 0x4D, 0x52)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # no clock: the same analysis gives the same file
_TABLE_STYLES: tuple[tuple[str, float, bool, bool], ...] = (
    # name, points, bold, quiet
    (layout.STYLE_TEXT, 9.5, False, False),
    (layout.STYLE_DETAIL, 8.5, False, False),
    (layout.STYLE_DATE, 9.5, True, False),
    (layout.STYLE_DOUBT, 8, False, False),
    (layout.STYLE_TIME_WRITTEN, 8, False, True),
    (layout.STYLE_DATE_WRITTEN, 8, False, True),
    (layout.STYLE_REFERENCE, 9, True, False),
    (layout.STYLE_FILE, 8, False, True),
    (layout.STYLE_PLACE, 8, False, True),
    ("Record link", 8.5, False, False),
    ("Table text", 9.5, False, False),
    ("Table heading", 9.5, True, False),
)


def write_report_docx(analysis: Analysis, path: Path) -> None:
    """Write ``report.docx``; raises :class:`OutputError` where the file cannot be written."""
    title = report_title(analysis)
    document = Document()
    _properties(document, title)
    _page(document)
    _styles(document)
    document.add_paragraph(title, style="Title")
    document.add_paragraph(ABOUT_REPORT)
    case = analysis.case
    period = f"{layout.day_words(case.scope_from)} to {layout.day_words(case.scope_to)}"
    document.add_paragraph(f"Period of the review: {period}. {_counts(analysis)}")
    word = WordWriter(document, Bookmarks(entry.id for entry in analysis.entries))
    _add_sections(word, analysis)
    _save(document, word, path)


def write_chronology_docx(analysis: Analysis, path: Path, about: Sequence[tuple[str, str]]) -> None:
    """Write some entries alone, as :func:`write_report_docx` does; ``about``: headings and words before them."""
    title = f"Chronology: {shown(analysis.case.reference)}"
    document = Document()
    _properties(document, title)
    _page(document)
    _styles(document)
    document.add_paragraph(title, style="Title")
    word = WordWriter(document, Bookmarks(entry.id for entry in analysis.entries))
    for heading, words in about:
        word.add(paragraph("Normal", " " + shown(words), bold=f"{shown(heading)}:"))
    agencies = agencies_shown(analysis)
    word.heading("Chronology", 1, "chronology")
    word.add(_chronology(analysis, {agency.id: agency for agency in agencies}, word.bookmarks))
    _save(document, word, path)


def _add_sections(word: WordWriter, analysis: Analysis) -> None:
    agencies = agencies_shown(analysis)
    add_first(word, analysis)
    add_who(word, analysis)
    word.heading("The records read", 1, "summary")
    word.add(_key(agencies))
    add_sightings(word, analysis, agencies)
    add_waits(word, analysis)
    add_moments(word, analysis)
    add_knowing(word, analysis)
    add_accounts(word, analysis)
    add_ticks(word, analysis)
    add_themes(word, analysis)
    word.heading("Chronology", 1, "chronology")
    word.text(
        "An entry with an uncertain date stands at the first day on which it may have happened. "
        "The words of each entry are exactly those of the record."
    )
    word.add(_chronology(analysis, {agency.id: agency for agency in agencies}, word.bookmarks))
    word.heading("What could not be read", 1, "unread")
    if analysis.problems:
        word.add(_problems(analysis))
    else:
        word.text("Everything in the files was read.")
    word.heading("Also named, not in the case file", 1, "also-named")
    if analysis.unknown_people:
        word.add(_not_named(analysis, word.bookmarks))
    else:
        word.text("Nobody else was found.")
    add_made(word, analysis)


def _save(document: Any, word: WordWriter, path: Path) -> None:
    made = io.BytesIO()
    document.save(made)
    made.seek(0)
    try:
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for info in source.infolist():
                if info.filename != "docProps/thumbnail.jpeg":  # a picture of the template, not of this document
                    member = zipfile.ZipInfo(info.filename, _ZIP_DAY)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    data = source.read(info)
                    if info.filename == "word/document.xml":
                        data = word.filled(data)
                    target.writestr(member, data)
    except OSError as error:
        raise cannot_write(path) from error


def _properties(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = "en-GB"
    properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
    properties.revision = 1
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(16)
    section.header_distance = section.footer_distance = Mm(8)
    section.header.paragraphs[0].text = CONFIDENTIAL
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    for field in ("PAGE", "NUMPAGES"):
        footer._p.append(
            parse_xml(
                '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
                f'w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )
        if field == "PAGE":
            footer.add_run(" of ")


def _styles(document: Any) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, size in (
        ("Normal", 10),
        ("Title", 22),
        ("Heading 1", 16),
        ("Heading 2", 13),
        ("Heading 3", 11),
        ("List Bullet", 10),
        ("Header", 8),
        ("Footer", 8),
    ):
        _font(
            styles[name],
            size,
            bold=name[:4] in ("Titl", "Head") and name != "Header",
            quiet=name in ("Header", "Footer"),
        )
    for name, after in (("Normal", 4), ("List Bullet", 2)):
        styles[name].paragraph_format.space_after = Pt(after)
    border = styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    for name, points, bold, quiet in _TABLE_STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.space_before = Pt(1)
        _font(style, points, bold=bold, quiet=quiet)


def _font(style: Any, points: float, *, bold: bool, quiet: bool) -> None:
    style.font.name = "Arial"
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):  # a theme font would win over the name
            del fonts.attrib[attribute]
    for script in ("w:cs", "w:eastAsia", "w:hAnsi"):
        fonts.set(qn(script), "Arial")
    style.font.size = Pt(points)
    style.font.bold = bold
    style.font.color.rgb = _QUIET if quiet else _INK


def _counts(analysis: Analysis) -> str:
    count = figures(analysis)
    return (
        f"{counted(count.entries, 'entry', 'entries')}, {count.in_scope:,} in that period; "
        f"{counted(count.uncertain, 'date')} uncertain; {count.undated:,} not dated; "
        f"{counted(count.unread, 'place')} that could not be read for certain."
    )


def _texts(*texts: str) -> list[Cell]:
    return [Cell(paragraph("Table text", shown(text))) for text in texts]


def _key(agencies: Sequence[AgencyShown]) -> str:
    rows = []
    for agency in agencies:
        mark = Cell(paragraph("Table heading", agency.mark, agency.colour.text), agency.colour.background)
        rows.append(
            [mark, *_texts(agency.label, agency.id, f"{agency.entries:,}", agency.first_words, agency.last_words)]
        )
    headings = (*layout.AGENCY_KEY_HEADINGS, "Entries", "First date", "Last date")
    return table("Agencies, their marks and their entries", headings, (900, 5437, 2900, 1300, 2300, 2300), rows)


def _chronology(analysis: Analysis, agencies: dict[str, AgencyShown], bookmarks: Bookmarks) -> str:
    names = people_names(analysis)
    tellings = other_tellings(analysis)
    lines = entry_lines(analysis)
    late = late_notes(analysis)
    rows = [
        _entry(
            entry,
            agencies[entry.agency],
            names,
            tellings.get(entry.id, ()),
            lines.get(entry.id, ()),
            bookmarks.start(bookmarks.entry(entry.id)),
            late.get(entry.id, ""),
        )
        for entry in analysis.entries
    ]
    return table("Chronology of all agencies’ entries", layout.DOCX_HEADINGS, (2150, 1050, 2150, 7237, 2550), rows)


def _entry(
    entry: Entry,
    agency: AgencyShown,
    names: dict[str, str],
    tellings: tuple[Telling, ...],
    lines: tuple[SightingShown, ...],
    mark: str,
    late: str,
) -> list[Cell]:
    when = [paragraph(layout.STYLE_DATE, layout.date_words(entry.date))]
    when += [paragraph("Record link", late)] if late else []  # not read back: no doubt about the date
    when += [paragraph(layout.STYLE_DOUBT, words) for words in date_and_scope_doubts(entry)]
    time = [paragraph("Table text", layout.time_words(entry.time) or layout.NO_TIME)]
    text = [paragraph(layout.STYLE_TEXT, shown(entry.text))]
    for heading, value in entry.columns:
        text.append(paragraph(layout.STYLE_DETAIL, shown(value), bold=layout.heading_words(heading)))
    text += [paragraph(layout.STYLE_DOUBT, words) for words in reading_doubts(entry)]
    text += [paragraph("Record link", " " + shown(line.whole), bold=shown(f"{line.child}:")) for line in lines]
    if entry.people:
        people = "; ".join(names.get(person, person) for person in entry.people)
        text.append(paragraph("Record link", " " + shown(people), bold="People:"))
    for telling in tellings:
        differences = f" – {'; '.join(telling.differences)}" if telling.differences else ""
        text.append(paragraph("Record link", shown(f" {telling.entry}{differences}"), bold="Same event as"))
    source = [
        paragraph(layout.STYLE_REFERENCE, shown(entry.id), mark=mark),
        paragraph(layout.STYLE_FILE, shown(entry.file)),
        paragraph(layout.STYLE_PLACE, shown(entry.where)),
    ]
    if entry.written_date:
        source.append(paragraph(layout.STYLE_DATE_WRITTEN, layout.DOCX_DATE_WRITTEN + shown(entry.written_date)))
    if entry.written_time:
        source.append(paragraph(layout.STYLE_TIME_WRITTEN, layout.DOCX_TIME_WRITTEN + shown(entry.written_time)))
    name = paragraph("Table text", f" {shown(agency.label)}", agency.colour.text, bold=agency.mark)
    return [
        Cell("".join(when)),
        Cell("".join(time)),
        Cell(name, agency.colour.background),
        Cell("".join(text)),
        Cell("".join(source)),
    ]


def _problems(analysis: Analysis) -> str:
    rows = [
        _texts(problem.file, problem.where or "the whole file", problem.what, problem.how_to_fix)
        for problem in analysis.problems
    ]
    headings = ("File", "Place", "What", "What to do")
    return table("Places that could not be read for certain", headings, (3637, 2500, 4500, 4500), rows)


def _not_named(analysis: Analysis, bookmarks: Bookmarks) -> str:
    rows = [
        [
            *_texts(person.written, person.guess or "The records do not say"),
            linked_cell((listed(map(entry_part, person.entries)),), bookmarks),
        ]
        for person in analysis.unknown_people
    ]
    return table("People whom only the records name", ("Written", "May be", "Entries"), (4137, 4000, 7000), rows)
