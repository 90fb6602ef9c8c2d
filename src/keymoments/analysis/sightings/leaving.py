"""Whom "she said" means once a grown-up has left the room: not the one who went, but the child who stayed."""

from __future__ import annotations

from collections.abc import Iterable

from keymoments.analysis.language.patterns import Hit
from keymoments.analysis.language.units import Unit
from keymoments.analysis.sightings.note import Scene

_SEX = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_REACH = 2  # sentences after the leaving within which a pronoun may mean the child


def hand_over(scene: Scene, hits: Iterable[Hit]) -> bool:
    """Give pronouns after a leaving ("Mum went out - she said") to the child; whether any pronoun changed."""
    changed = False
    units = scene.passage.units
    for hit in hits:
        gone = [units[at] for at in hit.slots if units[at].sort == "adult"] if hit.kind == "apart" else []
        if not gone:
            continue
        child = _left(scene, hit)
        if child is None:
            continue
        for at in range(hit.j + 1, len(units)):
            unit = units[at]
            if unit.sentence - units[hit.j].sentence > _REACH or _back(unit, gone):
                break
            if _of_the_one_gone(unit, gone) and _SEX.get(unit.word) in (None, *_sex(scene, child)):
                unit.sort, unit.people, unit.plural = "child", child.people, False
                changed = True
    return changed


def _left(scene: Scene, hit: Hit) -> Unit | None:
    """The one child spoken of just before the grown-up went."""
    units = scene.passage.units
    for at in range(hit.i - 1, -1, -1):
        unit = units[at]
        if units[hit.i].sentence - unit.sentence > 1:
            break
        if unit.sort == "child" and not (unit.owner or unit.quote):
            return unit if len(unit.people) == 1 else None
    return None


def _back(unit: Unit, gone: list[Unit]) -> bool:
    """Whether the one who went is named again."""
    return unit.sort == "adult" and not unit.pronoun and (not unit.people or unit.people in [u.people for u in gone])


def _of_the_one_gone(unit: Unit, gone: list[Unit]) -> bool:
    return (
        unit.pronoun and unit.sort == "adult" and unit.word in ("he", "she") and unit.people in [u.people for u in gone]
    )


def _sex(scene: Scene, child: Unit) -> tuple[str, ...]:
    known = scene.sexes.get(child.people[0], "")
    return (known,) if known else ("male", "female")


def left_behind(hit: Hit, subject: Unit, scene: Scene) -> Unit:
    """ "Mum waited outside. Told me he fell": not the grown-up who was elsewhere, but the child, tells."""
    units = scene.passage.units
    at = next((i for i in scene.elsewhere if units[i] is subject), -1)
    if at < 0 or units[at].sentence == units[hit.i].sentence:
        return subject
    before = [unit for unit in units[:at] if unit.sort == "child" and not (unit.owner or unit.quote)]
    return before[-1] if before else scene.topic or subject
