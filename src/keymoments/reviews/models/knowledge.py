"""Who knew what, from when: what the records held, and what people decided about it."""

from django.db import models


class RunFact(models.Model):
    """One grave fact that an entry tells, as the newest analysis read it. ``known``: from when the record held it.

    ``sort``: its key, ``title`` how a sentence names it. ``first``: nobody of that agency held the sort earlier;
    ``times``, ``last``: of a first one how many records of that agency tell it, and from when the last one did.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="facts")
    sort = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    agency = models.CharField(max_length=40)  # key
    entry = models.CharField(max_length=64)  # key
    known = models.DateField()
    children = models.JSONField(default=list)
    quote = models.JSONField(default=dict)
    first = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)
    last = models.DateField(null=True)
    order = models.PositiveIntegerField()

    class Meta:
        """By the day from which they were held."""

        ordering = ("known", "order")
        indexes = [
            models.Index(fields=("review", "first"), name="facts_held_first"),
            models.Index(fields=("review", "sort", "agency"), name="facts_of_an_agency"),
        ]


class OwnFact(models.Model):
    """A fact that people name, since no rule looks for it or since the words of one do not fit."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="own_facts")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        """In the order in which they were named."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="own_fact_number_once")]

    @property
    def sort(self) -> str:
        """What it goes by where facts of rules go by their key."""
        return f"own-{self.number}"


class HoldingDecision(models.Model):
    """Whether an agency held a fact, and from when, as people decided; the newest that is not taken back counts.

    It hangs on the sort of fact and the agency, never on a row of an analysis.
    """

    class State(models.TextChoices):
        """What was decided."""

        HELD = "held"
        NOT_HELD = "not-held"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="holding_decisions")
    sort = models.CharField(max_length=60)
    agency = models.CharField(max_length=40)  # key
    state = models.CharField(max_length=10, choices=State)
    since = models.DateField(null=True)
    entry = models.CharField(max_length=64, blank=True)  # key of the entry that shows it
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        """Oldest first: the last one counts."""

        ordering = ("id",)
        indexes = [models.Index(fields=("review", "sort", "agency"), name="holdings_of_an_agency")]
