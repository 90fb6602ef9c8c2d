"""How people get in: accounts are made, not asked for."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody makes an account by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The list of reviews."""
        return str(super().get_login_redirect_url(request))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""
