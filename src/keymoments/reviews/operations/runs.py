"""Read files and analyse their entries: the background's own work, each piece whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from keymoments import __version__
from keymoments.analysis import records
from keymoments.analysis.chronology import Chronology, in_order, integrate
from keymoments.analysis.docket import Wait
from keymoments.analysis.entry_readings import Readings, Remembered
from keymoments.analysis.result import Analysis, SourceFile
from keymoments.analysis.run import Told, analyse
from keymoments.cores import spread
from keymoments.ingest.reading import read_sources
from keymoments.knowledge.definitions import definitions_of
from keymoments.reviews import audit, bridge, vault
from keymoments.reviews.models import (
    Entry,
    EventGroup,
    Job,
    Review,
    Run,
    RunSuggestion,
    RunWait,
    Source,
    SourceVersion,
    User,
)
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.proposals import store_unknown
from keymoments.reviews.operations.put_right import note_machine, store_contacts
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.corrected import PutRight, as_read, put_right_in

BATCH = 500


# Made ready once for a process: a changed pack counts from the worker's next start.
definitions_for = cache(definitions_of)
_remembered = Remembered()  # the worker does one analysis after the other, mostly of one review


@operation(Permission.ANALYSE)
def ask_for_analysis(review: Review, *, by: User) -> Job:
    """Have the entries analysed again; one waiting analysis is enough."""
    waiting = review.jobs.filter(kind="analyse", state=Job.State.QUEUED).first()
    job = waiting or Job.objects.create(review=review, kind="analyse", made_by=by)
    audit.record("review:analysis:ask", job, by=by)
    return job


@operation(Permission.JOB_STOP)
def stop(job: Job, *, by: User) -> Job:
    """Have a piece of work stopped: what it had done so far is taken back."""
    mine = Job.objects.filter(pk=job.pk)  # asked and changed in one step: the worker may take it at any moment
    if mine.filter(state=Job.State.QUEUED).update(state=Job.State.STOPPED, stop_asked=True, ended_at=datetime.now(UTC)):
        _never_read(job)
    elif not mine.filter(state=Job.State.RUNNING).update(stop_asked=True):
        raise Refused(_("This work has ended already."))
    job.refresh_from_db()
    audit.record("review:job:stop", job, by=by)
    return job


def _never_read(job: Job) -> None:
    if job.kind == "read" and job.about is not None:
        problem = {"where": "", "what": "Reading was stopped.", "how_to_fix": "Hand the same file in once more."}
        waiting = SourceVersion.objects.filter(pk=job.about, state=SourceVersion.State.WAITING)
        waiting.update(state=SourceVersion.State.FAILED, problems=[problem])


def parse(version: SourceVersion) -> tuple[tuple[records.Entry, ...], tuple[records.Problem, ...]]:
    """Read a kept file in a process of its own, as the command line does; the plain bytes are gone afterwards."""
    source = version.source
    vocabulary = definitions_for(source.review.nation, settings.PACKS).vocabulary
    agency = bridge.agency_of(source.agency, files=(source.name,), columns=source.columns)
    case = bridge.case_of(source.review, (agency,))
    incoming = settings.DATA / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as place:
        vault.unpack(version.kept_as, Path(place) / source.name)
        today = datetime.now().astimezone().date()
        (reading,) = read_sources(case, Path(place), vocabulary, today=today)
    return reading.entries, reading.problems


@operation(Permission.ANALYSE)
def read_version(
    version: SourceVersion, found: tuple[Sequence[records.Entry], Sequence[records.Problem]], *, by: User
) -> SourceVersion:
    """Store what reading a version gave, and lay the chronology anew."""
    entries, problems = found
    version.read_as, _sha256, _size = vault.keep([bridge.reading_as_json(entries)])
    version.problems = [
        {"where": problem.where, "what": problem.what, "how_to_fix": problem.how_to_fix} for problem in problems
    ]
    version.state = SourceVersion.State.READ if entries else SourceVersion.State.FAILED
    version.read_at = datetime.now(UTC)
    review = version.source.review
    before = set(_keys_of(version.source))
    version.save()
    _lay(review)
    after = set(_keys_of(version.source))
    version.added, version.removed, version.kept = len(after - before), len(before - after), len(after & before)
    version.save()
    audit.record("review:source:read", version.source, by=by, review=review)
    if not review.jobs.filter(kind="analyse", state=Job.State.QUEUED).exists():
        Job.objects.create(review=review, kind="analyse", made_by=by)
    return version


def _keys_of(source: Source) -> list[str]:
    return list(Entry.objects.filter(source=source, gone_at=None).values_list("key", flat=True))


def chronology_of(review: Review, put_right: PutRight) -> tuple[Chronology, dict[str, SourceVersion]]:
    """All entries of the newest read version of every source, merged; dates and times that people put right count."""
    readings: list[Sequence[records.Entry]] = []
    newest: dict[str, SourceVersion] = {}
    case = bridge.case_of(review)
    for source in review.sources.filter(set_aside_at=None).select_related("agency").order_by("agency_id", "id"):
        version = source.versions.filter(state=SourceVersion.State.READ).first()
        if version is None:
            continue
        newest[f"{source.agency.key}/{source.name}"] = version
        readings.append(bridge.reading_from_json(b"".join(vault.pieces_of(version.read_as))))
    chronology = integrate(readings, case)
    by_hand = [as_read(row) for row in _by_hand(review)]
    entries = [put_right.dated(entry, case) for entry in (*chronology.entries, *by_hand)]
    return Chronology(in_order(entries), chronology.problems), newest


def _by_hand(review: Review) -> list[Entry]:
    return list(review.entries.filter(source=None, gone_at=None).select_related("agency"))


def _lay(review: Review) -> None:
    """Make the rows of the chronology equal to what the sources say now; rows keep their identity by key."""
    put_right = put_right_in(review)
    chronology, newest = chronology_of(review, put_right)
    agencies = {agency.key: agency for agency in review.agencies.all()}
    rows = []
    for order, entry in enumerate(chronology.entries):
        version = newest.get(f"{entry.agency}/{entry.file}")
        if version is None:
            continue
        rows.append(
            Entry(
                review=review,
                agency=agencies[entry.agency],
                source_id=version.source_id,
                version=version,
                key=entry.key,
                name=entry.id,
                order=order,
                in_scope=entry.in_scope,
                gone_at=None,
                **bridge.fields_of(entry),
            )
        )
    changing = [
        "agency", "source", "version", "name", "order", "in_scope", "gone_at", "where", "position", "written_date",
        "written_time", "text", "columns", "earliest", "latest", "precision", "doubts", "time_earliest",
        "time_latest", "time_exact", "notes", "confidence",
    ]  # fmt: skip
    there = {row.key for row in rows}
    Entry.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=("review", "key"), update_fields=changing
    )
    gone = [
        row.pk
        for row in review.entries.filter(gone_at=None).exclude(source=None).only("pk", "key")
        if row.key not in there
    ]
    for start in range(0, len(gone), BATCH):
        Entry.objects.filter(pk__in=gone[start : start + BATCH]).update(gone_at=datetime.now(UTC))
    orders = {entry.key: order for order, entry in enumerate(chronology.entries)}
    for row in _by_hand(review):
        Entry.objects.filter(pk=row.pk).update(order=orders[row.key])
    note_machine(review, put_right, ("date", "time"))


@dataclass(frozen=True, slots=True)
class Found:
    """What an analysis found, and what the machine read before people's corrections were laid over it."""

    analysis: Analysis
    read: Readings


