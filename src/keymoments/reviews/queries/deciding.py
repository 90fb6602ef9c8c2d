"""Criteria of a review with their answers, earlier findings of this board, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keymoments.analysis.look_back import LookedBack, Period, look_back
from keymoments.analysis.procedures import Criterion, Procedure
from keymoments.reviews.models import (
    CriterionAnswer,
    Decision,
    DecisionTold,
    Entry,
    Finding,
    FoundBefore,
    LookBackFact,
    Membership,
)
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.places import NoSuchReview, Place

MOST_FINDINGS = 200  # earlier findings offered at once; words narrow them


@dataclass(frozen=True, slots=True)
class Answered:
    """A criterion, what counts as its answer, what was answered before, and the entries that are still there."""

    criterion: Criterion
    answer: CriterionAnswer | None
    earlier: Sequence[CriterionAnswer]
    entries: Sequence[Entry]
    gone: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """All that a decision rests on."""

    criteria: Sequence[Answered]
    repeats: Sequence[FoundBefore]
    decision: Decision | None
    told: Sequence[DecisionTold]
    earlier: Sequence[Decision]
    facts: Sequence[LookBackFact]
    looked_back: LookedBack | None


def about_decision(place: Place, procedure: Procedure) -> DecisionPage:
    """Criteria, repeats and decision of a review."""
    review = place.review
    answers: dict[str, list[CriterionAnswer]] = {}
    for row in review.criterion_answers.select_related("made_by"):
        answers.setdefault(row.criterion, []).append(row)
    keys = {key for rows in answers.values() for key in rows[-1].entries}
    entries = {one.key: one for one in Entry.objects.filter(review=review, key__in=keys, gone_at=None)}
    decisions = list(review.decisions_to_review.select_related("made_by").prefetch_related("told__made_by"))
    last = decisions[0] if decisions else None
    return DecisionPage(
        [_answered(one, answers.get(one.key, []), entries) for one in procedure.criteria],
        list(review.found_before.filter(taken_back_at=None).select_related("made_by")),
        last,
        list(last.told.all()) if last else [],
        decisions[1:],
        list(review.look_back_facts.filter(taken_back_at=None).select_related("made_by")),
        looked_back(place, procedure),
    )


def looked_back(place: Place, procedure: Procedure) -> LookedBack | None:
    """What the look-back test comes to; nothing where the procedure has none, or its event has no day yet."""
    test, review = procedure.look_back, place.review
    if test is None:
        return None
    there = review.procedure_events.filter(event=test.event, taken_back_at=None).first()
    day = there.on if there is not None else review.incident_date
    if day is None:
        return None
    rows = list(review.look_back_facts.filter(taken_back_at=None))
    periods = [Period(row.fact, row.begins, row.ends) for row in rows if row.so and row.begins is not None]
    return look_back(test, day, periods, [row.fact for row in rows])


def fact_in(place: Place, number: str) -> LookBackFact:
    """A fact of the look-back test by its number; raises :class:`NoSuchReview`."""
    found = place.review.look_back_facts.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def _answered(criterion: Criterion, rows: Sequence[CriterionAnswer], entries: dict[str, Entry]) -> Answered:
    last = rows[-1] if rows else None
    keys = last.entries if last else []
    return Answered(
        criterion, last, rows[:-1], [entries[k] for k in keys if k in entries], [k for k in keys if k not in entries]
    )


def earlier_findings(place: Place, words: str = "") -> Sequence[Finding]:
    """Signed-off findings of other reviews that this person may read, the newest first, each with all of ``words``."""
    places = Membership.objects.filter(user=place.user, ended_at=None).select_related("review", "user")
    readable = [
        one.review_id for one in places
        if one.review_id != place.review.pk and may(place.user, Permission.FINDING_VIEW, one)
    ]  # fmt: skip
    rows = Finding.objects.filter(review__in=readable, signed_off_at__isnull=False, set_aside_at=None)
    for word in words.split()[:10]:
        rows = rows.filter(text__icontains=word)
    return list(rows.select_related("review").order_by("-signed_off_at")[:MOST_FINDINGS])


def earlier_finding(place: Place, number: str) -> Finding:
    """One of those by its number in the database; raises :class:`NoSuchReview`."""
    for one in earlier_findings(place):
        if str(one.pk) == number:
            return one
    raise NoSuchReview


def found_before_in(place: Place, number: str) -> FoundBefore:
    """A repeat of a review by its number; raises :class:`NoSuchReview`."""
    found = place.review.found_before.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found
