"""Work shared out among processes comes to what one process makes of it."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from keymoments import cores
from keymoments.analysis.spread import silent
from keymoments.cli import review
from keymoments.export.analysis_json import analysis_json
from keymoments.ingest.casefile import read_case

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do all work in one process")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    row: Row
    words: frozenset[str]
    nested: tuple[Row, ...]


ROWS = tuple(Row(number, f"row {number} says {number % 7}") for number in range(3 * cores.CHUNK + 5))


def work(row: Row) -> Answer:
    return Answer(row, frozenset(row.text.split()), (Row(row.number + 1, "after"),))


def test_the_results_are_those_of_one_process_and_in_order() -> None:
    assert cores.among(work, ROWS, 2) == [work(row) for row in ROWS]


def test_rows_come_back_as_the_very_rows_that_were_given() -> None:
    assert all(answer.row is row for answer, row in zip(cores.among(work, ROWS, 3), ROWS, strict=True))


def test_work_may_be_bound_to_what_no_pipe_could_carry() -> None:
    assert cores.among(lambda row: row.number * 2, ROWS, 2) == [row.number * 2 for row in ROWS]


def test_few_rows_are_done_in_this_process() -> None:
    assert set(cores.spread(lambda _: os.getpid(), ROWS[:10])) == {os.getpid()}


def test_what_a_killed_process_left_is_done_here() -> None:
    here = os.getpid()

    def dies(row: Row) -> Answer:
        if row.number == cores.CHUNK + 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(row)

    assert cores.among(dies, ROWS, 2) == [work(row) for row in ROWS]


def test_what_the_work_raises_is_raised_here() -> None:
    def fails(row: Row) -> Answer:
        if row.number == 7:
            raise KeyError(row.number)
        return work(row)

    with pytest.raises(KeyError, match="7"):
        cores.among(fails, ROWS, 2)


def test_it_is_said_how_many_are_done_and_whoever_hears_it_may_stop_the_work() -> None:
    said: list[int] = []
    cores.among(work, ROWS, 2, said.append)
    assert said == sorted(said)
    assert said[-1] == len(ROWS)

    def enough(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cores.among(work, ROWS, 2, enough)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_no_process_is_left_behind() -> None:
    cores.among(work, ROWS, 2)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_case_is_analysed_and_written_alike_by_one_process_and_by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = next(path.parent for path in sorted((Path(__file__).parents[2] / "examples").glob("*/case.toml")))
    case = read_case(folder)
    alone = analysis_json(review.analyse(case, folder))

    def by_two(work: object, items: object, told: object = silent) -> object:
        return cores.among(work, items, 2, told)  # type: ignore[arg-type]

    monkeypatch.setattr(review, "spread", by_two)
    assert analysis_json(review.analyse(case, folder), by_two) == alone  # type: ignore[arg-type]
