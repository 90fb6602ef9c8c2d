"""Rules as values: what reviews keep finding, each sort of search a frozen dataclass, read from packs as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Literal

from keymoments.analysis.facts.values import FactRule, FactWords
from keymoments.analysis.limits import Status


class Sort(StrEnum):
    """What sort of moment a suggestion may be (design: contracts, section 3)."""

    MISSED_OPPORTUNITY = "missed_opportunity"
    MISTAKE = "mistake"
    DELAY = "delay"
    CHILD_NOT_HEARD = "child_not_heard"
    NOT_SHARED = "not_shared"
    NOT_ESCALATED = "not_escalated"
    GOOD_PRACTICE = "good_practice"


Sight = Literal["", "seen", "not_seen", "without_sight", "alone", "not_alone", "spoken_to", "no_contact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Which entries count. Names are keys or groups of facts.

    ``any``: at least one of these; ``also``: and one of these; ``third``: and one of these; ``none``: and none of
    these. ``kinds``/``not_kinds``: of which kinds of agency. ``sight``: what the entry says of the subject children:
    one was ``seen``, ``alone`` or ``spoken_to``; a contact at which one could have been seen and none was
    (``not_seen``), any contact, a telephone call too, at which none was (``without_sight``), or at which none of
    those seen was alone (``not_alone``); no contact at all.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    any: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    sight: Sight = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHead:
    """What every rule has.

    ``moment``: the sort of moment it proposes. ``weight``: 1 to 10, what it would mean for a child. ``because``: the
    sentence, with ``{agency}``, ``{date}``, ``{words}`` of the entry it turns on, ``{agency2}``, ``{date2}``,
    ``{words2}`` of the other, ``{days}`` between them and ``{count}``. ``status``: how far the source was checked.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    key: str = ""
    title: str
    why: str
    source: str
    themes: tuple[str, ...]
    moment: Sort
    weight: int
    because: str
    status: Status = Status.UNVERIFIED
    retired: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(RuleHead):
    """One entry that says certain things. ``phrases``: words of its own, beside the facts of ``entry``."""

    kind: Literal["phrase"] = "phrase"
    entry: Sign = Sign()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(RuleHead):
    """One entry, and another within so many days of it, with nothing like ``unless`` between.

    ``agencies``: whether the two must be of the same agency, of others, or either. ``turns_on``: which is named first.
    """

    kind: Literal["sequence"] = "sequence"
    first: Sign
    then: Sign
    within: int
    agencies: Literal["same", "other", "either"] = "either"
    unless: Sign | None = None
    turns_on: Literal["first", "then"] = "then"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency(RuleHead):
    """So many entries of a sort within so many days, with nothing like ``unless`` among or soon after them."""

    kind: Literal["frequency"] = "frequency"
    entry: Sign
    count: int
    within: int
    unless: Sign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(RuleHead):
    """A child whom nobody saw for at least so many days after a concern, though agencies had contact meanwhile."""

    kind: Literal["silence"] = "silence"
    after: Sign
    days: int
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue(RuleHead):
    """A wait longer than its limit. ``least``: the fewest times the limit that it must be.

    ``days``: for waits without a limit, from how many days on; ``start``: what the entry it starts from must say.
    """

    kind: Literal["overdue"] = "overdue"
    standards: tuple[str, ...]
    least: float = 1.0
    unended: bool = True
    days: int | None = None
    start: Sign = Sign()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(RuleHead):
    """Two agencies' accounts of one event that do not say the same of the child."""

    kind: Literal["disagreement"] = "disagreement"
    entry: Sign = Sign()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShared(RuleHead):
    """An agency holds a fact and its records show no passing on; ``decides``: what another did within so many days.

    ``unheard``: the sentence where nothing of that sort followed. ``soon``: days in which passing on is looked for.
    ``stronger``: what makes it weigh more where the entry says it ("left in tray").
    """

    kind: Literal["not_shared"] = "not_shared"
    holds: Sign
    passing: Sign
    decides: Sign
    unheard: str
    within: int
    soon: int = 3
    stronger: Sign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeard(RuleHead):
    """A contact at which the child was not heard alone, within so many days of a concern, and not soon after either.

    ``stronger``: what makes it weigh more where the contact says it ("left sleeping").
    """

    kind: Literal["not_heard"] = "not_heard"
    stronger: Sign | None = None
    contact: Sign
    concern: Sign
    within: int
    soon: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFollowed(RuleHead):
    """A promise, plan or agreement, and later something against it to which nobody answers within ``soon`` days."""

    kind: Literal["not_followed"] = "not_followed"
    promise: Sign
    contrary: Sign
    answer: Sign
    within: int
    soon: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEscalated(RuleHead):
    """A concern sent on that got no answer, and that the sender's records do not show going any higher.

    ``answer``: whether the records show none at all, or a late one.
    """

    kind: Literal["not_escalated"] = "not_escalated"
    concern: Sign
    higher: Sign
    within: int
    answer: Literal["none", "late"] = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedClosure(RuleHead):
    """A matter closed though several concerns stood in the records, or closed for the second time."""

    kind: Literal["repeated_closure"] = "repeated_closure"
    closing: Sign
    concern: Sign
    count: int
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceValue(RuleHead):
    """An explanation that stood unchecked: nobody spoke to the child alone or had it looked at within ``soon`` days."""

    kind: Literal["face_value"] = "face_value"
    explained: Sign
    checked: Sign
    soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCycle(RuleHead):
    """Concern, closing, concern, closing: at least so many rounds within so many days."""

    kind: Literal["threshold_cycle"] = "threshold_cycle"
    concern: Sign
    closing: Sign
    count: int
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPractice(RuleHead):
    """A worker heard the child alone and passed on or did something, in the same entry or within so many days."""

    kind: Literal["good_practice"] = "good_practice"
    heard: Sign
    acted: Sign
    soon: int


Rule = (
    Phrase
    | Sequence
    | Frequency
    | Silence
    | Overdue
    | Disagreement
    | NotShared
    | NotHeard
    | NotFollowed
    | NotEscalated
    | RepeatedClosure
    | FaceValue
    | ThresholdCycle
    | GoodPractice
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A label of the shared taxonomy: what it covers and what it does not, with two invented examples."""

    key: str
    code: str
    title: str
    definition: str
    includes: str
    excludes: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """Words that tell of a grave event: ``harm`` of what became of a child, ``alarm`` of what others then did."""

    harm: tuple[str, ...] = ()
    alarm: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a nation, the facts they speak of and the themes they carry; words by which a report tells."""

    rules: tuple[Rule, ...] = ()
    facts: tuple[FactRule, ...] = ()
    words: FactWords = field(default_factory=FactWords)
    themes: tuple[Theme, ...] = ()
    incident: IncidentWords = field(default_factory=IncidentWords)
    initials: tuple[tuple[str, str], ...] = ()  # initials of the field, and what they stand for
