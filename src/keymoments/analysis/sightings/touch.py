"""Whether an entry tells of a contact with a child or family at all, or of another professional's sighting."""

from __future__ import annotations

from keymoments.analysis.sightings.scene import Scene
from keymoments.analysis.sightings.values import Quote

CHILDREN_THERE = frozenset({"school", "nursery"})  # where children are at hand while the writer telephones
# Their rows are about one child or patient, who need not be named in each.
_ABOUT_A_PERSON = frozenset(
    {
        "ambulance",
        "gp",
        "health-visiting",
        "hospital",
        "mental-health",
        "midwifery",
        "nursery",
        "probation",
        "school",
        "substance-use",
    }
)
_TRIED = ("no_access", "refused", "not_brought", "cancelled_by_family")
_MOST_DESK = 2  # words of desk work that count
_BIAS = 1.2  # most rows of a record tell of a contact: without a sign, an entry is one


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
        (2.0, scene.opening("head live")),
        (2.0, scene.tick()),
        (2.5, scene.asserted("there") if scene.kind in CHILDREN_THERE else None),
        (2.0, scene.unplanned("reached")),
        (2.0, scene.unplanned("rang_home")),
        (1.5, scene.unplanned("live")),
        (1.0, scene.unplanned("own", "own_agency")),
        (1.0, scene.asserted("met")),
        (1.0, next((quote for name in _TRIED if (quote := scene.tried(name))), None)),
        (1.5, scene.speech()),
        (0.5, conference),
        (-4.0, scene.first("not_held") if conference else None),
        (-6.0, None if caller else scene.head("meeting", "opening meeting")),
        (-3.5, None if caller else incoming_of(scene)),
        (-3.5, scene.head("desk")),
        (-2.0, scene.opening("desk")),
        (-1.0 * min(_MOST_DESK, scene.times("desk")), scene.first("desk")),
        (-0.7, scene.first("plan")),
        (-1.5, scene.mail()),
    ]
    if scene.kind not in _ABOUT_A_PERSON and not scene.first("anyone"):
        here.append((-1.2, scene.whole()))
    return [(weight, quote) for weight, quote in here if quote is not None]


def incoming_of(scene: Scene) -> Quote | None:
    """What shows that the entry is word from another agency: its type, or the way it opens."""
    return scene.head("incoming", "opening incoming") or scene.opening("incoming")


def relay_of(scene: Scene) -> Quote | None:
    """The words that pass on another professional's sighting, where no own contact stands beside it."""
    if scene.unplanned("own") and not scene.opening("their_words"):
        return None
    caller = scene.head("caller") or scene.opening("caller")
    incoming = None if caller else incoming_of(scene)
    if scene.head("conference", "opening conference", "meeting", "opening meeting"):
        return scene.told("relayed", "round_table")
    external = scene.head("external")
    if not incoming and not external and (scene.head("live") or scene.unplanned("own_agency")):
        return None
    told = scene.told("relayed", "stranger_told")
    if told or caller:
        return told
    if external or scene.opening("hearsay"):
        told = scene.told("hearsay")
    if told is None and incoming and scene.kind not in CHILDREN_THERE:
        told = scene.told("passed_on")
    return told or (scene.told("hearsay") if incoming else None)
