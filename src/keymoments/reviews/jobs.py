"""The worker: takes the next piece of work, says how far it is, stops when asked, starts again after a crash."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.db import close_old_connections, connection, transaction

from keymoments.errors import KeymomentsError
from keymoments.reviews.models import Job, SourceVersion
from keymoments.reviews.operations import runs
from keymoments.reviews.operations.people import background

MOST_TRIES = 3
PAUSE = 0.5  # seconds between looks at an empty queue
log = logging.getLogger(__name__)


class AskedToStop(Exception):
    """Somebody stopped the work."""


@contextmanager
def only_worker() -> Iterator[bool]:
    """Whether this process is the one worker of the data folder; the system frees the place when it dies."""
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.DATA / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def take_back() -> None:
    """Queue again what a worker that died had begun; what died three times is given up."""
    for job in Job.objects.filter(state=Job.State.RUNNING):
        job.state = Job.State.FAILED if job.tries >= MOST_TRIES else Job.State.QUEUED
        if job.state == Job.State.FAILED:
            job.says, job.ended_at = "The work stopped three times without an end.", datetime.now(UTC)
            _give_up(job)
        job.save()


def _give_up(job: Job) -> None:
    if job.kind == "read" and job.about is not None:
        SourceVersion.objects.filter(pk=job.about).update(state=SourceVersion.State.FAILED)


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
    state, says = Job.State.DONE, ""
    try:
        _do(job)
    except AskedToStop:
        state = Job.State.STOPPED
    except KeymomentsError as error:
        state, says = Job.State.FAILED, str(error)
    except Exception as error:  # the worker outlives any one piece of work
        log.error("Job %s (%s) broke: %s", job.pk, job.kind, type(error).__name__)
        state, says = Job.State.FAILED, "Something went wrong in the program. The administrator's log says where."
    if state == Job.State.FAILED:
        _give_up(job)
    Job.objects.filter(pk=job.pk).update(state=state, says=says[:200], ended_at=datetime.now(UTC))


def _do(job: Job) -> None:
    by = background()

    def told(done: int, total: int, says: str) -> None:
        if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
            raise AskedToStop
        Job.objects.filter(pk=job.pk).update(done=done, total=total, says=says, beat_at=datetime.now(UTC))

    if job.kind == "read" and job.about is not None:
        version = SourceVersion.objects.select_related("source__agency", "source__review").get(pk=job.about)
        told(0, 2, "Reading the file")
        found = runs.parse(version)
        told(1, 2, "Laying the chronology")
        runs.read_version(version, found, by=by)
    elif job.kind == "analyse":
        analysis = runs.analysed(job.review, told)
        told(4, 5, "Storing what was found")
        runs.store_analysis(job.review, analysis, by=by)


def work_on(*, until_empty: bool = False) -> None:
    """Work until the process ends, or until nothing waits."""
    take_back()
    while True:
        if not connection.in_atomic_block:  # a connection that is too old or was lost is made anew
            close_old_connections()
        job = take()
        if job is not None:
            work(job)
        elif until_empty:
            return
        else:
            time.sleep(PAUSE)
