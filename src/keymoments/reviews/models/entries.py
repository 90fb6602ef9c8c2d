"""Dated lines of the sources, what people put right in them, and what people say about them."""

from django.db import models


class Entry(models.Model):
    """One dated line of a source, as written. ``key`` stays when a file is read again or moved in its file.

    ``order`` is its place in the chronology; an entry that the newest version of its file no longer has is kept and
    marked ``gone_at``. ``columns`` is a list of heading and value; ``earliest``/``latest`` are the days it may mean.
    ``held_from``: the day from which the record held it, where it was written down later than on its own day.
    ``machine`` holds what was read of date, time, contact and people where a person put that right.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="entries")
    agency = models.ForeignKey("ReviewAgency", on_delete=models.CASCADE, related_name="entries")
    source = models.ForeignKey("Source", null=True, on_delete=models.CASCADE, related_name="entries")
    version = models.ForeignKey("SourceVersion", null=True, on_delete=models.SET_NULL, related_name="entries")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=60, blank=True)  # "school-001": agency and running number
    order = models.PositiveIntegerField(default=0)
    where = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    written_date = models.CharField(max_length=200, blank=True)
    written_time = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    columns = models.JSONField(default=list)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    precision = models.CharField(max_length=12)
    doubts = models.JSONField(default=list)  # of: doubtful, inherited, assumed_year
    time_earliest = models.PositiveIntegerField(null=True)  # minutes after midnight
    time_latest = models.PositiveIntegerField(null=True)
    time_exact = models.BooleanField(default=False)
    people = models.JSONField(default=list)
    in_scope = models.BooleanField(default=True)
    notes = models.JSONField(default=list)
    confidence = models.FloatField(null=True)
    contact = models.BooleanField(null=True)  # None until analysed
    held_from = models.DateField(null=True)
    events = models.JSONField(default=list)  # keys of what it tells of that starts or ends a clock
    made_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")  # by hand
    gone_at = models.DateTimeField(null=True)
    machine = models.JSONField(default=dict)

    class Meta:
        """In the order of the chronology."""

        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="entry_key_once_in_a_review")]
        indexes = [
            models.Index(fields=("review", "order", "id"), name="entries_in_order"),
            models.Index(fields=("review", "agency", "order"), name="entries_of_agency"),
            models.Index(fields=("review", "earliest"), name="entries_by_day"),
        ]

    @property
    def clock(self) -> str | None:
        """``HH:MM`` where a clock time was written."""
        minutes = self.time_earliest
        return f"{minutes // 60:02d}:{minutes % 60:02d}" if self.time_exact and minutes is not None else None


class Correction(models.Model):
    """A value a person put right. The written value and the machine's answer stay; the newest correction counts.

    It hangs on the key of the entry, so it is kept when a file is read again. ``child`` is the key of a person where
    the field is an answer about a child or whether the entry names somebody. One that is taken back stays in the
    history and counts no longer.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="corrections")
    entry_key = models.CharField(max_length=64)
    field = models.CharField(max_length=20)  # date, time, contact, people, seen, spoken_to, alone
    child = models.CharField(max_length=60, blank=True)
    was = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        """Oldest first: the last one counts."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "entry_key"), name="corrections_of_entry")]
