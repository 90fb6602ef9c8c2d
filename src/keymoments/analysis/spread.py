"""How work that is the same for every entry is shared out: one after the other here, or by whoever calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


class Spread(Protocol):
    """Does ``work`` for each of ``items`` and gives what came of it, in their order.

    It may do so in other processes: ``work`` must depend on its item alone, and nothing that it remembers may change
    an answer.
    """

    def __call__(self, work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
        """What came of every item, in order."""
        ...


def in_turn(work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """The plain way: one item after the other."""
    return [work(item) for item in items]
