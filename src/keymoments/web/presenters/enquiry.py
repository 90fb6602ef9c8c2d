"""Lines of enquiry and findings in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from keymoments.reviews.queries.enquiry import Speaks

SIDE_WORDS = {
    "for": pgettext_lazy("evidence", "It speaks for it"),
    "against": pgettext_lazy("evidence", "It speaks against it"),
}
WHOSE_WORDS = {
    "child": pgettext_lazy("account", "The child"),
    "family": pgettext_lazy("account", "Somebody of the family"),
    "practitioner": pgettext_lazy("account", "A practitioner"),
}
CONFIDENCE_WORDS = {
    "high": pgettext_lazy("finding", "Sure: the records and the accounts agree"),
    "medium": pgettext_lazy("finding", "Fairly sure: most of it is shown, something speaks against it or is missing"),
    "low": pgettext_lazy("finding", "Not sure: little shows it"),
}
BOX_WORDS = {
    "text": gettext_lazy("What the review finds"),
    "rests_on": gettext_lazy("It rests on"),
    "confidence": gettext_lazy("How sure the review is"),
    "not_known": gettext_lazy("What is not known"),
}
LABEL = 90  # letters of a text by which a piece of evidence is named


def evidence_said(one: Speaks) -> str:
    """A moment or an entry in one line."""
    if one.evidence.moment is not None:
        return _("Key moment %(number)d, %(title)s") % {
            "number": one.evidence.moment.number,
            "title": one.evidence.moment.title,
        }
    if one.entry is None:
        return _("An entry that this review no longer has.")
    text = " ".join(one.entry.text.split())
    return f"{one.entry.name}: {text[:LABEL]}{'…' if len(text) > LABEL else ''}"


def choices_of(speaks: Sequence[Speaks]) -> list[tuple[str, str]]:
    """What stands under a question, for a finding to rest on."""
    against = _("against")
    return [
        (str(one.evidence.pk), evidence_said(one) + (f" ({against})" if one.evidence.side == "against" else ""))
        for one in speaks
    ]


def box_said(name: str, value: Any, labels: Mapping[str, str]) -> str:
    """What one box of a finding holds, in words; ``labels``: of the evidence, by its number."""
    if not value:
        return _("empty")
    if name == "confidence":
        return str(CONFIDENCE_WORDS.get(value, value))
    if name == "rests_on":
        return "\n".join(labels.get(str(number), _("what no longer stands under the question")) for number in value)
    return str(value)
