"""``manage.py work``: the worker."""

import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from keymoments.collector import collect_seldom
from keymoments.reviews import jobs


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


class Command(BaseCommand):
    """Does what waits: reading, analysing."""

    help = "Do the work that waits: reading files, analysing entries."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--until-empty``: end when nothing waits."""
        parser.add_argument("--until-empty", action="store_true", help="end when nothing waits")

    def handle(self, *_: Any, **options: Any) -> None:
        """Work, unless another worker does. Told to end, it leaves its work to the next."""
        signal.signal(signal.SIGTERM, _end)
        with jobs.only_worker() as free:
            if not free:
                self.stderr.write("A worker of this data folder is running already.")
                return
            collect_seldom()
            jobs.work_on(until_empty=options["until_empty"])
