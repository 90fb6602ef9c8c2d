"""Read ``case.toml``: every wrong key or value is refused by name, with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from keymoments.analysis.records import AGENCY_KINDS, Agency, Case, LocalLimit, Person, Place
from keymoments.errors import CaseFileError

NATIONS = ("england", "wales", "scotland", "northern-ireland")
UNITS = ("working_days", "calendar_days", "hours", "months")
LARGEST = 1_000_000  # bytes; a case file of a hundred people has about 20,000

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def _a_day(value: Any) -> Any:
    """A TOML date, or the same written as text; a date with a time is refused."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a date; write it as 2021-02-28") from None
    if type(value) is not date:
        raise ValueError("is not a date; write it as 2021-02-28")
    return value


def _some_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError('is not text; put it in quotes, as "…"')
    if not value.strip():
        raise ValueError("is empty; fill it in or remove the line")
    if any(ord(sign) < 32 for sign in value):
        raise ValueError("holds control characters; write it on one line")
    return value


def _an_id(value: Any) -> Any:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError('is not an id; use small letters, digits and hyphens, as "mary-hale"')
    return value


def _one_of(choices: tuple[str, ...]) -> Any:
    def check(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"is not known; use one of {', '.join(choices)}")
        return value

    return BeforeValidator(check)


