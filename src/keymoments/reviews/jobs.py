"""The worker: takes the next piece of work, says how far it is, stops when asked, starts again after a crash."""

from __future__ import annotations

import fcntl
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import translation

from keymoments.analysis.run import ANALYSED, WHOLE, Told
from keymoments.errors import KeymomentsError
from keymoments.reviews import audit, vault
from keymoments.reviews.exports import write_export
from keymoments.reviews.models import Export, Job, SentForm, SourceVersion
from keymoments.reviews.notices import mail_waiting
from keymoments.reviews.operations import bundles, exports, runs
from keymoments.reviews.operations.people import background
from keymoments.reviews.operations.reminders import chase_all
from keymoments.reviews.operations.sources import of_another_agency
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import entries_of
from keymoments.reviews.queries.exports import filter_from_json, own_place

MOST_TRIES = 3
BROKE = "Something went wrong in the program. The administrator's log says where."
UNKNOWN = "The program does not know this sort of work."
THRICE = "The work stopped three times without an end."
STOPPED_READING = "Reading was stopped."
READING = "Reading the file"
READING_PAGES = "Reading the pages of the file"
LAYING = "Laying the chronology"
STORING = "Storing what was found"
SAME = "The same, byte for byte."
OTHER_PACK = "Not the same: the definitions are others than then."
OTHER_PROGRAM = "Not the same: the program is another than then."
OTHER_READING = "Not the same: a file is read otherwise than then."
OTHER = "Not the same: have the entries analysed again, then ask once more."
GATHERING = "Gathering the entries"
WRITING = "Writing the file"
KEEPING = "Keeping the file"
FULL = "The disk is full: the administrator must make room, then have it done again."
MINUTE = 60.0  # seconds between two mails to one person at the least
HOUR = 3600.0  # seconds between two looks for what was left behind
PAUSE = 0.5  # seconds between looks at an empty queue
log = logging.getLogger(__name__)


class AskedToStop(Exception):
    """Somebody stopped the work."""


class NotTheirsAnyMore(KeymomentsError):
    """Whoever asked for an export may not have it any more."""

    def __init__(self) -> None:
        super().__init__("Whoever asked for the export may not have it any more.")


@contextmanager
def only_worker() -> Iterator[bool]:
    """Whether this process is the one worker of the data folder; the system frees the place when it dies."""
    with only_one("worker") as free:
        yield free


