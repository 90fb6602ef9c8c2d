"""Lines of enquiry: the questions a review must answer, what speaks for and against, and what it finds."""

from django.db import models


class LineOfEnquiry(models.Model):
    """A question of the terms of reference."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    question = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        """As they were asked."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="line_number_once")]


class LineEvidence(models.Model):
    """A moment or an entry that speaks for or against an answer; what is taken out stays in the history."""

    class Side(models.TextChoices):
        """Which way it speaks."""

        FOR = "for"
        AGAINST = "against"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="line_evidence")
    line = models.ForeignKey("LineOfEnquiry", on_delete=models.CASCADE, related_name="evidence")
    moment = models.ForeignKey("KeyMoment", null=True, on_delete=models.PROTECT, related_name="lines")
    entry_key = models.CharField(max_length=64, blank=True)
    side = models.CharField(max_length=8, choices=Side)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; each is a moment or an entry."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moment__isnull=False, entry_key="")
                | (models.Q(moment=None) & ~models.Q(entry_key="")),
                name="a_moment_or_an_entry",
            )
        ]


class Account(models.Model):
    """What a practitioner, or somebody of the family, told the review: beside the records, never among them."""

    class Whose(models.TextChoices):
        """Who told it."""

        CHILD = "child"
        FAMILY = "family"
        PRACTITIONER = "practitioner"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="accounts")
    line = models.ForeignKey("LineOfEnquiry", on_delete=models.CASCADE, related_name="accounts")
    whose = models.CharField(max_length=14, choices=Whose)
    role = models.CharField(max_length=200)
    told_on = models.DateField(null=True)
    words = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class Finding(models.Model):
    """What the review concludes about a line. ``rests_on``: the evidence of the line that shows it.

    ``version`` counts its changes; it is signed off in one version and, changed after that, is signed off no longer.
    """

    class Confidence(models.TextChoices):
        """How sure the review is."""

        HIGH = "high"
        MEDIUM = "medium"
        LOW = "low"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="findings")
    line = models.ForeignKey("LineOfEnquiry", on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    confidence = models.CharField(max_length=8, choices=Confidence)
    not_known = models.TextField(blank=True)
    rests_on = models.JSONField(default=list)  # numbers of LineEvidence
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)  # to those who did not agree
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        """As they were made."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="finding_number_once")]


class FindingVoice(models.Model):
    """Whether somebody of the panel agrees with a version of a finding; the newest of a person counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="finding_voices")
    finding = models.ForeignKey("Finding", on_delete=models.CASCADE, related_name="voices")
    version = models.PositiveIntegerField()
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first: the last one of a person counts."""

        ordering = ("id",)


class Explained(models.Model):
    """Why no finding rests on a weighty entry; the newest that is not taken back counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="explained")
    entry_key = models.CharField(max_length=64)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "entry_key"), name="explained_entry")]
