"""What analysing the entries gave: answers about each child, waits, suggestions, the same event told twice."""

from django.db import models


class Run(models.Model):
    """One analysis: with which pack, by whom, when. Only the newest one's answers are kept as rows."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="runs")
    version = models.CharField(max_length=30)
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=30)
    pack_hash = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField(default=list)
    output = models.CharField(max_length=64, blank=True)  # SHA-256 of all that it found, as analysis.json has it

    class Meta:
        """Newest first."""

        ordering = ("-id",)


class Sighting(models.Model):
    """What one entry says of one child: ``seen`` … hold the answer that counts, ``machine`` what was read."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="sightings")
    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="sightings")
    child = models.ForeignKey("FamilyPerson", on_delete=models.CASCADE, related_name="sightings")
    seen = models.CharField(max_length=12)
    spoken_to = models.CharField(max_length=12)
    alone = models.CharField(max_length=12)
    basis = models.CharField(max_length=10)
    mode = models.CharField(max_length=10, blank=True)
    attempt = models.CharField(max_length=24, blank=True)
    age = models.CharField(max_length=30, blank=True)
    company = models.JSONField(default=list)
    conflict = models.BooleanField(default=False)
    quotes = models.JSONField(default=list)
    machine = models.JSONField(default=dict)  # seen, spoken_to, alone as they were read

    class Meta:
        """One for an entry and a child."""

        constraints = [models.UniqueConstraint(fields=("entry", "child"), name="one_sighting_for_a_child")]
        indexes = [
            models.Index(fields=("review", "child", "seen"), name="sightings_seen"),
            models.Index(fields=("review", "child", "alone"), name="sightings_alone"),
        ]


class RunWait(models.Model):
    """A stretch measured against a limit."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="waits")
    standard = models.CharField(max_length=80)
    child = models.CharField(max_length=60, blank=True)
    begins = models.CharField(max_length=64, blank=True)  # entry key
    ends = models.CharField(max_length=64, blank=True)
    elapsed = models.IntegerField(null=True)
    limit = models.IntegerField(null=True)
    unit = models.CharField(max_length=20)
    status = models.CharField(max_length=20, blank=True)  # how far the number of the limit was checked
    due = models.DateField(null=True)
    verdict = models.CharField(max_length=20)
    order = models.PositiveIntegerField()

    class Meta:
        """As the analysis lists them."""

        ordering = ("order",)


class RunSuggestion(models.Model):
    """A machine's proposal; it keeps its rule's key, title and reason as they were.

    ``key`` names its rule and entries, so its address is the same after the next analysis. ``decision``: the one that
    counts, laid to it when an analysis is stored and whenever somebody decides.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="suggestions")
    key = models.CharField(max_length=32, default="")
    decision = models.OneToOneField(
        "SuggestionDecision", null=True, on_delete=models.SET_NULL, related_name="suggestion"
    )
    rank = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    rule = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    because = models.TextField()
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    entries = models.JSONField(default=list)  # entry keys
    quotes = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    also = models.JSONField(default=list)  # keys of other rules that met there
    children = models.JSONField(default=list)  # keys of people
    agencies = models.JSONField(default=list)  # keys of agencies

    class Meta:
        """The weightiest first."""

        ordering = ("rank",)
        indexes = [
            models.Index(fields=("review", "rank"), name="suggestions_by_rank"),
            models.Index(fields=("review", "key"), name="suggestions_by_key"),
        ]


class EventGroup(models.Model):
    """Entries that tell the same event, with what differs between them."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="event_groups")
    entries = models.JSONField(default=list)  # entry keys
    differences = models.JSONField(default=list)
