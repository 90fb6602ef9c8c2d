"""The people and places of a review: children, family, professionals, homes; who belongs to whom and lived where."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FamilyPerson(models.Model):
    """Somebody the records speak of. ``key`` is the name answers go by; ``aliases`` is a list of other names.

    ``merged_into``: a reviewer said that this is the same person as another one; the row stays, so that taking the
    merge back loses nothing.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="people")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=100, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    identifiers = models.JSONField(default=list, blank=True)
    subject = models.BooleanField(default=False)
    born = models.DateField(null=True, blank=True)
    died = models.DateField(null=True, blank=True)
    pseudonym = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=10, blank=True)  # female, male; blank where the records do not tell
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merge_reason = models.TextField(blank=True)

    class Meta:
        """Subject children first, in the order in which they were named."""

        ordering = ("-subject", "id")
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="person_key_once_in_a_review")]

    def __str__(self) -> str:
        return self.name


class FamilyPlace(models.Model):
    """A home, school or other place."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="places")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    pseudonym = models.CharField(max_length=60, blank=True)

    class Meta:
        """In the order in which they were named."""

        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="place_key_once_in_a_review")]


class Relation(models.Model):
    """One person is something to another: "parent" of, "partner" of (:class:`~keymoments.analysis.household.Kinship`).

    An open end is not known or still so. ``begins_known``/``ends_known``: whether the day, the month or only the year
    is known; then the first or the last day of it is kept.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="relations")
    person = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="related")
    kind = models.CharField(max_length=60)
    begins = models.DateField(null=True, blank=True)
    begins_known = models.CharField(max_length=5, default="day")
    ends = models.DateField(null=True, blank=True)
    ends_known = models.CharField(max_length=5, default="day")

    class Meta:
        """In the order in which they were said."""

        ordering = ("id",)


class Residence(models.Model):
    """Who lived where from when until when; an open end is not known or still so. Days as in :class:`Relation`."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="residences")
    person = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="residences")
    place = models.ForeignKey(FamilyPlace, on_delete=models.CASCADE, related_name="residences")
    begins = models.DateField(null=True, blank=True)
    begins_known = models.CharField(max_length=5, default="day")
    ends = models.DateField(null=True, blank=True)
    ends_known = models.CharField(max_length=5, default="day")

    class Meta:
        """In the order in which they were said."""

        ordering = ("id",)


class UnknownName(models.Model):
    """Somebody the analysis found named and could not place, and what a reviewer decided about the name.

    ``key`` is the name without case, accents and signs: a decision is kept by it when the review is analysed again.
    ``run`` is the newest analysis that found the name; ``person`` who it is, once named or merged.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("Not decided")
        NAMED = "named", _("Named as a new person")
        MERGED = "merged", _("Another name of somebody")
        ASIDE = "aside", _("Set aside")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="unknown_names")
    run = models.ForeignKey("Run", null=True, on_delete=models.SET_NULL, related_name="unknown_names")
    key = models.CharField(max_length=200)
    written = models.CharField(max_length=200)
    guess = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=0)
    entries = models.JSONField(default=list)  # entry keys
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    person = models.ForeignKey(FamilyPerson, null=True, on_delete=models.RESTRICT, related_name="names_found")
    decided_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        """Those named most often first."""

        ordering = ("-count", "id")
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="unknown_name_once_in_a_review")]
