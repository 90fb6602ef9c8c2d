"""Whose record the rows of a table are, where a line above them or a band between them says so ("Patient: …")."""

from __future__ import annotations

import re

from keymoments.ingest.blocks import Table

# "Patient: HOLT, Sam DOB 3-May-2015": one log after the other, each under the name of its patient or pupil.
_NAMED = re.compile(
    r"^\W{0,3}(?P<label>patient|pupil|student|child|client|service user|resident|young person|case|name)"
    r"(?:'s)?(?: name| details)?\s*[:–-]\s*(?P<whose>\S.{1,110})$",
    re.IGNORECASE,
)


def whose_rows(table: Table, title: str) -> dict[str, tuple[str, str]]:
    """Place of a row → label and words of the line or band that names whose row it is.

    ``title``: the lines above the table. Rows that stand under no such line are left out.
    """
    whose = _named(title.splitlines()[-1]) if title.strip() else None
    found: dict[str, tuple[str, str]] = {}
    for row in table.rows:
        band = _named(next((cell for cell in row.cells if cell), "")) if row.spans else None
        if band is not None:
            whose = band
        elif whose is not None:
            found[row.where] = whose
    return found


def _named(line: str) -> tuple[str, str] | None:
    match = _NAMED.match(line.strip())
    return (match["label"].capitalize(), match["whose"].strip()) if match else None
