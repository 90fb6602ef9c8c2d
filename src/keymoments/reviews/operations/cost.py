"""Rates, work and bills, budgets, timesheets: everything that a review costs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from keymoments.ingest.encoding import decode
from keymoments.ingest.timesheet import Timesheet as ReadTimesheet
from keymoments.ingest.timesheet import Worked, read_timesheet
from keymoments.reviews import audit
from keymoments.reviews.models import Budget, CostItem, CostRate, Review, ReviewAgency, Timesheet, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission, membership_of

SORTS = (
    *("reviewer", "agency-time", "panel", "board-team", "meeting", "legal", "family-support", "learning"),
    *("travel", "venue", "other"),
)
OWN_SORTS = ("reviewer", "agency-time", "panel", "board-team", "meeting", "learning", "travel", "other")
MOST_DAYS = Decimal(400)  # of one line: more is a slip of the hand
LARGEST_FILE = 2_000_000  # bytes of a timesheet
BEFORE = timedelta(days=731)  # work so long before the review was opened is a slip of the hand


@dataclass(frozen=True, slots=True)
class ItemSaid:
    """What somebody says of work or a bill. ``agency``: one of the review's, or nothing."""

    on: date
    person: str
    sort: str
    stage: str = ""
    days: Decimal | None = None
    money: Decimal | None = None
    tax: Decimal = Decimal(0)
    note: str = ""
    agency: ReviewAgency | None = None


@operation(Permission.COST_CHANGE)
def set_rate(review: Review, *, what: str, who: str, per_day: Decimal, starts: date, source: str, by: User) -> CostRate:
    """State a day's rate for a person (by name), an agency (by key) or a sort of work, from a day on."""
    if what not in CostRate.What.values or not who.strip():
        raise Refused(_("Say for whom the rate is."))
    if what == CostRate.What.AGENCY and not review.agencies.filter(key=who).exists():
        raise Refused(_("Choose an agency of this review."))
    if what == CostRate.What.SORT and who not in SORTS:
        raise Refused(_("Choose one of the sorts of work."))
    if not 0 <= per_day < 100_000:
        raise Refused(_("Give a day’s rate in pounds, from 0 to 99,999."))
    if not source.strip():
        raise Refused(_("Say who stated this rate."))
    made = CostRate.objects.create(
        review=review, what=what, who=who.strip(), per_day=per_day, starts=starts, source=source.strip(), made_by=by
    )
    audit.record("review:cost:rate", made, by=by)
    return made


@operation(Permission.COST_CHANGE)
def take_rate_back(rate: CostRate, *, by: User) -> None:
    """Let a rate count no longer; it stays in the history."""
    rate.refresh_from_db()
    if rate.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    rate.taken_back_at, rate.taken_back_by = datetime.now(UTC), by
    rate.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:cost:rate-back", rate, by=by)


def _check(review: Review, said: ItemSaid) -> None:
    if not said.person.strip():
        raise Refused(_("Say who worked, or who sent the bill."))
    if said.sort not in SORTS:
        raise Refused(_("Choose what sort of cost it is."))
    if said.days is None and said.money is None:
        raise Refused(_("Give days, money or both."))
    if said.days is not None and not 0 < said.days <= MOST_DAYS:
        raise Refused(_("Give days from a little more than 0 to 400."))
    if said.money is not None and not 0 <= said.money < 10_000_000:
        raise Refused(_("Give money in pounds, without a minus."))
    if not 0 <= said.tax < 10_000_000:
        raise Refused(_("Give money in pounds, without a minus."))
    if said.agency is not None and said.agency.review_id != review.pk:
        raise Refused(_("Choose an agency of this review."))
    if said.on > timezone.localdate():
        raise Refused(_("This day lies in the future: write work down when it was done."))
    if said.on < review.made_at.date() - BEFORE:
        raise Refused(_("This day lies more than two years before the review was opened: check the year."))


def _create(review: Review, said: ItemSaid, by: User, **more: object) -> CostItem:
    return CostItem.objects.create(
        review=review, on=said.on, person=said.person.strip(), sort=said.sort, stage=said.stage.strip(),
        days=said.days, money=said.money, tax=said.tax, note=said.note.strip(), agency=said.agency, made_by=by, **more,
    )  # fmt: skip


