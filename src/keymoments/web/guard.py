"""Nobody sees a page without signing in, but for those that let people in."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from keymoments.web.views.errors import lost_session

OPEN = (
    "/account/login/",
    "/account/2fa/",
    "/account/password/reset/",
    "/account/oidc/",
    "/account/3rdparty/",
    "/invitation/",
    "/assets/",
    "/health",
    "/language/",
)


_FRESH = 60  # seconds within which a session need not be told again that its person is there


class SignedInMiddleware:
    """Sends a stranger to sign-in, and somebody without a second factor to set one up."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    @staticmethod
    def _may_set_up(request: HttpRequest) -> bool:
        """Pages of one's own account, single sign-on included: there the organisation asks for the second factor."""
        return request.path.startswith("/account/") or "socialaccount_login" in request.session

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through, or send on."""
        if request.path.startswith(OPEN):
            return self.answer(request)
        if not request.user.is_authenticated:
            if request.method == "POST":  # what was typed is shown rather than thrown away
                return lost_session(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if settings.SECOND_FACTOR and not self._may_set_up(request) and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        _stay(request)
        response = self.answer(request)
        response["Cache-Control"] = "no-store"  # case material stays in no browser's store
        return response


def _stay(request: HttpRequest) -> None:
    """The hour after which a session ends begins anew, once a minute: writing it with every page slows all readers."""
    now = int(time.time())
    if now - request.session.get("there_at", 0) >= _FRESH:
        request.session["there_at"] = now
