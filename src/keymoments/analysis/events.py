"""Events that start and end the clocks, found in entries by the rules of packs; a plan or a cancelled thing is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from keymoments.analysis.limits import EventRule, HappeningWords, Limits
from keymoments.analysis.phrases import Found, Phrases, level
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.sightings.values import Quote

# A word of planning or denial counts where it stands this near in the same sentence (letters).
NEAR = 45
# An opening phrase may have so many leading words before it ("1st", "tel.").
LEADS = 3

# A sentence ends at a stop, but not after an initial ("D. Hart").
_SENTENCE = re.compile(r"(?<!\s\w)[.!?;\n]+(?=\s|$)|\s[–—-]\s")
_ASIDE = re.compile(r"\([^()\n]*\)")
_WORD = re.compile(r"[^\W_]+")
_BY = re.compile(r"\W{1,2}(?:by|before|on or before)\s(?:\d|the\s|end\s|mon|tue|wed|thu|fri|sat|sun|next|close)")
_NONE = re.compile(r"\b(?:no|nil|not|without)\W{1,2}$")  # "NO REFERRAL" heads no referral
_FRAMES = ("plans", "denials", "affirms")


@dataclass(frozen=True, slots=True)
class Event:
    """An event that an entry tells of, and the words that say so."""

    key: str
    entry: Entry
    quote: Quote


@dataclass(frozen=True, slots=True)
class _Page:
    """A text walked over once, with its phrases by key."""

    text: str
    found: Mapping[str, Sequence[Found]]

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        begin = 0
        for stop in _SENTENCE.finditer(self.text):
            if stop.end() > place:
                return begin, stop.end()
            begin = stop.end()
        return begin, len(self.text)

    def aside(self, found: Found) -> bool:
        """Whether a phrase stands in brackets."""
        return any(match.start() <= found.start < match.end() for match in _ASIDE.finditer(self.text))


class EventFinder:
    """Finds the events of entries. Made once for a case; every text is walked over once."""

    def __init__(self, rules: Sequence[EventRule], words: HappeningWords) -> None:
        self._rules = tuple(rules)
        table: dict[str, tuple[str, ...]] = {part: getattr(words, part) for part in (*_FRAMES, "leads")}
        for rule in rules:
            for part in ("heads", "needs", "opens", "says", "unless", "spoils"):
                table[f"{rule.key}:{part}"] = getattr(rule, part)
        self._phrases = Phrases(table)
        self._head_columns = frozenset(map(level, words.head_columns))
        self._head_pages: dict[str, _Page] = {}  # heads repeat from row to row
        self._is_head: dict[str, bool] = {}
        self._by_kind: dict[str, tuple[EventRule, ...]] = {}

    def events(self, entry: Entry, kind: str) -> Iterator[Event]:
        """The events that an entry of an agency of this kind tells of, in the order of the rules."""
        heads = [(heading, self._head(value)) for heading, value in entry.columns if value and self.is_head(heading)]
        page = self._page(entry.text)
        told = {key.split(":", 1)[0] for one in (page, *(head for _, head in heads)) for key in one.found}
        if kind not in self._by_kind:
            self._by_kind[kind] = tuple(rule for rule in self._rules if not rule.kinds or kind in rule.kinds)
        for rule in self._by_kind[kind]:
            if rule.key not in told or self._spoilt(rule, page):
                continue
            quote = self._in_heads(rule, heads, page, entry) or self._in_text(rule, page, entry)
            if quote is not None:
                yield Event(rule.key, entry, quote)

    def is_head(self, heading: str) -> bool:
        """Whether the cells of a column say what sort of entry it is."""
        if heading not in self._is_head:
            self._is_head[heading] = level(heading).rsplit("/", 1)[-1].strip(" :*?.") in self._head_columns
        return self._is_head[heading]

    def _head(self, value: str) -> _Page:
        if value not in self._head_pages:
            self._head_pages[value] = self._page(value)
        return self._head_pages[value]

    def _page(self, text: str) -> _Page:
        plain = level(text)
        found: defaultdict[str, list[Found]] = defaultdict(list)
        for item in self._phrases.find(plain):
            found[item.key].append(item)
        return _Page(plain, found)

    @staticmethod
    def _spoilt(rule: EventRule, page: _Page) -> bool:
        return any(not page.aside(item) for item in page.found.get(f"{rule.key}:spoils", ()))

    def _in_heads(self, rule: EventRule, heads: Sequence[tuple[str, _Page]], page: _Page, entry: Entry) -> Quote | None:
        for heading, head in heads:
            found = head.found.get(f"{rule.key}:heads", ())
            hits = [hit for hit in found if not _NONE.search(head.text, max(0, hit.start - 12), hit.start)]
            if not hits or head.found.get(f"{rule.key}:unless") or any(head.found.get(part) for part in _FRAMES[:2]):
                continue
            if rule.needs and not self._needed(rule, head, page):
                continue
            if self._denied_at_once(page):
                continue
            cell = dict(entry.columns)[heading]
            return Quote(rule.key, heading, hits[0].start, hits[0].end, cell[hits[0].start : hits[0].end])
        return None

    def _needed(self, rule: EventRule, head: _Page, page: _Page) -> bool:
        if head.found.get(f"{rule.key}:needs"):
            return True
        return any(not framed(page, item) for item in page.found.get(f"{rule.key}:needs", ()))

    @staticmethod
    def _denied_at_once(page: _Page) -> bool:
        """Whether the text begins by saying that the thing of its head did not come about."""
        _, end = page.sentence(0)
        return any(item.start < min(end, 2 * NEAR) and not page.aside(item) for item in page.found.get("denials", ()))

    def _in_text(self, rule: EventRule, page: _Page, entry: Entry) -> Quote | None:
        unless = page.found.get(f"{rule.key}:unless", ())
        for item in (*page.found.get(f"{rule.key}:opens", ()), *page.found.get(f"{rule.key}:says", ())):
            if item.key.endswith(":opens") and not self._opening(page, item):
                continue
            if (not rule.loose and framed(page, item)) or self._beside(page, item, unless):
                continue
            return Quote(rule.key, "text", item.start, item.end, entry.text[item.start : item.end])
        return None

    def _opening(self, page: _Page, item: Found) -> bool:
        """Whether a phrase opens the text but for ordinals, clock times and the like."""
        words = list(_WORD.finditer(page.text, 0, item.start))
        if len(words) > 2 * LEADS:
            return False
        leads = {lead.start for lead in page.found.get("leads", ())}
        others = [word for word in words if not word[0].isdigit() and word.start() not in leads]
        return not others and len(words) <= 2 * LEADS

    @staticmethod
    def _beside(page: _Page, item: Found, others: Sequence[Found]) -> bool:
        begin, end = page.sentence(item.start)
        return any(begin <= other.start < end for other in others)


def framed(page: _Page, item: Found) -> bool:
    """Whether the words around a phrase make it a plan, a request or a thing that did not come about."""
    begin, end = page.sentence(item.start)
    begin, end = max(begin, item.start - NEAR), min(end, item.end + NEAR)

    def beside(part: str) -> list[Found]:
        return [
            cue
            for cue in page.found.get(part, ())
            if begin <= cue.start < end
            and not (page.aside(cue) and not page.aside(item))
            and not (item.start <= cue.start and cue.end <= item.end)
        ]

    if beside("denials"):
        return True
    plans = beside("plans")
    # "to be held" is no word of holding: a plan that leads straight to the word takes it along.
    affirmed = any(not any(cue.start - 2 <= plan.end <= cue.end for plan in plans) for cue in beside("affirms"))
    return not affirmed and (bool(plans) or _BY.match(page.text, item.end) is not None)


def find_events(
    entries: Sequence[Entry], case: Case, limits: Limits, told: Mapping[str, Sequence[Event]] | None = None
) -> dict[str, tuple[Event, ...]]:
    """Key of event → the events of that sort, in the order of ``entries``; every rule has its key.

    ``told``: entry → its events, where they are known already.
    """
    found: dict[str, list[Event]] = {rule.key: [] for rule in limits.events}
    if told is None:
        kinds = {agency.id: agency.kind for agency in case.agencies}
        finder = EventFinder(limits.events, limits.happenings)
        told = {entry.id: tuple(finder.events(entry, kinds.get(entry.agency, ""))) for entry in entries}
    for entry in entries:
        for event in told[entry.id]:
            found[event.key].append(event)
    return {key: tuple(events) for key, events in found.items()}
