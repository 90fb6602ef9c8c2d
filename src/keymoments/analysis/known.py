"""Who knew what, and from when: the grave facts that records hold, by sort and agency, and those held by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.facts.values import Fact
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Sort
from keymoments.analysis.suggestions import Suggestion

# Groups of facts that another agency would have wanted to know.
TELLING = frozenset(("concern", "voice", "adult-risk", "lay", "presence", "promise"))
# So many sorts of fact that are new since the moment before stand beside one; the rest are counted.
SORTS = 6
# A sort that was told of shortly before a moment stands nearer to it (days, and what that adds).
_RECENT = ((90, 1.0), (365, 0.5))
# What a sort of fact adds that the moment itself rests on, and one that more than one agency held.
_NAMED, _SHARED = 3.0, 0.5


@dataclass(frozen=True, slots=True)
class Holding:
    """That the records of one agency hold one sort of fact. ``facts`` by the day from which they were held."""

    key: str
    agency: str
    facts: tuple[Fact, ...]

    @property
    def first(self) -> Fact:
        """The one that was held first."""
        return self.facts[0]

    @property
    def last(self) -> Fact:
        """The one that was held last."""
        return self.facts[-1]


@dataclass(frozen=True, slots=True)
class KnownThen:
    """What records held by the day of a moment. ``day``: the last day that counts.

    ``sorts``: key of the fact → who held it, who held it first before the others; ``more``: how many further sorts were
    held; ``later``: what tells of a day before the moment and was written down only after it.
    """

    day: date
    sorts: tuple[tuple[str, tuple[Holding, ...]], ...]
    more: int
    later: tuple[Fact, ...]


def telling_facts(ledger: Ledger) -> tuple[Fact, ...]:
    """The facts of a case that another agency would have wanted to know, by the day from which they were held."""
    found = [fact for entry in ledger.entries for fact in ledger.facts.get(entry.id, ()) if fact.group in TELLING]
    return tuple(sorted(found, key=lambda fact: (fact.known, ledger.places[fact.entry], fact.key)))


def holdings(facts: Iterable[Fact]) -> tuple[tuple[str, tuple[Holding, ...]], ...]:
    """Sort of fact → every agency that held it, the first before the others; the gravest sort first.

    ``facts`` stand by the day from which they were held, as :func:`telling_facts` gives them.
    """
    sorts: dict[str, dict[str, list[Fact]]] = {}
    weights: dict[str, int] = {}
    for fact in facts:
        sorts.setdefault(fact.key, {}).setdefault(fact.agency, []).append(fact)
        weights[fact.key] = fact.weight
    return tuple(
        (key, tuple(Holding(key, agency, tuple(held)) for agency, held in agencies.items()))
        for key, agencies in sorted(
            sorts.items(), key=lambda item: (-weights[item[0]], next(iter(item[1].values()))[0].known, item[0])
        )
    )


def moment_day(suggestion: Suggestion, entries: Mapping[str, Entry]) -> date:
    """The day by which a thing had to be held to count as known at a moment.

    The first possible day of the later of the two entries that it turns on; where it is about time that went by, of
    the earlier one.
    """
    days = [
        entries[entry].date.earliest or suggestion.begins for entry in suggestion.entries[:2] if entry in entries
    ] or [suggestion.begins]
    return min(days) if suggestion.kind is Sort.DELAY else max(days)


def held_then(facts: Sequence[Fact], suggestion: Suggestion, entries: Mapping[str, Entry]) -> tuple[Fact, ...]:
    """The facts that the records held by the day of a moment, of the children it is about, by the day they were held.

    Nothing that was held only later: of the day itself nothing that has a clock time after the moment's.
    """
    day = moment_day(suggestion, entries)
    turns = [entries[entry] for entry in suggestion.entries[:2] if entry in entries]
    last = max((entry for entry in turns if entry.date.earliest == day), key=_minutes, default=None)
    near = _about(facts, suggestion)
    return tuple(fact for fact in near if fact.known <= day and not _afterwards(entries.get(fact.entry), last))


def known_then(
    facts: Sequence[Fact], suggestion: Suggestion, entries: Mapping[str, Entry], told: frozenset[Fact] = frozenset()
) -> KnownThen:
    """What the records held by the day of a moment; nothing that was held only later.

    ``told``: what was told at moments before it and is not told again. Where nothing was, every sort is told.
    """
    day = moment_day(suggestion, entries)
    named = frozenset(cited.quote.says for cited in suggestion.quotes)
    every = holdings(fact for fact in held_then(facts, suggestion, entries) if fact not in told)
    most = SORTS if told else len(every)
    best = sorted(every, key=lambda item: (-_nearness(item[1], day, item[0] in named), item[0]))[:most]
    later = (fact for fact in _about(facts, suggestion) if fact.known > day)
    return KnownThen(
        day=day,
        sorts=tuple(sorted(best, key=lambda item: (item[1][0].first.known, item[0]))),
        more=len(every) - len(best),
        later=tuple(fact for fact in later if _tells_before(entries.get(fact.entry), day)),
    )


def _about(facts: Sequence[Fact], suggestion: Suggestion) -> list[Fact]:
    """The facts about the children of a moment, or about none in particular."""
    about = frozenset(suggestion.children)
    return [fact for fact in facts if not about or not fact.children or not about.isdisjoint(fact.children)]


def _minutes(entry: Entry) -> int:
    return entry.time.earliest if entry.time is not None and entry.time.exact else -1


def _afterwards(entry: Entry | None, moment: Entry | None) -> bool:
    """Whether an entry of the day of the moment has a clock time after the moment's."""
    if entry is None or moment is None or entry.id == moment.id or entry.date.earliest != moment.date.earliest:
        return False
    return 0 <= _minutes(moment) < _minutes(entry)


def _tells_before(entry: Entry | None, day: date) -> bool:
    return entry is not None and entry.date.latest is not None and entry.date.latest <= day


def _nearness(held: Sequence[Holding], day: date, named: bool) -> float:
    """How much a sort of fact says beside a moment."""
    last = max(holding.last.known for holding in held)
    recent = next((extra for days, extra in _RECENT if (day - last).days <= days), 0.0)
    weight = max(fact.weight for holding in held for fact in holding.facts)
    return weight + recent + (_NAMED if named else 0.0) + (_SHARED if len(held) > 1 else 0.0)