@contextmanager
def only_one(what: str) -> Iterator[bool]:
    """Whether this process is the only one of its sort on the data folder.

    The lock is of the sort that children do not take over: a reader that outlives its worker keeps nobody out.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.DATA / f"{what}.lock").open("w") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def clear_away() -> None:
    """Take away what has had its time, and what processes that died left: half files, plain bytes, lost files."""
    exports.let_go_of_old()
    vault.sweep(names_kept())
    SentForm.objects.filter(at__lt=datetime.now(UTC) - timedelta(days=1)).delete()


def names_kept() -> set[str]:
    """The names of all kept files that a row refers to: every field that ends in ``_as`` holds such names."""
    found: set[str] = set()
    for model in apps.get_app_config("reviews").get_models():
        for field in model._meta.concrete_fields:
            if field.name.endswith("_as"):
                found.update(model._default_manager.values_list(field.name, flat=True))
    return found


def take_back() -> None:
    """Queue again what a worker that died had begun; what died three times is given up."""
    for job in Job.objects.filter(state=Job.State.RUNNING):
        job.state = Job.State.FAILED if job.tries >= MOST_TRIES else Job.State.QUEUED
        if job.state == Job.State.FAILED:
            job.says, job.ended_at = THRICE, datetime.now(UTC)
            _give_up(job, job.says)
            audit.record("review:job:fail", job, by=background())
        job.save()


def _give_up(job: Job, says: str) -> None:
    """A file that was never read says why; one that was read before stays as it was."""
    if job.kind == "read" and job.about is not None:
        problem = {"where": "", "what": says, "how_to_fix": "Hand the same file in once more to have it read again."}
        waiting = SourceVersion.objects.filter(pk=job.about, state=SourceVersion.State.WAITING)
        waiting.update(state=SourceVersion.State.FAILED, problems=[problem])


def take() -> Job | None:
    """The next piece of work, marked as begun."""
    with transaction.atomic():
        waiting = Job.objects.filter(state=Job.State.QUEUED).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        job.state, job.tries, job.beat_at = Job.State.RUNNING, job.tries + 1, datetime.now(UTC)
        job.save()
        return job


def work(job: Job) -> None:
    """Do a piece of work to its end, whatever that is."""
    try:
        _do(job)
    except AskedToStop:
        _end(job, Job.State.STOPPED)
    except KeymomentsError as error:
        _end(job, Job.State.FAILED, str(error))
    except Exception as error:  # the worker outlives any one piece of work
        log.error("Job %s (%s) broke: %s", job.pk, job.kind, type(error).__name__)
        full = vault.disk_is_full(error)
        _end(job, Job.State.FAILED, FULL if full else BROKE)
    except (SystemExit, KeyboardInterrupt):  # told to end: the work waits for the next worker, and this was no try
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=Job.State.QUEUED, tries=max(0, job.tries - 1)
        )
        raise


def _end(job: Job, state: Job.State, says: str = "") -> None:
    if state in (Job.State.FAILED, Job.State.STOPPED):
        _give_up(job, says or STOPPED_READING)
    if state == Job.State.FAILED:
        audit.record("review:job:fail", job, by=background())
    Job.objects.filter(pk=job.pk).update(state=state, says=says[:200], ended_at=datetime.now(UTC))


def _do(job: Job) -> None:
    """Do the work; storing what it found and marking it as done are one step, so that nothing is stored twice."""
    does = {"read": _read, "analyse": _analyse, "export": _export, "replay": _replay}.get(job.kind)
    if does is None:
        _end(job, Job.State.FAILED, UNKNOWN)
        return

    def told(done: int, total: int, says: str) -> None:
        if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
            raise AskedToStop
        Job.objects.filter(pk=job.pk).update(done=done, total=total, says=says, beat_at=datetime.now(UTC))

    does(job, told)


def _about(job: Job) -> int:
    if job.about is None:
        raise LookupError(f"job {job.pk} is about nothing")
    return job.about


def _read(job: Job, told: Told) -> None:
    version = SourceVersion.objects.select_related("source__agency", "source__review").get(pk=_about(job))
    told(0, 0, READING)
    pages, looked = (0, 0), time.monotonic()

    def beat(done: int, total: int) -> None:
        """Called for every page and every second: only now and then is the database told and asked."""
        nonlocal pages, looked
        pages = (done, total) if total else pages
        if time.monotonic() - looked >= PAUSE:
            looked = time.monotonic()
            told(*pages, READING_PAGES if pages[1] else READING)

    found = runs.parse(version, beat)
    told(1, 1, LAYING)
    with transaction.atomic():
        runs.read_version(version, found, by=background())
        version.problems = [*of_another_agency(version), *version.problems]
        version.save(update_fields=["problems"])
        _end(job, Job.State.DONE)


def _analyse(job: Job, told: Told) -> None:
    analysis = runs.analysed(job.review, told)
    told(ANALYSED, WHOLE, STORING)
    with transaction.atomic():
        runs.store_analysis(job.review, analysis, by=background())
        _end(job, Job.State.DONE)


def _replay(job: Job, told: Told) -> None:
    """Analyse again and say whether that gives what the newest analysis gave; nothing is changed."""
    told(0, 0, "")
    found = bundles.replayed(job.review)
    reasons = ((found.same, SAME), (not found.pack, OTHER_PACK), (not found.version, OTHER_PROGRAM))
    says = next((words for true, words in (*reasons, (not found.read, OTHER_READING)) if true), OTHER)
    audit.record("review:replay:same" if found.same else "review:replay:other", job, by=background())
    _end(job, Job.State.DONE, says)


def _export(job: Job, told: Told) -> None:
    """Make a file for whoever asked, as they see the chronology now; it is kept whole or not at all."""
    export = Export.objects.select_related("review", "made_by").get(pk=_about(job))
    place = own_place(export.made_by, export.review)
    if place is None or (place.own is not None and place.own.pk != export.agency_id):
        raise NotTheirsAnyMore
    wanted, whole = filter_from_json(export.wanted), export.whole
    if whole and not place.may(Permission.BUNDLE):
        raise NotTheirsAnyMore
    total = entries_of(place, wanted).count()
    told(0, total, GATHERING)
    incoming = settings.DATA / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder, translation.override(export.language):
        path = Path(folder) / f"export.{export.kind}"
        if whole:
            count = bundles.write_whole(place, path, told=lambda done, of: told(done, of, WRITING))
        else:
            count = write_export(place, wanted, export.kind, path, told=lambda done: told(done, total, WRITING))
        told(count, max(count, total), KEEPING)
        with path.open("rb") as made:
            kept = vault.keep(iter(lambda: made.read(vault.PIECE), b""))
    try:
        told(count, max(count, total), KEEPING)
        with transaction.atomic():
            exports.store_export(export, kept=kept, count=count, by=background())
            _end(job, Job.State.DONE)
    except BaseException:
        vault.forget(kept[0])
        raise


def work_on(*, until_empty: bool = False) -> None:
    """Work until the process ends, or until nothing waits."""
    clear_away()
    cleared = mailed = time.monotonic()
    take_back()
    while True:
        if not connection.in_atomic_block:  # a connection that is too old or was lost is made anew
            close_old_connections()
        job = take()
        if job is not None:
            work(job)
        elif until_empty:
            return
        elif time.monotonic() - cleared > HOUR:  # the server may have died meanwhile while a file came in
            clear_away()
            cleared = time.monotonic()
        elif time.monotonic() - mailed > MINUTE:
            mail_waiting()
            chase_all()
            mailed = time.monotonic()
        else:
            time.sleep(PAUSE)
