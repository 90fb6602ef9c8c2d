"""Who owes what: records that were asked for and everything else that is wanted, with reminders and the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from keymoments.analysis.escalation import Chase, Ladder, Late, Step, chase, late
from keymoments.errors import PackError
from keymoments.knowledge.escalation import load_ladder
from keymoments.reviews.models import Membership, Owed, OwedChange, RecordsRequest, Reminder, Review, User
from keymoments.reviews.permissions import Permission, Role, may
from keymoments.reviews.queries.places import NoSuchReview, Place

Thing = Owed | RecordsRequest
Key = tuple[str, int]  # table and number
_AGENCY_ROLES = frozenset((Role.AGENCY_AUTHOR, Role.AGENCY_LEAD))
_CLOSING = (OwedChange.Sort.PAUSED, OwedChange.Sort.RESUMED)
_AGAIN = (OwedChange.Sort.NOT_DONE, OwedChange.Sort.BACK, OwedChange.Sort.RESUMED)
_ENDING = (OwedChange.Sort.DONE, OwedChange.Sort.NOT_DONE)
_NO_LADDER = Ladder((), "", "unverified")


def key_of(thing: Thing) -> Key:
    """What tells one thing from every other."""
    return (type(thing).__name__, thing.pk)


def address_key(thing: Thing) -> str:
    """Its name in addresses and mails: item-3, records-7."""
    return thing.key if isinstance(thing, Owed) else f"records-{thing.pk}"


def is_open(thing: Thing) -> bool:
    """Whether it is still wanted."""
    if isinstance(thing, RecordsRequest):
        return thing.signed_off_at is None
    return thing.done_at is None and thing.set_aside_at is None


def ladder_in(nation: str) -> tuple[Ladder, str]:
    """The ladder of a nation; where an own pack cannot be read none, and what is wrong with it."""
    try:
        return load_ladder(nation, settings.PACKS), ""
    except PackError as error:
        return _NO_LADDER, str(error)


@dataclass(frozen=True, slots=True)
class Standing:
    """Something owed as it stands on a day. ``nobody``: the next step has nobody of the review to go to."""

    thing: Thing
    late: Late
    chase: Chase
    paused: OwedChange | None
    reminders: Sequence[Reminder]
    changes: Sequence[OwedChange]
    nobody: bool

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return address_key(self.thing)

    @property
    def is_request(self) -> bool:
        """Whether it is a request for an agency's records."""
        return isinstance(self.thing, RecordsRequest)

    @property
    def open(self) -> bool:
        """Whether it is still wanted."""
        return is_open(self.thing)

    @property
    def last_sent(self) -> Reminder | None:
        """The reminder that went out last."""
        return max((one for one in self.reminders if one.sent_at), key=lambda one: one.pk, default=None)

    @property
    def last_taken(self) -> Reminder | None:
        """The step that was taken last for this due day, whether or not anybody was there to get it."""
        rows = [one for one in self.reminders if one.due == self.thing.due]
        return rows[-1] if rows else None

    @property
    def last_due(self) -> OwedChange | None:
        """How the day was last changed."""
        return next((one for one in reversed(self.changes) if one.sort == OwedChange.Sort.DUE), None)

    @property
    def missing(self) -> OwedChange | None:
        """What was said to be missing, when somebody had said that it was done and it was not."""
        last = next((one for one in reversed(self.changes) if one.sort in _ENDING), None)
        return last if self.open and last is not None and last.sort == OwedChange.Sort.NOT_DONE else None

    @property
    def last_done(self) -> OwedChange | None:
        """What was said when it was done or set aside."""
        sorts = (OwedChange.Sort.DONE, OwedChange.Sort.ASIDE)
        return next((one for one in reversed(self.changes) if one.sort in sorts), None)


