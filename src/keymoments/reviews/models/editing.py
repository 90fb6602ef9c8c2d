"""What people write together: every version that was kept, and what somebody has typed and not yet sent."""

from django.db import models


class EditedVersion(models.Model):
    """A thing as it stood after a change: nothing anybody entered is lost. ``thing``: its number in its table."""

    class About(models.TextChoices):
        """The things that people write together."""

        MOMENT = "moment"
        FINDING = "finding"
        MEETING = "meeting"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="edited_versions")
    about = models.CharField(max_length=20, choices=About)
    thing = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    values = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; each version once."""

        ordering = ("about", "thing", "version")
        constraints = [models.UniqueConstraint(fields=("about", "thing", "version"), name="version_once")]


class Draft(models.Model):
    """What somebody has typed into a form and not sent. ``about``: "moment-12", "moment-new"; one a person and form.

    ``based_on``: the version that the form showed.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="drafts")
    about = models.CharField(max_length=60)
    values = models.JSONField()
    based_on = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """Newest first."""

        ordering = ("-at",)
        constraints = [models.UniqueConstraint(fields=("review", "user", "about"), name="draft_once")]
