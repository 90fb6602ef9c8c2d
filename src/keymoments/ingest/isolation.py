"""Run a reader in a process of its own, limited in time and memory, so that no file can stop or fill the machine."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

Beat = Callable[[int, int], None]  # how many pages are done, of how many; 0 of 0 while nothing is known
BEAT = 1.0  # seconds

# A 50,000-row workbook needs about 600 MB; beyond this a file does not hold records.
MOST_MEMORY = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Job, Result]):
    """What came of one job: a ``result``, or ``failed`` with "time", "memory" or "crash"."""

    job: Job
    result: Result | None
    failed: str | None = None


@dataclass(slots=True)
class _Running:
    index: int
    process: Any
    pipe: Connection
    deadline: float


def run_apart(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    seconds: Callable[[Job], float],
    at_once: int | None = None,
    beat: Beat | None = None,
) -> Iterator[Outcome[Job, Result]]:
    """Yield the outcome of ``work(job)`` for every job as it ends, each in its own process, ``at_once`` together.

    ``work`` must not raise for bad input; if it does, or the process dies, the outcome is ``failed="crash"``.
    ``beat`` is called about every second, and whenever the work says how far it is (:func:`say`); what it raises ends
    every process.
    """
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    width = at_once or max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    waiting = list(range(len(jobs)))[::-1]
    running: dict[Connection, _Running] = {}
    try:
        while waiting or running:
            while waiting and len(running) < width:
                index = waiting.pop()
                mine, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_child, args=(work, jobs[index], theirs), daemon=True)
                process.start()
                theirs.close()
                running[mine] = _Running(index, process, mine, time.monotonic() + seconds(jobs[index]))
            soonest = min(item.deadline for item in running.values())
            left = max(0.0, soonest - time.monotonic())
            ready = wait(list(running), timeout=left if beat is None else min(BEAT, left))
            if beat is not None and not ready:
                beat(0, 0)
            for pipe in [item for item in running if item in ready]:
                kind, value = _received(pipe)
                if kind == _SAID:
                    if beat is not None:
                        beat(*value)
                    continue
                item = running.pop(pipe)
                _end(item)
                yield Outcome(jobs[item.index], value, None if kind == "result" else kind)
            now = time.monotonic()
            for item in [item for item in running.values() if item.deadline <= now]:
                del running[item.pipe]
                _end(item)
                yield Outcome(jobs[item.index], None, "time")
    finally:
        for item in running.values():
            _end(item)


_SAID = "said"
_out: Connection | None = None  # in a process of :func:`run_apart`: where to say how far the work is


def say(done: int, total: int) -> None:
    """Say how far the work is, from within a process of :func:`run_apart`; anywhere else nothing happens."""
    if _out is not None:
        _out.send((_SAID, (done, total)))


def _child(work: Callable[[Job], Result], job: Job, pipe: Connection) -> None:
    global _out
    _limit_memory()
    _out = pipe
    try:
        answer: tuple[str, Any] = ("result", work(job))
    except MemoryError:
        answer = ("memory", None)
    except BaseException:
        answer = ("crash", None)
    try:
        pipe.send(answer)
    except MemoryError:
        pipe.send(("memory", None))
    pipe.close()
    os._exit(0)  # no clean-up handlers of the parent run here, and no half-closed library can hang the exit


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    if soft == resource.RLIM_INFINITY or soft > wanted:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _received(pipe: Connection) -> tuple[str, Any]:
    try:
        kind, value = pipe.recv()
    except (EOFError, OSError):  # the process was killed by the system, usually for memory
        return "crash", None
    return kind, value


def _end(item: _Running) -> None:
    if item.process.is_alive():
        item.process.kill()
    item.process.join()
    item.pipe.close()
