"""Quality marks of a review: what is known of it, how each marker stands, rounds and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from keymoments.analysis.agreement import Weighting, weighted_kappa
from keymoments.analysis.clocks import State
from keymoments.analysis.engagement import Heard, Step, heard
from keymoments.analysis.moments import missing
from keymoments.analysis.quality import (
    Counted,
    Marker,
    Precheck,
    ReviewFacts,
    Scheme,
    apart,
    graded_pairs,
    median_grade,
    prechecks,
)
from keymoments.knowledge.quality import load_schemes, scheme_named
from keymoments.reviews.models import (
    Comment,
    KeyMoment,
    MarkerEvidence,
    Membership,
    QualityMark,
    QualityRound,
    QualitySettlement,
    Review,
    User,
)
from keymoments.reviews.operations.engagement import steps_of
from keymoments.reviews.operations.quality import newest_marks
from keymoments.reviews.permissions import ROLES, Permission, Role
from keymoments.reviews.queries.cost import cost_summaries
from keymoments.reviews.queries.enquiry import coverage_in
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.procedures import course_of

_LATE = (State.OVERDUE, State.DONE_LATE)


def facts_of(place: Place) -> ReviewFacts:
    """What the site knows of a review that bears on its quality; what it does not know is left open."""
    return replace(_of_findings(place), **_of_running(place.review))


def _share(values: Sequence[object]) -> Counted:
    """How many of some values say yes."""
    return Counted(sum(bool(value) for value in values), len(values))


def _of_findings(place: Place) -> ReviewFacts:
    review = place.review
    lines = review.lines.filter(set_aside_at=None).prefetch_related("findings")
    findings = list(review.findings.filter(set_aside_at=None))
    shows = Count("evidence", filter=Q(evidence__taken_out_at=None))
    moments = review.moments.filter(set_aside_at=None).annotate(shows=shows)
    accounts = list(review.accounts.filter(taken_out_at=None).values_list("whose", flat=True))
    threads = Comment.objects.filter(review=review, reply_to=None).values_list("resolved_at", flat=True)
    covered = coverage_in(place).counts
    return ReviewFacts(
        questions_answered=_share([any(one.set_aside_at is None for one in line.findings.all()) for line in lines]),
        findings_resting=_share([one.rests_on for one in findings]),
        findings_signed=_share([one.signed_off_at for one in findings]),
        moments_complete=_share([_complete(one) for one in moments]),
        suggestions_decided=Counted(review.suggestions.exclude(decision=None).count(), review.suggestions.count()),
        weighty_answered=Counted(covered.weighty - len(covered.open), covered.weighty),
        comments_settled=_share(list(threads)),
        family_accounts=sum(whose in ("child", "family") for whose in accounts),
        practitioner_accounts=accounts.count("practitioner"),
    )


def _of_running(review: Review) -> dict[str, Any]:
    members = list(review.memberships.filter(ended_at=None))
    course = course_of(review)
    counted = [one for one in course.clocks if one.state not in (State.NO_LIMIT, State.NOT_STARTED)]
    decision = review.decisions_to_review.first()
    criteria = course.procedure.criteria if course.procedure else ()
    answered = set(review.criterion_answers.values_list("criterion", flat=True))
    engaged = list(review.engaged.filter(set_aside_at=None).exclude(sort="practitioner").prefetch_related("steps"))
    done = [steps_of(one) for one in engaged]
    carry = [one.user_id for one in members if Permission.INDEPENDENCE in ROLES[Role(one.role)]]
    declared = set(review.independence.values_list("user_id", flat=True))
    return {
        "engagement_told": _share([any(one.step is Step.TOLD for one in steps) for steps in done]) if done else None,
        "engagement_heard": _share([heard(one) is not Heard.NOT_RECORDED for one in done]) if done else None,
        "learning_events": review.learning_events.count(),
        "holds_standing": review.holds.filter(lifted_at=None).count(),
        "proceedings_open": len(set(review.proceedings.values_list("number", flat=True))) or None,
        "independence_declared": _share([user in declared for user in carry]),
        "within_budget": cost_summaries([review])[review.pk].within_budget,
        "requests_signed": _share(list(review.requests.values_list("signed_off_at", flat=True))),
        "conflicts_declared": _share([one.conflict is not None for one in members]),
        "criteria_answered": _share([one.key in answered for one in criteria]) if criteria else None,
        "stages_in_time": _share([one.state not in _LATE for one in counted]) if course.row else None,
        "progress_checks": review.progress_checks.filter(taken_back_at=None).count(),
        "decision_recorded": decision is not None,
        "decision_told": decision.told.count() if decision else None,
        "earlier_findings": review.found_before.filter(taken_back_at=None).count() if decision else None,
    }


def _complete(moment: KeyMoment) -> bool:
    said = {name: getattr(moment, name) for name in ("known", "expected", "happened", "why", "meant")}
    return not missing(**said, evidence=moment.shows)  # type: ignore[attr-defined]  # counted by the query


@dataclass(frozen=True, slots=True)
class MarkerStands:
    """A marker: its pre-checks, how much evidence there is, the mark that counts from the newest settled round."""

    marker: Marker
    checks: Sequence[Precheck]
    evidence: int
    grade: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a review stands on a scheme; ``settled``: the newest settled round, if there is one."""

    scheme: Scheme
    rows: Sequence[MarkerStands]
    settled: QualityRound | None


