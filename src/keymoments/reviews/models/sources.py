"""What an agency was asked for and the files it handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordsRequest(models.Model):
    """A request to an agency: what, of which period, until when; answered when its lead signs off."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="requests")
    agency = models.ForeignKey("ReviewAgency", on_delete=models.CASCADE, related_name="requests")
    what = models.TextField()
    period_from = models.DateField()
    period_to = models.DateField()
    due = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The most urgent first."""

        ordering = ("due", "id")


class Source(models.Model):
    """A file an agency handed in, under one name, in one or more versions."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="sources")
    agency = models.ForeignKey("ReviewAgency", on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=255)
    columns = models.JSONField(default=dict, blank=True)  # meaning → the heading it has in this file
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)
    own_since = models.DateTimeField(null=True, blank=True)  # somebody said that it is the agency's own record

    class Meta:
        """By agency, in the order in which they came."""

        ordering = ("agency_id", "id")
        constraints = [models.UniqueConstraint(fields=("agency", "name"), name="source_name_once_in_an_agency")]


class SourceVersion(models.Model):
    """The bytes of a source as they came, hashed and encrypted, and what reading them gave."""

    class State(models.TextChoices):
        """How far reading is."""

        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        FAILED = "failed", _("Could not be read")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kept_as = models.CharField(max_length=80)  # name in the data folder; no word of the file's own name
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    read_as = models.CharField(max_length=80, blank=True)  # what the reader gave, kept in the same way
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problems = models.JSONField(default=list, blank=True)  # where, what, how_to_fix
    taken_for = models.JSONField(default=list, blank=True)  # where, and columns: heading and what it was taken for
    doubted = models.CharField(max_length=200, blank=True)  # a word that speaks of another agency, and where it stands
    read_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)  # entries that the version before had not
    removed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    new_keys = models.JSONField(default=list, blank=True)  # of entries that the version before had not
    gone_keys = models.JSONField(default=list, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("source", "number"), name="version_number_once")]
