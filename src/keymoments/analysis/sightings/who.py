"""Who is meant in a note: children, grown-ups and workers, by name, by what they are and by pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from keymoments.analysis.language.units import Mark, Unit, passage
from keymoments.analysis.people import Mention, Roster, mentions
from keymoments.analysis.records import Entry
from keymoments.analysis.sightings.cast import Cast, ages_beside, cast_of, of_age
from keymoments.analysis.sightings.note import Scene, stands_alone
from keymoments.analysis.sightings.nouns import Nouns
from keymoments.analysis.sightings.pronouns import Pronouns
from keymoments.analysis.vocabulary import ContextWords

_PUPIL_RECORDS = frozenset(
    {
        "school",
        "nursery",
        "childrens-social-care",
        "police",
        "hospital",
        "youth-justice",
        "voluntary",
        "gp",
        "ambulance",
        "education-welfare",
        "childrens",
        "health-visiting",
        "cafcass",
        "other",
    }
)
_BABY_RECORDS = {"midwifery": 29, "health-visiting": 5 * 365}  # days of age below which the record is the baby's
_GROWN_PATIENTS = frozenset(
    {"midwifery", "mental-health", "substance-use", "probation", "adult-social-care", "housing"}
)
_YEAR = 365
# Days of age of the children who are on the books of a service.
_AGES = {
    "school": (4 * _YEAR, 19 * _YEAR),
    "nursery": (0, 5 * _YEAR),
    "education-welfare": (5 * _YEAR, 17 * _YEAR),
    "youth-justice": (10 * _YEAR, 18 * _YEAR),
}
_GROWN = 18
# An age and a sex within the first words of a note.
_PATIENT = re.compile(
    r"(?:[A-Z&]{2,6}[:.,]? )?(?:\d{1,2}[:.]\d\d:? )?(\d\d) ?(?:y(?:rs?)?\.? ?(?:old|o|/o)? ?)?(?:F|M|female|male)\b"
)
_OF_A_BIRTH = frozenset("post pregnant gestation postnatal postpartum weeks after since into".split())
_ALL_OF_THEM = frozenset("both all twins boys girls children siblings chn".split())
_TAKES_OBJECT = frozenset(
    "saw see met meet told tell asked ask gave let made had got took gets visit show about".split()
)
_PATIENTS_OWN = frozenset(("gp", "hospital", "ambulance", "health-visiting", "school", "nursery"))
_ATTENDS = frozenset("attended attends seen came arrived presented reviewed present".split())
_EXAMINED = frozenset(("gp", "hospital", "ambulance", "health-visiting"))
_WRITER_DOES = frozenset(
    "rang rung phoned called emailed spoke told asked informed advised explained chased sent discussed texted wrote "
    "let referred reminded passed not did no".split()
)
_TELLING = frozenset(
    "says said states stated reports reported tells told thinks feels denies denied asked asks wants wanted worried "
    "agreed agrees declined refused admits confirmed explained describes concerned tearful low flat anxious".split()
)
_EXTREMES = frozenset(("eldest", "oldest", "youngest", "elder", "younger", "the eldest", "the youngest"))


def scene_of(
    entry: Entry, roster: Roster, named: Sequence[Mention], words: ContextWords, day: date | None, kind: str
) -> Scene:
    """An entry's narrative with everybody in it, and whom each clause speaks of.

    ``named``: whom the text names. ``kind``: the kind of agency, "childrens" for a health service of children's own.
    """
    cast = cast_of(roster, day, words.names)
    row = row_people(entry, roster, cast, day)
    marks = _marks(named, cast)
    text = passage(entry.text, marks)
    topic = _grown_patient(entry.text) or _by_age(text.units, cast, day) or _topic(row, kind, cast, roster, day)
    scene = Scene(text, topic=topic, sexes={i: known.taken_for for i, known in cast.known.items()})
    own = kind in _PATIENTS_OWN and all(cast.known[i].sort == "child" for i in row) and len(row) < 2
    _Reader(scene, cast, words, day, kind, own).read()
    return scene


def _grown_patient(text: str) -> Unit | None:
    """The grown-up of the age with which a patient's note opens ("ED: 30F", "42yo male")."""
    opens = _PATIENT.match(text)
    return _somebody("adult", ()) if opens and int(opens[1]) >= _GROWN else None


def _by_age(units: list[Unit], cast: Cast, day: date | None) -> Unit | None:
    """The one child of the age with which a note opens ("9/12, not feeding", "This 3 year old")."""
    for i in range(min(4, len(units))):
        if units[i].sort or (i + 2 < len(units) and units[i + 2].word in _OF_A_BIRTH):
            return None
        for years, months in ages_beside(units[: i + 3], i):
            fit = tuple(c.id for c in cast.children if c.born and day and of_age(c.born, day, years, months))
            if len(fit) == 1:
                return _somebody("child", fit)
    return None


