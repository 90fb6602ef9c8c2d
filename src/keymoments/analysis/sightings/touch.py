"""Whether an entry tells of a contact with a child or family at all, or of another professional's sighting."""

from __future__ import annotations

from keymoments.analysis.sightings.scene import Scene
from keymoments.analysis.sightings.values import Quote

CHILDREN_THERE = frozenset({"school", "nursery"})  # where children are at hand while the writer telephones
_MOST_DESK = 3
_BIAS = 1.5  # most rows of a record tell of a contact: without a sign, an entry is one


def contact_of(scene: Scene) -> tuple[bool, Quote | None, Quote | None]:
    """Whether it is a contact, the words that decide it, and the words that pass on another's sighting."""
    relay = relay_of(scene)
    if relay:
        return True, relay, relay
    signs = signs_of(scene)
    total = _BIAS + sum(weight for weight, _ in signs)
    strongest = sorted((s for s in signs if (s[0] > 0) == (total > 0)), key=lambda s: -abs(s[0]))
    return total > 0, (strongest[0][1] if strongest else None), None


def signs_of(scene: Scene) -> list[tuple[float, Quote]]:
    """What speaks for a contact (above 0) and against it, each with its words."""
    caller = scene.head("caller") or scene.opening("caller")
    conference = scene.head("conference", "opening conference")
    here: list[tuple[float, Quote | None]] = [
        (6.0, caller),
        (3.0, scene.head("live")),
        (2.0, scene.unplanned("reached")),
        (2.0, scene.unplanned("live")),
        (2.0, scene.unplanned("own", "own_agency")),
        (1.0, conference),
        (-4.0, scene.first("not_held") if conference else None),
        (-6.0, scene.head("meeting", "opening meeting") if not caller else None),
        (-4.0, incoming_of(scene) if not caller else None),
        (-4.0, scene.head("desk")),
        (-2.5, scene.opening("desk")),
        (-1.0, scene.first("desk")),
        (-2.0, scene.mail()),
    ]
    if not scene.first("anyone") and not scene.first("own", "own_agency", "live"):
        here.append((-1.5, scene.whole()))
    return [(weight, quote) for weight, quote in here if quote is not None]


def incoming_of(scene: Scene) -> Quote | None:
    """What shows that the entry is word from another agency: its type, or the way it opens."""
    return scene.head("incoming", "opening incoming") or scene.opening("incoming")


def relay_of(scene: Scene) -> Quote | None:
    """The words that pass on another professional's sighting, where no own contact stands beside it."""
    if scene.unplanned("own"):
        return None
    caller = scene.head("caller") or scene.opening("caller")
    incoming = None if caller else incoming_of(scene)
    if scene.head("conference", "opening conference", "meeting", "opening meeting"):
        return scene.unplanned("relayed", "round_table")
    external = scene.head("external")
    if not incoming and not external and (scene.head("live") or scene.unplanned("own_agency")):
        return None
    told = scene.unplanned("relayed")
    if told or caller:
        return told
    if external or scene.opening("hearsay"):
        told = scene.unplanned("hearsay")
    if told is None and incoming and scene.kind not in CHILDREN_THERE:
        told = scene.unplanned("passed_on")
    return told or (scene.unplanned("hearsay") if incoming else None)
