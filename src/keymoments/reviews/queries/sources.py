"""The files of agencies: how far reading is, what is new in a version, what stands behind a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from keymoments.reviews.models import Entry, Job, RecordsRequest, Review, ReviewAgency, Source, SourceVersion
from keymoments.reviews.queries.places import Place, jobs_of

ONGOING = (Job.State.QUEUED, Job.State.RUNNING)
IDLE = timedelta(minutes=1)  # after which waiting work means that no worker runs
_LONG = ("new_keys", "gone_keys", "taken_for")  # fields that lists of files do not need


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that goes on or waits: how many pieces come before it, and whether nobody seems to do any."""

    job: Job
    ahead: int
    idle: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with its newest version, the entries it has in the chronology, and the reading that goes on."""

    source: Source
    version: SourceVersion | None
    entries: int
    waiting: Waiting | None


def files_of(agency: ReviewAgency, *, only: int | None = None) -> list[FileRow]:
    """The files of an agency (or one of them) as they stand."""
    versions = SourceVersion.objects.defer(*_LONG).order_by("-number")
    rows = agency.sources.prefetch_related(Prefetch("versions", versions))
    if only is not None:
        rows = rows.filter(pk=only)
    newest = {source.pk: next(iter(source.versions.all()), None) for source in rows}
    counts = dict(
        Entry.objects.filter(source__in=list(newest), gone_at=None)
        .order_by()
        .values_list("source")
        .annotate(count=Count("pk"))
    )
    waiting = _waiting([version for version in newest.values() if version is not None])
    return [
        FileRow(
            source,
            version,
            counts.get(source.pk, 0),
            waiting.get(version.pk) if version is not None else None,
        )
        for source in rows
        for version in [newest[source.pk]]
    ]


def _waiting(versions: Sequence[SourceVersion]) -> dict[int, Waiting]:
    """The reading that goes on, by version."""
    jobs = list(
        Job.objects.filter(kind="read", about__in=[one.pk for one in versions], state__in=ONGOING).order_by("-id")
    )
    if not jobs:
        return {}
    queue = list(Job.objects.filter(state__in=ONGOING).order_by("id").values_list("id", "state"))
    works = any(state == Job.State.RUNNING for _number, state in queue)
    now = datetime.now(UTC)
    return {
        job.about: Waiting(
            job,
            sum(1 for number, _state in queue if number < job.pk),
            job.state == Job.State.QUEUED and not works and now - job.made_at > IDLE,
        )
        for job in jobs
        if job.about is not None
    }


def keys_at(source: Source, places: Iterable[str]) -> dict[str, str]:
    """For places in a file the keys of the entries that were read there."""
    rows = Entry.objects.filter(source=source, gone_at=None, where__in=list(places)[:500])
    return dict(rows.values_list("where", "key"))


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version changed; each part its first rows, and how many there are in all."""

    new: list[Entry]
    gone: list[Entry]
    same: list[Entry]


def changes_of(version: SourceVersion, most: int) -> Changes:
    """The entries that are new, gone and unchanged against the version before, at most so many of each."""
    rows = Entry.objects.filter(review=version.source.review_id).order_by("position", "id")
    read = rows.filter(source=version.source_id, version=version.pk, gone_at=None)
    return Changes(
        list(rows.filter(key__in=version.new_keys[:most])),
        list(rows.filter(key__in=version.gone_keys[:most])),
        list(read.exclude(key__in=version.new_keys)[:most]) if version.kept else [],
    )


def jobs_seen(place: Place) -> QuerySet[Job]:
    """Background work that somebody may see, the newest first: an agency's people see their own agency's."""
    rows = jobs_of(place)
    if place.own is None:
        return rows
    own = SourceVersion.objects.filter(source__agency=place.own).values("pk")
    return rows.filter(Q(made_by=place.user) | Q(kind="analyse") | Q(kind="read", about__in=own))


def sources_read(jobs: Iterable[Job]) -> dict[int, Source]:
    """The files that reading work is about, by number of the work."""
    about = {job.about: job.pk for job in jobs if job.kind == "read"}
    versions = SourceVersion.objects.filter(pk__in=list(about)).select_related("source__agency").defer(*_LONG)
    by_version = {version.pk: version.source for version in versions}
    return {job.pk: by_version[job.about] for job in jobs if job.kind == "read" and job.about in by_version}


def behind(request: RecordsRequest) -> list[FileRow]:
    """The files that a sign-off is about: those that were not taken out."""
    return [row for row in files_of(request.agency) if row.source.set_aside_at is None and row.version is not None]


@dataclass(frozen=True, slots=True)
class Told:
    """What an agency has handed in: files, problems in their newest versions, and when the last one came."""

    files: int
    problems: int
    newest: datetime | None


def told_by_agency(review: Review) -> dict[int, Told]:
    """By agency what stands behind its requests; what was taken out does not count."""
    found: dict[int, Told] = {}
    versions = SourceVersion.objects.defer(*_LONG).order_by("-number")
    rows = review.sources.filter(set_aside_at=None).prefetch_related(Prefetch("versions", versions))
    for source in rows:
        version = next(iter(source.versions.all()), None)
        if version is None:
            continue
        so_far = found.get(source.agency_id, Told(0, 0, None))
        newest = max(filter(None, (so_far.newest, version.uploaded_at)))
        found[source.agency_id] = Told(so_far.files + 1, so_far.problems + len(version.problems), newest)
    return found
