"""What is wanted from whom by when, what was done about it, the reminders that went out, and mail kept here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Owed(models.Model):
    """Something wanted from an agency, a member of the review or somebody named; never asked for twice with records.

    Requests for an agency's records are :class:`RecordsRequest` and stand on the same page.
    """

    class Sort(models.TextChoices):
        """What is wanted."""

        RECORDS = "records", _("Further records")  # beyond the chronology: one paper, one policy
        INFORMATION = "information", _("Information in writing")
        DRAFT = "draft", _("A draft")
        COMMENTS = "comments", _("Comments on facts")
        ACTION = "action", _("An action from a meeting")
        OTHER = "other", _("Something else")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="owed")
    number = models.PositiveIntegerField()
    sort = models.CharField(max_length=12, choices=Sort)
    what = models.TextField()
    agency = models.ForeignKey("ReviewAgency", null=True, on_delete=models.CASCADE, related_name="owed")
    member = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="owed")
    named = models.CharField(max_length=200, blank=True)  # somebody without an account
    due = models.DateField()
    meeting = models.ForeignKey("Meeting", null=True, on_delete=models.PROTECT, related_name="actions")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The most urgent first; each is wanted from exactly one."""

        ordering = ("due", "number")
        constraints = [
            models.UniqueConstraint(fields=("review", "number"), name="owed_number_once"),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, member=None, named="")
                | models.Q(agency=None, member__isnull=False, named="")
                | (models.Q(agency=None, member=None) & ~models.Q(named="")),
                name="owed_by_one",
            ),
        ]

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"item-{self.number}"


_ONE_THING = models.Q(owed__isnull=False, request=None) | models.Q(owed=None, request__isnull=False)


class OwedChange(models.Model):
    """A step in the life of something owed; the newest says how it stands. Nothing of it is ever changed."""

    class Sort(models.TextChoices):
        """What happened."""

        DUE = "due", _("Another day")
        DONE = "done", _("Done")
        NOT_DONE = "not-done", _("Not done after all")
        ASIDE = "aside", _("Set aside")
        BACK = "back", _("Brought back")
        PAUSED = "paused", _("Nobody is reminded for now")
        RESUMED = "resumed", _("Reminders go on")

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="owed_changes")
    owed = models.ForeignKey("Owed", null=True, on_delete=models.CASCADE, related_name="changes")
    request = models.ForeignKey("RecordsRequest", null=True, on_delete=models.CASCADE, related_name="changes")
    sort = models.CharField(max_length=10, choices=Sort)
    words = models.TextField(blank=True)
    was = models.DateField(null=True)
    due = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=_ONE_THING, name="change_of_one_thing")]


class Reminder(models.Model):
    """A step of the ladder to one person; ``user`` is nobody where the review has none to mail.

    ``due``: the day that counted then, so a new day begins a new ladder. Not sent yet: it is tried again.
    """

    review = models.ForeignKey("Review", on_delete=models.CASCADE, related_name="reminders")
    owed = models.ForeignKey("Owed", null=True, on_delete=models.CASCADE, related_name="reminders")
    request = models.ForeignKey("RecordsRequest", null=True, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=60)
    title = models.CharField(max_length=200)  # of the step as it was then
    due = models.DateField()
    user = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # no longer wanted when its turn came
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; a step goes to a person once."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=_ONE_THING, name="reminder_of_one_thing"),
            models.UniqueConstraint(fields=("owed", "step", "due", "user"), name="item_reminder_once"),
            models.UniqueConstraint(fields=("request", "step", "due", "user"), name="request_reminder_once"),
            models.UniqueConstraint(
                fields=("owed", "step", "due"), condition=models.Q(user=None), name="item_reminder_to_nobody_once"
            ),
            models.UniqueConstraint(
                fields=("request", "step", "due"), condition=models.Q(user=None), name="request_reminder_to_nobody_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=("id",),
                condition=models.Q(sent_at=None, dropped_at=None, user__isnull=False),
                name="reminder_waiting",
            )
        ]


class KeptMail(models.Model):
    """A mail of a site that has no host to send it: it is kept here, for the administrator to hand on."""

    at = models.DateTimeField(auto_now_add=True)
    to = models.TextField()
    subject = models.TextField()
    text = models.TextField()

    class Meta:
        """Newest first."""

        ordering = ("-id",)
