"""Mail kept here, for the administrator alone: invitations hold links."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.mail import kept_mails
from keymoments.web.views.page import show, signed_in


def outbox(request: HttpRequest) -> HttpResponseBase:
    """The mails of the site, newest first; reading them is written into the audit."""
    user = signed_in(request)
    if not may(user, Permission.ACCOUNTS):
        raise PermissionDenied
    before = request.GET.get("before", "")
    found = kept_mails(user, int(before) if before.isdecimal() and len(before) < 19 else None)
    return show(request, "outbox/outbox.jinja", found=found, sends=bool(settings.EMAIL_HOST))
