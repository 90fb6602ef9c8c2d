"""A review's stages as a picture and in words, and figures of several reviews in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from keymoments.analysis.clocks import StageClock
from keymoments.analysis.comparing import Figure
from keymoments.analysis.forecast import Forecast
from keymoments.export.stages_picture import StageRow, StagesWords, stages_picture
from keymoments.reviews.queries.procedures import Course
from keymoments.web.presenters.procedures import STATE_WORDS, over_words

SPAN_WORDS = {
    "notice-to-decision": gettext_lazy("From notice to decision"),
    "decision-to-report": gettext_lazy("From decision to report"),
    "whole": gettext_lazy("From notice to publication"),
}
_MONTHS = (
    *(gettext_lazy("Jan"), gettext_lazy("Feb"), gettext_lazy("Mar"), gettext_lazy("Apr"), gettext_lazy("May")),
    *(gettext_lazy("Jun"), gettext_lazy("Jul"), gettext_lazy("Aug"), gettext_lazy("Sep"), gettext_lazy("Oct")),
    *(gettext_lazy("Nov"), gettext_lazy("Dec")),
)


def stages_shown(course: Course) -> Markup:
    """The stages of a review on the calendar; nothing where no stage has a day."""
    rows = [
        StageRow(
            one.stage.title, str(one.state), in_words(one), one.started, one.done, one.due, one.agreed_due,
            reverse("stage", args=[course.review.reference, one.stage.key]),
        )
        for one in course.clocks
        if one.done or one.due or (one.started and one.stage.needed)
    ]  # fmt: skip
    pauses = [(pause.starts, pause.ends) for pause in course.happened.pauses]
    words = StagesWords(_("Stages of the review on the calendar"), _("today"), [str(month) for month in _MONTHS])
    return stages_picture(rows, pauses, course.today, words)


def in_words(one: StageClock) -> str:
    """A stage in one line: how it stands, from when to when, its due day, by how much it is over."""
    parts = [f"{one.stage.title}: {STATE_WORDS[one.state]}"]
    if one.started:
        parts.append(_("began %(day)s") % {"day": date_format(one.started, "j F Y")})
    if one.due:
        parts.append(_("due %(day)s") % {"day": date_format(one.due, "j F Y")})
    if one.agreed_due:
        parts.append(_("more time until %(day)s") % {"day": date_format(one.agreed_due, "j F Y")})
    if one.done:
        parts.append(_("done %(day)s") % {"day": date_format(one.done, "j F Y")})
    if over_words(one):
        parts.append(over_words(one))
    return "; ".join(parts)


def days_words(figure: Figure) -> str:
    """Median and middle half of a figure in calendar days, or that there are too few to say."""
    if figure.median is None or figure.lower is None or figure.upper is None:
        return _("too few to say (%(count)d)") % {"count": figure.count}
    return _("%(median)d days; half of them %(lower)d to %(upper)d (%(count)d reviews)") % {
        "median": round(figure.median), "lower": round(figure.lower), "upper": round(figure.upper),
        "count": figure.count,
    }  # fmt: skip


def money_words(figure: Figure) -> str:
    """Median and middle half of a figure in pounds, or that there are too few to say."""
    if figure.median is None or figure.lower is None or figure.upper is None:
        return _("too few to say (%(count)d)") % {"count": figure.count}
    return _("£%(median)s; half of them £%(lower)s to £%(upper)s (%(count)d reviews)") % {
        "median": f"{figure.median:,.0f}", "lower": f"{figure.lower:,.0f}", "upper": f"{figure.upper:,.0f}",
        "count": figure.count,
    }  # fmt: skip


def share_words(in_time: int, counted: int, share: float | None) -> str:
    """Stages done in time of those that had a limit, or that there are too few to say."""
    if share is None:
        return _("too few to say (%(count)d)") % {"count": counted}
    return _("%(percent)d %% (%(in_time)d of %(count)d)") % {
        "percent": round(share * 100), "in_time": in_time, "count": counted,
    }  # fmt: skip


def holding_words(clocks: Sequence[StageClock]) -> list[str]:
    """What holds a review up, a line a stage."""
    return [in_words(one) for one in clocks]


def forecast_words(found: Forecast) -> str:
    """When the review may be finished, in a sentence, and what that rests on."""
    if found.unknown:
        return _("No day can be told: there is neither a limit nor enough of this board’s own past for %(stages)s.") % {
            "stages": "; ".join(found.unknown)
        }
    if found.earliest is None or found.likely is None or found.latest is None:
        return _("No day can be told: nobody has written down what is still to come.")
    days = {name: date_format(day, "j F Y") for name, day in
            (("first", found.earliest), ("likely", found.likely), ("last", found.latest))}  # fmt: skip
    if all(one.by_limit for one in found.stages):
        return _("If every limit is kept: %(likely)s. Too few earlier reviews of this board to say more.") % days
    said = _("Likely %(likely)s; in eight of ten cases between %(first)s and %(last)s.") % days
    if not found.spread:
        said += " " + _("For some stages only the limit is known, so it may well be later.")
    return said
