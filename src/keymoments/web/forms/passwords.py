"""Forms in which people choose a password, with the rules in one plain sentence."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

_RULES = _("At least 12 characters, not a password many people use, and nothing like your name or address.")


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """Change one's own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _RULES


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a password by a link that came by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _RULES