def standings_of(
    things: Iterable[Thing], today: date, *, members: Mapping[int, Sequence[Membership]] | None = None
) -> list[Standing]:
    """How things stand. ``members``: the open places of each review; without them nobody is looked for."""
    rows = list(things)
    mine = Q(owed__in=[one.pk for one in rows if isinstance(one, Owed)]) | Q(
        request__in=[one.pk for one in rows if isinstance(one, RecordsRequest)]
    )
    changes: dict[Key, list[OwedChange]] = defaultdict(list)
    for change in OwedChange.objects.filter(mine).select_related("made_by"):
        changes[_about(change)].append(change)
    reminders: dict[Key, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.filter(mine).select_related("user"):
        reminders[_about(reminder)].append(reminder)
    return [_standing(one, today, changes[key_of(one)], reminders[key_of(one)], members) for one in rows]


def _about(row: OwedChange | Reminder) -> Key:
    return ("Owed", row.owed_id) if row.owed_id is not None else ("RecordsRequest", row.request_id or 0)


def _standing(
    thing: Thing,
    today: date,
    changes: Sequence[OwedChange],
    reminders: Sequence[Reminder],
    members: Mapping[int, Sequence[Membership]] | None,
) -> Standing:
    nation = thing.review.nation
    last = next((one for one in reversed(changes) if one.sort in _CLOSING), None)
    found = chase(
        ladder_in(nation)[0],
        due=thing.due,
        asked=_asked(thing, changes),
        taken={one.step for one in reminders if one.due == thing.due},
        today=today,
        nation=nation,
        open_=is_open(thing),
    )
    step = found.now or found.next
    nobody = bool(step and members is not None and not recipients(thing, step, members.get(thing.review_id, ())))
    paused = last if last is not None and last.sort == OwedChange.Sort.PAUSED else None
    return Standing(thing, late(thing.due, today, nation), found, paused, reminders, changes, nobody)


def _asked(thing: Thing, changes: Sequence[OwedChange]) -> date:
    """The day since which it has been wanted without a break; steps that fell due before it are not made up for."""
    again = [one.made_at for one in changes if one.sort in _AGAIN]
    return timezone.localtime(max([thing.made_at, *again])).date()


def open_members(reviews: Iterable[Review]) -> dict[int, list[Membership]]:
    """The people with an open place in each review, who alone are ever mailed."""
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(review__in=list(reviews), ended_at=None, user__is_active=True)
    for one in rows.select_related("user").order_by("pk"):
        if one.open:
            found[one.review_id].append(one)
    return found


def recipients(thing: Thing, step: Step, members: Sequence[Membership]) -> list[User]:
    """Whom a step goes to; a thing that one person owes goes to that person instead of an agency's people."""
    found: dict[int, User] = {}
    for one in members:
        role = Role(one.role)
        if role in _AGENCY_ROLES:
            theirs = role in step.to and thing.agency_id is not None and one.agency_id == thing.agency_id
        else:
            theirs = role in step.to
        if isinstance(thing, Owed) and thing.member_id == one.user_id and _AGENCY_ROLES & set(step.to):
            theirs = True
        if theirs:
            found[one.user_id] = one.user
    return list(found.values())


# ---- the page of a review ----


@dataclass(frozen=True, slots=True)
class Ower:
    """Somebody who owes something, with all of it, the most overdue first."""

    name: str
    rows: Sequence[Standing]

    @property
    def worst(self) -> int:
        """Calendar days over the day of what is most overdue."""
        return max(one.late.calendar_days for one in self.rows)


def ower_name(thing: Thing) -> str:
    """Who owes it."""
    if thing.agency is not None:
        return thing.agency.name
    if isinstance(thing, RecordsRequest):
        return ""
    return thing.member.name if thing.member else thing.named


def _owed(review: Review) -> QuerySet[Owed]:
    return review.owed.select_related("review", "agency", "member", "meeting", "made_by", "done_by", "set_aside_by")


def _requests(review: Review) -> QuerySet[RecordsRequest]:
    return review.requests.select_related("review", "agency", "made_by", "signed_off_by")


OPEN = Q(done_at=None, set_aside_at=None)


def owed_in(place: Place, today: date, *, closed: bool = False) -> list[Ower]:
    """Who owes what, most overdue first; ``closed``: what was done or set aside instead."""
    review = place.review
    things: list[Thing] = [*_owed(review).exclude(OPEN)] if closed else [*_owed(review).filter(OPEN)]
    things += list(_requests(review).filter(signed_off_at__isnull=not closed))
    grouped: dict[str, list[Standing]] = defaultdict(list)
    for one in standings_of(things, today, members=open_members([review])):
        grouped[ower_name(one.thing)].append(one)
    owers = [Ower(name, sorted(rows, key=lambda one: (one.thing.due, one.key))) for name, rows in grouped.items()]
    return sorted(owers, key=lambda one: (-one.worst, one.name))


def actions_of(place: Place, meeting: int, today: date) -> list[Standing]:
    """What a meeting agreed."""
    return standings_of(_owed(place.review).filter(meeting=meeting), today)


def our_part(place: Place, today: date) -> list[Standing]:
    """What somebody, and for an agency's people their agency, owes; what is open before what is not."""
    mine = Q(member=place.user)
    things: list[Thing] = list(_owed(place.review).filter(mine | Q(agency=place.own) if place.own else mine))
    if place.own is not None:
        things += list(_requests(place.review).filter(agency=place.own))
    return sorted(standings_of(things, today), key=lambda one: (not one.open, one.thing.due, one.key))


def thing_in(place: Place, key: str) -> Thing:
    """Something owed by its name in addresses ("item-3"); raises :class:`NoSuchReview`."""
    sort, _, number = key.partition("-")
    found: Thing | None = None
    if number.isdecimal() and len(number) < 10:
        if sort == "item":
            found = _owed(place.review).filter(number=int(number)).first()
        elif sort == "records":
            found = _requests(place.review).filter(pk=int(number)).first()
    if found is None:
        raise NoSuchReview
    return found


def standing_in(place: Place, key: str, today: date) -> Standing:
    """One thing as it stands; raises :class:`NoSuchReview`."""
    thing = thing_in(place, key)
    return standings_of([thing], today, members=open_members([place.review]))[0]


def own_thing_in(place: Place, key: str) -> Owed:
    """Something that one's agency or oneself owes; raises :class:`NoSuchReview`."""
    found = thing_in(place, key)
    ours = place.own is not None and found.agency_id == place.own.pk
    if not isinstance(found, Owed) or not (ours or found.member_id == place.user.pk):
        raise NoSuchReview
    return found


def reminders_in(place: Place, most: int) -> list[Reminder]:
    """The reminders of a review, the newest first."""
    rows = place.review.reminders.select_related("user", "owed__agency", "owed__member", "request__agency")
    return list(rows.order_by("-id")[:most])


def can_owe(place: Place) -> list[User]:
    """The people with an open place in a review who can see what they owe."""
    seen = (Permission.OWED_VIEW, Permission.REQUEST_VIEW)
    members = open_members([place.review])[place.review.pk]
    return [one.user for one in members if any(may(one.user, it, one) for it in seen)]


# ---- for the worker ----


def to_chase(today: date) -> list[Standing]:
    """Everything open in every review that goes on for which a step is due and nobody said to wait."""
    things: list[Thing] = list(
        Owed.objects.filter(OPEN, review__closed_at=None).select_related("review", "agency", "member")
    )
    asked = RecordsRequest.objects.filter(signed_off_at=None, review__closed_at=None)
    things += list(asked.select_related("review", "agency"))
    return [one for one in standings_of(things, today) if one.chase.now is not None and one.paused is None]
