"""Letters in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LETTER_WORDS = {
    "records-request": _("Request for records"),
    "rapid-review": _("Record of the rapid review"),
    "terms-of-reference": _("Terms of reference"),
    "family": _("Letter to the family"),
    "agency": _("Letter to an agency"),
    "decision": _("Letter about the decision"),
}
ABOUT_WORDS = {
    "records-request": _("Asks an agency for its records, with what the review asked it for on this site."),
    "rapid-review": _("What the first look found and decided."),
    "terms-of-reference": _("Questions, period, agencies and people of the review."),
    "family": _("Plain and gentle. It holds nothing of the case but the names that you type."),
    "agency": _("Tells an agency of the review and what happens next."),
    "decision": _("Says what was decided, and why."),
}
