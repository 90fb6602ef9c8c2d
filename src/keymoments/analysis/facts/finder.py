"""Finds the facts of entries by the phrases of packs, and tells what is denied or only planned."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from keymoments.analysis.dates import find_dates
from keymoments.analysis.facts.values import Fact, FactRule, FactWords
from keymoments.analysis.facts.whose import Page, sort_of
from keymoments.analysis.people import mentions
from keymoments.analysis.phrases import Found, Phrases, level
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.roster import Roster, roster
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.vocabulary import Vocabulary

# A denial or plan counts where it ends at most so many letters before the phrase, in the same part of a sentence.
NEAR = 28
# A cell longer than this is a narrative of its own: a label is shorter.
LABEL = 90

_SENTENCE = re.compile(r"(?<!\s\w)[.!?;\n]+['’”\"]?(?=\s|$)")
_PART = re.compile(r"[,:;()–—]|\s-\s|\bbut\b|\bthough\b|\balthough\b")
_LATER = re.compile(r"\b(?:added|entered|typed|written up|recorded|late entry)\b[^.\n]{0,40}", re.IGNORECASE)
_NON = re.compile(r"\bnon[\s-]?$")
_ACROSS = re.compile(r"\w['’\"]\s|\s['‘\"]\w")
_RIGHT_AFTER = re.compile(r"\W{1,2}(?:in\s|on\s|since\s|back in\s|last\s)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"\s(?:in\s|since\s|back in\s|last\s)?({'|'.join(_MONTHS)})[a-z]*(?=[.,;)\s]*(?:$|[A-Za-z]))")
# Groups of facts that make what a relative says a worry.
_GRAVE = frozenset(("concern", "voice", "adult-risk", "presence"))
# Whose a thing must not be.
_NOT_OF = {"body": "grown", "child": "grown", "mood": "child", "adult": "child", "worker": ""}
# Whose entries stand in the file of one person, and who keeps files of children.
_OF_PATIENTS = frozenset(("gp", "hospital", "mental-health", "substance-use", "midwifery", "probation", "school"))
_OF_GROWN = frozenset(("midwifery", "substance-use", "probation", "adult-social-care"))
_OF_CHILDREN = frozenset(("school", "nursery"))
_OF_ADULTS = frozenset(("police", "mental-health", "substance-use", "probation", "midwifery", "adult-social-care"))
_GROWN = frozenset(
    ("mother", "father", "parent", "partner", "stepfather", "stepmother", "grandmother", "grandfather", "aunt", "uncle")
)


class FactFinder:
    """Finds facts. Made once for a case; every text is walked over once."""

    def __init__(
        self,
        rules: Sequence[FactRule],
        words: FactWords,
        case: Case,
        vocabulary: Vocabulary,
        people: Roster | None = None,
    ) -> None:
        self._rules = {rule.key: rule for rule in rules}
        self._phrases, self._cells = _compiled(tuple(rules), words)
        self._kinds = {agency.id: agency.kind for agency in case.agencies}
        self._subjects = tuple(person.id for person in case.subjects)
        self._adults = frozenset(person.id for person in case.people if person.role in _GROWN)
        self._roster = people or roster(case.people, case.agencies, vocabulary.people)
        self._dates = vocabulary.dates
        meanings = vocabulary.headings.meanings
        self._comment = frozenset(map(level, meanings.get("comment", ())))
        self._recorded = frozenset(map(level, meanings.get("recorded", ())))

    def facts(self, entry: Entry, known: date | None = None) -> tuple[Fact, ...]:
        """The facts of an entry, at most one of a sort, in the order of the rules; none of an undated entry.

        ``known``: from which day the record held it, where that has been worked out (:meth:`known`).
        """
        if entry.date.earliest is None:
            return ()
        quotes = dict(self._in_cells(entry))
        kind = self._kinds.get(entry.agency, "")
        children = tuple(child for child in self._subjects if child in entry.people)
        quotes.update(self._in_text(entry, kind, children, quotes))
        if not quotes:
            return ()
        known = known or self.known(entry)
        adults_only = kind in _OF_ADULTS and not children and any(person in self._adults for person in entry.people)
        return tuple(
            Fact(rule.key, rule.group, rule.weight, entry.id, entry.agency, known, children, quotes[rule.key])
            for rule in self._rules.values()
            if rule.key in quotes and (not rule.kinds or kind in rule.kinds) and not (rule.of_child and adults_only)
        )

    def known(self, entry: Entry) -> date:
        """From which day the record held it: the entry's own day, unless it says that it was written down later."""
        day = entry.date.latest or entry.date.earliest or date.min
        for heading, cell in entry.columns:
            if level(heading) in self._recorded or _LATER.search(cell):
                day = max([day, *self._days(cell, day)])
        if (match := _LATER.search(entry.text)) is not None:
            day = max([day, *self._days(entry.text[match.start() : match.end()], day)])
        return day

    def _days(self, text: str, near: date) -> Iterator[date]:
        for reading in find_dates(text, self._dates, near=near):
            when = reading.date
            if when is not None and when.precision is Precision.DAY and when.earliest is not None:
                yield when.earliest

    def _in_cells(self, entry: Entry) -> Iterator[tuple[str, Quote]]:
        cells = [
            (heading, cell)
            for heading, cell in entry.columns
            if cell and len(cell) <= LABEL and level(heading) not in self._comment
        ]
        starts, place = [], 0
        for _, cell in cells:
            starts.append(place)
            place += len(cell) + 1
        plain = level("\n".join(cell for _, cell in cells))
        hits = self._cells.find(plain) if cells else []
        denials = [hit for hit in hits if hit.key == "denials"]
        for found in hits:
            number = bisect_right(starts, found.start) - 1
            if found.key == "denials" or any(
                starts[number] <= no.start < found.start and not _PART.search(plain, no.end, found.start)
                for no in denials
            ):
                continue  # "NO REFERRAL" in a column of outcomes is no referral
            heading, cell = cells[number]
            start, end = found.start - starts[number], found.end - starts[number]
            yield found.key, Quote(found.key, heading, start, end, cell[start:end])

    def _in_text(
        self, entry: Entry, kind: str, children: Sequence[str], in_cells: Mapping[str, Quote]
    ) -> Iterator[tuple[str, Quote]]:
        plain = level(entry.text)
        found: defaultdict[str, list[Found]] = defaultdict(list)
        for item in self._phrases.find(plain):
            found[item.key].append(item)
        sorts = {key.partition(" ")[2] for key in found if key.startswith(("says ", "spoken "))}
        callers = [rule for rule in self._rules.values() if rule.relatives]
        callers = callers if sorts or in_cells or any(f"relatives {rule.key}" in found for rule in callers) else []
        if not sorts and not callers:
            return
        ends = [match.end() for match in _SENTENCE.finditer(plain)]
        page = Page(self._roster, entry, plain, ends)
        about_grown = self._about_grown(entry, kind, children, found)
        mine = _Told(entry, kind, about_grown, bool(children), plain, ends, found, page)
        firsts = {key: self._first(self._rules[key], mine) for key in sorted(sorts)}
        told = {key: item for key, item in firsts.items() if item is not None}
        for rule in callers:
            if (words := self._from_relative(rule, mine, {*told, *in_cells})) is not None:
                told[rule.key] = words
        for key in self._rules:
            if key in told:
                item = told[key]
                yield key, Quote(key, "text", item.start, item.end, entry.text[item.start : item.end])

    def _first(self, rule: FactRule, told: _Told) -> Found | None:
        """The first phrase of a rule that nothing beside it spoils."""
        spoken = told.found.get(f"spoken {rule.key}", ()) if rule.spoken else ()
        hits = sorted((*told.found.get(f"says {rule.key}", ()), *spoken))
        for item in hits:
            if item in spoken and told.page.speaker(item.start, item.end) != "child":
                continue
            if rule.spoken and told.page.speaker(item.start, item.end) == "grown":
                continue
            if item not in spoken and _across(rule, told.plain, item):
                continue
            if not (_spoilt(rule, item, told.found, told.plain, told.ends) or self._anothers(rule, item, told)):
                return item
        return None

    def _anothers(self, rule: FactRule, item: Found, told: _Told) -> bool:
        """Whether the thing told of is not of whom the rule speaks, or of a day long before."""
        if rule.group == "decision" and self._of_another_day(told.entry, item):
            return True
        if not rule.whose:
            return False
        near = told.page.near(item.start, item.end, history=rule.whose == "body" and self._patient(told))
        if near:
            return near == _NOT_OF[rule.whose] or (rule.whose == "worker" and near in ("child", "grown"))
        if rule.whose == "body":
            of_woman = told.kind in _OF_GROWN and not told.page.names_child(item.start)
            return told.about_grown or of_woman
        if rule.whose in ("adult", "mood"):
            return _of_child(rule.whose, item, told, self._patient(told))
        if rule.whose == "worker":
            return told.page.pronoun_before(item.start) and told.page.topic(item.start, 1) is not None
        return told.about_grown or told.page.by_grown(item.start, told.children)

    def _patient(self, told: _Told) -> bool:
        """Whether the columns of an entry of a service for sick people or pupils name a child and no grown-up."""
        if told.kind not in _OF_PATIENTS:
            return False
        sorts = set(self._in_columns(told.entry))
        return "child" in sorts and "grown" not in sorts

    def _in_columns(self, entry: Entry) -> Iterator[str]:
        when = entry.date.earliest if entry.date.earliest == entry.date.latest else None
        for _, value in entry.columns:
            for one in mentions(self._roster, value, agency=entry.agency, entry_date=when):
                yield sort_of(self._roster, one.person, when)

    def _about_grown(self, entry: Entry, kind: str, children: Sequence[str], found: Mapping[str, object]) -> bool:
        """Whether an entry is the record of a grown-up: it names no child, and its head or its words say so."""
        if children or kind not in _OF_PATIENTS:
            return False
        return bool(found.get("grown")) or "grown" in set(self._in_columns(entry))

    def _of_another_day(self, entry: Entry, item: Found) -> bool:
        """Whether a day or month before the entry's own stands right after a phrase ("closed 12/9", "closed Jan")."""
        first = entry.date.earliest
        text = entry.text[item.end : item.end + 24]
        if first is None or not text[:1].isspace():
            return False
        if (month := _MONTH.match(level(text))) is not None:
            return _MONTHS.index(month[1]) + 1 != first.month
        for reading in find_dates(text, self._dates, near=first):
            when = reading.date
            if when is not None and when.latest is not None and _RIGHT_AFTER.fullmatch(level(text[: reading.start])):
                return when.latest < first
        return False

    def _from_relative(self, rule: FactRule, told: _Told, keys: set[str]) -> Found | None:
        """The words by which a relative of any kind brings a worry, or something grave that the entry tells of."""
        for item in told.found.get(f"relatives {rule.key}", ()):
            if (one := told.page.relative_before(item.start)) is not None:
                return Found(one.start, item.end, rule.key)
        if not any(self._rules[key].group in _GRAVE for key in keys if key in self._rules):
            return None
        for item in told.found.get("tells", ()):
            if (one := told.page.relative_before(item.start)) is not None:
                return Found(one.start, item.end, rule.key)
        caller = told.page.opens_with_relative()
        return Found(caller.start, caller.end, rule.key) if caller is not None else None


