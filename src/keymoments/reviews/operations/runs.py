"""Read files and analyse their entries: the background's own work, each piece whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
from keymoments.export.analysis_json import analysis_json
from keymoments.ingest.isolation import Beat
from keymoments.ingest.reading import Reading, read_sources
from keymoments.knowledge.definitions import definitions_of
from keymoments.reviews import audit, bridge, vault
from keymoments.reviews.bulk import BATCH, update_rows
from keymoments.reviews.models import (
    Entry,
    EventGroup,
    Job,
    Review,
    Run,
    RunWait,
    Source,
    SourceVersion,
    User,
)
from keymoments.reviews.operations.knowledge import store_facts
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.proposals import store_unknown
from keymoments.reviews.operations.put_right import note_machine, store_contacts
from keymoments.reviews.operations.stopping import halt
from keymoments.reviews.operations.suggestions import store_suggestions
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.corrected import PutRight, as_read, put_right_in
from keymoments.reviews.whose_file import doubt_of_content

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
    if not halt(job):
        raise Refused(_("This work has ended already."))
    job.refresh_from_db()
    audit.record("review:job:stop", job, by=by)
    return job


def parse(version: SourceVersion, beat: Beat | None = None, today: date | None = None) -> Reading:
    """Read a kept file in a process of its own, as the command line does; the plain bytes are gone afterwards.

    ``beat``: called about every second, and with the pages that are done; what it raises ends the reading. ``today``:
    the day on which it counts as read, where that is not this one.
    """
    source = version.source
    vocabulary = definitions_for(source.review.nation, settings.PACKS).vocabulary
    agency = bridge.agency_of(source.agency, files=(source.name,), columns=source.columns)
    case = bridge.case_of(source.review, (agency,))
    incoming = settings.DATA / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as place:
        vault.unpack(version.kept_as, Path(place) / source.name)
        day = today or datetime.now().astimezone().date()
        (reading,) = read_sources(case, Path(place), vocabulary, today=day, beat=beat)
    return reading


@operation(Permission.ANALYSE)
def read_version(version: SourceVersion, found: Reading, *, by: User) -> SourceVersion:
    """Store what reading a version gave, and lay the chronology anew."""
    version.read_as, _sha256, _size = vault.keep([bridge.reading_as_json(found.entries)])
    version.problems = [
        {"where": problem.where, "what": problem.what, "how_to_fix": problem.how_to_fix} for problem in found.problems
    ]
    version.taken_for = [{"where": one.where, "columns": [list(pair) for pair in one.columns]} for one in found.taken]
    version.state = SourceVersion.State.READ if found.entries else SourceVersion.State.FAILED
    version.read_at = datetime.now(UTC)
    agency, review = version.source.agency, version.source.review
    columns = (entry.columns for entry in found.entries)
    version.doubted = version.doubted or doubt_of_content(found.taken, columns, agency.kind, agency.name)
    before = _keys_of(version.source)
    version.save()
    _lay(review)
    if version.source.set_aside_at is None:
        _compare(version, before, _keys_of(version.source))
        version.save()
    audit.record("review:source:read", version.source, by=by, review=review)
    if not review.jobs.filter(kind="analyse", state=Job.State.QUEUED).exists():
        Job.objects.create(review=review, kind="analyse", made_by=by)
    return version


def _keys_of(source: Source) -> set[str]:
    return set(Entry.objects.filter(source=source, gone_at=None).values_list("key", flat=True))


def _compare(version: SourceVersion, before: set[str], after: set[str]) -> None:
    """Note what is new and gone against the version before, however often this one was read.

    An entry is known by its key: one that only stands elsewhere in the file is the same.
    """
    earlier = (before - set(version.new_keys)) | set(version.gone_keys) if version.number > 1 else set()
    new, gone = after - earlier, earlier - after
    version.added, version.removed, version.kept = len(new), len(gone), len(after & earlier)
    if version.number > 1:
        version.new_keys, version.gone_keys = sorted(new), sorted(gone)


def newest_read(review: Review) -> Iterator[SourceVersion]:
    """The newest version of every source that could be read and was not taken out, by agency."""
    for source in (
        review.sources.filter(set_aside_at=None).select_related("agency", "review").order_by("agency_id", "id")
    ):
        version = source.versions.filter(state=SourceVersion.State.READ).first()
        if version is not None:
            version.source = source
            yield version


def chronology_of(review: Review, put_right: PutRight) -> tuple[Chronology, dict[str, SourceVersion]]:
    """All entries of the newest read version of every source, merged; dates and times that people put right count."""
    readings: list[Sequence[records.Entry]] = []
    newest: dict[str, SourceVersion] = {}
    case = bridge.case_of(review)
    for version in newest_read(review):
        newest[f"{version.source.agency.key}/{version.source.name}"] = version
        readings.append(bridge.reading_from_json(b"".join(vault.pieces_of(version.read_as))))
    chronology = integrate(readings, case)
    by_hand = [as_read(row) for row in _by_hand(review)]
    entries = [put_right.dated(entry, case) for entry in (*chronology.entries, *by_hand)]
    return Chronology(in_order(entries), chronology.problems), newest


def _by_hand(review: Review) -> list[Entry]:
    return list(review.entries.filter(source=None, gone_at=None).select_related("agency"))


# What a row takes from its source; ``order`` apart, since one new entry moves all that come after it.
_LAID = (
    "agency_id", "source_id", "version_id", "name", "in_scope", "gone_at", "where", "position", "written_date",
    "written_time", "text", "columns", "earliest", "latest", "precision", "doubts", "time_earliest", "time_latest",
    "time_exact", "notes", "confidence",
)  # fmt: skip


def _lay(review: Review) -> None:
    """Make the rows of the chronology equal to what the sources say now; rows keep their identity by key.

    Only what changed is written: most readings change one file of many.
    """
    put_right = put_right_in(review)
    chronology, newest = chronology_of(review, put_right)
    agencies = {agency.key: agency for agency in review.agencies.all()}
    there = {row.key: row for row in review.entries.all()}
    new, changed, moved, met = [], [], [], set()
    for order, entry in enumerate(chronology.entries):
        row = there.get(entry.key)
        version = newest.get(f"{entry.agency}/{entry.file}")
        if version is None:
            if row is None:  # a source that somebody took out meanwhile
                continue
        else:
            laid = Entry(
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
            if row is None:
                new.append(laid)
            elif any(getattr(row, name) != getattr(laid, name) for name in _LAID):
                for name in _LAID:
                    setattr(row, name, getattr(laid, name))
                changed.append(row)
        met.add(entry.key)
        if row is not None and row.order != order:
            row.order = order
            moved.append(row)
    gone = [row for row in there.values() if row.source_id and row.gone_at is None and row.key not in met]
    for row in gone:
        row.gone_at = datetime.now(UTC)
    update_rows(changed, _LAID)
    update_rows(moved, ("order",))
    update_rows(gone, ("gone_at",))
    Entry.objects.bulk_create(new, batch_size=BATCH)
    note_machine(review, put_right, ("date", "time"))


@dataclass(frozen=True, slots=True)
class Found:
    """What an analysis found, and what the machine read before people's corrections were laid over it.

    ``output``: the SHA-256 of all that was found, by which it can be told later whether it is found again.
    """

    analysis: Analysis
    read: Readings
    output: str = ""


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
    return Found(analysis, machine[0], hashlib.sha256(analysis_json(analysis, spread)).hexdigest())


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
        output=found.output,
        problems=[{"where": p.where, "what": p.what, "how_to_fix": p.how_to_fix} for p in analysis.problems],
    )
    _lay(review)
    keys = {entry.id: entry.key for entry in analysis.entries}
    there = review.entries.filter(gone_at=None).only("pk", "key", "contact", "people", "held_from", "events", "review")
    rows = {row.key: row for row in there}
    store_contacts(review, found.read, rows, put_right_in(review))
    _store_waits(review, analysis.waits, keys)
    store_suggestions(review, analysis, keys)
    store_facts(review, analysis, keys)
    store_unknown(run, analysis.unknown_people, keys)
    _store_events(review, analysis, keys)
    audit.record("review:analysis:store", run, by=by)
    return run


def _store_events(review: Review, analysis: Analysis, keys: dict[str, str]) -> None:
    differing = defaultdict(list)
    for one in analysis.differences:
        told = {"entries": [keys[entry] for entry in one.entries], "what": one.what, "values": list(one.values)}
        differing[one.entries[0]].append(told)
    EventGroup.objects.filter(review=review).delete()
    EventGroup.objects.bulk_create(
        (
            EventGroup(
                review=review,
                entries=[keys[entry] for entry in group],
                differences=[told for entry in group for told in differing[entry]],
            )
            for group in analysis.same_event
        ),
        batch_size=BATCH,
    )


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
                status=str(wait.status or ""),
                due=wait.due,
                verdict=str(wait.verdict),
                order=order,
            )
            for order, wait in enumerate(found)
        ),
        batch_size=BATCH,
    )
