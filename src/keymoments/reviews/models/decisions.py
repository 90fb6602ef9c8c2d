"""What people decide about what the analysis proposed."""

from django.db import models


class EventDecision(models.Model):
    """Whether two entries tell the same event, as a reviewer sees it, with the reason; the newest counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="event_decisions")
    one = models.CharField(max_length=64)  # entry keys, in order of the alphabet
    other = models.CharField(max_length=64)
    same = models.BooleanField()
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first: the last one counts."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "one"), name="event_decisions_of_entry")]