Day = Annotated[date, BeforeValidator(_a_day)]
Text = Annotated[str, BeforeValidator(_some_text)]
Id = Annotated[str, BeforeValidator(_an_id)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class _CasePart(_Part):
    reference: Text
    nation: Annotated[str, _one_of(NATIONS)]
    scope_from: Day
    scope_to: Day
    procedure: Text | None = None
    incident_date: Day | None = None


class _PersonPart(_Part):
    id: Id
    name: Text
    role: Text | None = None
    aliases: list[Text] = []
    subject: bool = False
    born: Day | None = None
    pseudonym: Text | None = None
    identifiers: list[Text] = []


class _PlacePart(_Part):
    id: Id
    name: Text
    kind: Text | None = None
    aliases: list[Text] = []
    pseudonym: Text | None = None


class _ColumnsPart(_Part):
    date: Text | None = None
    time: Text | None = None
    text: Text | None = None
    end_date: Text | None = None


class _AgencyPart(_Part):
    id: Id
    files: list[Text] = Field(min_length=1)
    name: Text | None = None
    kind: Annotated[str, _one_of(AGENCY_KINDS)] = "other"
    columns: _ColumnsPart = _ColumnsPart()


class _LimitPart(_Part):
    standard: Text
    count: int = Field(gt=0)
    unit: Annotated[str, _one_of(UNITS)]
    starts: Day | None = Field(default=None, alias="from")
    ends: Day | None = Field(default=None, alias="to")
    source: Text


class _CaseFile(_Part):
    case: _CasePart
    person: list[_PersonPart] = []
    place: list[_PlacePart] = []
    agency: list[_AgencyPart] = []
    limit: list[_LimitPart] = []


def read_case(folder: Path) -> Case:
    """The case that ``folder/case.toml`` describes; raises :class:`CaseFileError` with one sentence."""
    path = _case_file(folder)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseFileError("case.toml is not UTF-8 text: save it as UTF-8 and run again.") from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CaseFileError(
            f"case.toml is not sound TOML ({_small(str(error))}): put that line right and run again."
        ) from None
    except RecursionError:
        raise CaseFileError("case.toml is nested too deeply: write it as docs/guide/case-file.md shows.") from None
    try:
        file = _CaseFile.model_validate(raw)
    except ValidationError as error:
        raise CaseFileError(_explain(error, text)) from None
    _check(file, text)
    return _as_case(file, folder)


def _case_file(folder: Path) -> Path:
    try:
        if not folder.exists():
            raise CaseFileError(f"There is no folder {folder}: check the path of the case.")
        if not folder.is_dir():
            raise CaseFileError(f"{folder} is a file: give the folder that holds case.toml.")
        path = folder / "case.toml"
        if not path.exists():
            raise CaseFileError(f"The folder {folder} holds no case.toml: add one, as docs/guide/case-file.md shows.")
        if not path.is_file():
            raise CaseFileError(f"{path} is not a file: put a file case.toml there.")
        if path.stat().st_size > LARGEST:
            raise CaseFileError(f"{path} is too large for a case file: check that it is the right one.")
        if path.stat().st_size == 0:
            raise CaseFileError(f"{path} is empty: fill it in, as docs/guide/case-file.md shows.")
    except OSError as error:
        raise CaseFileError(
            f"{folder} cannot be read ({error.strerror}): check the path and your rights to it."
        ) from None
    return path


def _small(message: str) -> str:
    return message[:1].lower() + message[1:]


def _explain(error: ValidationError, text: str) -> str:
    """One sentence for the first fault, with the line where it stands."""
    faults = error.errors(include_url=False)
    # A misspelt key is also a missing one: its own name helps more.
    first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    loc = first["loc"]
    key = str(loc[-1]) if isinstance(loc[-1], str) else str(loc[-2])
    where = _place(loc, text, missing=first["type"] == "missing")
    match first["type"]:
        case "extra_forbidden":
            return f"case.toml{where}: the key {key!r} is not known: check its spelling or remove it."
        case "missing":
            table = f"[[{loc[0]}]]" if len(loc) > 2 else f"[{loc[0]}]"
            if len(loc) == 1:
                return f"case.toml has no [{key}] table: add it, as docs/guide/case-file.md shows."
            return f"case.toml{where}: {table} has no {key!r}: add it."
        case "value_error":
            return f"case.toml{where}: {key!r} {first['msg'].removeprefix('Value error, ')}."
        case "too_short":
            return f"case.toml{where}: {key!r} is empty: name at least one file."
        case "greater_than":
            return f"case.toml{where}: {key!r} must be greater than 0."
        case _:
            wanted = {
                "list_type": 'a list, as ["…"]',
                "bool_type": "true or false",
                "int_type": "a whole number",
                "model_type": "a table",
                "dict_type": "a table",
                "model_attributes_type": "a table",
            }
            form = wanted.get(first["type"], "it as docs/guide/case-file.md shows")
            return f"case.toml{where}: {key!r} has the wrong form: write {form}."


def _place(loc: tuple[int | str, ...], text: str, *, missing: bool = False) -> str:
    """The words for the line of a key (", line 7"), empty where it cannot be told."""
    number = line_of(text, loc, missing=missing)
    return f", line {number}" if number else ""


def line_of(text: str, loc: tuple[int | str, ...], *, missing: bool = False) -> int | None:
    """The line of ``case.toml`` where ``loc`` ("agency", 1, "files") stands, from 1; its table's where missing."""
    name, rest = str(loc[0]), loc[1:]
    index = rest[0] if rest and isinstance(rest[0], int) else 0
    keys = [part for part in rest if isinstance(part, str)]
    header = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]\]?")
    table, seen = 0, -1
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if header.match(line):
            seen += 1
            if seen == index:
                table = number
        elif table and line.lstrip().startswith("["):
            break
        elif table and keys and not missing and re.match(rf"\s*[\"']?{re.escape(keys[0])}[\"']?\s*[=.]", line):
            return number
    if table:
        return table
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(name)}\s*[=.]", line)), None)


