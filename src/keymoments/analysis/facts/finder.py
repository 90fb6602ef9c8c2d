"""Finds the facts of entries by the phrases of packs, and tells what is denied or only planned."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from keymoments.analysis.dates import find_dates
from keymoments.analysis.facts.values import Fact, FactRule, FactWords
from keymoments.analysis.phrases import Found, Phrases, level
from keymoments.analysis.records import Case, Entry, Precision
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.vocabulary import Vocabulary

# A denial or plan counts where it ends at most so many letters before the phrase, in the same part of a sentence.
NEAR = 28
# A cell longer than this is a narrative of its own: a label is shorter.
LABEL = 90

_SENTENCE = re.compile(r"(?<!\s\w)[.!?;\n]+(?=\s|$)")
_PART = re.compile(r"[,:;()–—]|\s-\s|\bbut\b|\bthough\b|\balthough\b")
_LATER = re.compile(r"\b(?:added|entered|typed|written up|recorded|late entry)\b[^.\n]{0,40}", re.IGNORECASE)
_OF_ADULTS = frozenset(("police", "mental-health", "substance-use", "probation", "midwifery", "adult-social-care"))
_GROWN = frozenset(
    ("mother", "father", "parent", "partner", "stepfather", "stepmother", "grandmother", "grandfather", "aunt", "uncle")
)


class FactFinder:
    """Finds facts. Made once for a case; every text is walked over once."""

    def __init__(self, rules: Sequence[FactRule], words: FactWords, case: Case, vocabulary: Vocabulary) -> None:
        self._rules = {rule.key: rule for rule in rules}
        self._phrases, self._cells = _compiled(tuple(rules), words)
        self._kinds = {agency.id: agency.kind for agency in case.agencies}
        self._subjects = tuple(person.id for person in case.subjects)
        self._adults = frozenset(person.id for person in case.people if person.role in _GROWN)
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
        quotes.update(self._in_text(entry))
        if not quotes:
            return ()
        known, kind = known or self.known(entry), self._kinds.get(entry.agency, "")
        children = tuple(child for child in self._subjects if child in entry.people)
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
        for found in self._cells.find(level("\n".join(cell for _, cell in cells))) if cells else ():
            number = bisect_right(starts, found.start) - 1
            heading, cell = cells[number]
            start, end = found.start - starts[number], found.end - starts[number]
            yield found.key, Quote(found.key, heading, start, end, cell[start:end])

    def _in_text(self, entry: Entry) -> Iterator[tuple[str, Quote]]:
        plain = level(entry.text)
        found: defaultdict[str, list[Found]] = defaultdict(list)
        for item in self._phrases.find(plain):
            found[item.key].append(item)
        keys = [key.removeprefix("says ") for key in found if key.startswith("says ")]
        ends = [match.end() for match in _SENTENCE.finditer(plain)] if keys else []
        for key in keys:
            rule = self._rules[key]
            for item in found[f"says {key}"]:
                if not _spoilt(rule, item, found, plain, ends):
                    yield key, Quote(key, "text", item.start, item.end, entry.text[item.start : item.end])
                    break


@lru_cache(maxsize=4)
def _compiled(rules: tuple[FactRule, ...], words: FactWords) -> tuple[Phrases, Phrases]:
    """The phrases of narratives and of cells, made ready once for a pack."""
    table: dict[str, tuple[str, ...]] = {"denials": words.denials, "plans": words.plans}
    cells: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        table[f"says {rule.key}"], table[f"unless {rule.key}"] = rule.says, rule.unless
        cells[rule.key] = rule.cells
    return Phrases(table), Phrases(cells)


def _spoilt(rule: FactRule, item: Found, found: Mapping[str, Sequence[Found]], plain: str, ends: Sequence[int]) -> bool:
    """Whether the words beside a phrase make it no fact."""
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