@operation(Permission.COST_CHANGE)
def add_item(review: Review, *, said: ItemSaid, by: User) -> CostItem:
    """Write down work or a bill."""
    _check(review, said)
    made = _create(review, said, by)
    audit.record("review:cost:add", made, by=by)
    return made


@operation(Permission.TIME_ADD)
def add_own_time(
    review: Review, *, on: date, days: Decimal, sort: str, by: User, stage: str = "", note: str = ""
) -> CostItem:
    """Write down one's own days; an agency's people write for their agency."""
    place = membership_of(by, review)
    said = ItemSaid(on, by.name, sort, stage, days, note=note, agency=place.agency if place else None)
    if sort not in OWN_SORTS:
        raise Refused(_("Choose what sort of work it was."))
    _check(review, said)
    made = _create(review, said, by, user=by)
    audit.record("review:cost:own-time", made, by=by)
    return made


@operation(Permission.TIME_ADD)
def take_own_time_back(item: CostItem, *, why: str, by: User) -> None:
    """Take back days that one wrote down oneself."""
    if item.user_id != by.pk or item.made_by_id != by.pk:
        raise Refused(_("Somebody else wrote this down: ask the business manager."))
    _take_back(item, why, by)
    audit.record("review:cost:back", item, by=by)


def _take_back(item: CostItem, why: str, by: User) -> None:
    item.refresh_from_db()
    if item.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    if not why.strip():
        raise Refused(_("Say why it is taken back."))
    item.taken_back_at, item.taken_back_by, item.taken_back_why = datetime.now(UTC), by, why.strip()
    item.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])


@operation(Permission.COST_CHANGE)
def take_item_back(item: CostItem, *, why: str, by: User) -> None:
    """Let a line count no longer; it stays in the history."""
    _take_back(item, why, by)
    audit.record("review:cost:back", item, by=by)


@operation(Permission.COST_CHANGE)
def put_item_right(item: CostItem, *, said: ItemSaid, why: str, by: User) -> CostItem:
    """Write a line otherwise, with the reason; the one before stays in the history."""
    _check(item.review, said)
    _take_back(item, why, by)
    made = _create(item.review, said, by, replaces=item, user=item.user)
    audit.record("review:cost:put-right", made, by=by)
    return made


@operation(Permission.COST_CHANGE)
def set_budget(
    review: Review, *, sort: str, money: Decimal, agreed_on: date, agreed_by: str, by: User, days: Decimal | None = None
) -> Budget:
    """Set money, and days where wanted, aside for a sort of cost (or for all where ``sort`` is nothing)."""
    if sort and sort not in SORTS:
        raise Refused(_("Choose what sort of cost it is."))
    if not 0 <= money < 100_000_000:
        raise Refused(_("Give money in pounds, without a minus."))
    if not agreed_by.strip():
        raise Refused(_("Say who agreed the budget."))
    made = Budget.objects.create(
        review=review, sort=sort, money=money, days=days, agreed_on=agreed_on, agreed_by=agreed_by.strip(), made_by=by
    )
    audit.record("review:cost:budget", made, by=by)
    return made


