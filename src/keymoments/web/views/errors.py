"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return render(request, "errors/bad-request.jinja", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return render(request, "errors/not-allowed.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: there is no such page, or none for this person."""
    return render(request, "errors/not-found.jinja", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "errors/broken.jinja", status=500)


def lost_session(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The session ended while a form was open: what was typed is shown, so that nothing is lost."""
    skipped = ("csrfmiddlewaretoken", "password", "code")
    typed = [(name, value) for name, value in request.POST.items() if value and name not in skipped]
    return render(request, "errors/lost-session.jinja", {"typed": typed}, status=403)
