"""Say what is wanted from whom by when, that it came, and when nobody is to be reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.analysis.calendar import is_working_day
from keymoments.analysis.escalation import working_day_after, working_days_before
from keymoments.reviews import audit
from keymoments.reviews.models import Meeting, Owed, OwedChange, RecordsRequest, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import OWN_AGENCY, Permission, Role, may, membership_of
from keymoments.reviews.queries.chasing import Thing, is_open

Sort = OwedChange.Sort
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def check_due(due: date, nation: str) -> None:
    """Refuse a day on which nobody works, naming the working days around it."""
    if not FIRST_DAY <= due <= LAST_DAY:
        raise Refused(_("Choose a day from 2000 to 2100."))
    if not is_working_day(due, nation):
        said = {
            "day": date_format(due, "l j F Y"),
            "before": date_format(working_days_before(due, 1, nation), "l j F Y"),
            "after": date_format(working_day_after(due, nation), "l j F Y"),
        }
        raise Refused(
            _("%(day)s is no working day. The working day before it is %(before)s, the one after it %(after)s.") % said
        )


@operation(Permission.OWED_CHANGE)
def want(
    review: Review,
    *,
    sort: str,
    what: str,
    due: date,
    by: User,
    agency: ReviewAgency | None = None,
    member: User | None = None,
    named: str = "",
    meeting: Meeting | None = None,
) -> Owed:
    """Say that something is wanted from an agency, a member of the review or somebody named."""
    if sort not in Owed.Sort.values:
        raise Refused(_("Choose what is wanted."))
    if not what.strip():
        raise Refused(_("Say what is wanted."))
    if (agency is not None) + (member is not None) + bool(named.strip()) != 1:
        raise Refused(_("Choose one from whom it is wanted: an agency, a member or somebody named."))
    if member is not None and not _sees_what_they_owe(member, review):
        raise Refused(_("Choose somebody of this review who can see what they owe."))
    check_due(due, review.nation)
    number = (review.owed.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Owed.objects.create(
        review=review, number=number, sort=sort, what=what.strip(), agency=agency, member=member,
        named=named.strip(), due=due, meeting=meeting, made_by=by,
    )  # fmt: skip
    audit.record("review:owed:want", made, by=by)
    return made


def _sees_what_they_owe(user: User, review: Review) -> bool:
    place = membership_of(user, review)
    return any(may(user, it, place) for it in (Permission.OWED_VIEW, Permission.REQUEST_VIEW))


def _note(
    thing: Thing, sort: Sort, by: User, words: str = "", *, was: date | None = None, due: date | None = None
) -> OwedChange:
    about = {"owed": thing} if isinstance(thing, Owed) else {"request": thing}
    audit.record(f"review:owed:{sort}", thing, by=by)
    return OwedChange.objects.create(
        review=thing.review, sort=sort, words=words.strip(), was=was, due=due, made_by=by, **about
    )


def _must_be_open(thing: Thing) -> None:
    thing.refresh_from_db()
    if not is_open(thing):
        raise Refused(_("This is done or set aside already."))


def _needs(words: str, says: str) -> None:
    if not words.strip():
        raise Refused(says)


@operation(Permission.OWED_CHANGE)
def change_due(thing: Thing, *, due: date, reason: str, by: User) -> OwedChange:
    """Give another day, with the reason; the earlier day is kept, and reminders begin anew."""
    _must_be_open(thing)
    _needs(reason, _("Say why the day is another one."))
    check_due(due, thing.review.nation)
    if due == thing.due:
        raise Refused(_("This is the day that stands there already."))
    was, thing.due = thing.due, due
    thing.save(update_fields=["due"])
    return _note(thing, Sort.DUE, by, reason, was=was, due=due)


@operation(Permission.OWED_CHANGE)
def mark_done(owed: Owed, *, by: User, note: str = "") -> Owed:
    """Note that it came."""
    return _done(owed, by, note)


@operation(Permission.REQUEST_VIEW)
def say_done(owed: Owed, *, by: User, note: str) -> Owed:
    """Say, as an agency's author or lead, that what one's agency or oneself owed is done."""
    place = membership_of(by, owed.review)
    ours = place is not None and Role(place.role) in OWN_AGENCY and owed.agency_id == place.agency_id
    if not (ours and owed.agency_id is not None) and owed.member_id != by.pk:
        raise Refused(_("Somebody else owes this."))
    _needs(note, _("Say what was done, and where it is."))
    return _done(owed, by, note)


@operation(Permission.OWED_VIEW)
def say_own_done(owed: Owed, *, by: User, note: str) -> Owed:
    """Say, as a member of the panel, that what one owed oneself is done."""
    if owed.member_id != by.pk:
        raise Refused(_("Somebody else owes this."))
    _needs(note, _("Say what was done, and where it is."))
    return _done(owed, by, note)


def _done(owed: Owed, by: User, note: str) -> Owed:
    _must_be_open(owed)
    owed.done_at, owed.done_by = datetime.now(UTC), by
    owed.save(update_fields=["done_at", "done_by"])
    _note(owed, Sort.DONE, by, note)
    return owed


@operation(Permission.OWED_CHANGE)
def not_done(owed: Owed, *, reason: str, by: User) -> Owed:
    """Say that it is not done after all: it is wanted again."""
    owed.refresh_from_db()
    _needs(reason, _("Say what is missing."))
    if owed.done_at is None:
        raise Refused(_("Nobody has said that it is done."))
    owed.done_at, owed.done_by = None, None
    owed.save(update_fields=["done_at", "done_by"])
    _note(owed, Sort.NOT_DONE, by, reason)
    return owed


@operation(Permission.OWED_CHANGE)
def set_owed_aside(owed: Owed, *, reason: str, by: User) -> Owed:
    """Say that it is wanted no more; it is kept, with the reason."""
    _must_be_open(owed)
    _needs(reason, _("Say why it is wanted no more."))
    owed.set_aside_at, owed.set_aside_by = datetime.now(UTC), by
    owed.save(update_fields=["set_aside_at", "set_aside_by"])
    _note(owed, Sort.ASIDE, by, reason)
    return owed


@operation(Permission.OWED_CHANGE)
def bring_owed_back(owed: Owed, *, by: User) -> Owed:
    """Want again what was set aside."""
    owed.refresh_from_db()
    if owed.set_aside_at is None:
        raise Refused(_("This is not set aside."))
    owed.set_aside_at, owed.set_aside_by = None, None
    owed.save(update_fields=["set_aside_at", "set_aside_by"])
    _note(owed, Sort.BACK, by)
    return owed


@operation(Permission.OWED_CHANGE)
def pause(thing: Thing, *, reason: str, by: User) -> OwedChange:
    """Remind nobody of this for now."""
    _must_be_open(thing)
    _needs(reason, _("Say why nobody is to be reminded."))
    if paused(thing):
        raise Refused(_("Nobody is reminded of this already."))
    return _note(thing, Sort.PAUSED, by, reason)


@operation(Permission.OWED_CHANGE)
def resume(thing: Thing, *, by: User) -> OwedChange:
    """Let reminders of this go out again."""
    _must_be_open(thing)
    if not paused(thing):
        raise Refused(_("Reminders of this go out already."))
    return _note(thing, Sort.RESUMED, by)


def paused(thing: Owed | RecordsRequest) -> bool:
    """Whether nobody is to be reminded of something for now."""
    last = thing.changes.filter(sort__in=(Sort.PAUSED, Sort.RESUMED)).last()
    return last is not None and last.sort == Sort.PAUSED
