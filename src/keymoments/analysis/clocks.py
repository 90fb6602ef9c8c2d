"""The clocks of a review: for each stage when it is due, whether that was kept, and how long it has lasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from keymoments.analysis.calendar import add_months, add_working_days, working_days_between
from keymoments.analysis.limits import Unit
from keymoments.analysis.procedures import Procedure, Stage, Timing

# A stage is due soon in the last part of its time, but in no more than so many working days.
LAST_PART, MOST_SOON = 5, 10
DONE = "-done"


class ClockError(ValueError):
    """Events, pauses or extensions that cannot be; ``str(error)`` is one sentence with what to do."""


class State(StrEnum):
    """How a stage stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the review waited, both days included, and the lawful reason for it."""

    starts: date
    ends: date
    reason: str


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day agreed for a stage; the limit's own day stays beside it."""

    stage: str
    sought_on: date
    new_due: date
    reason: str
    already_done: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class StageClock:
    """How a stage stands on a day.

    ``due``: by the procedure alone. ``due_with_pauses``: what it would be if every day of a pause were added.
    ``agreed_due``: the newest extension. ``due_if_confirmed``: for a number that nobody has confirmed. ``elapsed`` and
    ``over_by`` are in working days where the limit is, otherwise in calendar days; ``elapsed_days`` and
    ``paused_days`` always in calendar days, the paused ones being part of the elapsed ones.
    """

    stage: Stage
    started_by: str | None
    started: date | None
    due: date | None
    done: date | None
    state: State
    over_by: int | None = None
    due_with_pauses: date | None = None
    agreed_due: date | None = None
    due_if_confirmed: date | None = None
    elapsed: int | None = None
    elapsed_days: int | None = None
    paused_days: int = 0
    too_early: bool = False

    @property
    def late_against_agreed(self) -> bool:
        """Whether the agreed day was missed as well."""
        return self.agreed_due is not None and self.done is not None and self.done > self.agreed_due


@dataclass(frozen=True, slots=True)
class Happened:
    """What is known of a review's course: days of events, pauses, extensions, and starts chosen by a person.

    ``events``: event or ``<stage>-done`` → day. ``chosen``: stage → the event it is counted from.
    """

    events: Mapping[str, date] = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


def clocks(
    procedure: Procedure, happened: Happened, *, today: date, nation: str | None = None, local: bool = False
) -> tuple[StageClock, ...]:
    """Each stage of a procedure as it stands at the end of ``today``, in the order of the procedure.

    ``nation``: whose working days count (the procedure's own if not given). ``local``: count one area's own stages as
    well. Raises :class:`ClockError` for an unknown event or stage, a day in an order that cannot be, a pause that ends
    before it begins.
    """
    check(procedure, happened, today=today)
    days = known_days(procedure, happened.events, today)
    where = nation or procedure.nation
    stages = [stage for stage in procedure.stages if local or not stage.local]
    return tuple(_clock(stage, days, happened, today, where) for stage in stages)


def fitting(procedure: Procedure, happened: Happened) -> Happened:
    """What of a review's course this procedure knows: a review that changed from another keeps the rest as history."""
    stages = {stage.key: stage for stage in procedure.stages}
    known = {event.key for event in procedure.events} | {f"{key}{DONE}" for key in stages}
    return Happened(
        events={key: on for key, on in happened.events.items() if key in known},
        pauses=happened.pauses,
        extensions=tuple(one for one in happened.extensions if one.stage in stages),
        chosen={
            stage: event
            for stage, event in happened.chosen.items()
            if stage in stages and event in stages[stage].starts_from
        },
    )


def known_days(procedure: Procedure, events: Mapping[str, date], today: date) -> dict[str, date]:
    """Days of events and of stages done: a stage that is done tells the event that ends it, and the other way round.

    An event to come (a publication that is planned) ends no stage yet.
    """
    days = dict(events)
    for stage in procedure.stages:
        if stage.ends_with is None:
            continue
        own = f"{stage.key}{DONE}"
        if own in days:
            days.setdefault(stage.ends_with, days[own])
        elif stage.ends_with in days and days[stage.ends_with] <= today:
            days[own] = days[stage.ends_with]
    return days


