"""Names as records write them: the words of a text with their places, and every form a declared person may take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from keymoments.analysis.records import Person
from keymoments.analysis.vocabulary import PeopleWords

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_LETTERS_WITHOUT_MARKS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i"})


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_PARTICLES = word_set("de da do dos das di du van von der den la le al el bin ibn ap ab mac mc ó ni nic ua o")
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORDS_THAT_TELL = 80
_CAPITALS_FROM = 12  # letters; a shorter text says nothing about its writer's habit


def fold(word: str) -> str:
    """The word without case and accents. It may differ in length, so offsets always come from the word itself."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold().translate(_LETTERS_WITHOUT_MARKS)


class Shape(StrEnum):
    """In which form a name stands."""

    WHOLE = "name"  # given name and surname, either way round, or an alias of several words
    INITIALLED = "initial and surname"
    GIVEN_INITIAL = "given name and initial"
    ALIAS = "alias"
    GIVEN = "given name"
    SURNAME = "surname"
    LETTERS = "initials"
    BADGE = "number"
    ROLE = "role"
    GROUP = "group"
    NOBODY = "nobody"  # the name of an agency


class Form(NamedTuple):
    """One way to write one person, a role or a group. ``cased``: as the alias is written, where case tells."""

    shape: Shape
    person: str = ""
    kind: str = ""
    number: int = 0
    cased: str = ""
    derived: bool = False
    misspelt: bool = False


@dataclass(slots=True)
class Node:
    """A step in the tree of forms: what may follow, and the forms that end here."""

    next: dict[tuple[str, str], Node] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)


@lru_cache(maxsize=4096)
def gap_kind(gap: str) -> str:
    """What stands between two words, as far as it matters for one name: space, hyphen, stop, comma, apostrophe."""
    bare = gap.strip()
    if not bare:
        return " " if gap and len(gap) < 4 else ""
    return bare if bare in ("-", ".", ",", "/", "'") and len(gap) < 4 else "'" if gap in ("’", "‘") else ""


@dataclass(slots=True)
class Reading:
    """A text cut into words. ``capitals``: it is written in capitals throughout, so case tells nothing."""

    text: str
    starts: list[int]
    ends: list[int]
    raws: list[str]
    folds: list[str]
    capitals: bool

    def __len__(self) -> int:
        return len(self.raws)

    def gap(self, i: int) -> str:
        """What stands between word ``i`` and the next."""
        return self.text[self.ends[i] : self.starts[i + 1]] if 0 <= i < len(self.raws) - 1 else "\n"

    def fold(self, i: int) -> str:
        """Word ``i`` without case and accents; empty beyond the ends."""
        return self.folds[i] if 0 <= i < len(self.folds) else ""

    def raw(self, i: int) -> str:
        """Word ``i`` as written; empty beyond the ends."""
        return self.raws[i] if 0 <= i < len(self.raws) else ""

    def before(self, i: int) -> str:
        """The character before word ``i``; a space at the start."""
        return self.text[self.starts[i] - 1] if self.starts[i] else " "

    def after(self, j: int) -> str:
        """The two characters after word ``j - 1``."""
        return self.text[self.ends[j - 1] : self.ends[j - 1] + 2]

    def begins(self, i: int) -> bool:
        """Whether word ``i`` begins a sentence, a line, a quotation or a part after a colon or dash."""
        return i == 0 or any(c in self.gap(i - 1) for c in ".!?:;\n'‘“\"–(—")

    def possessive(self, j: int) -> bool:
        """Whether the words up to ``j`` are followed by an apostrophe and s."""
        return self.after(j) in ("'s", "’s", "'S", "’S")

    def follows(self, j: int) -> str:
        """The word at ``j`` when only a space (and a possessive s) stands before it."""
        if self.possessive(j) and self.fold(j) == "s":
            return ""
        return self.fold(j) if j < len(self.raws) and self.gap(j - 1).strip() == "" else ""

    def precedes(self, i: int) -> str:
        """The word before ``i`` when only a space stands between."""
        return self.fold(i - 1) if i and self.gap(i - 1).strip(" (?") == "" else ""

    def name_like(self, i: int) -> bool:
        """Whether word ``i`` is written as a name is."""
        raw = self.raw(i)
        return len(raw) > 2 and raw[0].isupper() and raw.isalpha() and (raw[1:].islower() or len(raw) > 3)


