"""Was somebody heard? The steps to hear a person, what comes next, and what nobody has written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """Something done to hear somebody."""

    TOLD = "told"  # of the review
    ASKED = "asked"
    ADVOCATE = "advocate"  # offered, taken, declined or not needed: in words
    INTERPRETER = "interpreter"
    ANSWERED = "answered"
    MET = "met"
    VIEWS = "views"
    DECLINED = "declined"
    NOT_REACHED = "not-reached"
    NOT_ASKED = "not-asked"  # with the reason, and who decided it
    QUESTION = "question"  # that they put to the review
    REPLY = "reply"  # of the review to a question of theirs
    DRAFT = "draft-shown"
    CHANGED = "changed"  # what changed because of them
    PUBLICATION = "told-before-publication"


class Heard(StrEnum):
    """Whether somebody was heard."""

    YES = "yes"
    NO = "no"  # and it is written why
    NOT_RECORDED = "not-recorded"


_HEARD = frozenset((Step.ANSWERED, Step.MET, Step.VIEWS))
_NOT_HEARD = frozenset((Step.DECLINED, Step.NOT_REACHED, Step.NOT_ASKED))
# What should follow what, for anybody who is to be heard.
LADDER = (Step.TOLD, Step.ASKED, Step.ANSWERED, Step.DRAFT, Step.CHANGED, Step.PUBLICATION)
# What must come after what: a step → one of these before it, on the same day at the latest.
_AFTER = {Step.ANSWERED: (Step.ASKED,), Step.REPLY: (Step.QUESTION,), Step.DECLINED: (Step.ASKED,)}


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was written down."""

    step: Step
    on: date


def heard(steps: Sequence[Done]) -> Heard:
    """Whether somebody was heard; to be heard later counts more than to have declined before."""
    said = [one for one in sorted(steps, key=lambda one: one.on) if one.step in _HEARD | _NOT_HEARD]
    if any(one.step in _HEARD for one in said):
        return Heard.YES
    return Heard.NO if said else Heard.NOT_RECORDED


def coming_next(steps: Sequence[Done]) -> Step | None:
    """The next step of the ladder that nobody has written down; nothing for somebody who will not be heard."""
    done = {one.step for one in steps}
    if done & _NOT_HEARD and not done & _HEARD:
        return None if Step.PUBLICATION in done or Step.NOT_ASKED in done else Step.PUBLICATION
    for step in LADDER:
        if step in done or (step is Step.ANSWERED and done & _HEARD):
            continue
        return step
    return None


def too_early(step: Step, on: date, steps: Sequence[Done]) -> Step | None:
    """The step that must come before this one and comes only after it; nothing where the order can be."""
    for needed in _AFTER.get(step, ()):
        days = [one.on for one in steps if one.step is needed]
        if days and min(days) > on:
            return needed
    return None
