"""A place offered by mail, taken."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.reviews.operations.members import accept, invitation_of
from keymoments.reviews.operations.operation import Refused
from keymoments.web.forms.review import Acceptance
from keymoments.web.views.page import kept, show


def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take a place: the link is the proof, a password makes the account."""
    try:
        offered = invitation_of(token)
    except Refused as refusal:
        answer = show(request, "invitations/ended.jinja", why=str(refusal))
        answer.status_code = 410
        return answer
    form = Acceptance(request.POST or None, initial={"name": offered.name})
    taken: list[object] = []

    def work() -> object:
        values = form.cleaned_data
        taken.append(accept(token, name=values["name"], password=values["password"]))
        return taken[0]

    if kept(request, form, work, done=_("Welcome")):
        if not taken:  # the second click of two: the first one made the account
            return redirect("reviews")
        login(request, taken[0], backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
        record_authentication(request, taken[0], method="password")
        return redirect("reviews")
    return show(request, "invitations/invitation.jinja", form=form, email=offered.email)
