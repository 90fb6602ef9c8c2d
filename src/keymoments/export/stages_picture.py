"""The stages of a review on the real calendar, as SVG without script: bars, due days, pauses, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

WIDTH = 920
_NAME, _ROW, _HEAD, _FOOT, _RIGHT = 250, 34, 34, 10, 24
_LONGEST_NAME = 34  # letters; the whole name stands in the words beside the picture
_INK, _QUIET, _LINE = "#0b0c0c", "#484d52", "#b1b4b6"
_MOST_MARKS = 14  # of the axis: with more, each third month is named, then each year
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# How a bar is filled and edged, by how the stage stands; late ones are hatched as well, so colour alone says nothing.
LOOKS = {
    "running": ("#d2e2f1", "#1d4f8a"),
    "due_soon": ("#fff3bf", "#7a5c00"),
    "overdue": ("url(#late)", "#8f1d1d"),
    "done_in_time": ("#1d4f8a", "#1d4f8a"),
    "done_late": ("url(#late)", "#8f1d1d"),
    "no_limit": ("#f3f5f7", "#484d52"),
    "not_started": ("#ffffff", "#b1b4b6"),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the picture; ``words``: the same in words, ``href``: where it is."""

    name: str
    state: str
    words: str
    begins: date | None = None
    ends: date | None = None
    due: date | None = None
    agreed: date | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class StagesWords:
    """Every word of the picture."""

    title: str = "Stages of the review on the calendar"
    today: str = "today"
    months: Sequence[str] = _MONTHS


ENGLISH = StagesWords()


def stages_picture(
    rows: Sequence[StageRow], pauses: Sequence[tuple[date, date]], today: date, words: StagesWords = ENGLISH
) -> Markup:
    """The picture; nothing where no stage has a day. Every row is a link with its words: it can be read and tabbed."""
    days = [day for row in rows for day in (row.begins, row.ends, row.due, row.agreed) if day is not None]
    if not days:
        return Markup("")
    first, last = min([*days, today]), max([*days, today])
    first, last = first - timedelta(days=3), last + timedelta(days=10)
    height = _HEAD + len(rows) * _ROW + _FOOT
    scale = (WIDTH - _NAME - _RIGHT) / max(1, (last - first).days)

    def x(day: date) -> float:
        return round(_NAME + (day - first).days * scale, 1)

    parts = [
        f'<svg class="km-timeline" role="group" aria-label="{escape(words.title)}" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="13">',
        '<defs><pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#f6d7d2"/><rect width="2.5" height="6" fill="#8f1d1d"/></pattern></defs>',
    ]
    parts += _axis(first, last, height, x, words)
    bottom = height - _FOOT
    for begins, ends in pauses:
        a, b = max(begins, first), min(ends, last)
        if a <= b:
            parts.append(
                f'<rect x="{x(a)}" y="{_HEAD}" width="{max(2, x(b) - x(a))}" height="{bottom - _HEAD}" fill="#e5e6e7"/>'
            )
    for number, row in enumerate(rows):
        parts += _row(row, _HEAD + number * _ROW, today, x)
    parts.append(
        f'<path d="M{x(today)} {_HEAD - 4}V{bottom}" stroke="{_INK}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        f'<text x="{x(today)}" y="{_HEAD - 8}" text-anchor="middle" fill="{_INK}" font-weight="700">'
        f"{escape(words.today)}</text></svg>"
    )
    return Markup("".join(parts))  # noqa: S704 - every word of a record is escaped above


def _axis(first: date, last: date, height: int, x, words: StagesWords) -> list[str]:  # type: ignore[no-untyped-def]
    months = []
    day = date(first.year, first.month, 1)
    while day <= last:
        if day >= first:
            months.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    if len(months) > _MOST_MARKS * 3:
        months = [day for day in months if day.month == 1]
    elif len(months) > _MOST_MARKS:
        months = [day for day in months if day.month % 3 == 1]
    parts = []
    for day in months:
        name = words.months[day.month - 1] + (f" {day.year}" if day.month == 1 or day == months[0] else "")
        parts.append(
            f'<path d="M{x(day)} {_HEAD}V{height - _FOOT}" stroke="{_LINE}" stroke-width="0.7"/>'
            f'<text x="{x(day) + 2}" y="14" fill="{_QUIET}" font-size="12">{escape(name)}</text>'
        )
    return parts


def _row(row: StageRow, top: int, today: date, x) -> list[str]:  # type: ignore[no-untyped-def]
    name = row.name if len(row.name) <= _LONGEST_NAME else row.name[: _LONGEST_NAME - 1].rstrip() + "…"
    middle = top + _ROW / 2
    parts = [
        f'<a href="{escape(row.href)}" aria-label="{escape(row.words)}"><title>{escape(row.words)}</title>'
        f'<rect class="hit" x="0" y="{top}" width="{WIDTH}" height="{_ROW}" fill="transparent"/>'
        f'<text x="4" y="{middle + 4}" fill="{_INK}">{escape(name)}</text>'
    ]
    fill, edge = LOOKS[row.state]
    if row.begins is not None and row.begins <= today:
        end = row.ends or today
        parts.append(
            f'<rect x="{x(row.begins)}" y="{top + 9}" width="{max(4, x(end) - x(row.begins))}" height="{_ROW - 18}" '
            f'fill="{fill}" stroke="{edge}" stroke-width="1.5"{"" if row.ends else _OPEN}/>'
        )
    if row.due is not None:
        parts.append(f'<path d="M{x(row.due)} {top + 3}v{_ROW - 6}" stroke="{_INK}" stroke-width="3"/>')
    if row.agreed is not None:
        parts.append(
            f'<path d="M{x(row.agreed)} {top + 3}v{_ROW - 6}" stroke="{_INK}" stroke-width="2" stroke-dasharray="3 3"/>'
        )
    parts.append("</a>")
    return parts


_OPEN = ' stroke-dasharray="5 3"'  # a bar that goes on
