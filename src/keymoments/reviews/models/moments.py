"""What people decide about suggestions, and the key moments of a review."""

from django.db import models


class SuggestionDecision(models.Model):
    """What a person decided about a suggestion. It keeps the suggestion as it was decided about.

    It hangs on the rule and on keys of entries, never on a row of an analysis: so a new analysis keeps it. One that is
    taken back stays in the history and counts no longer.
    """

    class State(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted"
        REJECTED = "rejected"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="suggestion_decisions")
    state = models.CharField(max_length=10, choices=State)
    moment = models.ForeignKey("KeyMoment", null=True, on_delete=models.PROTECT, related_name="decisions")
    reason = models.TextField(blank=True)
    rule = models.CharField(max_length=80)
    also = models.JSONField(default=list)  # keys of other rules that met there
    entries = models.JSONField(default=list)  # entry keys
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    because = models.TextField()
    quotes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "taken_back_at", "state"), name="decisions_that_count")]


class KeyMoment(models.Model):
    """A person's decision: here judging matters, for good or ill. It may last and it may rest on an absence.

    ``children`` and ``agencies`` are keys; ``why`` is what contributed, by sort. ``version`` counts its changes; one
    that is set aside is kept.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="moments")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    begins = models.DateField()
    begins_known = models.CharField(max_length=5, default="day")  # day, month, year
    ends = models.DateField(null=True)  # None: it did not last
    ends_known = models.CharField(max_length=5, default="day")
    absence = models.BooleanField(default=False)
    children = models.JSONField(default=list)
    agencies = models.JSONField(default=list)
    known = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    expected_source = models.CharField(max_length=300, blank=True)
    happened = models.TextField(blank=True)
    why = models.JSONField(default=dict)
    meant = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        """In the order of what happened."""

        ordering = ("begins", "number")
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="moment_number_once")]


class MomentEvidence(models.Model):
    """An entry that shows a moment, or what was known at it. One that is taken out stays in the history."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="moment_evidence")
    moment = models.ForeignKey("KeyMoment", on_delete=models.CASCADE, related_name="evidence")
    entry_key = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; an entry once."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("moment", "entry_key"), condition=models.Q(taken_out_at=None), name="evidence_once"
            )
        ]
