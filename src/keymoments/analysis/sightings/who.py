"""Who is meant in a note: children, grown-ups and workers, by name, by what they are and by pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from keymoments.analysis.language.units import Mark, Passage, Unit, passage
from keymoments.analysis.names import NUMBERS, fold
from keymoments.analysis.people import Mention, Roster, mentions
from keymoments.analysis.records import Entry
from keymoments.analysis.vocabulary import ContextWords

_PREPOSITIONS = frozenset(
    "with w to by from for of re about at behind beside on in than like between around near per via into after under "
    "gan i efo gyda am wrth".split()
)
_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())
_MANY = frozenset("they them their themselves both".split())
_ME = frozenset("i me we us my our myself ourselves self".split())
_ADULT_YEARS = 18
_LOOK_BACK = 3  # sentences within which a pronoun finds its person
_PUPIL_RECORDS = frozenset(
    {"school", "nursery", "childrens-social-care", "police", "hospital", "youth-justice", "voluntary", "gp", "ambulance",
     "education-welfare", "childrens", "health-visiting", "cafcass", "other"}
)
_BABY_RECORDS = {"midwifery": 29, "health-visiting": 5 * 365}  # days of age below which the record is the baby's
_GROWN_PATIENTS = frozenset({"midwifery", "mental-health", "substance-use", "probation", "adult-social-care", "housing"})


@dataclass(frozen=True, slots=True)
class Known:
    """A person as pronouns and nouns see them."""

    id: str
    sort: str
    sex: str
    born: date | None


@dataclass(slots=True)
class Scene:
    """A note with its people. ``subjects``: clause → the unit it speaks of; ``-1`` where nobody is in sight."""

    passage: Passage
    subjects: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)  # clause → the unit spoken of before it
    topic: Unit | None = None  # whom the row is about when the text has not said

    def subject(self, i: int) -> Unit | None:
        """Whom the words at unit ``i`` speak of."""
        units = self.passage.units
        for at in range(i - 1, -1, -1):
            if units[at].clause != units[i].clause:
                break
            if _stands_alone(units, at):
                return units[at]
        at = self.subjects.get(units[i].clause, -1)
        if at >= i:
            at = self.before.get(units[i].clause, -1)
        return units[at] if at >= 0 else self.topic


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a case on one day."""

    known: dict[str, Known]
    children: tuple[Known, ...]  # of the family, born by then
    unborn: tuple[str, ...]
    letters: dict[str, str]  # a capital → the one child who goes by it
    body: frozenset[str]

    def named(self, ids: tuple[str, ...]) -> str:
        """The sort of people a name stands for."""
        sorts = {self.known[i].sort for i in ids if i in self.known}
        return "child" if "child" in sorts else "worker" if sorts == {"worker"} else "adult"


def cast_of(roster: Roster, day: date | None) -> Cast:
    """The people of a case as they were on a day."""
    known: dict[str, Known] = {}
    for person in roster.people:
        trait = roster.traits[person.id]
        young = trait.minor and not _grown(trait.born, day)
        # a "sister" is also a nurse: the role of a child of the family goes first
        working = trait.professional and not trait.family_child
        sort = "worker" if working else "child" if young or trait.family_child or person.subject else "adult"
        sex = trait.sex or _sex_by_alias(person.aliases, roster)
        if not sex and trait.kind in ("partner", "former partner", "lodger", "boyfriend"):
            sex = "male"
        known[person.id] = Known(person.id, sort, sex, trait.born)
    born = [known[i] for i in roster.children if not _unborn(roster, i, day)]
    unborn = tuple(i for i in roster.children if _unborn(roster, i, day))
    return Cast(known, tuple(born), unborn, _letters(roster), roster.words.body)


def _letters(roster: Roster) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for person in roster.people:
        for alias in person.aliases:
            if len(alias) == 1 and alias.isupper():
                owners.setdefault(alias, set()).add(person.id)
    return {c: next(iter(ids)) for c, ids in owners.items() if len(ids) == 1 and next(iter(ids)) in roster.children}


def _unborn(roster: Roster, person: str, day: date | None) -> bool:
    trait = roster.traits[person]
    return trait.unborn or trait.before_birth(day)


def _grown(born: date | None, day: date | None) -> bool:
    return bool(born and day and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= _ADULT_YEARS)


