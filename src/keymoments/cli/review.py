"""``keymoments review``: a case folder in, chronology and report out, and one screen that says what was found."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from keymoments import __version__
from keymoments.analysis import run
from keymoments.analysis.chronology import integrate
from keymoments.analysis.records import Case
from keymoments.analysis.result import Analysis, SourceFile
from keymoments.cli.outputs import write_outputs
from keymoments.cli.summary import summary
from keymoments.cores import spread
from keymoments.errors import NothingReadError
from keymoments.ingest.casefile import read_case
from keymoments.ingest.reading import read_sources
from keymoments.knowledge.definitions import definitions_of

NAMES = {"html": "report.html", "docx": "report.docx", "xlsx": "chronology.xlsx", "json": "analysis.json"}


def run_review(
    case_dir: Path, out: Path, *, formats: tuple[str, ...], packs: tuple[Path, ...] = (), quiet: bool = False
) -> int:
    """Read, analyse and write; returns 0. Raises the errors of :mod:`keymoments.errors`."""
    case = read_case(case_dir)
    progress = _Progress(sum(len(agency.files) for agency in case.agencies), shown=not quiet and sys.stderr.isatty())
    analysis = analyse(case, case_dir, packs=packs, told=progress.told)
    progress.say("Writing …")
    write_outputs(out, {NAMES[name]: _writer(name, analysis) for name in formats})
    progress.clear()
    if not quiet:
        print(summary(analysis, out, tuple(NAMES[name] for name in formats)))
    return 0


def analyse(
    case: Case, folder: Path, *, packs: tuple[Path, ...] = (), told: Callable[[str], None] = lambda _: None
) -> Analysis:
    """Everything found in the files of a case.

    ``packs``: an organisation's own folders of definitions; ``told`` is called with each file's name when it is read.
    Raises :class:`NothingReadError` where no file gave an entry.
    """
    known = definitions_of(case.nation, packs)
    today = datetime.now().astimezone().date()
    readings = read_sources(case, folder, known.vocabulary, today=today, told=told)
    chronology = integrate([reading.entries for reading in readings], case)
    problems = (*(problem for reading in readings for problem in reading.problems), *chronology.problems)
    if not chronology.entries:
        listed = "".join(f"\n  {item.file}, {item.where}: {item.what} {item.how_to_fix}" for item in problems[:20])
        raise NothingReadError(f"No entry could be read from any file: check the files that case.toml names.{listed}")
    files = tuple(_files(case, folder))
    return run.analyse(
        chronology.entries, case, known, version=__version__, problems=problems, files=files, spread=spread
    )


def _files(case: Case, folder: Path) -> Iterator[SourceFile]:
    """Every file that can be opened, with its hash."""
    for agency in case.agencies:
        for name in agency.files:
            try:
                with (folder / name).open("rb") as file:
                    yield SourceFile(agency.id, name, hashlib.file_digest(file, "sha256").hexdigest())
            except OSError:  # said among the problems
                continue


def _writer(name: str, analysis: Analysis) -> Callable[[Path], None]:
    """The function that writes one output; its library is imported only when it is asked for."""
    if name == "html":
        from keymoments.export.report_html import write_report_html as write
    elif name == "docx":
        from keymoments.export.report_docx import write_report_docx as write
    elif name == "xlsx":
        from keymoments.export.workbook import write_workbook as write
    else:
        from keymoments.export.analysis_json import write_analysis_json

        return partial(write_analysis_json, analysis, spread=spread)
    return partial(write, analysis)


class _Progress:
    """A line on the terminal that says which file is being read; nothing at all when the output is piped."""

    def __init__(self, files: int, *, shown: bool) -> None:
        self._files, self._done, self._shown = files, 0, shown

    def told(self, file: str) -> None:
        """One more file was read."""
        self._done += 1
        self.say(f"Read {self._done} of {self._files}: {file}")

    def say(self, text: str) -> None:
        """Show the text in place of the last one."""
        if self._shown:
            print(f"\r\x1b[K{text[:100]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
