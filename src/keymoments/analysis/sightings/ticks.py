"""What the boxes and columns of a row say of seeing and speaking to children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from keymoments.analysis.sightings.patterns import tokens_of
from keymoments.analysis.sightings.values import Answer
from keymoments.analysis.vocabulary import ContactWords

QUESTIONS = ("seen", "alone", "spoken_to")
_PARTS = re.compile(r"[/|;\n]")
_SEVERAL = re.compile(r"[/|&+,;]|\band\b|\?.*\w|\ba\b", re.IGNORECASE)  # signs that a heading asks several things
_ANSWER = re.compile(r"[^/|;,\s](?:[^/|;,\n]*[^/|;,\s])?")
_SHORT = re.compile(r"\w{1,3}")
_YES_NO = re.compile(r"\(?\b(?:y|yes|ydy)\s*/\s*(?:n|no|nac ydy)\b\)?", re.IGNORECASE)
_LONGEST = 120  # characters: a cell beyond it is an account, not a box


@dataclass(frozen=True, slots=True)
class Tick:
    """What a column says of seeing or speaking to children, apart from the narrative.

    ``children``: ids of ``case.toml``, or ``()`` for every child the row is about. ``question``: "seen", "alone" or
    "spoken_to". ``words`` stand at ``start:end`` of the column ``heading``, character for character.
    ``UNCLEAR`` where the box itself doubts ("?"); a box that is empty or "n/a" gives no tick.
    """

    children: tuple[str, ...]
    question: str
    answer: Answer
    heading: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """Who stands where in a cell: ``kind`` is "child" or "adult"; ``ids`` those of ``case.toml``."""

    ids: tuple[str, ...]
    kind: str
    start: int
    end: int


class TickWords:
    """The words of boxes, made ready."""

    def __init__(self, words: ContactWords) -> None:
        self._phrases = {
            name: tuple(sorted((tokens_of(phrase).words for phrase in phrases), key=len, reverse=True))
            for name, phrases in words.ticks.items()
        }
        self.questions = lru_cache(4096)(self._questions)

    def has(self, name: str, words: tuple[str, ...]) -> bool:
        """Whether one of the phrases of a list stands in the words."""
        return self._at(name, words) is not None

    def whole(self, name: str, words: tuple[str, ...]) -> bool:
        """Whether the words are nothing but one of the phrases of a list."""
        return words in self._phrases.get(name, ())

    def opens(self, name: str, words: tuple[str, ...]) -> int:
        """How many of the first words are a phrase of a list; 0 for none."""
        for phrase in self._phrases.get(name, ()):
            if phrase and words[: len(phrase)] == phrase:
                return len(phrase)
        return 0

    def _at(self, name: str, words: tuple[str, ...]) -> int | None:
        places = [
            i
            for phrase in self._phrases.get(name, ())
            for i in range(len(words) - len(phrase) + 1)
            if phrase and words[i : i + len(phrase)] == phrase
        ]
        return min(places, default=None)

    def _questions(self, heading: str) -> tuple[str, ...]:
        """What a heading asks, in the order in which it asks; empty for any other heading."""
        words = tokens_of(heading).words
        if self.has("other", words):
            return ()
        places = sorted((place, name) for name in QUESTIONS if (place := self._at(name, words)) is not None)
        asked = tuple(name for _, name in places)
        if len(asked) > 1 and not _SEVERAL.search(_YES_NO.sub(" ", heading)):  # "Child seen alone?" is one question
            return tuple(name for name in ("alone", "spoken_to") if name in asked)[:1]
        return asked


def ticks_of(
    columns: tuple[tuple[str, str], ...],
    words: TickWords,
    named: dict[str, tuple[Named, ...]],
    subjects: tuple[str, ...] = (),
) -> tuple[Tick, ...]:
    """The ticks of a row, in the order of its columns.

    ``named``: heading → who is named in the cell. ``subjects``: the children of the case in their order, for a cell
    with one answer for each of them ("Y / N").
    """
    out: list[Tick] = []
    for heading, value in columns:
        if not value.strip() or len(value) > _LONGEST:
            continue
        questions = words.questions(heading)
        if questions:
            out.extend(_cell(heading, value, questions, words, named.get(heading, ()), subjects))
    return tuple(out)


def _cell(
    heading: str,
    value: str,
    questions: tuple[str, ...],
    words: TickWords,
    named: tuple[Named, ...],
    subjects: tuple[str, ...],
) -> list[Tick]:
    whole = tokens_of(value).words
    if words.whole("blank", whole):
        return []
    if len(questions) == 1:
        each = _each(heading, value, questions[0], words, subjects)
        if each is not None:
            return each
        return _one(heading, value, 0, len(value), questions[0], words, named)
    cuts = [match.start() for match in _PARTS.finditer(value)]
    if not cuts:
        ticks = _one(heading, value, 0, len(value), questions[0], words, named)
        alone = any(tick.answer is Answer.NO for tick in ticks if tick.question == "seen")
        if alone and "alone" in questions:  # "N" under "seen / alone": not seen, so not alone either
            ticks += _one(heading, value, 0, len(value), "alone", words, named)
        return ticks
    bounds = [0, *[cut + 1 for cut in cuts], len(value) + 1]
    out: list[Tick] = []
    for question, start, after in zip(questions, bounds, bounds[1:], strict=False):
        out.extend(_one(heading, value, start, after - 1, question, words, named))
    return out


def _each(heading: str, value: str, question: str, words: TickWords, subjects: tuple[str, ...]) -> list[Tick] | None:
    """The ticks of a cell with an answer for each child; ``None`` for any other cell."""
    parts = list(_ANSWER.finditer(value))
    answers = [_answer(tokens_of(part[0]).words, words) if _SHORT.fullmatch(part[0]) else None for part in parts]
    if len(parts) < 2 or any(answer is None for answer in answers):
        return None
    if len(parts) != len(subjects):  # whose answers they are is anybody's guess, unless they agree
        return None if len(set(answers)) == 1 else []
    return [
        Tick((child,), question, answer, heading, part.start(), part.end(), part[0])
        for child, part, answer in zip(subjects, parts, answers, strict=True)
        if answer is not None
    ]


def _one(
    heading: str, value: str, start: int, end: int, question: str, words: TickWords, named: tuple[Named, ...]
) -> list[Tick]:
    """The answer of one part of a cell, with what it adds of company ("Y, mum present", "Seen with others")."""
    part = value[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    tokens = tokens_of(value[start:end]).words
    if not tokens or words.whole("blank", tokens):
        return []
    here = tuple(who for who in named if start <= who.start and who.end <= end)
    children = tuple(dict.fromkeys(i for who in here if who.kind == "child" for i in who.ids))
    adults = any(who.kind == "adult" for who in here)

    def tick(name: str, answer: Answer) -> Tick:
        return Tick(children, name, answer, heading, start, end, value[start:end])

    if "?" in tokens or words.has("unclear", tokens):
        return [tick(question, Answer.UNCLEAR)]
    answer = _answer(tokens, words)
    if question == "seen" and words.has("not", tokens_of(heading).words):  # "Not seen: Rowan"
        denied = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, None: Answer.NO if children else None}[answer]
        return [tick(question, denied)] if denied else []
    if answer is None and children:
        answer = Answer.YES  # "Lila, Dario, mother" under "Who seen"
    if answer is None and adults:
        answer = Answer.NO  # "Mother" under "Who seen", "Mum" under "Seen alone?"
    if answer is None:
        return []
    ticks = [tick(question, answer)]
    company = adults or words.has("company", tokens)
    if answer is Answer.YES and question == "seen":
        if words.has("alone", tokens):
            ticks.append(tick("alone", Answer.YES if not words.has("not", tokens) else Answer.NO))
        elif company and words.has("company", tokens):
            ticks.append(tick("alone", Answer.NO))
    if question == "alone" and answer is Answer.YES and company:
        ticks = [tick("alone", Answer.NO)]
    return ticks


def _answer(tokens: tuple[str, ...], words: TickWords) -> Answer | None:
    no, yes = words.opens("no", tokens), words.opens("yes", tokens)
    if no or yes:
        return Answer.NO if no >= yes else Answer.YES
    if words.has("no", tokens):
        return Answer.NO
    return Answer.YES if words.has("yes", tokens) else None
