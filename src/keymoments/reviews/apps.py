"""The one Django app that owns the database."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Named here so that its tables begin with ``reviews_``."""

    name = "keymoments.reviews"
    label = "reviews"
