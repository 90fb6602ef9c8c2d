"""Quality marks of a review: schemes of markers with ordered grades, and what the review itself shows already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from keymoments.analysis.limits import Status


@dataclass(frozen=True, slots=True)
class Marker:
    """One thing that is marked: what is asked of a good review, questions that help, the pre-checks that bear on it."""

    key: str
    number: int
    group: str
    title: str
    gist: str
    questions: tuple[str, ...]
    checks: tuple[str, ...]
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Scheme:
    """A set of markers. ``grades``: key and words from the worst to the best; ``outside``: what is no grade."""

    key: str
    title: str
    version: str
    grades: tuple[tuple[str, str], ...]
    outside: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    markers: tuple[Marker, ...]
    procedures: tuple[str, ...]

    def marker(self, key: str) -> Marker | None:
        """A marker by its key."""
        return next((one for one in self.markers if one.key == key), None)

    @property
    def order(self) -> tuple[str, ...]:
        """The grades' keys from the worst to the best."""
        return tuple(key for key, _words in self.grades)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of how many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is known of a review, each ``None`` where it is not known: that is never the same as "no"."""

    requests_signed: Counted | None = None
    conflicts_declared: Counted | None = None
    independence_declared: Counted | None = None
    questions_answered: Counted | None = None
    findings_resting: Counted | None = None
    moments_complete: Counted | None = None
    suggestions_decided: Counted | None = None
    weighty_answered: Counted | None = None
    comments_settled: Counted | None = None
    criteria_answered: Counted | None = None
    engagement_told: Counted | None = None
    engagement_heard: Counted | None = None
    stages_in_time: Counted | None = None
    findings_signed: Counted | None = None
    family_accounts: int | None = None
    practitioner_accounts: int | None = None
    progress_checks: int | None = None
    decision_told: int | None = None
    earlier_findings: int | None = None
    learning_events: int | None = None
    holds_standing: int | None = None
    proceedings_open: int | None = None
    decision_recorded: bool | None = None
    within_budget: bool | None = None


class CheckState(StrEnum):
    """What a pre-check comes to."""

    FULFILLED = "fulfilled"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Precheck:
    """A pre-check of a review: whether it is fulfilled, by which numbers. It informs and never marks by itself."""

    key: str
    state: CheckState
    done: int | None = None
    of: int | None = None


# Facts that are good when there are none of them.
_NONE_IS_GOOD = frozenset(("holds_standing",))
CHECKS = tuple(one.name for one in fields(ReviewFacts))


def precheck(key: str, facts: ReviewFacts) -> Precheck:
    """What one pre-check comes to; its key is the name of the fact. Raises ``KeyError`` for an unknown one."""
    if key not in CHECKS:
        raise KeyError(key)
    value = getattr(facts, key)
    if value is None:
        return Precheck(key, CheckState.UNKNOWN)
    if isinstance(value, Counted):
        if value.of == 0:
            return Precheck(key, CheckState.OPEN, 0, 0)
        return Precheck(key, _state(value.done >= value.of), value.done, value.of)
    if isinstance(value, bool):
        return Precheck(key, _state(value))
    good = value == 0 if key in _NONE_IS_GOOD else value > 0
    return Precheck(key, _state(good), value)


def _state(good: bool) -> CheckState:
    return CheckState.FULFILLED if good else CheckState.OPEN


def prechecks(marker: Marker, facts: ReviewFacts) -> tuple[Precheck, ...]:
    """The pre-checks that bear on a marker, in its order."""
    return tuple(precheck(key, facts) for key in marker.checks)


def median_grade(scheme: Scheme, marks: Mapping[str, str]) -> str | None:
    """The middle grade of the markers that have one, the lower of two; ``None`` where none has."""
    order = scheme.order
    ranks = sorted(order.index(grade) for grade in marks.values() if grade in order)
    return order[ranks[(len(ranks) - 1) // 2]] if ranks else None


def apart(scheme: Scheme, one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """The markers that two people marked otherwise, in the order of the scheme, where both marked."""
    return tuple(
        marker.key for marker in scheme.markers
        if marker.key in one and marker.key in other and one[marker.key] != other[marker.key]
    )  # fmt: skip


def graded_pairs(scheme: Scheme, one: Mapping[str, str], other: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """What both gave to each marker that both gave a grade, leaving out what is no grade."""
    order = scheme.order
    return [
        (one[marker.key], other[marker.key]) for marker in scheme.markers
        if one.get(marker.key) in order and other.get(marker.key) in order
    ]  # fmt: skip
