"""A note with its people, and whom each clause speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from keymoments.analysis.language.units import Passage, Unit

PREPOSITIONS = frozenset(
    "with w to by from for of re about at behind beside on in than like between around near per via into after under "
    "through across above against inside outside during despite towards along "
    "gan i efo gyda am wrth".split()
)


@dataclass(slots=True)
class Scene:
    """A note with its people. ``subjects``: clause → the unit it speaks of; ``-1`` where nobody is in sight."""

    passage: Passage
    subjects: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)  # clause → the unit spoken of before it
    elsewhere: set[int] = field(default_factory=set)  # units of grown-ups who stood in another place
    sexes: dict[str, str] = field(default_factory=dict)  # of the people, as far as known or likely
    topic: Unit | None = None  # whom the row is about when the text has not said

    def subject(self, i: int) -> Unit | None:
        """Whom the words at unit ``i`` speak of."""
        units = self.passage.units
        for at in range(i - 1, -1, -1):
            if units[at].clause != units[i].clause:
                break
            if stands_alone(units, at):
                return units[at]
        at = self.subjects.get(units[i].clause, -1)
        if at >= i:
            at = self.before.get(units[i].clause, -1)
        return units[at] if at >= 0 else self.topic


def stands_alone(units: list[Unit], at: int) -> bool:
    """Whether a person at a place may be what the clause speaks of: no preposition before, no possessive after."""
    unit = units[at]
    if not unit.sort or unit.owner or unit.word in ("his", "their", "my", "our"):
        return False
    before = units[at - 1] if at and units[at - 1].sentence == unit.sentence else None
    return before is None or before.word not in PREPOSITIONS
