"""Time limits as values: what starts and ends the clock, how long it may run, and when the rule was in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from keymoments.analysis.records import Case, LocalLimit


class Unit(StrEnum):
    """How a limit counts. A limit in months or weeks is shown in calendar days."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Status(StrEnum):
    """How far the number was checked: in the primary text, in another, or not at all ("not confirmed, check")."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    LOCAL = "local"


class Form(StrEnum):
    """By when, between when and when, or how often."""

    DEADLINE = "deadline"
    WINDOW = "window"
    INTERVAL = "interval"


class Choice(StrEnum):
    """Which of several starts counts: the first or last before the end, or the one that led to it."""

    FIRST = "first"
    LAST = "last"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class EventRule:
    """How a record tells of an event.

    ``kinds``: kinds of agency whose own record tells it (any, where empty). ``heads``: phrases of a type, title or
    category column; with ``needs`` the text must also hold one of these. ``opens``: phrases with which the text begins;
    ``says``: phrases anywhere in it. ``unless``: phrases that make it something else, in the head or beside the words.
    ``spoils``: phrases of the text that say the thing did not come about, wherever they stand in it. ``loose``: its
    words count whatever plan or denial stands beside them. Phrases: see :class:`~keymoments.analysis.phrases.Phrases`.
    """

    key: str
    title: str
    kinds: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    spoils: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A period in which the number was lifted or changed by guidance."""

    starts: date
    ends: date
    reason: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One edition of a limit. ``at_least`` is the near end of a window; ``starts`` and ``ends`` are keys of events.

    ``in_force_from`` and ``in_force_to`` are inclusive, ``None`` where open. ``following``: the limit from one such
    event to the next ("reviews at most six months apart").
    """

    standard: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    count: int
    unit: Unit
    source: str
    status: Status
    form: Form = Form.DEADLINE
    choice: Choice = Choice.FIRST
    at_least: int | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    following: bool = False
    include_start_day: bool = False
    relaxed: tuple[Relaxed, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether this edition was in force on a day."""
        began = self.in_force_from is None or self.in_force_from <= day
        return began and (self.in_force_to is None or day <= self.in_force_to)

    def relaxed_on(self, day: date) -> bool:
        """Whether guidance had lifted the number on a day."""
        return any(period.starts <= day <= period.ends for period in self.relaxed)


@dataclass(frozen=True, slots=True)
class HappeningWords:
    """Words that decide whether a thing told has happened. All are phrases, see :class:`analysis.phrases.Phrases`.

    ``head_columns``: last words of headings whose cells say what sort of entry it is. ``leads``: words that may stand
    before an opening phrase ("1st", "telephone"). ``plans``: beside a thing, it is yet to come ("booked for").
    ``denials``: it did not come about ("fell through"). ``affirms``: it did, whatever else stands there ("held").
    """

    head_columns: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    affirms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageWords:
    """How records tell of messages between agencies, and of answers.

    ``sends``: a message went out ("e-mailed"). ``tries``: a call that met nobody ("left msg"). ``asks``: an answer is
    wanted ("please", "awaiting reply"). ``worries``: what makes a message a concern ("bruise"). ``chases``: the sender
    says that nothing came ("no reply to"). ``answers``: an answer came or went ("replied to", "rang back").
    ``shelved``: it came and was put away ("left in tray"). ``family``: receivers that are no agency ("mum").
    ``talks``: two agencies spoke or wrote ("rang", "d/w"). ``papers``: what only a paper answers ("checks", "history").
    ``arrivals``: a paper asked for came ("report rec'd"). ``names``: kind of agency → more words for it and its staff.
    ``callers``: relatives and neighbours who bring a concern. ``turned_away``: what a caller is told instead of action.
    """

    sends: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    chases: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    shelved: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    arrivals: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    family: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    turned_away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a nation, the events they are measured by and the words that tell whether a thing happened."""

    limits: tuple[Limit, ...] = ()
    events: tuple[EventRule, ...] = ()
    happenings: HappeningWords = field(default_factory=HappeningWords)
    messages: MessageWords = field(default_factory=MessageWords)


def limit_on(limits: Limits, case: Case, standard: str, day: date, *, following: bool = False) -> Limit | None:
    """The edition in force on the day of the starting event; a local rule of ``case.toml`` stands before the nation's.

    A local rule takes the events of the nation's limit of that name, whatever its day.
    """
    named = [limit for limit in limits.limits if limit.standard == standard and limit.following is following]
    for local in case.limits:
        if local.standard == standard and not following and _holds(local, day):
            return _localised(local, named)
    return next((limit for limit in named if limit.holds_on(day)), None)


def _holds(local: LocalLimit, day: date) -> bool:
    return (local.starts is None or local.starts <= day) and (local.ends is None or day <= local.ends)


def _localised(local: LocalLimit, named: Sequence[Limit]) -> Limit:
    model = named[0] if named else None
    return Limit(
        standard=local.standard,
        starts=model.starts if model else (),
        ends=model.ends if model else (),
        count=local.count,
        unit=Unit(local.unit),
        source=local.source,
        status=Status.LOCAL,
        form=model.form if model and model.form is not Form.WINDOW else Form.DEADLINE,
        choice=model.choice if model else Choice.FIRST,
        in_force_from=local.starts,
        in_force_to=local.ends,
    )


def contradictions(limits: Sequence[Limit]) -> tuple[tuple[Limit, Limit], ...]:
    """Pairs of editions of one standard that are in force on the same day and do not say the same."""
    found = []
    for index, one in enumerate(limits):
        for two in limits[index + 1 :]:
            same = (one.standard, one.following) == (two.standard, two.following)
            if (
                same
                and _overlap(one, two)
                and (one.count, one.unit, one.at_least) != (two.count, two.unit, two.at_least)
            ):
                found.append((one, two))
    return tuple(found)


def _overlap(one: Limit, two: Limit) -> bool:
    first = max(one.in_force_from or date.min, two.in_force_from or date.min)
    return first <= min(one.in_force_to or date.max, two.in_force_to or date.max)
