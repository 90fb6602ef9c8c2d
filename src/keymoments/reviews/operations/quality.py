"""Quality marks: evidence for markers, rounds of two people, settling what they gave otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.analysis.quality import Scheme
from keymoments.knowledge.quality import scheme_named
from keymoments.reviews import audit
from keymoments.reviews.models import (
    MarkerEvidence,
    QualityMark,
    QualityRound,
    QualitySettlement,
    Review,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission, may, membership_of

ABOUT = {"finding": "findings", "moment": "moments", "line": "lines"}  # what evidence may lead to → rows of a review


def scheme_of(review: Review, key: str) -> Scheme:
    """A scheme by its key; raises :class:`Refused` where there is none."""
    found = scheme_named(key, review.nation)
    if found is None:
        raise Refused(_("There is no such set of markers any more: choose another."))
    return found


@operation(Permission.QUALITY_MARK)
def add_marker_evidence(
    review: Review, *, scheme: str, marker: str, words: str, by: User, about: str = "", number: int | None = None
) -> MarkerEvidence:
    """Say what shows how the review does on a marker; ``about`` and ``number`` lead to a thing of the review."""
    if scheme_of(review, scheme).marker(marker) is None:
        raise Refused(_("There is no such marker."))
    if not words.strip():
        raise Refused(_("Say what it shows."))
    if bool(about) != (number is not None):
        raise Refused(_("Give the kind of thing and its number, or neither."))
    if about and (about not in ABOUT or not getattr(review, ABOUT[about]).filter(number=number).exists()):
        raise Refused(_("There is nothing of this kind with this number in the review."))
    made = MarkerEvidence.objects.create(
        review=review, scheme=scheme, marker=marker, about=about, number=number, words=words.strip(), made_by=by
    )
    audit.record("review:quality:evidence", made, by=by)
    return made


@operation(Permission.QUALITY_MARK)
def take_marker_evidence_out(evidence: MarkerEvidence, *, by: User) -> None:
    """Let something count no longer as evidence; it stays in the history."""
    evidence.refresh_from_db()
    if evidence.taken_out_at is not None:
        raise Refused(_("This is taken out already."))
    evidence.taken_out_at, evidence.taken_out_by = datetime.now(UTC), by
    evidence.save(update_fields=["taken_out_at", "taken_out_by"])
    audit.record("review:quality:evidence-out", evidence, by=by)


@operation(Permission.QUALITY_CHANGE)
def open_quality_round(review: Review, *, scheme: str, one: User, other: User, by: User) -> QualityRound:
    """Have two people mark the review by a scheme, early enough to mend it or at its end."""
    chosen = scheme_of(review, scheme)
    if one.pk == other.pk:
        raise Refused(_("Choose two different people."))
    _refuse_strangers(review, one, other)
    if review.quality_rounds.filter(scheme=scheme, settled_at=None).exists():
        raise Refused(_("A round with these markers is open: finish that one first."))
    number = (review.quality_rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    made = QualityRound.objects.create(
        review=review, number=number, scheme=scheme, scheme_version=chosen.version, one=one, other=other, made_by=by
    )
    audit.record("review:quality:open", made, by=by)
    return made


def _refuse_strangers(review: Review, *people: User) -> None:
    if not all(may(user, Permission.QUALITY_MARK, membership_of(user, review)) for user in people):
        raise Refused(_("Choose people of this review who may mark it."))


@operation(Permission.QUALITY_CHANGE)
def change_marker(round_: QualityRound, *, leaves: User, comes: User, by: User) -> QualityRound:
    """Let somebody go on in the place of a marker who cannot; the marks that are there are kept."""
    round_.refresh_from_db()
    side = round_.side_of(leaves.pk)
    if not side:
        raise Refused(_("This person does not mark in this round."))
    if round_.both_done:
        raise Refused(_("Both have finished: there is nothing left to mark."))
    if round_.side_of(comes.pk):
        raise Refused(_("Choose two different people."))
    _refuse_strangers(round_.review, comes)
    setattr(round_, side, comes)
    round_.save(update_fields=[side])
    audit.record("review:quality:marker", round_, by=by, fields=[side])
    return round_


@operation(Permission.QUALITY_MARK)
def give_mark(round_: QualityRound, *, marker: str, grade: str, reason: str, by: User) -> QualityMark:
    """Give a marker a grade with its reason; it can be given otherwise until one says that one is done."""
    round_.refresh_from_db()
    side = round_.side_of(by.pk)
    scheme = scheme_of(round_.review, round_.scheme)
    if not side:
        raise Refused(_("Others mark in this round."))
    if getattr(round_, f"{side}_done_at") is not None:
        raise Refused(_("You have said that you are done: your marks stand."))
    if scheme.marker(marker) is None or grade not in {key for key, _words in (*scheme.grades, *scheme.outside)}:
        raise Refused(_("Choose one of the marks offered."))
    if not reason.strip():
        raise Refused(_("Say why: a mark without a reason helps nobody to mend anything."))
    made = QualityMark.objects.create(
        review=round_.review, round=round_, side=side, marker=marker, grade=grade, reason=reason.strip(), made_by=by
    )
    audit.record("review:quality:mark", round_, by=by)
    return made


@operation(Permission.QUALITY_MARK)
def say_done(round_: QualityRound, *, by: User) -> QualityRound:
    """Say that one's marks are final. When both have, each sees the other's; where all agree the round is settled."""
    round_.refresh_from_db()
    side = round_.side_of(by.pk)
    if not side:
        raise Refused(_("Others mark in this round."))
    if getattr(round_, f"{side}_done_at") is not None:
        raise Refused(_("You have said so already."))
    scheme = scheme_of(round_.review, round_.scheme)
    marked = set(round_.marks.filter(side=side).values_list("marker", flat=True))
    left = [one for one in scheme.markers if one.key not in marked]
    if left:
        raise Refused(_("%(number)d markers have no mark yet: mark them first.") % {"number": len(left)})
    setattr(round_, f"{side}_done_at", datetime.now(UTC))
    round_.save(update_fields=[f"{side}_done_at"])
    audit.record("review:quality:done", round_, by=by)
    if round_.both_done:
        _settle_if_all(round_, by)
    return round_


def newest_marks(round_: QualityRound, side: str) -> dict[str, QualityMark]:
    """The mark of each marker that counts for a side."""
    return {one.marker: one for one in round_.marks.filter(side=side)}


def _settle_if_all(round_: QualityRound, by: User) -> None:
    ones, others = newest_marks(round_, "one"), newest_marks(round_, "other")
    settled = set(round_.settlements.values_list("marker", flat=True))
    if all(ones[key].grade == others[key].grade or key in settled for key in ones):
        round_.settled_at, round_.settled_by = datetime.now(UTC), by
        round_.save(update_fields=["settled_at", "settled_by"])
        audit.record("review:quality:settled", round_, by=by)


@operation(Permission.QUALITY_CHANGE)
def settle_mark(round_: QualityRound, *, marker: str, grade: str, reason: str, by: User) -> QualitySettlement:
    """Say which mark counts where the two differ, and why; when all are settled the round is."""
    round_.refresh_from_db()
    if not round_.both_done:
        raise Refused(_("Both must finish first: until then neither sees the other’s marks."))
    scheme = scheme_of(round_.review, round_.scheme)
    ones, others = newest_marks(round_, "one"), newest_marks(round_, "other")
    if marker not in ones or marker not in others or ones[marker].grade == others[marker].grade:
        raise Refused(_("On this marker the two agree: there is nothing to settle."))
    if grade not in {key for key, _words in (*scheme.grades, *scheme.outside)}:
        raise Refused(_("Choose one of the marks offered."))
    if not reason.strip():
        raise Refused(_("Say why this mark counts."))
    made = QualitySettlement.objects.create(
        review=round_.review, round=round_, marker=marker, grade=grade, reason=reason.strip(), made_by=by
    )
    audit.record("review:quality:settle", round_, by=by)
    if round_.settled_at is None:
        _settle_if_all(round_, by)
    return made
