"""What a comment is about, in words and as an address."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

_PAGES = {"entry": "entry", "suggestion": "suggestion", "moment": "moment", "line": "line", "finding": "finding"}


def about_said(about: str, thing: str) -> str:
    """A thing in words."""
    match about:
        case "entry":
            return _("an entry")
        case "suggestion":
            return _("a suggestion")
        case "moment":
            return _("key moment %(number)s") % {"number": thing}
        case "line":
            return _("question %(number)s") % {"number": thing}
    return _("finding %(number)s") % {"number": thing}


def address_of(reference: str, about: str, thing: str) -> str:
    """Where a thing stands."""
    return reverse(_PAGES[about], args=[reference, thing])
