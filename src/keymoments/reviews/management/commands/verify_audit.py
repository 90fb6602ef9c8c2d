"""``manage.py verify_audit``: is the audit whole, and what to keep elsewhere to show it later."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from keymoments.reviews import audit


class Command(BaseCommand):
    """Walks the chain."""

    help = "Check that no line of the audit was changed or taken out, and print an anchor to keep elsewhere."

    def handle(self, *_: Any, **__: Any) -> None:
        """Print the anchor, or say where the chain breaks."""
        broken, count, anchor = audit.broken_at()
        if broken == -1:
            raise CommandError(f"The audit does not end where it should: {count} lines fit, later ones are missing.")
        if broken is not None:
            raise CommandError(f"The audit is broken at line {broken}: {count} lines before it fit.")
        self.stdout.write(f"{count} lines, whole. Anchor to keep elsewhere: {count}:{anchor}")
