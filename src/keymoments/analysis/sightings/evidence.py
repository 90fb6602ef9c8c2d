"""What the cues of a note say of each child: seen, spoken to, alone, in whose company, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from keymoments.analysis.language.patterns import Hit, Patterns, found
from keymoments.analysis.language.scope import LIGHTS, Light, Lights
from keymoments.analysis.language.units import Unit
from keymoments.analysis.sightings.elsewise import WRITER, means_else
from keymoments.analysis.sightings.leaving import hand_over, left_behind
from keymoments.analysis.sightings.note import Scene
from keymoments.analysis.sightings.places import child_of_clause, where_a_grown_up_is

# kind of cue → what it says; "here": words that show the child at the place, weaker than words of seeing
_OF_CHILD = frozenset(
    (
        "seen",
        "here",
        "daily",
        "asleep",
        "not_seen",
        "away",
        "talk",
        "wish",
        "mute",
        "far_talk",
        "alone",
        "refused_alone",
    )
)
_OF_ALL = frozenset(("company", "apart", "apart_still"))
_WEIGHT = re.compile(r"\d{3,4}gm?s?|\d\d?[.,]\d+kgs?")
_OF_ANYBODY = frozenset(("witness",))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the note says. ``child``: an id, or ``""`` where it holds for whoever was seen.

    ``named``: the child stands in the words themselves; ``group``: as one of several; ``clause``: where.
    """

    kind: str
    child: str
    first: int
    last: int
    light: Light
    named: bool
    group: bool
    sentence: int
    clause: int
    adults: tuple[str, ...] = ()


def evidence_of(scene: Scene, patterns: Patterns, day: date | None) -> tuple[Evidence, ...]:
    """Everything the note says of children, each with the light it stands in, in the order of the text."""
    hits = found(patterns, scene.passage)
    if hand_over(scene, hits):
        hits = found(patterns, scene.passage)
    lights = Lights(scene.passage, hits, day)
    items: list[Evidence] = []
    scene.elsewhere.update(at for hit in hits if hit.kind == "apart" for at in hit.slots)
    for hit in hits:
        if hit.kind not in LIGHTS:
            items += _items(scene, hit, lights.on(hit))
    items += _told_of(scene, lights)
    items += _quoted(scene, lights)
    items += _grown_ups(scene, lights)
    items += _weights(scene, lights)
    told = _told_by_grown_ups(scene)
    return tuple(
        replace(item, light=replace(item.light, by_relative=True)) if item.sentence in told else item for item in items
    )


def _told_by_grown_ups(scene: Scene) -> frozenset[int]:
    """Sentences that begin with "Says", "Denies" and the like, where a grown-up of the family was spoken of before."""
    units, told = scene.passage.units, set()
    for at, unit in enumerate(units):
        opens = not at or units[at - 1].sentence != unit.sentence
        if opens and unit.word in _SAYS and not unit.quote:
            speaker = scene.subject(at)
            speaker = left_behind(Hit("talk", at, at, ()), speaker, scene) if speaker is not None else None
            if speaker is not None and speaker.sort == "adult":
                told.add(unit.sentence)
    return frozenset(told)


_SAYS = frozenset(
    "says said states stated reports reported tells told denies denied claims claimed thinks feels describes described "
    "explained confirms confirmed adds advises advised".split()
)


def _told_of(scene: Scene, lights: Lights) -> Iterator[Evidence]:
    """Clauses that tell of a child as of somebody who is there: "Sam made the tea". The weakest evidence."""
    units = scene.passage.units
    for first, last in scene.passage.clauses:
        at = scene.subjects.get(units[first].clause, -1)
        if not first <= at < last - 1 or units[at].sort != "child" or units[at].guessed or units[at].pronoun:
            continue
        after = units[at + 1]
        if units[at].plural:
            continue
        if at > first and units[at - 1].word not in (
            "the",
            "and",
            "but",
            "then",
            "so",
            "while",
            "whilst",
            "when",
            "little",
        ):
            continue
        if after.word in _NO_DEED or after.sort or after.word.isdigit() or after.quote:
            continue
        light = lights.on(Hit("told_of", first, last - 1, ()))
        if light.habit or not light.happened:
            continue
        for child in units[at].people:
            yield Evidence(
                "told_of", child, at, last - 1, light, True, units[at].plural, units[at].sentence, units[at].clause
            )


def _grown_ups(scene: Scene, lights: Lights) -> Iterator[Evidence]:
    """Grown-ups of the family whom a clause tells of as being there."""
    units = scene.passage.units
    for at, unit in enumerate(units):
        if unit.sort != "adult" or unit.owner or unit.quote or unit.word in _NOT_THERE:
            continue
        after = units[at + 1].word if at + 1 < len(units) else ""
        if after in _NOT_HERE or (at and units[at - 1].word in ("no", "without", "from", "to", "re", "about", "for")):
            continue
        light = lights.on(Hit("grown_up", at, at, ()))
        yield Evidence("grown_up", "", at, at, light, False, True, unit.sentence, unit.clause)


