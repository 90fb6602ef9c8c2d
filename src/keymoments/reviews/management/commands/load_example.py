"""``manage.py load_example``: the invented example as a review, with somebody in each role."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify

from keymoments.analysis.calendar import add_working_days
from keymoments.ingest.casefile import read_case
from keymoments.reviews import jobs
from keymoments.reviews.models import Review, User
from keymoments.reviews.operations import members, people, reviews, sources
from keymoments.reviews.permissions import Role


def pieces_in(data: BinaryIO) -> Iterator[bytes]:
    """A file in pieces of a megabyte."""
    while piece := data.read(1 << 20):
        yield piece


class Command(BaseCommand):
    """Does what people would do on the site, through the same operations."""

    help = "Load an invented review with somebody in each role, and print how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, and one password for all (made up where none is given)."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--password")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load once; a second time only says so."""
        folder: Path = options["folder"]
        case = read_case(folder)
        if Review.objects.filter(reference=slugify(case.reference)).exists():
            self.stdout.write("The example is loaded already; its sign-in details were printed then.")
            return
        if User.objects.exclude(system=True).exists():
            raise CommandError("This site has accounts already: the example belongs on an empty one.")
        password = options["password"] or secrets.token_urlsafe(12)
        by = people.background()
        made: list[User] = []

        def account(name: str, address: str, standing: str = "") -> User:
            user = people.make_account(
                None, email=f"{address}@example.org", name=name, standing=standing, password=password, by=by
            )
            made.append(user)
            return user

        manager = account("Mair Manager", "manager", "manager")
        review = reviews.open_review(case, title="The example review", by=manager)
        members.declare(review.memberships.get(user=manager), conflict=False, words="", by=manager)
        first = review.agencies.all()[0]
        for role, name in (
            (Role.LEAD_REVIEWER, "Lena Lead"),
            (Role.PANEL_MEMBER, "Pat Panel"),
            (Role.AGENCY_AUTHOR, "Ari Author"),
            (Role.AGENCY_LEAD, "Ada Agency"),
            (Role.BOARD_MEMBER, "Bo Board"),
            (Role.ANALYST, "Ana Analyst"),
        ):
            user = account(name, role.value)
            place = members.admit(review, user=user, role=role, agency=first, by=manager)
            members.declare(place, conflict=False, words="", by=user)
        account("Una Auditor", "auditor", "auditor")
        account("Sid Administrator", "administrator", "administrator")
        for agency, listed in zip(review.agencies.all(), case.agencies, strict=True):
            sources.ask_for_records(
                agency,
                what="All records of the children and their household.",
                period_from=review.scope_from,
                period_to=review.scope_to,
                due=add_working_days(timezone.localdate(), 10, review.nation),
                by=manager,
            )
            for file in listed.files:
                with (folder / file).open("rb") as data:
                    version = sources.upload(agency, name=file, pieces=pieces_in(data), by=manager)
                if listed.columns:
                    sources.name_columns(version.source, columns=dict(listed.columns), by=manager)
        with jobs.only_worker() as free:  # where a worker runs, the work is its
            if free:
                jobs.work_on(until_empty=True)
        self.stdout.write(f"Sign in at the address of the site; the password of all is {password}")
        for user in made:
            self.stdout.write(f"  {user.email:<32} {user.name}")