def schemes_for(review: Review) -> Sequence[Scheme]:
    """The schemes by which a review can be marked, that of its own procedure first."""
    return sorted(
        load_schemes(review.nation),
        key=lambda one: (review.procedure not in one.procedures, bool(one.procedures), one.key),
    )


def scheme_for(place: Place, key: str = "") -> Scheme:
    """The scheme that is asked for, or the first that fits; raises :class:`NoSuchReview` for an unknown one."""
    if not key:
        return schemes_for(place.review)[0]
    for one in load_schemes(place.review.nation):
        if one.key == key:
            return one
    raise NoSuchReview


def standing_of(place: Place, scheme: Scheme) -> Standing:
    """How a review stands on a scheme now."""
    facts = facts_of(place)
    evidence: dict[str, int] = {}
    for marker in place.review.marker_evidence.filter(scheme=scheme.key, taken_out_at=None).values_list("marker"):
        evidence[marker[0]] = evidence.get(marker[0], 0) + 1
    settled = place.review.quality_rounds.filter(scheme=scheme.key, settled_at__isnull=False).first()
    grades = grades_of(settled) if settled else {}
    rows = [
        MarkerStands(one, prechecks(one, facts), evidence.get(one.key, 0), grades.get(one.key, ""))
        for one in scheme.markers
    ]
    return Standing(scheme, rows, settled)


def grades_of(round_: QualityRound) -> dict[str, str]:
    """The grade of each marker that counts in a round: what both gave, or what was settled."""
    ones, others = newest_marks(round_, "one"), newest_marks(round_, "other")
    found = {key: one.grade for key, one in ones.items() if key in others and others[key].grade == one.grade}
    return found | {one.marker: one.grade for one in round_.settlements.all()}


def evidence_for(place: Place, scheme: Scheme, marker: str) -> Sequence[MarkerEvidence]:
    """What shows how the review does on a marker, oldest first, with what was taken out."""
    rows = place.review.marker_evidence.filter(scheme=scheme.key, marker=marker)
    return list(rows.select_related("made_by", "taken_out_by"))


def marker_evidence_in(place: Place, number: str) -> MarkerEvidence:
    """A piece of evidence by its number; raises :class:`NoSuchReview`."""
    found = place.review.marker_evidence.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def quality_rounds_in(place: Place) -> Sequence[QualityRound]:
    """Every round, the newest first."""
    return list(place.review.quality_rounds.select_related("one", "other", "made_by"))


