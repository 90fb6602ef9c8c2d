"""Words for stages, their limits and how they stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keymoments.analysis.clocks import StageClock, State
from keymoments.analysis.limits import Unit
from keymoments.analysis.procedures import Procedure, Stage, Timing

STATE_WORDS = {
    State.NOT_STARTED: gettext_lazy("Not yet begun"),
    State.RUNNING: gettext_lazy("Running"),
    State.DUE_SOON: gettext_lazy("Due soon"),
    State.OVERDUE: gettext_lazy("Over the limit"),
    State.DONE_IN_TIME: gettext_lazy("Done in time"),
    State.DONE_LATE: gettext_lazy("Done after the limit"),
    State.NO_LIMIT: gettext_lazy("No limit to count by"),
}
STATE_COLOURS = {
    State.NOT_STARTED: "grey",
    State.RUNNING: "blue",
    State.DUE_SOON: "yellow",
    State.OVERDUE: "red",
    State.DONE_IN_TIME: "green",
    State.DONE_LATE: "orange",
    State.NO_LIMIT: "grey",
}
STATUS_WORDS = {
    "verified": gettext_lazy("read in the text itself"),
    "secondary": gettext_lazy("read in another text that gives it"),
    "unverified": gettext_lazy("not confirmed, check"),
    "local": gettext_lazy("this board’s own"),
}
UNIT_CHOICES = [
    (str(Unit.WORKING_DAYS), gettext_lazy("working days")),
    (str(Unit.CALENDAR_DAYS), gettext_lazy("calendar days")),
    (str(Unit.WEEKS), gettext_lazy("weeks")),
    (str(Unit.MONTHS), gettext_lazy("months")),
    (str(Unit.HOURS), gettext_lazy("hours")),
]
PAUSE_WORDS = {
    "criminal": gettext_lazy("Criminal proceedings"),
    "inquest": gettext_lazy("Inquest"),
    "family-proceedings": gettext_lazy("Family proceedings"),
    "other": gettext_lazy("Another reason"),
}
TIME_WORDS = {
    "on-time": gettext_lazy("As planned"),
    "behind": gettext_lazy("Behind"),
    "cannot-say": gettext_lazy("Cannot be said"),
}
QUALITY_WORDS = {
    "good": gettext_lazy("As good as it should be"),
    "concern": gettext_lazy("There is a concern"),
    "cannot-say": gettext_lazy("Cannot be said"),
}
ANSWER_WORDS = {
    "met": gettext_lazy("Met"),
    "not-met": gettext_lazy("Not met"),
    "unclear": gettext_lazy("Unclear"),
}
FACT_WORDS = {
    "on-register": gettext_lazy("On the child protection register"),
    "looked-after": gettext_lazy("Looked after by a local authority"),
}
CRITERION_SORTS = {
    "always": gettext_lazy("Where this is met, there must be a review"),
    "consider": gettext_lazy("To be weighed"),
    "learning": gettext_lazy("A review to learn from what went well"),
}


def amount(count: int, unit: Unit) -> str:
    """A number of days, weeks or months in words."""
    said = {"num": count}
    match unit:
        case Unit.WORKING_DAYS:
            return ngettext("%(num)d working day", "%(num)d working days", count) % said
        case Unit.CALENDAR_DAYS:
            return ngettext("%(num)d calendar day", "%(num)d calendar days", count) % said
        case Unit.WEEKS:
            return ngettext("%(num)d week", "%(num)d weeks", count) % said
        case Unit.MONTHS:
            return ngettext("%(num)d month", "%(num)d months", count) % said
        case Unit.HOURS:
            return ngettext("%(num)d hour", "%(num)d hours", count) % said


def limit_words(stage: Stage, procedure: Procedure) -> str:
    """A stage's limit in words; says so where there is none."""
    if stage.timing is Timing.YEARLY and stage.month_day is not None:
        return _("each year by day %(day)d of month %(month)d") % {
            "day": stage.month_day[1],
            "month": stage.month_day[0],
        }
    if stage.timing is Timing.REGULAR:
        return _("at regular intervals; no number is laid down")
    if stage.count is None or stage.unit is None:
        return _("no number is known")
    said = amount(stage.count, stage.unit)
    if stage.timing is Timing.BEFORE:
        event = procedure.event(stage.before or "")
        return _("%(amount)s before: %(event)s") % {"amount": said, "event": event.title if event else stage.before}
    return said


def over_words(clock: StageClock) -> str:
    """By how much a limit was or is exceeded, in words; nothing where it was not."""
    if not clock.over_by:
        return ""
    unit = Unit.WORKING_DAYS if clock.stage.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    return _("exceeded by %(amount)s") % {"amount": amount(clock.over_by, unit)}


def elapsed_words(clock: StageClock) -> str:
    """How long a stage took or has lasted, in words, paused days included."""
    if clock.elapsed is None:
        return ""
    unit = Unit.WORKING_DAYS if clock.stage.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    said = amount(clock.elapsed, unit)
    if clock.paused_days:
        paused = amount(clock.paused_days, Unit.CALENDAR_DAYS)
        said = _("%(elapsed)s, of these in a pause: %(paused)s") % {"elapsed": said, "paused": paused}
    return said


def event_title(procedure: Procedure, key: str | None) -> str:
    """What an event is called; the end of a stage by its stage."""
    found = procedure.event(key or "")
    if found is not None:
        return found.title
    stage = procedure.stage((key or "").removesuffix("-done"))
    return _("Done: %(stage)s") % {"stage": stage.title} if stage else (key or "")


def event_choices(procedure: Procedure) -> Iterable[tuple[str, str]]:
    """Events a day can be given for: those of the procedure, and the ends of stages that no event tells."""
    yield from ((event.key, event.title) for event in procedure.events)
    known = {event.key for event in procedure.events}
    for stage in procedure.stages:
        if stage.ends_with is None and f"{stage.key}-done" not in known:
            yield f"{stage.key}-done", event_title(procedure, f"{stage.key}-done")
