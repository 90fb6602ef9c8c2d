"""A child's contacts laid side by side on days, weeks or months: which columns there are, and what stands in each."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from keymoments.analysis.whereabouts import Glance

_DAY = timedelta(days=1)
_WEEK = 7


class Scale(StrEnum):
    """How much time one column holds."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# Columns of one page: 13 weeks of days, a year of weeks, ten years of months.
PAGE = {Scale.DAY: 13 * _WEEK, Scale.WEEK: 52, Scale.MONTH: 120}


@dataclass(frozen=True, slots=True)
class Column:
    """A day, a week from Monday on or a month, as far as it lies in the period; both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Window:
    """The columns of one page. ``earlier``, ``later``: a day of the page before and after, where there is one."""

    scale: Scale
    columns: tuple[Column, ...]
    number: int
    of: int
    earlier: date | None = None
    later: date | None = None

    @property
    def first(self) -> date:
        """Its first day."""
        return self.columns[0].first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.columns[-1].last

    def column_of(self, day: date) -> int | None:
        """The place of the column that holds a day."""
        if not self.first <= day <= self.last:
            return None
        return bisect_right(self.columns, day, key=lambda column: column.first) - 1


@dataclass(frozen=True, slots=True)
class Laid:
    """Contacts on a page. ``cells``: column and agency → the contacts certainly in it; ``wide``: those whose days
    reach over several columns or over the edge of the page; ``undated``: those that may be on any day.
    """

    cells: Mapping[tuple[int, str], tuple[Glance, ...]]
    wide: tuple[Glance, ...]
    undated: tuple[Glance, ...]


def columns_of(scale: Scale, first: date, last: date) -> tuple[Column, ...]:
    """The columns of a period, without a gap and none beyond it; none where it ends before it begins."""
    found = []
    day = first
    while day <= last:
        end = min(last, _end_of(scale, day))
        found.append(Column(day, end))
        if end == date.max:
            break
        day = end + _DAY
    return tuple(found)


def _end_of(scale: Scale, day: date) -> date:
    if scale is Scale.DAY:
        return day
    if scale is Scale.WEEK:
        rest = _WEEK - 1 - day.weekday()
        return day + rest * _DAY if (date.max - day).days >= rest else date.max
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if (day.year, day.month) < (9999, 12) else None
    return following - _DAY if following else date.max


def window(scale: Scale, first: date, last: date, at: date | None = None) -> Window:
    """The page of a period that holds the day ``at``, or the nearest one. ``first`` is not after ``last``.

    Pages of days begin on Mondays.
    """
    columns = columns_of(scale, first, last)
    size = PAGE[scale]
    shift = first.weekday() if scale is Scale.DAY else 0
    wanted = min(max(at or first, first), last)
    place = bisect_right(columns, wanted, key=lambda column: column.first) - 1
    page, pages = (place + shift) // size, (len(columns) - 1 + shift) // size + 1
    begin, end = max(0, page * size - shift), (page + 1) * size - shift
    return Window(
        scale,
        columns[begin:end],
        page + 1,
        pages,
        columns[max(0, begin - size)].first if page else None,
        columns[end].first if page + 1 < pages else None,
    )


def lay(glances: Iterable[Glance], page: Window) -> Laid:
    """Contacts where they belong on a page, each once; those of other days are left out. Keeps their order."""
    cells: dict[tuple[int, str], list[Glance]] = defaultdict(list)
    wide, undated = [], []
    for glance in glances:
        if glance.first is None or glance.last is None:
            undated.append(glance)
            continue
        if glance.last < page.first or glance.first > page.last:
            continue
        begins, ends = page.column_of(glance.first), page.column_of(glance.last)
        if begins is not None and begins == ends:
            cells[begins, glance.agency].append(glance)
        else:
            wide.append(glance)
    return Laid({key: tuple(found) for key, found in cells.items()}, tuple(wide), tuple(undated))


def scale_for(days: int) -> Scale:
    """The scale that shows a stretch of so many days on one page."""
    if days < PAGE[Scale.DAY]:
        return Scale.DAY
    return Scale.WEEK if days < PAGE[Scale.WEEK] * _WEEK else Scale.MONTH
