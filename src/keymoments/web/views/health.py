"""Does the site answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For whoever watches the server: says nothing but that it is there."""
    return HttpResponse("ok", content_type="text/plain")