def quality_round_in(place: Place, number: int) -> QualityRound:
    """One round by its number; raises :class:`NoSuchReview`."""
    rows = place.review.quality_rounds.select_related("one", "other", "made_by", "settled_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


def quality_markers_in(place: Place) -> list[User]:
    """Everybody of the review who may mark it."""
    roles = [str(role) for role in Role if Permission.QUALITY_MARK in ROLES[role]]
    members = Membership.objects.filter(review=place.review, ended_at=None, role__in=roles).select_related("user")
    return [one.user for one in members.order_by("user__name") if one.open and one.user.is_active]


@dataclass(frozen=True, slots=True)
class MarkerPair:
    """A marker with what both gave, once both are done, and what counts."""

    marker: Marker
    one: QualityMark
    other: QualityMark
    settled: QualitySettlement | None
    apart: bool


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round for one reader.

    ``mine``: their own marks, where they mark in it; ``pairs``: both sides, when both are done. ``same`` of ``graded``
    markers have the same grade; the kappas are ``None`` where they say nothing.
    """

    round: QualityRound
    scheme: Scheme
    mine: Mapping[str, QualityMark] | None
    side: str
    counts: tuple[int, int]
    pairs: Sequence[MarkerPair]
    same: int
    graded: int
    linear: float | None
    quadratic: float | None
    left: Sequence[User]

    @property
    def may_mark(self) -> bool:
        """Whether this reader still has marks to give."""
        return bool(self.side) and getattr(self.round, f"{self.side}_done_at") is None


def round_shown(place: Place, round_: QualityRound) -> RoundShown:
    """A round as one person may see it: never the other's marks before both are done."""
    scheme = scheme_named(round_.scheme, place.review.nation)
    if scheme is None:
        raise NoSuchReview
    ones, others = newest_marks(round_, "one"), newest_marks(round_, "other")
    side = round_.side_of(place.user.pk)
    mine = {"one": ones, "other": others}.get(side)
    here = {user.pk for user in quality_markers_in(place)}
    left = [user for user in (round_.one, round_.other) if user.pk not in here]
    counts = (len(ones), len(others))
    if not round_.both_done:
        return RoundShown(round_, scheme, mine, side, counts, (), 0, 0, None, None, left)
    a, b = ({key: one.grade for key, one in marks.items()} for marks in (ones, others))
    differ = set(apart(scheme, a, b))
    settled = {one.marker: one for one in round_.settlements.select_related("made_by")}
    pairs = [
        MarkerPair(one, ones[one.key], others[one.key], settled.get(one.key), one.key in differ)
        for one in scheme.markers if one.key in ones and one.key in others
    ]  # fmt: skip
    graded = graded_pairs(scheme, a, b)
    return RoundShown(
        round_, scheme, mine, side, counts, pairs, sum(one == other for one, other in graded), len(graded),
        weighted_kappa(graded, scheme.order, Weighting.LINEAR),
        weighted_kappa(graded, scheme.order, Weighting.QUADRATIC), left,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class QualitySummary:
    """What came of the newest settled round of a review: markers by grade, the middle grade."""

    round: QualityRound
    scheme: Scheme
    counts: Mapping[str, int]
    median: str | None


def quality_summaries(reviews: Iterable[Review]) -> dict[int, QualitySummary]:
    """By the number of a review what came of its newest settled round, in a fixed number of queries."""
    rounds = QualityRound.objects.filter(review__in=list(reviews), settled_at__isnull=False).select_related("review")
    newest: dict[int, QualityRound] = {}
    for one in rounds.order_by("number").prefetch_related("settlements"):
        newest[one.review_id] = one
    marks: dict[int, dict[str, dict[str, str]]] = {}
    wanted = [one.pk for one in newest.values()]
    for number, side, marker, grade in QualityMark.objects.filter(round__in=wanted).values_list(
        "round_id", "side", "marker", "grade"
    ):
        marks.setdefault(number, {}).setdefault(side, {})[marker] = grade
    found = {}
    for review, one in newest.items():
        scheme = scheme_named(one.scheme, one.review.nation)
        if scheme is None:
            continue
        sides = marks.get(one.pk, {})
        a, b = sides.get("one", {}), sides.get("other", {})
        grades = {key: grade for key, grade in a.items() if b.get(key) == grade}
        grades |= {row.marker: row.grade for row in one.settlements.all()}
        counts = {key: sum(grade == key for grade in grades.values()) for key in scheme.order}
        found[review] = QualitySummary(one, scheme, counts, median_grade(scheme, grades))
    return found
