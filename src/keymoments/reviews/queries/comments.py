"""What people say about a thing, in threads; what is not settled in a review; notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keymoments.reviews.models import Comment, Entry, Notice
from keymoments.reviews.operations.comments import is_there
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 50


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the answers to it."""

    first: Comment
    replies: Sequence[Comment]


@dataclass(frozen=True, slots=True)
class Threads:
    """What is said about a thing: among the panel, and by its agency about the facts. ``entry``: where it is one."""

    panel: Sequence[Thread]
    facts: Sequence[Thread]
    entry: Entry | None


def threads_about(place: Place, about: str, thing: str) -> Threads:
    """What is said about a thing, as far as somebody may read it; raises :class:`NoSuchReview`."""
    if not is_there(place.review, about, thing):
        raise NoSuchReview
    entry = None
    if about == Comment.About.ENTRY:
        entry = place.review.entries.select_related("agency").get(key=thing)
    if place.own is not None and (entry is None or entry.agency_id != place.own.pk):
        raise NoSuchReview
    rows = place.review.comments.filter(about=about, thing=thing).select_related("made_by", "resolved_by", "facts_of")
    threads = _threads(rows)
    panel = [one for one in threads if one.first.facts_of_id is None] if place.own is None else []
    return Threads(panel, [one for one in threads if one.first.facts_of_id is not None], entry)


def _threads(rows: Iterable[Comment]) -> list[Thread]:
    found = list(rows)
    answers: dict[int, list[Comment]] = defaultdict(list)
    for one in found:
        if one.reply_to_id is not None:
            answers[one.reply_to_id].append(one)
    return [Thread(one, answers[one.pk]) for one in found if one.reply_to_id is None]


def comment_in(place: Place, about: str, thing: str, number: str) -> Comment:
    """One comment about a thing that somebody may read; raises :class:`NoSuchReview`."""
    rows = place.review.comments.filter(about=about, thing=thing)
    found = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None or (place.own is not None and found.facts_of_id != place.own.pk):
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A page of comments that are not settled (or that are), and one's own notices that were not seen."""

    rows: Sequence[Thread]
    total: int
    notices: Sequence[Notice]
    after: int | None
    before: int | None


def comments_in(place: Place, *, settled: bool = False, start: int = 0) -> Unsettled:
    """What is not settled in a review, the newest first; for an agency's people only what is about their facts."""
    rows = place.review.comments.filter(reply_to=None, resolved_at__isnull=not settled)
    if place.own is not None:
        rows = rows.filter(facts_of=place.own)
    total = rows.count()
    shown = list(rows.select_related("made_by", "facts_of", "resolved_by").order_by("-id")[start : start + PAGE])
    answers: dict[int, list[Comment]] = defaultdict(list)
    for one in place.review.comments.filter(reply_to__in=shown).select_related("made_by"):
        answers[one.reply_to_id or 0].append(one)
    notices = place.review.notices.filter(user=place.user, seen_at=None).select_related("comment__made_by")
    return Unsettled(
        [Thread(one, answers[one.pk]) for one in shown],
        total,
        list(notices[:PAGE]),
        start + PAGE if start + PAGE < total else None,
        max(0, start - PAGE) if start else None,
    )


def count_about(place: Place, about: str, thing: str) -> tuple[int, int]:
    """How many threads there are about a thing, and how many of them are not settled."""
    rows = place.review.comments.filter(about=about, thing=thing, reply_to=None)
    if place.own is not None:
        rows = rows.filter(facts_of=place.own)
    states = list(rows.values_list("resolved_at", flat=True))
    return len(states), sum(1 for at in states if at is None)


def may_speak(place: Place, entry: Entry | None) -> tuple[bool, bool]:
    """Whether somebody may speak among the panel, and for their agency about the facts of an entry."""
    facts = entry is not None and place.own is not None and place.may(Permission.COMMENT_FACTS, entry.agency)
    return place.may(Permission.COMMENT_ADD), facts
