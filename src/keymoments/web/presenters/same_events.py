"""Two accounts of what may be one event, side by side, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from keymoments.reviews import bridge
from keymoments.reviews.models import Entry
from keymoments.reviews.queries.chronology import Beside
from keymoments.reviews.queries.same_events import Pair
from keymoments.web.presenters.answers import ANSWER_WORDS, QUESTION_WORDS
from keymoments.web.presenters.chronology import Names, contact_said
from keymoments.web.presenters.dates import day_said, doubts_said, time_said

_WORD = re.compile(r"\w+(?:[.:/]\d+)*")
LIKE = 0.6  # two texts as like as this are compared word by word; of others only figures are
LONGEST = 2000  # words beyond which two texts are not compared word by word


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that both tell: what each says, and whether that is not the same."""

    name: str
    one: Markup
    other: Markup
    differs: bool
    long: bool = False


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two entries side by side; ``form``: the decision about them."""

    pair: Pair
    aspects: Sequence[Aspect]
    form: Any

    @property
    def differing(self) -> list[str]:
        """The names of what differs."""
        return [_("What the record says") if one.long else one.name for one in self.aspects if one.differs]


def pair_shown(pair: Pair, form: Any, beside: Beside, names: Names) -> PairShown:
    """A pair made ready for its page."""
    return PairShown(pair, list(_aspects(pair, beside, names)), form)


def _aspects(pair: Pair, beside: Beside, names: Names) -> Iterator[Aspect]:
    one, other = (bridge.entry_of(row, "") for row in (pair.one, pair.other))
    yield _plain(_("Date"), _day(one.date), _day(other.date))
    if one.time or other.time:
        silent = _("no time recorded")
        yield _plain(_("Time"), time_said(one.time) or silent, time_said(other.time) or silent)
    yield _people(pair.one, pair.other, names)
    yield _plain(_("Contact with the family"), *(contact_said(_yes(row.contact)) for row in (pair.one, pair.other)))
    yield from _answers(pair, beside)
    yield _texts(one.text, other.text)


def _day(when: Any) -> str:
    return "; ".join((day_said(when), *doubts_said(when)))


def _yes(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")


def _plain(name: str, one: str, other: str) -> Aspect:
    differs = one != other
    return Aspect(name, _mark(one) if differs else escape(one), _mark(other) if differs else escape(other), differs)


def _people(one: Entry, other: Entry, names: Names) -> Aspect:
    def said(mine: Sequence[str], theirs: Sequence[str]) -> Markup:
        people = [escape(names.get(key, key)) if key in theirs else _mark(names.get(key, key)) for key in mine]
        return Markup("; ").join(people) if people else escape(_("nobody of the review"))

    return Aspect(
        _("People they name"),
        said(one.people, other.people),
        said(other.people, one.people),
        set(one.people) != set(other.people),
    )


def _answers(pair: Pair, beside: Beside) -> Iterator[Aspect]:
    """A line for each child of whom the two do not say the same."""
    here, there = (
        {sighting.child.name: sighting for sighting in beside.sightings.get(row.pk, ())}
        for row in (pair.one, pair.other)
    )
    for child in dict.fromkeys((*here, *there)):
        one, other = _said(here.get(child)), _said(there.get(child))
        if one != other:
            yield Aspect(child, _against(one, other), _against(other, one), True)


def _said(sighting: Any) -> dict[str, str]:
    """Question → answer, in words."""
    if sighting is None:
        return {}
    return {str(words): str(ANSWER_WORDS[getattr(sighting, name)]) for name, words in QUESTION_WORDS.items()}


def _against(mine: dict[str, str], theirs: dict[str, str]) -> Markup:
    """Answers, those marked that the other has not."""
    if not mine:
        return _mark(_("says nothing of it"))
    said = [f"{question}: {answer}" for question, answer in mine.items()]
    same = {f"{question}: {answer}" for question, answer in theirs.items()}
    return Markup("; ").join(escape(words) if words in same else _mark(words) for words in said)


def _texts(one: str, other: str) -> Aspect:
    first, second, alike = _differing(one, other)
    name = _("What the record says")
    if not alike:
        name = _("What the record says, each in its own words; figures that one of them alone has are marked")
    return Aspect(name, _marked(one, first), _marked(other, second), bool(first or second), True)


Spans = list[tuple[int, int]]


def _differing(one: str, other: str) -> tuple[Spans, Spans, bool]:
    """The places of each text that the other has not; whether they were alike enough to be compared word by word."""
    here, there = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    mine, theirs = ([word.group().casefold() for word in words] for words in (here, there))
    if max(len(mine), len(theirs)) <= LONGEST:
        match = SequenceMatcher(None, mine, theirs, autojunk=False)
        if match.real_quick_ratio() >= LIKE and match.quick_ratio() >= LIKE and match.ratio() >= LIKE:
            first: Spans = []
            second: Spans = []
            for sort, a, b, c, d in match.get_opcodes():
                if sort != "equal":
                    first += [(here[a].start(), here[b - 1].end())] if b > a else []
                    second += [(there[c].start(), there[d - 1].end())] if d > c else []
            return first, second, True
    return _figures(here, set(theirs)), _figures(there, set(mine)), False


def _figures(words: Sequence[re.Match[str]], others: set[str]) -> Spans:
    return [
        word.span() for word in words if any(sign.isdigit() for sign in word.group()) and word.group() not in others
    ]


def _marked(text: str, spans: Spans) -> Markup:
    parts, end = [], 0
    for start, stop in spans:
        parts += [escape(text[end:start]), _mark(text[start:stop])]
        end = stop
    return Markup("").join((*parts, escape(text[end:])))


def _mark(words: str) -> Markup:
    return Markup('<mark class="km-differs">{}</mark>').format(words)