def _sex_by_alias(aliases: tuple[str, ...], roster: Roster) -> str:
    for alias in aliases:
        kind = roster.words.roles.get(fold(alias), "")
        if kind.endswith(("mother", "sister", "aunt", "girlfriend")) or fold(alias).split(" ")[0] in ("ms", "mrs", "miss"):
            return "female"
        if kind.endswith(("father", "brother", "uncle", "partner")) or fold(alias).split(" ")[0] == "mr":
            return "male"
    return ""


def scene_of(
    entry: Entry, roster: Roster, named: Sequence[Mention], words: ContextWords, day: date | None, kind: str
) -> Scene:
    """An entry's narrative with everybody in it, and whom each clause speaks of.

    ``named``: whom the text names. ``kind``: the kind of agency, "childrens" for a health service of children's own.
    """
    cast = cast_of(roster, day)
    row = row_people(entry, roster, cast, day)
    marks = _marks(named, cast)
    text = passage(entry.text, marks)
    topic = _by_age(text.units, cast, day) or _topic(row, kind, cast, roster, day)
    scene = Scene(text, topic=topic)
    _Reader(scene, cast, words, topic, day).read()
    return scene


def _by_age(units: list[Unit], cast: Cast, day: date | None) -> Unit | None:
    """The one child of the age with which a note opens ("9/12, not feeding", "This 3 year old")."""
    for i in range(min(4, len(units))):
        if units[i].sort:
            return None
        for years, months in ages_beside(units[: i + 3], i):
            fit = tuple(c.id for c in cast.children if c.born and day and _of_age(c.born, day, years, months))
            if len(fit) == 1:
                return _somebody("child", fit)
    return None


def row_people(entry: Entry, roster: Roster, cast: Cast, day: date | None) -> tuple[str, ...]:
    """Children and grown-ups of the family whom the other cells of a row name, children first."""
    found: list[str] = []
    for _, value in entry.columns:
        if value and len(value) < 200:
            named = [m.person for m in mentions(roster, value, agency=entry.agency, entry_date=day)]
            found += named or _by_letters(value, roster)
    family = [i for i in dict.fromkeys(found) if cast.known[i].sort != "worker"]
    return tuple(sorted(family, key=lambda i: (cast.known[i].sort != "child", roster.order[i])))


def _by_letters(value: str, roster: Roster) -> list[str]:
    """Initials that are a whole cell or stand after "Pt:": there they name a person whatever else they stand for."""
    lead, mark, rest = value.rpartition("Pt:")
    parts = [part.strip() for part in re.split(r"[,/&+ ]+", rest if mark else value)]
    if not mark and (lead or len(parts) > 3):
        return []
    aliases = {alias: person.id for person in roster.people for alias in person.aliases if alias.isupper()}
    aliases.update({person.name: person.id for person in roster.people})
    found = [aliases[part] for part in parts if part in aliases]
    return found if len(found) == len(parts) or mark else []


def _topic(
    row: tuple[str, ...], kind: str, cast: Cast, roster: Roster, day: date | None
) -> Unit | None:
    children = tuple(i for i in row if cast.known[i].sort == "child" and i not in cast.unborn)
    adults = tuple(i for i in row if cast.known[i].sort == "adult")
    if children and not adults:
        return _somebody("child", children)
    if adults and not children:
        return _somebody("adult", adults)
    if kind in _BABY_RECORDS:
        babies = tuple(c.id for c in cast.children if c.born and day and (day - c.born).days < _BABY_RECORDS[kind])
        if len(babies) == 1:
            return _somebody("child", babies)
    if kind in _GROWN_PATIENTS:
        return _somebody("adult", roster.kin.get("mother", ())[:1])
    subjects = tuple(p.id for p in roster.people if p.subject and p.id not in cast.unborn)
    if len(subjects) == 1 and kind in _PUPIL_RECORDS:
        return _somebody("child", subjects)
    return None


def _somebody(sort: str, people: tuple[str, ...]) -> Unit:
    return Unit("", 0, 0, sort=sort, people=people, plural=len(people) > 1, guessed=True)


def _marks(named: Sequence[Mention], cast: Cast) -> list[Mark]:
    found: dict[tuple[int, int], list[str]] = {}
    for m in named:
        if m.words.casefold() in _EXTREMES:
            continue
        found.setdefault((m.start, m.end), []).append(m.person)
    marks: list[Mark] = []
    for (start, end), ids in sorted(found.items()):
        if marks and start < marks[-1].end:
            continue
        people = tuple(dict.fromkeys(ids))
        marks.append(Mark(start, end, cast.named(people), people, plural=len(people) > 1))
    return marks


