"""``manage.py import_bundle``: a review from its archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from keymoments.reviews.bundle import Bundle, BundleError
from keymoments.reviews.operations.bundles import import_bundle
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.operations.people import background


class Command(BaseCommand):
    """Does what the page does, for archives of any size."""

    help = "Take a review in from its archive: all of it, or nothing where a part was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive."""
        parser.add_argument("archive", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        """Check, take in, and say what came."""
        path: Path = options["archive"]
        try:
            with path.open("rb") as source:
                review = import_bundle(Bundle(source), by=background())
        except OSError:
            raise CommandError("The archive cannot be opened: check the path.") from None
        except (BundleError, Refused) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{review.reference}: {review.entries.count()} entries, {review.moments.count()} key moments")
