"""Hear those who lived it and those who worked in it: who, each step with its proof, learning events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.analysis.engagement import Done, Step, too_early
from keymoments.reviews import audit, vault
from keymoments.reviews.models import (
    Engaged,
    EngagementStep,
    LearningEvent,
    LearningPoint,
    Review,
    ReviewAgency,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

LARGEST_PROOF = 20_000_000  # bytes
# What says nothing without words.
_WITH_WORDS = frozenset(
    (Step.DECLINED, Step.NOT_REACHED, Step.NOT_ASKED, Step.QUESTION, Step.REPLY, Step.CHANGED, Step.ADVOCATE,
     Step.INTERPRETER, Step.VIEWS)
)  # fmt: skip


@operation(Permission.ENGAGEMENT_CHANGE)
def name_engaged(review: Review, *, sort: str, who: str, by: User, agency: ReviewAgency | None = None) -> Engaged:
    """Name somebody whom the review should hear; a practitioner by role and agency."""
    if sort not in Engaged.Sort.values or not who.strip():
        raise Refused(_("Say whom the review should hear."))
    if agency is not None and agency.review_id != review.pk:
        raise Refused(_("Choose an agency of this review."))
    if sort == Engaged.Sort.PRACTITIONER and agency is None:
        raise Refused(_("Choose the agency for which the practitioner works or worked."))
    number = (review.engaged.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Engaged.objects.create(review=review, number=number, sort=sort, who=who.strip(), agency=agency, made_by=by)
    audit.record("review:engagement:name", made, by=by)
    return made


@operation(Permission.ENGAGEMENT_CHANGE)
def set_engaged_aside(engaged: Engaged, *, why: str, by: User) -> None:
    """Say that somebody was named by mistake; what was done stays."""
    engaged.refresh_from_db()
    if engaged.set_aside_at is not None:
        raise Refused(_("This is set aside already."))
    if not why.strip():
        raise Refused(_("Say why. That somebody is not to be asked is a step, with its reason."))
    engaged.set_aside_at, engaged.set_aside_by, engaged.set_aside_why = datetime.now(UTC), by, why.strip()
    engaged.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
    audit.record("review:engagement:aside", engaged, by=by)


def steps_of(engaged: Engaged) -> list[Done]:
    """The steps of somebody that count."""
    return [Done(Step(row.step), row.on) for row in engaged.steps.all() if row.taken_back_at is None]


@operation(Permission.ENGAGEMENT_CHANGE)
def take_step(
    engaged: Engaged, *, step: str, on: date, by: User, how: str = "", words: str = "", proof: str = "",
    file_name: str = "", pieces: Iterable[bytes] = (), size: int = 0, answers: EngagementStep | None = None,
) -> EngagementStep:  # fmt: skip
    """Write down a step with its day and its proof: where it is kept, or a file that is kept here, encrypted."""
    if step not in list(Step):
        raise Refused(_("Choose what was done."))
    if step in _WITH_WORDS and not words.strip():
        raise Refused(_("Say it in words: this step says nothing without them."))
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future: write it down when it was done."))
    if engaged.set_aside_at is not None:
        raise Refused(_("This person is set aside."))
    if (answers is not None) != (step == Step.REPLY):
        raise Refused(_("Choose the question that this answers."))
    if answers is not None and (answers.engaged_id != engaged.pk or answers.step != Step.QUESTION):
        raise Refused(_("Choose the question that this answers."))
    if too_early(Step(step), on, steps_of(engaged)) is not None:
        raise Refused(_("They cannot have answered before they were asked: check both days."))
    if size > LARGEST_PROOF:
        raise Refused(_("This file is too large: keep it elsewhere and say where."))
    kept_as = vault.keep(pieces)[0] if file_name else ""
    made = EngagementStep.objects.create(
        review=engaged.review, engaged=engaged, step=step, on=on, how=how.strip(), words=words.strip(),
        proof=proof.strip(), proof_name=file_name[:255], proof_as=kept_as, answers=answers, made_by=by,
    )  # fmt: skip
    audit.record("review:engagement:step", made, by=by)
    return made


@operation(Permission.ENGAGEMENT_CHANGE)
def take_step_back(step: EngagementStep, *, why: str, by: User) -> None:
    """Say that a step was written down by mistake; it and its proof stay in the history."""
    step.refresh_from_db()
    if step.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    if not why.strip():
        raise Refused(_("Say why it is taken back."))
    step.taken_back_at, step.taken_back_by, step.taken_back_why = datetime.now(UTC), by, why.strip()
    step.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    audit.record("review:engagement:step-back", step, by=by)


@operation(Permission.ENGAGEMENT_CHANGE)
def hold_event(
    review: Review, *, title: str, on: date, invited: int, came: int, by: User, who: str = ""
) -> LearningEvent:
    """Write down a learning event: when, how many were asked and came, from where."""
    if not title.strip():
        raise Refused(_("Give the event a title."))
    if came > invited:
        raise Refused(_("More people came than were asked: check both numbers."))
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future: write it down when it was held."))
    number = (review.learning_events.aggregate(last=Max("number"))["last"] or 0) + 1
    made = LearningEvent.objects.create(
        review=review, number=number, title=title.strip(), on=on, invited=invited, came=came, who=who.strip(),
        made_by=by,
    )  # fmt: skip
    audit.record("review:learning:event", made, by=by)
    return made


@operation(Permission.ENGAGEMENT_CHANGE)
def add_point(
    event: LearningEvent, *, words: str, by: User, changed: str = "", moment: int | None = None,
    finding: int | None = None,
) -> LearningPoint:  # fmt: skip
    """Write down what a learning event brought; it may belong to a key moment or a finding by its number."""
    if not words.strip():
        raise Refused(_("Say what was learned."))
    review = event.review
    if moment is not None and not review.moments.filter(number=moment).exists():
        raise Refused(_("There is no key moment with this number."))
    if finding is not None and not review.findings.filter(number=finding).exists():
        raise Refused(_("There is no finding with this number."))
    made = LearningPoint.objects.create(
        review=review, event=event, words=words.strip(), changed=changed.strip(), moment=moment, finding=finding,
        made_by=by,
    )  # fmt: skip
    audit.record("review:learning:point", event, by=by)
    return made


@operation(Permission.ENGAGEMENT_CHANGE)
def take_point_back(point: LearningPoint, *, by: User) -> None:
    """Let a point count no longer; it stays in the history."""
    point.refresh_from_db()
    if point.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    point.taken_back_at, point.taken_back_by = datetime.now(UTC), by
    point.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:learning:point-back", point.event, by=by)
