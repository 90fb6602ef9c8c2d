"""To whom words of a place belong ("in the kitchen", "on the doorstep"): to the people of their own clause first."""

from __future__ import annotations

from keymoments.analysis.language.patterns import Hit
from keymoments.analysis.language.units import Unit
from keymoments.analysis.sightings.note import Scene


def where_a_grown_up_is(hit: Hit, subject: Unit | None, scene: Scene) -> bool:
    """ "Advice to mother on doorstep": the place is hers, whosever record it is."""
    units = scene.passage.units
    if subject is not scene.topic or units[hit.i].word not in ("on", "in", "at"):
        return False
    first, last = scene.passage.clauses[units[hit.i].clause]
    return any(u.sort == "adult" and not (u.owner or u.quote) for u in units[first:last])


def child_of_clause(hit: Hit, subject: Unit | None, scene: Scene) -> Unit | None:
    """ "Ali asleep. 5 mins in the kitchen with Sam": the child of the clause itself, not the one told of before it."""
    units = scene.passage.units
    first, last = scene.passage.clauses[units[hit.i].clause]
    if subject is not None and any(units[at] is subject for at in range(first, last)):
        return None
    near = [u for u in units[hit.j + 1 : last] if u.sort == "child" and u.people and not (u.owner or u.quote)]
    return near[0] if near else None
