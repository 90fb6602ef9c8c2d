"""Accounts: made and closed by the administrator, who sees no case material."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations import people as operations
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.people import accounts_there
from keymoments.web.forms.accounts import NewAccount
from keymoments.web.views.page import Confirmation, kept, show, signed_in


def accounts(request: HttpRequest) -> HttpResponseBase:
    """All accounts, and a new one."""
    user = signed_in(request)
    if not may(user, Permission.ACCOUNTS):
        raise PermissionDenied
    number = request.POST.get("account", "")
    made = NewAccount(None if number else request.POST or None)
    form = Confirmation(request.POST or None) if number else made
    rows = accounts_there()

    def work() -> object:
        if number:
            one = get_object_or_404(rows, pk=number)
            return operations.set_active(one, active=not one.is_active, by=user)
        return operations.make_account(None, **made.cleaned_data, by=user)

    if kept(request, form, work, done=_("Done")):
        return redirect("accounts")
    return show(request, "accounts/accounts.jinja", form=form, made=made, rows=rows)
