"""The procedure a review is under, the days of its events, more time, pauses, and checks while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.analysis.calendar import add_working_days, is_working_day
from keymoments.analysis.clocks import DONE, ClockError, Extension, Happened, check, clocks, fitting
from keymoments.analysis.clocks import Pause as PauseValue
from keymoments.analysis.limits import Unit
from keymoments.analysis.procedures import Procedure
from keymoments.errors import PackError
from keymoments.knowledge.procedures import content_of, procedure_named
from keymoments.reviews import audit, bridge
from keymoments.reviews.models import (
    Arrangement,
    ConfirmedLimit,
    ProgressCheck,
    Review,
    ReviewEvent,
    ReviewPause,
    ReviewProcedure,
    StageExtension,
    StartChoice,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

LONGEST_PAUSE = 366 * 5  # days: more is a slip of the hand


@operation(Permission.PROCEDURE_CHANGE)
def choose_procedure(
    review: Review,
    *,
    key: str,
    on: date,
    by: User,
    version: str = "",
    bases: Sequence[str] = (),
    why: str = "",
    instead_of: ReviewProcedure | None = None,
) -> ReviewProcedure:
    """Put a review under a procedure, or under the board's own arrangement where ``version`` is given.

    ``on``: the day on which the case came to notice, when it must be in force. ``instead_of``: the one it is under
    now, which a change must name, with the reason; so nobody puts a review under two by mistake.
    """
    now = review.procedures.filter(ended_at=None).first()
    if now is not None and (instead_of is None or instead_of.pk != now.pk):
        raise Refused(
            _("This review is under “%(title)s” already: change that one and say why, rather than add a second.")
            % {"title": now.title}
        )
    if now is not None and not why.strip():
        raise Refused(_("Say why the review changes to another procedure."))
    found, content = _wanted(key, version)
    if found.nation != review.nation:
        raise Refused(_("This procedure belongs to another nation: choose one of the review’s own."))
    if not found.in_force_on(on):
        raise Refused(
            _("“%(title)s” was not in force on %(day)s: choose the one that was, or check the day.")
            % {"title": found.title, "day": date_format(on, "j F Y")}
        )
    if unknown := [base for base in bases if base not in found.bases]:
        raise Refused(_("This procedure has no such legal basis: %(base)s.") % {"base": unknown[0]})
    if now is not None:
        now.ended_at = datetime.now(UTC)
        now.save(update_fields=["ended_at"])
    made = ReviewProcedure.objects.create(
        review=review, key=found.key, title=found.title, version=found.version, based_on=found.based_on,
        nation=found.nation, content=content, bases=list(bases), why=why.strip(), chosen_by=by,
    )  # fmt: skip
    _copy_confirmed(review, found, by)
    review.procedure = found.key
    review.save(update_fields=["procedure"])
    audit.record("review:procedure:choose", made, by=by)
    return made


def begin_under(review: Review, key: str, *, on: date, by: User) -> ReviewProcedure | None:
    """Put a new review under the procedure its case file names; one not known or not in force then is left open."""
    try:
        found = procedure_named(key)
    except PackError:
        return None
    if found.nation != review.nation or not found.in_force_on(on):
        return None
    made = ReviewProcedure.objects.create(
        review=review, key=found.key, title=found.title, version=found.version, nation=found.nation,
        content=content_of(key), chosen_by=by,
    )  # fmt: skip
    _copy_confirmed(review, found, by)
    audit.record("review:procedure:choose", made, by=by)
    return made


def _wanted(key: str, version: str) -> tuple[Procedure, dict[str, object]]:
    """A procedure, or an arrangement of the board, with its content."""
    if version:
        own = Arrangement.objects.filter(key=key, version=version).first()
        if own is None:
            raise Refused(_("There is no such arrangement any more: choose another."))
        value = bridge.arrangement_of(own)
        return value, own.content
    try:
        return procedure_named(key), content_of(key)
    except PackError:
        raise Refused(_("There is no such procedure: choose one of the list.")) from None


def _copy_confirmed(review: Review, procedure: Procedure, by: User) -> None:
    """What this board confirmed for the same procedure in another review holds here as well, with its source."""
    mine = set(review.confirmed_limits.filter(procedure=procedure.key, taken_back_at=None).values_list("stage"))
    newest: dict[str, ConfirmedLimit] = {}
    for row in ConfirmedLimit.objects.filter(procedure=procedure.key, taken_back_at=None).exclude(review=review):
        newest[row.stage] = row
    for stage, row in newest.items():
        if (stage,) not in mine:
            ConfirmedLimit.objects.create(
                review=review, procedure=procedure.key, stage=stage, count=row.count, unit=row.unit,
                source=row.source, made_by=by,
            )  # fmt: skip


def under(review: Review) -> tuple[ReviewProcedure, Procedure]:
    """The procedure a review is under; raises :class:`Refused` where none was chosen."""
    row = review.procedures.filter(ended_at=None).first()
    if row is None:
        raise Refused(_("Choose the procedure of this review first."))
    return row, bridge.procedure_of(row, review.confirmed_limits.all())


def _checked(procedure: Procedure, happened: Happened) -> None:
    try:
        check(procedure, happened, today=timezone.localdate())
    except ClockError as error:
        raise Refused(str(error)) from error


@operation(Permission.PROCEDURE_CHANGE)
def record_event(review: Review, *, event: str, on: date, by: User, note: str = "", why: str = "") -> ReviewEvent:
    """Write down on which day an event was, or a stage was done ("<stage>-done").

    A day that is there already is replaced with a reason, and kept.
    """
    return put_day(review, event=event, on=on, note=note, why=why, by=by)


def put_day(review: Review, *, event: str, on: date, by: User, note: str = "", why: str = "") -> ReviewEvent:
    """What :func:`record_event` does, for another operation whose permission was checked."""
    _row, procedure = under(review)
    happened = fitting(procedure, bridge.happened_of(review))
    there = review.procedure_events.filter(event=event, taken_back_at=None).first()
    if there is not None and there.on == on and there.note == note.strip():
        raise Refused(_("This day stands there already."))
    if there is not None and not why.strip():
        raise Refused(_("A day stands there already: say why it was another."))
    stage = procedure.stage(event.removesuffix(DONE))
    if stage is not None and event.endswith(DONE) and stage.ends_with:
        event = stage.ends_with  # the same thing under one name
        there = review.procedure_events.filter(event=event, taken_back_at=None).first()
        if there is not None and not why.strip():
            raise Refused(_("A day stands there already: say why it was another."))
    _checked(procedure, replace(happened, events={**happened.events, event: on}))
    if there is not None:
        _take_back(there, why, by)
    made = ReviewEvent.objects.create(review=review, event=event, on=on, note=note.strip(), made_by=by)
    audit.record("review:procedure:event", made, by=by, fields=["on"])
    return made


def _take_back(row: ReviewEvent | StageExtension | ReviewPause | ProgressCheck, why: str, by: User) -> None:
    if row.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    if not why.strip():
        raise Refused(_("Say why it is taken back."))
    row.taken_back_at, row.taken_back_by, row.taken_back_why = datetime.now(UTC), by, why.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])


@operation(Permission.PROCEDURE_CHANGE)
def take_event_back(event: ReviewEvent, *, why: str, by: User) -> None:
    """Say that a day was written down by mistake; it stays in the history."""
    event.refresh_from_db()
    _take_back(event, why, by)
    audit.record("review:procedure:event-back", event, by=by)


@operation(Permission.PROCEDURE_CHANGE)
def choose_start(review: Review, *, stage: str, event: str, why: str, by: User) -> StartChoice:
    """Say from which event a stage is counted, where guidance leaves it open."""
    _row, procedure = under(review)
    if not why.strip():
        raise Refused(_("Say why it is counted from there."))
    happened = fitting(procedure, bridge.happened_of(review))
    _checked(procedure, replace(happened, chosen={**happened.chosen, stage: event}))
    made = StartChoice.objects.create(review=review, stage=stage, event=event, why=why.strip(), made_by=by)
    audit.record("review:procedure:start", made, by=by, fields=["event"])
    return made


@operation(Permission.PROCEDURE_CHANGE)
def extend(
    review: Review, *, stage: str, sought_on: date, new_due: date, reason: str, already_done: str, told: str, by: User
) -> StageExtension:
    """Agree more time for a stage. The limit's own day stays; both are shown.

    What was done already and who was told belong to it: in 2010 a board had to say so (Hansard, 7 April 2010).
    """
    _row, procedure = under(review)
    if not reason.strip() or not already_done.strip() or not told.strip():
        raise Refused(_("Say why more time is needed, what was done already, and who was told."))
    if sought_on > timezone.localdate():
        raise Refused(_("The day on which more time was sought lies in the future: check it."))
    _refuse_holiday(new_due, review.nation)
    happened = fitting(procedure, bridge.happened_of(review))
    more = Extension(stage, sought_on, new_due, reason.strip(), already_done.strip(), told.strip())
    after = replace(happened, extensions=(*happened.extensions, more))
    _checked(procedure, after)
    now = next((one for one in clocks(procedure, happened, today=timezone.localdate()) if one.stage.key == stage), None)
    if now is None:
        raise Refused(_("There is no such stage in this procedure."))
    if now.done is not None:
        raise Refused(_("This stage is done: it needs no more time."))
    if now.due is not None and new_due <= now.due:
        raise Refused(_("The new day must be later than %(day)s.") % {"day": date_format(now.due, "j F Y")})
    made = StageExtension.objects.create(
        review=review, stage=stage, sought_on=sought_on, new_due=new_due, reason=more.reason,
        already_done=more.already_done, told=more.told, made_by=by,
    )  # fmt: skip
    audit.record("review:procedure:extend", made, by=by, fields=["new_due"])
    return made


def _refuse_holiday(day: date, nation: str) -> None:
    """Refuse a day on which nobody works, and say which come before and after."""
    if is_working_day(day, nation):
        return
    before = day - timedelta(days=1)
    while not is_working_day(before, nation):
        before -= timedelta(days=1)
    raise Refused(
        _("%(day)s is no working day: choose %(before)s or %(after)s.")
        % {
            "day": date_format(day, "j F Y"),
            "before": date_format(before, "j F Y"),
            "after": date_format(add_working_days(day, 1, nation), "j F Y"),
        }
    )


@operation(Permission.PROCEDURE_CHANGE)
def take_extension_back(extension: StageExtension, *, why: str, by: User) -> None:
    """Say that more time was not agreed after all; it stays in the history."""
    extension.refresh_from_db()
    _take_back(extension, why, by)
    audit.record("review:procedure:extension-back", extension, by=by)


@operation(Permission.PROCEDURE_CHANGE)
def pause(review: Review, *, sort: str, starts: date, ends: date | None, reason: str, by: User) -> ReviewPause:
    """Write down that the review waits for something else. Elapsed time is counted on; due days stay."""
    _row, procedure = under(review)
    if sort not in ReviewPause.Sort.values:
        raise Refused(_("Say for what the review waits."))
    if ends is None:
        raise Refused(_("Give the day on which the pause is expected to end: it can be changed when it is known."))
    if ends < starts:
        raise Refused(_("The pause ends before it begins: check both days."))
    if not reason.strip():
        raise Refused(_("Say why the review must wait."))
    if (ends - starts).days > LONGEST_PAUSE:
        raise Refused(_("A pause of more than five years: check the year."))
    if review.pauses.filter(taken_back_at=None, sort=sort, starts__lte=ends, ends__gte=starts).exists():
        raise Refused(_("A pause for the same reason stands there for some of these days: change that one."))
    happened = fitting(procedure, bridge.happened_of(review))
    more = PauseValue(starts, ends, reason.strip())
    _checked(procedure, replace(happened, pauses=(*happened.pauses, more)))
    made = ReviewPause.objects.create(
        review=review, sort=sort, starts=starts, ends=ends, reason=reason.strip(), made_by=by
    )
    audit.record("review:procedure:pause", made, by=by)
    return made


@operation(Permission.PROCEDURE_CHANGE)
def end_pause_on(pause: ReviewPause, *, ends: date, why: str, by: User) -> ReviewPause:
    """Give a pause another end; what was expected before stays in the history."""
    pause.refresh_from_db()
    if ends < pause.starts:
        raise Refused(_("The pause ends before it begins: check both days."))
    if ends == pause.ends:
        raise Refused(_("It ends on this day already."))
    _take_back(pause, why, by)
    made = ReviewPause.objects.create(
        review=pause.review, sort=pause.sort, starts=pause.starts, ends=ends, reason=pause.reason, made_by=by
    )
    audit.record("review:procedure:pause-end", made, by=by, fields=["ends"])
    return made


@operation(Permission.PROCEDURE_CHANGE)
def take_pause_back(pause: ReviewPause, *, why: str, by: User) -> None:
    """Say that the review did not wait after all; it stays in the history."""
    pause.refresh_from_db()
    _take_back(pause, why, by)
    audit.record("review:procedure:pause-back", pause, by=by)


@operation(Permission.PROCEDURE_CHANGE)
def confirm_limit(review: Review, *, stage: str, count: int, unit: str, source: str, by: User) -> ConfirmedLimit:
    """Confirm a number of the procedure, or put it right, with the text in which it stands."""
    row, procedure = under(review)
    if procedure.stage(stage) is None:
        raise Refused(_("There is no such stage in this procedure."))
    if unit not in list(Unit) or not 0 < count < 1000:
        raise Refused(_("Give a number from 1 to 999, and days, weeks or months."))
    if not source.strip():
        raise Refused(_("Say in which text the number stands, with the paragraph: others will check it."))
    there = review.confirmed_limits.filter(procedure=row.key, stage=stage, taken_back_at=None)
    there.update(taken_back_at=datetime.now(UTC), taken_back_by=by)
    made = ConfirmedLimit.objects.create(
        review=review, procedure=row.key, stage=stage, count=count, unit=unit, source=source.strip(), made_by=by
    )
    audit.record("review:procedure:confirm", made, by=by, fields=["count", "unit", "source"])
    return made


@operation(Permission.PROCEDURE_CHANGE)
def take_confirmation_back(confirmed: ConfirmedLimit, *, by: User) -> None:
    """Let the procedure's own number count again."""
    confirmed.refresh_from_db()
    if confirmed.taken_back_at is not None:
        raise Refused(_("This is taken back already."))
    confirmed.taken_back_at, confirmed.taken_back_by = datetime.now(UTC), by
    confirmed.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record("review:procedure:confirm-back", confirmed, by=by)


