"""The audit: who did what when, chained so that a missing or changed line shows."""

from django.db import models


class AuditEvent(models.Model):
    """One line. Holds the names of changed fields, never their values; ``hash`` covers it and the line before."""

    at = models.DateTimeField()
    by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)
    review = models.ForeignKey("Review", null=True, on_delete=models.PROTECT, related_name="+")
    object = models.CharField(max_length=100, blank=True)
    fields = models.JSONField(default=list)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """In the order in which it was written."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "id"), name="audit_of_review")]


class AuditHead(models.Model):
    """The hash of the last line: one row, taken in hand by whoever writes the next."""

    hash = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField(default=0)


class EarlierAudit(models.Model):
    """The audit that a review brought with it in a bundle, kept as it came. ``anchor``: the end of its chain then."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="earlier_audits")
    kept_as = models.CharField(max_length=80)  # name in the data folder
    lines = models.PositiveIntegerField()
    anchor = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
