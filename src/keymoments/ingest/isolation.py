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
    work: Callable[[Job], Result], jobs: Sequence[Job], *, seconds: Callable[[Job], float], at_once: int | None = None
) -> Iterator[Outcome[Job, Result]]:
    """Yield the outcome of ``work(job)`` for every job as it ends, each in its own process, ``at_once`` together.

    ``work`` must not raise for bad input; if it does, or the process dies, the outcome is ``failed="crash"``.
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
            ready = wait(list(running), timeout=max(0.0, soonest - time.monotonic()))
            for pipe in [item for item in running if item in ready]:
                item = running.pop(pipe)
                yield _collect(item, jobs[item.index])
            now = time.monotonic()
            for item in [item for item in running.values() if item.deadline <= now]:
                del running[item.pipe]
                _end(item)
                yield Outcome(jobs[item.index], None, "time")
    finally:
        for item in running.values():
            _end(item)


def _child(work: Callable[[Job], Result], job: Job, pipe: Connection) -> None:
    _limit_memory()
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


def _collect(item: _Running, job: Job) -> Outcome[Job, Any]:
    try:
        kind, value = item.pipe.recv()
    except (EOFError, OSError):  # the process was killed by the system, usually for memory
        kind, value = "crash", None
    _end(item)
    return Outcome(job, value, None if kind == "result" else kind)


def _end(item: _Running) -> None:
    if item.process.is_alive():
        item.process.kill()
    item.process.join()
    item.pipe.close()
