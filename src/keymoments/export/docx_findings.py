"""The first page, moments, knowledge, accounts, themes and how it was made, as sections of a Word document."""

from __future__ import annotations

from collections.abc import Iterable

from keymoments.analysis.result import Analysis
from keymoments.export.accounts import ABOUT_ACCOUNTS, accounts_that_differ, disagreements
from keymoments.export.docx_sections import linked_cell, text_cell
from keymoments.export.docx_table import Cell, paragraph, table
from keymoments.export.docx_writer import WordWriter
from keymoments.export.first_page import ABOUT_FIRST, first_page
from keymoments.export.how_made import CANNOT_KNOW, LOCAL, MACHINE_AND_PEOPLE, MEASURED, file_rows, made_by
from keymoments.export.knowing import ABOUT_KNOWING, HeldShown, knowing
from keymoments.export.linked import Line, Part, entry_part, line, listed
from keymoments.export.moments import ABOUT_KNOWN, ABOUT_MOMENTS, MomentShown, moments_shown
from keymoments.export.themes import ABOUT_THEMES, ThemeShown, themes_shown
from keymoments.export.who import ABOUT_WHO, initials_used, who_is_who

CONTENTS = (
    ("Who is who, and initials used", "who"),
    ("The records read", "summary"),
    ("Where was the child", "where"),
    ("What took time", "waits"),
    ("Moments to look at", "moments"),
    ("Who knew what, and when", "knowing"),
    ("Where accounts differ", "accounts"),
    ("What runs through the case", "themes"),
    ("Chronology", "chronology"),
    ("What could not be read", "unread"),
    ("Also named, not in the case file", "also-named"),
    ("How this report was made, and what it cannot know", "about"),
)


def add_first(word: WordWriter, analysis: Analysis) -> None:
    """What the records show in short, and the contents."""
    word.heading("In short", 1, "shows")
    word.text(ABOUT_FIRST)
    word.line(line(Part("Who is who, and initials used", place="who")), "Normal")
    for part in first_page(analysis):
        word.heading(part.heading, 2)
        for sentence in part.lines:
            word.line(sentence.line)
            _bullets(word, (*sentence.under, *sentence.folded), level=1)
    word.heading("Contents", 1, "contents")
    for title, place in CONTENTS:
        word.line(line(Part(title, place=place)))


def add_moments(word: WordWriter, analysis: Analysis) -> None:
    """The moments to look at, after a list of them."""
    word.heading("Moments to look at", 1, "moments")
    moments = moments_shown(analysis)
    if not moments:
        word.text("No rule found such a place.")
        return
    word.text(ABOUT_MOMENTS)
    word.text(ABOUT_KNOWN)
    for moment in moments:
        word.line(line(f"{moment.number}. ", Part(f"{moment.when}: {moment.title}", place=moment.place)))
    for moment in moments:
        _moment(word, moment)


def _moment(word: WordWriter, moment: MomentShown) -> None:
    word.heading(f"{moment.number}. {moment.when}: {moment.title}", 2, moment.place)
    about = f" · about {moment.children}" if moment.children else ""
    word.text(f"{moment.sort} · {', '.join(moment.agencies)}{about}")
    word.line(moment.because, "Normal")
    word.heading(f"What was known by {moment.known_by}, and by whom", 3)
    if moment.as_at:
        word.line(moment.as_at, "Normal")
    for one in moment.known:
        word.line((), "Normal", bold=one.title)
        _bullets(word, one.lines)
    if not moment.known and not moment.as_at:
        word.text("No words for a concern were found in the records up to that day.")
    if moment.more:
        word.line(line(f"{moment.more} ", Part("Who knew what, and when", place="knowing")), "Normal")
    if moment.later:
        word.text("Written down only later, so not counted as known by then:")
        _bullets(word, moment.later)
    if moment.expected:
        word.heading("What was expected", 3)
        _bullets(word, moment.expected)
    word.heading("The words of the records", 3)
    _bullets(word, moment.words)
    if moment.themes:
        themes = listed(Part(title, place=place) for place, title in moment.themes)
        word.line(line("Themes: ", *themes), "Normal")


def _bullets(word: WordWriter, lines: Iterable[Line], level: int = 0) -> None:
    for one in lines:
        word.line(one, level=level)


