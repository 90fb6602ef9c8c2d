"""Logs that stand one after the other under the name of their patient or pupil."""

from __future__ import annotations

import pytest

from keymoments.ingest.blocks import Row, Table
from keymoments.ingest.patients import whose_rows


def row(number: int, *cells: str, spans: bool = False) -> Row:
    return Row(cells, f"row {number}", spans)


TABLE = Table(
    (
        row(1, "4/3/21", "Cough, chest clear."),
        row(2, "Patient: MARR, Lucy (Miss) DOB 01-Jun-2012", "", spans=True),
        row(3, "5/3/21", "Eczema."),
        row(4, "Printed by the front desk", "", spans=True),
        row(5, "6/3/21", "Not brought."),
    ),
    "table 1",
)


def test_rows_take_the_name_of_the_line_or_band_above() -> None:
    found = whose_rows(TABLE, "Oak Surgery\nPatient: MARR, Jo (Ms)")
    assert found["row 1"] == ("Patient", "MARR, Jo (Ms)")
    assert found["row 3"] == found["row 5"] == ("Patient", "MARR, Lucy (Miss) DOB 01-Jun-2012")
    assert "row 2" not in found


@pytest.mark.parametrize("title", ["", "Oak Surgery", "Case note of the patient group", "Patient:"])
def test_other_titles_name_nobody(title: str) -> None:
    assert "row 1" not in whose_rows(TABLE, title)