_NOT_THERE = frozenset("neighbour neighbours nbr caller family couple friend friends childminder tenant".split())
_NOT_HERE = frozenset(
    "rang rings phoned called texted at away out asleep upstairs downstairs outside to will not working abroad gone "
    "left went waited".split()
)


def _quoted(scene: Scene, lights: Lights) -> Iterator[Evidence]:
    """Words between inverted commas that a child is the last to be spoken of before: its own words, most likely."""
    units = scene.passage.units
    at = 0
    while at < len(units):
        number = units[at].quote
        if not number:
            at += 1
            continue
        end = at
        while end + 1 < len(units) and units[end + 1].quote == number:
            end += 1
        speaker = scene.subject(at)
        light = lights.on(Hit("quoted", at, end, ()))
        first = units[at]
        yield Evidence("words", "", at, end, light, False, True, first.sentence, first.clause)
        if speaker is not None and speaker.sort == "child" and len(speaker.people) == 1 and not speaker.owner:
            yield Evidence("quoted", speaker.people[0], at, end, light, False, False, first.sentence, first.clause)
        at = end + 1


def _weights(scene: Scene, lights: Lights) -> Iterator[Evidence]:
    """Weights of the child the row is about ("3190g"): somebody had it on the scales."""
    units = scene.passage.units
    if scene.topic is None or scene.topic.sort != "child":
        return
    for at, unit in enumerate(units):
        if _WEIGHT.fullmatch(unit.word) and not unit.quote:
            light = lights.on(Hit("here", at, at, ()))
            for child in scene.topic.people:
                yield Evidence("here", child, at, at, light, False, False, unit.sentence, unit.clause)


_NO_DEED = frozenset(
    "to will is are was were has have had 's 'd 'll would should must may might can could likes loves wants needs "
    "open on subject aged age and or re of for at with w up off out in not never made placed removed registered "
    "described reported said's known under living lives attends goes gets due born walks travels cycles sleeps copes "
    "manages struggles enjoys shares cares helps cooks spends visits sees uses comes stays eats".split()
)


def _items(scene: Scene, hit: Hit, light: Light) -> Iterator[Evidence]:
    units = scene.passage.units
    where = units[hit.i]
    if hit.kind in _OF_ANYBODY:
        yield Evidence(hit.kind, "", hit.i, hit.j, light, False, True, where.sentence, where.clause)
        return
    if means_else(hit, units):
        return
    slots = [units[at] for at in hit.slots]
    adults = tuple(i for unit in slots if unit.sort == "adult" for i in (unit.people or (unit.word,)))
    children = [unit for at in hit.slots if units[at].sort == "child" for unit in _joined(units, at)]
    named = [unit for unit in children if not unit.owner]
    if hit.kind == "alone" and not named and units[hit.i].word in ("just", "only"):  # "just him and me"
        named = [u for u in units[hit.i : hit.j + 1] if u.sort == "child" and u.people and not u.owner]
    if hit.kind == "refused_alone" and not named:  # "not able to see Sam alone": whoever the refusal speaks of
        named = [u for u in units[hit.i : hit.j + 1] if u.sort == "child" and u.people and not u.owner]
    if children and not named and hit.kind in _OF_CHILD:
        return  # "Sam's wishes": something of the child's, not the child
    if not named and _adult_alone(hit, scene, units):
        yield Evidence("adult_alone", "", hit.i, hit.j, light, False, True, where.sentence, where.clause)
        return
    for unit in named or _meant(hit, scene, bool(adults)):
        for child in unit.people or ():
            yield Evidence(
                hit.kind, child, hit.i, hit.j, light, bool(named), unit.plural, where.sentence, where.clause, adults
            )


def _adult_alone(hit: Hit, scene: Scene, units: list[Unit]) -> bool:
    """ "Mother seen alone": the words of being alone speak of a grown-up."""
    if hit.kind != "alone" or not hit.i:
        return False
    subject = _nearest(hit, units) or scene.subject(hit.i)
    return subject is not None and subject.sort == "adult" and not _unsure(hit, subject, units)


def _nearest(hit: Hit, units: list[Unit]) -> Unit | None:
    """The last person before a cue in its clause, whatever the words between: "spoke to Mum alone"."""
    for at in range(hit.i - 1, -1, -1):
        if units[at].sentence != units[hit.i].sentence:
            return None
        if units[at].clause != units[hit.i].clause and (units[at].sort == "adult" or not _apposed(hit, units)):
            return None
        if at and units[at - 1].word in ("for", "about", "of", "re"):
            continue  # "came for Sam with no adult"
        if units[at].sort in ("adult", "child", "stranger", "someone") and not units[at].owner:
            return units[at]
    return None


def _apposed(hit: Hit, units: list[Unit]) -> bool:
    """Whether a cue stands beside what the sentence told before: "20 mins with Sam, nobody else about"."""
    return units[hit.i].word in _APPOSED


_APPOSED = frozenset("on nobody no no-one noone just only 1:1 121 door doors unaccompanied privately".split())


