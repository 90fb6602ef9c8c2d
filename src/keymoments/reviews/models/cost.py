"""What a review costs: rates, lines of work and bills, budgets, timesheets that were handed in."""

from django.db import models


class CostRate(models.Model):
    """A day's rate for a person, an agency or a sort of work, from a day on, and who stated it."""

    class What(models.TextChoices):
        """For whom."""

        PERSON = "person"
        AGENCY = "agency"
        SORT = "sort"

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="cost_rates")
    what = models.CharField(max_length=6, choices=What)
    who = models.CharField(max_length=200)  # a name, an agency's key, a sort of work
    per_day = models.DecimalField(max_digits=9, decimal_places=2)
    starts = models.DateField()
    source = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In order of time."""

        ordering = ("starts", "id")
        constraints = [models.CheckConstraint(condition=models.Q(per_day__gte=0), name="rate_not_negative")]


class Timesheet(models.Model):
    """A file of work that was handed in: its cells as they were written; nothing counts before it is taken."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="timesheets")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()  # the file itself: it is text
    hours_a_day = models.DecimalField(max_digits=4, decimal_places=2)
    people = models.JSONField(default=dict)  # a name as written → the name of whom it means
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; the same file counts once."""

        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("review", "number"), name="timesheet_number_once"),
            models.UniqueConstraint(
                fields=("review", "sha256"), condition=models.Q(set_aside_at=None), name="timesheet_once"
            ),
        ]


class CostItem(models.Model):
    """Work or a bill. Days, money without tax, or both; one that was put right names the one it replaces."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="cost_items")
    on = models.DateField()
    person = models.CharField(max_length=200)
    user = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("ReviewAgency", null=True, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20)
    stage = models.CharField(max_length=60, blank=True)
    days = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    money = models.DecimalField(max_digits=11, decimal_places=2, null=True)
    tax = models.DecimalField(max_digits=11, decimal_places=2, default=0)
    note = models.CharField(max_length=500, blank=True)
    timesheet = models.ForeignKey("Timesheet", null=True, on_delete=models.PROTECT, related_name="items")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Newest work first."""

        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__isnull=False) | models.Q(money__isnull=False), name="days_or_money"
            )
        ]


class Budget(models.Model):
    """What was set aside for a sort of cost, or for all of it; the newest of a sort counts."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="budgets")
    sort = models.CharField(max_length=20, blank=True)  # nothing: all of it
    money = models.DecimalField(max_digits=11, decimal_places=2)
    days = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    agreed_on = models.DateField()
    agreed_by = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
