"""Whatever stands in a table: every row is a heading, a band, a draft or a Problem, and no word is lost or invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.ingest.blocks import Row, Table
from keymoments.ingest.tables import drafts_from_table
from keymoments.knowledge import load_vocabulary

WORDS = load_vocabulary("wales")
CELLS = st.one_of(
    st.sampled_from(
        (
            "", "", "", " ", "Date", "Time", "Entry", "Dyddiad / Date", "Action", "Seen Y/N", "Child",
            "Recorded on", "DOB", "1/9/20",
            "2 Sept 2020 14:10", "same day", "31/02/2021", "43500", "2020-09-03T09:30", "14:10", "n/a", "Y",
            "Rang mother, no reply.", "TEAM TWO", "* typed later", "Total", "END OF EXTRACT", "Name:", "12",
            "3/9/20 – visited. Both children seen at home, well and settled, mother present throughout the visit.",
        )
    ),
    st.text(max_size=30),
)  # fmt: skip
ROWS = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.tuples(st.lists(CELLS, min_size=width, max_size=width), st.booleans()), max_size=14)
)


@given(rows=ROWS, marked=st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_every_row_is_accounted_for_and_every_word_kept(rows: list[tuple[list[str], bool]], marked: int) -> None:
    table = Table(
        tuple(Row(tuple(cells), f"row {number}", spans) for number, (cells, spans) in enumerate(rows)), "table", marked
    )
    reading = drafts_from_table(table, WORDS.headings, WORDS.dates, file="log.docx")
    told = {draft.where for draft in reading.drafts} | {problem.where for problem in reading.problems}
    told |= set(reading.skipped)
    by_where = {row.where: row for row in table.rows}
    for row in table.rows:
        assert row.where in told or not any(cell.strip() for cell in row.cells)
    for draft in reading.drafts:
        cells = "\n".join(by_where[draft.where].cells)
        assert draft.text in cells
        assert draft.text.strip()
    again = drafts_from_table(table, WORDS.headings, WORDS.dates, file="log.docx")
    assert again == reading
