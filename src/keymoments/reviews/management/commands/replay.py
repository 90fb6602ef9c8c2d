"""``manage.py replay``: whether a review's newest analysis can be made again, byte for byte."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from keymoments.reviews.models import Review
from keymoments.reviews.operations.bundles import replayed


class Command(BaseCommand):
    """Reads sources and decisions, analyses them, and compares; changes nothing."""

    help = "Make a review's newest analysis again and say whether it gives the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """The reference of the review."""
        parser.add_argument("reference")

    def handle(self, *_: Any, **options: Any) -> None:
        """One line; an error where it is not the same."""
        review = Review.objects.filter(reference=options["reference"]).first()
        if review is None:
            raise CommandError("There is no review with this reference.")
        found = replayed(review)
        if found.run is None:
            raise CommandError("Nothing of this review has been analysed yet.")
        if not found.same:
            reasons = (
                (found.pack, "the definitions"),
                (found.version, "the program"),
                (found.read, "the reading of a file"),
            )
            why = next((words for same, words in reasons if not same), "what people decided")
            raise CommandError(f"Not the same as the analysis of {found.run.made_at:%d %B %Y}: {why} changed since.")
        self.stdout.write(f"The same, byte for byte: {found.run.output}")
