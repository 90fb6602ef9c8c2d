"""A review's stored analysis as the value that pictures and exports are made from."""

from __future__ import annotations

from django.db.models import QuerySet

from keymoments import __version__
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings import values
from keymoments.analysis.sightings.values import Answer, Basis, Contact, Quote
from keymoments.reviews import bridge
from keymoments.reviews.models import Entry, Sighting
from keymoments.reviews.queries.chronology import entries_of
from keymoments.reviews.queries.places import Place


def analysis_of(place: Place, rows: QuerySet[Entry] | None = None) -> Analysis:
    """The entries somebody may see (or some of them) with their answers, corrections included."""
    shown = list(entries_of(place) if rows is None else rows)
    ids = {row.pk for row in shown}
    by_entry: dict[int, list[values.Sighting]] = {}
    for row in Sighting.objects.filter(review=place.review).select_related("child").order_by("child_id"):
        if row.entry_id in ids:
            by_entry.setdefault(row.entry_id, []).append(_sighting(row))
    run = place.review.runs.first()
    return Analysis(
        version=run.version if run else __version__,
        pack=run.pack if run else "",
        pack_version=run.pack_version if run else "",
        pack_hash=run.pack_hash if run else "",
        case=bridge.case_of(place.review),
        entries=tuple(bridge.entry_of(row, row.agency.key) for row in shown),
        contacts=tuple(
            Contact(row.name, bool(row.contact), tuple(by_entry.get(row.pk, ())) if row.contact else ())
            for row in shown
        ),
    )


def _sighting(row: Sighting) -> values.Sighting:
    return values.Sighting(
        child=row.child.key,
        seen=Answer(row.seen),
        spoken_to=Answer(row.spoken_to),
        alone=Answer(row.alone),
        basis=Basis(row.basis),
        mode=values.Mode(row.mode) if row.mode else None,
        company=tuple(row.company),
        attempt=values.Attempt(row.attempt) if row.attempt else None,
        age=row.age,
        conflict=row.conflict,
        quotes=tuple(Quote(q["says"], q["in"], q["start"], q["end"], q["words"]) for q in row.quotes),
    )
