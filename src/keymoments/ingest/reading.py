"""Read the files of a case: format, blocks, drafts, dates; what goes wrong with one file is a Problem of that file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from keymoments.analysis.records import Agency, Case, Entry, Problem
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Draft, Message, Passage, Table, TakenFor
from keymoments.ingest.dating import settle
from keymoments.ingest.isolation import Beat, run_apart
from keymoments.ingest.kind_of_file import Format, format_of
from keymoments.ingest.patients import whose_rows

# A year of a large agency's records is a few MB of text; scanned PDF files are larger.
LARGEST = 150 * 1024 * 1024
LARGEST_PDF = 600 * 1024 * 1024
SECONDS = 300.0
SECONDS_PDF = 1800.0  # a scanned page takes Tesseract about two seconds
DEEPEST_ATTACHMENT = 5
TITLES = 3  # lines above a log that may name its year


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its entries in file order (without id and key), Problems, and what columns were taken for."""

    agency: str
    file: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[str, ...] = ()  # places of titles, greetings and signatures: seen, and no entries
    taken: tuple[TakenFor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    path: Path
    file: str
    agency: Agency
    vocabulary: Vocabulary
    today: date


def read_sources(
    case: Case,
    folder: Path,
    vocabulary: Vocabulary,
    *,
    today: date,
    told: Callable[[str], None] = lambda _: None,
    beat: Beat | None = None,
) -> tuple[Reading, ...]:
    """Read every file that ``case`` names, each in a process of its own, in the order of ``case.toml``.

    ``told`` is called with a file's name when it is done. ``today`` only marks dates that lie in the future.
    ``beat`` is called about every second and as pages of a long file are done; what it raises ends the reading.
    """
    jobs = [_Job(folder / file, file, agency, vocabulary, today) for agency in case.agencies for file in agency.files]
    done: dict[str, Reading] = {}
    for outcome in run_apart(_read_job, jobs, seconds=_seconds, beat=beat):
        reading = outcome.result
        if reading is None:
            reading = _failed(outcome.job, outcome.failed or "crash")
        done[outcome.job.file] = reading
        told(outcome.job.file)
    return tuple(done[job.file] for job in jobs)


def _seconds(job: _Job) -> float:
    return SECONDS_PDF if job.path.suffix.lower() in (".pdf", ".eml", ".tif", ".tiff") else SECONDS


def _failed(job: _Job, how: str) -> Reading:
    what = {
        "time": "Reading the file took too long and was stopped.",
        "memory": "Reading the file needs more memory than a record of an agency should.",
        "crash": "The file broke the reader and could not be read.",
    }[how]
    fix = "Open it in the program it was made with, save it as a new file or in parts, and run again."
    return Reading(job.agency.id, job.file, (), (Problem(job.file, "whole file", what, fix),))


def _read_job(job: _Job) -> Reading:
    return read_source(job.path, job.file, job.agency, job.vocabulary, today=job.today)


def read_source(path: Path, file: str, agency: Agency, vocabulary: Vocabulary, *, today: date) -> Reading:
    """Read one file in this process. Never raises for what stands in the file: that becomes a Problem."""
    taken: list[TakenFor] = []
    try:
        drafts, problems, skipped = _drafts(path, file, agency, vocabulary, depth=0, taken=taken)
    except UnreadableSource as error:
        return Reading(agency.id, file, (), (Problem(file, "whole file", error.what, error.how_to_fix),))
    except OSError as error:
        what = f"The file cannot be opened ({error.strerror or 'no reason given'})."
        return Reading(
            agency.id, file, (), (Problem(file, "whole file", what, "Check your rights to it and run again."),)
        )
    entries, doubts = settle(drafts, agency=agency.id, file=file, words=vocabulary.dates, today=today)
    if not entries and not problems:
        problems = (
            Problem(
                file,
                "whole file",
                "No dated entry was found in the file.",
                "Check that it is the right file; if its columns have unusual headings, name them in case.toml.",
            ),
        )
    return Reading(agency.id, file, entries, (*problems, *doubts), skipped, _once(taken))


def _once(taken: list[TakenFor]) -> tuple[TakenFor, ...]:
    """Each row of headings once: a table that goes on over pages repeats its own."""
    seen: dict[tuple[tuple[str, str], ...], TakenFor] = {}
    for one in taken:
        seen.setdefault(one.columns, one)
    return tuple(seen.values())


def read_document(path: Path, file: str) -> Document:
    """The blocks of one file, by its format; raises :class:`UnreadableSource`."""
    size = path.stat().st_size
    kind = format_of(path)
    if size > (LARGEST_PDF if kind is Format.PDF else LARGEST):
        raise UnreadableSource(
            f"The file is larger ({size // 1024**2} MB) than a record of an agency should be.",
            "Split it into smaller files and name each in case.toml.",
        )
    return _reader(kind)(path, file)


def _reader(kind: Format) -> Callable[[Path, str], Document]:
    """The format's reader, imported only when a file needs it: a case of Word files starts without a PDF library."""
    match kind:
        case Format.DOCX:
            from keymoments.ingest.word import read_docx as reader
        case Format.DOC:
            from keymoments.ingest.legacy_word import read_doc as reader
        case Format.ODT:
            from keymoments.ingest.opendocument import read_odt as reader
        case Format.WORKBOOK:
            from keymoments.ingest.workbook import read_workbook as reader
        case Format.DELIMITED:
            from keymoments.ingest.delimited import read_delimited as reader
        case Format.PDF:
            from keymoments.ingest.pdf import read_pdf as reader
        case Format.PICTURE:
            from keymoments.ingest.pdf import read_picture as reader
        case Format.MAIL:
            from keymoments.ingest.mail import read_mail as reader
        case Format.TEXT:
            from keymoments.ingest.plain_text import read_text as reader
    return reader


_Found = tuple[tuple[Draft, ...], tuple[Problem, ...], tuple[str, ...]]


def _drafts(
    path: Path, file: str, agency: Agency, vocabulary: Vocabulary, *, depth: int, taken: list[TakenFor]
) -> _Found:
    document = read_document(path, file)
    drafts, problems, skipped = drafts_of(document, agency, vocabulary, taken)
    if format_of(path) is Format.MAIL:
        more = _attachments(path, file, agency, vocabulary, depth=depth, taken=taken)
        drafts, problems, skipped = (*drafts, *more[0]), (*problems, *more[1]), (*skipped, *more[2])
    return drafts, problems, skipped


def drafts_of(
    document: Document, agency: Agency, vocabulary: Vocabulary, taken: list[TakenFor] | None = None
) -> _Found:
    """The drafts of a document's blocks, in file order, with its Problems and the places that are no entries.

    ``taken``: a list to which is added what the columns of each table were taken for.
    """
    from keymoments.ingest.passages import drafts_from_message, drafts_from_passage
    from keymoments.ingest.tables import drafts_from_table

    drafts: list[Draft] = []
    problems: list[Problem] = list(document.problems)
    skipped: list[str] = []
    header: tuple[str, ...] = ()
    title = ""
    for index, block in enumerate(document.blocks):
        series = f"{index}: {block.where}"
        match block:
            case Table():
                table = drafts_from_table(
                    block, vocabulary.headings, vocabulary.dates, agency.columns, file=document.file, header=header
                )
                header = table.header or header
                period = _period(title, block, table.skipped)
                whose = whose_rows(block, title)
                drafts.extend(
                    replace(draft, series=series, period=period, columns=_of(draft, whose)) for draft in table.drafts
                )
                problems.extend(table.problems)
                skipped.extend(table.skipped)
                if taken is not None:
                    taken.extend(table.taken)
            case Passage():
                passage = drafts_from_passage(block, vocabulary.dates, vocabulary.headings, document.file, series)
                told = {line.where: line.text for line in block.lines if line.text.strip()}
                title = " \n".join(told[place] for place in passage.skipped[-TITLES:] if place in told) or title
                drafts.extend(replace(draft, period=title) for draft in passage.drafts)
                problems.extend(passage.problems)
                skipped.extend(passage.skipped)
            case Message():
                message = drafts_from_message(block, vocabulary.dates, vocabulary.headings, document.file, series)
                drafts.extend(message.drafts)
                problems.extend(message.problems)
                skipped.extend(message.skipped)
    places = {draft.where for draft in drafts}
    problems.extend(
        Problem(
            document.file,
            where,
            f"A note of the file ({mark}) stands apart from every entry.",
            "Read it in the file; it is not part of the chronology.",
        )
        for mark, _, where in document.footnotes
        if where not in places
    )
    return tuple(_with_notes(drafts, document)), tuple(problems), tuple(skipped)


def _of(draft: Draft, whose: dict[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The columns of a draft with the name under which its row stands, where no column has that heading."""
    named = whose.get(draft.where)
    if named is None or any(heading.casefold() == named[0].casefold() for heading, _ in draft.columns):
        return draft.columns
    return (named, *draft.columns)


def _period(title: str, table: Table, skipped: tuple[str, ...]) -> str:
    """What may name the year of a table: the title above it, the name of its sheet, its own title rows."""
    titles = [row.cells[0] for row in table.rows[: 2 * TITLES] if row.spans and row.where in skipped]
    return " \n".join((title, table.where, *titles))


def _with_notes(drafts: list[Draft], document: Document) -> list[Draft]:
    """Give each draft the notes and comments that stand at its place, as columns: kept, never narrative."""
    by_place: dict[str, list[tuple[str, str]]] = {}
    for mark, text, where in document.footnotes:
        by_place.setdefault(where, []).append((f"{mark[:1].upper()}{mark[1:]}", text))
    if not by_place:
        return drafts
    return [
        replace(draft, columns=(*draft.columns, *by_place[draft.where])) if draft.where in by_place else draft
        for draft in drafts
    ]


def _attachments(
    path: Path, file: str, agency: Agency, vocabulary: Vocabulary, *, depth: int, taken: list[TakenFor]
) -> _Found:
    """The drafts of a message's attachments, each read by its own format."""
    from keymoments.ingest.mail import mail_attachments

    drafts: list[Draft] = []
    problems: list[Problem] = []
    skipped: list[str] = []
    for index, (name, data) in enumerate(mail_attachments(path), 1):
        where = f"attachment {index} ({name})"
        if depth >= DEEPEST_ATTACHMENT:
            problems.append(
                Problem(file, where, "The attachment lies too deep in other messages.", "Save it as a file of its own.")
            )
            continue
        with tempfile.TemporaryDirectory(prefix="keymoments-") as folder:
            copy = Path(folder) / f"attachment{Path(name).suffix.lower()[:8]}"
            copy.write_bytes(data)
            try:
                found = _drafts(copy, file, agency, vocabulary, depth=depth + 1, taken=taken)
            except UnreadableSource as error:
                problems.append(Problem(file, where, error.what, error.how_to_fix))
                continue
        drafts.extend(
            replace(draft, where=f"{where}, {draft.where}", series=f"{where} {draft.series}") for draft in found[0]
        )
        problems.extend(replace(problem, where=f"{where}, {problem.where}") for problem in found[1])
        skipped.extend(f"{where}, {place}" for place in found[2])
    return tuple(drafts), tuple(problems), tuple(skipped)
