"""Exports that took long: made in the background and kept for a while for whoever asked."""

from django.db import models


class Export(models.Model):
    """A file made from a chronology for one person. It is let go after some days."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="exports")
    # Whose things alone it may hold; empty where its maker might see every agency's.
    agency = models.ForeignKey("ReviewAgency", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)  # xlsx, docx, csv; zip: the whole review
    wanted = models.JSONField(default=dict)  # the filter
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    kept_as = models.CharField(max_length=80, blank=True)  # name in the data folder, once it is whole
    size = models.PositiveBigIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)  # of entries in it
    ready_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)  # the file is gone; the row stays to say so

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    @property
    def whole(self) -> bool:
        """Whether it is the whole review and not its chronology."""
        return self.kind == "zip"
