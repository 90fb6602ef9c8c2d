"""A review and the agencies that knew the family."""

from django.db import models


class Review(models.Model):
    """One case review: the root of access, retention and search."""

    reference = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    nation = models.CharField(max_length=30)
    procedure = models.CharField(max_length=80, blank=True)
    scope_from = models.DateField()
    scope_to = models.DateField()
    incident_date = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=models.Q(scope_to__gte=models.F("scope_from")), name="scope_in_order")
        ]

    def __str__(self) -> str:
        return self.reference


class ReviewAgency(models.Model):
    """An agency of a review. ``key`` is what entries are named by ("school-001")."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="agencies")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)

    class Meta:
        """In the order in which they were named."""

        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="agency_key_once_in_a_review")]

    def __str__(self) -> str:
        return self.name
