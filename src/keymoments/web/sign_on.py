"""Single sign-on: the organisation vouches for an address, and the account of that address is let in."""

from __future__ import annotations

import logging
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from keymoments.reviews.queries.people import account_of

log = logging.getLogger(__name__)


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation says who somebody is; the account of that address must be there already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Nobody gets an account by signing in."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: Any,  # noqa: ARG002
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        """Tell the administrator's log why; the person sees a page without details."""
        log.warning("Single sign-on failed: %s (%s)", error, type(exception).__name__)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of the address that the organisation vouches for."""
        if sociallogin.is_existing:
            return
        for email in [one.email for one in sociallogin.email_addresses if one.verified]:
            user = account_of(email)
            if user is not None:
                sociallogin.connect(request, user)
                return
