"""The ladder of reminders, read strictly from packs: the file of the nearest pack replaces those below it whole."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keymoments.analysis.escalation import Ladder, Step, StepUnit, in_order, step_day
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import NATIONS, explain, pack_chain
from keymoments.knowledge.yaml_file import read_yaml

FILE = "escalation.yaml"
# What the words of a mail may say: nothing of a case.
BLANKS = ("reference", "agency", "due", "sort", "number")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StepPart(_Strict):
    """One step of the ladder."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    title: str = Field(min_length=1, max_length=200)
    days: int = Field(ge=-366, le=366)
    unit: StepUnit
    to: tuple[Literal["agency-author", "agency-lead", "business-manager", "board-member"], ...] = Field(min_length=1)
    subject: str = Field(min_length=1, max_length=150)
    words: str = Field(min_length=1)


class StepExample(_Strict):
    """A due day, and the day on which a step falls."""

    due: date
    step: str
    day: date
    nation: str = "england"


class EscalationFile(_Strict):
    """``escalation.yaml``."""

    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified"]
    steps: tuple[StepPart, ...] = Field(min_length=1)
    examples: tuple[StepExample, ...] = Field(min_length=2)


@cache
def load_ladder(nation: str, own: tuple[Path, ...] = ()) -> Ladder:
    """The ladder in force for a nation; raises :class:`PackError` naming file and key, also for an example."""
    for pack in reversed(pack_chain(nation, own)):
        if (data := pack.file(FILE)) is not None:
            return ladder_of(data, f"{pack.name}/{FILE}", nation)
    raise PackError(f"No pack of {nation} has {FILE}: add one.")


def ladder_of(data: bytes, name: str, nation: str) -> Ladder:
    """The ladder of one file."""
    try:
        file = EscalationFile.model_validate(read_yaml(data, name))
    except ValidationError as error:
        raise PackError(explain(error, name)) from error
    steps = {part.key: Step(**part.model_dump()) for part in file.steps}
    if len(steps) < len(file.steps):
        raise PackError(f"{name}: two steps have the same key; give each its own.")
    for part in file.steps:
        _refuse_blanks(part, name)
    for number, example in enumerate(file.examples, 1):
        _check(example, steps, f"{name}: example {number}")
    return Ladder(in_order(tuple(steps.values()), nation), file.source, file.status)


def _refuse_blanks(part: StepPart, name: str) -> None:
    for words in (part.subject, part.words):
        try:
            blanks = {blank for _text, blank, _form, _how in Formatter().parse(words) if blank is not None}
        except ValueError as error:
            raise PackError(f"{name}: step {part.key!r}: {error}; put it right.") from error
        for blank in sorted(blanks - set(BLANKS)):
            raise PackError(
                f"{name}: step {part.key!r}: the blank {{{blank}}} is not known; use one of {', '.join(BLANKS)}."
            )


def _check(example: StepExample, steps: dict[str, Step], place: str) -> None:
    if example.step not in steps:
        raise PackError(f"{place}: there is no step {example.step!r}; check its spelling.")
    if example.nation not in NATIONS:
        raise PackError(f"{place}: the nation {example.nation!r} is not known: use one of {', '.join(NATIONS)}.")
    day = step_day(steps[example.step], example.due, example.nation)
    if day != example.day:
        raise PackError(f"{place}: the step falls on {day.isoformat()}, not on {example.day.isoformat()}.")
