"""What puts the words of a clause in another light: not, planned, told by somebody, long ago, in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.language.patterns import Hit
from keymoments.analysis.language.units import Passage

LIGHTS = frozenset(
    ("plan", "past", "doubt", "negate", "relative_says", "relative_after", "worker_says", "habit", "home_alone")
)
_DATE = re.compile(r"(\d{1,2})(?:/(?!12$|7$|52$)(\d{1,2})|[./](\d{1,2})[./]\d{2,4})$")
_MAY_FAIL = frozenset(("alone", "talk", "seen"))
_TO_COME = frozenset(("tomorrow", "tmrw", "tomoz"))
_NOT_HELD = frozenset("possible held done attempted achieved completed undertaken offered appropriate yet".split())
_CALLED_OFF = frozenset("declined cancelled postponed abandoned deferred rearranged awaited requested rebooked".split())
_TURNS = frozenset("but although though however except".split())
_DONE_BEFORE_TO = frozenset(
    "came went able managed got visited used called going permission allowed agreed asked-in up in down round "
    "over chance opportunity".split()
)
_LED = frozenset(("took", "taken", "brought", "led"))  # "took me to see her room"
_CARRIED_OUT = frozenset(("did", "have", "has"))  # "planned to see Sam alone and did"
_GOES_ON = frozenset(("and", "then", "&"))
_FINITE = frozenset(
    "told said spoke saw gave came went showed talked disclosed explained described chatted did".split()
)
_NOT_YET = frozenset("will would should could to if be".split())
_NEGATION_REACH = 6  # words between "not" and what it denies
_DENYING_THEMSELVES = frozenset(("alone", "asleep", "not_seen", "mute", "company", "refused_alone", "apart"))
_ALONG = frozenset(("with", "w", "c", "by"))
_PLACING = frozenset(("beside", "behind", "near", "opposite", "against"))
_AFTER = 3  # words after a cue within which a date or "last week" still dates it


@dataclass(frozen=True, slots=True)
class Light:
    """How the words of one cue are meant."""

    planned: bool = False
    negated: bool = False
    doubted: bool = False
    past: bool = False
    by_relative: bool = False
    by_worker: bool = False
    habit: bool = False
    unsafe: bool = False  # alone as in "home alone"
    asked: bool = False

    @property
    def happened(self) -> bool:
        """Whether the words state something that came about."""
        return not (self.planned or self.negated or self.asked)


class Lights:
    """The lights of one text, looked up for each cue."""

    def __init__(self, text: Passage, hits: Sequence[Hit], day: date | None) -> None:
        self.text = text
        self.day = day
        self.by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            if hit.kind in LIGHTS:
                self.by_sentence.setdefault(text.units[hit.i].sentence, []).append(hit)

    def on(self, hit: Hit) -> Light:
        """In which light a cue stands."""
        units = self.text.units
        sentence = units[hit.i].sentence
        planned = negated = doubted = past = relative = worker = habit = unsafe = False
        for other in self.by_sentence.get(sentence, ()):
            kind = other.kind
            if kind == "plan":
                within = hit.kind in _DENYING_THEMSELVES and hit.i <= other.i  # "did not get to speak": no plan
                planned = planned or (not within and self._governs(other, hit) and not self._done(other))
            elif kind == "negate":
                negated = negated or self._denies(other, hit)
            elif kind == "doubt":
                doubted = doubted or self._doubts(other, hit)
            elif kind == "past":
                past = past or self._dates(other, hit)
            elif kind == "relative_says":
                speaks = not (units[other.i].owner or self._beside(other))  # "by Mum's feet, told me": not Mum
                relative = relative or (other.i < hit.i and speaks and self._reaches(other, hit))
            elif kind == "relative_after":
                relative = relative or (hit.j < other.i and not self._what_was_said(other))
            elif kind == "worker_says":
                worker = worker or other.i <= hit.i
            elif kind == "habit":
                habit = habit or units[other.i].clause == units[hit.i].clause
            elif kind == "home_alone":
                unsafe = unsafe or (other.i <= hit.j and hit.i <= other.j)
        past = past or self._other_day(hit)
        planned = planned or (hit.kind in _MAY_FAIL and self._came_to_nothing(hit))
        return Light(planned, negated, doubted, past, relative, worker, habit, unsafe, sentence in self.text.asked)

    def _came_to_nothing(self, hit: Hit) -> bool:
        """Words after a cue in its clause that say it is still to be, or was not held: "session declined"."""
        units = self.text.units
        near = [u.word for u in units[hit.i : hit.j + 1 + _AFTER] if u.clause == units[hit.j].clause]
        if not _TO_COME.isdisjoint(near):
            return True
        after = [u.word for u in units[hit.j + 1 : hit.j + 1 + _AFTER] if u.clause == units[hit.j].clause]
        pairs = zip(after, [*after[1:], ""], strict=False)
        return any(
            (word == "not" and then in _NOT_HELD) or (word in _CALLED_OFF and then != "to") for word, then in pairs
        )

    def _reaches(self, other: Hit, hit: Hit) -> bool:
        """Whether words said at ``other`` still hold at the cue: nothing between turns the sentence."""
        if other.i > hit.j:
            return False
        return not any(unit.word in _TURNS for unit in self.text.units[other.j : hit.i])

    def _governs(self, other: Hit, hit: Hit) -> bool:
        """Whether words of plan still hold at the cue: "would not be parted so I saw them both" tells what was done."""
        units = self.text.units
        if not self._reaches(other, hit) or any(unit.word == "so" for unit in units[other.j : hit.i]):
            return False
        if units[other.j].clause < units[hit.i].clause and self._told_as_done(hit):
            return False
        after = [unit.word for unit in units[hit.j + 1 : hit.j + 4] if unit.sentence == units[hit.i].sentence]
        return not (after[:1] == ["and"] and _CARRIED_OUT.issuperset(after[1:2]) and len(after) > 1)

    def _told_as_done(self, hit: Hit) -> bool:
        """ "Mum agreed to leave and I spoke to Sam", "asked to see me and told me": tells what was done."""
        units = self.text.units
        first, _last = self.text.clauses[units[hit.i].clause]
        opens = [unit.word for unit in units[first : first + 3]]
        if opens[:1] and opens[0] not in _GOES_ON:
            return False
        return any(word in _FINITE for word in opens[1:]) and not _NOT_YET.intersection(opens)

    def _beside(self, other: Hit) -> bool:
        """ "Sam, next to Mum, told us": the relative is only where somebody else sits."""
        units = self.text.units
        near = [unit.word for unit in units[max(0, other.i - 2) : other.i]]
        if near and near[-1] in _ALONG and units[other.i + 1 : other.i + 2] and units[other.i + 1].word in ("and", "&"):
            return True  # "came with Mum and told us": it is not Mum who told
        after = units[other.i + 1].word if other.i + 1 < len(units) else ""
        return bool(near) and after != "who" and (near[-1] in _PLACING or near == ["next", "to"])

    def _done(self, other: Hit) -> bool:
        """ "came to see", "was able to see": done, not meant."""
        first = self.text.units[other.i]
        if first.word == "if" and other.i:
            return self.text.units[other.i - 1].word in ("asked", "asks", "wondered", "know", "see", "check", "as")
        if first.word in ("me", "us") and other.i and self.text.units[other.i - 1].word in _LED:
            return True
        if first.word != "to" or not other.i:
            return False
        near = [unit.word for unit in self.text.units[max(0, other.i - 3) : other.i]]
        return near[-1] in _DONE_BEFORE_TO or not _LED.isdisjoint(near)

    def _what_was_said(self, other: Hit) -> bool:
        """ "She confirmed what Mum said", "as Dad told us": a relative's words are spoken of, not passed on."""
        return other.i > 0 and self.text.units[other.i - 1].word in ("what", "as", "how", "which", "everything", "than")

    def _denies(self, other: Hit, hit: Hit) -> bool:
        units = self.text.units
        if units[other.i].word in ("neither", "nor"):
            return other.i <= hit.i and not any(unit.word == "so" for unit in units[other.j : hit.i])
        if other.i > hit.j or hit.i - other.j > _NEGATION_REACH:
            return False
        if hit.kind == "talk" and other.i < hit.i and units[other.i].clause != units[hit.j].clause:
            return units[hit.j].word in ("or", "nor")  # "no adult with him, said he was cold"
        if hit.i <= other.i <= hit.j:
            return hit.kind not in _DENYING_THEMSELVES
        between = units[other.i : hit.i + 1]
        if units[other.i].clause == units[hit.i].clause:
            return True
        return all(unit.clause == units[other.i].clause or unit.word in ("or", "nor") for unit in between)

    def _doubts(self, other: Hit, hit: Hit) -> bool:
        units = self.text.units
        if units[other.i].word == "?":
            return hit.i - 2 <= other.i <= hit.j
        return other.i <= hit.j and units[other.i].clause == units[hit.i].clause

    def _dates(self, other: Hit, hit: Hit) -> bool:
        units = self.text.units
        if other.i <= hit.j and hit.i <= other.j:
            return True
        same = units[other.i].clause == units[hit.i].clause
        return same and (other.j < hit.i or other.i - hit.j <= _AFTER)

    def _other_day(self, hit: Hit) -> bool:
        """Whether a date beside the cue is not the day of the entry."""
        units = self.text.units
        for unit in units[max(0, hit.i - 2) : hit.j + 1 + _AFTER]:
            bracket = self.text.text[unit.start - 1 : unit.start] == "("
            if unit.clause not in (units[hit.j].clause, units[hit.i].clause) and not bracket:
                continue
            match = _DATE.match(unit.word)
            if match is None or self.day is None:
                continue
            day, month = int(match[1]), int(match[2] or match[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return (day, month) != (self.day.day, self.day.month)
        return False
