"""The review on one line of time, as SVG without script: entries as a band, moments, waits, meetings, births, moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

WIDTH = 920
_LEFT, _RIGHT = 12, 12
_HEAD, _NAME, _BAND, _LANE, _PAD = 40, 20, 34, 18, 12
_INK, _QUIET = "#0b0c0c", "#484d52"
_MOST_LANES = 14  # of one row; what does not fit is counted in words
_LETTER = 7.0  # about the width of a letter of what stands on a bar
_SLIM = 5.0  # a bar is never slimmer, in pixels
_SHORT, _LONG = 100, 800  # days up to which an axis counts weeks, and from which it counts quarters
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was on a day or lasted. ``words``: what it is; ``sign``: what stands on its bar; ``href``: where.

    ``sort``: one of :data:`LOOKS`. ``ends``: the first day where it did not last.
    """

    begins: date
    ends: date
    sort: str
    words: str
    sign: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the picture: its name, how many entries there are in each step of the axis, and pieces in lanes."""

    name: str
    counts: Sequence[tuple[date, int]] = ()
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """Every word of the picture; ``entries`` and ``more`` take a number."""

    title: str = "Timeline of the review"
    entries: str = "{count} entries"
    more: str = "and {count} more: choose a shorter time to see them"
    incident: str = "day of the incident"
    months: Sequence[str] = _MONTHS


ENGLISH = TimelineWords()
# Sort of a piece → how it is filled, edged and written on; each differs by more than its colour.
LOOKS: dict[str, tuple[str, str, str]] = {
    "moment": ("#1d4f8a", "#1d4f8a", "#fff"),
    "good": ("#fff", "#005a30", "#005a30"),
    "wait": ("#f7d9c4", "#8a3d05", _INK),
    "open-wait": ("#fff", "#8a3d05", _INK),
    "pregnancy": ("#efe6f7", "#5b3a8e", _INK),
    "home": ("#e3f1ea", "#00703c", _INK),
    "meeting": ("#ffdd00", _INK, _INK),
}


def step_of(first: date, last: date) -> int:
    """How many days one column of the band stands for: a day, a week, or a month (0)."""
    days = (last - first).days
    return 1 if days <= _SHORT else 7 if days <= _LONG else 0


def column_of(day: date, step: int) -> date:
    """The first day of the column in which a day stands."""
    if step == 0:
        return day.replace(day=1)
    return day - timedelta(day.weekday()) if step == 7 else day


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days + 1)
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, (day - self.first).days / whole))


def review_timeline(
    rows: Sequence[Row],
    first: date,
    last: date,
    *,
    incident: date | None = None,
    words: TimelineWords = ENGLISH,
    key: str = "time",
) -> Markup:
    """The picture of the days from ``first`` to ``last``. ``key``: tells the ids of two pictures of a page apart.

    What lies outside is left out, what reaches out is cut at the edge. Every piece carries its words, so that the
    picture can be read out; the page has the same as a list.
    """
    axis = _Axis(first, last)
    step = step_of(first, last)
    highest = max((count for row in rows for _day, count in row.counts), default=1)
    parts: list[str] = []
    top = float(_HEAD)
    for number, row in enumerate(rows):
        drawn, height = _row(row, axis, step, highest, top, words)
        if number % 2 == 0:
            parts.append(f'<rect x="0" y="{top:.0f}" width="{WIDTH}" height="{height:.0f}" fill="#f3f5f7"/>')
        parts += drawn
        top += height
    ground = _ground(axis, top, step, words)
    mark = []
    if incident is not None and first <= incident <= last:
        x = axis.at(incident)
        mark.append(
            f'<g><title>{escape(words.incident)}</title><path d="M{x:.1f} {_HEAD - 8}V{top:.0f}" stroke="#8f1d1d" '
            f'stroke-width="2" stroke-dasharray="6 3"/></g>'
        )
    return Markup(  # noqa: S704 - numbers and escaped texts only
        f'<svg class="km-timeline" role="group" aria-labelledby="{key}-title" viewBox="0 0 {WIDTH} {top + 8:.0f}" '
        f'width="{WIDTH}" height="{top + 8:.0f}"><title id="{key}-title">{escape(words.title)}</title>'
        f"{''.join(parts)}{''.join(ground)}{''.join(mark)}</svg>"
    )


def _row(row: Row, axis: _Axis, step: int, highest: int, top: float, words: TimelineWords) -> tuple[list[str], float]:
    """What is drawn of a row, and how high it is."""
    parts = [_text(_LEFT, top + 14, row.name, 13, _INK, bold=True)]
    y = top + _NAME
    if row.counts:
        parts += _band(row.counts, axis, step, highest, y, words)
        y += _BAND
    shown = [one for one in row.pieces if one.ends >= axis.first and one.begins <= axis.last]
    lanes = _lanes(shown, axis)
    for piece, lane in zip(shown, lanes, strict=True):
        if lane < _MOST_LANES:
            parts.append(_bar(piece, axis, y + lane * _LANE))
    y += _LANE * min(_MOST_LANES, max(lanes, default=-1) + 1)
    hidden = sum(1 for lane in lanes if lane >= _MOST_LANES)
    if hidden:
        parts.append(_text(_LEFT, y + 12, words.more.format(count=hidden), 12, _QUIET))
        y += _LANE
    return parts, y - top + _PAD


def _band(
    counts: Sequence[tuple[date, int]], axis: _Axis, step: int, highest: int, y: float, words: TimelineWords
) -> list[str]:
    """A column for each step of the axis, as high as there are entries in it."""
    parts = []
    for day, count in counts:
        left = axis.at(day)
        right = axis.at(_after(day, step))
        tall = (_BAND - 6) * count / highest
        wide = max(1.5, right - left - 0.6)
        parts.append(
            f"<g><title>{escape(_day(day, words))}: {escape(words.entries.format(count=count))}</title>"
            f'<rect x="{left:.1f}" y="{y + _BAND - 4 - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
            f'fill="#5f666b"/></g>'
        )
    return parts


def _after(day: date, step: int) -> date:
    if step:
        return day + timedelta(step)
    return (day.replace(day=28) + timedelta(4)).replace(day=1)


def _lanes(pieces: Sequence[Piece], axis: _Axis) -> list[int]:
    """A lane for each piece, so that none lies over another one or over what is written on it."""
    ends: list[float] = []
    found = []
    for one in pieces:
        left, right = _edges(one, axis)
        lane = next((number for number, end in enumerate(ends) if end < left), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = max(right, left + len(one.sign) * _LETTER) + 3
        found.append(lane)
    return found


def _edges(one: Piece, axis: _Axis) -> tuple[float, float]:
    left = axis.at(one.begins)
    return left, max(left + _SLIM, axis.at(one.ends + timedelta(1)))


def _bar(one: Piece, axis: _Axis, y: float) -> str:
    left, right = _edges(one, axis)
    fill, edge, ink = LOOKS[one.sort]
    dashes = ' stroke-dasharray="4 2"' if one.sort == "open-wait" else ""
    inside = right - left >= len(one.sign) * _LETTER + 4
    sign = _text(left + 3 if inside else right + 2, y + 12, one.sign, 12, ink if inside else _INK) if one.sign else ""
    drawn = (
        f"<title>{escape(one.words)}</title>"
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{right - left:.1f}" height="{_LANE - 3}" rx="2" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.4"{dashes}/>{sign}'
    )
    if one.href:
        return f'<a href="{escape(one.href)}" aria-label="{escape(one.words)}">{drawn}</a>'
    return f'<g role="img" aria-label="{escape(one.words)}">{drawn}</g>'


def _ground(axis: _Axis, bottom: float, step: int, words: TimelineWords) -> list[str]:
    """The lines of months (or quarters) with their names, and of years."""
    parts = []
    day = axis.first.replace(day=1)
    quarters = step == 0
    while day <= axis.last:
        if day >= axis.first or day.replace(day=28) >= axis.first:
            x = axis.at(max(day, axis.first))
            january = day.month == 1 or day == axis.first.replace(day=1)
            top, shade = (18, "#8a9096") if january else (26, "#d5d9dc")
            parts.append(f'<path d="M{x:.1f} {top}V{bottom:.0f}" stroke="{shade}"/>')
            if january:
                parts.append(_text(x + 3, 14, str(day.year), 12, _INK, bold=True))
            room = axis.at(_after(day, 0)) - x
            wide = room * 3 if quarters and day.month % 3 == 1 else 0 if quarters else room
            if wide >= 24:
                parts.append(_text(x + 3, 32, words.months[day.month - 1], 12, _QUIET))
        day = _after(day, 0)
    return parts


def _day(day: date, words: TimelineWords) -> str:
    return f"{day.day} {words.months[day.month - 1]} {day.year}"


def _text(x: float, y: float, words: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{fill}">{escape(words)}</text>'


def sign_of(sort: str) -> Markup:
    """A little bar for the legend."""
    fill, edge, _ink = LOOKS[sort]
    dashes = ' stroke-dasharray="4 2"' if sort == "open-wait" else ""
    return Markup(  # noqa: S704 - our own shapes
        '<svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true" focusable="false">'
        f'<rect x="1" y="2" width="26" height="12" rx="2" fill="{fill}" stroke="{edge}" stroke-width="1.4"{dashes}/>'
        "</svg>"
    )
