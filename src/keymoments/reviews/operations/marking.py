"""Blind marking: open a round for two people, judge, end it, settle what they judged otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Mark, MarkingRound, Review, Settlement, User, Verdict
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission, may, membership_of

MOST = 200  # things of a round


@operation(Permission.MOMENT_CHANGE)
def open_round(review: Review, *, about: str, one: User, other: User, by: User, most: int = 20) -> MarkingRound:
    """Have two people judge the first suggestions that nobody decided about, or the first key moments.

    ``most``: how many things; what there is when the round opens is what is judged.
    """
    if one.pk == other.pk:
        raise Refused(_("Choose two different people."))
    if not all(may(user, Permission.MOMENT_CHANGE, membership_of(user, review)) for user in (one, other)):
        raise Refused(_("Choose two people of the panel."))
    if not 1 <= most <= MOST:
        raise Refused(_("Choose from 1 to %(most)d things.") % {"most": MOST})
    things = _things(review, about, most)
    if not things:
        raise Refused(_("There is nothing to judge yet."))
    number = (review.marking_rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    made = MarkingRound.objects.create(
        review=review, number=number, about=about, things=things, one=one, other=other, made_by=by
    )
    audit.record("review:marking:open", made, by=by)
    return made


def _things(review: Review, about: str, most: int) -> list[str]:
    if about == MarkingRound.About.MOMENT:
        numbers = review.moments.filter(set_aside_at=None).order_by("number").values_list("number", flat=True)
        return [str(number) for number in numbers[:most]]
    if about == MarkingRound.About.SUGGESTION:
        return list(review.suggestions.filter(decision=None).order_by("rank").values_list("key", flat=True)[:most])
    raise Refused(_("Choose what is judged."))


@operation(Permission.MOMENT_CHANGE)
def mark(round_: MarkingRound, *, thing: str, verdict: str, by: User, note: str = "") -> Mark:
    """Judge one thing, or judge it otherwise; when both have judged everything the round ends by itself."""
    round_.refresh_from_db()
    if by.pk not in round_.markers:
        raise Refused(_("Others judge in this round."))
    if round_.ended_at is not None:
        raise Refused(_("This round has ended."))
    if thing not in round_.things or verdict not in Verdict.values:
        raise Refused(_("Choose one of the verdicts offered."))
    made, _new = Mark.objects.update_or_create(
        round=round_,
        made_by=by,
        thing=thing,
        defaults={"review": round_.review, "verdict": verdict, "note": note.strip()},
    )
    audit.record("review:marking:mark", round_, by=by)
    if round_.marks.count() == 2 * len(round_.things):
        _end(round_, by)
    return made


def _end(round_: MarkingRound, by: User) -> None:
    round_.ended_at, round_.ended_by = datetime.now(UTC), by
    round_.save(update_fields=["ended_at", "ended_by"])
    audit.record("review:marking:end", round_, by=by)


@operation(Permission.MOMENT_CHANGE)
def end_round(round_: MarkingRound, *, by: User) -> MarkingRound:
    """End a round before everything is judged, as when a marker has left; only what both judged is compared."""
    round_.refresh_from_db()
    if round_.ended_at is not None:
        raise Refused(_("This round has ended."))
    _end(round_, by)
    return round_


@operation(Permission.MOMENT_CHANGE)
def settle(round_: MarkingRound, *, thing: str, verdict: str, reason: str, by: User) -> Settlement:
    """Say what counts where the two judged otherwise, and why."""
    round_.refresh_from_db()
    if round_.ended_at is None:
        raise Refused(_("The round has not ended: nobody sees the verdicts of others yet."))
    verdicts = set(round_.marks.filter(thing=thing).values_list("verdict", flat=True))
    if len(verdicts) < 2:
        raise Refused(_("The two judged this alike."))
    if verdict not in Verdict.values:
        raise Refused(_("Choose one of the verdicts offered."))
    if not reason.strip():
        raise Refused(_("Say why this verdict counts."))
    made = Settlement.objects.create(
        review=round_.review, round=round_, thing=thing, verdict=verdict, reason=reason.strip(), made_by=by
    )
    audit.record("review:marking:settle", round_, by=by)
    return made
