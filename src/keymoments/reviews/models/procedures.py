"""How a review runs: the procedure it is under, days of events, more time, pauses, checks on time and quality."""

from django.db import models

from keymoments.analysis.limits import Unit

UNITS = [(str(unit), str(unit)) for unit in Unit]


class Arrangement(models.Model):
    """A board's own arrangement, copied from a procedure to be piloted; ``content``: as in a file of a pack."""

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    based_on = models.CharField(max_length=80)
    nation = models.CharField(max_length=30)
    starts = models.DateField()
    ends = models.DateField(null=True)
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first; a version is never changed, another is made."""

        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("key", "version"), name="arrangement_version_once"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="arrangement_in_order"
            ),
        ]


class ReviewProcedure(models.Model):
    """The procedure or arrangement that a review is under, whole as it was when it was chosen."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="procedures")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    based_on = models.CharField(max_length=80, blank=True)  # of a pilot: the standing procedure it was made from
    nation = models.CharField(max_length=30)
    content = models.JSONField()
    bases = models.JSONField(default=list)
    why = models.TextField(blank=True)
    chosen_at = models.DateTimeField(auto_now_add=True)
    chosen_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; a review is under one at a time."""

        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("review",), condition=models.Q(ended_at=None), name="one_procedure_at_a_time"
            )
        ]


class ReviewEvent(models.Model):
    """The day of an event of the procedure, or on which a stage was done ("<stage>-done")."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="procedure_events")
    event = models.CharField(max_length=80)
    on = models.DateField()
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        """Oldest first; one day counts for an event."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("review", "event"), condition=models.Q(taken_back_at=None), name="one_day_of_an_event"
            )
        ]


class StartChoice(models.Model):
    """From which event a stage is counted, where guidance is not clear; the newest of a stage counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="start_choices")
    stage = models.CharField(max_length=60)
    event = models.CharField(max_length=80)
    why = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class StageExtension(models.Model):
    """More time for a stage: when it was sought, why, until when, what was done already, who was told."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="extensions")
    stage = models.CharField(max_length=60)
    sought_on = models.DateField()
    new_due = models.DateField()
    reason = models.TextField()
    already_done = models.TextField()
    told = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        """In the order in which they were sought."""

        ordering = ("sought_on", "id")


class ReviewPause(models.Model):
    """A time in which the review waits for something else, with its lawful reason; it never hides elapsed time."""

    class Sort(models.TextChoices):
        """For what it waits."""

        CRIMINAL = "criminal"
        INQUEST = "inquest"
        FAMILY = "family-proceedings"
        OTHER = "other"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="pauses")
    sort = models.CharField(max_length=20, choices=Sort)
    starts = models.DateField()
    ends = models.DateField()
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        """In order of time."""

        ordering = ("starts", "id")
        constraints = [models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="pause_in_order")]


class ConfirmedLimit(models.Model):
    """A number of the procedure that somebody confirmed or put right, with the text where it stands."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="confirmed_limits")
    procedure = models.CharField(max_length=80)
    stage = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=UNITS)
    source = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; one counts for a stage."""

        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("review", "procedure", "stage"),
                condition=models.Q(taken_back_at=None),
                name="one_confirmed_limit",
            )
        ]


class ProgressCheck(models.Model):
    """A dated look at time and quality while the review runs (in England a duty since 2018: SI 2018/789, reg. 14)."""

    class Time(models.TextChoices):
        """Whether it goes as planned."""

        ON_TIME = "on-time"
        BEHIND = "behind"
        CANNOT_SAY = "cannot-say"

    class Quality(models.TextChoices):
        """Whether it is as good as it should be."""

        GOOD = "good"
        CONCERN = "concern"
        CANNOT_SAY = "cannot-say"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="progress_checks")
    on = models.DateField()
    time = models.CharField(max_length=12, choices=Time)
    time_words = models.TextField(blank=True)
    quality = models.CharField(max_length=12, choices=Quality)
    quality_words = models.TextField(blank=True)
    asked = models.TextField(blank=True)  # asked of the reviewer in writing: information, or a draft
    next_on = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-on", "-id")