def analysed(review: Review, told: Told = lambda _done, _of, _what: None) -> Found:
    """Everything the analysis finds in a review's entries as they stand now, put right by people. Reads only."""
    put_right = put_right_in(review)
    chronology, newest = chronology_of(review, put_right)
    files = [SourceFile(version.source.agency.key, version.source.name, version.sha256) for version in newest.values()]
    machine: list[Readings] = []

    def settle(read: Readings) -> Readings:
        machine.append(read)
        return put_right.readings(read)

    analysis = analyse(
        chronology.entries,
        bridge.case_of(review),
        definitions_for(review.nation, settings.PACKS),
        version=__version__,
        problems=chronology.problems,
        files=files,
        spread=spread,
        told=told,
        remembered=_remembered,
        settle=settle,
    )
    return Found(analysis, machine[0])


@operation(Permission.ANALYSE)
def store_analysis(review: Review, found: Found, *, by: User) -> Run:
    """Store what an analysis found in place of the one before; what people corrected counts over it."""
    analysis = found.analysis
    run = Run.objects.create(
        review=review,
        version=analysis.version,
        pack=analysis.pack,
        pack_version=analysis.pack_version,
        pack_hash=analysis.pack_hash,
        entries=len(analysis.entries),
        made_by=by,
        problems=[{"where": p.where, "what": p.what, "how_to_fix": p.how_to_fix} for p in analysis.problems],
    )
    _lay(review)
    keys = {entry.id: entry.key for entry in analysis.entries}
    rows = {row.key: row for row in review.entries.filter(gone_at=None).only("pk", "key", "contact", "people")}
    store_contacts(review, found.read, rows, put_right_in(review))
    _store_waits(review, analysis.waits, keys)
    _store_suggestions(review, analysis, keys)
    store_unknown(run, analysis.unknown_people, keys)
    EventGroup.objects.filter(review=review).delete()
    EventGroup.objects.bulk_create(
        EventGroup(
            review=review,
            entries=[keys[entry] for entry in group],
            differences=[
                {"entries": [keys[entry] for entry in one.entries], "what": one.what, "values": list(one.values)}
                for one in analysis.differences
                if one.entries[0] in group
            ],
        )
        for group in analysis.same_event
    )
    audit.record("review:analysis:store", run, by=by)
    return run


def _store_waits(review: Review, found: Sequence[Wait], keys: dict[str, str]) -> None:
    RunWait.objects.filter(review=review).delete()
    RunWait.objects.bulk_create(
        (
            RunWait(
                review=review,
                standard=wait.standard,
                child=", ".join(wait.children),
                begins=keys.get(wait.begins or "", ""),
                ends=keys.get(wait.ends or "", ""),
                elapsed=wait.elapsed,
                limit=wait.limit,
                unit=wait.unit,
                due=wait.due,
                verdict=str(wait.verdict),
                order=order,
            )
            for order, wait in enumerate(found)
        ),
        batch_size=BATCH,
    )


def _store_suggestions(review: Review, analysis: Analysis, keys: dict[str, str]) -> None:
    RunSuggestion.objects.filter(review=review).delete()
    RunSuggestion.objects.bulk_create(
        (
            RunSuggestion(
                review=review,
                rank=one.rank,
                kind=str(one.kind),
                rule=one.rule,
                title=one.title,
                because=one.because,
                begins=one.begins,
                ends=one.ends,
                entries=[keys[entry] for entry in one.entries],
                quotes=[{"entry": keys[it.entry], **bridge.quotes_as_json([it.quote])[0]} for it in one.quotes],
                themes=list(one.themes),
            )
            for one in analysis.suggestions
        ),
        batch_size=BATCH,
    )
