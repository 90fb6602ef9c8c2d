"""Rounds of blind marking: what somebody has to judge and, once a round has ended, how far the two agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keymoments.analysis.agreement import Agreement, agreement
from keymoments.reviews.models import KeyMoment, Mark, MarkingRound, Membership, RunSuggestion, Settlement, User
from keymoments.reviews.permissions import ROLES, Permission, Role
from keymoments.reviews.queries.places import NoSuchReview, Place


@dataclass(frozen=True, slots=True)
class Progress:
    """A round and how much each of the two has judged; their verdicts stay their own until it ends."""

    round: MarkingRound
    one: int
    other: int

    @property
    def of(self) -> int:
        """How many things there are."""
        return len(self.round.things)


def rounds_in(place: Place) -> list[Progress]:
    """Every round, the newest first."""
    rounds = list(place.review.marking_rounds.select_related("one", "other"))
    counts: dict[tuple[int, int], int] = {}
    for number, user in place.review.marks.values_list("round_id", "made_by_id"):
        counts[number, user] = counts.get((number, user), 0) + 1
    return [Progress(one, counts.get((one.pk, one.one_id), 0), counts.get((one.pk, one.other_id), 0)) for one in rounds]


def markers_in(place: Place) -> list[User]:
    """Everybody who may judge: the people of the panel."""
    roles = [str(role) for role in Role if Permission.MOMENT_CHANGE in ROLES[role]]
    members = Membership.objects.filter(review=place.review, ended_at=None, role__in=roles).select_related("user")
    return [one.user for one in members.order_by("user__name") if one.open and one.user.is_active]


def round_in(place: Place, number: int) -> MarkingRound:
    """One round by its number; raises :class:`NoSuchReview`."""
    rows = place.review.marking_rounds.select_related("one", "other", "made_by", "ended_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class ToJudge:
    """What somebody has to judge: the thing, their own verdict so far, where it stands in the round."""

    thing: str
    mine: Mark | None
    number: int
    of: int
    done: int
    following: str


def to_judge(place: Place, round_: MarkingRound, thing: str = "") -> ToJudge | None:
    """A thing of a round for one of its markers: the one asked for, or the first not judged yet; else nothing."""
    if place.user.pk not in round_.markers or round_.ended_at is not None:
        return None
    mine = {one.thing: one for one in round_.marks.filter(made_by=place.user)}
    left = [one for one in round_.things if one not in mine]
    chosen = thing if thing in round_.things else (left or round_.things)[0]
    following = next((one for one in left if one != chosen), "")
    return ToJudge(chosen, mine.get(chosen), round_.things.index(chosen) + 1, len(round_.things), len(mine), following)


@dataclass(frozen=True, slots=True)
class Compared:
    """A thing that the two judged otherwise, with what counts where somebody said so."""

    thing: str
    one: Mark
    other: Mark
    settled: Settlement | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far the two agree, what they judged otherwise, and how often each pair of verdicts came."""

    agreement: Agreement
    apart: Sequence[Compared]
    pairs: Mapping[tuple[str, str], int]

    @property
    def open(self) -> int:
        """How many disagreements nobody settled."""
        return sum(1 for one in self.apart if one.settled is None)


def outcome_of(round_: MarkingRound) -> Outcome | None:
    """What came of a round; nothing while it goes on, so that nobody sees another's verdicts."""
    if round_.ended_at is None:
        return None
    marks: dict[int, dict[str, Mark]] = {round_.one_id: {}, round_.other_id: {}}
    for one in round_.marks.select_related("made_by"):
        marks[one.made_by_id][one.thing] = one
    ones, others = marks[round_.one_id], marks[round_.other_id]
    both = [thing for thing in round_.things if thing in ones and thing in others]
    settled = {one.thing: one for one in round_.settlements.select_related("made_by")}
    pairs: dict[tuple[str, str], int] = {}
    for thing in both:
        verdicts = (ones[thing].verdict, others[thing].verdict)
        pairs[verdicts] = pairs.get(verdicts, 0) + 1
    apart = [
        Compared(thing, ones[thing], others[thing], settled.get(thing))
        for thing in both
        if ones[thing].verdict != others[thing].verdict
    ]
    return Outcome(agreement([(ones[it].verdict, others[it].verdict) for it in both]), apart, pairs)


def things_of(place: Place, round_: MarkingRound, things: Sequence[str]) -> dict[str, Any]:
    """The suggestions or moments of a round by their names; one that is no longer there is left out."""
    if round_.about == MarkingRound.About.MOMENT:
        moments = KeyMoment.objects.filter(review=place.review, number__in=[int(it) for it in things])
        return {str(row.number): row for row in moments}
    rows = RunSuggestion.objects.filter(review=place.review, key__in=list(things)).select_related("decision__made_by")
    return {row.key: row for row in rows}
