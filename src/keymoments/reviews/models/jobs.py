"""Work that goes on while people go on: reading, analysing, exporting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A piece of background work. The table is the queue: what was asked for survives a restart of anything."""

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20)  # read, analyse, export
    about = models.PositiveBigIntegerField(null=True)  # the id of what it works on
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True)  # never case text
    stop_asked = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """First come, first served."""

        ordering = ("id",)
        indexes = [models.Index(fields=("state", "id"), name="jobs_waiting")]
