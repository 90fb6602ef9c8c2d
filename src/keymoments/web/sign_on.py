"""Single sign-on: the organisation vouches for an address, and the account of that address is let in."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from keymoments.reviews.queries.people import account_of


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation says who somebody is; the account of that address must be there already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Nobody gets an account by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of the address that the organisation vouches for."""
        if sociallogin.is_existing:
            return
        vouched = [one.email for one in sociallogin.email_addresses if one.verified]
        for email in vouched:
            user = account_of(email)
            if user is not None:
                sociallogin.connect(request, user)
                return