def row_people(entry: Entry, roster: Roster, cast: Cast, day: date | None) -> tuple[str, ...]:
    """Children and grown-ups of the family whom the other cells of a row name, children first."""
    found: list[str] = []
    for _, value in entry.columns:
        if value and len(value) < 200:
            named = [m.person for m in mentions(roster, value, agency=entry.agency, entry_date=day)]
            found += named or _by_letters(value, roster) or _all_of_them(value, cast, roster)
    family = [i for i in dict.fromkeys(found) if cast.known[i].sort != "worker"]
    return tuple(sorted(family, key=lambda i: (cast.known[i].sort != "child", roster.order[i])))


def _all_of_them(value: str, cast: Cast, roster: Roster) -> list[str]:
    """Every subject child where a cell says "Both", or one capital for each of them ("K & K")."""
    subjects = [p for p in roster.people if p.subject and p.id not in cast.unborn]
    words = re.findall(r"[^\W\d_]+", value)
    if len(subjects) < 2 or not words or len(words) > len(subjects):
        return []
    letters = sorted(words) == sorted(p.name[:1] for p in subjects)
    everybody = words[-1].casefold() in _ALL_OF_THEM and (words[0].casefold() != "both" or len(subjects) == 2)
    return [p.id for p in subjects] if letters or everybody else []


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


def _topic(row: tuple[str, ...], kind: str, cast: Cast, roster: Roster, day: date | None) -> Unit | None:
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
    if len(subjects) > 1 and kind in _AGES and day:
        youngest, oldest = _AGES[kind]
        born = {c.id: c.born for c in cast.children}
        if all(born.get(i) for i in subjects):
            subjects = tuple(i for i in subjects if youngest <= (day - (born[i] or day)).days < oldest)
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


def _is_object(units: list[Unit], at: int) -> bool:
    """Whether the words before a person in its clause take it as their object: "to visit Sam", "wanted Sam"."""
    near = [u.word for u in units[max(0, at - 3) : at] if u.clause == units[at].clause]
    if not near:
        return False
    return "to" in near[-2:] or near[-1] in _TAKES_OBJECT or (len(near[-1]) > 4 and near[-1].endswith(("ed", "ing")))


class _Reader:
    """Walks over a scene once: nouns and pronouns get their people, clauses their subject."""

    def __init__(
        self, scene: Scene, cast: Cast, words: ContextWords, day: date | None, kind: str, patients: bool
    ) -> None:
        self.scene = scene
        self.units = scene.passage.units
        self.patients = patients and scene.topic is not None and scene.topic.sort == "child"
        self.with_grown_ups = kind in _EXAMINED
        self.nouns = Nouns(scene.passage, cast, words, scene.topic, day)
        self.pronouns = Pronouns(scene, cast, self.nouns.nouns)
        self.last = -1

    def read(self) -> None:
        lost = -1
        patient = self.scene.topic is not None and self.scene.topic.sort == "adult" and not self._child_attended()
        for first, last in self.scene.passage.clauses:
            self.scene.before[self.units[first].clause] = self.last
            subject, anybody = self._people(first, last)
            at = subject if subject >= 0 else self.last
            fresh = self._fresh(first)
            if subject < 0 and fresh and patient:
                lost = self.units[first].sentence
            if subject < 0 and fresh and self.patients and self._of_patient(first):
                lost = self.units[first].sentence
            if subject < 0 and lost == self.units[first].sentence:
                at = -1  # in a patient's own record a sentence without a subject speaks of the patient
            if subject < 0 and self._worker_first(first, last):
                at = anybody if anybody >= 0 else self.last
            self.scene.subjects[self.units[first].clause] = at
            new = self.last < 0 or self.units[self.last].sentence != self.units[first].sentence
            if subject >= 0:
                self.last = subject
            elif anybody >= 0 and (at == anybody or (new and not (self.last >= 0 and _is_object(self.units, anybody)))):
                self.last = anybody

    def _people(self, first: int, last: int) -> tuple[int, int]:
        """Settle the nouns and pronouns of a clause: its subject and the first person in it, ``-1`` where none."""
        subject, anybody = -1, -1
        for i in range(first, last):
            unit = self.units[i]
            if not unit.sort:
                self.nouns.settle(i) or self.pronouns.settle(i)
            if not unit.sort or unit.quote:
                continue
            if unit.sort == "worker":
                continue
            if anybody < 0:
                anybody = i
            if subject < 0 and stands_alone(self.units, i) and not _is_object(self.units, i):
                subject = i
        return subject, anybody

    def _child_attended(self) -> bool:
        """ "Sam attended. Feels low": a service of grown-ups saw a child for once."""
        opening = self.units[:2]
        return len(opening) > 1 and opening[0].sort == "child" and opening[1].word in _ATTENDS

    def _of_patient(self, first: int) -> bool:
        """Whether a sentence without a subject is of the child whose record it is, not of who came along and tells."""
        if self.units[first].word in _WRITER_DOES:
            return False
        if self.last < 0 or self.units[self.last].sort != "adult":
            return True
        return self.with_grown_ups and self.units[first].word not in _TELLING

    def _fresh(self, first: int) -> bool:
        """Whether a clause begins a sentence."""
        return first == 0 or self.units[first - 1].sentence != self.units[first].sentence

    def _worker_first(self, first: int, last: int) -> bool:
        return any(self.units[i].sort == "worker" for i in range(first, min(first + 2, last)))