@dataclass(frozen=True, slots=True)
class _Told:
    """One entry's narrative: its phrases by sort, where its sentences end, who is named and whether a grown-up's."""

    entry: Entry
    kind: str
    about_grown: bool
    children: bool
    plain: str
    ends: Sequence[int]
    found: Mapping[str, Sequence[Found]]
    page: Page


def _across(rule: FactRule, plain: str, item: Found) -> bool:
    """Whether a phrase runs over a comma or a quotation mark: "didn't stay, away by 8", "'worried' for the night"."""
    if "," in plain[item.start : item.end] and not any("," in phrase for phrase in rule.says):
        return True
    return _ACROSS.search(plain, item.start, item.end) is not None


def _of_child(whose: str, item: Found, told: _Told, patient: bool) -> bool:
    """Whether a state or presence of a grown-up is a child's, by whom its sentence, or the record, is about."""
    topic = told.page.topic(item.start)
    if topic is not None:
        small = whose == "mood" and topic.young
        return topic.sort == "child" and not small and not told.page.told_by(topic, item.start)
    if whose != "mood" or told.about_grown:
        return False
    before = told.page.topic(item.start, 1)
    if before is not None and before.sort == "grown" and not patient:
        return False
    return patient or told.kind in _OF_CHILDREN or (before is not None and not before.young)


