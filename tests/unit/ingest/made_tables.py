"""Tables made for the tests, read with the words of all packs."""

from __future__ import annotations

from keymoments.ingest.blocks import Row, Table
from keymoments.ingest.tables import TableReading, drafts_from_table
from keymoments.knowledge import load_vocabulary

WORDS = load_vocabulary("wales")
LONG = "Visited at home as planned. Mother and both children present, the flat was warm and there was food in."


def read(*rows: tuple[str, ...] | str, marked: int = 0, chosen: tuple[tuple[str, str], ...] = ()) -> TableReading:
    """A row given as one text is a band that spans the table."""
    width = max(len(row) for row in rows if isinstance(row, tuple))
    made = []
    for number, row in enumerate(rows, 1):
        where = f"table 1, row {number}"
        if isinstance(row, str):
            made.append(Row((row, *("",) * (width - 1)), where, spans=True))
        else:
            made.append(Row(row, where))
    table = Table(tuple(made), "table 1", marked)
    return drafts_from_table(table, WORDS.headings, WORDS.dates, chosen, file="records/log.docx")


def summary(reading: TableReading) -> list[tuple[str, str, str]]:
    return [(draft.written_date, draft.written_time, draft.text) for draft in reading.drafts]
