"""What people say about things of a review: threads, answers, what is settled, and notices of what is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import comments as operations
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.comments import Threads, comment_in, comments_in, may_speak, threads_about
from keymoments.reviews.queries.places import Place
from keymoments.web.forms.comments import Speaking
from keymoments.web.presenters.comments import about_said, address_of
from keymoments.web.views.page import Confirmation, in_review, kept, show, start_of


@in_review(Permission.THREAD_VIEW, reads="review:comments:view")
def comments(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What is not settled in the review, or what is, and one's own notices."""
    settled = request.GET.get("show") == "settled"
    found = comments_in(place, settled=settled, start=start_of(request))
    form = Confirmation(request.POST or None)
    if kept(request, form, lambda: operations.see_notices(place.review, by=place.user), done=_("Kept")):
        return redirect("comments", place.review.reference)
    return show(request, "comments/comments.jinja", review=place.review, found=found, settled=settled,
                about=about_said)  # fmt: skip


@in_review(Permission.THREAD_VIEW, reads="review:comments:view")
def thread(request: HttpRequest, place: Place, about: str, thing: str) -> HttpResponseBase:
    """What is said about one thing; an agency's word on the facts of its entries stands apart."""
    found = threads_about(place, about, thing)
    may_panel, may_facts = may_speak(place, found.entry)
    do, number = request.POST.get("do", ""), request.POST.get("number", "")
    answered = number if do == "answer" else ""
    form: Form = Speaking(request.POST) if do in ("say", "answer") else Confirmation(request.POST or None)
    work = _work(place, about, thing, do, number, found, form)
    if do and kept(request, form, work, done=_("Kept")):
        return redirect("thread", place.review.reference, about, thing)
    return show(request, "comments/thread.jinja", review=place.review, found=found, title=about_said(about, thing),
                back=address_of(place.review.reference, about, thing), form=form, answered=answered,
                may_panel=may_panel, may_facts=may_facts, own=place.own)  # fmt: skip


def _work(
    place: Place, about: str, thing: str, do: str, number: str, found: Threads, form: Any
) -> Callable[[], object]:
    """What the form of one sort asks."""

    def one() -> Any:
        return comment_in(place, about, thing, number)

    def say() -> object:
        text, first = form.cleaned_data["text"], one() if do == "answer" else None
        if place.own is not None and found.entry is not None:
            return operations.say_facts(found.entry, text=text, reply_to=first, by=place.user)
        return operations.comment(place.review, about=about, thing=thing, text=text, reply_to=first, by=place.user)

    if do == "resolve":
        return lambda: operations.resolve(one(), by=place.user)
    if do == "reopen":
        return lambda: operations.reopen(one(), by=place.user)
    return say
