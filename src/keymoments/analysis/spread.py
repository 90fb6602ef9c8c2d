"""How work that is the same for every entry is shared out: one after the other here, or by whoever calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
Count = Callable[[int], None]  # told how many items are done; may raise to stop

# Items done between two words about how far the work is.
CHUNK = 100


def silent(_done: int) -> None:
    """Nobody asks how far it is."""


class Spread(Protocol):
    """Does ``work`` for each of ``items`` and gives what came of it, in their order.

    It may do so in other processes: ``work`` must depend on its item alone, and nothing that it remembers may change
    an answer. ``told`` hears now and then how many are done.
    """

    def __call__(self, work: Callable[[Item], Made], items: Sequence[Item], told: Count = silent) -> list[Made]:
        """What came of every item, in order."""
        ...


def in_turn(work: Callable[[Item], Made], items: Sequence[Item], told: Count = silent) -> list[Made]:
    """The plain way: one item after the other."""
    made: list[Made] = []
    for start in range(0, len(items), CHUNK):
        made += [work(item) for item in items[start : start + CHUNK]]
        told(len(made))
    return made
