"""Moments to look at: what was known then and by whom, what was expected, what the records show, in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.facts.values import Fact
from keymoments.analysis.known import Holding, KnownThen, known_then
from keymoments.analysis.layout import date_words, day_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Suggestion, Wait
from keymoments.analysis.rules import Rule, Sort
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict
from keymoments.export.linked import Line, Part, entry_part, excerpt, line, words_around
from keymoments.export.shown import agencies_shown, counted
from keymoments.export.wait_words import NO_END, NO_RESPONSE, limit_words, number_words, standard_words

# What a reviewer reads before judging the list.
MOMENTS = 20
ABOUT_MOMENTS = (
    "Places in the records where a reviewer may want to judge, the weightiest first. A rule found each of them by the "
    "words of the records; whether it was a key moment, people decide. Nothing here says why anything was done or "
    "not done."
)
ABOUT_KNOWN = (
    "“Known” means that the records of an agency held it by that day. It does not mean that everybody there had read "
    "it. Of each agency the first record is shown; what was held only later is left out, or marked."
)
SORTS = {
    Sort.MISSED_OPPORTUNITY: "Possible missed opportunity",
    Sort.MISTAKE: "Possible mistake",
    Sort.DELAY: "Possible delay",
    Sort.CHILD_NOT_HEARD: "Was the child heard?",
    Sort.NOT_SHARED: "Was it passed on?",
    Sort.NOT_ESCALATED: "Was it taken higher?",
    Sort.GOOD_PRACTICE: "Possible good practice",
}
# What is expected at such a place, by the kind of rule; a limit in force stands before it.
_EXPECTED = {
    "disagreement": "Where accounts of one event differ, somebody finds out which of them holds.",
    "face_value": "An explanation is checked: with the child alone, or by having the injury looked at.",
    "frequency": "What comes again is looked at together with what came before.",
    "not_escalated": "A worker who gets no answer asks somebody higher, in the same agency or the other one.",
    "not_followed": "A promise or plan is checked, and what speaks against it gets an answer.",
    "not_heard": "After a concern the child is seen and spoken to alone; a baby is looked at.",
    "not_shared": "What one agency holds of a risk reaches those who decide about the child.",
    "repeated_closure": "Before a case is closed, the concerns that stand in the records are weighed together.",
    "silence": "After a concern a professional sees the child.",
    "threshold_cycle": "A further referral is read with those before it.",
}
_MOST_HOLDERS = 5
_TURNING = 320  # letters of an entry that a moment turns on


@dataclass(frozen=True, slots=True)
class KnownShown:
    """One sort of fact: its name, and a line for each agency that held it by then."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MomentShown:
    """A moment worded. ``known_by``: the day by which things count as known; ``words``: the quotes it rests on."""

    number: int
    place: str
    when: str
    title: str
    sort: str
    agencies: tuple[str, ...]
    because: str
    known_by: str
    known: tuple[KnownShown, ...]
    more: str
    later: tuple[Line, ...]
    expected: tuple[Line, ...]
    words: tuple[Line, ...]
    themes: tuple[tuple[str, str], ...]  # the place of the theme in the report, its title


def moments_shown(analysis: Analysis) -> tuple[MomentShown, ...]:
    """The first moments, as a reader should meet them."""
    told = _Teller(analysis)
    return tuple(told.moment(suggestion) for suggestion in analysis.suggestions[:MOMENTS])


def moment_place(rank: int) -> str:
    """The place of a moment in the report."""
    return f"moment-{rank}"


def theme_place(key: str) -> str:
    """The place of a theme in the report."""
    return f"theme-{key}"


def known_title(analysis: Analysis) -> dict[str, str]:
    """Sort of fact → how a sentence names it, with a capital."""
    words = {fact.key: fact.told or fact.title for fact in analysis.rules.facts}
    return {key: told[:1].upper() + told[1:] for key, told in words.items()}