def read(text: str, folds: dict[str, str]) -> Reading:
    """Cut a text into words; ``folds`` remembers the folded form of every word met so far."""
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    raws = [text[start:end] for start, end in spans]
    for raw in raws:
        if raw not in folds:
            folds[raw] = fold(raw)
    folded = [folds[raw] for raw in raws]
    return Reading(text, starts, ends, raws, folded, _in_capitals(raws))


def _in_capitals(raws: list[str]) -> bool:
    if 3 * sum(map(str.isupper, raws)) < len(raws):
        return False
    big = small = 0
    for raw in raws[:_WORDS_THAT_TELL]:
        if raw.isupper():
            big += len(raw)
        elif not raw[0].isdigit():
            small += len(raw)
    return big >= _CAPITALS_FROM and big > 4 * small


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name of ``case.toml`` in its parts, folded. ``surnames``: each way to write the surname, fullest last."""

    title: str
    badge: str
    given: tuple[str, ...]
    surnames: tuple[tuple[str, ...], ...]
    unborn: bool


def parse_name(name: str, words: PeopleWords) -> ParsedName:
    """Take a name apart: "PC 2219 Osian Treharne", "Moreira, Ana", "Kelly W", "Unborn baby Roe", "Ana de Souza"."""
    name = re.sub(r"\([^)]*\)", " ", name)
    if name.count(",") == 1:
        name = " ".join(reversed(name.split(",")))
    parts = [part.strip(".,") for part in name.split()]
    title = badge = ""
    unborn = False
    while parts:
        head = fold(parts[0])
        if head in words.titles and len(parts) > 1:
            title = head
        elif head.isdigit():
            badge = head
        elif words.roles.get(head) in ("unborn", "baby"):
            unborn = unborn or words.roles[head] == "unborn"
        else:
            break
        parts.pop(0)
    if not parts:
        return ParsedName(title, badge, (), (), unborn)
    if len(parts) == 1:
        only = _tokens(parts[0])
        alone_is_surname = bool(title) or unborn
        return ParsedName(title, badge, () if alone_is_surname else only, (only,) if alone_is_surname else (), unborn)
    return ParsedName(title, badge, _tokens(parts[0]), tuple(_surnames(parts[1:])), unborn)


def _tokens(part: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(part))


def _surnames(rest: list[str]) -> Iterator[tuple[str, ...]]:
    """The surname in its ways: last word, hyphenated parts, with particle, with the middle words."""
    last = _tokens(rest[-1])
    yield last
    apostrophe = len(last) > 1 and len(last[0]) == 1
    if len(last) > 1 and not apostrophe:
        yield from ((part,) for part in last)
    if len(rest) > 1:
        for size in range(2, len(rest) + 1):
            longer = tuple(word for part in rest[-size:] for word in _tokens(part))
            if len(longer[0]) > 1 or longer[0] in _PARTICLES:
                yield longer


class Tree:
    """All forms of all people, roles, groups and agencies, found by their words."""

    __slots__ = ("root",)

    def __init__(self) -> None:
        self.root = Node()

    def add(self, tokens: Iterable[str], form: Form, gaps: str = " -'") -> None:
        """Add a form; between its words any of ``gaps`` may stand."""
        nodes = [self.root]
        for number, token in enumerate(tokens):
            allowed = gaps if number else " "
            nodes = [node.next.setdefault((gap, token), Node()) for node in nodes for gap in allowed]
        for node in nodes:
            if form not in node.forms:
                node.forms.append(form)

    def ends(self, reading: Reading, i: int) -> list[tuple[int, list[Form]]]:
        """The forms that begin at word ``i``: (word after the end, forms), longest first."""
        found: list[tuple[int, list[Form]]] = []
        key = reading.folds[i]
        node = self.root.next.get((" ", key))
        if node is None and (key in NUMBERS or key.isdigit()):
            node = self.root.next.get((" ", "#"))
        j = i + 1
        while node is not None:
            if node.forms:
                found.append((j, node.forms))
            if not node.next or j >= len(reading.raws):
                break
            gap = gap_kind(reading.text[reading.ends[j - 1] : reading.starts[j]])
            if not gap:
                break
            word = reading.folds[j]
            node = node.next.get((gap, word)) or self._number(node, gap, word)
            j += 1
        found.reverse()
        return found

    @staticmethod
    def _number(node: Node, gap: str, word: str) -> Node | None:
        return node.next.get((gap, "#")) if word.isdigit() or word in NUMBERS else None


def is_role(alias: str, words: PeopleWords, *, professional: bool) -> bool:
    """Whether an alias is a role by another name ("Mum", "MGM"); a worker's initials "MO" are none."""
    return " ".join(_tokens(alias)) in words.roles and not (professional and alias.isupper())


