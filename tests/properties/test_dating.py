"""Rows in = entries + Problems: nothing a file says is lost while dates are settled and agencies merged."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.chronology import in_order, integrate
from keymoments.analysis.records import Agency, Case, Precision
from keymoments.ingest.blocks import Draft, Row, Table
from keymoments.ingest.dating import settle
from keymoments.ingest.tables import drafts_from_table
from keymoments.knowledge import load_vocabulary

WORDS = load_vocabulary("england")
TODAY = date(2025, 1, 1)
WRITTEN = st.one_of(
    st.sampled_from(
        ["", "same day", "3/2/21", "?4/2/21", "12th Feb", "Feb 2021", "31/2/21", "rubbish", "2/3/31", "w/c 1/3/21"]
    ),
    st.dates(date(2019, 1, 1), date(2024, 1, 1)).map(lambda day: day.strftime("%d.%m.%y")),
    st.text(max_size=12),
)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.sampled_from(
        ["Seen at home.", "7/2 rang. 9/2 rang again, no reply.", "16.20 Rang school.", "On 3/2 she said no."]
    ),
)
DRAFTS = st.lists(
    st.builds(
        Draft,
        text=TEXTS,
        where=st.just("row"),
        written_date=WRITTEN,
        written_time=st.sampled_from(["", "", "14:10", "late evening", "period 3"]),
        series=st.sampled_from(["one", "two"]),
        after_break=st.booleans(),
    ).map(lambda draft: draft),
    max_size=25,
)


@given(DRAFTS)
def test_every_draft_is_the_place_of_an_entry_and_its_words_are_kept(drafts: list[Draft]) -> None:
    placed = [
        Draft(d.text, f"row {n}", d.written_date, d.written_time, d.series, d.after_break) for n, d in enumerate(drafts)
    ]
    entries, problems = settle(placed, agency="a", file="f", words=WORDS.dates, today=TODAY)
    by_place: dict[str, str] = {}
    for entry in entries:
        by_place[entry.where] = by_place.get(entry.where, "") + entry.text
        if entry.date.precision is Precision.NONE:
            assert entry.date.earliest is None
            assert any(problem.where == entry.where for problem in problems)
        else:
            assert entry.date.earliest is not None
            assert entry.date.latest is not None
            assert entry.date.earliest <= entry.date.latest
    assert set(by_place) == {draft.where for draft in placed}
    for draft in placed:
        assert "".join(by_place[draft.where].split()) == "".join(draft.text.split())


@given(st.lists(DRAFTS, min_size=1, max_size=3), st.randoms())
def test_order_of_agencies_does_not_change_the_chronology(files: list[list[Draft]], rng) -> None:
    agencies = [f"a{n}" for n in range(len(files))]
    read = {
        agency: settle(drafts, agency=agency, file=agency, words=WORDS.dates, today=TODAY)[0]
        for agency, drafts in zip(agencies, files, strict=True)
    }

    def merged(order: list[str]):
        case = Case(
            "c", "england", date(2020, 1, 1), date(2022, 1, 1), (), tuple(Agency(a, a, "other", ("f",)) for a in order)
        )
        return integrate([read[agency] for agency in order], case)

    straight = merged(agencies)
    shuffled = list(agencies)
    rng.shuffle(shuffled)
    assert merged(shuffled).entries == straight.entries
    assert in_order(reversed(straight.entries)) == straight.entries
    told = len(straight.entries) + len(straight.problems)
    assert told == sum(len(entries) for entries in read.values())


CELLS = st.one_of(st.just(""), WRITTEN, TEXTS)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=14), st.booleans())
def test_every_row_of_a_table_is_an_entry_a_problem_or_a_listed_heading(rows: list[list[str]], headed: bool) -> None:
    cells = [["Date", "Event", "Worker"], *rows] if headed else rows
    table = Table(tuple(Row(tuple(row), f"row {n}") for n, row in enumerate(cells, 1)), "table 1")
    reading = drafts_from_table(table, WORDS.headings, WORDS.dates, file="f")
    told = (
        {draft.where for draft in reading.drafts}
        | {problem.where for problem in reading.problems}
        | set(reading.skipped)
    )
    filled = {row.where for row in table.rows if any(cell.strip() for cell in row.cells)}
    assert filled <= told
