"""One chronology of all agencies: duplicates told once, ids and keys, order by uncertain date, what is out of scope."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.records import Case, Entry, Precision, Problem, UncertainDate

# A repeated text shorter than this is a repeated habit ("DNA.", "No reply."), unless every cell of the row is the same.
LONG_ENOUGH = 25
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Chronology:
    """Entries in order, and what was noticed on the way."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def integrate(readings: Iterable[Sequence[Entry]], case: Case) -> Chronology:
    """Merge the entries of all files into one chronology.

    ``readings``: the entries of each file, in file order, files in the order of ``case.toml``. A duplicate row (same
    agency, day, time and words) is told once, with a Problem that names the second place. Ids run in file order within
    an agency. Entries outside the scope are kept and marked.
    """
    by_agency: dict[str, list[Entry]] = {agency.id: [] for agency in case.agencies}
    for reading in readings:
        for entry in reading:
            by_agency.setdefault(entry.agency, []).append(entry)
    merged: list[Entry] = []
    problems: list[Problem] = []
    for agency, entries in by_agency.items():
        kept = _once(entries, problems)
        numbered = [
            replace(entry, id=f"{agency}-{index + 1:03d}", position=index, in_scope=in_scope(entry.date, case))
            for index, entry in enumerate(kept)
        ]
        merged.extend(with_keys(numbered))
    return Chronology(in_order(merged), tuple(problems))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By earliest day, time, agency, place in the file (contract 3); undated entries last.

    An entry without a time stands before the timed ones of its day; an uncertain date stands at its earliest day.
    """
    return tuple(sorted(entries, key=order_key))


def order_key(entry: Entry) -> tuple[date, int, str, int]:
    """What :func:`in_order` sorts by."""
    return (
        entry.date.earliest or date.max,
        entry.time.earliest if entry.time else -1,
        entry.agency,
        entry.position,
    )


def in_scope(when: UncertainDate, case: Case) -> bool:
    """Whether it may have happened within the scope; what has no date may have."""
    if when.earliest is None or when.latest is None:
        return True
    return when.earliest <= case.scope_to and when.latest >= case.scope_from


def _once(entries: list[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries of one agency without duplicate rows."""
    first: dict[tuple[object, ...], Entry] = {}
    kept: list[Entry] = []
    for entry in entries:
        words = " ".join(_WORD.findall(entry.text.casefold()))
        same: tuple[object, ...] = (entry.date.earliest, entry.date.latest, entry.time, words)
        if len(words) < LONG_ENOUGH:
            same = (*same, entry.columns)
        earlier = first.get(same) if words and entry.date.precision is not Precision.NONE else None
        if earlier is None:
            first[same] = entry
            kept.append(entry)
            continue
        problems.append(
            Problem(
                entry.file,
                entry.where,
                f"This row says again what {_place(earlier, entry)} says.",
                "It stands once in the chronology; nothing needs doing unless two events were meant.",
            )
        )
    return kept


def _place(earlier: Entry, later: Entry) -> str:
    return earlier.where if earlier.file == later.file else f"{earlier.where} of {earlier.file}"


def with_keys(entries: Sequence[Entry]) -> list[Entry]:
    """Give every entry its key: a hash of agency, written date, text and ordinal among equals.

    Decisions hang on the key, so it does not change when other rows are added, removed or moved.
    """
    seen: defaultdict[bytes, int] = defaultdict(int)
    result = []
    for entry in entries:
        digest = hashlib.sha256()
        for part in (entry.agency, entry.written_date, entry.text):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        start = digest.digest()
        ordinal = seen[start]
        seen[start] += 1
        result.append(replace(entry, key=hashlib.sha256(start + ordinal.to_bytes(8, "big")).hexdigest()[:16]))
    return result
