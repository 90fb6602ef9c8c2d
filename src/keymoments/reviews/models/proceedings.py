"""Proceedings beside a review, holds on its publication, declarations of independence, folded entries."""

from django.db import models


class Proceeding(models.Model):
    """A court case, inquest or other process beside the review; a change makes a new version of the same number."""

    class Sort(models.TextChoices):
        """What it is."""

        CRIMINAL = "criminal"
        INQUEST = "inquest"
        FAMILY = "family-court"
        DISCIPLINARY = "disciplinary"
        REVIEW = "other-review"
        REGULATOR = "regulator"
        OTHER = "other"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="proceedings")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    sort = models.CharField(max_length=14, choices=Sort)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=300, blank=True)  # name and role
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    restrictions = models.TextField(blank=True)  # what may not be done or asked meanwhile
    began = models.DateField()
    expected_end = models.DateField(null=True)
    ended = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest version first."""

        ordering = ("number", "-version")
        constraints = [
            models.UniqueConstraint(fields=("review", "number", "version"), name="proceeding_version_once"),
            models.CheckConstraint(
                condition=models.Q(ended=None) | models.Q(ended__gte=models.F("began")), name="proceeding_in_order"
            ),
        ]


class PublicationHold(models.Model):
    """Something that forbids publication until somebody lifts it."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="holds")
    proceeding = models.PositiveIntegerField(null=True)  # the number of the one it comes from
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_why = models.TextField(blank=True)

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class IndependenceDeclaration(models.Model):
    """What somebody says of their independence; the newest of a person counts. ``answers``: question → yes or no."""

    class Judged(models.TextChoices):
        """What the manager made of it."""

        WAITING = "waiting"
        ACCEPTED = "accepted"
        MORE = "more"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="independence")
    user = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    words = models.TextField(blank=True)
    judged = models.CharField(max_length=8, choices=Judged, default=Judged.WAITING)
    judged_why = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class EntryFold(models.Model):
    """Whether people want an entry folded, whatever its words say; the newest of an entry counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="folds")
    entry_key = models.CharField(max_length=64)
    folded = models.BooleanField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class ReaderChoice(models.Model):
    """Whether somebody wants distressing entries folded in a review."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="reader_choices")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="+")
    fold = models.BooleanField()

    class Meta:
        """One for a person and a review."""

        constraints = [models.UniqueConstraint(fields=("review", "user"), name="reader_choice_once")]