def _check(file: _CaseFile, text: str) -> None:
    """Check what no single value shows: ids, subjects, agencies with one file, a scope that ends before it begins."""
    if file.case.scope_to < file.case.scope_from:
        where = _place(("case", "scope_to"), text)
        raise CaseFileError(f"case.toml{where}: the scope ends before it begins: check scope_from and scope_to.")
    ids = {
        "person": [person.id for person in file.person],
        "place": [place.id for place in file.place],
        "agency": [agency.id for agency in file.agency],
    }
    for table, own in ids.items():
        twice = next((index for index, name in enumerate(own) if name in own[:index]), None)
        if twice is not None:
            where = _place((table, twice, "id"), text)
            raise CaseFileError(f"case.toml{where}: two of [[{table}]] have the id {own[twice]!r}: give each its own.")
    if not any(person.subject for person in file.person):
        raise CaseFileError(
            "case.toml names no child the review is about: add subject = true to at least one [[person]]."
        )
    if not file.agency:
        raise CaseFileError("case.toml names no agency: add an [[agency]] with id and files.")
    _check_limits(file.limit, text)
    owners: dict[str, str] = {}
    for index, agency in enumerate(file.agency):
        for name in agency.files:
            where = _place(("agency", index, "files"), text)
            path = _safe(name, where)
            if owners.setdefault(path, agency.id) != agency.id:
                raise CaseFileError(
                    f"case.toml{where}: the agencies {owners[path]!r} and {agency.id!r} both claim {name!r}: "
                    "give it to one of them."
                )


def _check_limits(limits: list[_LimitPart], text: str) -> None:
    """Refuse a limit that ends before it begins, and two of one standard that differ while both are in force."""
    for index, limit in enumerate(limits):
        if limit.starts and limit.ends and limit.ends < limit.starts:
            where = _place(("limit", index, "to"), text)
            raise CaseFileError(f"case.toml{where}: the limit ends before it begins: check from and to.")
        for other in limits[:index]:
            began = max(limit.starts or date.min, other.starts or date.min)
            ended = min(limit.ends or date.max, other.ends or date.max)
            same = (limit.count, limit.unit) == (other.count, other.unit)
            if limit.standard == other.standard and began <= ended and not same:
                first, second = (_place(("limit", at), text) for at in (limits.index(other), index))
                raise CaseFileError(
                    f"case.toml{second}: this limit contradicts the one{first.replace(',', ' of')}: {limit.standard!r} "
                    f"is {other.count} {other.unit} and {limit.count} {limit.unit} on the same day: "
                    "end one before the other begins."
                )


def _safe(name: str, where: str) -> str:
    """The file's path inside the case folder, tidied; one that leads outside is refused."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name) or str(path) == ".":
        raise CaseFileError(
            f"case.toml{where}: the file {name!r} lies outside the case folder: put it inside and name it from there."
        )
    return str(path)


def _as_case(file: _CaseFile, folder: Path) -> Case:
    home = folder.resolve()
    agencies = []
    for part in file.agency:
        files = tuple(dict.fromkeys(_safe(name, "") for name in part.files))
        for name in files:
            path = folder / name
            if not path.exists():
                raise CaseFileError(
                    f"The file {name!r} of the agency {part.id!r} is not in the case folder: "
                    "check its name in case.toml or add the file."
                )
            if path.is_dir():
                raise CaseFileError(f"{name!r} of the agency {part.id!r} is a folder: name the files inside it.")
            if not path.resolve().is_relative_to(home):
                raise CaseFileError(
                    f"{name!r} is a link that leads outside the case folder: put the file itself there."
                )
        columns = tuple((meaning, heading) for meaning, heading in part.columns.model_dump(exclude_none=True).items())
        agencies.append(Agency(part.id, part.name or part.id, part.kind, files, columns))
    case = file.case
    return Case(
        reference=case.reference,
        nation=case.nation,
        scope_from=case.scope_from,
        scope_to=case.scope_to,
        people=tuple(
            Person(p.id, p.name, p.role or "", tuple(p.aliases), p.subject, p.born, p.pseudonym, tuple(p.identifiers))
            for p in file.person
        ),
        agencies=tuple(agencies),
        procedure=case.procedure,
        incident_date=case.incident_date,
        places=tuple(Place(p.id, p.name, p.kind or "", tuple(p.aliases), p.pseudonym) for p in file.place),
        limits=tuple(LocalLimit(x.standard, x.count, x.unit, x.starts, x.ends, x.source) for x in file.limit),
    )
