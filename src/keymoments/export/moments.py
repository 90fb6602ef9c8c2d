"""Moments to look at: what was known then and by whom, what was expected, what the records show, in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.chronology import order_key
from keymoments.analysis.facts.values import Fact
from keymoments.analysis.known import Holding, KnownThen, held_then, known_then, moment_day
from keymoments.analysis.layout import date_words, day_words, time_words
from keymoments.analysis.records import Entry
from keymoments.analysis.result import Analysis, Suggestion, Wait
from keymoments.analysis.rules import Rule, Sort
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict
from keymoments.export.agency_names import AgencyNames
from keymoments.export.because import because_line, children_words
from keymoments.export.linked import Line, Part, day_part, line, plain, quoted
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


@dataclass(frozen=True, slots=True)
class KnownShown:
    """One sort of fact: its name, and a line for each agency that held it by then."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MomentShown:
    """A moment worded. ``because``: what the records show, with links; ``known_by``: the day by which things count as
    known; ``as_at``: the moment before it in time, where what was known stands already; ``words``: the quotes it rests
    on; ``children``: whom it is about, where the review is about more than one.
    """

    number: int
    place: str
    when: str
    title: str
    sort: str
    agencies: tuple[str, ...]
    children: str
    because: Line
    known_by: str
    as_at: Line
    known: tuple[KnownShown, ...]
    more: str
    later: tuple[Line, ...]
    expected: tuple[Line, ...]
    words: tuple[Line, ...]
    themes: tuple[tuple[str, str], ...]  # the place of the theme in the report, its title


