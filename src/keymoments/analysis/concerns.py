"""From an injury, allegation or serious concern to the next sighting of the child and to the first protective step."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.docket import Docket, Point, Wait, first_after, made
from keymoments.analysis.stretches import unmeasured

SOURCE = "No limit: shown so that the longest can be looked at (contract, section 3)"
# A concern told again by the same agency within so many days is one concern.
SAME_CONCERN = 2


def from_concern(docket: Docket) -> Iterator[Wait]:
    """``concern-to-seen`` for each child concerned, and ``concern-to-action``, for every concern an agency recorded."""
    steps = docket.of("protective-step")
    sightings = {child.id: docket.sightings(child.id) for child in docket.case.subjects}
    before: dict[str, Point] = {}
    for start in docket.of("concern"):
        if start.entry is None or not start.entry.in_scope:
            continue
        last = before.get(start.entry.agency)
        before[start.entry.agency] = start
        if last is not None and (start.moment.earliest - last.moment.latest).days <= SAME_CONCERN:
            continue
        for child in docket.children(start) if docket.contacts else ():
            yield _stretch("concern-to-seen", start, first_after(sightings[child], start), (child,))
        at_once = docket.has("protective-step", start.entry)
        step = start if at_once else first_after(steps, start)
        yield _stretch("concern-to-action", start, step, docket.children(start))


def _stretch(standard: str, start: Point, end: Point | None, children: tuple[str, ...]) -> Wait:
    measured = unmeasured(start.moment, end.moment if end else None)
    return made(standard, start, end, measured, SOURCE, "unverified", children)
