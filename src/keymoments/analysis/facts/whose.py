"""Whose injury, mood, presence or words a phrase tells of: a child's of the family, a grown-up's of it, or nobody's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from keymoments.analysis.names import Shape
from keymoments.analysis.naming import settled
from keymoments.analysis.records import Entry
from keymoments.analysis.roster import Roster

Sort = Literal["child", "grown", "worker", ""]

# A child younger than this has no low mood that a record would tell of, and nobody can hear it alone (years).
SPEAKS_FROM, MOOD_FROM = 2, 6
# Sentences in which somebody spoken of before is looked for.
LOOK_BACK = 4
# Letters between a relative and the verb, and the longest first sentence that is only the name of a caller.
REACH, OPENING = 30, 50

_CHILDREN = frozenset(
    "child sibling siblings brother sister half-sibling step-sibling son daughter baby unborn eldest youngest".split()
)
_RELATIVES = re.compile(r"\b(?:great-)?(?:grand\w+|aunt|uncle)\b|\bgreat-")
_SHAPES = frozenset((Shape.ROLE, Shape.GROUP))
_FILLS = (
    r"has|have|had|with|got|having|sustained|received|suffered|suffers|showing|also|a|an|the|her|his|their|own|small|"
    r"large|red|old|new|fading|visible|both|very|quite|is|was|are|were|be|been|being|feels|felt|feeling|appears|"
    r"appeared|seems|seemed|looks|looked|remains|remained|still|again|then|just|seen|some|more|low|and|now|not|so|"
    r"\d+|yrs?|years?|old"
)
# What may stand between somebody and the thing that is told of him: "Mum has a", "F DANA, ", "Mo: red ".
_OWNS = re.compile(rf"(?:['’]s)?[\s,:;()–-]*(?:(?:{_FILLS})[\s,:;()–-]+)*")
# Somebody after one of these words is not the one who is spoken of ("brought by Mum, bruise to cheek").
_ASIDE = re.compile(r"\b(?:by|with|from|to|per|for|of|at|told|asked|via|re|saw|and|&|\+|w)\s+(?:the\s|his\s|her\s)?$")
# "bruise to Mum's arm"; the side and size of the place may stand between.
_ABOUT = re.compile(r"\b(?:about|for|re|of|from|when|because)\s+$")
_UPON = re.compile(r"\s*(?:to|on|of|in|across|above|below)\s+(?:the\s+)?(?:(?:left|right|l|r|side|of)\s+)*$")
_SAYS = re.compile(
    r"\b(?:says|said(?! to (?:be|have))|tells|told(?! to)|states|stated|reports|reported|disclose[sd]|shouted|"
    r"whisper(?:s|ed)|answer(?:s|ed)|replie[sd]|explain(?:s|ed)|volunteer(?:s|ed)|asked|asks|informed|adds?|added|"
    r"came out with|blurted|admit(?:s|ted)|confided|described|calls?|called|writes|wrote|worries about|misses)\b"
)
_ASKED = re.compile(r"\b(?:asked|asks|ask)\b[^.\n]*$")
_PRONOUN = re.compile(r"\b(he|she|him|her)\b")
_DOER = re.compile(r"\b(i|we|he|she)\b")
_LEADS = re.compile(r"[:=]\s*$|\s[–—-]\s*$|\b(?:to|told) (?:me|us|her|him|staff|the nurse|miss)\W*$")
_TO_ME = re.compile(r"told\s+(?:me|us|the|staff|miss|mr|mrs|ms|nurse|dr|pc|police)\b")
_OMITTED = re.compile(r"\W*(?:then |also |and |but )*(?:says?|said|told|tells|asked|volunteered|disclosed)\b")
_QUOTED = re.compile(r"(?<!\w)['‘\"“](?=[\w¿¡]).{1,300}?(?<=[\w.,!?…])['’\"”](?!\w)", re.DOTALL)
_PER = re.compile(r"\W{0,3}(?:per|says|said|according to|from)\s+")
_AFTER = re.compile(r"['’\"”.,\s]{1,4}(?=\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named at ``start:end``: of the family and a child or grown up, or there by work.

    ``young``: too young to talk; ``relative``: grown up and no parent or partner of one.
    """

    start: int
    end: int
    sort: Sort
    sex: str = ""
    young: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """Words at ``start:end`` that somebody said, as far as the record tells who."""

    start: int
    end: int
    sort: Sort
    quoted: bool = True