@lru_cache(maxsize=4)
def _compiled(rules: tuple[FactRule, ...], words: FactWords) -> tuple[Phrases, Phrases]:
    """The phrases of narratives and of cells, made ready once for a pack."""
    table: dict[str, tuple[str, ...]] = {part: getattr(words, part) for part in ("denials", "plans", "grown", "tells")}
    cells: dict[str, tuple[str, ...]] = {"denials": words.denials}
    for rule in rules:
        for part in ("says", "unless", "spoken", "relatives"):
            table[f"{part} {rule.key}"] = getattr(rule, part)
        cells[rule.key] = rule.cells
    return Phrases(table), Phrases(cells)


def _spoilt(rule: FactRule, item: Found, found: Mapping[str, Sequence[Found]], plain: str, ends: Sequence[int]) -> bool:
    """Whether the words beside a phrase make it no fact."""
    if _NON.search(plain, max(0, item.start - 5), item.start):
        return True  # "non-accidental" is no accident
    place = bisect_right(ends, item.start)
    begin = ends[place - 1] if place else 0
    end = ends[place] if place < len(ends) else len(plain)
    if any(begin <= other.start < end for other in found.get(f"unless {rule.key}", ())):
        return True
    return (rule.denied and _before("denials", item, found, plain, begin)) or (
        rule.planned and _before("plans", item, found, plain, begin)
    )


def _before(sort: str, item: Found, found: Mapping[str, Sequence[Found]], plain: str, begin: int) -> bool:
    """Whether a word of this sort stands shortly before a phrase and nothing cuts the two apart."""
    return any(
        begin <= cue.start < item.start
        and item.start - cue.end <= NEAR
        and not _PART.search(plain, min(cue.end, item.start), item.start)
        for cue in found.get(sort, ())
    )