def check(procedure: Procedure, happened: Happened, *, today: date) -> None:
    """Raise :class:`ClockError` for what cannot be, in one sentence with what to do."""
    _check_names(procedure, happened)
    days = known_days(procedure, happened.events, today)
    for stage in procedure.stages:
        done = days.get(f"{stage.key}{DONE}")
        if done is None:
            continue
        if done > today:
            raise ClockError(f"{stage.title}: {_said(done)} has not come yet; give the day on which it was done.")
        start = _start(stage, days, happened.chosen)[1]
        if start is not None and done < start and stage.timing is not Timing.BEFORE:
            raise ClockError(
                f"{stage.title}: it cannot be done on {_said(done)}, before it began on {_said(start)}; "
                "check both days."
            )
    for pause in happened.pauses:
        if pause.ends < pause.starts:
            raise ClockError(
                f"A pause ends on {_said(pause.ends)}, before it begins on {_said(pause.starts)}; swap the days."
            )
        if not pause.reason.strip():
            raise ClockError(f"Say why the review paused on {_said(pause.starts)}: a pause needs a lawful reason.")
    for extension in happened.extensions:
        if extension.new_due < extension.sought_on:
            raise ClockError(
                f"{extension.stage}: the new day {_said(extension.new_due)} lies before the day on which more time was "
                f"sought, {_said(extension.sought_on)}; check both days."
            )
        start = _start(next(one for one in procedure.stages if one.key == extension.stage), days, happened.chosen)[1]
        if start is not None and extension.new_due < start:
            raise ClockError(
                f"{extension.stage}: the new day {_said(extension.new_due)} lies before the stage began on "
                f"{_said(start)}; check both days."
            )


def _check_names(procedure: Procedure, happened: Happened) -> None:
    events = [event.key for event in procedure.events]
    stages = {stage.key: stage for stage in procedure.stages}
    for name in happened.events:
        if name not in events and name.removesuffix(DONE) not in stages:
            raise ClockError(
                f"The event {name!r} is not known in {procedure.key}: use one of {', '.join(events)}, or the name of a "
                f"stage with {DONE} after it ({', '.join(stages)})."
            )
    for extension in happened.extensions:
        if extension.stage not in stages:
            raise ClockError(
                f"The stage {extension.stage!r} is not known in {procedure.key}: use one of {', '.join(stages)}."
            )
    for stage, event in happened.chosen.items():
        if stage not in stages or event not in stages[stage].starts_from:
            known = ", ".join(stages[stage].starts_from) if stage in stages else ", ".join(stages)
            raise ClockError(f"{stage} cannot be counted from {event!r}: use one of {known}.")


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _start(stage: Stage, days: Mapping[str, date], chosen: Mapping[str, str]) -> tuple[str | None, date | None]:
    """The event a stage is counted from, and its day: the one chosen, else the first that is known."""
    if stage.key in chosen:
        return chosen[stage.key], days.get(chosen[stage.key])
    for event in stage.starts_from:
        if event in days:
            return event, days[event]
    return (stage.starts_from[0] if stage.starts_from else None), None


