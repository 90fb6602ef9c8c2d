"""Many rows changed at once: one prepared statement for all of them, where building one long one would be slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

BATCH = 500


def update_rows(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Write some fields of rows that are stored already, each found by its primary key.

    As ``bulk_update``, whose statement holds every value several times and grows with rows times fields.
    """
    rows = list(rows)
    if not rows:
        return
    options = type(rows[0])._meta
    columns = {field.attname: field for field in options.concrete_fields}
    columns |= {field.name: field for field in options.concrete_fields}
    chosen = [columns[name] for name in fields]
    quote = connection.ops.quote_name
    pairs = ", ".join(f"{quote(field.column or field.name)} = %s" for field in chosen)
    key = quote(options.pk.column or "id")
    values = [
        (*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in chosen), row.pk) for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(options.db_table)} SET {pairs} WHERE {key} = %s",  # noqa: S608 - names of our own models
            values,
        )


def in_batches(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Keys in parts that any database takes in one statement."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
