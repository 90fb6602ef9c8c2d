"""``manage.py make_key``: a key for the kept files, to be put where the data is not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Writes a new key, never over another one."""

    help = "Write a new key for the kept files. Without the key nothing that was kept with it can be read again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        """Write it for this user's eyes alone."""
        path: Path = options["file"]
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(AESGCM.generate_key(bit_length=256))
        except FileExistsError:
            raise CommandError(f"{path} is there already: a key is never written over.") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written ({error.strerror}).") from None
        self.stdout.write(f"The key is in {path}. Keep a copy of it apart from the data.")
