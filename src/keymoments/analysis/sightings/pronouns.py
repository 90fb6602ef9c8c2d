"""Whom a pronoun means: "he", "her", "them", "both", "me"."""

from __future__ import annotations

from dataclasses import replace

from keymoments.analysis.language.units import Unit
from keymoments.analysis.sightings.cast import Cast
from keymoments.analysis.sightings.note import PREPOSITIONS, Scene, stands_alone

_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())
_MANY = frozenset("they them their themselves both".split())
_ME = frozenset("i me we us my our myself ourselves self".split())
_LOOK_BACK = 3  # sentences within which a pronoun finds its person
_SAYING = frozenset(
    "thinks thought feels felt believes describes described explained mentioned says said confirms confirmed reports "
    "reported states stated advises advised tells told".split()
)
_NOUN_SEX = {
    **dict.fromkeys(
        "mum mam mother mo moc mummy nan nain gran granny grandmother grandma nana nanny mgm pgm aunt auntie aunty "
        "woman lady wife girlfriend stepmum".split(),
        "female",
    ),
    **dict.fromkeys(
        "dad father fa foc daddy mgf pgf grandad grandfather taid uncle man bloke fella husband boyfriend stepdad "
        "stepfather".split(),
        "male",
    ),
}
_SEVERAL_GROWN = frozenset(
    "family parents carers adults relatives grandparents couple tenants neighbours friends parties occupants women men "
    "females".split()
)
_DENYING = frozenset("no without any neither nor".split())
_AFTER_BOTH = frozenset(
    "seen asleep spoken home well in present at playing sat watching looked looks appeared appear clean dressed happy "
    "were was on awake chatty examined weighed clothed settled tired grubby observed up fine".split()
)
_SEX_OF_NOUN = {
    "boy": "male",
    "brother": "male",
    "male": "male",
    "girl": "female",
    "sister": "female",
    "female": "female",
}
_AFTER_OBJECT = frozenset(
    "each every all both throughout too now then twice once quite very only "
    "and but so while whilst as when because who alone today again there here up down out home off back separately "
    "privately directly she he they i we was is had has said says if whether what how where why that this".split()
)


