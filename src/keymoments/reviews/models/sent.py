"""Forms that were taken already, so that the second click of two changes nothing."""

from django.db import models


class SentForm(models.Model):
    """A form as one page showed it and one person sent it; kept for a day. ``token`` is a hash of both."""

    token = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)