def add_person(tree: Tree, person: Person, parsed: ParsedName, words: PeopleWords, *, professional: bool) -> None:
    """Add every form of a person's name and aliases to the tree; roles are left to the kin of the case."""
    given = parsed.given
    initialled = bool(given) and all(len(word) == 1 for word in given)
    if given and not initialled:
        tree.add(given, Form(Shape.GIVEN, person.id))
    for surname in parsed.surnames:
        if len(surname) == 1 and len(surname[0]) == 1:
            tree.add((*given, *surname), Form(Shape.WHOLE, person.id))
        else:
            _add_pair(tree, person.id, given, surname, initialled)
            if surname == parsed.surnames[0] or len(surname) > 1:
                tree.add(surname, Form(Shape.SURNAME, person.id))
    if parsed.surnames and given and not initialled:
        tree.add((*given, parsed.surnames[0][0][0]), Form(Shape.GIVEN_INITIAL, person.id), " ")
    if parsed.badge:
        tree.add((parsed.badge,), Form(Shape.BADGE, person.id))
    for alias in person.aliases:
        if not is_role(alias, words, professional=professional):
            _add_alias(tree, person.id, alias, words)
            _add_nickname(tree, person.id, alias, parsed)


def _add_nickname(tree: Tree, person: str, alias: str, parsed: ParsedName) -> None:
    """ "Tess Roe" for Teresa Roe, known as Tess."""
    if alias.isalpha() and len(alias) > 2 and alias[0].isupper() and not alias.isupper():
        for surname in parsed.surnames:
            if len(surname[-1]) > 1 and surname != _tokens(alias):
                _add_pair(tree, person, _tokens(alias), surname, initialled=False)


def _add_pair(tree: Tree, person: str, given: tuple[str, ...], surname: tuple[str, ...], initialled: bool) -> None:
    if not given:
        return
    first = (given[0][0],)
    if not initialled:
        tree.add((*given, *surname), Form(Shape.WHOLE, person), " -'")
        tree.add((*surname, *given), Form(Shape.WHOLE, person, kind="surname first"), " -',")
    tree.add((*first, *surname), Form(Shape.INITIALLED, person), " .-'")
    tree.add((*surname, *first), Form(Shape.INITIALLED, person, kind="surname first"), " ,-'")


def _add_alias(tree: Tree, person: str, alias: str, words: PeopleWords) -> None:
    tokens = _tokens(alias)
    letters = "".join(_WORD.findall(alias))
    if not tokens:
        return
    if letters.isdigit():
        tree.add(tokens, Form(Shape.BADGE, person))
    elif letters.isupper() and len(letters) <= 3 and " " not in alias.strip():
        add_letters(tree, person, letters, derived=False)
    elif len(tokens) > 1:
        parsed = parse_name(alias, words)
        tree.add(tokens, Form(Shape.WHOLE, person, kind="alias", cased=alias), " -'.")
        two_names = not parsed.title and parsed.given and len(parsed.given[0]) > 1 and parsed.surnames
        if two_names and alias[0].isupper() and " ".join(parsed.given) not in words.roles:
            for surname in parsed.surnames:
                if len(surname[-1]) > 1 and alias.split()[-1][0].isupper():
                    _add_pair(tree, person, parsed.given, surname, initialled=False)
                    tree.add(surname, Form(Shape.SURNAME, person))
    else:
        tree.add(tokens, Form(Shape.ALIAS, person, cased=alias))


def add_letters(tree: Tree, person: str, letters: str, *, derived: bool) -> None:
    """Add initials with and without full stops."""
    form = Form(Shape.LETTERS, person, cased=letters.upper(), derived=derived)
    tree.add((fold(letters),), form)
    if len(letters) > 1:
        tree.add(tuple(fold(letters)), form, ".")
