"""What runs through the case: the themes of the places that rules found, counted, with where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from keymoments.analysis.result import Analysis, Suggestion
from keymoments.export.linked import Line, Part, entry_part, line, listed
from keymoments.export.moments import MOMENTS, moment_place, theme_place
from keymoments.export.shown import agencies_shown

ABOUT_THEMES = (
    "Each place that a rule found carries the themes of its rule; here they are counted over all {all} places, not "
    "only the moments above. A theme is a label for people to confirm; the line under it says what the theme covers, "
    "not what happened here. One that is not listed was found by no rule; it may still run through the case."
)
_MOST = 12  # further places of a theme that are named


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """A theme with its places: ``moments`` are shown in the report, ``others`` only stand in the chronology."""

    place: str
    title: str
    definition: str
    count: int
    agencies: tuple[str, ...]
    moments: Line
    others: Line


def themes_shown(analysis: Analysis) -> tuple[ThemeShown, ...]:
    """The themes that any place carries, the most frequent first."""
    found: dict[str, list[Suggestion]] = {}
    for suggestion in analysis.suggestions:
        for key in suggestion.themes:
            found.setdefault(key, []).append(suggestion)
    names = {agency.id: agency.label for agency in agencies_shown(analysis)}
    known = {theme.key: theme for theme in analysis.rules.themes}
    return tuple(
        ThemeShown(
            place=theme_place(key),
            title=known[key].title,
            definition=known[key].definition,
            count=len(places),
            agencies=tuple(dict.fromkeys(names.get(agency, agency) for place in places for agency in place.agencies)),
            moments=listed(
                Part(str(place.rank), place=moment_place(place.rank)) for place in places if place.rank <= MOMENTS
            ),
            others=_others([place for place in places if place.rank > MOMENTS]),
        )
        for key, places in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        if key in known
    )


def _others(places: list[Suggestion]) -> Line:
    """The entries that further places turn on."""
    turns = [place.entries[0] for place in sorted(places, key=lambda place: place.begins) if place.entries]
    rest = line(f" and {len(turns) - _MOST} more") if len(turns) > _MOST else line()
    return (*listed(entry_part(entry) for entry in turns[:_MOST]), *rest)