@operation(Permission.COST_CHANGE)
def hand_timesheet_in(review: Review, *, name: str, data: bytes, hours_a_day: Decimal, by: User) -> Timesheet:
    """Keep a timesheet to be looked at; nothing counts before it is taken. The same file twice is refused."""
    if not 1 <= hours_a_day <= 24:
        raise Refused(_("Give how many hours a day of work has, from 1 to 24."))
    if len(data) > LARGEST_FILE:
        raise Refused(_("This file is too large for a timesheet: hand it in in parts."))
    sha256 = hashlib.sha256(data).hexdigest()
    if review.timesheets.filter(sha256=sha256, set_aside_at=None).exists():
        raise Refused(_("This very file was handed in already."))
    read = read_timesheet(data, hours_a_day=hours_a_day)
    if any(fault.code in ("no-text", "empty", "no-heading", "too-long") for fault in read.faults):
        raise Refused(
            _("This file cannot be read as a timesheet: it needs a heading with date, name, and days, hours or amount.")
        )
    number = (review.timesheets.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Timesheet.objects.create(
        review=review, number=number, name=name[:255], sha256=sha256, content=decode(data).replace("\0", ""),
        hours_a_day=hours_a_day, made_by=by,
    )  # fmt: skip
    audit.record("review:cost:timesheet", made, by=by)
    return made


def read_again(sheet: Timesheet) -> ReadTimesheet:
    """What a kept timesheet says."""
    return read_timesheet(sheet.content.encode(), hours_a_day=sheet.hours_a_day)


@operation(Permission.COST_CHANGE)
def say_who(sheet: Timesheet, *, people: Mapping[str, str], by: User) -> Timesheet:
    """Say whom names of a timesheet mean: each as written → the name under which the work is to count."""
    sheet.refresh_from_db()
    if sheet.taken_at is not None or sheet.set_aside_at is not None:
        raise Refused(_("This timesheet is settled already."))
    sheet.people = {**sheet.people, **{name: whom.strip() for name, whom in people.items() if whom.strip()}}
    sheet.save(update_fields=["people"])
    audit.record("review:cost:timesheet-people", sheet, by=by, fields=["people"])
    return sheet


@operation(Permission.COST_CHANGE)
def take_timesheet(sheet: Timesheet, *, by: User) -> int:
    """Let the lines of a timesheet count: all of them, or none where one is wrong. Gives how many."""
    sheet.refresh_from_db()
    if sheet.taken_at is not None or sheet.set_aside_at is not None:
        raise Refused(_("This timesheet is settled already."))
    read, review = read_again(sheet), sheet.review
    unknown = [name for name in {row.person for row in read.rows} if not known_as(sheet, name)]
    if read.faults or unknown:
        raise Refused(_("Nothing was taken: mend the lines that are named, or say whom the names mean, first."))
    items = [said_of(sheet, row) for row in read.rows]
    for said in items:
        _check(review, said)
    if again := sum(_there(review, said) for said in items):
        raise Refused(
            _("Nothing was taken: %(number)d lines stand there already, with the same day, person and days.")
            % {"number": again}
        )
    for said in items:
        _create(review, said, by, timesheet=sheet)
    sheet.taken_at = datetime.now(UTC)
    sheet.save(update_fields=["taken_at"])
    audit.record("review:cost:timesheet-take", sheet, by=by)
    return len(items)


def known_as(sheet: Timesheet, name: str) -> str:
    """Under which name somebody of a timesheet counts: as was said, or a member of the same name; else nothing."""
    if name in sheet.people:
        return str(sheet.people[name])
    members = sheet.review.memberships.filter(user__name__iexact=name).select_related("user")
    found = members.first()
    return found.user.name if found else ""


def said_of(sheet: Timesheet, row: Worked) -> ItemSaid:
    """A row of a timesheet as a line of cost; an agency it does not know raises :class:`Refused`."""
    agency = None
    if row.agency:
        agency = next(
            (one for one in sheet.review.agencies.all() if row.agency.casefold() in (one.name.casefold(), one.key)),
            None,
        )
        if agency is None:
            raise Refused(
                _("Nothing was taken: line %(line)d names an agency that this review has not.") % {"line": row.line}
            )
    sort = row.sort.casefold().replace(" ", "-")
    return ItemSaid(
        row.on, known_as(sheet, row.person), sort if sort in SORTS else ("agency-time" if agency else "other"),
        row.stage[:60], row.days, row.money, note=row.note[:500], agency=agency,
    )  # fmt: skip


def _there(review: Review, said: ItemSaid) -> bool:
    same = {"on": said.on, "person": said.person, "days": said.days, "money": said.money, "sort": said.sort}
    return review.cost_items.filter(taken_back_at=None, **same).exists()


@operation(Permission.COST_CHANGE)
def set_timesheet_aside(sheet: Timesheet, *, by: User) -> None:
    """Say that a timesheet is not to be taken; it is kept, and its file can be handed in again."""
    sheet.refresh_from_db()
    if sheet.taken_at is not None or sheet.set_aside_at is not None:
        raise Refused(_("This timesheet is settled already."))
    sheet.set_aside_at = datetime.now(UTC)
    sheet.save(update_fields=["set_aside_at"])
    audit.record("review:cost:timesheet-aside", sheet, by=by)
