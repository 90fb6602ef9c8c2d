"""The strip of where a child was: columns of time across, agencies down, every mark a link to what it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from keymoments.analysis.whereabouts import Glance, Stretch, Whereabouts
from keymoments.analysis.whereabouts_strip import Column, Laid, Scale, Window
from keymoments.export.picture import NAMES_WIDTH, Lane, lane_names, symbol_of
from keymoments.export.shown import AgencyShown
from keymoments.web.presenters.where_words import (
    CLASH,
    CORRECTED,
    bracket_words,
    column_words,
    day_words,
    days_of,
    glance_words,
    span_words,
)

WIDTH = 920 - NAMES_WIDTH  # beside the names, on the width of a page
# The most columns of one picture; a page with more is shown in several, one under another.
_MOST = {Scale.DAY: 49, Scale.WEEK: 26, Scale.MONTH: 24}
_STEP = 15  # from mark to mark, across and down
_RINGED = 20  # the room of a mark with a ring around it
_DIGIT = 6.6  # the room of a digit beside a mark
_PAD = 5
_LEAST = 32
_HEAD = 44
_FOOT = 8
_BRACKET = 30  # the room of a bracket with its words
_EDGE = 9
_APART = 3  # more contacts of wide dates than these on the same days are shown as one mark of each sort
_HALF = 126  # about half of the width of a bracket's words

Link = Callable[[Sequence[Glance]], str]


@dataclass(frozen=True, slots=True)
class Strip:
    """One picture: the names beside it, and the picture."""

    names: Markup
    plot: Markup
    heading: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What every picture of a page is drawn from.

    ``link``: where the mark of some contacts leads; ``words``: what one contact came to.
    """

    where: Whereabouts
    window: Window
    laid: Laid
    agencies: Sequence[AgencyShown]
    conflicts: frozenset[str]
    corrected: frozenset[str]
    link: Link
    words: Callable[[Glance], str]


@dataclass(frozen=True, slots=True)
class _Item:
    """A mark: where it stands, how much room it takes, and what it stands for."""

    x: float
    left: float
    right: float
    glances: tuple[Glance, ...]
    line: tuple[bool, bool] | None = None  # from left to right: some day of these; whether each end stands here


@dataclass(slots=True)
class _Drawn(Lane):
    items: list[tuple[int, _Item]]  # row and mark


class _Axis:
    """Where days stand in one picture: ``start`` is the place of its first column on the page."""

    def __init__(self, columns: Sequence[Column], start: int, most: int) -> None:
        self.columns, self.start = columns, start
        self.width = WIDTH / max(1, most)
        self.right = self.width * len(columns)

    def at(self, day: date) -> float:
        """Where a day begins, at the edge where it lies outside."""
        if day < self.columns[0].first:
            return 0.0
        for place, column in enumerate(self.columns):
            if day <= column.last:
                return self.width * (place + (day - column.first).days / column.days)
        return self.right

    def shows(self, first: date, last: date) -> bool:
        return first <= self.columns[-1].last and last >= self.columns[0].first