class Page:
    """The text of one entry with everybody it names. ``plain``: it in small letters; ``ends``: of its sentences."""

    def __init__(self, roster: Roster, entry: Entry, plain: str, ends: Sequence[int]) -> None:
        self._plain, self._ends = plain, ends
        self.named = tuple(_named(roster, entry))
        self._said: tuple[Speech, ...] | None = None

    def near(self, start: int, end: int, *, history: bool = False) -> Sort:
        """Whose the thing at ``start:end`` is by the words right beside it: "Mum has a …", "… on Mum's arm".

        ``history``: what stands after "Mum:" is her account of the patient, not of herself.
        """
        begin = self._begin(start)
        after = next((one for one in self.named if end <= one.start <= end + 30), None)
        if after is not None and _UPON.fullmatch(self._plain, end, after.start):
            return after.sort
        before = [one for one in self.named if begin <= one.start and one.end <= start]
        for one in reversed(before):
            if not _OWNS.fullmatch(self._plain, one.end, start) or (history and ":" in self._plain[one.end : start]):
                return ""
            if not _ASIDE.search(self._plain, begin, one.start) or self._possessive(one):
                return one.sort
        return ""

    def _possessive(self, one: Named) -> bool:
        return self._plain[one.end : one.end + 2] in ("'s", "’s")

    def topic(self, place: int, back: int = 0) -> Named | None:
        """Who is first named in the sentence before a place, else in one of the ``back`` sentences before it.

        Names inside the words that somebody is quoted with do not count.
        """
        limit, begin = place, self._begin(place)
        for _ in range(back + 1):
            family = [one for one in self._family(begin, limit) if not self._in_quotes(one)]
            if family:
                return family[0]
            if not begin:
                return None
            limit, begin = begin, self._begin(begin - 1)
        return None

    def _in_quotes(self, one: Named) -> bool:
        return any(said.quoted and said.start <= one.start < said.end for said in self.said)

    def by_grown(self, place: int, children: bool) -> bool:
        """Whether a grown-up of the family does what is told of at a place: one begins its sentence, or "she" is one.

        ``children``: whether the entry names a child; then "she" and "wouldn't say" may be the child.
        """
        begin = self._begin(place)
        children = children or any(one.sort == "child" for one in self.named)
        if self.pronoun_before(place):
            return not children and self.topic(place, 1) is not None
        first = self.topic(place)
        if first is None:
            before = self.topic(place, 1)
            return before is not None and before.sort == "grown" and not children
        alone = not any(one.sort == "child" for one in self._family(begin, place))
        return first.sort == "grown" and alone and first.start - begin <= 4

    def names_child(self, place: int) -> bool:
        """Whether a child is named in the sentence of a place."""
        number = bisect_right(self._ends, place)
        end = self._ends[number] if number < len(self._ends) else len(self._plain)
        return any(one.sort == "child" for one in self._family(self._begin(place), end))

    def pronoun_before(self, place: int) -> bool:
        """Whether "he" or "she" stands right before a place."""
        return re.search(r"\b(?:he|she|they)\s+$", self._plain[max(0, place - 8) : place]) is not None

    def _family(self, begin: int, end: int) -> list[Named]:
        return [one for one in self.named if begin <= one.start < end and one.sort in _FAMILY]

    def relative_before(self, place: int) -> Named | None:
        """The relative who does what is said at a place: the first one named in the sentence, shortly before it."""
        begin = self._begin(place)
        one = next((n for n in self.named if begin <= n.start < place and n.sort in _FAMILY), None)
        last = next((n for n in reversed(self.named) if n.end <= place and n.relative), None)
        if last is None or last.start < begin or place - last.end > REACH:
            return None
        if re.search(r"\b(?:to|was|be|is)\b", self._plain[last.end : place]):
            return None  # "Nan to be told"
        opens = one is last and last.start - begin <= 5  # "Nan rang"
        owned = opens or (one is not None and last.start - one.end <= 4)  # "Mum's sister rang"
        return last if owned and not _ASIDE.search(self._plain, begin, last.start) else None

    def opens_with_relative(self) -> Named | None:
        """The relative with whose name alone an entry opens, as a log of calls does ("Joan Hill, MGM. Says that …")."""
        first = self._ends[0] if self._ends else len(self._plain)
        inside = [one for one in self.named if one.end <= first and one.sort != ""]
        relative = next((one for one in inside if one.relative), None)
        if relative is None or first > OPENING or first == len(self._plain) or inside[0].start > 12:
            return None
        if _ASIDE.search(self._plain, 0, relative.start) or self._possessive(relative):
            return None
        rest = self._plain[:first]
        for one in reversed(inside):
            rest = f"{rest[: one.start]} {rest[one.end :]}"
        return relative if len(re.findall(r"[^\W\d_]{2,}", rest)) <= 3 else None

    def told_by(self, one: Named, place: int) -> bool:
        """Whether somebody is said to say what stands at a place: then it may be told of somebody else."""
        return _SAYS.search(self._plain, one.end, place) is not None

    def speaker(self, start: int, end: int) -> Sort | None:
        """Who said the words at ``start:end``; ``None`` where they are the writer's own."""
        inside = [said for said in self.said if said.start <= start and end <= said.end]
        inside = [said for said in inside if said.quoted and said.sort] or inside
        return min(inside, key=lambda said: said.end - said.start).sort if inside else None

    @property
    def said(self) -> tuple[Speech, ...]:
        """All that somebody is quoted with or reported to have said, by place."""
        if self._said is None:
            quotes = tuple(self._quotes())
            self._said = tuple(sorted((*quotes, *self._reported()), key=lambda said: (said.start, said.end)))
        return self._said

    def _quotes(self) -> Iterator[Speech]:
        last: Speech | None = None
        for match in _QUOTED.finditer(self._plain):
            start, end = match.start() + 1, match.end() - 1
            sort = self._quoted_by(match.start(), match.end(), last)
            last = Speech(start, end, sort)
            yield last

    def _quoted_by(self, start: int, end: int, last: Speech | None) -> Sort:
        if (per := _PER.match(self._plain, end)) is not None:
            one = next((n for n in self.named if per.end() <= n.start <= per.end() + 12), None)
            return one.sort if one is not None else "grown"
        begin = self._begin(start)
        if last is not None and last.end >= begin - 3 and not _SAYS.search(self._plain, last.end, start):
            return last.sort  # "'It hurts.' 'Nobody asked.'"
        lead = self._plain[begin:start]
        verbs = [verb for verb in _SAYS.finditer(lead) if not verb[0].startswith("ask")]
        if (asked := _ASKED.search(lead)) and not (verbs and verbs[-1].start() > asked.start()):
            return self._who(begin + asked.start(), begin + asked.start() + 20, begin)
        if verbs:
            return self._subject(begin + verbs[-1].start(), begin)
        if _LEADS.search(lead) or len(lead.strip()) < 2:
            one = next((n for n in reversed(self.named) if begin <= n.start < start and n.sort != "worker"), None)
            if one is not None:
                return one.sort
            after = _AFTER.match(self._plain, end)
            signed = next((n for n in self.named if after and n.start == after.end()), None)
            return signed.sort if signed is not None else self._who(begin, begin, begin)
        return ""

    def _reported(self) -> Iterator[Speech]:
        for match in _SAYS.finditer(self._plain):
            if match[0] in ("asked", "asks", "called", "calls", "wrote", "writes", "misses"):
                continue
            begin = self._begin(match.start())
            sort: Sort = self._subject(match.start(), begin)
            place = bisect_right(self._ends, match.start())
            yield Speech(match.end(), self._ends[place] if place < len(self._ends) else len(self._plain), sort, False)

    def _subject(self, verb: int, begin: int) -> Sort:
        """Who does the saying of a verb: the one named right before it, a pronoun's, or who was spoken of before."""
        if self._plain.startswith("told", verb) and not _TO_ME.match(self._plain, verb) and verb - begin <= 2:
            return "worker"  # "Told her that …": the writer did
        before = [one for one in self.named if begin <= one.start and one.end <= verb]
        pronoun = list(_DOER.finditer(self._plain, begin, verb))
        near = pronoun[-1] if pronoun else None
        if before and (near is None or before[-1].start > near.start()) and verb - before[-1].end <= 25:
            return before[-1].sort if not _ASIDE.search(self._plain, begin, before[-1].start) else before[0].sort
        if near is not None and verb - near.end() <= 40:
            if near[1] in ("i", "we"):
                return "worker"
            return self._meant(near[1], near.start())
        if before:
            return before[-1].sort
        if _OMITTED.match(self._plain, begin) or verb - begin <= 20:
            return self._who(begin, begin, begin)
        return ""

    def _who(self, start: int, end: int, begin: int) -> Sort:
        """Who is asked between two places, or else was spoken of last."""
        asked = [one for one in self.named if start <= one.start < end and one.sort in ("child", "grown")]
        if asked:
            return asked[0].sort
        if (pronoun := _PRONOUN.search(self._plain, start, end)) is not None:
            return self._meant(pronoun[1], pronoun.start())
        for _ in range(LOOK_BACK + 1):
            family = self._family(begin, max(start, begin))
            # "Likes the uncle. Told me …": somebody who is only the object of a sentence says nothing in the next.
            if any(self._may_go_on(one, begin) for one in family):
                children = [one for one in family if one.sort == "child" and not one.young]
                return "child" if children and len(children) == len(family) else family[0].sort
            if not begin:
                break
            start, begin = begin, self._begin(begin - 1)
            if (pronoun := _PRONOUN.search(self._plain, begin, start)) is not None and not any(
                begin <= one.start < start and one.sort in _FAMILY for one in self.named
            ):
                return self._meant(pronoun[1], pronoun.start())
        return ""

    def _may_go_on(self, one: Named, begin: int) -> bool:
        """Whether somebody named in a sentence may be the one who speaks in the next."""
        return one.start - begin <= 4 or (one.sort == "child" and _ABOUT.search(self._plain, begin, one.start) is None)

    def _meant(self, pronoun: str, place: int) -> Sort:
        """Whom "he" or "she" means: the last one before it who may be; a child where only a pronoun tells."""
        sex = "male" if pronoun in ("he", "him") else "female"
        family = [one for one in self.named if one.end <= place and one.sort in _FAMILY]
        fitting = [one for one in family if one.sex in (sex, "") and not one.young]
        if fitting:
            begin = self._begin(place)
            if self._plain.startswith("asked", begin) and any(one.sort == "child" for one in fitting):
                return "child"
            here = [one for one in fitting if one.start >= begin]
            doers = [one for one in fitting if self._may_go_on(one, self._begin(one.start))]
            return here[0].sort if here else (doers or fitting)[-1].sort
        return "" if family else "child"

    def _begin(self, place: int) -> int:
        """Where the sentence of a place begins."""
        number = bisect_right(self._ends, place)
        return self._ends[number - 1] if number else 0


