"""Time and memory against what is wanted: by stage, the whole command, growth, and each reader beside its peer."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.large_case import KINDS, WRITERS, lines, make
from keymoments.analysis.chronology import integrate
from keymoments.analysis.entry_readings import read_entries
from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.records import Agency
from keymoments.analysis.result import Analysis
from keymoments.analysis.same_event import same_events
from keymoments.analysis.strangers import together
from keymoments.analysis.suggestions import findings, grouped, ranked
from keymoments.analysis.waits import waits
from keymoments.export.analysis_json import analysis_json
from keymoments.ingest.casefile import read_case
from keymoments.ingest.reading import read_document, read_source
from keymoments.knowledge import pack_chain, vocabulary_of
from keymoments.knowledge.limits import limits_of
from keymoments.knowledge.rules import rules_of

TODAY = date(2040, 1, 1)
# Wanted (design: contracts, section 5) on two ordinary cores.
ENTRIES = 20_000
SECONDS, MEGABYTES, GROWTH = 20.0, 1024.0, 5.5
BETWEEN = 0.5  # seconds between two looks at the memory, which themselves cost some milliseconds


@dataclass(frozen=True, slots=True)
class Took:
    """What one piece of work took: ``wall`` and ``cpu`` in seconds (all its processes), ``peak`` in megabytes."""

    name: str
    wall: float
    cpu: float
    count: int = 0
    peak: float = 0.0


def machine() -> str:
    """What the figures were measured on, and how busy it was with other work."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{model}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}, load {load()}"


def load() -> str:
    """How many processes wanted the machine in the last 1, 5 and 15 minutes: above the cores, wall time says little."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def timed(name: str, work: Callable[[], Any]) -> tuple[Took, Any]:
    """What one call in this process took, and its result; the collector runs before."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Took(name, time.perf_counter() - wall, time.process_time() - cpu), result


def stages(folder: Path) -> list[Took]:
    """Every stage of ``keymoments review`` over a case, one after the other in this process alone."""
    row: list[Took] = []

    def step(name: str, work: Callable[[], Any]) -> Any:
        took, result = timed(name, work)
        row.append(took)
        return result

    case = read_case(folder)
    chain = pack_chain(case.nation, ())
    vocabulary, limits, rules = step("packs", lambda: (vocabulary_of(chain), limits_of(chain), rules_of(chain)))
    jobs = [(folder / file, file, agency) for agency in case.agencies for file in agency.files]
    read = step("read", lambda: [read_source(path, file, of, vocabulary, today=TODAY) for path, file, of in jobs])
    chronology = step("merge", lambda: integrate([reading.entries for reading in read], case))
    said = step("entries", lambda: read_entries(chronology.entries, (case, vocabulary, limits, rules)))
    entries, met = said.entries, said.contacts
    took = step("waits", lambda: waits(entries, met, case, limits, vocabulary, events=said.events))
    same, differences = step("same event", lambda: same_events(entries, case, vocabulary))
    unknown = step("strangers", lambda: together(entries, said.strangers))

    def suggested() -> Any:
        ledger = ledger_of(entries, met, took, same, case, rules, vocabulary, told=said.facts)
        return ranked(grouped(findings(rules.rules, ledger), ledger), ledger)

    suggestions = step("suggestions", suggested)
    analysis = Analysis(
        version="",
        pack="",
        pack_version="",
        pack_hash="",
        case=case,
        entries=entries,
        same_event=same,
        differences=differences,
        unknown_people=unknown,
        contacts=met,
        waits=took,
        suggestions=suggestions,
    )
    step("json", lambda: analysis_json(analysis))
    return [Took(item.name, item.wall, item.cpu, len(entries)) for item in row]


def whole(folder: Path) -> Took:
    """``keymoments review`` to ``analysis.json``, as a process of its own with those it starts."""
    command = [sys.executable, "-m", "keymoments.cli", "review", str(folder), "--out", str(folder / "out")]
    # As on any machine where it has run before, modules are compiled already: see :func:`main`.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    peak = 0.0
    with subprocess.Popen([*command, "--format", "json", "--quiet"], env=environment) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_megabytes, _tree(process.pid))))
            time.sleep(BETWEEN)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"keymoments review ended with {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took("whole", wall, cpu, peak=peak)


