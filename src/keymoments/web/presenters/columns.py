"""What columns of a file may mean, in words, and what each was taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MEANINGS: Mapping[str, Any] = {
    "date": _("Date of what happened"),
    "time": _("Time"),
    "end_date": _("Last day, where it went on for several"),
    "text": _("What happened"),
    "worker": _("Who did or wrote it"),
    "agency": _("Agency"),
    "who": _("Which child or person"),
    "seen": _("Child seen"),
    "alone": _("Child seen alone"),
    "spoken": _("Child spoken to"),
    "present": _("Who was there"),
    "voice": _("What the child said or wished"),
    "place": _("Place"),
    "type": _("Sort of contact"),
    "action": _("Action or outcome"),
    "source": _("Where it is recorded"),
    "recorded": _("When it was written down"),
    "comment": _("Comment or analysis: never evidence"),
    "reference": _("Reference number"),
}
# Meanings that are told and not offered.
_TOLD: Mapping[str, Any] = {
    "event_date": _("Date of what happened"),
    "end_time": _("Time it ended"),
    "other_date": _("Another date"),
    "": _("Kept with the entry, not used"),
}
MOST = 60  # headings that a page offers


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a file: where it stands, what its column was taken for, and what somebody said it is."""

    words: str
    where: str
    taken_for: str
    said: str

    @property
    def taken_words(self) -> Any:
        """What the column was taken for, in words."""
        return MEANINGS.get(self.taken_for) or _TOLD.get(self.taken_for) or self.taken_for


def headings_of(taken_for: Sequence[Mapping[str, Any]], said: Mapping[str, str]) -> list[Heading]:
    """The headings that reading a version found, each once; ``said``: meaning to heading, as people named them."""
    named = {_plain(heading): meaning for meaning, heading in said.items()}
    found: dict[str, Heading] = {}
    for table in taken_for:
        for words, meaning in table["columns"]:
            found.setdefault(_plain(words), Heading(words, table["where"], meaning, named.get(_plain(words), "")))
    return list(found.values())[:MOST]


def not_found(headings: Sequence[Heading], said: Mapping[str, str]) -> dict[str, str]:
    """What people named that is no heading the reading found: meaning to heading."""
    there = {_plain(heading.words) for heading in headings}
    return {meaning: heading for meaning, heading in said.items() if _plain(heading) not in there}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
