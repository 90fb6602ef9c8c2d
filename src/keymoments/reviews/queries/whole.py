"""A review's stored analysis as the value that pictures and exports are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from keymoments import __version__
from keymoments.analysis.result import Analysis, Difference
from keymoments.analysis.sightings import values
from keymoments.analysis.sightings.values import Answer, Basis, Contact, Quote
from keymoments.reviews import bridge
from keymoments.reviews.models import Correction, Entry, EventGroup, Sighting
from keymoments.reviews.queries.chronology import entries_of
from keymoments.reviews.queries.corrected import ANSWERS, is_against
from keymoments.reviews.queries.filters import names_in
from keymoments.reviews.queries.places import Place
from keymoments.reviews.queries.rows import correction_notes
from keymoments.reviews.queries.same_events import told_together


def analysis_of(place: Place, rows: Iterable[Entry] | None = None) -> Analysis:
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


def rows_as_analysis(place: Place, rows: Iterable[Entry]) -> Analysis:
    """Some entries as they go out: with what people put right, in words, and which of them tell the same event."""
    shown = list(rows)
    names = names_in(place)
    made: dict[str, list[Correction]] = defaultdict(list)
    for one in Correction.objects.filter(review=place.review).order_by("id"):
        made[one.entry_key].append(one)
    notes = {row.name: correction_notes(row, made.get(row.key, ()), names) for row in shown}
    ids = {row.key: row.name for row in shown}
    groups = told_together(place, ids)
    analysis = analysis_of(place, shown)
    return replace(
        analysis,
        entries=tuple(replace(entry, notes=(*entry.notes, *notes[entry.id])) for entry in analysis.entries),
        same_event=tuple(tuple(ids[key] for key in group) for group in groups),
        differences=tuple(_differences(place, ids, groups)),
    )


def _differences(place: Place, ids: dict[str, str], groups: list[tuple[str, ...]]) -> Iterator[Difference]:
    """What accounts of one event differ in, of those that are told together."""
    group_of = {key: number for number, group in enumerate(groups) for key in group}
    for group in EventGroup.objects.filter(review=place.review).order_by("id"):
        for one in group.differences:
            here, there = one["entries"]
            if here in group_of and group_of[here] == group_of.get(there):
                yield Difference((ids[here], ids[there]), one["what"], (one["values"][0], one["values"][1]))


def _sighting(row: Sighting) -> values.Sighting:
    """What counts; words that carried another answer than that carry nothing."""
    counts = {name: getattr(row, name) for name in ANSWERS}
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
        quotes=tuple(
            Quote(q["says"], q["in"], q["start"], q["end"], q["words"])
            for q in row.quotes
            if not is_against(q["says"], counts)
        ),
    )
