"""The picture of where a child was: months across, agencies down, a mark for each contact, as SVG without script."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from keymoments.analysis.layout import MONTHS, day_words, shown
from keymoments.analysis.whereabouts import Glance, Mark, Month, Whereabouts
from keymoments.export.shown import AgencyShown, counted

NAMES_WIDTH, PLOT_WIDTH = 200, 820
_MOST_MONTHS = 24  # in one band; a longer review is shown in several, one under another
_MOST_MARKS = 16  # of one agency in one month; more are shown as one mark of each sort with its number
_STEP = 13  # from mark to mark
_LANE = 30
_PAD = 6
_HEAD = 44
_FOOT = 44
_EDGE = 8

# Each sort differs in shape and in colour; every colour stands out from white by 4.5 or more.
_DOT = '<circle r="1.8" fill="#fff"/>'
SHAPES: dict[Mark, str] = {
    Mark.SEEN: '<circle r="5" fill="#1d70b8"/>',
    Mark.ALONE: '<path d="M0-6.6 6.6 0 0 6.6-6.6 0z" fill="#005a30"/>',
    Mark.REPORTED: '<rect x="-4.1" y="-4.1" width="8.2" height="8.2" fill="#fff" stroke="#5b3a8e" stroke-width="1.8"/>',
    Mark.SPOKEN: '<circle r="4.1" fill="#fff" stroke="#1d70b8" stroke-width="1.8"/><circle r="1.8" fill="#1d70b8"/>',
    Mark.TRIED: '<path d="M0-5.8 5.8 4.8h-11.6z" fill="#a8500a"/>',
    Mark.NOT_SEEN: '<path d="M-4-4 4 4M4-4-4 4" fill="none" stroke="#8f1d1d" stroke-width="2.2"/>',
    Mark.REMOTE: '<path d="M-4.5 0h9" fill="none" stroke="#484d52" stroke-width="2.4"/>',
    Mark.NOT_RECORDED: '<circle r="3" fill="#fff" stroke="#5f666b" stroke-width="1.4"/>',
}
COLOURS = ("#1d70b8", "#005a30", "#5b3a8e", "#a8500a", "#8f1d1d", "#484d52", "#5f666b")


def symbols() -> Markup:
    """The shapes, once for the whole page."""
    parts = [f'<symbol id="m-{mark}" overflow="visible">{shape}</symbol>' for mark, shape in SHAPES.items()]
    parts += [
        f'<symbol id="m-{mark}-spoken" overflow="visible">{SHAPES[mark]}{_DOT}</symbol>'
        for mark in (Mark.SEEN, Mark.ALONE)
    ]
    return Markup(  # noqa: S704 - our own shapes
        f'<svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def legend_mark(name: str) -> Markup:
    """A mark for the legend: the name of a :class:`Mark`, with ``-spoken`` for one with a dot."""
    return Markup(  # noqa: S704 - our own shapes
        '<svg class="sign" width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false">'
        f'<use href="#m-{escape(name)}"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class Band:
    """One picture: the names beside it, and the picture itself with its text alternative."""

    names: Markup
    plot: Markup
    heading: str


@dataclass(slots=True)
class Lane:
    """The room of one agency in a picture."""

    agency: AgencyShown
    top: float
    height: float


@dataclass(slots=True)
class _Lane(Lane):
    marks: list[tuple[float, float, str, int, str]]  # x, y below the top, symbol, how many, words


def bands(where: Whereabouts, label: str, agencies: Sequence[AgencyShown], key: str, alternative: str) -> list[Band]:
    """The pictures of one child. ``key``: tells ids of the page apart; ``alternative``: the picture in words."""
    count = -(-len(where.months) // _MOST_MONTHS) or 1
    size = -(-len(where.months) // count)
    parts = [where.months[start : start + size] for start in range(0, len(where.months), size)]
    longest = max(parts, key=len, default=())
    return [
        _band(where, label, agencies, part, len(longest), f"{key}-{n}", alternative) for n, part in enumerate(parts, 1)
    ]


def _band(
    where: Whereabouts,
    label: str,
    agencies: Sequence[AgencyShown],
    months: Sequence[Month],
    columns: int,
    key: str,
    alternative: str,
) -> Band:
    width = PLOT_WIDTH / max(1, columns)
    by_agency: dict[str, list[Glance]] = {}
    for glance in where.glances:
        if glance.month in months:
            by_agency.setdefault(glance.agency, []).append(glance)
    lanes: list[_Lane] = []
    top = float(_HEAD)
    for agency in agencies:
        lane = _lane(agency, top, by_agency.get(agency.id, ()), months, width)
        lanes.append(lane)
        top += lane.height
    heading = f"{MONTHS[months[0][1] - 1]} {months[0][0]} to {MONTHS[months[-1][1] - 1]} {months[-1][0]}"
    height = top + _FOOT
    plot = [
        *_ground(months, width, lanes, top),
        *_birth(where.child.born, months, width, top),
        *_stretch(where, months, width, top),
    ]
    for lane in lanes:
        for x, y, symbol, number, words in lane.marks:
            plot.append(
                f'<g transform="translate({x:.1f} {lane.top + y:.1f})"><title>{escape(words)}</title>'
                f'<use href="#m-{symbol}"/></g>'
            )
            if number > 1:
                plot.append(f'<text class="n" x="{x + 8:.1f}" y="{lane.top + y + 4:.1f}">{number}</text>')
    title = f"Where {label} was, {heading}"
    return Band(
        names=lane_names(lanes, height),
        plot=Markup(  # noqa: S704 - numbers and escaped texts only
            f'<svg class="plot" role="img" aria-labelledby="{key}-title {key}-desc" '
            f'viewBox="0 0 {PLOT_WIDTH} {height:.0f}" width="{PLOT_WIDTH}" height="{height:.0f}">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(alternative)}</desc>'
            f"{''.join(plot)}</svg>"
        ),
        heading=heading,
    )


def _lane(agency: AgencyShown, top: float, glances: Sequence[Glance], months: Sequence[Month], width: float) -> _Lane:
    marks: list[tuple[float, float, str, int, str]] = []
    rows: list[float] = []  # the right end of what stands in each row
    for place, month in enumerate(months):
        here = [glance for glance in glances if glance.month == month]
        left = place * width
        crowded = len(here) > max(_MOST_MARKS, int(width / _STEP) * 4)
        for x, symbol, number, words, wide in _summed(here, left) if crowded else _single(here, left, width):
            row = next((n for n, end in enumerate(rows) if x - _STEP / 2 >= end), len(rows))
            if row == len(rows):
                rows.append(0.0)
            rows[row] = x + _STEP / 2 + wide
            marks.append((x, _PAD + _STEP / 2 + row * _STEP + 2, symbol, number, words))
    return _Lane(agency, top, max(_LANE, len(rows) * _STEP + 2 * _PAD + 4), marks)


def _single(glances: Sequence[Glance], left: float, width: float) -> list[tuple[float, str, int, str, float]]:
    found = []
    for glance in glances:
        if glance.first is None:
            continue
        days = calendar.monthrange(glance.first.year, glance.first.month)[1]
        x = left + _EDGE + (width - 2 * _EDGE) * (glance.first.day - 1) / max(1, days - 1)
        words = f"{day_words(glance.first)}: {_mark_words(glance)} ({shown(glance.entry)})"
        found.append((x, symbol_of(glance), 1, words, 0.0))
    return found


def _summed(glances: Sequence[Glance], left: float) -> list[tuple[float, str, int, str, float]]:
    counts = Counter(symbol_of(glance) for glance in glances)
    words = {symbol_of(glance): _mark_words(glance) for glance in glances}
    return [
        (left + _EDGE, symbol, number, f"{counted(number, 'contact')} this month: {words[symbol]}", 20.0)
        for symbol, number in sorted(counts.items())
    ]


def symbol_of(glance: Glance) -> str:
    """The name of its mark among :func:`symbols`."""
    return f"{glance.mark}-spoken" if glance.spoken and glance.mark in (Mark.SEEN, Mark.ALONE) else glance.mark.value


def _mark_words(glance: Glance) -> str:
    words = {
        Mark.SEEN: "seen",
        Mark.ALONE: "observed without a parent or carer" if glance.young else "seen alone",
        Mark.REPORTED: "reported by another professional",
        Mark.SPOKEN: "spoken to, not seen",
        Mark.TRIED: "tried, not seen",
        Mark.NOT_SEEN: "not seen",
        Mark.REMOTE: "a call, letter or message",
        Mark.NOT_RECORDED: "not recorded",
    }[glance.mark]
    return f"{words} and spoken to" if symbol_of(glance).endswith("-spoken") else words


def _ground(months: Sequence[Month], width: float, lanes: Sequence[_Lane], bottom: float) -> list[str]:
    """Lanes, month lines and month names."""
    parts = []
    right = len(months) * width
    for number, lane in enumerate(lanes):
        if number % 2 == 0:
            parts.append(
                f'<rect class="lane" x="0" y="{lane.top:.0f}" width="{right:.0f}" height="{lane.height:.0f}"/>'
            )
    for place, (year, month) in enumerate(months):
        x = place * width
        first = place == 0 or month == 1
        parts.append(
            f'<path class="{"year" if first else "month"}" d="M{x:.1f} {_HEAD - (26 if first else 4)}V{bottom:.0f}"/>'
        )
        if first and (place == 0 or width * (len(months) - place) > 30):
            parts.append(f'<text class="y" x="{x + 4:.1f}" y="16">{year}</text>')
        name = MONTHS[month - 1][:3] if width > 25 else MONTHS[month - 1][0]
        parts.append(f'<text class="m" x="{x + 4:.1f}" y="36">{name}</text>')
    parts.append(f'<path class="year" d="M0 {bottom:.0f}H{right:.1f}"/>')
    return parts


def _at(day: date, months: Sequence[Month], width: float) -> float:
    """Where a day stands, which may be left or right of the band."""
    first = months[0]
    place = (day.year - first[0]) * 12 + day.month - first[1]
    return width * (place + (day.day - 1) / calendar.monthrange(day.year, day.month)[1])


def _birth(born: date | None, months: Sequence[Month], width: float, bottom: float) -> list[str]:
    """The time before birth in grey, and the day of birth."""
    right = len(months) * width
    if born is None or (x := _at(born, months, width)) <= 0:
        return []
    parts = [f'<rect class="unborn" x="0" y="{_HEAD}" width="{min(x, right):.1f}" height="{bottom - _HEAD:.0f}"/>']
    if x < right:
        anchor, at = ("end", x - 5) if x > right / 2 else ("start", x + 5)
        parts.append(f'<path class="birth" d="M{x:.1f} {_HEAD}V{bottom + 8:.0f}"/>')
        parts.append(
            f'<text class="note" x="{at:.1f}" y="{bottom - 7:.0f}" text-anchor="{anchor}">'
            f"Born {escape(day_words(born))}</text>"
        )
    return parts


def _stretch(where: Whereabouts, months: Sequence[Month], width: float, bottom: float) -> list[str]:
    """The longest stretch without a sighting: a bracket under the lanes with its days."""
    if where.stretch is None:
        return []
    right = len(months) * width
    begins, ends = _at(where.stretch.begins, months, width), _at(where.stretch.ends, months, width)
    left, stop = max(0.0, begins), min(right, ends)
    if stop <= 0 or left >= right:
        return []
    y = bottom + 6
    bracket = f"M{left:.1f} {y + 8 if begins >= 0 else y:.0f}V{y:.0f}H{stop:.1f}V{y + 8 if ends <= right else y:.0f}"
    middle = (left + stop) / 2
    half = 118  # about half of the words' width
    anchor, x = (
        ("start", 0.0)
        if middle < half
        else ("end", float(PLOT_WIDTH))
        if middle > PLOT_WIDTH - half
        else ("middle", middle)
    )
    words = f"{counted(where.stretch.days, 'day')} without a recorded sighting"
    return [
        f'<rect class="gap" x="{left:.1f}" y="{_HEAD}" width="{stop - left:.1f}" height="{bottom - _HEAD:.0f}"/>',
        f'<path class="bracket" d="{bracket}"/>',
        f'<text class="note" x="{x:.1f}" y="{y + 24:.0f}" text-anchor="{anchor}">{words}</text>',
    ]


def lane_names(lanes: Sequence[Lane], height: float) -> Markup:
    """The agencies' marks and names beside the lanes; the table beneath says them to a screen reader."""
    parts = []
    for number, lane in enumerate(lanes):
        middle = lane.top + lane.height / 2
        if number % 2 == 0:
            parts.append(
                f'<rect class="lane" x="0" y="{lane.top:.0f}" width="{NAMES_WIDTH}" height="{lane.height:.0f}"/>'
            )
        wide = 12 + 8 * len(lane.agency.mark)
        parts.append(
            f'<rect x="2" y="{middle - 10:.1f}" width="{wide}" height="20" '
            f'fill="{lane.agency.colour.background}" stroke="#0b0c0c"/>'
            f'<text class="chip" x="{2 + wide / 2:.1f}" y="{middle + 4.5:.1f}" text-anchor="middle" '
            f'fill="{lane.agency.colour.text}">{lane.agency.mark}</text>'
        )
        lines = _broken(shown(lane.agency.label))
        start = middle + 4.5 - 6.5 * (len(lines) - 1)
        for line, words in enumerate(lines):
            parts.append(f'<text class="name" x="{wide + 9}" y="{start + 13 * line:.1f}">{escape(words)}</text>')
    return Markup(  # noqa: S704 - numbers and escaped texts only
        f'<svg class="names" viewBox="0 0 {NAMES_WIDTH} {height:.0f}" width="{NAMES_WIDTH}" height="{height:.0f}" '
        f'preserveAspectRatio="xMinYMin slice" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _broken(label: str, fit: int = 25) -> list[str]:
    """A name in one or two lines that fit beside a lane."""
    if len(label) <= fit:
        return [label]
    words, first = label.split(" "), ""
    while words and len(first) + len(words[0]) + 1 <= fit:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    if not first:
        return [label[: fit - 1] + "…"]
    return [first, rest if len(rest) <= fit else rest[: fit - 1].rstrip() + "…"]
