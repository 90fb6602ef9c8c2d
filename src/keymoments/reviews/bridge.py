"""Rows of the database as values of the analysis, and back: the one place where the two meet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from keymoments.analysis import records
from keymoments.analysis.clocks import Extension, Happened, Pause
from keymoments.analysis.decided import Proposal
from keymoments.analysis.household import Bond, Home, Household, Kinship, Member, Stay, bonds_by_role, sex_told_by
from keymoments.analysis.limits import Status, Unit
from keymoments.analysis.procedures import Procedure
from keymoments.analysis.records import Precision, UncertainDate, UncertainTime
from keymoments.analysis.sightings.values import Quote
from keymoments.knowledge.procedures import file_of
from keymoments.knowledge.procedures import procedure_of as value_of
from keymoments.reviews import models

DOUBTS = ("doubtful", "inherited", "assumed_year")


def case_of(review: models.Review, agencies: Sequence[records.Agency] = ()) -> records.Case:
    """A review as the analysis knows it."""
    return records.Case(
        reference=review.reference,
        nation=review.nation,
        scope_from=review.scope_from,
        scope_to=review.scope_to,
        people=people_of(review),
        agencies=tuple(agencies) or tuple(agency_of(agency) for agency in review.agencies.all()),
        procedure=review.procedure or None,
        incident_date=review.incident_date,
        places=tuple(
            records.Place(place.key, place.name, place.kind, tuple(place.aliases), place.pseudonym or None)
            for place in review.places.all()
        ),
    )


def people_of(review: models.Review) -> tuple[records.Person, ...]:
    """The people of a review, each with all names that reviewers said are theirs; a merged person is no other one."""
    rows = list(review.people.all())
    owners = owners_of(rows)
    aliases: dict[int, list[str]] = {row.pk: list(row.aliases) for row in rows}
    for row in rows:
        if owners[row.pk] != row.pk:
            aliases[owners[row.pk]] += [row.name, *row.aliases]
    for name in review.unknown_names.filter(state=models.UnknownName.State.MERGED):
        if name.person_id is not None:
            aliases[owners[name.person_id]].append(name.written)
    return tuple(
        records.Person(
            row.key,
            row.name,
            row.role,
            tuple(alias for alias in dict.fromkeys(aliases[row.pk]) if alias != row.name),
            row.subject,
            row.born,
            row.pseudonym or None,
            tuple(row.identifiers),
        )
        for row in rows
        if owners[row.pk] == row.pk
    )


def owners_of(rows: Iterable[models.FamilyPerson]) -> dict[int, int]:
    """For each person whom they are, through every merge (themselves, where none was made)."""
    into = {row.pk: row.merged_into_id for row in rows}
    found = {}
    for row in into:
        owner, passed = row, {row}
        while (further := into[owner]) is not None and further not in passed:
            owner = further
            passed.add(owner)
        found[row] = owner
    return found


def household_of(review: models.Review) -> Household:
    """The family of a review as its pictures show it; what was said of a merged person counts for whom they are."""
    rows = {row.pk: row for row in review.people.all()}
    owners = owners_of(rows.values())
    by_key = {row.key: row for row in rows.values()}
    members = tuple(
        Member(
            person.id,
            person.name,
            person.role,
            person.subject,
            person.born,
            by_key[person.id].died,
            by_key[person.id].sex or sex_told_by(person.role),
            person.aliases,
        )
        for person in people_of(review)
    )

    def key(person: int) -> str:
        return rows[owners[person]].key

    stated = tuple(
        dict.fromkeys(
            Bond(
                key(row.person_id),
                Kinship(row.kind),
                key(row.other_id),
                row.begins,
                row.ends,
                begins_known=row.begins_known,
                ends_known=row.ends_known,
            )
            for row in review.relations.all()
            if key(row.person_id) != key(row.other_id)
        )
    )
    places = list(review.places.all())
    keys = {place.pk: place.key for place in places}
    stays = dict.fromkeys(
        Stay(key(row.person_id), keys[row.place_id], row.begins, row.ends, row.begins_known, row.ends_known)
        for row in review.residences.all()
    )
    order = {one.key: n for n, one in enumerate(members)}
    return Household(
        members,
        (*stated, *bonds_by_role(members, stated)),
        tuple(Home(place.key, place.name) for place in places),
        tuple(sorted(stays, key=lambda stay: (order[stay.person], stay.begins or date.min, stay.ends or date.max))),
        review.scope_from,
        review.scope_to,
    )


def agency_of(
    agency: models.ReviewAgency, *, files: Sequence[str] = (), columns: dict[str, str] | None = None
) -> records.Agency:
    """An agency as the readers know it."""
    return records.Agency(agency.key, agency.name, agency.kind, tuple(files), tuple((columns or {}).items()))


def entry_of(row: models.Entry, agency: str) -> records.Entry:
    """A stored line as a value."""
    return records.Entry(
        id=row.name,
        key=row.key,
        agency=agency,
        file=row.source.name if row.source else "",
        where=row.where,
        written_date=row.written_date,
        date=date_of(row),
        text=row.text,
        position=row.position,
        written_time=row.written_time,
        time=None
        if row.time_earliest is None
        else UncertainTime(row.time_earliest, row.time_latest or row.time_earliest, row.time_exact),
        columns=tuple((heading, value) for heading, value in row.columns),
        people=tuple(row.people),
        in_scope=row.in_scope,
        notes=tuple(row.notes),
        confidence=row.confidence,
    )


def fields_of(entry: records.Entry) -> dict[str, object]:
    """What a value of the readers is stored as."""
    return {
        "where": entry.where,
        "position": entry.position,
        "written_date": entry.written_date,
        "written_time": entry.written_time,
        "text": entry.text,
        "columns": [list(pair) for pair in entry.columns],
        "earliest": entry.date.earliest,
        "latest": entry.date.latest,
        "precision": str(entry.date.precision),
        "doubts": [name for name in DOUBTS if getattr(entry.date, name)],
        "time_earliest": entry.time.earliest if entry.time else None,
        "time_latest": entry.time.latest if entry.time else None,
        "time_exact": bool(entry.time and entry.time.exact),
        "notes": list(entry.notes),
        "confidence": entry.confidence,
    }


def reading_as_json(entries: Sequence[records.Entry]) -> bytes:
    """What a file gave, to be kept beside it."""
    return json.dumps([{"agency": entry.agency, "file": entry.file, **_plain(entry)} for entry in entries]).encode()


def _plain(entry: records.Entry) -> dict[str, object]:
    fields = fields_of(entry)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def reading_from_json(kept: bytes) -> tuple[records.Entry, ...]:
    """What :func:`reading_as_json` kept, equal to what the reader gave."""
    return tuple(_entry(line) for line in json.loads(kept))


def _entry(line: dict[str, Any]) -> records.Entry:
    earliest, latest = (date.fromisoformat(line[name]) if line[name] else None for name in ("earliest", "latest"))
    doubts = {name: name in line["doubts"] for name in DOUBTS}
    return records.Entry(
        id="",
        key="",
        agency=line["agency"],
        file=line["file"],
        where=line["where"],
        written_date=line["written_date"],
        date=UncertainDate(earliest, latest, Precision(line["precision"]), **doubts),
        text=line["text"],
        position=line["position"],
        written_time=line["written_time"],
        time=None
        if line["time_earliest"] is None
        else UncertainTime(line["time_earliest"], line["time_latest"], line["time_exact"]),
        columns=tuple((heading, value) for heading, value in line["columns"]),
        notes=tuple(line["notes"]),
        confidence=line["confidence"],
    )


def quotes_as_json(quotes: Iterable[Quote]) -> list[dict[str, object]]:
    """Quotes of answers as they are stored."""
    return [
        {"says": quote.says, "in": quote.place, "start": quote.start, "end": quote.end, "words": quote.words}
        for quote in quotes
    ]


def proposal_of(row: models.RunSuggestion | models.SuggestionDecision) -> Proposal:
    """A suggestion, or the one a decision was about, as far as decisions hang on it."""
    return Proposal(row.rule, tuple(row.entries), tuple(row.also))


def proposal_key(proposal: Proposal) -> str:
    """The name of a suggestion in an address: the same for the same rule and entries, whatever analysis made it."""
    return hashlib.sha256(json.dumps(proposal.name).encode()).hexdigest()[:32]


def date_of(row: models.Entry) -> UncertainDate:
    """The date of an entry."""
    doubts = {name: name in row.doubts for name in DOUBTS}
    return UncertainDate(row.earliest, row.latest, Precision(row.precision), **doubts)


@lru_cache(maxsize=64)  # reviews of one board share few procedures, and to check one takes as long as its clocks
def _read(content: str, key: str, nation: str) -> Procedure:
    return value_of(file_of(json.loads(content), key), key, nation)


def procedure_of(row: models.ReviewProcedure, confirmed: Iterable[models.ConfirmedLimit] = ()) -> Procedure:
    """The procedure of a review as it was chosen, with the numbers that people confirmed or put right since."""
    made = _read(json.dumps(row.content), row.key, row.nation)
    said = {one.stage: one for one in confirmed if one.procedure == row.key and one.taken_back_at is None}
    stages = tuple(
        replace(
            stage,
            count=said[stage.key].count,
            unit=Unit(said[stage.key].unit),
            source=said[stage.key].source,
            status=Status.LOCAL,
        )
        if stage.key in said
        else stage
        for stage in made.stages
    )
    return replace(made, title=row.title, version=row.version, based_on=row.based_on, stages=stages)


def happened_of(review: models.Review) -> Happened:
    """Days, more time, pauses and chosen starts of a review, as far as they count; what is fetched is not asked again.

    Fetch ``procedure_events``, ``extensions``, ``pauses`` and ``start_choices`` first where many reviews are read.
    """
    return Happened(
        events={row.event: row.on for row in review.procedure_events.all() if row.taken_back_at is None},
        pauses=tuple(
            Pause(row.starts, row.ends, row.reason) for row in review.pauses.all() if row.taken_back_at is None
        ),
        extensions=tuple(
            Extension(row.stage, row.sought_on, row.new_due, row.reason, row.already_done, row.told)
            for row in review.extensions.all()
            if row.taken_back_at is None
        ),
        chosen={row.stage: row.event for row in review.start_choices.all()},
    )


def arrangement_of(row: models.Arrangement) -> Procedure:
    """A board's own arrangement as a procedure; it holds from its start to its end."""
    made = _read(json.dumps(row.content), row.key, row.nation)
    return replace(
        made, title=row.name, version=row.version, based_on=row.based_on, in_force_from=row.starts, in_force_to=row.ends
    )
