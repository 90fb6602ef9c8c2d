"""Timesheets: a delimited file with a heading into rows of work, each fault named by its line with how to mend it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from keymoments.errors import UnreadableSource
from keymoments.ingest.encoding import decode

# What a column means → headings it may have, without spaces, signs and capitals.
HEADINGS = {
    "on": ("date", "day", "workdate", "dateworked"),
    "person": ("person", "name", "who", "worker", "employee", "staff"),
    "agency": ("agency", "organisation", "organization", "service", "employer"),
    "days": ("days", "daysworked", "noofdays"),
    "hours": ("hours", "hrs", "hoursworked", "time"),
    "stage": ("stage", "phase"),
    "sort": ("sort", "type", "kind", "category", "activity", "task"),
    "money": ("money", "amount", "cost", "net", "fee", "pounds"),
    "note": ("note", "notes", "comment", "comments", "description", "details"),
}
TEMPLATE = "Date,Name,Agency,Days,Hours,Stage,Sort,Amount,Note\n"
MOST_ROWS = 5000
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")


@dataclass(frozen=True, slots=True)
class Worked:
    """A row of a timesheet as it was understood; ``line``: where it stands, the heading being line 1 or so."""

    line: int
    on: date
    person: str
    agency: str
    days: Decimal | None
    money: Decimal | None
    stage: str
    sort: str
    note: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line: ``code`` for whoever words it, ``cell`` as it is written there."""

    line: int
    code: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Timesheet:
    """What a file gave."""

    rows: tuple[Worked, ...]
    faults: tuple[Fault, ...]


def read_timesheet(data: bytes, *, hours_a_day: Decimal) -> Timesheet:
    """Read a timesheet; hours become days of ``hours_a_day``. A file that is none gives one fault and no rows."""
    try:
        text = decode(data)
    except UnreadableSource:
        return Timesheet((), (Fault(0, "no-text"),))
    lines = text.splitlines()
    head = next((number for number, line in enumerate(lines) if line.strip()), None)
    if head is None:
        return Timesheet((), (Fault(0, "empty"),))
    delimiter = max(",;\t", key=lines[head].count)
    cells = list(csv.reader(io.StringIO("\n".join(lines[head:])), delimiter=delimiter))
    columns = _columns(cells[0])
    missing = [name for name in ("on", "person") if name not in columns]
    if missing or not {"days", "hours", "money"} & set(columns):
        return Timesheet((), (Fault(head + 1, "no-heading", ", ".join(cells[0])),))
    if len(cells) > MOST_ROWS:
        return Timesheet((), (Fault(head + 1, "too-long", str(len(cells) - 1)),))
    rows: list[Worked] = []
    faults: list[Fault] = []
    for number, row in enumerate(cells[1:], head + 2):
        if not any(cell.strip() for cell in row):
            continue
        said = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        found = _row(number, said, hours_a_day)
        (faults if isinstance(found, Fault) else rows).append(found)  # type: ignore[arg-type]
    return Timesheet(tuple(rows), tuple(faults))


def _columns(heading: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        plain = re.sub(r"[^a-z]", "", cell.lower())
        for name, words in HEADINGS.items():
            if plain in words and name not in found:
                found[name] = place
    return found


def _row(line: int, said: dict[str, str], hours_a_day: Decimal) -> Worked | Fault:
    on = _day(said["on"])
    if on is None:
        return Fault(line, "day", said["on"])
    if not said["person"]:
        return Fault(line, "no-person")
    numbers: dict[str, Decimal | None] = {}
    for name in ("days", "hours", "money"):
        cell = said.get(name, "")
        try:
            numbers[name] = _number(cell)
        except InvalidOperation:
            return Fault(line, "number", cell)
    days = numbers["days"]
    if days is None and numbers["hours"] is not None:
        days = (numbers["hours"] / hours_a_day).quantize(Decimal("0.01"))
    if days is None and numbers["money"] is None:
        return Fault(line, "nothing")
    if days is not None and days > 1:
        return Fault(line, "over-a-day", str(days))
    if (days is not None and days < 0) or (numbers["money"] is not None and numbers["money"] < 0):
        return Fault(line, "negative", str(days if days is not None else numbers["money"]))
    words = {name: said.get(name, "") for name in ("agency", "stage", "sort", "note")}
    return Worked(line, on, said["person"], words["agency"], days, numbers["money"], words["stage"], words["sort"],
                  words["note"])  # fmt: skip


def _number(cell: str) -> Decimal | None:
    plain = cell.replace("£", "").replace(",", "").replace(" ", "")
    if not plain:
        return None
    value = Decimal(plain)
    if not value.is_finite() or abs(value) > 10_000_000:
        raise InvalidOperation
    return value


def _day(cell: str) -> date | None:
    """A day as it is written in Britain, or year first."""
    try:
        if found := _ISO.match(cell):
            year, month, day = (int(part) for part in found.groups())
            return date(year, month, day)
        if found := _DAY.match(cell):
            day, month, year = (int(part) for part in found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return None
