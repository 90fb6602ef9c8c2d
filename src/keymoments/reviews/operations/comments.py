"""Speak about things of a review, answer, settle it; an agency's word on its own facts stands apart."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Comment, Entry, Finding, KeyMoment, LineOfEnquiry, Notice, Review, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission, may, membership_of

About = Comment.About
_NUMBERED: dict[str, type[KeyMoment] | type[LineOfEnquiry] | type[Finding]] = {
    About.MOMENT: KeyMoment,
    About.LINE: LineOfEnquiry,
    About.FINDING: Finding,
}


@operation(Permission.COMMENT_ADD)
def comment(review: Review, *, about: str, thing: str, text: str, by: User, reply_to: Comment | None = None) -> Comment:
    """Say something among the panel, or answer; ``thing``: the key or number that it has in addresses.

    An answer to an agency's word on the facts is for the agency, too.
    """
    _check(review, about, thing, text)
    first = _first(reply_to, about, thing)
    facts_of = first.facts_of if first else None
    made = Comment.objects.create(
        review=review, about=about, thing=thing, text=text.strip(), reply_to=first, facts_of=facts_of, made_by=by
    )
    _notify(made)
    audit.record("review:comment:add", made, by=by)
    return made


@operation(Permission.COMMENT_FACTS)
def say_facts(entry: Entry, *, text: str, by: User, reply_to: Comment | None = None) -> Comment:
    """Say for one's agency that the facts of one of its entries are otherwise, or answer the panel about them."""
    _check(entry.review, About.ENTRY, entry.key, text)
    first = _first(reply_to, About.ENTRY, entry.key)
    if first is not None and first.facts_of_id != entry.agency_id:
        raise Refused(_("Answer where your agency was spoken to."))
    made = Comment.objects.create(
        review=entry.review,
        about=About.ENTRY,
        thing=entry.key,
        text=text.strip(),
        reply_to=first,
        facts_of=entry.agency,
        made_by=by,
    )
    _notify(made)
    audit.record("review:comment:facts", made, by=by)
    return made


def _check(review: Review, about: str, thing: str, text: str) -> None:
    if not text.strip():
        raise Refused(_("Write the comment first."))
    if not is_there(review, about, thing):
        raise Refused(_("What this is about is not in this review."))


def is_there(review: Review, about: str, thing: str) -> bool:
    """Whether a review has such a thing, by the key or number that it has in addresses."""
    match about:
        case About.ENTRY:
            return review.entries.filter(key=thing).exists()
        case About.SUGGESTION:  # one that is no longer proposed may still be spoken about
            spoken = review.comments.filter(about=about, thing=thing)
            return review.suggestions.filter(key=thing).exists() or spoken.exists()
    kind = _NUMBERED.get(about)
    if kind is None or not thing.isdecimal():
        return False
    return kind._default_manager.filter(review=review, number=int(thing)).exists()


def _first(reply_to: Comment | None, about: str, thing: str) -> Comment | None:
    """What an answer answers: the comment that began, about the same thing."""
    if reply_to is None:
        return None
    first = reply_to.reply_to or reply_to
    if (first.about, first.thing) != (about, thing):
        raise Refused(_("Answer where the comment stands."))
    return first


@operation(Permission.COMMENT_ADD)
def resolve(comment: Comment, *, by: User) -> Comment:
    """Say that what a comment asks is settled."""
    comment.refresh_from_db()
    if comment.reply_to_id is not None or comment.resolved_at is not None:
        raise Refused(_("This is settled already."))
    comment.resolved_at, comment.resolved_by = datetime.now(UTC), by
    comment.save(update_fields=["resolved_at", "resolved_by"])
    audit.record("review:comment:resolve", comment, by=by)
    return comment


@operation(Permission.COMMENT_ADD)
def reopen(comment: Comment, *, by: User) -> Comment:
    """Say that it is not settled after all."""
    comment.resolved_at, comment.resolved_by = None, None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    audit.record("review:comment:reopen", comment, by=by)
    return comment


# ---- notices ----


def _notify(comment: Comment) -> None:
    """Tell those who spoke there before, and whoever made the thing, as far as they may still read it."""
    earlier = comment.review.comments.filter(about=comment.about, thing=comment.thing).exclude(pk=comment.pk)
    if comment.facts_of_id is None:
        earlier = earlier.filter(facts_of=None)
    told = {one.made_by_id for one in earlier}
    maker = _maker(comment)
    if maker is not None and comment.facts_of_id is None:
        told.add(maker)
    told.discard(comment.made_by_id)
    for user in User.objects.filter(pk__in=told):
        if may(user, Permission.THREAD_VIEW, membership_of(user, comment.review)):
            Notice.objects.create(review=comment.review, user=user, comment=comment)


def _maker(comment: Comment) -> int | None:
    kind = _NUMBERED.get(comment.about)
    if kind is None:
        return None
    row = kind._default_manager.filter(review=comment.review, number=int(comment.thing)).first()
    return row.made_by_id if row else None


@operation(Permission.THREAD_VIEW)
def see_notices(review: Review, *, by: User) -> int:
    """Mark all one's notices of a review as seen; how many there were."""
    seen = review.notices.filter(user=by, seen_at=None).update(seen_at=datetime.now(UTC))
    audit.record("review:notices:see", review, by=by)
    return seen
