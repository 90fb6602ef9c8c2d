"""``report.html``: the chronology as one page that needs no script, no network and no other file."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from keymoments.analysis.layout import (
    MONTHS,
    NO_TIME,
    OUT_OF_SCOPE,
    confidence_words,
    date_doubts,
    date_words,
    day_words,
    shown,
    time_words,
)
from keymoments.analysis.records import Entry, Precision, Problem
from keymoments.analysis.result import Analysis, Suggestion
from keymoments.export.picture import symbols
from keymoments.export.report_sections import EntrySightings, ticks_section, waits_section, where_section
from keymoments.export.shown import (
    ABOUT,
    CONFIDENTIAL,
    AgencyShown,
    Telling,
    agencies_shown,
    figures,
    other_tellings,
    people_names,
)
from keymoments.export.written import write_whole


@dataclass(slots=True)
class _Month:
    anchor: str
    heading: str
    short: str
    entries: list[dict[str, object]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.entries)


@dataclass(slots=True)
class _Year:
    anchor: str
    heading: str
    months: list[_Month] = field(default_factory=list)


# What a reviewer reads before judging the list.
MOMENTS = 20


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
    anchors = _anchors(analysis)
    style = _style(environment, agencies, styles)
    case = analysis.case
    return environment.get_template(
        "report.html.jinja"
    ).render(
        symbols=symbols(),
        where=where_section(analysis, agencies),
        waits=waits_section(analysis, anchors),
        ticks=ticks_section(analysis, anchors),
        moments=[_moment(suggestion, anchors) for suggestion in analysis.suggestions[:MOMENTS]],
        title=f"Integrated chronology: {shown(case.reference)}",
        about=ABOUT,
        confidential=CONFIDENTIAL,
        scope=f"{day_words(case.scope_from)} to {day_words(case.scope_to)}",
        subjects=_subjects(analysis),
        style=Markup(style),  # noqa: S704 - our own file and numbers, no text of a case
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        figures=_figures(analysis),
        agencies=[
            {
                "style": styles[agency.id],
                "mark": agency.mark,
                "label": shown(agency.label),
                "entries": f"{agency.entries:,}",
                "first": agency.first_words,
                "last": agency.last_words,
            }
            for agency in agencies
        ],
        any_out=sum(not entry.in_scope for entry in analysis.entries),
        years=_years(analysis, agencies, styles, anchors),
        problems=[_problem(problem) for problem in analysis.problems],
        unknown=[
            {
                "written": shown(person.written),
                "guess": shown(person.guess) or "The records do not say",
                "entries": [{"id": entry, "anchor": anchors[entry]} for entry in person.entries if entry in anchors],
            }
            for person in analysis.unknown_people
        ],
        run=(
            f"Made by Keymoments {analysis.version} with the knowledge pack "
            f"{analysis.pack} {analysis.pack_version} ({analysis.pack_hash[:12]})."
        ),
    )


def write_report_html(analysis: Analysis, path: Path) -> None:
    """Write ``report.html``; raises :class:`OutputError` where the file cannot be written."""
    write_whole(path, report_html(analysis).encode("utf-8"))


def _moment(suggestion: Suggestion, anchors: dict[str, str]) -> dict[str, object]:
    """One place to look at: the sentence, the words it rests on, the entries."""
    return {
        "title": shown(suggestion.title),
        "when": day_words(suggestion.begins),
        "because": shown(suggestion.because),
        "quotes": [
            {"id": cited.entry, "anchor": anchors[cited.entry], "words": shown(cited.quote.words)}
            for cited in suggestion.quotes
            if cited.entry in anchors
        ],
        "entries": [{"id": entry, "anchor": anchors[entry]} for entry in suggestion.entries if entry in anchors],
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "file": shown(problem.file),
        "where": shown(problem.where) or "the whole file",
        "what": shown(problem.what),
        "how_to_fix": shown(problem.how_to_fix),
    }


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


def _anchors(analysis: Analysis) -> dict[str, str]:
    """Entry id → the name of its place in the page."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for entry in analysis.entries:
        name = "entry-" + re.sub(r"[^A-Za-z0-9_-]", "-", entry.id)
        while name in taken:
            name += "-"
        taken.add(name)
        anchors[entry.id] = name
    return anchors


def _style(environment: Environment, agencies: tuple[AgencyShown, ...], styles: dict[str, str]) -> str:
    assert environment.loader is not None  # noqa: S101 - set three functions above; for the type checker
    css = environment.loader.get_source(environment, "report.css")[0]
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


def _years(
    analysis: Analysis, agencies: tuple[AgencyShown, ...], styles: dict[str, str], anchors: dict[str, str]
) -> list[_Year]:
    """The entries under their years and months, in the order of the chronology."""
    by_id = {agency.id: agency for agency in agencies}
    labels = {entry.id: shown(by_id[entry.agency].label) for entry in analysis.entries}
    names = people_names(analysis)
    tellings = other_tellings(analysis)
    sightings = EntrySightings(analysis)
    years: dict[str, _Year] = {}
    months: dict[str, _Month] = {}
    for entry in analysis.entries:
        month = _month(entry, years, months)
        told = [
            _telling(telling, labels, anchors) for telling in tellings.get(entry.id, ()) if telling.entry in anchors
        ]
        month.entries.append(
            _entry(entry, names)
            | sightings.of(entry)
            | {
                "anchor": anchors[entry.id],
                "style": styles[entry.agency],
                "mark": by_id[entry.agency].mark,
                "agency": labels[entry.id],
                "tellings": told,
            }
        )
    return list(years.values())


def _month(entry: Entry, years: dict[str, _Year], months: dict[str, _Month]) -> _Month:
    """The month under which the entry stands; where only the year is known, a heading of its own before January."""
    first = entry.date.earliest
    only_year = first is not None and entry.date.precision is Precision.YEAR
    key = "undated" if first is None else f"{first.year}" if only_year else f"{first.year}-{first.month:02d}"
    if key not in months:
        if first is None:
            year = years.setdefault("", _Year("no-year", "Not dated"))
            months[key] = _Month(f"month-{key}", "The record gives no date", "No date given")
        else:
            year = years.setdefault(str(first.year), _Year(f"year-{first.year}", str(first.year)))
            short = "month not known" if only_year else MONTHS[first.month - 1]
            heading = f"{first.year}, {short}" if only_year else f"{short} {first.year}"
            months[key] = _Month(f"month-{key}", heading, short)
        year.months.insert(0 if only_year else len(year.months), months[key])
    return months[key]


def _telling(telling: Telling, labels: dict[str, str], anchors: dict[str, str]) -> dict[str, str]:
    return {
        "id": telling.entry,
        "anchor": anchors[telling.entry],
        "agency": labels[telling.entry],
        "differences": shown("; ".join(telling.differences)),
    }


def _entry(entry: Entry, names: dict[str, str]) -> dict[str, object]:
    written = entry.written_date
    if entry.written_time and entry.written_time not in written:
        written = f"{written} {entry.written_time}".strip()
    source = [entry.id, f"{entry.file}, {entry.where}"]
    if written:
        source.append(f"written “{written}”")
    return {
        "date": date_words(entry.date),
        "date_doubts": date_doubts(entry.date),
        "time": time_words(entry.time) or NO_TIME,
        "out": "" if entry.in_scope else OUT_OF_SCOPE,
        "warning": "" if entry.confidence is None else confidence_words(entry.confidence),
        "people": shown("; ".join(names.get(person, person) for person in entry.people)),
        "notes": [f"Note: {shown(note)}" for note in entry.notes],
        "source": shown(" · ".join(source)),
    }
