"""Stop a piece of background work, whoever asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

from keymoments.reviews.models import Job, SourceVersion


def halt(job: Job) -> bool:
    """Have a piece of work stopped, unless it has ended. What waits ends at once; what runs ends at its next step."""
    mine = Job.objects.filter(pk=job.pk)  # asked and changed in one step: the worker may take it at any moment
    if mine.filter(state=Job.State.QUEUED).update(state=Job.State.STOPPED, stop_asked=True, ended_at=datetime.now(UTC)):
        _never_read(job)
        return True
    return bool(mine.filter(state=Job.State.RUNNING).update(stop_asked=True))


def _never_read(job: Job) -> None:
    if job.kind == "read" and job.about is not None:
        problem = {"where": "", "what": "Reading was stopped.", "how_to_fix": "Hand the same file in once more."}
        waiting = SourceVersion.objects.filter(pk=job.about, state=SourceVersion.State.WAITING)
        waiting.update(state=SourceVersion.State.FAILED, problems=[problem])
