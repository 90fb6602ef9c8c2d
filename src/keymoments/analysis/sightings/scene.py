"""What the patterns found in one entry, ready to be asked."""

from __future__ import annotations

import re

from keymoments.analysis.records import Entry
from keymoments.analysis.sightings.patterns import Found, Tokens, ends_sentence
from keymoments.analysis.sightings.ticks import Tick
from keymoments.analysis.sightings.values import Answer, Quote

_QUOTED = re.compile(r"(?<!\w)['‘\"“](?=\w).{2,300}?(?<=[\w.,!?])['’\"”](?!\w)", re.DOTALL)
_MAIL = frozenset({"from", "to", "subject"})
_LONGEST_NAME = 6  # tokens of a name with which a text opens
_DENIAL_REACH = 2  # tokens before a verb in which a "not" denies it
_PLAN_REACH = 4  # tokens before a verb in which words of plan govern it


class Scene:
    """What was found in one entry: groups of patterns in its text, and the sorts of row its columns name."""

    def __init__(
        self,
        entry: Entry,
        kind: str,
        found: tuple[Found, ...],
        tokens: Tokens,
        heads: dict[str, Quote],
        ticks: tuple[Tick, ...] = (),
    ):
        self.entry = entry
        self.kind = kind
        self.heads = heads
        self.ticks = ticks
        self.tokens = tokens
        self.named_until = _name_end(entry.text, tokens)
        self.quoted = tuple((match.start(), match.end()) for match in _QUOTED.finditer(entry.text))
        self.by: dict[str, list[Found]] = {}
        for hit in found:
            self.by.setdefault(hit.label, []).append(hit)

    def first(self, *labels: str) -> Quote | None:
        """The first hit of any of the groups, as a quote."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        if not hits:
            return None
        hit = min(hits, key=lambda h: (h.start, -h.end))
        return Quote(hit.label, "text", hit.start, hit.end, self.entry.text[hit.start : hit.end])

    def head(self, *names: str) -> Quote | None:
        """The column or opening that names one of the sorts of row."""
        for name in names:
            for key in (f"{name} {self.kind}", name):
                if key in self.heads:
                    return self.heads[key]
        return None

    def unplanned(self, *labels: str) -> Quote | None:
        """The first hit of any of the groups that no plan or wish governs."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
            if not self.planned_at(hit) and not self.spoken(hit):
                return self.quote(hit)
        return None

    def asserted(self, *labels: str) -> Quote | None:
        """The first hit of any of the groups that neither plan nor denial governs."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
            if not (self.planned_at(hit) or self.denied_at(hit) or self.past_at(hit) or self.by_family_at(hit)):
                return self.quote(hit)
        return None

    def by_itself(self, label: str) -> Quote | None:
        """The first hit of a group that is a sentence of its own ("Phone call.")."""
        for hit in sorted(self.by.get(label, ()), key=lambda h: (h.start, -h.end)):
            begins = hit.first == 0 or ends_sentence(self.tokens, hit.first - 1)
            if begins and (hit.last == len(self.tokens.words) or ends_sentence(self.tokens, hit.last)):
                return self.quote(hit)
        return None

    def after_heading(self, label: str) -> Quote | None:
        """The first hit of a group before which only a word and figures stand ("Duty. 09.50 call from Nan")."""
        for hit in sorted(self.by.get(label, ()), key=lambda h: (h.start, -h.end)):
            words = [word for word in self.tokens.words[: hit.first] if word.isalpha()]
            if len(words) <= 1 and not (self.planned_at(hit) or self.spoken(hit)):
                return self.quote(hit)
        return None

    def by_family_at(self, hit: Found) -> bool:
        """Whether a relative or outsider is the source of what a hit tells."""
        return any(said.first < hit.first < said.last for said in self.by.get("by_family", ()))

    def denied_at(self, hit: Found) -> bool:
        """Whether a word of denial stands in the hit or just before it."""
        return any(hit.first - _DENIAL_REACH <= no.first < hit.last for no in self.by.get("denied", ()))

    def past_at(self, hit: Found) -> bool:
        """Whether the hit tells of an earlier day ("last saw him on 12/3")."""
        return any(past.first < hit.last and hit.first < past.last for past in self.by.get("past", ()))

    def spoken(self, hit: Found) -> bool:
        """Whether the hit stands in words that somebody is quoted with."""
        return any(start < hit.start and hit.end < end for start, end in self.quoted)

    def times(self, label: str) -> int:
        """How many hits of a group there are that do not overlap."""
        count, last = 0, -1
        for hit in sorted(self.by.get(label, ()), key=lambda h: (h.start, -h.end)):
            if hit.start >= last:
                count, last = count + 1, hit.end
        return count

    def told(self, *labels: str) -> Quote | None:
        """The first unplanned hit of any of the groups that no relative or outsider is the source of."""
        hits = [hit for label in labels for hit in self.by.get(label, ())]
        for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
            if self.planned_at(hit) or self.spoken(hit):
                continue
            if not any(said.first <= hit.first < said.last for said in self.by.get("by_family", ())):
                return self.quote(hit)
        return None

    def tried(self, label: str) -> Quote | None:
        """The first hit of a group that no plan comes before ("would not let me in" is no plan)."""
        for hit in sorted(self.by.get(label, ()), key=lambda h: (h.start, -h.end)):
            if not self.planned_at(hit, hit.first) and not self.spoken(hit):
                return self.quote(hit)
        return None

    def quote(self, hit: Found) -> Quote:
        """A hit in the text as a quote."""
        return Quote(hit.label, "text", hit.start, hit.end, self.entry.text[hit.start : hit.end])

    def planned_at(self, hit: Found, before: int | None = None) -> bool:
        """Whether words of plan stand in the hit (or ``before`` that token) or shortly before it in its sentence."""
        last = hit.last if before is None else before
        for plan in self.by.get("plan", ()):
            if hit.first - _PLAN_REACH <= plan.first < last and not any(
                ends_sentence(self.tokens, i) for i in range(plan.first, hit.first)
            ):
                return True
        return False

    def opening(self, label: str) -> Quote | None:
        """The first hit of a group with which the text opens, but for a name; no plan before it."""
        for hit in sorted(self.by.get(label, ()), key=lambda h: (h.start, -h.end)):
            if hit.first <= self.named_until + 1 and not self.planned_at(hit):
                return self.quote(hit)
        return None

    def tick(self) -> Quote | None:
        """A box that is ticked yes or no."""
        for tick in self.ticks:
            if tick.answer in (Answer.YES, Answer.NO):
                return Quote("tick", tick.heading, tick.start, tick.end, tick.words)
        return None

    def mail(self) -> Quote | None:
        """The column that shows that this is a mail from one person to another."""
        headings = {heading.casefold().strip(" :"): (heading, value) for heading, value in self.entry.columns if value}
        if not headings.keys() >= _MAIL:
            return None
        heading, value = headings["to"]
        return Quote("mail", heading, 0, len(value), value)

    def whole(self) -> Quote:
        """The text as a whole: it is silent of anybody outside the agencies."""
        text = self.entry.text.strip()
        start = self.entry.text.find(text)
        return Quote("silent", "text", start, start + len(text), text)

    def speech(self) -> Quote | None:
        """The first words that somebody is quoted with."""
        if not self.quoted:
            return None
        start, end = self.quoted[0]
        return Quote("speech", "text", start, end, self.entry.text[start:end])


def _name_end(text: str, tokens: Tokens) -> int:
    """The token after the time, number or name with which a text opens ("16.20 Mrs Holt, nursery, rang")."""
    begins = next((i for i, word in enumerate(tokens.words) if word.isalpha() and len(word) > 1), 0)
    i = begins
    while i < len(tokens.words) and i < begins + _LONGEST_NAME:
        word, first = tokens.words[i], text[tokens.starts[i]]
        if ends_sentence(tokens, i) or not (first.isupper() or word in ",.("):
            break
        i += 1
    return begins if i == begins or text[tokens.starts[begins] :].isupper() else i - 1
