"""``keymoments clocks``: the stages of a procedure, their due days and how they stand, from days given in the call."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from keymoments.analysis.clocks import ClockError, Extension, Happened, Pause, StageClock, clocks
from keymoments.analysis.limits import Unit
from keymoments.analysis.procedures import Procedure, Timing
from keymoments.errors import CaseFileError
from keymoments.knowledge.procedures import all_procedures, procedure_named

STATES = {
    "not_started": "not yet begun",
    "running": "running",
    "due_soon": "due soon",
    "overdue": "over the limit",
    "done_in_time": "done in time",
    "done_late": "done after the limit",
    "no_limit": "no limit to count by",
}
_UNITS = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
    Unit.HOURS: "hour",
}


def run_list(packs: tuple[Path, ...], *, as_json: bool) -> int:
    """Print every procedure with the days on which it is in force."""
    known = all_procedures(packs)
    if as_json:
        about = [
            (one.key, one.title, one.nation, _iso(one.in_force_from), _iso(one.in_force_to)) for one in known
        ]  # fmt: skip
        names = ("procedure", "title", "nation", "in_force_from", "in_force_to")
        _json([dict(zip(names, row, strict=True)) for row in about])
        return 0
    wide = max(len(one.key) for one in known)
    for one in known:
        until = f" to {one.in_force_to.isoformat()}" if one.in_force_to else ""
        print(f"{one.key:{wide}}  from {one.in_force_from.isoformat()}{until}\n{'':{wide}}  {one.title}")
    return 0


def run_clocks(
    key: str,
    *,
    events: Sequence[str],
    pauses: Sequence[str],
    extensions: Sequence[str],
    starts: Sequence[str],
    today: str | None,
    nation: str | None,
    local: bool,
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Print how every stage stands; raises :class:`CaseFileError` in one sentence for what cannot be."""
    procedure = procedure_named(key, packs)
    day = _day(today, "--today") if today else date.today()  # noqa: DTZ011 - the day where the person sits
    happened = Happened(
        events=_events(events),
        pauses=tuple(_pause(text) for text in pauses),
        extensions=tuple(_extension(text) for text in extensions),
        chosen=dict(_pair(text, "--start", "STAGE=EVENT") for text in starts),
    )
    try:
        told = clocks(procedure, happened, today=day, nation=nation, local=local)
    except ClockError as error:
        raise CaseFileError(str(error)) from error
    warnings = _warnings(procedure, happened)
    for warning in warnings:
        print(f"keymoments: {warning}", file=sys.stderr)
    if as_json:
        _json({
            "procedure": procedure.key, "title": procedure.title, "version": procedure.version,
            "nation": nation or procedure.nation, "today": day.isoformat(), "warnings": warnings,
            "stages": [_about(one) for one in told],
        })  # fmt: skip
        return 0
    print(f"{procedure.title}\nAs it stands on {_said(day)}.\n")
    for one in told:
        _print(one, procedure)
    return 0


def _json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def _about(one: StageClock) -> dict[str, Any]:
    """A stage as JSON (contract 6, with more keys)."""
    stage = one.stage
    return {
        "key": stage.key,
        "title": stage.title,
        "who": stage.who,
        "starts_from": one.started_by,
        "start_choices": list(stage.starts_from),
        "started": _iso(one.started),
        "limit": stage.count,
        "at_least": stage.at_least,
        "unit": str(stage.unit) if stage.unit else None,
        "timing": str(stage.timing),
        "due": _iso(one.due),
        "due_with_pauses": _iso(one.due_with_pauses),
        "agreed_due": _iso(one.agreed_due),
        "due_if_confirmed": _iso(one.due_if_confirmed),
        "done": _iso(one.done),
        "state": str(one.state),
        "over_by": one.over_by,
        "elapsed": one.elapsed,
        "elapsed_days": one.elapsed_days,
        "paused_days": one.paused_days,
        "too_early": one.too_early,
        "confirmed": stage.confirmed,
        "output": stage.output,
        "note": stage.note,
        "source": stage.source,
        "status": str(stage.status),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _amount(count: int, unit: Unit) -> str:
    return f"{count} {_UNITS[unit]}{'' if count == 1 else 's'}"


def _print(one: StageClock, procedure: Procedure) -> None:
    """A stage as a person reads it."""
    stage = one.stage
    over = Unit.WORKING_DAYS if stage.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    words = STATES[str(one.state)] + (f", exceeded by {_amount(one.over_by, over)}" if one.over_by else "")
    print(f"{stage.title}: {words}")
    print(f"  {stage.who}")
    if stage.count and stage.unit:
        sure = "" if stage.confirmed else " (not confirmed, check)"
        how = "before" if stage.timing is Timing.BEFORE else "from"
        event = procedure.event((stage.before if stage.timing is Timing.BEFORE else one.started_by) or "")
        print(f"  {_amount(stage.count, stage.unit)} {how}: {event.title if event else one.started_by}{sure}")
    others = [procedure.event(key) for key in stage.starts_from if key != one.started_by]
    if others and stage.count:
        print(f"  may also be counted from: {'; '.join(other.title for other in others if other)}")
    days = (
        ("began", one.started), ("due", one.due), ("due with every paused day added", one.due_with_pauses),
        ("more time until", one.agreed_due), ("due if the number is right", one.due_if_confirmed), ("done", one.done),
    )  # fmt: skip
    if shown := "; ".join(f"{name} {_said(day)}" for name, day in days if day):
        print(f"  {shown}")
    if one.elapsed_days is not None and one.paused_days:
        print(f"  {one.elapsed_days} days in all, of these {one.paused_days} in a pause")
    print(f"  {stage.source} [{stage.status}]\n")


def _warnings(procedure: Procedure, happened: Happened) -> list[str]:
    """A review that began under one edition may go on under it, so this only warns."""
    if not happened.events:
        return []
    first = min(happened.events.values())
    if procedure.in_force_on(first):
        return []
    until = f" to {_said(procedure.in_force_to)}" if procedure.in_force_to else ""
    return [
        f"{procedure.key} was not in force on {_said(first)}: it holds from {_said(procedure.in_force_from)}{until}; "
        "check which one applies."
    ]


def _pair(text: str, option: str, shape: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise CaseFileError(f"{option} {text}: write it as {shape}.")
    return name.strip(), value.strip()


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CaseFileError(f"{where}: {text!r} is no day; write it as 2024-03-25.") from error


def _events(texts: Sequence[str]) -> dict[str, date]:
    found: dict[str, date] = {}
    for text in texts:
        name, value = _pair(text, "--event", "NAME=DATE")
        day = _day(value, f"--event {name}")
        if found.get(name, day) != day:
            raise CaseFileError(f"--event {name} is given twice with different days; give the one that counts.")
        found[name] = day
    return found


def _span(text: str, option: str) -> tuple[date, date]:
    first, sign, last = text.partition("..")
    if not sign or not last.strip():
        raise CaseFileError(f"{option} {text}: it has no end; give the day on which it is expected to end: FROM..TO.")
    return _day(first, option), _day(last, option)


def _pause(text: str) -> Pause:
    span, reason = _pair(text, "--pause", "FROM..TO=REASON")
    return Pause(*_span(span, "--pause"), reason)


def _extension(text: str) -> Extension:
    stage, rest = _pair(text, "--extension", "STAGE=SOUGHT..NEW=REASON")
    span, _sign, reason = rest.partition("=")
    sought, new = _span(span, "--extension")
    if not reason.strip():
        raise CaseFileError(f"--extension {text}: say why after the days: STAGE=SOUGHT..NEW=REASON.")
    return Extension(stage, sought, new, reason.strip())