def moments_shown(analysis: Analysis) -> tuple[MomentShown, ...]:
    """The first moments, as a reader should meet them.

    What was known is told whole at the first of them in time, and at each other only what is new since the one before.
    """
    told = _Teller(analysis)
    first = analysis.suggestions[:MOMENTS]
    made: dict[int, MomentShown] = {}
    before: Suggestion | None = None
    for suggestion in sorted(first, key=lambda item: (told.day(item), item.rank)):
        made[suggestion.rank] = told.moment(suggestion, before)
        before = suggestion
    return tuple(made[suggestion.rank] for suggestion in first)


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
        self._shown = agencies_shown(analysis)
        self._agencies = {agency.id: agency.label for agency in self._shown}
        self._told: set[Fact] = set()  # what stands as known at a moment already
        self._marked: set[Fact] = set()  # what stands as written down only later already
        self._rules: Mapping[str, Rule] = {rule.key: rule for rule in analysis.rules.rules}
        self._titles = known_title(analysis)
        self._held = {(fact.entry, fact.key): fact.known for fact in analysis.facts}
        self._themes = {theme.key: theme.title for theme in analysis.rules.themes}

    def day(self, suggestion: Suggestion) -> date:
        """The day by which things count as known."""
        return moment_day(suggestion, self._entries)

    def moment(self, suggestion: Suggestion, before: Suggestion | None) -> MomentShown:
        """One moment; ``before``: the one before it in time, whose knowledge stands already."""
        told = frozenset(self._told)
        known = known_then(self._analysis.facts, suggestion, self._entries, told)
        self._told.update(held_then(self._analysis.facts, suggestion, self._entries))
        later = [fact for fact in known.later if fact not in self._marked]
        self._marked.update(later)
        names = AgencyNames(self._shown)
        names.know(suggestion.agencies)
        return MomentShown(
            number=suggestion.rank,
            place=moment_place(suggestion.rank),
            when=self._when(suggestion),
            title=suggestion.title,
            sort=SORTS[suggestion.kind],
            agencies=tuple(self._agencies.get(agency, agency) for agency in suggestion.agencies),
            children=children_words(self._analysis, suggestion),
            because=because_line(self._analysis, suggestion, self._entries, names),
            known_by=day_words(known.day),
            as_at=self._as_at(before, any_new=bool(known.sorts)) if told else (),
            known=tuple(self._known(key, held, told, names) for key, held in known.sorts),
            more=f"{counted(known.more, 'further sort of fact was', 'further sorts of facts were')} held by then."
            if known.more
            else "",
            later=tuple(self._later(fact, names) for fact in later),
            expected=tuple(self._expected(suggestion)),
            words=tuple(self._words(suggestion, known, names)),
            themes=tuple((theme_place(key), self._themes[key]) for key in suggestion.themes if key in self._themes),
        )

    def _as_at(self, before: Suggestion | None, *, any_new: bool) -> Line:
        """Where what was known stands already."""
        if before is None:
            return ()
        rest = ", and since then:" if any_new else "; the records hold nothing new since then."
        link = Part(f"moment {before.rank}", place=moment_place(before.rank))
        return line("As at ", link, f" ({day_words(self.day(before))}){rest}")

    def _when(self, suggestion: Suggestion) -> str:
        """When the entry that it turns on is dated."""
        turn = self._entries.get(suggestion.entries[0]) if suggestion.entries else None
        return date_words(turn.date) if turn is not None else day_words(suggestion.begins)

    def _known(self, key: str, held: tuple[Holding, ...], told: frozenset[Fact], names: AgencyNames) -> KnownShown:
        before = {fact.agency for fact in told if fact.key == key}
        lines = [self._holder(one, names, again=one.agency in before) for one in held[:_MOST_HOLDERS]]
        if len(held) > _MOST_HOLDERS:
            rest = ", ".join(names.say(one.agency) for one in held[_MOST_HOLDERS:])
            lines.append(line(f"and later {rest}"))
        return KnownShown(self._titles.get(key, key), tuple(lines))

    def _holder(self, held: Holding, names: AgencyNames, *, again: bool) -> Line:
        """Who held it from when; ``again``: it held the same sort before."""
        further = len(held.facts) - 1
        more = line()
        if further:
            times = {1: "once more", 2: "twice more"}.get(further, f"{further} more times")
            more = line(f"; {times} by then, last on ", Part(day_words(held.last.known), entry=held.last.entry))
        when = Part(day_words(held.first.known), entry=held.first.entry)
        said = self._cited(held.first)
        return line(f"{names.say(held.agency)}, {'again on' if again else 'from'} ", when, ": ", *said, *more)

    def _cited(self, fact: Fact) -> Line:
        entry = self._entries.get(fact.entry)
        return quoted(entry, fact.quote) if entry is not None else line(f"“{fact.quote.words}”")

    def _later(self, fact: Fact, names: AgencyNames) -> Line:
        entry = self._entries[fact.entry]
        return line(
            f"{self._titles.get(fact.key, fact.key)}: {names.say(fact.agency)} dates it ",
            day_part(entry),
            f" and wrote it down on {day_words(fact.known)}: ",
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

    def _words(self, suggestion: Suggestion, known: KnownThen, names: AgencyNames) -> Iterator[Line]:
        """What the entries say, by day and time: the two that it turns on at length, of the others what counts.

        An entry that came later than the day of the moment says so.
        """
        turns = suggestion.entries[:2]
        cited: dict[str, list[Quote]] = {entry: [] for entry in suggestion.entries}
        for item in suggestion.quotes:
            cited.setdefault(item.entry, []).append(item.quote)
        rows = [(self._entries[entry], quotes) for entry, quotes in cited.items() if entry in self._entries]
        for entry, quotes in sorted(rows, key=lambda row: order_key(row[0])):
            written = [self._held[entry.id, quote.says] for quote in quotes if (entry.id, quote.says) in self._held]
            time = time_words(entry.time)
            yield line(
                day_part(entry),
                f"{f', {time}' if time else ''}, {names.say(entry.agency)}: ",
                *_said(entry, quotes, wide=entry.id in turns),
                _later_than(entry, max(written, default=None), known.day),
            )


def _said(entry: Entry, quotes: Sequence[Quote], *, wide: bool) -> Line:
    """The words of an entry around each of the quotes; ``wide``: with as much beside them as there is room for."""
    lines: dict[str, Line] = {}
    for quote in quotes or (None,):
        one = quoted(entry, quote, wide=wide)
        if one and not any(plain(one).strip("“”") in other for other in lines):
            lines.setdefault(plain(one), one)
    return tuple(part for number, one in enumerate(lines.values()) for part in ((Part("; "),) if number else ()) + one)


def _later_than(entry: Entry, written: date | None, day: date) -> str:
    """That an entry, or what it tells, came later than the day of the moment; nothing where it did not."""
    if entry.date.earliest is not None and entry.date.earliest > day:
        return f" (after {day_words(day)})"
    if written is not None and written > day:
        return f" (written down on {day_words(written)}, after {day_words(day)})"
    return ""
