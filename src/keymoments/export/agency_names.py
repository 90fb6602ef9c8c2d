"""Agencies' names in running text: the whole name first, then a short one, never the same name twice in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from keymoments.export.shown import AgencyShown

_QUOTED = re.compile(r"(“[^”]*”)")
# What makes a name too short to tell one agency from another of its sort.
_PLAIN = frozenset(("police", "hospital", "school", "surgery", "council", "trust", "nursery", "ward", "team"))


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Agency id → the name before a comma or bracket, where that still tells the agencies apart."""
    made = {agency: _short(name) for agency, name in names.items()}
    taken = Counter(made.values())
    return {agency: short if taken[short] == 1 else names[agency] for agency, short in made.items()}


def _short(name: str) -> str:
    kept = re.split(r",| \(| – | - ", name, maxsplit=1)[0].strip()
    kept = re.sub(r"Children and (?:Young People|Families)(?=[’']s? |s[’'] )", "Children", kept)
    kept = re.sub(r"\bChildren[’']? (?=Services?\b)", "Children’s ", kept)
    kept = re.sub(r"(?<=[a-z]{4})(?<=Services) (?:and|for) .*$", "", kept)
    return name if not kept or kept.casefold() in _PLAIN else kept


class AgencyNames:
    """Says agencies in a stretch of text; ``said`` are those whose whole name stands there already."""

    def __init__(self, agencies: Sequence[AgencyShown]) -> None:
        self._names = {agency.id: agency.label for agency in agencies}
        self._short = short_names(self._names)
        self._said: set[str] = set()
        by_name = {agency.label: agency.id for agency in agencies}
        longest = sorted(by_name, key=lambda name: (-len(name), name))
        self._ids = by_name
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None

    def say(self, agency: str) -> str:
        """The whole name of an agency where it is first named, then its short one."""
        if agency in self._said:
            return self._short.get(agency, agency)
        self._said.add(agency)
        return self._names.get(agency, agency)

    def know(self, agencies: Sequence[str]) -> None:
        """The whole names of these stand there already."""
        self._said.update(agencies)

    def retold(self, sentence: str) -> str:
        """A sentence with its agencies named so; an agency that it has just named is "it". Quotes stay as they are."""
        if self._any is None:
            return sentence
        told: list[str] = []
        parts = [part if place % 2 else self._part(part, told) for place, part in enumerate(_QUOTED.split(sentence))]
        return "".join(parts).replace(" and it closed again ", " and closed it again ")

    def _part(self, text: str, told: list[str]) -> str:
        def name(match: re.Match[str]) -> str:
            agency = self._ids[match.group()]
            again = told[-1:] == [agency]
            told.append(agency)
            return "it" if again else self.say(agency)

        made = self._any.sub(name, text) if self._any is not None else text
        return re.sub(r"\bit[’']s\b", "its", made) if "it" in made else made
