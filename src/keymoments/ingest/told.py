"""One entry of running text, put together from its lines."""

from __future__ import annotations

from dataclasses import dataclass

from keymoments.ingest.blocks import Line
from keymoments.ingest.log_lines import Group
from keymoments.ingest.scan import Scan


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of running text. ``labelled``: its narrative stood under a label; ``headed``: under a heading."""

    text: str
    where: str
    written_date: str
    written_time: str
    columns: tuple[tuple[str, str], ...]
    after_break: bool
    lines: tuple[Line, ...]
    labelled: bool = False
    headed: bool = False


def join_lines(seen: Scan, indexes: list[int]) -> str:
    """Lines as one text; those broken only by the width of the page joined by a space."""
    text = ""
    for number, index in enumerate(indexes):
        if number:
            text += " " if seen.runs_on(index) and seen.above(index) == indexes[number - 1] else "\n"
        text += seen.lines[index].text.strip()
    return text


def tell(
    seen: Scan, group: Group, text: str, columns: list[tuple[str, str]], lines: list[int], *, labelled: bool = False
) -> Told | None:
    """An entry of these lines; ``None`` where nothing is told."""
    if not text:
        return None
    reading = group.head.reading
    date = reading.written_date
    whole = tuple(seen.lines[index] for index in dict.fromkeys([group.head.index, *lines]))
    headed = not group.is_log
    kept = tuple((name, value) for name, value in columns if value)
    where = seen.lines[group.head.index].where
    return Told(text, where, date, reading.written_time, kept, False, whole, labelled, headed)


def merged(columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One column a name: several lines of a letter's head come together."""
    whole: dict[str, str] = {}
    for name, value in columns:
        if value:
            whole[name] = f"{whole[name]} | {value}" if name in whole else value
    return list(whole.items())
