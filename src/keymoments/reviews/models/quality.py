"""Quality marks: what shows how good a review is, rounds in which two people mark apart, and what is settled."""

from django.db import models


class MarkerEvidence(models.Model):
    """Something that shows how a review does on a marker: a page of the review, or words on where to look."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="marker_evidence")
    scheme = models.CharField(max_length=60)
    marker = models.CharField(max_length=60)
    about = models.CharField(max_length=20, blank=True)  # "finding", "moment", "line"; nothing for words alone
    number = models.PositiveIntegerField(null=True)
    words = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class QualityRound(models.Model):
    """Two people mark a review by one scheme, neither seeing the other's marks; then what differs is settled.

    ``one`` and ``other`` are those who mark now; where somebody left, another goes on with the marks that are there.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="quality_rounds")
    number = models.PositiveIntegerField()
    scheme = models.CharField(max_length=60)
    scheme_version = models.CharField(max_length=20)
    one = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    one_done_at = models.DateTimeField(null=True)
    other_done_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="quality_round_number_once")]

    @property
    def both_done(self) -> bool:
        """Whether both have finished, so that their marks may be seen."""
        return self.one_done_at is not None and self.other_done_at is not None

    def side_of(self, user_pk: int) -> str:
        """Which of the two somebody is: "one", "other", or nothing."""
        return "one" if user_pk == self.one_id else "other" if user_pk == self.other_id else ""


class QualityMark(models.Model):
    """What one of the two gave to a marker, and why; the newest of a side and a marker counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="quality_marks")
    round = models.ForeignKey("QualityRound", on_delete=models.CASCADE, related_name="marks")
    side = models.CharField(max_length=5, choices=[("one", "one"), ("other", "other")])
    marker = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class QualitySettlement(models.Model):
    """The mark that counts where the two differed, and why; the newest counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="quality_settlements")
    round = models.ForeignKey("QualityRound", on_delete=models.CASCADE, related_name="settlements")
    marker = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
