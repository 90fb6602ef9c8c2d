"""Make a large case of any size from the example: its entries with shifted dates and changed names, in twelve files."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

ROOT = Path(__file__).parents[1]
NAMES = ("Corvane", "Hollins", "Bexley", "Tarrow", "Quill", "Ambrose", "Fenner", "Strode", "Wexham", "Larkin")
PDF_MOST = 500  # rows of one PDF file; they have a figure of their own
HEADER = ("Date", "Time", "Type", "Event", "Worker")
SHARES = {"docx": 4, "xlsx": 3, "csv": 2, "pdf": 2, "odt": 1}
KINDS = ("childrens-social-care", "police", "gp", "school", "hospital", "housing")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a made file."""

    day: date
    time: str
    text: str

    def cells(self) -> tuple[str, ...]:
        """The row as an agency would have it."""
        return (self.day.strftime("%d/%m/%Y"), self.time, "Contact", self.text, "K Ashe")


def example() -> Path:
    """The folder of the example."""
    return next(path.parent for path in sorted((ROOT / "examples").glob("*/case.toml")))


def lines(count: int) -> list[Line]:
    """``count`` lines, in date order within each repetition."""
    gold = json.loads((example() / "gold.json").read_text(encoding="utf-8"))["entries"]
    gold.sort(key=lambda entry: entry["date"])
    made = []
    for number in range(count):
        entry, turn = gold[number % len(gold)], number // len(gold)
        day = date.fromisoformat(entry["date"]) + timedelta(days=3 * turn % 4000)
        name = f"{NAMES[turn % len(NAMES)]}{turn // len(NAMES) or ''}"
        made.append(Line(day, entry.get("time") or "", f"{entry['text']} Copy to {name}."))
    return made


def make(folder: Path, count: int, *, pdf: bool = True) -> dict[str, int]:
    """Write a case of about ``count`` entries into ``folder``; returns rows by kind of file."""
    (folder / "records").mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind, files in SHARES.items() for _ in range(files) if pdf or kind != "pdf"]
    share = -(-count // len(kinds))
    every = lines(count)
    rows: dict[str, int] = {}
    agencies = []
    for index, kind in enumerate(kinds):
        part = every[index * share : (index + 1) * share]
        if kind == "pdf":
            part = part[:PDF_MOST]
        if not part:
            continue
        part.sort(key=lambda line: line.day)
        name = f"records/file-{index + 1}.{kind}"
        WRITERS[kind](folder / name, part)
        rows[kind] = rows.get(kind, 0) + len(part)
        agencies.append(
            f'[[agency]]\nid = "a{index + 1}"\nname = "{NAMES[index % 10]} {KINDS[index % 6]}"\n'
            f'kind = "{KINDS[index % 6]}"\nfiles = ["{name}"]\n'
        )
    people = (example() / "case.toml").read_text(encoding="utf-8")
    persons = "[[person]]" + people.split("[[person]]", 1)[1].split("[[agency]]", 1)[0].split("[[place]]", 1)[0]
    head = '[case]\nreference = "Large case"\nnation = "england"\nscope_from = 2000-01-01\nscope_to = 2040-01-01\n\n'
    (folder / "case.toml").write_text(head + persons + "\n" + "\n".join(agencies), encoding="utf-8")
    return rows


def write_docx(path: Path, part: list[Line]) -> None:
    """A Word table, as a case system exports it."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def row(cells: tuple[str, ...]) -> str:
        return (
            "<w:tr>"
            + "".join(
                f'<w:tc><w:p><w:r><w:t xml:space="preserve">{escape(cell)}</w:t></w:r></w:p></w:tc>' for cell in cells
            )
            + "</w:tr>"
        )

    body = "".join(row(line.cells()) for line in part)
    grid = "<w:tblGrid>" + "<w:gridCol/>" * len(HEADER) + "</w:tblGrid>"
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{w}"><w:body><w:tbl><w:tblPr/>{grid}'
        f"{row(HEADER)}{body}</w:tbl><w:sectPr/></w:body></w:document>"
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", document)


def write_xlsx(path: Path, part: list[Line]) -> None:
    """A workbook with real dates."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Log")
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADER)
    for index, line in enumerate(part, 1):
        sheet.write_datetime(index, 0, _at_midnight(line.day), as_date)
        for column, cell in enumerate(line.cells()[1:], 1):
            sheet.write_string(index, column, cell)
    book.close()


def _at_midnight(day: date):
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  (a cell of a workbook has no time zone)


def write_csv(path: Path, part: list[Line]) -> None:
    """A comma-separated export."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(line.cells() for line in part)


def write_pdf(path: Path, part: list[Line]) -> None:
    """A printed table with rules."""
    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 8, 9
    rows = [HEADER, *((*line.cells()[:3], Paragraph(escape(line.text), style), line.cells()[4]) for line in part)]
    table = Table(rows, colWidths=(60, 40, 60, 480, 60), repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([table])


def write_odt(path: Path, part: list[Line]) -> None:
    """A table in a text document."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )

    def row(cells: tuple[str, ...]) -> str:
        inner = "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    body = "".join(row(line.cells()) for line in part)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:text>'
        f'<table:table table:name="Log"><table:table-column table:number-columns-repeated="{len(HEADER)}"/>'
        f"{row(HEADER)}{body}</table:table></office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", compress_type=zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)


WRITERS = {"docx": write_docx, "xlsx": write_xlsx, "csv": write_csv, "pdf": write_pdf, "odt": write_odt}