def _stands_alone(units: list[Unit], at: int) -> bool:
    """Whether a person at a place may be what the clause speaks of: no preposition before, no possessive after."""
    unit = units[at]
    if not unit.sort or unit.owner or unit.word in ("his", "their", "my", "our"):
        return False
    before = units[at - 1] if at and units[at - 1].sentence == unit.sentence else None
    return before is None or before.word not in _PREPOSITIONS


def _is_object(units: list[Unit], at: int) -> bool:
    """Whether the words before a person in its clause take it as their object: "to visit Sam", "wanted Sam"."""
    near = [u.word for u in units[max(0, at - 3) : at] if u.clause == units[at].clause]
    if not near:
        return False
    return "to" in near[-2:] or near[-1] in _TAKES_OBJECT or (len(near[-1]) > 4 and near[-1].endswith(("ed", "ing")))


class _Reader:
    """Walks over a scene once: nouns and pronouns get their people, clauses their subject."""

    def __init__(
        self, scene: Scene, cast: Cast, words: ContextWords, topic: Unit | None, day: date | None
    ) -> None:
        self.scene = scene
        self.units = scene.passage.units
        self.cast = cast
        self.nouns = {word: kind for kind, many in words.people.items() for word in many}
        self.topic = topic
        self.last = -1
        self.day = day
        self.letters = cast.letters
        self.body = cast.body
        self.sexes = _sexes_shown(self.units, cast, self.nouns)

    def read(self) -> None:
        for first, last in self.scene.passage.clauses:
            subject, anybody = -1, -1
            self.scene.before[self.units[first].clause] = self.last
            for i in range(first, last):
                unit = self.units[i]
                if not unit.sort:
                    self._noun(i) or self._pronoun(i)
                if not unit.sort or unit.quote:
                    continue
                if unit.sort == "worker":
                    continue
                if anybody < 0:
                    anybody = i
                if subject < 0 and _stands_alone(self.units, i) and not _is_object(self.units, i):
                    subject = i
            at = subject if subject >= 0 else self.last
            if subject < 0 and self._worker_first(first, last):
                at = anybody if anybody >= 0 else self.last
            self.scene.subjects[self.units[first].clause] = at
            new = self.last < 0 or self.units[self.last].sentence != self.units[first].sentence
            if subject >= 0:
                self.last = subject
            elif anybody >= 0 and (at == anybody or new and not (self.last >= 0 and _is_object(self.units, anybody))):
                self.last = anybody

    def _worker_first(self, first: int, last: int) -> bool:
        return any(self.units[i].sort == "worker" for i in range(first, min(first + 2, last)))

    def _noun(self, i: int) -> bool:
        unit = self.units[i]
        kind = self.nouns.get(unit.word)
        if len(unit.word) == 1 and (person := self._letter(i)):
            unit.sort, unit.people = "child", (person,)
            return True
        if kind is None and self._strange_name(i):
            unit.sort, unit.guessed = "worker", True
            return True
        if kind is None or unit.quote:
            return False
        before = self.units[i - 1].word if i else ""
        after = self.units[i + 1].word if i + 1 < len(self.units) else ""
        if kind == "group" and (after == "'s" or after in _OF_SERVICES):
            return False
        if kind in ("brother", "sister") and i and self.units[i - 1].owner and self.units[i - 1].sort == "adult":
            unit.sort, unit.guessed = "adult", True  # "her sister" of a grown-up
            return True
        if kind in ("adult", "worker"):
            unit.sort, unit.guessed = kind, True
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

    def _letter(self, i: int) -> str:
        """A child by one capital that ``case.toml`` gives it, where it opens a clause and words follow that fit."""
        unit = self.units[i]
        child = self.letters.get(self.scene.passage.text[unit.start : unit.end], "")
        if not child or unit.quote or i + 1 >= len(self.units) or self.units[i + 1].sentence != unit.sentence:
            return ""
        opens = not i or self.units[i - 1].clause != unit.clause or self.units[i - 1].word in ("and", "&", "+")
        after = self.units[i + 1].word
        return child if opens and after not in self.body and not after[0].isdigit() else ""

    def _strange_name(self, i: int) -> bool:
        """A name nobody knows before words of saying: "P Everitt says he saw him"."""
        unit = self.units[i]
        if unit.quote or len(unit.word) < 4 or unit.word in _NO_NAMES or i + 1 >= len(self.units):
            return False
        raw = self.scene.passage.text[unit.start : unit.end]
        return self.units[i + 1].word in _SAYING and raw[0].isupper() and raw[1:].islower() and raw.isalpha()

    def _sized(self, i: int, kind: str) -> bool:
        """"male child", "big brother": the noun follows; "the eldest", "the older one": no noun does."""
        unit = self.units[i]
        after = self.units[i + 1].word if i + 1 < len(self.units) else ""
        if kind in ("male", "female") and self._aged_as(i):
            unit.sort, unit.guessed, unit.people = "child", True, self._aged_as(i)
            return True
        if kind in ("male", "female"):
            if after not in ("child", "infant", "baby", "pupil", "yp", "juvenile", "patient"):
                return False
        elif after in self.nouns or not unit.word.endswith("est"):
            return False
        else:
            unit.sort, unit.guessed = "child", True
            unit.people = self._extreme(i, kind)
            return True
        people = tuple(c.id for c in self.cast.children if c.sex in ("", kind))
        following = self.units[i + 1]
        following.sort, following.guessed = "child", True
        following.people = self._aged_as(i + 1) or (people if len(people) == 1 else self._of_topic(people))
        return True

    def _extreme(self, i: int, kind: str) -> tuple[str, ...]:
        """The eldest or youngest, where the family's children are the ones spoken of and nobody else is named for it."""
        for unit in self.units[i + 1 :]:
            if unit.sentence > self.units[i].sentence + 1:
                break
            if unit.sort == "child" or unit.word in ("which", "that", "ie", "visiting"):
                return ()
        dated = [c for c in self.cast.children if c.born]
        others = any(k.sort == "child" and k.id not in {c.id for c in self.cast.children} for k in self.cast.known.values())
        if len(dated) != len(self.cast.children) or others or not dated:
            return ()
        dated.sort(key=lambda c: (c.born or date.min, c.id))
        return (dated[0].id,) if kind == "older" else (dated[-1].id,)

    def _children(self, kind: str, i: int, noun: str) -> tuple[str, ...]:
        children = self.cast.children
        before = self.units[i - 1].word if i else ""
        if kind == "each":
            sex = _SEX_OF_NOUN.get(noun, "")
            return tuple(c.id for c in children if not sex or c.sex in ("", sex))
        if kind == "siblings":
            topic = self.topic.people if self.topic and self.topic.sort == "child" else ()
            return tuple(c.id for c in children if c.id not in topic)
        if kind in ("boy", "girl", "child") and self._another_named():
            return ()
        if kind == "group":
            return tuple(c.id for c in children) if len(children) > 1 else ()
        if kind in ("brother", "sister", "sibling"):
            return self._sibling(kind, before, i)
        if kind in ("child", "boy", "girl", "toddler") and len(children) > 1:
            grown = [c for c in children if not self._infant(c)]
            children = tuple(grown) or children
        fit = [c for c in children if kind not in ("boy", "girl") or c.sex in ("", "male" if kind == "boy" else "female")]
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
            fit = [c.id for c in self.cast.children if c.born and self.day and _of_age(c.born, self.day, years, months)]
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
        near = next((u.people for u in reversed(self.units[:i]) if u.sort == "child" and len(u.people) == 1), ())
        of = near or (self.topic.people if self.topic and self.topic.sort == "child" else ())
        others = tuple(c.id for c in self.cast.children if c.id not in of and (not sex or c.sex in ("", sex)))
        size = self.nouns.get(before)
        if size in ("older", "younger") and of:
            others = self._aged(others, of[0], size)
        if not of and size in ("older", "younger"):
            return self._sibling_by_age(tuple(c.id for c in self.cast.children if not sex or c.sex in ("", sex)), size)
        return others if len(others) == 1 else ()

    def _aged(self, others: tuple[str, ...], of: str, size: str) -> tuple[str, ...]:
        own = self.cast.known[of].born
        if own is None:
            return others
        return tuple(o for o in others if (b := self.cast.known[o].born) is None or (b < own) == (size == "older"))

    def _sibling_by_age(self, people: tuple[str, ...], size: str) -> tuple[str, ...]:
        dated = sorted((i for i in people if self.cast.known[i].born), key=lambda i: self.cast.known[i].born or date.min)
        if len(dated) != len(people) or len(dated) < 2:
            return ()
        return (dated[0],) if size == "older" else (dated[-1],)

    def _pronoun(self, i: int) -> bool:
        unit = self.units[i]
        word = unit.word
        if word in _ME:
            unit.sort = "worker"
        elif word in _MALE or word in _FEMALE:
            person = self._meant(i, "male" if word in _MALE else "female")
            if person is not None:
                unit.sort, unit.people, unit.pronoun = person.sort, person.people, True
                unit.owner = word in ("his", "hers") or (word == "her" and self._possessive(i))
            elif word in ("he", "she"):
                unit.sort, unit.pronoun = "someone", True  # who, the note leaves open
        elif word in _MANY:
            people = self._several(i)
            if people:
                unit.sort, unit.people, unit.plural, unit.pronoun = "child", people, True, True
                unit.owner = word == "their"
        return bool(unit.sort)

    def _possessive(self, i: int) -> bool:
        """Whether "her" belongs to a noun: a word follows that is no preposition, join or end."""
        if i + 1 >= len(self.units):
            return False
        after = self.units[i + 1]
        same = after.clause == self.units[i].clause and after.sentence == self.units[i].sentence
        return same and not after.sort and after.word not in _PREPOSITIONS and after.word not in _AFTER_OBJECT

    def _fits(self, unit: Unit, sex: str) -> bool:
        if len(unit.people) > 1 or unit.sort not in ("child", "adult"):
            return False
        if not unit.people:
            return unit.sort == "child" or _NOUN_SEX.get(unit.word, sex) == sex
        known = self.cast.known[unit.people[0]]
        return (known.sex or self.sexes.get(known.id, "")) in ("", sex)

    def _meant(self, i: int, sex: str) -> Unit | None:
        """Who "he" or "she" is: the last one a clause spoke of, else the last one named, else whom the row is about."""
        sentence = self.units[i].sentence
        # "Sam stood with her": whoever she is, she is not Sam
        objective = self.units[i].word == "him" or (self.units[i].word == "her" and not self._possessive(i))
        second: Unit | None = None
        for at in range(i - 1, -1, -1):
            unit = self.units[at]
            if sentence - unit.sentence > _LOOK_BACK:
                break
            if unit.quote or not unit.sort:
                continue
            if unit.sort == "worker":
                if unit.sentence == sentence and unit.word not in _ME and self._speaks(at):
                    return unit
                continue
            if not self._fits(unit, sex) or (objective and unit.clause == self.units[i].clause):
                continue
            subject = self.scene.subjects.get(unit.clause, -1) == at or unit.clause == self.units[i].clause
            if _stands_alone(self.units, at) and subject:
                return unit
            second = second or unit
        if second is not None:
            return second
        return self.topic if self.topic and self._fits(self.topic, sex) else None

    def _speaks(self, at: int) -> bool:
        """Whether a worker is said to say something: "DSL confirms she saw him"."""
        after = self.units[at + 1].word if at + 1 < len(self.units) else ""
        return after in _SAYING and _stands_alone(self.units, at)

    def _together(self, i: int) -> tuple[str, ...]:
        """"Sam and Ali at the park, brought them home": children joined by "and" in the same sentence."""
        sentence = self.units[i].sentence
        found: list[str] = []
        for at in range(i - 1, 1, -1):
            if self.units[at].sentence != sentence:
                break
            pair = (self.units[at], self.units[at - 2])
            if self.units[at - 1].word in ("and", "&", "+") and all(u.sort == "child" for u in pair):
                found += [p for u in reversed(pair) for p in u.people]
        return tuple(dict.fromkeys(found))

    def _grown_before(self, i: int) -> bool:
        """Whether the people spoken of just before are two grown-ups."""
        near = [u for u in self.units[max(0, i - 14) : i] if u.sort in ("adult", "child") and not u.quote]
        return len([u for u in near[-2:] if u.sort == "adult"]) == 2

    def _several(self, i: int) -> tuple[str, ...]:
        if self.units[i].word == "both":
            after = self.units[i + 1].word if i + 1 < len(self.units) else ""
            if after not in _AFTER_BOTH or self._grown_before(i):
                return ()
            return tuple(c.id for c in self.cast.children) if len(self.cast.children) == 2 else ()
        together = self._together(i)
        if len(together) > 1:
            return together
        for at in range(i - 1, -1, -1):
            unit = self.units[at]
            if self.units[i].sentence - unit.sentence > 1:
                return ()
            if unit.sort and unit.plural and not unit.quote:
                return unit.people if unit.sort == "child" else ()
        return ()


