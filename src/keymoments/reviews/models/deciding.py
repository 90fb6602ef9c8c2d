"""Whether there is to be a review: criteria with their evidence, what was found before, the decision, who was told."""

from django.db import models


class CriterionAnswer(models.Model):
    """Whether a criterion of the procedure is met, why, and the entries that show it; the newest counts."""

    class Answer(models.TextChoices):
        """What was found."""

        MET = "met"
        NOT_MET = "not-met"
        UNCLEAR = "unclear"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="criterion_answers")
    criterion = models.CharField(max_length=80)
    answer = models.CharField(max_length=8, choices=Answer)
    why = models.TextField()
    entries = models.JSONField(default=list)  # keys
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class FoundBefore(models.Model):
    """An earlier finding of this board that this case repeats. The words are kept: the other review may go."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="found_before")
    other = models.CharField(max_length=60)  # the other review's reference
    number = models.PositiveIntegerField()
    words = models.TextField()
    note = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; each earlier finding once."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("review", "other", "number"), condition=models.Q(taken_back_at=None), name="found_before_once"
            )
        ]


class Decision(models.Model):
    """What was decided, by whom, when, with the reasons on both sides; the newest counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="decisions_to_review")
    outcome = models.CharField(max_length=40)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=300)
    reasons_for = models.TextField()
    reasons_against = models.TextField()
    repeats = models.TextField(blank=True)  # what was found before, in words
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-id",)


class DecisionTold(models.Model):
    """Who was told of a decision, when and how."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="told_of_decision")
    decision = models.ForeignKey("Decision", on_delete=models.CASCADE, related_name="told")
    who = models.CharField(max_length=300)
    on = models.DateField()
    how = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("on", "id")


class LookBackFact(models.Model):
    """A fact of the look-back test that somebody looked up: so from one day to another, or not so at any time of it."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="look_back_facts")
    fact = models.CharField(max_length=60)
    so = models.BooleanField()
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)  # nothing where it had not ended
    source = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; what was so has a first day."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(so=False, begins=None, ends=None) | models.Q(so=True, begins__isnull=False),
                name="look_back_fact_with_its_day",
            )
        ]
