"""Background work in the reader's language: what it is, how far it is, and why it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from keymoments.reviews.models import Job

KIND_WORDS = {
    "read": _("Reading a file"),
    "analyse": _("Analysing the entries"),
    "export": _("Making an export"),
    "replay": _("Making the analysis again"),
}
# What the worker notes down stands in the database in English, so that nobody's language is fixed there.
SAID: Mapping[str, Any] = {
    "Reading the file": _("Reading the file"),
    "Reading the pages of the file": _("Reading the pages of the file"),
    "Laying the chronology": _("Laying the chronology"),
    "Reading who saw the children": _("Reading who saw the children"),
    "Measuring what took long": _("Measuring what took long"),
    "Finding the same event told twice": _("Finding the same event told twice"),
    "Looking for places to look at": _("Looking for places to look at"),
    "Storing what was found": _("Storing what was found"),
    "The same, byte for byte.": _("The same, byte for byte."),
    "Not the same: the definitions are others than then.": _("Not the same: the definitions are others than then."),
    "Not the same: the program is another than then.": _("Not the same: the program is another than then."),
    "Not the same: a file is read otherwise than then.": _("Not the same: a file is read otherwise than then."),
    "Not the same: have the entries analysed again, then ask once more.": _(
        "Not the same: have the entries analysed again, then ask once more."
    ),
    "Gathering the entries": _("Gathering the entries"),
    "Writing the file": _("Writing the file"),
    "Keeping the file": _("Keeping the file"),
    "Reading was stopped.": _("Reading was stopped."),
    "The work stopped three times without an end.": _(
        "It was begun three times and never came to an end, so it was given up. Tell the administrator."
    ),
    "The program does not know this sort of work.": _("The program does not know this sort of work."),
    "Whoever asked for the export may not have it any more.": _(
        "Whoever asked for the export may not have it any more."
    ),
    "Something went wrong in the program. The administrator's log says where.": _(
        "Something went wrong in the program. The administrator’s log says where."
    ),
    "The disk is full: the administrator must make room, then have it done again.": _(
        "The disk is full: the administrator must make room, then have it done again."
    ),
    "The kept file was changed or its key is another one: hand the file in again, and tell the administrator.": _(
        "The kept file was changed or its key is another one: hand the file in again, and tell the administrator."
    ),
}


def kind_of(job: Job) -> Any:
    """What a piece of work is."""
    return KIND_WORDS.get(job.kind, job.kind)


def said_of(job: Job) -> Any:
    """What a piece of work says of itself."""
    return SAID.get(job.says, job.says)


def share_of(job: Job) -> int | None:
    """How far it is in hundredths, where that is known and it goes on."""
    if job.state != Job.State.RUNNING or not job.total:
        return None
    return min(100, 100 * job.done // job.total)