class _Teller:
    """Words moments; holds what all of them need."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._entries = {entry.id: entry for entry in analysis.entries}
        self._agencies = {agency.id: agency.label for agency in agencies_shown(analysis)}
        self._rules: Mapping[str, Rule] = {rule.key: rule for rule in analysis.rules.rules}
        self._titles = known_title(analysis)
        self._held = {(fact.entry, fact.key): fact.known for fact in analysis.facts}
        self._themes = {theme.key: theme.title for theme in analysis.rules.themes}

    def moment(self, suggestion: Suggestion) -> MomentShown:
        """One moment."""
        known = known_then(self._analysis.facts, suggestion, self._entries)
        return MomentShown(
            number=suggestion.rank,
            place=moment_place(suggestion.rank),
            when=self._when(suggestion),
            title=suggestion.title,
            sort=SORTS[suggestion.kind],
            agencies=tuple(self._agencies.get(agency, agency) for agency in suggestion.agencies),
            because=suggestion.because,
            known_by=day_words(known.day),
            known=tuple(self._known(key, held) for key, held in known.sorts),
            more=f"{counted(known.more, 'further sort of fact was', 'further sorts of facts were')} held by then."
            if known.more
            else "",
            later=tuple(self._later(fact) for fact in known.later),
            expected=tuple(self._expected(suggestion)),
            words=tuple(self._words(suggestion, known)),
            themes=tuple((theme_place(key), self._themes[key]) for key in suggestion.themes if key in self._themes),
        )

    def _when(self, suggestion: Suggestion) -> str:
        """When the entry that it turns on is dated."""
        turn = self._entries.get(suggestion.entries[0]) if suggestion.entries else None
        return date_words(turn.date) if turn is not None else day_words(suggestion.begins)

    def _known(self, key: str, held: tuple[Holding, ...]) -> KnownShown:
        lines = [self._holder(one) for one in held[:_MOST_HOLDERS]]
        if len(held) > _MOST_HOLDERS:
            rest = ", ".join(self._agencies.get(one.agency, one.agency) for one in held[_MOST_HOLDERS:])
            lines.append(line(f"and later {rest}"))
        return KnownShown(self._titles.get(key, key), tuple(lines))

    def _holder(self, held: Holding) -> Line:
        agency = self._agencies.get(held.agency, held.agency)
        again = len(held.facts) - 1
        more = line()
        if again:
            times = {1: "once more", 2: "twice more"}.get(again, f"{again} times more")
            more = line(f"; {times} by then, last on {day_words(held.last.known)} (", entry_part(held.last.entry), ")")
        return line(f"{agency}, from {day_words(held.first.known)}: ", *self._cited(held.first), *more)

    def _cited(self, fact: Fact) -> Line:
        entry = self._entries.get(fact.entry)
        words = words_around(entry, fact.quote) if entry is not None else f"“{fact.quote.words}”"
        return line(f"{words} (", entry_part(fact.entry), ")")

    def _later(self, fact: Fact) -> Line:
        entry = self._entries[fact.entry]
        agency = self._agencies.get(fact.agency, fact.agency)
        return line(
            f"{self._titles.get(fact.key, fact.key)}: {agency} dates it {date_words(entry.date)} and wrote it down "
            f"on {day_words(fact.known)}: ",
            *self._cited(fact),
        )

    def _expected(self, suggestion: Suggestion) -> Iterator[Line]:
        for wait in self._waits(suggestion):
            took = number_words(wait.elapsed, wait.unit) if wait.elapsed is not None else ""
            shows = f"The records show {took}" if took else NO_END
            source = f" Source of the limit: {wait.source.rstrip('.')}." if wait.source else ""
            yield line(
                f"{standard_words(wait.standard)}: the limit in force on {day_words(wait.started)} was "
                f"{limit_words(wait)}. {shows}.{source}"
            )
        rule = self._rules.get(suggestion.rule)
        if rule is None:
            return
        if expected := _EXPECTED.get(rule.kind, ""):
            yield line(expected)
        yield line(f"Why reviews look at such places: {rule.why} ({rule.source.rstrip('.')})")

    def _waits(self, suggestion: Suggestion) -> list[Wait]:
        """The waits beyond a limit that begin or end at what the moment turns on; each standard once."""
        turns = frozenset(suggestion.entries[:2])
        over = (Verdict.EXCEEDED, Verdict.NO_END_RECORDED)
        found: dict[str, Wait] = {}
        for wait in self._analysis.waits:
            if wait.limit is None or wait.standard == NO_RESPONSE or wait.verdict not in over:
                continue
            if wait.begins in turns and (wait.ends is None or wait.ends in turns):
                found.setdefault(wait.standard, wait)
        return list(found.values())

    def _words(self, suggestion: Suggestion, known: KnownThen) -> Iterator[Line]:
        """What the entries say, by day: the two that it turns on at length, of the others the words that count.

        An entry that came later than the day of the moment says so.
        """
        turns = suggestion.entries[:2]
        cited: dict[str, list[Quote]] = {entry: [] for entry in suggestion.entries}
        for item in suggestion.quotes:
            cited.setdefault(item.entry, []).append(item.quote)
        rows = [(self._entries[entry], quotes) for entry, quotes in cited.items() if entry in self._entries]
        for entry, quotes in sorted(rows, key=lambda row: row[0].date.earliest or date.max):
            written = [self._held[entry.id, quote.says] for quote in quotes if (entry.id, quote.says) in self._held]
            said = list(_said(entry, quotes, whole=entry.id in turns))
            yield line(
                f"{date_words(entry.date)}, {self._agencies.get(entry.agency, entry.agency)}, ",
                Part(entry.id, entry=entry.id),
                f": {'; '.join(said)}" if said else "",
                _later_than(entry, max(written, default=None), known.day),
            )


def _said(entry: Entry, quotes: Sequence[Quote], *, whole: bool) -> Iterator[str]:
    """The words of an entry: ``whole``, as it begins, with the cells that count; or only what was quoted."""
    if whole and entry.text.strip():
        yield f"“{excerpt(entry.text, _TURNING)}”"
    yield from dict.fromkeys(
        f"column “{quote.place.strip()}”: “{quote.words.strip()}”" if whole else words_around(entry, quote)
        for quote in quotes
        if not whole or quote.place not in ("text", "born")
    )


def _later_than(entry: Entry, written: date | None, day: date) -> str:
    """That an entry, or what it tells, came later than the day of the moment; nothing where it did not."""
    if entry.date.earliest is not None and entry.date.earliest > day:
        return f" (after {day_words(day)})"
    if written is not None and written > day:
        return f" (written down on {day_words(written)}, after {day_words(day)})"
    return ""