def _tree(pid: int) -> Iterator[int]:
    """A process and all that it started and that still run."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended meanwhile
        return
    for child in below:
        yield from _tree(int(child))


def _megabytes(pid: int) -> float:
    """The memory of a process; what several processes share counts once among them."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def beside_peers(count: int) -> None:
    """Each reader, and the usual library used the plain way, on the same file in one run."""
    vocabulary = vocabulary_of(pack_chain("england", ()))
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
            blocks, _ = timed("", lambda path=path: read_document(path, "f"))
            entries, reading = timed("", lambda path=path: read_source(path, "f", agency, vocabulary, today=TODAY))
            plain, _ = timed("", lambda path=path, peer=peer: peer(path))
            print(
                f"  {kind}: {len(part):,} rows: cells {blocks.cpu:.2f} s, dated entries {entries.cpu:.2f} s, "
                f"{name} (cells only) {plain.cpu:.2f} s: {plain.cpu / blocks.cpu:.1f} times as fast as {name} for the "
                f"cells, {plain.cpu / entries.cpu:.1f} times to dated entries ({len(reading.entries):,} entries)"
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


def by_stage(count: int) -> None:
    """Print what each stage takes in one process."""
    with tempfile.TemporaryDirectory() as place:
        make(Path(place), count, pdf=False)
        rows = stages(Path(place))
    print(f"By stage, {rows[0].count:,} entries in one process:")
    for item in (*rows, Took("all", sum(i.wall for i in rows), sum(i.cpu for i in rows), rows[0].count)):
        rate = item.count / max(item.cpu, 0.001)
        print(f"  {item.name:12} {item.cpu:7.2f} s CPU {item.wall:7.2f} s wall {rate:10,.0f} entries/s", flush=True)


def command(count: int, *, pdf: bool = False) -> Took:
    """Print what the whole command takes."""
    with tempfile.TemporaryDirectory() as place:
        rows = make(Path(place), count, pdf=pdf)
        took = whole(Path(place))
    told = "" if not pdf else f" ({rows['pdf']:,} of them in PDF)"
    print(
        f"  {sum(rows.values()):>8,} rows{told}: {took.wall:6.1f} s wall, {took.cpu:6.1f} s CPU, "
        f"peak of all processes {took.peak:,.0f} MB, load {load()}",
        flush=True,
    )
    return took


def against_wanted(rows: list[tuple[str, float, float, str]]) -> None:
    """Print each figure beside the one wanted."""
    print(f"{'':48} {'measured':>10} {'wanted':>10}")
    for name, measured, wanted, unit in rows:
        told = "reached" if measured <= wanted else "MISSED"
        print(f"{name:48} {measured:10,.1f} {wanted:10,.1f} {unit:6} {told}")


def main() -> None:
    """Print every figure; ``--quick`` leaves out 100,000 entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="stop at 20,000 entries")
    args = parser.parse_args()
    print(f"Machine: {machine()}")
    print("Readers beside their peers (CPU seconds):")
    beside_peers(2_000)
    by_stage(1_000)
    by_stage(ENTRIES)
    print("The whole command to analysis.json:")
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["PYTHONPYCACHEPREFIX"] = compiled  # nothing is written beside the program
        command(1_000)
        twenty = command(ENTRIES)
        command(ENTRIES, pdf=True)
        rows = [
            (f"{ENTRIES:,} entries, no PDF: wall", twenty.wall, SECONDS, "s"),
            (f"{ENTRIES:,} entries, no PDF: peak of all processes", twenty.peak, MEGABYTES, "MB"),
        ]
        if not args.quick:
            hundred = command(5 * ENTRIES)
            name = f"{5 * ENTRIES:,} entries over {ENTRIES:,}"
            rows.append((f"{name}: wall", hundred.wall / twenty.wall, GROWTH, "times"))
            rows.append((f"{name}: CPU", hundred.cpu / twenty.cpu, GROWTH, "times"))
    against_wanted(rows)


if __name__ == "__main__":
    main()