_TAKES_OBJECT = frozenset("saw see met meet told tell asked ask gave let made had got took gets visit show about".split())
_NO_NAMES = frozenset("then also later just only again never always they both this that which quietly finally".split())
_SAYING = frozenset("says said confirms confirmed reports reported states stated advises advised tells told".split())
_NOUN_SEX = {
    **dict.fromkeys("mum mam mother mo moc mummy nan nain gran granny grandmother grandma nana nanny mgm pgm aunt auntie "
                    "aunty woman lady wife girlfriend stepmum".split(), "female"),
    **dict.fromkeys("dad father fa foc daddy mgf pgf grandad grandfather taid uncle man bloke fella husband boyfriend "
                    "stepdad stepfather".split(), "male"),
}
_AFTER_BOTH = frozenset(
    "seen asleep spoken home well in present at playing sat watching looked looks appeared appear clean dressed happy "
    "were was on awake chatty examined weighed clothed settled tired grubby observed up fine".split()
)
_EXTREMES = frozenset(("eldest", "oldest", "youngest", "elder", "younger", "the eldest", "the youngest"))
_EACH = frozenset(("neither", "either", "both", "all"))
_OTHERS = frozenset("other another others only any a-another each school neighbour's different".split())
_OF_SERVICES = frozenset("services social centre centres home ward act hospital".split())
_INFANT_DAYS = 550
_YEARS = frozenset("yr yrs year years yo y/o y".split())
_MONTHS = frozenset("mth mths month months mo mnths m/o".split())
_WEEKS = frozenset("wk wks week weeks".split())


