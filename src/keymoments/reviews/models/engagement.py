"""Those whom a review should hear, what was done to hear them with its proof, and events to learn together."""

from django.db import models


class Engaged(models.Model):
    """Somebody whom the review should hear: of the family, or a practitioner by role and agency."""

    class Sort(models.TextChoices):
        """Who it is."""

        CHILD = "child"
        PARENT = "parent"
        SIBLING = "sibling"
        FAMILY = "family"
        PRACTITIONER = "practitioner"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="engaged")
    number = models.PositiveIntegerField()
    sort = models.CharField(max_length=14, choices=Sort)
    who = models.CharField(max_length=200)
    agency = models.ForeignKey("ReviewAgency", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        """In the order in which they were named."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="engaged_number_once")]


class EngagementStep(models.Model):
    """Something done to hear somebody, with its day and its proof; ``answers``: the question that it answers."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="engagement_steps")
    engaged = models.ForeignKey("Engaged", on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=30)
    on = models.DateField()
    how = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    proof = models.CharField(max_length=300, blank=True)  # where the proof is kept
    proof_name = models.CharField(max_length=255, blank=True)
    proof_as = models.CharField(max_length=80, blank=True)  # a file kept here as proof
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        """In order of time."""

        ordering = ("on", "id")


class LearningEvent(models.Model):
    """A day on which practitioners learn together from the case."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="learning_events")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    on = models.DateField()
    invited = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    who = models.TextField(blank=True)  # agencies and roles
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-on", "-id")
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="learning_event_number_once")]


class LearningPoint(models.Model):
    """What a learning event brought, and what changed because of it."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="learning_points")
    event = models.ForeignKey("LearningEvent", on_delete=models.CASCADE, related_name="points")
    words = models.TextField()
    changed = models.TextField(blank=True)
    moment = models.PositiveIntegerField(null=True)  # number of a key moment
    finding = models.PositiveIntegerField(null=True)  # number of a finding
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
