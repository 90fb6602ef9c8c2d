"""The text of an entry on a page: folded behind a calm line where it is hard to read, open otherwise."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from keymoments.reviews.queries.folding import MARKED, Folding

GROUP_WORDS = {
    "death": gettext_lazy("a death"),
    "injury": gettext_lazy("injuries in detail"),
    "sexual": gettext_lazy("sexual abuse"),
    "self-harm": gettext_lazy("suicide or self-harm"),
    "cruelty": gettext_lazy("cruelty"),
    MARKED: gettext_lazy("what may be hard to read"),
}


def folding_of(request: HttpRequest) -> Folding | None:
    """What is folded for whoever asks, made once for a page."""
    place = getattr(request, "place", None)
    if place is None:
        return None
    made: Folding | None = getattr(request, "folding", None)
    if made is None:
        made = Folding(place)
        request.folding = made  # type: ignore[attr-defined]
    return made


def entry_text(request: HttpRequest, key: str, plain: str, shown: Markup | str = "") -> Markup:
    """An entry's text as a paragraph; ``shown``: the text with its marks, where it has some."""
    body = f'<p class="km-text govuk-body">{escape(shown or plain)}</p>'
    folding = folding_of(request)
    groups = folding.folds(key, plain) if folding else ()
    if not groups:
        return Markup(body)  # noqa: S704 - escaped above
    words = _("This entry speaks of %(what)s. Open to read it.") % {
        "what": ", ".join(str(GROUP_WORDS.get(group, group)) for group in groups)
    }
    return Markup(  # noqa: S704 - escaped above
        '<details class="govuk-details km-folded"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{escape(words)}</span></summary>'
        f'<div class="govuk-details__text">{body}</div></details>'
    )
