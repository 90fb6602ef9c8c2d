"""Meetings of a review with who came, and the letters and forms that were made for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Meeting(models.Model):
    """A meeting; ``version`` counts the changes of what people write in it together."""

    class Sort(models.TextChoices):
        """What it is for."""

        PANEL = "panel", _("Panel")
        RAPID_REVIEW = "rapid-review", _("Rapid review")
        PRACTITIONERS = "practitioners", _("Practitioners")
        FAMILY = "family", _("Family")
        BOARD = "board", _("Board")
        OTHER = "other", _("Another meeting")

    class State(models.TextChoices):
        """Whether it took place."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CALLED_OFF = "called-off", _("Called off")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveIntegerField()
    sort = models.CharField(max_length=14, choices=Sort)
    title = models.CharField(max_length=200)
    day = models.DateField()
    time = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=300, blank=True)  # a room, or a link
    stage = models.CharField(max_length=60, blank=True)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    called_off_why = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-day", "-number")
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="meeting_number_once")]


class Attendance(models.Model):
    """Whether somebody was asked to a meeting and came; another answer is another row, and this one taken out."""

    class Answer(models.TextChoices):
        """How it stands."""

        INVITED = "invited", _("Invited")
        CAME = "came", _("Came")
        APOLOGIES = "apologies", _("Sent apologies")
        ABSENT = "absent", _("Did not come")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="attendance")
    meeting = models.ForeignKey("Meeting", on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    named = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=10, choices=Answer)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """As they were put down; a member or somebody named, a member once."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, named="") | (models.Q(member=None) & ~models.Q(named="")),
                name="attendance_of_one",
            ),
            models.UniqueConstraint(
                fields=("meeting", "member"), condition=models.Q(taken_out_at=None), name="attendance_once"
            ),
        ]


class MadeDocument(models.Model):
    """A Word file filled from the review, kept as it was made. ``template``: the board's own, by its file's name."""

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveIntegerField()
    letter = models.CharField(max_length=60)
    stage = models.CharField(max_length=60, blank=True)
    agency = models.ForeignKey("ReviewAgency", null=True, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=200, blank=True)
    kept_as = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    to_fill_in = models.PositiveIntegerField(default=0)  # places that stand as "[to be filled in: …]"
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="document_number_once")]


class BoardTemplate(models.Model):
    """The board's own Word file for a letter, for every review of the site; the newest that is not taken out counts."""

    letter = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kept_as = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-id",)
