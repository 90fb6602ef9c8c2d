"""The questions a review must answer: what speaks for and against, what people tell, why an entry is left out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import (
    Account,
    Entry,
    Explained,
    KeyMoment,
    LineEvidence,
    LineOfEnquiry,
    Review,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission


@operation(Permission.FINDING_CHANGE)
def ask(review: Review, *, question: str, by: User) -> LineOfEnquiry:
    """Put a question that the review must answer."""
    if not question.strip():
        raise Refused(_("Write the question."))
    number = (review.lines.aggregate(last=Max("number"))["last"] or 0) + 1
    made = LineOfEnquiry.objects.create(review=review, number=number, question=question.strip(), made_by=by)
    audit.record("review:line:ask", made, by=by)
    return made


@operation(Permission.FINDING_CHANGE)
def ask_otherwise(line: LineOfEnquiry, *, question: str, was: str, by: User) -> LineOfEnquiry:
    """Put a question in other words. ``was``: the words that the person saw, which must be those that are there."""
    line.refresh_from_db()
    if not question.strip():
        raise Refused(_("Write the question."))
    if was.split() != line.question.split():
        raise Refused(_("Somebody else changed the question meanwhile: read it again, then change it."))
    line.question = question.strip()
    line.save(update_fields=["question"])
    audit.record("review:line:change", line, by=by, fields=["question"])
    return line


@operation(Permission.FINDING_CHANGE)
def set_line_aside(line: LineOfEnquiry, *, reason: str, by: User) -> LineOfEnquiry:
    """Ask a question no more; it is kept with everything that hangs on it."""
    if not reason.strip():
        raise Refused(_("Say why the question is set aside."))
    if line.findings.filter(set_aside_at=None).exists():
        raise Refused(_("Findings answer this question: set them aside first."))
    line.set_aside_at, line.set_aside_by, line.set_aside_why = datetime.now(UTC), by, reason.strip()
    line.save()
    audit.record("review:line:set-aside", line, by=by)
    return line


@operation(Permission.FINDING_CHANGE)
def bring_line_back(line: LineOfEnquiry, *, by: User) -> LineOfEnquiry:
    """Ask a question again that was set aside."""
    line.set_aside_at, line.set_aside_by, line.set_aside_why = None, None, ""
    line.save()
    audit.record("review:line:bring-back", line, by=by)
    return line


@operation(Permission.FINDING_CHANGE)
def add_to_line(
    line: LineOfEnquiry, *, side: str, by: User, moment: KeyMoment | None = None, entry: str = "", note: str = ""
) -> LineEvidence:
    """Say that a moment, or an entry (its key), speaks for or against an answer."""
    if side not in LineEvidence.Side.values:
        raise Refused(_("Say whether it speaks for or against."))
    if (moment is None) == (not entry):
        raise Refused(_("Choose a key moment or an entry."))
    if moment is not None and (moment.review_id != line.review_id or moment.set_aside_at is not None):
        raise Refused(_("Choose one of the key moments of this review."))
    if entry and not Entry.objects.filter(review=line.review, key=entry).exists():
        raise Refused(_("No entry of the chronology has this name."))
    if line.evidence.filter(taken_out_at=None, moment=moment, entry_key=entry, side=side).exists():
        raise Refused(_("This stands there already."))
    made = LineEvidence.objects.create(
        review=line.review, line=line, moment=moment, entry_key=entry, side=side, note=note.strip(), added_by=by
    )
    audit.record("review:line:evidence", line, by=by)
    return made


@operation(Permission.FINDING_CHANGE)
def take_out_of_line(evidence: LineEvidence, *, by: User) -> None:
    """Say that something does not speak to a question after all; no finding may rest on it."""
    evidence.refresh_from_db()
    if evidence.taken_out_at is not None:
        raise Refused(_("This is taken out already."))
    resting = evidence.line.findings.filter(set_aside_at=None).values_list("number", "rests_on")
    for number, rests_on in resting:
        if evidence.pk in rests_on:
            raise Refused(_("Finding %(number)s rests on this: change the finding first.") % {"number": number})
    evidence.taken_out_at, evidence.taken_out_by = datetime.now(UTC), by
    evidence.save(update_fields=["taken_out_at", "taken_out_by"])
    audit.record("review:line:evidence-out", evidence.line, by=by)


@operation(Permission.FINDING_CHANGE)
def tell(line: LineOfEnquiry, *, whose: str, role: str, words: str, by: User, told_on: date | None = None) -> Account:
    """Write down what somebody told the review; ``role``: who, as a role and never by name."""
    if whose not in Account.Whose.values:
        raise Refused(_("Say who told it."))
    if not role.strip() or not words.strip():
        raise Refused(_("Say in which role they spoke, and what they told."))
    made = Account.objects.create(
        review=line.review, line=line, whose=whose, role=role.strip(), words=words.strip(), told_on=told_on, made_by=by
    )
    audit.record("review:account:add", made, by=by)
    return made


@operation(Permission.FINDING_CHANGE)
def take_account_out(account: Account, *, by: User) -> None:
    """Let an account count no longer; it stays in the history."""
    account.refresh_from_db()
    if account.taken_out_at is not None:
        raise Refused(_("This is taken out already."))
    account.taken_out_at, account.taken_out_by = datetime.now(UTC), by
    account.save(update_fields=["taken_out_at", "taken_out_by"])
    audit.record("review:account:take-out", account, by=by)


@operation(Permission.FINDING_CHANGE)
def explain(review: Review, *, entry: str, reason: str, by: User) -> Explained:
    """Say why no finding rests on a weighty entry."""
    if not reason.strip():
        raise Refused(_("Say why no finding rests on it."))
    if not Entry.objects.filter(review=review, key=entry).exists():
        raise Refused(_("No entry of the chronology has this name."))
    made = Explained.objects.create(review=review, entry_key=entry, reason=reason.strip(), made_by=by)
    audit.record("review:coverage:explain", made, by=by)
    return made


@operation(Permission.FINDING_CHANGE)
def take_explanation_back(explained: Explained, *, by: User) -> None:
    """Let an explanation count no longer."""
    explained.refresh_from_db()
    if explained.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    explained.taken_back_at, explained.taken_back_by = datetime.now(UTC), by
    explained.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:coverage:take-back", explained, by=by)
