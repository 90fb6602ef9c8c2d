"""Every reader survives damaged files: entries or a Problem, in bounded time and memory, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.fuzzing import Chunk, try_chunk

from keymoments.ingest.isolation import run_apart

EXAMPLE = next(Path(__file__).parents[2].glob("examples/*/case.toml")).parent
FILES = sorted(EXAMPLE.glob("records/*"))
BY_FORMAT = {path.suffix: path for path in FILES}
CHUNK = 25
SECONDS_A_FILE = 4.0  # several times what a whole file needs; a chunk that exceeds the sum of its files hangs


def faults(path: Path, count: int, first: int = 0) -> list[str]:
    seeds = range(first, first + count)
    chunks = [Chunk(path, tuple(seeds[start : start + CHUNK])) for start in range(0, count, CHUNK)]
    found: list[str] = []
    for outcome in run_apart(
        try_chunk, chunks, seconds=lambda chunk: 20 + SECONDS_A_FILE * len(chunk.seeds), at_once=1
    ):
        found += outcome.result if outcome.result is not None else [f"{outcome.job.seeds}: {outcome.failed}"]
    return found


def test_every_format_is_tried() -> None:
    assert {".docx", ".xlsx", ".csv", ".pdf", ".odt", ".eml", ".txt"} <= set(BY_FORMAT)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("suffix", sorted(BY_FORMAT))
def test_reader_survives_a_hundred_damaged_files(suffix: str) -> None:
    assert faults(BY_FORMAT[suffix], 100) == []


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("suffix", sorted(BY_FORMAT))
def test_reader_survives_two_thousand_damaged_files(suffix: str, part: int) -> None:
    assert faults(BY_FORMAT[suffix], 500, first=1000 + 500 * part) == []
