"""``report.html``: the whole report as one page that needs no script, no network and no other file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from keymoments.analysis.layout import day_words, shown
from keymoments.analysis.records import Problem
from keymoments.analysis.result import Analysis
from keymoments.export.picture import symbols
from keymoments.export.report_chronology import entry_anchors, years_of
from keymoments.export.report_findings import (
    accounts_section,
    first_section,
    knowing_section,
    made_section,
    moments_section,
    themes_section,
    who_section,
)
from keymoments.export.report_sections import ticks_section, waits_section, where_section
from keymoments.export.shown import ABOUT_REPORT, CONFIDENTIAL, AgencyShown, agencies_shown, figures, report_title
from keymoments.export.written import write_whole


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("keymoments.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def report_html(analysis: Analysis) -> str:
    """The whole page. Every text of the records is escaped; the page forbids itself scripts and connections."""
    environment = _environment()
    agencies = agencies_shown(analysis)
    styles = {agency.id: f"a{place}" for place, agency in enumerate(agencies)}
    anchors = entry_anchors(analysis)
    style = _style(environment, agencies, styles)
    case = analysis.case
    return environment.get_template("report.html.jinja").render(
        symbols=symbols(),
        first=first_section(analysis, anchors),
        who=who_section(analysis, anchors),
        where=where_section(analysis, agencies),
        waits=waits_section(analysis, anchors),
        moments=moments_section(analysis, anchors),
        knowing=knowing_section(analysis, anchors),
        accounts=accounts_section(analysis, anchors),
        ticks=ticks_section(analysis, anchors),
        themes=themes_section(analysis, anchors),
        made=made_section(analysis),
        title=report_title(analysis),
        about=ABOUT_REPORT,
        confidential=CONFIDENTIAL,
        scope=f"{day_words(case.scope_from)} to {day_words(case.scope_to)}",
        subjects=_subjects(analysis),
        style=Markup(style),  # noqa: S704 - our own file and numbers, no text of a case
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        figures=_figures(analysis),
        agencies=[_agency(agency, styles) for agency in agencies],
        any_out=sum(not entry.in_scope for entry in analysis.entries),
        years=years_of(analysis, agencies, styles, anchors),
        problems=[_problem(problem) for problem in analysis.problems],
        unknown=_unknown(analysis, anchors),
    )


def write_report_html(analysis: Analysis, path: Path) -> None:
    """Write ``report.html``; raises :class:`OutputError` where the file cannot be written."""
    write_whole(path, report_html(analysis).encode("utf-8"))


def _agency(agency: AgencyShown, styles: Mapping[str, str]) -> dict[str, str]:
    return {
        "style": styles[agency.id],
        "mark": agency.mark,
        "label": shown(agency.label),
        "entries": f"{agency.entries:,}",
        "first": agency.first_words,
        "last": agency.last_words,
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "file": shown(problem.file),
        "where": shown(problem.where) or "the whole file",
        "what": shown(problem.what),
        "how_to_fix": shown(problem.how_to_fix),
    }


def _unknown(analysis: Analysis, anchors: Mapping[str, str]) -> list[dict[str, Any]]:
    """The people whom only the records name."""
    return [
        {
            "written": shown(person.written),
            "guess": shown(person.guess) or "The records do not say",
            "entries": [{"id": entry, "anchor": anchors[entry]} for entry in person.entries if entry in anchors],
        }
        for person in analysis.unknown_people
    ]


def _subjects(analysis: Analysis) -> str:
    names = [
        shown(person.name) + (f", born {day_words(person.born)}" if person.born else "")
        for person in analysis.case.subjects
    ]
    if not names:
        return ""
    return ("The child: " if len(names) == 1 else "The children: ") + "; ".join(names)


def _figures(analysis: Analysis) -> list[tuple[str, str]]:
    count = figures(analysis)
    lines = [
        ("entry", "entries", count.entries, True),
        ("in the period of the review", "", count.in_scope, True),
        ("with an uncertain date", "", count.uncertain, True),
        ("not dated", "", count.undated, count.undated > 0),
        (
            "event told by more than one entry",
            "events told by more than one entry",
            count.same_event,
            count.same_event > 0,
        ),
        ("read from a picture of the page", "", count.by_ocr, count.by_ocr > 0),
        ("place that could not be read for certain", "places that could not be read for certain", count.unread, True),
    ]
    return [(one if number == 1 or not many else many, f"{number:,}") for one, many, number, wanted in lines if wanted]


def _style(environment: Environment, agencies: tuple[AgencyShown, ...], styles: dict[str, str]) -> str:
    assert environment.loader is not None  # noqa: S101 - set three functions above; for the type checker
    # The picture's rules come first, so that those for paper in the page's own have the last word.
    css = "".join(environment.loader.get_source(environment, name)[0] for name in ("styles/picture.css", "report.css"))
    rules = [
        f".mark.{styles[agency.id]} {{ background: {agency.colour.background}; color: {agency.colour.text}; }}"
        for agency in agencies
    ]
    hidden = [f"body:has(#show-{style}:not(:checked)) .entry.{style}" for style in styles.values()] + [
        "body:has(#show-out:not(:checked)) .entry.out"
    ]
    rules.append("@media screen {")
    rules += [f"  {selector} {{ display: none; }}" for selector in hidden]
    rules += ["  .filter:has(input:not(:checked)) .some-hidden { display: block; }", "}"]
    return f"\n{css}{chr(10).join(rules)}\n"
