"""What evidence is worth: did it happen, is the child a baby, what does a box say, and which words carry an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.language.units import Passage
from keymoments.analysis.records import Person
from keymoments.analysis.sightings.evidence import Evidence
from keymoments.analysis.sightings.setting import Setting, Tick
from keymoments.analysis.sightings.touch import CHILDREN_THERE
from keymoments.analysis.sightings.values import Answer, Mode, Quote

_BABY_MONTHS = 18  # below it a baby who is seen is not spoken to
_SEVERAL = re.compile(r"\b(?:children|chn|kids|plant)\b", re.IGNORECASE)
_SESSION = frozenset("1 1:1 1-1 121".split())
_BARE = frozenset("alone by on his her their own himself herself themselves in at for while today this".split())
_ABSENCE = frozenset("no nobody no-one noone without w/o none".split())
_OUTRIGHT = frozenset("alone own himself herself nobody no-one noone no away private privately".split())
_MEETS = frozenset(
    "seen spoken met interviewed saw spoke talked examined session interview chat chatted time mins minutes visit "
    "interpreter reviewed assessed conversation discussion officers located found".split()
)
_IN_CLASS = frozenset("school class pe maths lesson lessons assembly nursery".split())


@dataclass(slots=True)
class Told:
    """An answer and its quote while it is being found."""

    answer: Answer = Answer.NOT_RECORDED
    quote: Quote | None = None
    kind: str = ""


class Weighing:
    """The evidence of one entry, its setting and the row it stands in, ready to be weighed."""

    def __init__(
        self,
        text: Passage,
        evidence: Iterable[Evidence],
        setting: Setting,
        day: date | None,
        row: tuple[str, ...],
        kind: str,
        patient: bool = False,
        private: Quote | None = None,
    ) -> None:
        self.text = text
        self.evidence = tuple(evidence)
        self.setting = setting
        self.day = day
        # a call that led to a visit is a visit: the police go out to what is rung in
        self.in_person = setting.mode in (None, Mode.IN_PERSON) or kind == "police"
        self.kind = kind
        self.patient = patient  # the record is a grown-up's, who is in the room
        self.private = private  # the sort of row is a session with the child alone
        self.row = row  # the children a tick without a name is about

    def _elsewhere(self, e: Evidence) -> bool:
        """Words that mean something only to a school or nursery, or nothing to it: "in class" is with them there."""
        daily = self.kind in CHILDREN_THERE
        if e.kind == "daily":
            return not daily
        if e.kind != "away" or self.setting.meeting:
            return False
        words = {unit.word for unit in self.text.units[e.first : e.last + 2]}
        if daily:
            return not words.isdisjoint(_IN_CLASS - ({"school", "nursery"} - {self.kind}))
        return self.setting.relayed and "today" in words and not words.isdisjoint(_IN_CLASS)

    def _stated(self, e: Evidence) -> bool:
        light = e.light
        return not (light.planned or light.negated or light.past or light.asked)

    def _true(self, e: Evidence, past: bool) -> bool:
        light = e.light
        if not light.happened or light.doubted:
            return False
        if light.past and not past:
            return False
        return not light.by_relative

    def _unborn(self, child: Person) -> bool:
        return bool(child.born and self.day and self.day < child.born)

    def _baby(self, child: Person) -> bool:
        if not (child.born and self.day):
            return False
        months = (self.day.year - child.born.year) * 12 + self.day.month - child.born.month
        return months - (self.day.day < child.born.day) < _BABY_MONTHS

    def _born(self, child: Person, question: str) -> Told:
        words = child.born.isoformat() if child.born else ""
        return Told(Answer.NO, Quote(f"{question}=no", "born", 0, len(words), words))

    def _ticks(self, question: str, child: Person) -> list[Tick]:
        return [t for t in self.setting.ticks if t.question == question and (not t.children or child.id in t.children)]

    def _of_each(self, tick: Tick) -> bool:
        """ "Children seen? Y" beside a narrative that names no child is of each of them."""
        return bool(_SEVERAL.search(tick.heading)) and not any(u.sort == "child" for u in self.text.units)

    def _ticked(self, question: str, child: Person) -> Told | None:
        for tick in self._ticks(question, child):
            each = question == "seen" and self._of_each(tick)
            if tick.answer is Answer.YES and not tick.children and child.id not in self.row and not each:
                continue
            if tick.answer in (Answer.YES, Answer.NO):
                says = f"{question}={tick.answer}"
                return Told(tick.answer, Quote(says, tick.heading, tick.start, tick.end, tick.words), "tick")
        return None

    def _told(self, answer: Answer, question: str, e: Evidence) -> Told:
        units = self.text.units
        start, end = units[e.first].start, units[e.last].end
        return Told(answer, Quote(f"{question}={answer}", "text", start, end, self.text.text[start:end]), e.kind)

    def _as(self, answer: Answer, question: str, quote: Quote | None) -> Told:
        if quote is None:
            return Told()
        return Told(answer, replace(quote, says=f"{question}={answer}"))

    # -- words of being alone

    def _session(self, e: Evidence) -> bool:
        """Whether only the name of a session says that the child is alone: it may not have been held."""
        return all(u.word in _SESSION or not u.word[:1].isalnum() for u in self.text.units[e.first : e.last + 1])

    def _outright(self, e: Evidence) -> bool:
        """Words by which nobody else was there, even at the other end of a line."""
        return any(u.word in _OUTRIGHT for u in self.text.units[e.first : e.last + 1])

    def _absence(self, e: Evidence) -> bool:
        """Whether words say only who was not there: no sight of the child, unless a worker stands beside them."""
        units = self.text.units
        if units[e.first].word not in _ABSENCE:
            return False
        return not e.named and all(u.sort != "worker" for u in units if u.sentence == e.sentence)

    def _manner(self, e: Evidence) -> bool:
        """Whether a bare "alone" tells how a child played or went, with no worker and no word of seeing beside it."""
        units = self.text.units
        if not _BARE.issuperset(u.word for u in units[e.first : e.last + 1]):
            return False
        if any(u.sentence == e.sentence and (u.word in _MEETS or u.sort == "worker") for u in units):
            return False
        met = (o for o in self.evidence if o.child == e.child and o.kind in ("seen", "talk", "asleep"))
        return not any(o.sentence == e.sentence and not (o.first <= e.last and e.first <= o.last) for o in met)

    def _of_grown_up(self, e: Evidence) -> bool:
        """Whether the sentence has told of a grown-up and of no child when it says "alone"."""
        before = [
            u
            for u in self.text.units[: e.first]
            if u.sentence == e.sentence and u.sort in ("adult", "child", "stranger") and not (u.owner or u.quote)
        ]
        return bool(before) and all(u.sort != "child" for u in before)
