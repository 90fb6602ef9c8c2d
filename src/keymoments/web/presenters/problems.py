"""What could not be read, as the site tells it: advice meant for the command line is put in the site's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The readers serve the command line too, whose users name columns and files in case.toml.
_HERE: Mapping[str, Any] = {
    "Check that it is the right file; if its columns have unusual headings, name them in case.toml.": _(
        "Check that it is the right file. If its columns have unusual headings, say below what they mean."
    ),
    "Ask the agency whether something is missing; if the words stand in a column, name it in case.toml.": _(
        "Check whether something is missing. If the words stand in a column, say below what that column means."
    ),
    "Unpack it and name the files inside it in case.toml.": _("Unpack it and hand in the files inside it."),
    "Split it into smaller files and name each in case.toml.": _("Split it into smaller files and hand each in."),
    "Open it in the program it was made with, save it as a new file or in parts, and run again.": _(
        "Open it in the program it was made with, save it as a new file or in parts, and hand that in."
    ),
    "Check your rights to it and run again.": _("Hand the file in once more."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem on a page; ``key``: of the entry that was read at its place, where there is one."""

    where: str
    what: str
    how_to_fix: Any
    key: str


def problems_shown(problems: Sequence[Mapping[str, str]], keys: Mapping[str, str]) -> list[Shown]:
    """Every problem in the site's words. ``keys``: place in the file to key of the entry there."""
    return [
        Shown(
            gettext("whole file") if one["where"] == "whole file" else one["where"],
            one["what"],
            _HERE.get(one["how_to_fix"], one["how_to_fix"]),
            keys.get(one["where"], ""),
        )
        for one in problems
    ]