def ages_beside(units: list[Unit], i: int) -> Iterator[tuple[int, int]]:
    """Ages written beside a noun, as (years, months)."""
    for at in range(max(0, i - 4), min(len(units), i + 5)):
        unit = units[at]
        if unit.sentence != units[i].sentence or unit.quote:
            continue
        number, _, part = unit.word.partition("/")
        number = str(NUMBERS.get(number, number))
        if part == "12" and number.isdigit() and int(number) < 24:
            yield int(number) // 12, int(number) % 12
        if not number.isdigit() or part or int(number) > 18:
            continue
        after = units[at + 1].word if at + 1 < len(units) else ""
        before = units[at - 1].word if at else ""
        if after in _YEARS:
            yield int(number), -1
        elif after in _MONTHS:
            yield int(number) // 12, int(number) % 12
        elif after in _WEEKS:
            yield int(number) * 7 // 365, int(number) * 7 // 30 % 12
        elif (before in ("of", "about", "approx", "aged", "age") or at == i + 1) and at != i - 1:
            yield int(number), -1


def _sexes_shown(units: list[Unit], cast: Cast, nouns: dict[str, str]) -> dict[str, str]:
    """Sons and daughters as this note alone shows them: "Sam in her room", "daughter Sam", "little brother Sam"."""
    shown: dict[str, set[str]] = {}
    for i, unit in enumerate(units):
        if unit.sort != "child" or len(unit.people) != 1 or cast.known[unit.people[0]].sex:
            continue
        before = nouns.get(units[i - 1].word, "") if i else ""
        if before in _SEX_OF_NOUN:
            shown.setdefault(unit.people[0], set()).add(_SEX_OF_NOUN[before])
        for after in units[i + 1 : i + 7]:
            if after.clause != unit.clause or after.sort or after.word in _ME:
                break
            if after.word in ("his", "himself", "her", "herself"):
                shown.setdefault(unit.people[0], set()).add("male" if after.word.startswith("hi") else "female")
                break
    return {child: next(iter(sexes)) for child, sexes in shown.items() if len(sexes) == 1}


_SEX_OF_NOUN = {"boy": "male", "brother": "male", "girl": "female", "sister": "female", "male": "male", "female": "female"}


def _of_age(born: date, day: date, years: int, months: int) -> bool:
    """Whether a child may be said to be that old: to the year, or to two months either way."""
    real = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return abs(real - (years * 12 + months)) <= 2 if months >= 0 else abs(real - years * 12 - 5) <= 9


_AFTER_OBJECT = frozenset(
    "and but so while whilst as when because who alone today again there here up down out home off back separately "
    "privately directly she he they i we was is had has said says if whether what how where why that this".split()
)
