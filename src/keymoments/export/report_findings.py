"""The first page, moments, knowledge, accounts and themes of the report, made ready for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from keymoments.analysis.layout import shown
from keymoments.analysis.result import Analysis
from keymoments.export.accounts import ABOUT_ACCOUNTS, accounts_that_differ, disagreements
from keymoments.export.first_page import ABOUT_FIRST, first_page
from keymoments.export.how_made import CANNOT_KNOW, LOCAL, MACHINE_AND_PEOPLE, MEASURED, file_rows, made_by
from keymoments.export.knowing import ABOUT_KNOWING, knowing
from keymoments.export.linked import Line, line_html
from keymoments.export.moments import ABOUT_KNOWN, ABOUT_MOMENTS, MomentShown, moments_shown
from keymoments.export.themes import ABOUT_THEMES, themes_shown
from keymoments.export.who import ABOUT_WHO, initials_used, who_is_who

Anchors = Mapping[str, str]


def _lines(lines: Iterable[Line], anchors: Anchors) -> list[Markup]:
    return [line_html(one, anchors) for one in lines]


def first_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """The sentences of the first page under their headings."""
    return {
        "about": ABOUT_FIRST,
        "parts": [
            {
                "key": part.key,
                "heading": part.heading,
                "lines": [
                    (line_html(one.line, anchors), _lines(one.under, anchors), _lines(one.folded, anchors))
                    for one in part.lines
                ],
            }
            for part in first_page(analysis)
        ],
    }


def moments_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """The moments to look at."""
    return {
        "about": ABOUT_MOMENTS,
        "about_known": ABOUT_KNOWN,
        "all": len(analysis.suggestions),
        "moments": [_moment(moment, anchors) for moment in moments_shown(analysis)],
    }


def _moment(moment: MomentShown, anchors: Anchors) -> dict[str, Any]:
    return {
        "number": moment.number,
        "place": moment.place,
        "when": moment.when,
        "title": shown(moment.title),
        "sort": moment.sort,
        "agencies": [shown(agency) for agency in moment.agencies],
        "children": shown(moment.children),
        "because": line_html(moment.because, anchors),
        "as_at": line_html(moment.as_at, anchors),
        "known_by": moment.known_by,
        "known": [{"title": shown(one.title), "lines": _lines(one.lines, anchors)} for one in moment.known],
        "more": moment.more,
        "later": _lines(moment.later, anchors),
        "expected": _lines(moment.expected, anchors),
        "words": _lines(moment.words, anchors),
        "themes": moment.themes,
    }


def knowing_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """Who knew what, and when."""
    return {
        "about": ABOUT_KNOWING,
        "sorts": [
            {
                "key": f"known-{one.key}",
                "title": shown(one.title),
                "about": shown(one.about),
                "holders": [
                    {
                        "agency": shown(holder.agency),
                        "first": holder.first,
                        "words": line_html(holder.words, anchors),
                        "times": f"{holder.times:,}",
                        "last": holder.last,
                        "anchor": anchors.get(holder.last_entry, ""),
                    }
                    for holder in one.holders
                ],
                "every": _lines(one.every, anchors),
                "left": one.left,
            }
            for one in knowing(analysis)
        ],
    }


def who_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """Who is who, and the initials used."""
    return {
        "about": ABOUT_WHO,
        "people": [
            {
                "name": shown(one.name),
                "role": shown(one.role),
                "also": shown(one.also),
                "met": line_html(one.met, anchors),
                "namesake": shown(one.namesake),
            }
            for one in who_is_who(analysis)
        ],
        "initials": [(shown(short), shown(long)) for short, long in initials_used(analysis)],
    }


def accounts_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """Where accounts of one event differ."""
    return {
        "about": ABOUT_ACCOUNTS,
        "events": [
            {
                "when": one.when,
                "accounts": _lines(one.accounts, anchors),
                "differences": _lines(one.differences, anchors),
            }
            for one in accounts_that_differ(analysis)
        ],
        "disagreements": _lines(disagreements(analysis), anchors),
    }


def themes_section(analysis: Analysis, anchors: Anchors) -> dict[str, Any]:
    """What runs through the case."""
    return {
        "about": ABOUT_THEMES.format(all=f"{len(analysis.suggestions):,}"),
        "themes": [
            {
                "place": theme.place,
                "title": theme.title,
                "definition": theme.definition,
                "count": f"{theme.count:,}",
                "agencies": ", ".join(map(shown, theme.agencies)),
                "moments": line_html(theme.moments, anchors),
                "others": line_html(theme.others, anchors),
            }
            for theme in themes_shown(analysis)
        ],
    }


def made_section(analysis: Analysis) -> dict[str, Any]:
    """How the report was made, and what it cannot know."""
    return {
        "by": made_by(analysis),
        "local": LOCAL,
        "people": MACHINE_AND_PEOPLE,
        "cannot": CANNOT_KNOW,
        "measured": MEASURED,
        "files": file_rows(analysis),
    }
