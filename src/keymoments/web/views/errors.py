"""Pages for what went wrong."""

from __future__ import annotations

import contextlib
import sys

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from keymoments.reviews.operations.operation import note_full_disk
from keymoments.reviews.vault import disk_is_full


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return render(request, "errors/bad-request.jinja", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return render(request, "errors/not-allowed.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: there is no such page, or none for this person."""
    return render(request, "errors/not-found.jinja", status=404)


def not_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """404 for an address that something else would answer."""
    raise Http404


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 507 where the disk is full: nothing is half-kept, and the audit says it if there is room for a line."""
    if not disk_is_full(sys.exc_info()[1]):
        return render(request, "errors/broken.jinja", status=500)
    user = getattr(request, "user", None)
    with contextlib.suppress(DatabaseError, OSError):
        note_full_disk(user if user is not None and user.is_authenticated else None)
    return render(request, "errors/full-disk.jinja", status=507)


def lost_session(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The session ended while a form was open: what was typed is shown and can be sent again after signing in.

    Sending again is offered only for a form that came from a page of this site: another site's could otherwise be
    sent in somebody's name by one careless click.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and name not in ("csrfmiddlewaretoken", "code") and "password" not in name
    ]
    return render(
        request,
        "errors/lost-session.jinja",
        {
            "typed": [(name, value) for name, value in typed if name != "do"],
            "again": typed if _from_here(request) and not request.FILES and typed else [],
            "files": bool(request.FILES),
        },
        status=403,
    )


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    origin = request.META.get("HTTP_ORIGIN", "")
    fetched = request.META.get("HTTP_SEC_FETCH_SITE", "same-origin")
    return bool(origin == f"{request.scheme}://{request.get_host()}" and fetched == "same-origin")