@operation(Permission.PROCEDURE_CHANGE)
def check_progress(
    review: Review, *, on: date, time: str, quality: str, by: User,
    time_words: str = "", quality_words: str = "", asked: str = "", next_on: date | None = None,
) -> ProgressCheck:  # fmt: skip
    """Write down a look at time and quality while the review runs (SI 2018/789, regulation 14)."""
    if time not in ProgressCheck.Time.values or quality not in ProgressCheck.Quality.values:
        raise Refused(_("Say how time and quality stand."))
    if time == ProgressCheck.Time.BEHIND and not time_words.strip():
        raise Refused(_("Say what is behind, and why."))
    if quality == ProgressCheck.Quality.CONCERN and not quality_words.strip():
        raise Refused(_("Say what the concern is."))
    if on > timezone.localdate():
        raise Refused(_("The day of the check lies in the future: write it down when it was done."))
    if next_on is not None and next_on <= on:
        raise Refused(_("The next check comes after this one: check both days."))
    if next_on is not None:
        _refuse_holiday(next_on, review.nation)
    made = ProgressCheck.objects.create(
        review=review, on=on, time=time, time_words=time_words.strip(), quality=quality,
        quality_words=quality_words.strip(), asked=asked.strip(), next_on=next_on, made_by=by,
    )  # fmt: skip
    audit.record("review:procedure:check", made, by=by)
    return made


@operation(Permission.PROCEDURE_CHANGE)
def take_check_back(made: ProgressCheck, *, why: str, by: User) -> None:
    """Say that a check was written down by mistake; it stays in the history."""
    made.refresh_from_db()
    _take_back(made, why, by)
    audit.record("review:procedure:check-back", made, by=by)
