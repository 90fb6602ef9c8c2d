"""Share out work that is the same for every entry among processes, one a core; the results are those of one process."""

from __future__ import annotations

import copyreg
import dataclasses
import gc
import io
import multiprocessing
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from operator import attrgetter
from typing import Any, TypeVar

from keymoments.analysis.spread import CHUNK, Count, in_turn, silent

Item = TypeVar("Item")
Made = TypeVar("Made")

# With fewer items than this the processes cost more than they save.
FEWEST = 600


def cores() -> int:
    """How many processes may work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Item], Made], items: Sequence[Item], told: Count = silent) -> list[Made]:
    """``[work(item) for item in items]``, by several processes where there are many items and several cores.

    A process that ends before its work is done (killed by the system, most often for memory) is no error: what it left
    is done here. What ``work`` raises is raised here. Only Linux can start such a process without copying everything.
    """
    width = cores()
    if sys.platform != "linux" or width < 2 or len(items) < FEWEST:
        return in_turn(work, items, told)
    return among(work, items, width, told)


def among(work: Callable[[Item], Made], items: Sequence[Item], width: int, told: Count = silent) -> list[Made]:
    """The same by ``width`` processes, however few items there are.

    Items are worked on and sent back in chunks: enough to make sending cheap, few enough to keep all cores at work.
    """
    context: Any = multiprocessing.get_context("fork")
    starts = range(0, len(items), CHUNK)
    made: dict[int, list[Made]] = {}
    gc.freeze()  # what is there already is looked through by no collector, so that its pages stay shared
    running: dict[Connection, Any] = {}
    try:
        for number in range(width):
            mine, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_child, args=(work, items, starts[number::width], theirs), daemon=True)
            process.start()
            theirs.close()
            running[mine] = process
        waiting = set(running)
        while waiting:
            for pipe in wait(list(waiting)):
                assert isinstance(pipe, Connection)  # noqa: S101  (nothing else was asked for)
                if not _receive(pipe, items, made):
                    waiting.discard(pipe)
                told(min(len(items), len(made) * CHUNK))
    finally:
        for pipe, process in running.items():
            process.kill()
            process.join()
            pipe.close()
        gc.unfreeze()
    for start in starts:
        if start not in made:
            made[start] = [work(item) for item in items[start : start + CHUNK]]
    return [one for start in starts for one in made[start]]


def _child(work: Callable[[Item], Made], items: Sequence[Item], starts: Sequence[int], pipe: Connection) -> None:
    try:
        table = _Reductions(items)
        for start in starts:
            out = io.BytesIO()
            pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
            pickler.dispatch_table = table
            pickler.dump((start, [work(item) for item in items[start : start + CHUNK]]))
            pipe.send_bytes(out.getbuffer())
    finally:
        os._exit(0)  # what went wrong goes wrong again, and is told, where the rest is done


def _receive(pipe: Connection, items: Sequence[Any], made: dict[int, list[Any]]) -> bool:
    """Take one chunk; ``False`` where none will come any more."""
    try:
        data = pipe.recv_bytes()
    except (EOFError, OSError):
        return False
    _items[:] = [items]
    start, found = pickle.loads(data)  # noqa: S301  (our own process wrote it)
    _items.clear()
    made[start] = found
    return True


_items: list[Sequence[Any]] = []  # what is being worked on, while answers that speak of it are taken


def _item(number: int) -> Any:
    return _items[0][number]


class _Reductions(dict[type, Any]):
    """Sort of value → how it is sent: dataclasses by their fields, in a tenth of the time; items by their number."""

    def __init__(self, items: Sequence[Any]) -> None:
        super().__init__(copyreg.dispatch_table)
        if items and dataclasses.is_dataclass(items[0]):
            kind = type(items[0])
            numbers = {id(item): number for number, item in enumerate(items)}
            fields = self[kind]

            def reduced(value: Any) -> Any:
                number = numbers.get(id(value))
                return fields(value) if number is None else (_item, (number,))

            self[kind] = reduced

    def __missing__(self, kind: type) -> Any:
        if not dataclasses.is_dataclass(kind) or any(not field.init for field in dataclasses.fields(kind)):
            raise KeyError(kind)
        names = [field.name for field in dataclasses.fields(kind)]
        if len(names) > 1:
            parts: Callable[[Any], Any] = attrgetter(*names)
            self[kind] = lambda value: (kind, parts(value))
        else:
            self[kind] = lambda value: (kind, tuple(getattr(value, name) for name in names))
        return self[kind]