def _unsure(hit: Hit, subject: Unit | None, units: list[Unit]) -> bool:
    before = units[hit.i - 1] if hit.i > 1 else None
    strange = before is not None and not before.sort and before.named and before.sentence == units[hit.i].sentence
    if before is not None and before.clause != units[hit.i].clause and _apposed(hit, units):
        strange = False
    return strange or _of_one_among(subject, hit, units) or not _worker_near(hit, units)


def _meant(hit: Hit, scene: Scene, adults: bool) -> list[Unit]:
    """The children a cue speaks of without naming them: those the clause is about."""
    units = scene.passage.units
    subject = scene.subject(hit.i)
    if hit.kind.startswith("apart") and (adults or units[hit.i].word in _GROWN_PLURAL):
        return [_EVERYBODY]
    if hit.kind == "daily" and scene.topic is not None and (subject is None or subject.sort != "child"):
        subject = scene.topic
    if hit.kind in _OF_ALL and adults:
        return _held(hit, subject, units) or _held(hit, _nearest(hit, units), units)
    if hit.kind == "talk" and subject is not None and subject.word == "we":
        subject = _with_writer(hit, scene)
    if hit.kind in ("talk", "wish") and subject is not None and subject.sort == "adult":
        subject = left_behind(hit, subject, scene)
    if hit.kind == "talk" and _worker_speaks(hit, units):
        return []
    if hit.kind == "alone":
        subject = _nearest(hit, units) or subject
        if _unsure(hit, subject, units):
            return []
    if hit.kind == "here" and where_a_grown_up_is(hit, subject, scene):
        return []
    if hit.kind in ("here", "seen") and (other := child_of_clause(hit, subject, scene)):
        subject = other
    if subject is None or subject.sort != "child":
        return []
    return _joined(units, units.index(subject)) if subject in units else [subject]


def _with_writer(hit: Hit, scene: Scene) -> Unit | None:
    """The child with whom "we" talked: the last person spoken of before, if a child."""
    units = scene.passage.units
    for unit in reversed(units[: hit.i]):
        if units[hit.i].sentence - unit.sentence > 1:
            break
        if unit.sort in ("adult", "child", "stranger") and not (unit.quote or unit.owner):
            return unit
    return scene.topic


def _joined(units: list[Unit], at: int) -> list[Unit]:
    """A child and those joined to it: "Sam, Ali and Jo"."""
    found = [units[at]]
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(units) and units[i].sentence == units[at].sentence:
            if units[i].sort == "child" and not units[i].owner and not units[i].quote:
                found.append(units[i])
            elif units[i].word not in _JOINING or not _child_next(units, i, step):
                break
            i += step
    return found


_JOINING = frozenset(("and", "&", "+", "the", "her", "his", "baby", "little", "big", "wee", "younger", "older"))


def _child_next(units: list[Unit], i: int, step: int) -> bool:
    """Whether a child stands next, after no more than "and the"."""
    while 0 <= i < len(units) and units[i].word in _JOINING and units[i].sort != "child":
        i += step
    return 0 <= i < len(units) and units[i].sort == "child"


def _of_one_among(subject: Unit | None, hit: Hit, units: list[Unit]) -> bool:
    """ "All three seen, the eldest alone": only one of several, and nobody says which."""
    near = units[max(0, hit.i - 8) : hit.i]
    one = any(u.sentence == units[hit.i].sentence and u.word in _ONE_OF_SEVERAL for u in near)
    return one and (subject is None or not subject.people or subject.plural or subject.word not in _ONE_OF_SEVERAL)


def _worker_near(hit: Hit, units: list[Unit]) -> bool:
    """Whether "nobody else there" stands in a sentence with a child or a worker: else it may leave an adult in."""
    if not units[hit.i].word.startswith(("nobody", "no")):
        return True
    sentence = units[hit.i].sentence
    near = [u for u in units if sentence - 1 <= u.sentence <= sentence and not u.quote]
    if any(u.sort in ("child", "worker") for u in near if u.sentence == sentence):
        return True
    return not any(u.sort == "adult" for u in units[: hit.i] if not u.quote) and any(
        u.sort in ("child", "worker") for u in near
    )


_GROWN_PLURAL = frozenset("both parents they".split())
_ONE_OF_SEVERAL = frozenset("eldest oldest youngest elder older younger one".split())


def _worker_speaks(hit: Hit, units: list[Unit]) -> bool:
    """Whether the last one to be spoken of, in this sentence or the one before, is a worker who tells something."""
    sentence = units[hit.i].sentence
    for at in range(hit.i - 1, -1, -1):
        unit = units[at]
        if sentence - unit.sentence > 1:
            return False
        if unit.quote or not unit.sort or unit.owner or unit.word in WRITER:
            continue
        if unit.sort != "worker":
            return False
        if not at or units[at - 1].clause != unit.clause:
            return True
    return False


def _held(hit: Hit, subject: Unit | None, units: list[Unit]) -> list[Unit]:
    """Whom an adult's presence is said of: the child who is the subject, or whoever was seen."""
    if units[hit.i].sort == "adult":
        return [_EVERYBODY]
    if subject is not None and subject.sort == "child":
        return _joined(units, units.index(subject)) if subject in units else [subject]
    return []


_EVERYBODY = Unit("", 0, 0, sort="child", people=("",), plural=True)
