"""Filters of the chronology that somebody keeps by name."""

from django.db import models


class SavedView(models.Model):
    """A filter under a name; one person's own."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="saved_views")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        """By name."""

        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("review", "user", "name"), name="view_name_once")]
