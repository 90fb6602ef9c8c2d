"""Proceedings beside a review, holds on publication, independence, and folding of entries that are hard to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import (
    Entry,
    EntryFold,
    IndependenceDeclaration,
    Proceeding,
    PublicationHold,
    ReaderChoice,
    Review,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

# What everybody who carries the review is asked; the words stand in the presenter.
QUESTIONS = ("worked-for-agency", "managed-somebody", "knew-family", "earlier-review", "money", "other")


@dataclass(frozen=True, slots=True)
class ProceedingSaid:
    """What is said of proceedings."""

    sort: str
    title: str
    began: date
    reference: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    restrictions: str = ""
    expected_end: date | None = None
    ended: date | None = None
    outcome: str = ""


def _check(said: ProceedingSaid) -> None:
    if said.sort not in Proceeding.Sort.values or not said.title.strip():
        raise Refused(_("Say what proceedings they are."))
    if said.ended is not None and said.ended < said.began:
        raise Refused(_("They ended before they began: check both days."))
    if said.expected_end is not None and said.expected_end < said.began:
        raise Refused(_("They are expected to end before they began: check both days."))


@operation(Permission.PROCEEDINGS_CHANGE)
def add_proceeding(review: Review, *, said: ProceedingSaid, by: User) -> Proceeding:
    """Write down proceedings beside the review."""
    _check(said)
    number = (review.proceedings.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Proceeding.objects.create(review=review, number=number, **asdict(said), made_by=by)
    audit.record("review:proceedings:add", made, by=by)
    return made


@operation(Permission.PROCEEDINGS_CHANGE)
def change_proceeding(proceeding: Proceeding, *, said: ProceedingSaid, by: User) -> Proceeding:
    """Write proceedings otherwise; the version before stays."""
    _check(said)
    last = proceeding.review.proceedings.filter(number=proceeding.number).aggregate(last=Max("version"))["last"]
    if last != proceeding.version:
        raise Refused(_("Somebody else changed this meanwhile: read it again, then change it."))
    made = Proceeding.objects.create(
        review=proceeding.review, number=proceeding.number, version=last + 1, **asdict(said), made_by=by
    )
    audit.record("review:proceedings:change", made, by=by)
    return made


@operation(Permission.PROCEEDINGS_CHANGE)
def hold_publication(review: Review, *, reason: str, by: User, proceeding: int | None = None) -> PublicationHold:
    """Forbid publication until somebody lifts it, for proceedings (by number) or for a reason alone."""
    if not reason.strip():
        raise Refused(_("Say why nothing may be published."))
    if proceeding is not None and not review.proceedings.filter(number=proceeding).exists():
        raise Refused(_("There are no proceedings with this number."))
    made = PublicationHold.objects.create(review=review, reason=reason.strip(), proceeding=proceeding, made_by=by)
    audit.record("review:hold:set", made, by=by)
    return made


@operation(Permission.PROCEEDINGS_CHANGE)
def lift_hold(hold: PublicationHold, *, why: str, by: User) -> None:
    """Let a hold on publication stand no longer, with the reason."""
    hold.refresh_from_db()
    if hold.lifted_at is not None:
        raise Refused(_("This is lifted already."))
    if not why.strip():
        raise Refused(_("Say why publication is no longer held."))
    hold.lifted_at, hold.lifted_by, hold.lifted_why = datetime.now(UTC), by, why.strip()
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    audit.record("review:hold:lift", hold, by=by)


@operation(Permission.INDEPENDENCE)
def declare_independence(
    review: Review, *, answers: Mapping[str, bool], by: User, words: str = ""
) -> IndependenceDeclaration:
    """Say of oneself what might stand against one's independence; it can be said anew, and all is kept."""
    if set(answers) != set(QUESTIONS):
        raise Refused(_("Answer every question."))
    if any(answers.values()) and not words.strip():
        raise Refused(_("Say in words what it is."))
    made = IndependenceDeclaration.objects.create(review=review, user=by, answers=dict(answers), words=words.strip())
    audit.record("review:independence:declare", made, by=by)
    return made


@operation(Permission.MEMBERS_CHANGE)
def judge_independence(declaration: IndependenceDeclaration, *, accepted: bool, why: str, by: User) -> None:
    """Accept a declaration, or ask for more, with the reason."""
    declaration.refresh_from_db()
    if declaration.user_id == by.pk:
        raise Refused(_("Somebody else must look at your own declaration."))
    if not why.strip():
        raise Refused(_("Give the reason."))
    declaration.judged = IndependenceDeclaration.Judged.ACCEPTED if accepted else IndependenceDeclaration.Judged.MORE
    declaration.judged_why, declaration.judged_at, declaration.judged_by = why.strip(), datetime.now(UTC), by
    declaration.save(update_fields=["judged", "judged_why", "judged_at", "judged_by"])
    audit.record("review:independence:judge", declaration, by=by, fields=["judged"])


@operation(Permission.COMMENT_ADD)
def fold_entry(entry: Entry, *, folded: bool, by: User) -> EntryFold:
    """Say that an entry is to be folded until it is opened, or that it is not."""
    made = EntryFold.objects.create(review=entry.review, entry_key=entry.key, folded=folded, made_by=by)
    audit.record("review:entry:fold", entry, by=by, fields=["folded"])
    return made


@operation(Permission.CHRONOLOGY_VIEW)
def choose_folding(review: Review, *, fold: bool, by: User) -> ReaderChoice:
    """Choose for oneself whether entries that are hard to read are folded in this review."""
    made, _new = ReaderChoice.objects.update_or_create(review=review, user=by, defaults={"fold": fold})
    audit.record("review:folding:choose", review, by=by, fields=["fold"])
    return made