def add_who(word: WordWriter, analysis: Analysis) -> None:
    """Who is who, and the initials used."""
    word.heading("Who is who, and initials used", 1, "who")
    word.text(ABOUT_WHO)
    headings = ("Name", "Who", "Also written", "Named in", "Of the same or a similar name")
    rows = [
        [
            _strong(one.name),
            *map(text_cell, (one.role, one.also)),
            linked_cell((one.met,), word.bookmarks),
            text_cell(one.namesake),
        ]
        for one in who_is_who(analysis)
    ]
    word.add(table("Who is who", headings, (2900, 2500, 3000, 3737, 3000), rows))
    initials = initials_used(analysis)
    if initials:
        word.heading("Initials used", 2, "initials")
        word.add(
            table(
                "Initials used",
                ("Initials", "Stand for"),
                (2000, 8000),
                [[_strong(a), text_cell(b)] for a, b in initials],
            )
        )


def add_knowing(word: WordWriter, analysis: Analysis) -> None:
    """Who knew what, and when: a table for each sort of fact."""
    word.heading("Who knew what, and when", 1, "knowing")
    sorts = knowing(analysis)
    if not sorts:
        word.text("No words for a concern were found in the records.")
        return
    word.text(ABOUT_KNOWING)
    word.text("Every record of each sort stands in chronology.xlsx, sheet “Who knew what”.")
    for one in sorts:
        word.heading(one.title, 2, f"known-{one.key}")
        word.add(_held(one, word))


def _held(one: HeldShown, word: WordWriter) -> str:
    rows = [
        [
            _strong(holder.agency),
            text_cell(holder.first),
            linked_cell((holder.words,), word.bookmarks),
            text_cell(f"{holder.times:,}"),
            linked_cell(
                (line(f"{holder.last}, ", entry_part(holder.last_entry)) if holder.last_entry else line("–"),),
                word.bookmarks,
            ),
        ]
        for holder in one.holders
    ]
    headings = ("Agency", "First held", "In these words", "Records", "Last")
    return table(
        f"{one.about}: whose records held it, the earliest first", headings, (3200, 2000, 6537, 1000, 2400), rows
    )


def _strong(text: str) -> Cell:
    return Cell(paragraph("Table text", "", bold=text))


def add_accounts(word: WordWriter, analysis: Analysis) -> None:
    """Where accounts of one event differ."""
    word.heading("Where accounts differ", 1, "accounts")
    word.heading("Accounts of one event", 2)
    events = accounts_that_differ(analysis)
    if events:
        word.text(ABOUT_ACCOUNTS)
        rows = [
            [
                _strong(event.when),
                linked_cell(event.accounts, word.bookmarks),
                linked_cell(event.differences, word.bookmarks),
            ]
            for event in events
        ]
        headings = ("Event", "The accounts", "In what they differ")
        word.add(table("Events told with differences, by day", headings, (2300, 8837, 4000), rows))
    else:
        word.text("No entries that tell one event differ in what was compared.")
    against = disagreements(analysis)
    if against:
        word.heading("What they say of the child", 2)
        _bullets(word, against)


def add_themes(word: WordWriter, analysis: Analysis) -> None:
    """What runs through the case."""
    word.heading("What runs through the case", 1, "themes")
    themes = themes_shown(analysis)
    if not themes:
        word.text("No rule found a place that carries a theme.")
        return
    word.text(ABOUT_THEMES.format(all=f"{len(analysis.suggestions):,}"))
    headings = ("Theme", "Places", "Moments above", "Other places", "Agencies whose records it rests on")
    rows = [_theme(theme, word) for theme in themes]
    word.add(table("Themes, the most frequent first", headings, (4300, 1000, 2300, 4037, 3500), rows))


def _theme(theme: ThemeShown, word: WordWriter) -> list[Cell]:
    marks = word.bookmarks
    title = paragraph("Table text", "", bold=theme.title, mark=marks.start(marks.place(theme.place)))
    return [
        Cell(title + paragraph("Table text", theme.definition)),
        text_cell(f"{theme.count:,}"),
        linked_cell((theme.moments or line("–"),), marks),
        linked_cell((theme.others or line("–"),), marks),
        text_cell(", ".join(theme.agencies)),
    ]


def add_made(word: WordWriter, analysis: Analysis) -> None:
    """How it was made, and what it cannot know."""
    word.heading("How this report was made, and what it cannot know", 1, "about")
    word.text(f"{made_by(analysis)} {LOCAL}")
    word.heading("A machine suggests, people decide", 2)
    word.text(MACHINE_AND_PEOPLE)
    word.heading("What it cannot know", 2)
    _bullets(word, (line(text) for text in CANNOT_KNOW))
    word.heading("How well it reads", 2)
    word.text(MEASURED)
    files = file_rows(analysis)
    if files:
        word.heading("The files", 2)
        headings = ("File", "Agency", "Entries", "Fingerprint (SHA-256)")
        rows = [[_strong(name), *map(text_cell, rest)] for name, *rest in files]
        word.add(table("Files that were read", headings, (4000, 3300, 1000, 6837), rows))
