"""What people say of a key moment, beyond what the records show."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Factor(StrEnum):
    """What contributed to what was done or not done. In the order in which it is asked.

    The sorts of the usual tools for learning from incidents; the family's own account stands beside the services'.
    """

    PEOPLE = "people"
    TASK = "task"
    WORKLOAD = "workload"
    TOOLS = "tools"
    MANAGEMENT = "management"
    SYSTEM = "system"
    FAMILY = "family"


class Missing(StrEnum):
    """What a moment still needs before a reader can follow it."""

    EVIDENCE = "evidence"
    KNOWN = "known"
    EXPECTED = "expected"
    HAPPENED = "happened"
    WHY = "why"
    MEANT = "meant"


def missing(
    *, known: str, expected: str, happened: str, why: Mapping[str, str], meant: str, evidence: int
) -> list[Missing]:
    """What nobody has said yet of a moment. ``evidence``: how many entries show it.

    A moment may rest on an absence; the entries between which nothing was done show that, too.
    """
    said = {
        Missing.EVIDENCE: evidence > 0,
        Missing.KNOWN: bool(known.strip()),
        Missing.EXPECTED: bool(expected.strip()),
        Missing.HAPPENED: bool(happened.strip()),
        Missing.WHY: any(words.strip() for words in why.values()),
        Missing.MEANT: bool(meant.strip()),
    }
    return [name for name, there in said.items() if not there]
