"""What one rule found at one place, and the plain sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keymoments.analysis.facts.ledger import Ledger
from keymoments.analysis.records import Entry, Precision
from keymoments.analysis.rules import Rule, Sign
from keymoments.analysis.sightings.values import Quote

# Words quoted inside the sentence are cut to so many letters; the whole stands in the chronology.
LONGEST = 110
# A sentence shorter than this says too little alone ("Cons."): the next one comes with it.
SHORTEST = 45

_BREAK = re.compile(r"(?<!\s\w)[.!?;\n]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of an entry that a suggestion rests on."""

    entry: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of one rule: the entries it turns on first, how strong the words are, and the sentence."""

    rule: Rule
    entries: tuple[Entry, ...]
    strength: float
    because: str
    quotes: tuple[Cited, ...]


def found(
    ledger: Ledger,
    rule: Rule,
    entries: Sequence[Entry],
    signs: Sequence[Sign],
    *,
    days: int | None = None,
    count: int | None = None,
    told: Sequence[Entry] | None = None,
    extra: float = 0.0,
    more: Mapping[str, str] | None = None,
    sentence: str = "",
) -> Finding:
    """A finding with its sentence. ``signs`` say of each entry which words count; ``told``: those the sentence names.

    ``told`` (where it is not ``entries``) stands in the order in which the rule's sentence speaks of them; ``more``
    fills further places of the sentence.
    """
    rows = list(entries)
    said = list(told if told is not None else rows[:2])
    sign_of = {entry.id: sign for entry, sign in zip(rows, signs, strict=False)}
    quotes = [quote for entry in rows for quote in _quotes(ledger, entry, sign_of.get(entry.id))]
    fields = {"days": str(days or 0), "count": str(count or 0), **(more or {})}
    for number, entry in enumerate(said, 1):
        mark = "" if number == 1 else str(number)
        words = sentence_words(ledger, entry, sign_of.get(entry.id))
        fields |= {
            f"agency{mark}": ledger.titles.get(entry.agency, entry.agency),
            f"date{mark}": plain_date(ledger, entry),
            f"words{mark}": words,
        }
    agencies = len({entry.agency for entry in rows[:3]})
    gravest = max((ledger.weight(entry) for entry in rows[:3]), default=0.0)
    strength = gravest + 0.5 * (agencies - 1) + turning(ledger, rows[:2]) + extra
    return Finding(rule, tuple(rows), strength, (sentence or rule.because).format_map(_Fields(fields)), tuple(quotes))


# Groups of facts that show where things turned: what was decided, accepted, refused, left lying or not looked at.
_TURNS = ("decision", "acceptance", "refusal", "shelved", "shelved-found", "omission", "presence", "dissent")
# What each of them adds, and the most they add together.
TURN, MOST_TURNS = 0.5, 1.5


def turning(ledger: Ledger, entries: Sequence[Entry]) -> float:
    """How many sorts of words that show a turn stand in entries."""
    groups = {group for entry in entries for group in _TURNS if group in ledger.labels.get(entry.id, ())}
    return min(MOST_TURNS, TURN * len(groups))


class _Fields(dict[str, str]):
    """A place in the sentence that nothing fills stays out of it."""

    def __missing__(self, key: str) -> str:
        return ""


def _quotes(ledger: Ledger, entry: Entry, sign: Sign | None) -> list[Cited]:
    wanted = (*sign.any, *sign.also, *sign.third) if sign else ()
    quotes = [Cited(entry.id, fact.quote) for fact in ledger.named(entry, wanted)]
    contact = ledger.contacts.get(entry.id)
    if sign is not None and sign.sight and contact is not None:
        says = f"{'alone' if 'alone' in sign.sight else 'seen'}={'no' if 'not' in sign.sight else 'yes'}"
        for child in contact.children:
            quotes += [Cited(entry.id, quote) for quote in child.quotes if quote.says == says and quote.place != "born"]
    if not quotes:
        start, end = _bounds(entry.text, 0)
        quotes = [Cited(entry.id, Quote("entry", "text", start, end, entry.text[start:end]))] if end > start else []
    return list(dict.fromkeys(quotes))


def sentence_words(ledger: Ledger, entry: Entry, sign: Sign | None) -> str:
    """The words of the record to stand in a sentence: those around the gravest fact, whole words, without a stop."""
    facts = ledger.named(entry, (*sign.any, *sign.also, *sign.third)) if sign else ()
    in_text = [fact.quote for fact in facts if fact.quote.place == "text"]
    if sign is not None and sign.sight in ("alone", "spoken_to"):
        in_text = [*_of_talk(ledger, entry), *in_text]
    if not in_text and any(fact.group == "voice" for fact in facts):
        in_text = _of_talk(ledger, entry)  # a column says that it is a disclosure
    if in_text:
        return cut(entry.text, in_text[0].start, in_text[0].end)
    start, end = _bounds(entry.text, 0)
    return cut(entry.text, start, end)


def _of_talk(ledger: Ledger, entry: Entry) -> list[Quote]:
    """What a child said at a talk, the plainest first, else the words that say that it was seen alone."""
    said = [fact.quote for key in _SAID for fact in ledger.named(entry, (key,)) if fact.quote.place == "text"]
    contact = ledger.contacts.get(entry.id)
    quotes = [quote for child in contact.children for quote in child.quotes] if contact is not None else []
    return [*said, *(quote for quote in quotes if quote.says == "alone=yes" and quote.place == "text")]


# Facts that hold what a child itself said or showed.
_SAID = ("child-words", "child-tells", "own-view", "guarded")


def _bounds(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends, its stop left out."""
    begin = max((m.end() for m in _BREAK.finditer(text) if m.end() <= place), default=0)
    end = min((m.start() for m in _BREAK.finditer(text) if m.start() >= place + 1), default=len(text))
    while begin < end and text[begin].isspace():
        begin += 1
    return begin, end


def cut(text: str, start: int, end: int) -> str:
    """The sentence around ``start:end`` in at most :data:`LONGEST` letters, "…" where it was cut."""
    first, last = _bounds(text, start)
    last = max(last, end)
    while last - first < SHORTEST and last < len(text):
        last = _bounds(text, last + 1)[1]
    if last - first > LONGEST:
        room = max(0, LONGEST - (end - start))
        left = max(first, start - room // 2)
        right = min(last, left + max(LONGEST, end - start))
        first_word = text.rfind(" ", first, left) + 1 if left > first else first
        last_word = text.find(" ", right, last) if right < last else last
        cut_left, cut_right = max(first, first_word), last if last_word < 0 else last_word
        words = " ".join(text[cut_left:cut_right].split())
        return f"{'… ' if cut_left > first else ''}{words}{' …' if cut_right < last else ''}"
    return " ".join(text[first:last].split())


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def plain_date(ledger: Ledger, entry: Entry) -> str:
    """ "12 March 2021", "in March 2021", with the day on which it was written down where that came later."""
    when = entry.date
    if when.earliest is None:
        return "on a day that is not known"
    day = when.earliest
    text = f"on {day.day} {_MONTHS[day.month - 1]} {day.year}"
    if when.precision in (Precision.MONTH, Precision.APPROXIMATE) or when.latest != when.earliest:
        text = f"in or about {_MONTHS[day.month - 1]} {day.year}"
    known = ledger.known.get(entry.id)
    if known is not None and when.latest is not None and known > when.latest:
        text += f" (written down on {known.day} {_MONTHS[known.month - 1]} {known.year})"
    return text
