"""Have Python's garbage collector run less often: what this program makes is large and holds next to no cycles."""

from __future__ import annotations

import gc

# New containers before a look at the young, then how many looks at the young come to one at the older, and at the
# oldest. Python's own 700 had a page of the chronology looked through five times, and a whole analysis 2,700 times: a
# tenth of its time. Measured with bench.speed and bench.load.
_SELDOM = (50_000, 20, 50)


def collect_seldom() -> None:
    """What is there by now (modules, definitions, templates) stays and is never looked through again.

    To be called once, when a process has loaded what it lives with and before it does its work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