_FAMILY = frozenset(("child", "grown"))


def _named(roster: Roster, entry: Entry) -> Iterator[Named]:
    when = entry.date.earliest if entry.date.earliest == entry.date.latest else None
    reading, spans = settled(roster, entry.text, agency=entry.agency, entry_date=when, columns=entry.columns)
    for span in sorted(spans, key=lambda span: span.i):
        start, end = reading.starts[span.i], reading.ends[span.j - 1]
        if span.people:
            sorts = {sort_of(roster, person, when) for person in span.people}
            traits = [roster.traits[person] for person in span.people]
            sort: Sort = next((one for one in ("child", "grown", "worker") if one in sorts), "")
            young = all(t.unborn or (t.born and when and _years(t.born, when) < SPEAKS_FROM) for t in traits)
            relative = sort == "grown" and all(_RELATIVES.search(trait.kind) for trait in traits)
            yield Named(start, end, sort, traits[0].sex, bool(young), relative)
        elif span.shapes & _SHAPES:
            kinds = {form.kind for form in span.forms if form.shape is Shape.ROLE}
            if "foster carer" in kinds:
                continue
            child = bool(kinds & _CHILDREN) or Shape.GROUP in span.shapes
            sex = "male" if kinds & {"father", "brother", "son", "uncle", "grandfather", "partner"} else ""
            if kinds & {"mother", "sister", "daughter", "aunt", "grandmother"}:
                sex = "female"
            if child or kinds - {"nobody"}:
                relative = not child and any(_RELATIVES.search(kind) for kind in kinds)
                yield Named(start, end, "child" if child else "grown", sex, bool(kinds & {"baby", "unborn"}), relative)


def sort_of(roster: Roster, person: str, when: date | None) -> Sort:
    """Whether a person of the case is a child of the family, grown up, or there by work."""
    trait = roster.traits[person]
    if trait.professional:
        return "worker"
    return "child" if trait.family_child or not trait.adult(when) else "grown"


def _years(born: date, when: date) -> int:
    return when.year - born.year - ((when.month, when.day) < (born.month, born.day))
