"""Blind marking: two people judge the same things, neither seeing the other's verdicts until both are done."""

from django.db import models


class Verdict(models.TextChoices):
    """What a marker says of a thing."""

    KEY = "key"
    NOT_KEY = "not-key"
    UNSURE = "unsure"


class MarkingRound(models.Model):
    """Two people and the things they judge. ``things``: keys of suggestions or numbers of moments, fixed at the start.

    It ends when both have judged everything, or when somebody ends it.
    """

    class About(models.TextChoices):
        """What is judged."""

        SUGGESTION = "suggestion"
        MOMENT = "moment"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="marking_rounds")
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=12, choices=About)
    things = models.JSONField()
    one = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="round_number_once")]

    @property
    def markers(self) -> tuple[int, int]:
        """The two who judge, by number."""
        return self.one_id, self.other_id


class Mark(models.Model):
    """One person's verdict on one thing; it can be changed until the round ends."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="marks")
    round = models.ForeignKey("MarkingRound", on_delete=models.CASCADE, related_name="marks")
    thing = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One for a person and a thing."""

        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("round", "made_by", "thing"), name="mark_once")]


class Settlement(models.Model):
    """What counts where two markers disagreed, and why; the newest of a thing counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="settlements")
    round = models.ForeignKey("MarkingRound", on_delete=models.CASCADE, related_name="settlements")
    thing = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
