"""What the records say of where a child was, in the reader's language: marks, counts, days and stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from keymoments.analysis.sightings.values import Attempt
from keymoments.analysis.whereabouts import Glance, Mark, Stretch, Tally, Whereabouts
from keymoments.analysis.whereabouts_strip import Column, Scale
from keymoments.export.picture import symbol_of

CLASH = gettext_lazy("tick box and words disagree")
CORRECTED = gettext_lazy("corrected by a reviewer")
_MARKS = {
    Mark.SEEN: gettext_lazy("seen"),
    Mark.ALONE: gettext_lazy("seen alone"),
    Mark.REPORTED: gettext_lazy("reported by another professional"),
    Mark.SPOKEN: gettext_lazy("spoken to by telephone or video, not seen"),
    Mark.TRIED: gettext_lazy("tried, not seen"),
    Mark.NOT_SEEN: gettext_lazy("not seen"),
    Mark.REMOTE: gettext_lazy("a call, letter or message"),
    Mark.NOT_RECORDED: gettext_lazy("not recorded whether seen"),
}
_ATTEMPTS = {
    str(Attempt.NO_ACCESS): gettext_lazy("tried, no access"),
    str(Attempt.REFUSED): gettext_lazy("tried, refused"),
    str(Attempt.NOT_BROUGHT): gettext_lazy("not brought"),
    str(Attempt.CANCELLED_BY_FAMILY): gettext_lazy("cancelled by the family"),
    str(Attempt.CANCELLED_BY_AGENCY): gettext_lazy("cancelled by the agency"),
}
_OBSERVED = gettext_lazy("observed without a parent or carer")
_SEEN = gettext_lazy("{n} seen")
_INSIDE = (
    gettext_lazy("{n} alone"),
    gettext_lazy("{n} observed without a parent or carer"),
    gettext_lazy("{n} spoken to"),
)
_BESIDE = (
    gettext_lazy("{n} spoken to, not seen"),
    gettext_lazy("{n} reported"),
    gettext_lazy("{n} tried"),
    gettext_lazy("{n} not seen"),
    gettext_lazy("{n} by call or letter"),
    gettext_lazy("{n} not recorded"),
)


def day_words(value: date) -> str:
    """``3 May 2020``."""
    return _format(value, "j F Y", get_language())


@lru_cache(8192)  # a page names the same days many times
def _format(value: date, form: str, _language: str | None) -> str:
    return date_format(value, form)


def span_words(first: date, last: date) -> str:
    """One day, or the first and the last."""
    return _span(first, last, get_language())


@lru_cache(8192)
def _span(first: date, last: date, _language: str | None) -> str:
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        begins = str(first.day)
    else:
        begins = date_format(first, "j F" if first.year == last.year else "j F Y")
    return _("{first} to {last}").format(first=begins, last=day_words(last))


def column_words(scale: Scale, column: Column) -> str:
    """A column by name: a day with its weekday, a week by its days, a month."""
    if scale is Scale.DAY:
        return date_format(column.first, "l j F Y")
    whole = column.first.day == 1 and (column.last.month != column.first.month or _ends_month(column.last))
    return date_format(column.first, "F Y") if scale is Scale.MONTH and whole else span_words(column.first, column.last)


def _ends_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def days_of(glance: Glance) -> str:
    """The days on which a contact may have been."""
    if glance.first is None or glance.last is None:
        return _("date not known")
    if glance.first == glance.last:
        return day_words(glance.first)
    return _("some day from {days}").format(days=span_words(glance.first, glance.last))


def glance_words(glance: Glance, attempt: str = "") -> str:
    """What one contact came to: ``seen alone and spoken to``; ``attempt``: why it did not come about."""
    dotted = symbol_of(glance).endswith("-spoken")
    return _came_to(glance.mark, attempt, get_language(), young=glance.young, dotted=dotted)


@lru_cache(1024)
def _came_to(mark: Mark, attempt: str, _language: str | None, *, young: bool, dotted: bool) -> str:
    if mark is Mark.TRIED and attempt in _ATTEMPTS:
        return str(_ATTEMPTS[attempt])
    words = str(_OBSERVED if mark is Mark.ALONE and young else _MARKS[mark])
    return _("{what} and spoken to").format(what=words) if dotted else words


def legend(glances: Iterable[Glance]) -> list[tuple[str, str]]:
    """The marks that a picture shows, by the names of their symbols, with their words."""
    shown = {(glance.mark, glance.young) for glance in glances}
    dotted = {symbol_of(glance) for glance in glances}
    ages = {young for mark, young in shown if mark is Mark.ALONE}
    alone = {
        frozenset({False}): _("Seen alone: no parent, carer or other adult of the family there"),
        frozenset({True}): _("Observed, under two: no parent, carer or other adult of the family there"),
    }.get(
        frozenset(ages),
        _("Seen alone, or observed where under two: no parent, carer or other adult of the family there"),
    )
    words = {
        Mark.SEEN: _("Seen"),
        Mark.ALONE: alone,
        Mark.REPORTED: _("Reported only: another professional’s sighting, passed on"),
        Mark.SPOKEN: _("Spoken to by telephone or video, not seen"),
        Mark.TRIED: _("Tried: no access, refused, not brought or cancelled"),
        Mark.NOT_SEEN: _("Not seen"),
        Mark.REMOTE: _("A call, letter or message: the child could not be seen"),
        Mark.NOT_RECORDED: _("Not recorded: the entry does not say"),
    }
    lines = [(mark.value, said) for mark, said in words.items() if mark in {one for one, _young in shown}]
    spoken = next((f"{mark}-spoken" for mark in (Mark.SEEN, Mark.ALONE) if f"{mark}-spoken" in dotted), None)
    if spoken:
        lines.append((spoken, _("A white dot in a mark: also spoken to")))
    return lines


def tally_words(tally: Tally) -> str:
    """``3 seen (1 alone, 2 spoken to); 1 tried``; nothing for no contact."""
    near = tally.spoken - tally.spoken_far
    inside = _counted((tally.alone, _INSIDE[0]), (tally.observed, _INSIDE[1]), (near, _INSIDE[2]))
    seen = _counted((tally.seen, _SEEN))
    parts = [f"{seen[0]} ({', '.join(inside)})"] if seen and inside else seen
    counts = (tally.spoken_far, tally.reported, tally.tried, tally.not_seen, tally.remote, tally.not_recorded)
    return "; ".join((*parts, *_counted(*zip(counts, _BESIDE, strict=True))))


def _counted(*counts: tuple[int, object]) -> list[str]:
    return [str(words).format(n=f"{number:,}") for number, words in counts if number]


def summary(where: Whereabouts, name: str) -> Iterator[str]:
    """How often the child was seen, alone, spoken to, and what others reported."""
    total = where.total
    if not total.seen:
        yield _("The records in hand show no sighting of {child} by a professional in this period.").format(child=name)
    else:
        yield _seen_words(where, name)
    near = total.spoken - total.spoken_far
    if near:
        yield ngettext("{child} was spoken to at one of these.", "{child} was spoken to at {n} of these.", near).format(
            child=name, n=near
        )
    elif total.seen and not all(glance.young for glance in where.glances):  # nobody asks that of a baby
        yield _("None of these says that {child} was spoken to.").format(child=name)
    if total.spoken_far:
        yield ngettext(
            "On one further occasion {child} was spoken to by telephone or video.",
            "On {n} further occasions {child} was spoken to by telephone or video.",
            total.spoken_far,
        ).format(child=name, n=total.spoken_far)
    if total.reported:
        yield ngettext(
            "One more sighting was passed on by another professional; it is not counted here.",
            "{n} more sightings were passed on by other professionals; they are not counted here.",
            total.reported,
        ).format(n=total.reported)


def _seen_words(where: Whereabouts, name: str) -> str:
    total = where.total
    parts = []
    if total.alone:
        parts.append(_("{n} of them alone").format(n=total.alone))
    if total.observed:
        parts.append(_("{n} of them observed with no parent or carer there").format(n=total.observed))
    alone = ", ".join(parts) or _("none of them recorded as alone")
    days = ""
    if where.first_seen and where.last_seen:
        days = f" ({span_words(where.first_seen, where.last_seen)})"
    return ngettext(
        "In the records in hand, {child} was seen by a professional once{days}, {alone}.",
        "In the records in hand, {child} was seen by a professional {n} times{days}, {alone}.",
        total.seen,
    ).format(child=name, n=total.seen, days=days, alone=alone)


def count_of_days(number: int) -> str:
    """``1 day``, ``148 days``."""
    return ngettext("{n} day", "{n} days", number).format(n=f"{number:,}")


def stretch_words(stretch: Stretch, where: Whereabouts, *, alone: bool) -> str:
    """How long the child was not seen, or not alone, from when to when, and what bounds it."""
    young = all(glance.young for glance in where.glances)
    if not alone:
        what = _("The longest time without a recorded sighting: {days}, {span}.")
    elif young:
        what = _("The longest time without being observed with no parent or carer there: {days}, {span}.")
    else:
        what = _("The longest time without a recorded sighting alone: {days}, {span}.")
    said = [what.format(days=count_of_days(stretch.days), span=span_words(stretch.begins, stretch.ends))]
    if stretch.after is None and stretch.before is None:
        said.append(_("That is from where the records in hand begin, or the birth, to where they end."))
    elif stretch.after is None:
        said.append(_("It begins where the records in hand begin or the child was born."))
    elif stretch.before is None:
        said.append(_("It ends where the records in hand end."))
    if stretch.reported and not alone:
        said.append(
            ngettext(
                "In that time one sighting was passed on by another professional.",
                "In that time {n} sightings were passed on by another professional.",
                stretch.reported,
            ).format(n=stretch.reported)
        )
    return " ".join(said)


def bracket_words(stretch: Stretch, *, alone: bool) -> str:
    """The words under the bracket of a stretch."""
    days = count_of_days(stretch.days)
    if alone:
        return _("{days} without a recorded sighting alone").format(days=days)
    return _("{days} without a recorded sighting").format(days=days)
