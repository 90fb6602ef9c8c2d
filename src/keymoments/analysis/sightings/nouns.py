"""Which child a noun means: "the boy", "baby", "her big sister", "the eldest", one capital."""

from __future__ import annotations

from datetime import date

from keymoments.analysis.language.units import Passage, Unit
from keymoments.analysis.sightings.cast import Cast, Known, ages_beside, of_age
from keymoments.analysis.vocabulary import ContextWords

_NO_NAMES = frozenset("then also later just only again never always they both this that which quietly finally".split())
_SAYING = frozenset("says said confirms confirmed reports reported states stated advises advised tells told".split())
_TITLES = frozenset("mr mrs ms miss sir".split())  # before a surname of nobody in the case: staff, most often
_MAN_OR_WOMAN = frozenset("man woman lady male female".split())
_OF_A_PLACE = frozenset("room centre center area hub court support group worker home evening therapy".split())
_SPANS = frozenset("year yr month mth week wk".split())
_EACH = frozenset(("neither", "either", "both", "all", "each"))
_BEFORE_A_CHILD = frozenset(
    "saw see seen met with w spoke asked told had took brought walked collected for had took weighed examined at of "
    "kept visited".split()
)
_OTHERS = frozenset("other another others only any a-another school neighbour's different".split())
_OF_SERVICES = frozenset("services social centre centres home ward act hospital".split())
_ADULT_YEARS = 18
_COUNTS = {"one": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_INFANT_DAYS = 550
_SEX_OF_MANY = {"boys": "male", "lads": "male", "girls": "female", "lasses": "female"}
_CARRIED_IN = frozenset("pushchair pram buggy cot highchair sling carrycot nappy bouncer".split())
_SEX_OF_NOUN = {"boy": "male", "brother": "male", "girl": "female", "sister": "female"}


_last: list[tuple[dict[str, tuple[str, ...]], dict[str, str]]] = []


def _kinds_of(people: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Noun → its kind; made once for the words of a run, which every note asks for."""
    if not _last or _last[0][0] is not people:
        _last[:] = [(people, {word: kind for kind, many in people.items() for word in many})]
    return _last[0][1]


class Nouns:
    """Settles the nouns of one note, from its first word to its last."""

    def __init__(self, passage: Passage, cast: Cast, words: ContextWords, topic: Unit | None, day: date | None) -> None:
        self.text = passage.text
        self.units = passage.units
        self.cast = cast
        self.nouns = _kinds_of(words.people)
        self.topic = topic
        self.day = day
        self.letters = cast.letters
        self.body = cast.body

    def settle(self, i: int) -> bool:
        """Give the noun at ``i`` its sort and people; ``False`` where it is none."""
        unit = self.units[i]
        kind = self.nouns.get(unit.word)
        if len(unit.word) == 1 and (person := self._letter(i)):
            unit.sort, unit.people = "child", (person,)
            return True
        if kind is None and unit.word == "old" and not unit.quote and self._year_old(i):
            return True
        if kind is None and self._strange_name(i):
            unit.sort, unit.guessed = "worker", True
            return True
        if kind is None and not unit.quote and (rest := self._rest(i)):
            unit.sort, unit.people, unit.guessed, unit.plural = "child", rest, True, len(rest) > 1
            return True
        if kind is None or unit.quote:
            return False
        before = self.units[i - 1].word if i else ""
        after = self.units[i + 1].word if i + 1 < len(self.units) else ""
        if kind == "group" and (after == "'s" or after in _OF_SERVICES):
            return False
        if (unit.word == "couple" and after == "of") or (kind == "adult" and after in _OF_A_PLACE):
            return False
        if kind in ("brother", "sister") and i and self.units[i - 1].owner and self.units[i - 1].sort == "adult":
            unit.sort, unit.guessed = "adult", True  # "her sister" of a grown-up
            return True
        if kind in ("adult", "worker"):
            lady = kind == "adult" and unit.word in _MAN_OR_WOMAN and self.nouns.get(after) == "worker"
            unit.sort, unit.guessed = "worker" if lady else kind, True  # "a lady detective"
            return True
        if kind in ("male", "female", "older", "younger"):
            return self._sized(i, kind)
        if before in _OTHERS:
            unit.sort = "stranger"
            return True
        unit.sort = "child"
        unit.people = self._aged_as(i) or self._children("each" if before in _EACH else kind, i, kind)
        unit.plural = len(unit.people) > 1
        unit.guessed = True
        return True

    def _rest(self, i: int) -> tuple[str, ...]:
        """ "The other two", "the others", "the wee two": the children of the family of whom the note has not told."""
        word, before = self.units[i].word, self.units[i - 1].word if i else ""
        number = _COUNTS.get(word, 0)
        children = self.cast.children
        if number and self.nouns.get(before) in ("older", "younger") and all(c.born for c in children):
            dated = sorted(children, key=lambda c: (c.born or date.min, c.id))
            fit = dated[:number] if self.nouns[before] == "older" else dated[-number:]
            return tuple(c.id for c in fit) if 1 < number < len(dated) else ()
        if not ((number and before == "other") or (word == "others" and before == "the")):
            return ()
        named = {p for u in self.units[:i] if u.sort == "child" and not u.quote for p in u.people}
        left = tuple(c.id for c in children if c.id not in named)
        return left if named and (not number or number == len(left)) else ()

    def _letter(self, i: int) -> str:
        """A child by one capital that ``case.toml`` gives it, where it opens a clause and words follow that fit."""
        unit = self.units[i]
        child = self.letters.get(self.text[unit.start : unit.end], "")
        if not child or unit.quote:
            return ""
        before = self.units[i - 1].word if i else ""
        opens = not i or self.units[i - 1].clause != unit.clause or before in ("and", "&", "+")
        met = before in _BEFORE_A_CHILD and self.units[i - 1].sentence == unit.sentence
        if i + 1 >= len(self.units) or self.units[i + 1].sentence != unit.sentence:
            said = opens and i + 1 < len(self.units) and bool(self.units[i + 1].quote)  # "R - 'I want Nan'"
            return child if met or said else ""
        after = self.units[i + 1].word
        return child if (opens or met) and after not in self.body and not after[0].isdigit() else ""

    def _year_old(self, i: int) -> bool:
        """ "This 3 year old pushed a bead up her nose": the age stands for the child."""
        unit = self.units[i]
        after = self.units[i + 1] if i + 1 < len(self.units) else None
        if i < 2 or self.units[i - 1].word not in _SPANS or not self.units[i - 2].word.isdigit():
            return False
        if after is not None and after.sentence == unit.sentence and (after.sort or after.word in self.nouns):
            return False
        people = self._aged_as(i)
        if people:
            unit.sort, unit.guessed, unit.people = "child", True, people
        return bool(people)

    def _strange_name(self, i: int) -> bool:
        """A name nobody knows before words of saying: "P Everitt says he saw him"."""
        unit = self.units[i]
        if unit.quote or len(unit.word) < 4 or unit.word in _NO_NAMES or i + 1 >= len(self.units):
            return False
        raw = self.text[unit.start : unit.end]
        if i and self.units[i - 1].word in _TITLES and raw[0].isupper() and not self.units[i - 1].sort:
            return True
        return self.units[i + 1].word in _SAYING and raw[0].isupper() and raw[1:].islower() and raw.isalpha()

    def _sized(self, i: int, kind: str) -> bool:
        """ "male child", "big brother": the noun follows; "the eldest", "the older one": no noun does."""
        unit = self.units[i]
        after = self.units[i + 1].word if i + 1 < len(self.units) else ""
        if kind in ("male", "female") and self._aged_as(i):
            unit.sort, unit.guessed, unit.people = "child", True, self._aged_as(i)
            return True
        if kind in ("male", "female"):
            if after not in ("child", "infant", "baby", "pupil", "yp", "juvenile", "patient"):
                return self._small(i, kind) or self._grown(i)
        elif after == "one" and kind in ("older", "younger"):
            unit.sort, unit.guessed = "child", True
            unit.people = self._extreme(i, kind)
            return True
        elif after in self.nouns or not unit.word.endswith("est"):
            return False
        else:
            unit.sort, unit.guessed = "child", True
            unit.people = self._extreme(i, kind)
            return True
        people = tuple(c.id for c in self.cast.children if c.taken_for in ("", kind))
        following = self.units[i + 1]
        following.sort, following.guessed = "child", True
        following.people = self._aged_as(i + 1) or (people if len(people) == 1 else self._of_topic(people))
        return True

    def _grown(self, i: int) -> bool:
        """ "Female spoken to in the hall", as police write: a grown-up, where no age says otherwise."""
        unit = self.units[i]
        opens = not i or self.units[i - 1].clause != unit.clause
        if not opens or any(years < _ADULT_YEARS for years, _ in ages_beside(self.units, i)):
            return False
        unit.sort, unit.guessed = "adult", True
        return True

    def _small(self, i: int, sex: str) -> bool:
        """ "Female in pushchair", as police write: the youngest of that sex."""
        near = [u.word for u in self.units[i + 1 : i + 4] if u.sentence == self.units[i].sentence]
        fit = sorted(
            (c for c in self.cast.children if c.born and c.taken_for in ("", sex)), key=lambda c: c.born or date.min
        )
        if _CARRIED_IN.isdisjoint(near) or not fit:
            return False
        self.units[i].sort, self.units[i].guessed, self.units[i].people = "child", True, (fit[-1].id,)
        return True

    def _extreme(self, i: int, kind: str) -> tuple[str, ...]:
        """The eldest or youngest, where the family's children are spoken of and nobody else is named for it."""
        for unit in self.units[i + 1 :]:
            if unit.sentence > self.units[i].sentence + 1:
                break
            if unit.sort == "child" or unit.word in ("which", "that", "ie", "visiting"):
                return ()
        dated = [c for c in self.cast.children if c.born]
        others = any(
            k.sort == "child" and k.id not in {c.id for c in self.cast.children} for k in self.cast.known.values()
        )
        if len(dated) != len(self.cast.children) or others or not dated:
            return ()
        dated.sort(key=lambda c: (c.born or date.min, c.id))
        return (dated[0].id,) if kind == "older" else (dated[-1].id,)

    def _children(self, kind: str, i: int, noun: str) -> tuple[str, ...]:
        children = self.cast.children
        before = self.units[i - 1].word if i else ""
        if kind == "each":
            sex = _SEX_OF_NOUN.get(noun, "")
            return tuple(c.id for c in children if not sex or c.taken_for in ("", sex))
        if kind == "siblings":
            topic = self.topic.people if self.topic and self.topic.sort == "child" else ()
            return tuple(c.id for c in children if c.id not in topic)
        if kind in ("boy", "girl", "child") and self._another_named():
            return ()
        if kind == "group":
            return self._group(self.units[i].word)
        if kind in ("brother", "sister", "sibling"):
            return self._sibling(kind, before, i)
        if kind in ("child", "boy", "girl", "toddler") and len(children) > 1:
            grown = [c for c in children if not self._infant(c)]
            children = tuple(grown) or children
        fit = [
            c
            for c in children
            if kind not in ("boy", "girl") or c.taken_for in ("", "male" if kind == "boy" else "female")
        ]
        if kind == "toddler":
            small = [c for c in self.cast.children if c.born and self.day and 330 < (self.day - c.born).days < 1500]
            if len(small) == 1:
                return (small[0].id,)
        if kind == "baby":
            youngest = sorted((c for c in children if c.born), key=lambda c: c.born or date.min)[-1:]
            fit = youngest or fit
        people = tuple(c.id for c in fit)
        if len(people) == 1:
            return people
        if self.nouns.get(before) in ("older", "younger") and len(people) == 2:
            return self._sibling_by_age(people, self.nouns[before])
        return self._of_topic(people)

    def _group(self, word: str) -> tuple[str, ...]:
        """The children whom a plural means: "the boys", "the twins", "the kids"."""
        children = self.cast.children
        sex = _SEX_OF_MANY.get(word, "")
        if sex:
            fit = tuple(c for c in children if c.taken_for in ("", sex))
            children = fit if len(fit) > 1 else children
        if word == "twins":
            days = [c.born for c in children if c.born]
            children = tuple(c for c in children if days.count(c.born or date.min) > 1) or children
        return tuple(c.id for c in children) if len(children) > 1 else ()

    def _another_named(self) -> bool:
        """Whether a child outside the family is the only one the note names: then "the boy" is that one."""
        family = {c.id for c in self.cast.children}
        named = {p for u in self.units if u.sort == "child" and not u.guessed and not u.pronoun for p in u.people}
        return bool(named) and named.isdisjoint(family)

    def _infant(self, child: Known) -> bool:
        return bool(child.born and self.day and (self.day - child.born).days < _INFANT_DAYS)

    def _aged_as(self, i: int) -> tuple[str, ...]:
        """The one child of the age that stands beside a noun: "girl of 4", "boy (8)", "14 mth old male"."""
        for years, months in ages_beside(self.units, i):
            fit = [c.id for c in self.cast.children if c.born and self.day and of_age(c.born, self.day, years, months)]
            if len(fit) == 1:
                return tuple(fit)
        return ()

    def _of_topic(self, people: tuple[str, ...]) -> tuple[str, ...]:
        if self.topic and len(self.topic.people) == 1 and self.topic.people[0] in people:
            return self.topic.people
        named = {i for unit in self.units if unit.sort == "child" and not unit.guessed for i in unit.people}
        found = tuple(i for i in people if i in named)
        return found if len(found) == 1 else ()

    def _sibling(self, kind: str, before: str, i: int) -> tuple[str, ...]:
        sex = {"brother": "male", "sister": "female"}.get(kind, "")
        told = next((u.people for u in self.units[:i] if u.word == self.units[i].word and u.guessed and u.people), ())
        if told and self.nouns.get(before) not in ("older", "younger"):
            return told  # the brother of whom the note has spoken before
        near = next((u.people for u in reversed(self.units[:i]) if u.sort == "child" and len(u.people) == 1), ())
        of = near or (self.topic.people if self.topic and self.topic.sort == "child" else ())
        others = tuple(c.id for c in self.cast.children if c.id not in of and (not sex or c.taken_for in ("", sex)))
        if self.units[i].word == "twin" and of and self.cast.known[of[0]].born:
            same = tuple(o for o in others if self.cast.known[o].born == self.cast.known[of[0]].born)
            others = same or others
        size = self.nouns.get(before)
        if size in ("older", "younger") and of:
            others = self._aged(others, of[0], size)
        if not of and size in ("older", "younger"):
            return self._sibling_by_age(
                tuple(c.id for c in self.cast.children if not sex or c.taken_for in ("", sex)), size
            )
        return others if len(others) == 1 else ()

    def _aged(self, others: tuple[str, ...], of: str, size: str) -> tuple[str, ...]:
        own = self.cast.known[of].born
        if own is None:
            return others
        return tuple(o for o in others if (b := self.cast.known[o].born) is None or (b < own) == (size == "older"))

    def _sibling_by_age(self, people: tuple[str, ...], size: str) -> tuple[str, ...]:
        dated = sorted(
            (i for i in people if self.cast.known[i].born), key=lambda i: self.cast.known[i].born or date.min
        )
        if len(dated) != len(people) or len(dated) < 2:
            return ()
        return (dated[0],) if size == "older" else (dated[-1],)
