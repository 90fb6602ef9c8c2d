"""What people say about things of a review, and what tells them that somebody spoke."""

from django.db import models


class Comment(models.Model):
    """What somebody says about an entry, a suggestion, a moment, a question or a finding: never evidence.

    ``thing``: the key or number it has in addresses. ``facts_of``: the agency whose people say that the facts are
    otherwise; those stand apart from what the panel says among itself, and the agency sees no others.
    """

    class About(models.TextChoices):
        """What may be spoken about."""

        ENTRY = "entry"
        SUGGESTION = "suggestion"
        MOMENT = "moment"
        LINE = "line"
        FINDING = "finding"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="comments")
    about = models.CharField(max_length=12, choices=About, default=About.ENTRY)
    thing = models.CharField(max_length=64)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    facts_of = models.ForeignKey("ReviewAgency", null=True, on_delete=models.CASCADE, related_name="factual_comments")
    text = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "about", "thing"), name="comments_of_thing")]


class Notice(models.Model):
    """That somebody spoke about what somebody else spoke about or made; it holds no words of the case."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="notices")
    comment = models.ForeignKey("Comment", on_delete=models.CASCADE, related_name="notices")
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes = [models.Index(fields=("user", "seen_at"), name="notices_not_seen")]
