"""Who belongs to a review, as what, and who was asked to join."""

from django.db import models

from keymoments.reviews.permissions import Role

ROLES = [(str(role), str(role)) for role in Role]


class Membership(models.Model):
    """Somebody's place in a review. It opens only when the question about conflicts of interest was answered."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=ROLES)
    agency = models.ForeignKey("ReviewAgency", null=True, blank=True, on_delete=models.CASCADE, related_name="members")
    conflict = models.BooleanField(null=True, blank=True)  # None: not yet answered
    conflict_words = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One place for one person at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=("review", "user"), condition=models.Q(ended_at=None), name="one_place_in_a_review"
            )
        ]

    @property
    def open(self) -> bool:
        """Whether it lets its holder in."""
        return self.ended_at is None and (self.conflict is False or self.cleared_by_id is not None)


class Invitation(models.Model):
    """A place offered to an address. Only the hash of the link is kept; the link ends by itself."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=30, choices=ROLES)
    agency = models.ForeignKey("ReviewAgency", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
