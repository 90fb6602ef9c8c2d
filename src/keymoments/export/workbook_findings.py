"""Moments, who knew what, differing accounts and themes as rows of the workbook, to filter and count."""

from __future__ import annotations

from collections.abc import Iterable

from keymoments.analysis.layout import day_words
from keymoments.analysis.result import Analysis, Suggestion
from keymoments.export.accounts import accounts_that_differ
from keymoments.export.knowing import fact_rows
from keymoments.export.linked import Line, plain
from keymoments.export.moments import SORTS, MomentShown, moments_shown
from keymoments.export.shown import agencies_shown
from keymoments.export.themes import themes_shown
from keymoments.export.workbook_sheets import Row, Sheet


def moments_sheet(analysis: Analysis) -> Sheet:
    """Every place that a rule found, by rank; what was known then stands beside those that the report shows."""
    headings = [("Rank", 6.0), ("Date", 20.0), ("What", 34.0), ("Sort", 22.0), ("Agencies", 26.0)]
    headings += [("What the records show", 70.0), ("Known by", 17.0), ("What was known then, and by whom", 70.0)]
    headings += [("Written down only later", 40.0), ("What was expected", 50.0), ("The words of the records", 60.0)]
    headings += [("Entries", 18.0), ("Themes", 26.0)]
    shown = {moment.number: moment for moment in moments_shown(analysis)}
    names = {agency.id: agency.label for agency in agencies_shown(analysis)}
    titles = {theme.key: theme.title for theme in analysis.rules.themes}
    rows = [_moment(item, shown.get(item.rank), names, titles) for item in analysis.suggestions]
    return "Moments to look at", headings, rows


def _moment(item: Suggestion, shown: MomentShown | None, names: dict[str, str], titles: dict[str, str]) -> Row:
    when = shown.when if shown else day_words(item.begins)
    words = _lines(shown.words) if shown else "\n".join(f"{c.entry}: “{c.quote.words}”" for c in item.quotes)
    known = "\n".join(filter(None, (plain(shown.as_at), *_known(shown)))) if shown else ""
    return (
        item.rank,
        when,
        item.title,
        SORTS[item.kind],
        ", ".join(names.get(agency, agency) for agency in item.agencies),
        item.because,
        shown.known_by if shown else "",
        known,
        _lines(shown.later) if shown else "",
        _lines(shown.expected) if shown else "",
        words,
        ", ".join(item.entries),
        ", ".join(titles.get(theme, theme) for theme in item.themes),
    )


def _known(shown: MomentShown) -> list[str]:
    return [f"{one.title}: {plain(part)}" for one in shown.known for part in one.lines]


def _lines(lines: Iterable[Line]) -> str:
    return "\n".join(map(plain, lines))


def knowing_sheet(analysis: Analysis) -> Sheet:
    """Every record of every sort of fact, with the day from which the agency held it."""
    headings = [("Fact", 30.0), ("First of this agency", 10.0), ("Held from", 18.0), ("Agency", 26.0)]
    headings += [("In these words", 80.0), ("Entry", 12.0), ("Date of the entry", 20.0), ("Children named", 20.0)]
    rows: list[Row] = [
        (row.sort, "yes" if row.first else "", row.known, row.agency, row.words, row.entry, row.dated, row.children)
        for row in fact_rows(analysis)
    ]
    return "Who knew what", headings, rows


def accounts_sheet(analysis: Analysis) -> Sheet:
    """Events told with differences."""
    headings = [("Event", 20.0), ("The accounts", 100.0), ("In what they differ", 60.0)]
    rows: list[Row] = [
        (event.when, _lines(event.accounts), _lines(event.differences)) for event in accounts_that_differ(analysis)
    ]
    return "Accounts that differ", headings, rows


def themes_sheet(analysis: Analysis) -> Sheet:
    """The themes that places carry, counted."""
    headings = [("Theme", 30.0), ("Places", 8.0), ("Ranks of moments in the report", 20.0), ("Other places", 40.0)]
    headings += [("Agencies whose records it rests on", 50.0), ("What the theme covers", 60.0)]
    rows: list[Row] = [
        (
            theme.title,
            theme.count,
            plain(theme.moments),
            plain(theme.others),
            ", ".join(theme.agencies),
            theme.definition,
        )
        for theme in themes_shown(analysis)
    ]
    return "Themes", headings, rows
