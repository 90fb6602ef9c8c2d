"""What pages have in common: the way in, and refusals as pages."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from keymoments.reviews.operations.once import once
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.people import person_of
from keymoments.reviews.queries.places import NoSuchReview, NotDeclared, Place, enter
from keymoments.reviews.vault import pieces_of

if TYPE_CHECKING:
    from keymoments.reviews.models import User

Params = ParamSpec("Params")


def in_review(
    permission: Permission, *, reads: str = ""
) -> Callable[[Callable[Concatenate[HttpRequest, Place, Params], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Make a function a page of a review: it gets the :class:`Place` of whoever asks. A stranger gets 404."""

    def make(
        view: Callable[Concatenate[HttpRequest, Place, Params], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def page(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponseBase:
            try:
                place = enter(signed_in(request), reference, permission, reads=reads)
                request.place = place  # type: ignore[attr-defined]  # the navigation shows only what they may see
                return view(request, place, **kwargs)  # type: ignore[call-arg]
            except NoSuchReview:
                raise Http404 from None
            except NotDeclared:
                return redirect("declare", reference)
            except NotAllowed:
                return render(request, "errors/not-allowed.jinja", status=403)

        page.permission = permission  # type: ignore[attr-defined]
        return page

    return make


def kept(request: HttpRequest, form: Form, work: Callable[[], object], *, done: str) -> bool:
    """Whether what a form holds was taken: it was sent, it is right, and the operation did not refuse.

    What the operation refuses stands as an error on the form. The second click of two does nothing more and leads to
    the same page; a file is left out of that, since the same bytes again change nothing anyway.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        token = "" if request.FILES else sent_form(request)
        if token:
            once(token, work)
        else:
            work()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, done)
    return True


def sent_form(request: HttpRequest) -> str:
    """A name for one form of one page as one session sent it, or nothing where no page made it.

    The token against forged requests is new with every page that is shown, so the same one with the same content is
    the same form twice.
    """
    shown = request.POST.get("csrfmiddlewaretoken", "")
    if not shown:
        return ""
    said = [
        request.path,
        request.META.get("CSRF_COOKIE", ""),
        sorted((key, values) for key, values in request.POST.lists()),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def start_of(request: HttpRequest) -> int:
    """How many rows of a list come before the page that is asked for (``?from=``)."""
    asked = request.GET.get("from", "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 0


class Confirmation(Form):
    """A button without boxes."""


def signed_in(request: HttpRequest) -> User:
    """Whoever asks; the guard lets nobody else through."""
    return person_of(request.user)


def kept_file(kept_as: str, name: str, sort: str) -> StreamingHttpResponse:
    """A kept file to take away under a name; ``sort``: its content type."""
    disposition = content_disposition_header(True, name) or "attachment"
    return StreamingHttpResponse(pieces_of(kept_as), content_type=sort, headers={"Content-Disposition": disposition})


def show(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """A page; its title says so where a form of it was not right."""
    forms = [one for value in values.values() for one in (value.values() if isinstance(value, dict) else [value])]
    wrong = any(isinstance(one, BaseForm) and one.is_bound and one.errors for one in forms)
    return render(request, template, {**values, "wrong": wrong})
