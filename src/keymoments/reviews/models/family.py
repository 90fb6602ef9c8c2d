"""The people and places of a review: children, family, professionals, homes; who belongs to whom and lived where."""

from django.db import models


class FamilyPerson(models.Model):
    """Somebody the records speak of. ``key`` is the name answers go by; ``aliases`` is a list of other names."""

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
    """One person is something to another: "mother" of, "partner" of."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="relations")
    person = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="related")
    kind = models.CharField(max_length=60)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)


class Residence(models.Model):
    """Who lived where from when until when; an open end is not known or still so."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="residences")
    person = models.ForeignKey(FamilyPerson, on_delete=models.CASCADE, related_name="residences")
    place = models.ForeignKey(FamilyPlace, on_delete=models.CASCADE, related_name="residences")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
