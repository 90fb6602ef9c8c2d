"""Forms in which several people write: what is typed is kept, and what is sent ends that."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from keymoments.reviews.operations.drafts import keep_draft, let_draft_go
from keymoments.reviews.operations.versions import Overtaken
from keymoments.reviews.queries.drafts import draft_of
from keymoments.reviews.queries.places import Place
from keymoments.web.views.page import kept, show

_NOT_TYPED = ("csrfmiddlewaretoken", "do", "keep")


def draft_answer(request: HttpRequest, place: Place, about: str) -> HttpResponseBase | None:
    """Keep what is typed, or let it go, where that is what was asked: the answer; nothing where it was not.

    ``about``: the name of the form ("moment-12"). A script gets the line that says so, everybody else the page anew.
    """
    do = request.POST.get("do", "")
    if do == "draft":
        values = {name: texts for name, texts in request.POST.lists() if name not in _NOT_TYPED}
        based_on = request.POST.get("based_on", "")
        number = int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0
        draft = keep_draft(place.review, about=about, values=values, based_on=number, by=place.user)
        if request.headers.get("HX-Request"):
            return show(request, "writing/_draft.jinja", draft=draft)
        return redirect(request.path)
    if do == "let-go":
        sent_in(place, about)
        return redirect(request.path)
    return None


def written(
    request: HttpRequest, place: Place, about: str, form: Form, change: Callable[[], object], *, done: str
) -> tuple[bool, Overtaken | None]:
    """Whether what a form holds was taken, and who was faster where it was not for that."""
    overtaken: list[Overtaken] = []

    def work() -> None:
        try:
            change()
        except Overtaken as refusal:
            overtaken.append(refusal)
            raise
        sent_in(place, about)

    taken = kept(request, form, work, done=done)
    return taken, overtaken[0] if overtaken else None


def sent_in(place: Place, about: str) -> None:
    """What was typed is sent now, or let go: no draft of it is needed any more."""
    draft = draft_of(place, about)
    if draft is not None:
        let_draft_go(draft, by=place.user)
