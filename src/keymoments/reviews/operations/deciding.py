"""Criteria, what was found before, the decision whether to review, and who was told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import (
    CriterionAnswer,
    Decision,
    DecisionTold,
    Entry,
    Finding,
    FoundBefore,
    LookBackFact,
    Review,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.procedures import put_day, under
from keymoments.reviews.permissions import Permission, may, membership_of

DECIDED = "decided"  # the event of a procedure at which it is decided whether to review


@operation(Permission.DECISION_CHANGE)
def answer_criterion(
    review: Review, *, criterion: str, answer: str, why: str, by: User, entries: Sequence[str] = ()
) -> CriterionAnswer:
    """Say whether a criterion is met, why, and which entries (their keys) show it."""
    _row, procedure = under(review)
    if criterion not in {one.key for one in procedure.criteria}:
        raise Refused(_("There is no such criterion in this procedure."))
    if answer not in CriterionAnswer.Answer.values:
        raise Refused(_("Say whether the criterion is met, not met, or unclear."))
    if not why.strip():
        raise Refused(_("Say why: the reasons for and against are part of the decision."))
    keys = list(dict.fromkeys(entries))
    if len(keys) != Entry.objects.filter(review=review, key__in=keys).count():
        raise Refused(_("One of these entries is not in the chronology: check their names."))
    made = CriterionAnswer.objects.create(
        review=review, criterion=criterion, answer=answer, why=why.strip(), entries=keys, made_by=by
    )
    audit.record("review:decision:criterion", made, by=by, fields=["answer"])
    return made


@operation(Permission.DECISION_CHANGE)
def say_found_before(review: Review, *, finding: Finding, note: str, by: User) -> FoundBefore:
    """Say that this case repeats an earlier finding of this board, and in what.

    Only a finding of a review that ``by`` may read can be named; its words are kept with this review.
    """
    other = finding.review
    if other.pk == review.pk:
        raise Refused(_("This is a finding of the same review: choose one of an earlier review."))
    if not may(by, Permission.FINDING_VIEW, membership_of(by, other)) or finding.signed_off_at is None:
        raise Refused(_("Choose a signed-off finding of a review that you belong to."))
    if not note.strip():
        raise Refused(_("Say what is the same."))
    if review.found_before.filter(other=other.reference, number=finding.number, taken_back_at=None).exists():
        raise Refused(_("This stands there already."))
    made = FoundBefore.objects.create(
        review=review, other=other.reference, number=finding.number, words=finding.text, note=note.strip(), made_by=by
    )
    audit.record("review:decision:found-before", made, by=by)
    return made


@operation(Permission.DECISION_CHANGE)
def take_found_before_back(found: FoundBefore, *, by: User) -> None:
    """Say that an earlier finding is not the same after all; it stays in the history."""
    found.refresh_from_db()
    if found.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    found.taken_back_at, found.taken_back_by = datetime.now(UTC), by
    found.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:decision:found-before-back", found, by=by)


@operation(Permission.DECISION_CHANGE)
def decide(
    review: Review,
    *,
    outcome: str,
    decided_on: date,
    decided_by: str,
    reasons_for: str,
    reasons_against: str,
    by: User,
    repeats: str = "",
) -> Decision:
    """Write down the decision, with the reasons on both sides, and start the clocks that run from it.

    Another decision leaves the one before in the history. ``repeats``: what was found here before, in words.
    """
    _row, procedure = under(review)
    if outcome not in dict(procedure.outcomes):
        raise Refused(_("Choose what was decided."))
    if not decided_by.strip():
        raise Refused(_("Say who decided: the body or the office."))
    if not reasons_for.strip() or not reasons_against.strip():
        raise Refused(_("Give the reasons for and against: a decision is judged by both."))
    if decided_on > timezone.localdate():
        raise Refused(_("The day of the decision lies in the future: write it down when it was taken."))
    open_ones = unanswered(review)
    if open_ones:
        raise Refused(_("Answer all criteria first: %(number)s are open.") % {"number": len(open_ones)})
    last = review.decisions_to_review.first()
    if procedure.event(DECIDED) is not None and (last is None or last.decided_on != decided_on):
        there = review.procedure_events.filter(event=DECIDED, taken_back_at=None).first()
        if there is None or there.on != decided_on:
            put_day(review, event=DECIDED, on=decided_on, why=_("The decision was written down with this day."), by=by)
    made = Decision.objects.create(
        review=review, outcome=outcome, decided_on=decided_on, decided_by=decided_by.strip(),
        reasons_for=reasons_for.strip(), reasons_against=reasons_against.strip(), repeats=repeats.strip(), made_by=by,
    )  # fmt: skip
    audit.record("review:decision:decide", made, by=by, fields=["outcome"])
    return made


def unanswered(review: Review) -> list[str]:
    """Keys of the criteria of the review's procedure that nobody has answered."""
    _row, procedure = under(review)
    answered = set(review.criterion_answers.values_list("criterion", flat=True))
    return [one.key for one in procedure.criteria if one.key not in answered]


@operation(Permission.DECISION_CHANGE)
def tell_of_decision(decision: Decision, *, who: str, on: date, by: User, how: str = "") -> DecisionTold:
    """Write down who was told of a decision, when and how."""
    if not who.strip():
        raise Refused(_("Say who was told."))
    if on < decision.decided_on:
        raise Refused(_("Nobody can be told before the decision was taken: check the day."))
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future: write it down when they were told."))
    made = DecisionTold.objects.create(
        review=decision.review, decision=decision, who=who.strip(), on=on, how=how.strip(), made_by=by
    )
    audit.record("review:decision:told", decision, by=by)
    return made


@operation(Permission.DECISION_CHANGE)
def say_fact(
    review: Review, *, fact: str, so: bool, source: str, by: User, begins: date | None = None, ends: date | None = None
) -> LookBackFact:
    """Write down a fact of the look-back test, with where it stands: so from a day on, or not so at any time of it."""
    _row, procedure = under(review)
    if procedure.look_back is None or fact not in procedure.look_back.facts:
        raise Refused(_("This procedure has no such look-back test."))
    if not source.strip():
        raise Refused(_("Say where this stands: an entry of the chronology, or who looked it up."))
    if so and begins is None:
        raise Refused(_("Give the day from which it was so."))
    if so and begins is not None and ends is not None and ends < begins:
        raise Refused(_("It ends before it begins: check both days."))
    if not so and (begins is not None or ends is not None):
        raise Refused(_("What was not so has no days: leave them empty."))
    counting = review.look_back_facts.filter(fact=fact, taken_back_at=None)
    if counting.exclude(so=so).exists():
        raise Refused(_("The opposite stands there: take that back first."))
    made = LookBackFact.objects.create(
        review=review, fact=fact, so=so, begins=begins, ends=ends, source=source.strip(), made_by=by
    )
    audit.record("review:decision:fact", made, by=by, fields=["so"])
    return made


@operation(Permission.DECISION_CHANGE)
def take_fact_back(fact: LookBackFact, *, by: User) -> None:
    """Let a fact of the look-back test count no longer; it stays in the history."""
    fact.refresh_from_db()
    if fact.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    fact.taken_back_at, fact.taken_back_by = datetime.now(UTC), by
    fact.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:decision:fact-back", fact, by=by)
