"""Where a child was as a page shows it: the strips, the same as a table, the longest stretches, boxes against words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from keymoments.analysis.whereabouts import Glance, Stretch, tally
from keymoments.analysis.whereabouts_strip import Column, Laid, Scale, Window, lay, scale_for, window
from keymoments.export.palette import colour_of, mark_of
from keymoments.export.picture import legend_mark
from keymoments.export.shown import AgencyShown
from keymoments.reviews.queries.where import Corrected, Doubted, Told
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS
from keymoments.web.presenters.where_strip import Drawing, Strip, strips
from keymoments.web.presenters.where_words import (
    CLASH,
    CORRECTED,
    column_words,
    days_of,
    glance_words,
    legend,
    span_words,
    stretch_words,
    summary,
    tally_words,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one agency's records tell in one column. ``notes``: boxes that disagree, corrections."""

    agency: AgencyShown
    words: str
    link: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A column of the strip as a row; ``cells`` empty where no contact is recorded on these days.

    ``closer``: the address that shows these days by day.
    """

    words: str
    note: str
    cells: tuple[Cell | None, ...]
    closer: str


@dataclass(frozen=True, slots=True)
class StretchShown:
    """A longest stretch in words, and the addresses of its days in the strip and of what is recorded in it."""

    words: str
    strip: str
    entries: str


@dataclass(frozen=True, slots=True)
class DoubtedShown:
    """A contact with a contradicted box or corrections."""

    link: str
    days: str
    agency: str
    name: str
    counts: str
    boxes: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    whole: bool
    corrections: tuple[str, ...]


class WhereShown:
    """The page of one child. ``period``: the days asked for, inside those of the review."""

    def __init__(self, reference: str, told: Told, scale: Scale, period: tuple[date, date], at: date | None) -> None:
        self._reference, self._told = reference, told
        self.page: Window = window(scale, *period, at)
        self._period = period
        self._laid: Laid = lay(told.where.glances, self.page)
        self._of_child = f"{reverse('chronology', args=[reference])}?child={told.child.key}"  # keys need no quoting
        self.agencies = [
            AgencyShown(one.key, one.name, mark_of(told.marks[one.key]), colour_of(told.marks[one.key]))
            for one in told.agencies
        ]
        self._conflicts = frozenset(one.key for one in told.doubted if one.against)
        self._corrected = frozenset(one.key for one in told.doubted if one.corrections)
        self._by_entry = {glance.entry: glance for glance in told.where.glances}

    # ---- addresses ----

    def entries(self, first: date | None, last: date | None, **narrowed: str) -> str:
        """The chronology of these days, narrowed further by keys and answers, as far as it tells of the child."""
        return "&".join((self._of_child, *(f"{name}={value}" for name, value in narrowed.items()), *_days(first, last)))

    def _contacts(self, glances: Sequence[Glance], column: Column | None = None) -> str:
        """The chronology of some contacts of one agency: their days (or the whole column), and answers all share."""
        shared = {"agency": glances[0].agency, "contact": "yes"}
        answers = {self._told.answers[glance.entry] for glance in glances}
        for name, values in zip(("seen", "spoken_to", "alone"), zip(*answers, strict=True), strict=True):
            if len({*values}) == 1 and (name == "seen" or values[0] == "yes"):
                shared[name] = values[0]
        first = min((glance.first for glance in glances if glance.first), default=None)
        last = max((glance.last for glance in glances if glance.last), default=None)
        if column is not None:
            first, last = column.first, column.last
        return self.entries(first, last, **shared)

    def _strip_of(self, scale: Scale, first: date, last: date) -> str:
        """This page with other days."""
        return "&".join((f"?scale={scale}", *_days(first, last)))

    def turned_to(self, day: date | None) -> str:
        """The page of the same period that holds a day; nothing for none."""
        return f"{self._strip_of(self.page.scale, *self._period)}&at={day.isoformat()}" if day else ""

    def narrowed(self, opens: date, closes: date) -> bool:
        """Whether anything but the whole review by month is shown."""
        return self.page.scale is not Scale.MONTH or self._period != (opens, closes) or self.page.of > 1

    def _words(self, glance: Glance) -> str:
        return glance_words(glance, self._told.attempts.get(glance.entry, ""))

    # ---- the strip ----

    @cached_property
    def strips(self) -> list[Strip]:
        """The pictures of the page."""
        told = self._told
        return strips(
            Drawing(
                told.where,
                self.page,
                self._laid,
                self.agencies,
                self._conflicts,
                self._corrected,
                self._contacts,
                self._words,
            )
        )

    @property
    def legend(self) -> list[tuple[Markup, str]]:
        """The marks with their words; first those of the contacts, then what may stand around them."""
        lines = [(legend_mark(symbol), words) for symbol, words in legend(self._on_page)]
        keys = {glance.entry for glance in self._on_page}
        if keys & self._conflicts:
            lines.append((_sign('<rect class="clash" x="-8" y="-7.5" width="16" height="15"/>'),
                          _("A frame: a tick box and the words disagree; the words count")))  # fmt: skip
        if keys & self._corrected:
            lines.append((_sign('<path class="corrected" d="M-6 4h12"/>'), _("A line below: corrected by a reviewer")))
        if self._laid.wide:
            lines.append((_sign('<path class="some-day" d="M-9 -4v8m0-4h18m0-4v8"/>'),
                          _("A line through a mark: on some day of these; the record is no more exact")))  # fmt: skip
        return lines

    @cached_property
    def _on_page(self) -> list[Glance]:
        laid = self._laid
        return [*(glance for found in laid.cells.values() for glance in found), *laid.wide, *laid.undated]

    @property
    def days(self) -> str:
        """The days of the page."""
        return span_words(self.page.first, self.page.last)

    # ---- the same as a table ----

    def rows(self) -> Iterator[Row]:
        """A row for each column with a contact; days in a row without one stand in one row together."""
        cells = self._laid.cells
        empty: list[Column] = []
        wide = self._wide_rows()
        for place, column in enumerate(self.page.columns):
            before = [days for days in wide if days[0] <= column.last]
            here = [cells.get((place, agency.id), ()) for agency in self.agencies]
            if empty and (before or any(here)):
                yield self._empty(empty)
                empty = []
            for days in before:
                yield self._wide(*days, wide.pop(days))
            if not any(here):
                empty.append(column)
                continue
            yield self._row(column, here)
        if empty:
            yield self._empty(empty)
        if self._laid.undated:
            found = _by_agency(self._laid.undated)
            cells_shown = tuple(self._cell(agency, found.get(agency.id, ()), None) for agency in self.agencies)
            yield Row(_("Date not known"), "", cells_shown, "")

    def _row(self, column: Column, here: Sequence[Sequence[Glance]]) -> Row:
        cells = tuple(self._cell(agency, glances, column) for agency, glances in zip(self.agencies, here, strict=True))
        closer = "" if self.page.scale is Scale.DAY else self._strip_of(Scale.DAY, column.first, column.last)
        return Row(column_words(self.page.scale, column), self._unborn(column.first), cells, closer)

    def _wide_rows(self) -> dict[tuple[date, date], list[Glance]]:
        """Contacts on some day of several columns, by their days in order of time."""
        found: dict[tuple[date, date], list[Glance]] = defaultdict(list)
        for glance in self._laid.wide:
            if glance.first and glance.last:
                found[glance.first, glance.last].append(glance)
        return dict(sorted(found.items()))

    def _wide(self, first: date, last: date, glances: Sequence[Glance]) -> Row:
        found = _by_agency(glances)
        cells = tuple(self._cell(agency, found.get(agency.id, ()), Column(first, last)) for agency in self.agencies)
        return Row(span_words(first, last), _("some day of these; the record is no more exact"), cells, "")

    def _empty(self, columns: Sequence[Column]) -> Row:
        first, last = columns[0], columns[-1]
        scale = self.page.scale
        if len(columns) == 1:
            words = column_words(scale, first)
        elif scale is Scale.MONTH:
            words = _("{first} to {last}").format(first=column_words(scale, first), last=column_words(scale, last))
        else:
            words = span_words(first.first, last.last)
        return Row(words, self._unborn(last.last), (), "")

    def _unborn(self, day: date) -> str:
        born = self._told.where.child.born
        return _("not yet born") if born and day < born else ""

    def _cell(self, agency: AgencyShown, glances: Sequence[Glance], column: Column | None) -> Cell | None:
        if not glances:
            return None
        keys = [glance.entry for glance in glances]
        counts = (
            (CLASH, len(self._conflicts.intersection(keys))),
            (CORRECTED, len(self._corrected.intersection(keys))),
        )
        notes = tuple(f"{words}: {number}" if len(keys) > 1 else str(words) for words, number in counts if number)
        words = self._words(glances[0]) if len(glances) == 1 else tally_words(tally(glances))
        return Cell(agency, words, self._contacts(glances, column), notes)

    # ---- what stands beside ----

    def summary(self) -> list[str]:
        """The whole review in sentences."""
        return list(summary(self._told.where, self._told.child.name))

    def stretches(self) -> list[StretchShown]:
        """The longest time not seen, and not seen alone."""
        where = self._told.where
        pairs = ((where.stretch, False), (where.alone_stretch, True))
        return [self._stretch(stretch, alone=alone) for stretch, alone in pairs if stretch is not None]

    def _stretch(self, stretch: Stretch, *, alone: bool) -> StretchShown:
        return StretchShown(
            stretch_words(stretch, self._told.where, alone=alone),
            self._strip_of(scale_for(stretch.days), stretch.begins, stretch.ends),
            self.entries(stretch.begins, stretch.ends),
        )

    def undated(self) -> list[tuple[str, str]]:
        """Contacts without any day: what they came to, each with the address of its entry."""
        return [(self._entry(glance.entry), self._words(glance)) for glance in self._laid.undated]

    def _entry(self, key: str) -> str:
        return reverse("entry", args=[self._reference, key])

    def doubted(self) -> tuple[list[DoubtedShown], list[DoubtedShown]]:
        """On this page: contacts with a tick box that disagrees, and corrected ones."""
        here = {glance.entry for glance in self._on_page}
        shown = [(one, self._doubted(one)) for one in self._told.doubted if one.key in here]
        return [it for one, it in shown if one.against], [it for one, it in shown if one.corrections]

    def _doubted(self, one: Doubted) -> DoubtedShown:
        names: Mapping[str, str] = {agency.id: agency.label for agency in self.agencies}
        glance = self._by_entry[one.key]
        sides = one.against
        return DoubtedShown(
            self._entry(one.key),
            days_of(glance),
            names.get(one.agency, one.agency),
            one.name,
            self._words(glance),
            sides.boxes if sides else (),
            sides.words if sides else (),
            bool(sides and sides.whole),
            tuple(_correction(it, days_of(glance)) for it in one.corrections),
        )


def _correction(one: Corrected, days: str) -> str:
    """``days``: those that count now."""
    if one.field == "date":
        return _("Date written as “{was}”, corrected to {value} by {who}: {why}").format(
            was=one.was, value=days, who=one.by, why=one.reason
        )
    return _("{question} read as “{was}”, corrected to “{value}” by {who}: {why}").format(
        question=QUESTION_WORDS[one.field],
        was=ANSWER_WORDS.get(one.was, one.was),
        value=ANSWER_WORDS.get(one.value, one.value),
        who=one.by,
        why=one.reason,
    )


def _days(first: date | None, last: date | None) -> Iterator[str]:
    """The first and the last day as forms ask for them."""
    for name, day in (("first", first), ("last", last)):
        if day:
            yield f"{name}_day={day.day}&{name}_month={day.month}&{name}_year={day.year}"


def _by_agency(glances: Sequence[Glance]) -> dict[str, list[Glance]]:
    found: dict[str, list[Glance]] = defaultdict(list)
    for glance in glances:
        found[glance.agency].append(glance)
    return found


def _sign(shape: str) -> Markup:
    return Markup(  # noqa: S704 - our own shapes
        '<svg class="sign km-strip" width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true" '
        f'focusable="false">{shape}</svg>'
    )