def add_limit(start: date, count: int, unit: Unit, nation: str) -> date:
    """The last day of a limit that starts on a day, the day itself being day 0; hours are counted as whole days."""
    match unit:
        case Unit.WORKING_DAYS:
            return add_working_days(start, count, nation)
        case Unit.MONTHS:
            return add_months(start, count)
        case Unit.WEEKS:
            return start + timedelta(weeks=count)
        case Unit.CALENDAR_DAYS:
            return start + timedelta(days=count)
        case Unit.HOURS:
            return start + timedelta(days=-(-count // 24))


def _due(stage: Stage, start: date, days: Mapping[str, date], nation: str) -> date | None:
    if stage.timing is Timing.YEARLY and stage.month_day is not None:
        month, day = stage.month_day
        due = date(start.year, month, day)
        return due if due >= start else date(start.year + 1, month, day)
    if stage.count is None or stage.unit is None:
        return None
    if stage.timing is Timing.BEFORE:
        target = days.get(stage.before or "")
        return None if target is None else max(start, _back(target, stage.count, stage.unit, nation))
    return add_limit(start, stage.count, stage.unit, nation)


def _back(target: date, count: int, unit: Unit, nation: str) -> date:
    """The last day from which so long remains until ``target``."""
    if unit is Unit.MONTHS:
        return add_months(target, -count)
    if unit is Unit.WORKING_DAYS:
        day = target - timedelta(days=count)
        while working_days_between(day, target, nation) < count:
            day -= timedelta(days=1)
        return day
    return target - timedelta(days=count * 7 if unit is Unit.WEEKS else count)


def _clock(stage: Stage, days: Mapping[str, date], happened: Happened, today: date, nation: str) -> StageClock:
    event, start = _start(stage, days, happened.chosen)
    done = days.get(f"{stage.key}{DONE}")
    if start is None or start > today:
        state = State.NO_LIMIT if not stage.runs else State.NOT_STARTED
        if done is not None and stage.runs and stage.timing is not Timing.BEFORE:
            state = State.NO_LIMIT  # done, but from when it ran is not known: late or in time cannot be said
        return StageClock(
            stage, event, start, _due(stage, start, days, nation) if start and stage.runs else None, done, state
        )
    due = _due(stage, start, days, nation)
    until = max(start, done or today)
    agreed = [one.new_due for one in sorted(happened.extensions, key=lambda e: e.sought_on) if one.stage == stage.key]
    working = stage.unit is Unit.WORKING_DAYS
    paused = paused_days(happened.pauses, start, until)
    elapsed = working_days_between(start, until, nation) if working else (until - start).days
    if not stage.runs or due is None:
        waits = stage.runs and stage.timing is Timing.BEFORE  # nobody has said yet for which day
        return StageClock(
            stage, event, start, None, done, State.NOT_STARTED if waits else State.NO_LIMIT,
            due_if_confirmed=due, elapsed=elapsed, elapsed_days=(until - start).days, paused_days=paused,
            agreed_due=agreed[-1] if agreed else None,
        )  # fmt: skip
    moved = _moved(due, happened.pauses, start)
    if stage.may_pause:
        due = moved
    over = None
    if until > due:
        over = working_days_between(due, until, nation) if working else (until - due).days
    return StageClock(
        stage=stage,
        started_by=event,
        started=start,
        due=due,
        done=done,
        state=_state(due, done, start, today, nation),
        over_by=over,
        due_with_pauses=moved if moved != due or happened.pauses else None,
        agreed_due=agreed[-1] if agreed else None,
        elapsed=elapsed,
        elapsed_days=(until - start).days,
        paused_days=paused,
        too_early=_too_early(stage, start, done, nation),
    )


def _too_early(stage: Stage, start: date, done: date | None, nation: str) -> bool:
    """Whether a window was not yet open when the stage was done."""
    if done is None or stage.at_least is None or stage.unit is None:
        return False
    return done < add_limit(start, stage.at_least, stage.unit, nation)


def _state(due: date, done: date | None, start: date, today: date, nation: str) -> State:
    if done is not None:
        return State.DONE_LATE if done > due else State.DONE_IN_TIME
    if today > due:
        return State.OVERDUE
    whole = working_days_between(start, due, nation)
    soon = min(MOST_SOON, max(1, whole // LAST_PART))
    return State.DUE_SOON if working_days_between(today, due, nation) <= soon else State.RUNNING


def paused_days(pauses: Sequence[Pause], start: date, end: date) -> int:
    """How many calendar days from one to another lie in a pause; days in two pauses count once."""
    return len(_paused(pauses, start, end))


def _paused(pauses: Sequence[Pause], start: date, end: date) -> set[date]:
    days: set[date] = set()
    for pause in pauses:
        first, last = max(pause.starts, start + timedelta(days=1)), min(pause.ends, end)
        days.update(first + timedelta(days=number) for number in range((last - first).days + 1))
    return days


def _moved(due: date, pauses: Sequence[Pause], start: date) -> date:
    """A due day with every paused day added that lies between the start and it, the later ones as they come in."""
    moved = due
    while True:
        after = due + timedelta(days=paused_days(pauses, start, moved))
        if after == moved:
            return moved
        moved = after


def holding_up(stages: Sequence[StageClock]) -> tuple[StageClock, ...]:
    """The stages that have begun and are not done, those longest over first, then those due soonest."""
    open_now = [
        one for one in stages
        if one.started is not None and one.done is None and one.stage.needed and one.state is not State.NOT_STARTED
        and one.stage.timing in (Timing.AFTER, Timing.BEFORE)
    ]  # fmt: skip
    return tuple(sorted(open_now, key=lambda one: (-(one.over_by or 0), one.due or date.max)))
