"""Entries a second by stage, peak memory, growth, and each reader beside the library it is measured against."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.large_case import KINDS, WRITERS, lines, make
from keymoments.analysis import people
from keymoments.analysis.chronology import integrate
from keymoments.analysis.records import Agency
from keymoments.analysis.same_event import same_events
from keymoments.analysis.sightings.contacts import contacts
from keymoments.analysis.waits import waits
from keymoments.ingest.casefile import read_case
from keymoments.ingest.reading import read_document, read_source, read_sources
from keymoments.knowledge import load_limits, load_vocabulary

TODAY = date(2040, 1, 1)


def machine() -> str:
    """What the figures were measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{model}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}"


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds and result of one call, with the collector run before."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def stages(count: int, *, pdf: bool) -> None:
    """Time each stage over a made case."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder, count, pdf=pdf)
        case = read_case(folder)
        vocabulary = load_vocabulary(case.nation)
        row: list[tuple[str, float]] = []
        seconds, readings = timed(lambda: read_sources(case, folder, vocabulary, today=TODAY))
        row.append(("read", seconds))
        seconds, chronology = timed(lambda: integrate([item.entries for item in readings], case))  # type: ignore[attr-defined]
        row.append(("merge", seconds))
        entries = chronology.entries  # type: ignore[attr-defined]
        roster = people.roster(case.people, case.agencies, vocabulary.people)
        seconds, _ = timed(lambda: [people.people_in(roster, entry) for entry in entries])
        row.append(("people", seconds))
        seconds, _ = timed(lambda: same_events(entries, case, vocabulary))
        row.append(("same event", seconds))
        seconds, met = timed(lambda: contacts(entries, case, vocabulary))
        row.append(("sightings", seconds))
        limits = load_limits(case.nation)
        seconds, _ = timed(lambda: waits(entries, met, case, limits, vocabulary))  # type: ignore[arg-type]
        row.append(("waits", seconds))
        total = sum(seconds for _, seconds in row)
        told = "  ".join(f"{name} {len(entries) / seconds:,.0f}/s" for name, seconds in row)
        print(f"{len(entries):>8,} entries{'' if pdf else ', no PDF'}: {told}  all {total:.1f} s")


_MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def whole(count: int, *, pdf: bool) -> float:
    """Seconds and peak memory of ``keymoments review`` to ``analysis.json``, as a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = make(folder, count, pdf=pdf)
        command = [sys.executable, "-m", "keymoments.cli", "review", str(folder), "--out", str(folder / "out")]
        start = time.perf_counter()
        done = subprocess.run(  # a parent of its own, so that only this command's processes are measured
            [sys.executable, "-c", _MEASURED, *command, "--format", "json", "--quiet"],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - start
        peak = int(done.stdout.split()[-1]) / 1024
        total = sum(rows.values())
        print(
            f"{total:>8,} rows to analysis.json: {seconds:6.1f} s, {total / seconds:,.0f} rows/s, peak {peak:,.0f} MB"
        )
        return seconds


def beside_peers(count: int) -> None:
    """Each reader, and the usual library used the plain way, on the same file in one run."""
    vocabulary = load_vocabulary("england")
    agency = Agency("a", "A", KINDS[0], ("f",))
    peers: dict[str, tuple[str, Callable[[Path], object]]] = {
        "docx": ("python-docx", _python_docx),
        "xlsx": ("openpyxl", _openpyxl),
        "pdf": ("pdfplumber", _pdfplumber),
    }
    with tempfile.TemporaryDirectory() as place:
        for kind, (name, peer) in peers.items():
            path = Path(place) / f"file.{kind}"
            part = lines(count if kind != "pdf" else min(count, 500))
            WRITERS[kind](path, part)
            blocks, _ = timed(lambda path=path: read_document(path, "f"))
            entries, reading = timed(lambda path=path: read_source(path, "f", agency, vocabulary, today=TODAY))
            plain, _ = timed(lambda path=path, peer=peer: peer(path))
            print(
                f"  {kind}: {len(part):,} rows: cells {blocks:.2f} s, dated entries {entries:.2f} s, "
                f"{name} (cells only) {plain:.2f} s: {plain / blocks:.1f} times as fast as {name} for the cells, "
                f"{plain / entries:.1f} times to dated entries ({len(reading.entries):,} entries)"  # type: ignore[attr-defined]
            )


def _python_docx(path: Path) -> object:
    import docx

    return [[cell.text for cell in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]


def _openpyxl(path: Path) -> object:
    import openpyxl

    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def _pdfplumber(path: Path) -> object:
    import pdfplumber

    with pdfplumber.open(path) as file:
        return [page.extract_tables() for page in file.pages]


def main() -> None:
    """Print every figure; ``--quick`` leaves out 100,000 entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="stop at 20,000 entries")
    args = parser.parse_args()
    print(f"Machine: {machine()}")
    print("Readers beside their peers:")
    beside_peers(2_000)
    print("By stage:")
    stages(1_000, pdf=True)
    stages(20_000, pdf=False)
    print("Whole command:")
    whole(1_000, pdf=False)
    twenty = whole(20_000, pdf=False)
    whole(20_000, pdf=True)
    if not args.quick:
        hundred = whole(100_000, pdf=False)
        print(f"Growth from 20,000 to 100,000 entries: {hundred / twenty:.1f} times (wanted: at most 5.5)")


if __name__ == "__main__":
    main()