def strips(drawing: Drawing) -> list[Strip]:
    """The pictures of a page, in the order of time."""
    columns = drawing.window.columns
    count = -(-len(columns) // _MOST[drawing.window.scale])
    size = -(-len(columns) // count)
    if drawing.window.scale is Scale.DAY:  # a picture begins with a week wherever the page does
        size = -(-size // 7) * 7
    return [
        _strip(drawing, _Axis(columns[start : start + size], start, min(size, len(columns))), number)
        for number, start in enumerate(range(0, len(columns), size), 1)
    ]


def _strip(drawing: Drawing, axis: _Axis, number: int) -> Strip:
    lanes: list[_Drawn] = []
    top = float(_HEAD)
    for agency in drawing.agencies:
        lane = _lane(drawing, agency, axis, top)
        lanes.append(lane)
        top += lane.height
    brackets = [
        (stretch, alone)
        for stretch, alone in ((drawing.where.stretch, False), (drawing.where.alone_stretch, True))
        if stretch is not None and axis.shows(stretch.begins, stretch.ends)
    ]
    height = top + _FOOT + _BRACKET * len(brackets)
    gaps = [_gap(stretch, axis, top) for stretch, alone in brackets if not alone]
    parts = [*_ground(drawing.window.scale, axis, lanes, top, gaps), *_birth(drawing.where.child.born, axis, top)]
    for place, (stretch, alone) in enumerate(brackets):
        parts += _bracket(stretch, axis, top + _BRACKET * place, alone=alone)
    names = {agency.id: agency.label for agency in drawing.agencies}
    for lane in lanes:
        for row, item in lane.items:
            parts.append(_mark(drawing, item, lane.top + _PAD + _STEP / 2 + row * _STEP + 1, names))
    heading = span_words(axis.columns[0].first, axis.columns[-1].last)
    return Strip(
        names=lane_names(lanes, height),
        plot=Markup(  # noqa: S704 - numbers and escaped texts only
            f'<svg class="plot km-strip" role="group" aria-labelledby="strip-{number}" '
            f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}">'
            f'<title id="strip-{number}">{escape(heading)}</title>{"".join(parts)}</svg>'
        ),
        heading=heading,
    )


def _lane(drawing: Drawing, agency: AgencyShown, axis: _Axis, top: float) -> _Drawn:
    lane = _Drawn(agency, top, 0, [])
    rows: list[list[tuple[float, float]]] = []
    for item in (*_in_columns(drawing, agency, axis), *_wide(drawing, agency, axis)):
        row = next(
            (n for n, taken in enumerate(rows) if all(item.left >= b or item.right <= a for a, b in taken)), len(rows)
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((item.left, item.right))
        lane.items.append((row, item))
    lane.height = max(_LEAST, len(rows) * _STEP + 2 * _PAD + 2)
    return lane


def _in_columns(drawing: Drawing, agency: AgencyShown, axis: _Axis) -> Iterator[_Item]:
    """A mark for each contact, or one for each sort where a column holds too many of them."""
    most = max(6, int(axis.width / _STEP) * 3)
    for place, column in enumerate(axis.columns):
        here = drawing.laid.cells.get((axis.start + place, agency.id), ())
        left = place * axis.width
        if len(here) > most:
            x = left + _EDGE
            for glances in _sorted_out(here):
                yield _Item(x, x - _STEP / 2, x + _right(glances), glances)
            continue
        for glance in here:
            x = left + axis.width / 2
            if column.days > 1 and glance.first:
                x = left + _EDGE + (axis.width - 2 * _EDGE) * (glance.first - column.first).days / (column.days - 1)
            half = (_RINGED if glance.entry in drawing.conflicts else _STEP - 1) / 2
            yield _Item(x, x - half, x + half, (glance,))


def _right(glances: Sequence[Glance]) -> float:
    """The room to the right of the middle of a mark, with its number where it stands for several contacts."""
    return _STEP / 2 if len(glances) == 1 else 8 + _DIGIT * len(str(len(glances)))


def _wide(drawing: Drawing, agency: AgencyShown, axis: _Axis) -> Iterator[_Item]:
    """Contacts on some day of several columns: a line over these days with the mark in its middle."""
    by_days: dict[tuple[date, date], list[Glance]] = defaultdict(list)
    for glance in drawing.laid.wide:
        if glance.agency == agency.id and glance.first and glance.last and axis.shows(glance.first, glance.last):
            by_days[glance.first, glance.last].append(glance)
    for (first, last), here in by_days.items():
        left, right = axis.at(first), min(axis.right, axis.at(last) + axis.width / 2)
        left = min(left, axis.right - 2 * _STEP)
        right = max(right, left + 2 * _STEP)
        ends = (first >= axis.columns[0].first, last <= axis.columns[-1].last)
        shown = _sorted_out(here) if len(here) > _APART else [(glance,) for glance in here]
        for glances in shown:
            yield _Item((left + right) / 2, left, right, glances, line=ends)


def _sorted_out(glances: Sequence[Glance]) -> list[tuple[Glance, ...]]:
    found: dict[str, list[Glance]] = defaultdict(list)
    for glance in glances:
        found[symbol_of(glance)].append(glance)
    return [tuple(found[symbol]) for symbol in sorted(found)]


def _mark(drawing: Drawing, item: _Item, y: float, names: Mapping[str, str]) -> str:
    keys = {glance.entry for glance in item.glances}
    clash, corrected = bool(keys & drawing.conflicts), bool(keys & drawing.corrected)
    words = escape(_words(drawing, item, names, clash=clash, corrected=corrected))
    parts = []
    if item.line:
        left, right = item.left - item.x, item.right - item.x
        begins, ends = (("m0-4v8m0-4", "m0-4v8")[n] if end else "" for n, end in enumerate(item.line))
        parts.append(f'<path class="some-day" d="M{left:.1f} 0{begins}H-9M9 0H{right:.1f}{ends}"/>')
    wide = _STEP / 2 + _right(item.glances)
    parts.append(f'<rect class="hit" x="-7.5" y="-7.5" width="{wide:.1f}" height="15"/>')
    parts.append(f'<use href="#m-{symbol_of(item.glances[0])}"/>')
    if clash:
        parts.append('<rect class="clash" x="-8" y="-7.5" width="16" height="15"/>')
    if corrected:
        parts.append('<path class="corrected" d="M-5 8.5h10"/>')
    if len(item.glances) > 1:
        parts.append(f'<text class="n" x="8" y="4">{len(item.glances)}</text>')
    return (
        f'<a href="{escape(drawing.link(item.glances))}" aria-label="{words}" '
        f'transform="translate({item.x:.1f} {y:.1f})"><title>{words}</title>{"".join(parts)}</a>'
    )


def _words(drawing: Drawing, item: _Item, names: Mapping[str, str], *, clash: bool, corrected: bool) -> str:
    one = item.glances[0]
    agency = names.get(one.agency, one.agency)
    if len(item.glances) == 1:
        said = [f"{days_of(one)}, {agency}: {drawing.words(one)}"]
    else:
        days = span_words(
            min(glance.first for glance in item.glances if glance.first),
            max(glance.last for glance in item.glances if glance.last),
        )
        said = [f"{days}, {agency}: {len(item.glances)} × {glance_words(one)}"]
    if clash:
        said.append(str(CLASH))
    if corrected:
        said.append(str(CORRECTED))
    return "; ".join(said)


def _ground(scale: Scale, axis: _Axis, lanes: Sequence[_Drawn], bottom: float, gaps: Sequence[str]) -> Iterator[str]:
    """Lanes, the stretch under everything, lines between columns and their names."""
    for number, lane in enumerate(lanes):
        if number % 2 == 0:
            yield (f'<rect class="lane" x="0" y="{lane.top:.0f}" width="{axis.right:.0f}" height="{lane.height:.0f}"/>')
    yield from gaps
    above = ""
    for place, column in enumerate(axis.columns):
        x = place * axis.width
        named, name, head = _column_names(scale, column, first=place == 0, width=axis.width)
        strong = bool(head) and head != above
        if name or strong:
            yield (
                f'<path class="{"year" if strong else "month"}" d="M{x:.1f} {_HEAD - (26 if strong else 4)}'
                f'V{bottom:.0f}"/>'
            )
        if strong and _room(scale, axis, place):
            yield f'<text class="y" x="{x + 4:.1f}" y="16">{escape(head)}</text>'
        if strong:
            above = head
        if name:
            yield f'<text class="m" x="{x + 3:.1f}" y="36"><title>{escape(named)}</title>{escape(name)}</text>'
    yield f'<path class="year" d="M0 {bottom:.0f}H{axis.right:.1f}"/>'


def _room(scale: Scale, axis: _Axis, place: int) -> bool:
    """Whether the words above a column end before the next ones begin, or the picture ends."""
    here = _column_names(scale, axis.columns[place], first=True, width=axis.width)[2]
    following = axis.columns[place + 1 :]
    heads = (_column_names(scale, column, first=False, width=axis.width)[2] for column in following)
    next_one = next((n for n, head in enumerate(heads, 1) if head and head != here), len(following) + 1)
    return next_one * axis.width > 9 * len(here)


def _column_names(scale: Scale, column: Column, *, first: bool, width: float) -> tuple[str, str, str]:
    """A column's whole name, the name under the line, and what stands above it where that begins."""
    whole = column_words(scale, column)
    if scale is Scale.MONTH:
        name = date_format(column.first, "b").capitalize() if width > 25 else date_format(column.first, "F")[:1]
        return whole, name, str(column.first.year) if first or column.first.month == 1 else ""
    head = date_format(column.first, "M Y")
    if scale is Scale.WEEK:
        return whole, str(column.first.day), head
    return whole, str(column.first.day) if first or column.first.weekday() == 0 else "", head


def _birth(born: date | None, axis: _Axis, bottom: float) -> list[str]:
    """The time before birth in grey, and the day of birth."""
    if born is None or born <= axis.columns[0].first:
        return []
    x = axis.at(born)
    parts = [f'<rect class="unborn" x="0" y="{_HEAD}" width="{x:.1f}" height="{bottom - _HEAD:.0f}"/>']
    if x < axis.right:
        anchor, at = ("end", x - 5) if x > axis.right / 2 else ("start", x + 5)
        words = escape(_("Born {day}").format(day=day_words(born)))
        parts.append(f'<path class="birth" d="M{x:.1f} {_HEAD}V{bottom:.0f}"/>')
        parts.append(f'<text class="note" x="{at:.1f}" y="{bottom - 7:.0f}" text-anchor="{anchor}">{words}</text>')
    return parts


def _gap(stretch: Stretch, axis: _Axis, bottom: float) -> str:
    left, right = axis.at(stretch.begins), axis.at(stretch.ends)
    return f'<rect class="gap" x="{left:.1f}" y="{_HEAD}" width="{right - left:.1f}" height="{bottom - _HEAD:.0f}"/>'


def _bracket(stretch: Stretch, axis: _Axis, bottom: float, *, alone: bool) -> Iterator[str]:
    """A bracket from sighting to sighting with its days; open where it goes on in another picture."""
    left, right = axis.at(stretch.begins), axis.at(stretch.ends)
    begins, ends = stretch.begins >= axis.columns[0].first, stretch.ends <= axis.columns[-1].last
    y = bottom + 5
    path = f"M{left:.1f} {y + 7 if begins else y:.0f}V{y:.0f}H{right:.1f}V{y + 7 if ends else y:.0f}"
    middle = (left + right) / 2
    anchor, x = "middle", middle
    if middle < _HALF:
        anchor, x = "start", max(2.0, left)
    elif middle > WIDTH - _HALF:
        anchor, x = "end", min(WIDTH - 2.0, right)
    words = escape(bracket_words(stretch, alone=alone))
    yield f'<path class="bracket{" bracket-alone" if alone else ""}" d="{path}"/>'
    yield f'<text class="note" x="{x:.1f}" y="{y + 20:.0f}" text-anchor="{anchor}">{words}</text>'
