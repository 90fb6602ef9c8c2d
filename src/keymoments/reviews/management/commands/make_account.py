"""``manage.py make_account``: the first administrator, and anybody after."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from keymoments.reviews.models.people import Standing
from keymoments.reviews.operations import people
from keymoments.reviews.operations.operation import Refused


class Command(BaseCommand):
    """Makes an account from the server's own shell."""

    help = "Make an account. The password is asked for, or taken from KEYMOMENTS_NEW_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        """Address, name and standing."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--standing", choices=[value for value in Standing.values if value], default="")

    def handle(self, *_: Any, **options: Any) -> None:
        """Check the password as the site would, and make the account."""
        password = os.environ.get("KEYMOMENTS_NEW_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_password(password)
            people.make_account(
                None,
                email=options["email"],
                name=options["name"],
                standing=options["standing"],
                password=password,
                by=people.background(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("The account is made.")
