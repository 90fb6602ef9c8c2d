"""Reminders of what is owed: each step of the ladder once, to people of the review alone, again where mail fails."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.analysis.escalation import Step
from keymoments.reviews import audit
from keymoments.reviews.models import Owed, Reminder, User
from keymoments.reviews.operations.chasing import paused
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.people import background
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chasing import (
    Thing,
    address_key,
    is_open,
    ladder_in,
    open_members,
    recipients,
    standings_of,
    to_chase,
)

log = logging.getLogger(__name__)
LONGEST_SUBJECT = 200
NOBODY: list[User | None] = [None]


@operation(Permission.OWED_CHANGE)
def remind(thing: Thing, *, today: date, by: User, early: bool = False) -> list[Reminder]:
    """Take the step of the ladder that is due; the worker mails it within a minute.

    ``early``: the next one, though its day has not come. A step that has nobody of the review to go to is taken, too,
    and stands there as such.
    """
    thing.refresh_from_db()
    standing = standings_of([thing], today)[0]
    step = standing.chase.now or (standing.chase.next if early else None)
    if not standing.open or standing.paused is not None:
        raise Refused(_("Nobody is reminded of this: it is done, set aside or paused."))
    if step is None:
        raise Refused(_("There is no further step: every reminder of the ladder went out."))
    users: list[User | None] = [*recipients(thing, step, open_members([thing.review])[thing.review_id])]
    about = {"owed": thing} if isinstance(thing, Owed) else {"request": thing}
    made = [
        Reminder.objects.create(
            review=thing.review, step=step.key, title=step.title, due=thing.due, user=user, made_by=by, **about
        )
        for user in users or NOBODY
    ]
    audit.record("review:reminder:make" if users else "review:reminder:nobody", thing, by=by)
    return made


def chase_all(today: date | None = None, now: datetime | None = None) -> int:
    """Take every step that is due and mail what waits; gives how many mails went out. One that fails stops no other.

    ``today`` and ``now`` are those of the clock where they are not given.
    """
    day, moment = today or timezone.localdate(), now or datetime.now(UTC)
    for standing in to_chase(day):
        try:
            remind(standing.thing, today=day, by=background())
        except Refused:  # done or paused since we looked
            continue
        except Exception as error:  # the worker outlives any one thing
            log.error("Reminder of %s could not be made: %s", address_key(standing.thing), type(error).__name__)
    waiting = Reminder.objects.filter(sent_at=None, dropped_at=None, user__isnull=False)
    due = [number for number, tries, at in waiting.values_list("pk", "tries", "tried_at") if _again(tries, at, moment)]
    return sum(_send(number, moment) for number in due)


def _again(tries: int, tried_at: datetime | None, now: datetime) -> bool:
    """Whether it is time to try: after a minute, two, four, and at last once an hour."""
    return tried_at is None or now >= tried_at + min(timedelta(hours=1), timedelta(minutes=2 ** min(tries - 1, 6)))


def _send(number: int, now: datetime) -> bool:
    """Mail one reminder and note it in one transaction; where that fails it waits for its next turn."""
    try:
        with transaction.atomic():
            return _mail(number, now)
    except Exception as error:  # whatever a mail host answers, the worker goes on
        log.error("Reminder %s could not be mailed: %s", number, type(error).__name__)
        Reminder.objects.filter(pk=number).update(tries=F("tries") + 1, tried_at=now)
        return False


def _mail(number: int, now: datetime) -> bool:
    row = Reminder.objects.select_for_update(of=("self",)).select_related("user", "review").get(pk=number)
    thing = row.owed or row.request
    if row.sent_at is not None or row.user is None or thing is None or paused(thing):
        return False
    step = _step_of(row, thing)
    if step is None:
        row.dropped_at = now
        row.save(update_fields=["dropped_at"])
        audit.record("review:reminder:drop", row, by=background())
        return False
    subject, words = mail_of(step, thing)
    row.sent_at, row.tries, row.tried_at = now, row.tries + 1, now
    row.save(update_fields=["sent_at", "tries", "tried_at"])
    audit.record("review:reminder:send", row, by=background())
    send_mail(subject, words, None, [row.user.email])  # last: where it fails, nothing above stands
    return True


def _step_of(row: Reminder, thing: Thing) -> Step | None:
    """The step a reminder is of; nothing where it is wanted no more, or not by this person."""
    if not is_open(thing) or row.due != thing.due:
        return None
    step = next((one for one in ladder_in(thing.review.nation)[0].steps if one.key == row.step), None)
    users = recipients(thing, step, open_members([thing.review])[thing.review_id]) if step else []
    return step if row.user in users else None


def mail_of(step: Step, thing: Thing) -> tuple[str, str]:
    """Subject and words of a mail: whose, what sort, which day, and nothing of the case."""
    if thing.agency is not None:
        who = thing.agency.name
    else:
        who = thing.member.name if isinstance(thing, Owed) and thing.member else _("somebody outside the site")
    said = {
        "reference": thing.review.reference,
        "agency": who,
        "due": date_format(thing.due, "j F Y"),
        "sort": thing.get_sort_display() if isinstance(thing, Owed) else _("The agency’s records"),
        "number": address_key(thing),
    }
    subject = " ".join(step.subject.format(**said).split())
    return subject[:LONGEST_SUBJECT], step.words.format(**said)
