"""Who lived where when, as SVG without script or style: a row a person, a bar a home, births, deaths, open ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from keymoments.analysis.household import DAY, Household, Member, Stay, generations, span_of
from keymoments.export.genogram import Legend, Picture
from keymoments.export.household import ENGLISH, HouseholdWords, facts_of, stay_words
from keymoments.export.palette import Colour, colour_of, mark_of

WIDTH = 920
_LEFT, _RIGHT = 12, 12
_HEAD = 40
_NAME, _BAR, _STEP, _PAD = 22, 22, 26, 10
_OPEN = 30  # pixels that are hatched where an end is open
_LETTER = 8.0  # about the width of a letter of the names on bars
_INK = "#0b0c0c"
_MONTHS_UP_TO = 3 * 366  # days: a longer axis shows quarters or years


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, (day - self.first).days / whole))


def household_timeline(household: Household, key: str = "homes", words: HouseholdWords = ENGLISH) -> Picture:
    """The picture; everybody of the family has a row, also where no home is known. ``key``: tells ids apart."""
    drawn = generations(household.members, household.bonds)
    settled = {stay.person for stay in household.stays}
    rows = [one for one in household.members if one.key in drawn or one.key in settled]
    if not rows or not household.stays:
        return Picture(Markup(), ())
    axis = _axis(household)
    homes = {home.key: home.name for home in household.homes}
    colours = {home.key: (colour_of(n), mark_of(n)) for n, home in enumerate(household.homes)}
    parts: list[str] = []
    stripes: list[str] = []
    top = float(_HEAD)
    for n, one in enumerate(rows):
        mine = [stay for stay in household.stays if stay.person == one.key]
        lanes = _lanes(mine)
        height = _NAME + _STEP * max(1, max(lanes, default=0) + 1) + _PAD
        if n % 2 == 0:
            stripes.append(f'<rect x="0" y="{top:.0f}" width="{WIDTH}" height="{height}" fill="#f3f5f7"/>')
        parts += _life(one, axis, top, height, words)
        for stay, lane in zip(mine, lanes, strict=True):
            y = top + _NAME + 2 + lane * _STEP
            parts.append(_bar(stay, one, axis, y, colours[stay.place], homes, key, words))
        if not mine:
            parts.append(_text(_LEFT, top + _NAME + 16, words.nothing, 13, "#484d52"))
        top += height
    ground = _ground(household, axis, top)
    used = [home for home in household.homes if any(stay.place == home.key for stay in household.stays)]
    svg = (
        f'<svg class="km-homes" role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {WIDTH} {top + 8:.0f}" width="{WIDTH}" height="{top + 8:.0f}">'
        f'<title id="{key}-title">{escape(words.timeline)}</title>'
        f'<desc id="{key}-desc">{escape(", ".join(one.name for one in rows))}</desc>'
        f"<defs>{''.join(_hatch(key, place, colour) for place, (colour, _mark) in colours.items())}</defs>"
        f"{''.join(stripes)}{''.join(ground)}{''.join(parts)}</svg>"
    )
    legend = [Legend(_review_sign(), words.review_days)]
    legend += [Legend(_chip(*colours[home.key]), home.name) for home in used]
    if "url(#" in svg:
        legend.append(Legend(_open_sign(f"{key}-legend"), words.open_end))
    return Picture(Markup(svg), tuple(legend))  # noqa: S704 - numbers and escaped texts only


def _axis(household: Household) -> _Axis:
    days = [household.first, household.last]
    days += [day for stay in household.stays for day in (stay.begins, stay.ends) if day]
    return _Axis(min(days), max(days))


def _lanes(stays: Sequence[Stay]) -> list[int]:
    """A lane for each home, so that two homes at one time lie one under another."""
    ends: list[date] = []
    found = []
    for stay in stays:
        begins, until = stay.begins or date.min, stay.ends or date.max
        lane = next((n for n, end in enumerate(ends) if end < begins), len(ends))
        if lane == len(ends):
            ends.append(date.min)
        ends[lane] = max(until, ends[lane])
        found.append(lane)
    return found


def _life(one: Member, axis: _Axis, top: float, height: float, words: HouseholdWords) -> list[str]:
    """The name, and the days before birth and after death in grey with a sign each."""
    said = [
        text.format(day=words.day(day, DAY)) for text, day in ((words.born, one.born), (words.died, one.died)) if day
    ]
    bottom = top + height
    parts = []
    if one.born and one.born > axis.first:
        x = axis.at(one.born)
        parts.append(_grey(_LEFT, x, top + _NAME, bottom))
        parts.append(f'<circle cx="{x:.1f}" cy="{top + _NAME:.1f}" r="5" fill="#005a30"/>')
        parts.append(f'<path d="M{x:.1f} {top + _NAME:.1f}V{bottom:.1f}" stroke="#005a30" stroke-width="2"/>')
    if one.died and one.died < axis.last:
        x = axis.at(one.died)
        parts.append(_grey(x, WIDTH - _RIGHT, top + _NAME, bottom))
        parts.append(
            f'<path d="M{x - 5:.1f} {top + _NAME - 5:.1f}l10 10m0-10l-10 10M{x:.1f} {top + _NAME:.1f}V{bottom:.1f}" '
            'fill="none" stroke="#8f1d1d" stroke-width="2"/>'
        )
    name = (
        f'<text x="{_LEFT}" y="{top + 16:.1f}" font-size="15" fill="{_INK}">'
        f'<tspan font-weight="700">{escape(one.name)}</tspan>'
        f'<tspan font-size="13">{escape("".join(f", {fact}" for fact in said))}</tspan></text>'
    )
    return [f"<g><title>{escape('; '.join((one.name, *facts_of(one, words))))}</title>{name}</g>", *parts]


def _grey(left: float, right: float, top: float, bottom: float) -> str:
    wide = max(0.0, right - left)
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{bottom - top:.1f}" fill="#d5d9dc"/>'


def _bar(
    stay: Stay,
    one: Member,
    axis: _Axis,
    y: float,
    look: tuple[Colour, str],
    homes: dict[str, str],
    key: str,
    words: HouseholdWords,
) -> str:
    colour, mark = look
    left = axis.at(stay.begins or max(axis.first, one.born or axis.first))
    right = max(left + 6, axis.at(stay.ends or min(axis.last, one.died or axis.last)))
    third = (right - left) / 3  # at least a third of a bar is plain
    start = left + min(third, _doubtful(stay.begins, stay.begins_known, axis))
    end = right - min(third, _doubtful(stay.ends, stay.ends_known, axis))
    open_ends = [(a, b) for a, b in ((left, start), (end, right)) if b > a]
    parts = [
        f'<rect x="{start:.1f}" y="{y:.1f}" width="{end - start:.1f}" height="{_BAR}" fill="{colour.background}"/>'
    ]
    parts += [
        f'<rect x="{a:.1f}" y="{y:.1f}" width="{b - a:.1f}" height="{_BAR}" fill="url(#{key}-{stay.place})"/>'
        for a, b in open_ends
    ]
    outline = f"M{left:.1f} {y:.1f}H{right:.1f}M{left:.1f} {y + _BAR:.1f}H{right:.1f}"
    outline += f"M{left:.1f} {y:.1f}v{_BAR}" if start == left else ""
    outline += f"M{right:.1f} {y:.1f}v{_BAR}" if end == right else ""
    parts.append(f'<path d="{outline}" fill="none" stroke="{_INK}"/>')
    label = f"{mark} {homes[stay.place]}"
    label = label if len(label) * _LETTER < end - start - 8 else mark
    if len(label) * _LETTER < end - start:
        parts.append(_text(start + 5, y + 16, label, 13, colour.text))
    told = f"{one.name}: {stay_words(stay, homes, words)}"
    return f"<g><title>{escape(told)}</title>{''.join(parts)}</g>"


def _doubtful(day: date | None, known: str, axis: _Axis) -> float:
    """How much of a bar is hatched at an end that is not known, or not to the day."""
    if day is None:
        return _OPEN
    first, last = span_of(day, known)
    return 0.0 if first == last else max(6.0, axis.at(last) - axis.at(first))


def _text(x: float, y: float, text: str, size: int, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}">{escape(text)}</text>'


def _hatch(key: str, place: str, colour: Colour) -> str:
    return (
        f'<pattern id="{key}-{place}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<rect width="3" height="6" fill="{colour.background}"/></pattern>'
    )


def _ground(household: Household, axis: _Axis, bottom: float) -> list[str]:
    """Years and months above, with lines between the years; the days of the review as a bar over all."""
    parts = []
    days = (axis.last - axis.first).days
    step = 1 if days <= _MONTHS_UP_TO // 2 else 3 if days <= _MONTHS_UP_TO else 12
    every = 1 + days // (366 * 20)  # years that are named
    year, month = axis.first.year, 1
    last_label = -100.0
    while (day := date(year, month, 1)) <= axis.last:
        if day >= axis.first:
            x = axis.at(day)
            first = month == 1
            parts.append(
                f'<path d="M{x:.1f} {22 if first else 30}V{bottom if first else _HEAD:.0f}" stroke="#8b9196"/>'
            )
            if first and year % every == 0 and x < WIDTH - 40:
                parts.append(_text(x + 4, 34, str(year), 13, _INK))
                last_label = x
        month += step
        if month > 12:
            year, month = year + 1, 1
    if last_label < 0 or axis.at(axis.first) + 60 < axis.at(date(axis.first.year + 1, 1, 1)):
        parts.append(_text(_LEFT, 34, str(axis.first.year), 13, _INK))
    left, right = axis.at(household.first), axis.at(household.last)
    parts.append(f'<path d="M{left:.1f} 16v-8H{right:.1f}v8" fill="none" stroke="{_INK}" stroke-width="2"/>')
    return parts


def _chip(colour: Colour, mark: str) -> Markup:
    return Markup(  # noqa: S704 - our own shapes
        '<svg width="40" height="24" viewBox="0 0 40 24" aria-hidden="true" focusable="false">'
        f'<rect x="1" y="1" width="38" height="22" fill="{colour.background}" stroke="{_INK}"/>'
        f'<text x="20" y="17" font-size="13" text-anchor="middle" fill="{colour.text}">{mark}</text></svg>'
    )


def _review_sign() -> Markup:
    return Markup(  # noqa: S704 - our own shapes
        '<svg width="40" height="24" viewBox="0 0 40 24" aria-hidden="true" focusable="false">'
        f'<path d="M2 18v-8H38v8" fill="none" stroke="{_INK}" stroke-width="2"/></svg>'
    )


def _open_sign(key: str) -> Markup:
    return Markup(  # noqa: S704 - our own shapes
        '<svg width="40" height="24" viewBox="0 0 40 24" aria-hidden="true" focusable="false">'
        f"<defs>{_hatch(key, 'open', Colour('#8b9196', _INK))}</defs>"
        f'<rect y="1" width="40" height="22" fill="url(#{key}-open)"/>'
        f'<path d="M0 1H40M0 23H40" stroke="{_INK}"/></svg>'
    )