class Pronouns:
    """Settles the pronouns of one note, from its first word to its last."""

    def __init__(self, scene: Scene, cast: Cast, nouns: dict[str, str]) -> None:
        self.scene = scene
        self.units = scene.passage.units
        self.cast = cast
        self.nouns = nouns
        self.topic = scene.topic
        self.sexes = _sexes_shown(self.units, cast, nouns)

    def settle(self, i: int) -> bool:
        """Give the pronoun at ``i`` its sort and people; ``False`` where it is none."""
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
        return same and not after.sort and after.word not in PREPOSITIONS and after.word not in _AFTER_OBJECT

    def _fits(self, unit: Unit, sex: str) -> bool:
        if len(unit.people) > 1 or unit.sort not in ("child", "adult"):
            return False
        if not unit.people:
            return unit.sort == "child" or _NOUN_SEX.get(unit.word, sex) == sex
        known = self.cast.known[unit.people[0]]
        return (known.sex or self.sexes.get(known.id, "") or known.likely) in ("", sex)

    def _meant(self, i: int, sex: str) -> Unit | None:
        """Who "he" or "she" is: the last one a clause spoke of, else the last one named, else whom the row is about."""
        sentence = self.units[i].sentence
        # "Sam stood with her": whoever she is, she is not Sam
        objective = self.units[i].word == "him" or (self.units[i].word == "her" and not self._possessive(i))
        second: Unit | None = None
        subjects: set[str] = set()  # of the verb: who answers for her is not she
        if self.units[i].word in ("he", "she"):
            subjects |= self._named_by(i)
        for at in range(i - 1, -1, -1):
            unit = self.units[at]
            if sentence - unit.sentence > _LOOK_BACK:
                break
            if unit.quote or not unit.sort or self._nobody_in_particular(at):
                continue
            if unit.sort == "worker":
                if unit.sentence == sentence and unit.word not in _ME and self._speaks(at):
                    return unit
                continue
            pair = len(unit.people) > 1 and unit.sort == "child" and second is None and not objective
            if pair and (one := self._one_of(i, unit, sex)):
                return one
            if objective and self._of_its_verb(at, i):
                subjects.update((unit.people or (unit.word,)) if self.units[i - 1].word == "for" else ())
                continue
            if not self._fits(unit, sex) or not subjects.isdisjoint(unit.people or (unit.word,)):
                continue
            subject = self.scene.subjects.get(unit.clause, -1) == at or unit.clause == self.units[i].clause
            if stands_alone(self.units, at) and subject:
                return unit
            second = second or unit
        return second or (self.topic if self.topic and self._fits(self.topic, sex) else None)

    def _named_by(self, i: int) -> set[str]:
        """Whom the one who speaks calls by name: "she said Sam was ill" is not said by Sam."""
        if i + 1 >= len(self.units) or self.units[i + 1].word not in _SAYING:
            return set()
        named: set[str] = set()
        for unit in self.units[i + 2 :]:
            if unit.sentence != self.units[i].sentence or unit.quote:
                break
            if unit.sort in ("child", "adult") and not unit.pronoun:
                named.update(unit.people)
        return named

    def _nobody_in_particular(self, at: int) -> bool:
        """Whether a noun for grown-ups is no one person: "no other adult", "the family"."""
        unit = self.units[at]
        before = [u.word for u in self.units[max(0, at - 2) : at] if u.sentence == unit.sentence]
        vague = unit.word in _SEVERAL_GROWN or not _DENYING.isdisjoint(before)
        return vague and unit.sort == "adult" and not unit.people

    def _of_its_verb(self, at: int, i: int) -> bool:
        """Whether a person and a pronoun hang on one verb: "Sam sat with her" (not "Sam came, I sat with her")."""
        if self.units[at].clause != self.units[i].clause:
            return False
        return not any(unit.word in ("i", "we") for unit in self.units[at + 1 : i])

    def _one_of(self, i: int, unit: Unit, sex: str) -> Unit | None:
        """ "Both seen. He read to me, she slept": the one of several children whose sex the pronoun tells."""
        known = [self.cast.known[i] for i in unit.people]
        if any(u.sort == "adult" and self._fits(u, sex) for u in self.units[:i]):
            return None
        fit = [k for k in known if k.taken_for == sex]
        if len(fit) != 1 or any(not k.taken_for for k in known):
            return None
        return replace(unit, people=(fit[0].id,), plural=False)

    def _speaks(self, at: int) -> bool:
        """Whether a worker is said to say something: "DSL confirms she saw him"."""
        after = self.units[at + 1].word if at + 1 < len(self.units) else ""
        return after in _SAYING and stands_alone(self.units, at)

    def _grown_before(self, i: int) -> bool:
        """Whether the people spoken of just before are two grown-ups."""
        near = [u for u in self.units[max(0, i - 14) : i] if u.sort in ("adult", "child") and not u.quote]
        return len([u for u in near[-2:] if u.sort == "adult"]) == 2

    def _together(self, i: int) -> tuple[str, ...]:
        """ "Sam and Ali at the park, brought them home": children joined by "and" in the same sentence."""
        sentence = self.units[i].sentence
        found: list[str] = []
        for at in range(i - 1, 1, -1):
            if self.units[at].sentence != sentence:
                break
            pair = (self.units[at], self.units[at - 2])
            if self.units[at - 1].word in ("and", "&", "+") and all(u.sort == "child" for u in pair):
                found += [p for u in reversed(pair) for p in u.people]
        return tuple(dict.fromkeys(found))

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
                break
            if unit.sort and unit.plural and not unit.quote:
                return unit.people if unit.sort == "child" else ()
        return self._named_together(i)

    def _named_together(self, i: int) -> tuple[str, ...]:
        """ "Sam would not leave Ali so I saw them": the children of a sentence that tells of nobody else."""
        here = [u for u in self.units[:i] if u.sentence == self.units[i].sentence and not (u.quote or u.owner)]
        if any(u.sort in ("adult", "stranger", "someone") for u in here):
            return ()
        people = tuple(dict.fromkeys(p for u in here if u.sort == "child" for p in u.people))
        return people if len(people) > 1 else ()


def _sexes_shown(units: list[Unit], cast: Cast, nouns: dict[str, str]) -> dict[str, str]:
    """Sons and daughters as this note alone shows them: "Sam in her room", "daughter Sam", "little brother Sam"."""
    shown: dict[str, set[str]] = {}
    for i, unit in enumerate(units):
        if unit.sort != "child" or len(unit.people) != 1 or cast.known[unit.people[0]].sex:
            continue
        before = nouns.get(units[i - 1].word, "") if i else ""
        if before in _SEX_OF_NOUN:
            shown.setdefault(unit.people[0], set()).add(_SEX_OF_NOUN[before])
        if cast.known[unit.people[0]].likely:
            continue  # "Sam on her knee" may be Mum's knee: a name tells more
        for after in units[i + 1 : i + 7]:
            if after.clause != unit.clause or after.sort or after.word in _ME:
                break
            if after.word in ("his", "himself", "her", "herself"):
                shown.setdefault(unit.people[0], set()).add("male" if after.word.startswith("hi") else "female")
                break
    return {child: next(iter(sexes)) for child, sexes in shown.items() if len(sexes) == 1}
