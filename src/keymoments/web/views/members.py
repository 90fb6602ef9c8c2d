"""Who belongs to a review, and the question about conflicts of interest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from keymoments.reviews.operations import members as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission, Role
from keymoments.reviews.queries.people import account_of
from keymoments.reviews.queries.places import Place
from keymoments.web.forms.review import Admission, Declaration, Offer
from keymoments.web.presenters.roles import ROLE_WORDS
from keymoments.web.views.page import Confirmation, in_review, kept, show


@in_review(Permission.DECLARE)
def declare(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Answer about conflicts of interest before being let in."""
    form = Declaration(request.POST or None)
    membership = place.membership
    if membership is None:
        raise Http404
    if kept(request, form, lambda: operations.declare(membership, **form.cleaned_data, by=place.user), done=_("Kept")):
        return redirect("reviews") if membership.conflict else redirect("review", place.review.reference)
    return show(request, "members/declare.jinja", form=form, review=place.review, membership=place.membership)


@in_review(Permission.MEMBERS_VIEW)
def members(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Who belongs to a review; a manager lets people in and ends their places."""
    agencies = {agency.key: agency for agency in place.review.agencies.all()}
    admission = Admission(
        request.POST if request.POST.get("do") == "admit" else None,
        roles=[(str(role), ROLE_WORDS[role]) for role in Role],
        agencies=[(key, agency.name) for key, agency in agencies.items()],
    )
    offer = Offer(
        request.POST if request.POST.get("do") == "offer" else None,
        roles=[(str(role), ROLE_WORDS[role]) for role in Role],
        agencies=[(key, agency.name) for key, agency in agencies.items()],
        prefix="offer",
    )
    form = {"admit": admission, "offer": offer}.get(request.POST.get("do", ""), Confirmation(request.POST or None))

    def work() -> object:
        if form is admission:
            return _admit(place, agencies, admission.cleaned_data, place.user)
        if form is offer:
            return _offer(request, place, agencies, offer.cleaned_data)
        one = place.review.memberships.get(pk=int(request.POST["membership"]))
        change = operations.clear_conflict if request.POST["do"] == "clear" else operations.end_membership
        return change(one, by=place.user)

    if kept(request, form, work, done=_("Done")):
        return redirect("members", place.review.reference)
    shown = place.review.memberships.filter(ended_at=None).select_related("user", "agency").order_by("id")
    return show(request, "members/members.jinja", form=form, admission=admission, offer=offer, review=place.review,
                place=place, members=shown, words=ROLE_WORDS,
                may_change=place.may(Permission.MEMBERS_CHANGE))  # fmt: skip


def _offer(request: HttpRequest, place: Place, agencies: Mapping[str, Any], values: Mapping[str, str]) -> object:
    """Send a link; the mail says neither which family nor which review."""
    invitation, token = operations.invite(
        place.review,
        email=values["email"],
        name=values["name"],
        role=Role(values["role"]),
        agency=agencies.get(values["agency"]),
        by=place.user,
    )
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    words = _("You are invited to work on a review in Keymoments. The link can be used once, within seven days:")
    send_mail(_("You are invited to a review"), f"{words}\n\n{link}\n", None, [invitation.email])
    return invitation


def _admit(place: Place, agencies: Mapping[str, Any], values: Mapping[str, str], by: Any) -> object:
    user = account_of(values["email"])
    if user is None:
        raise Refused(_("Nobody has an account with this address: ask the administrator to make one."))
    agency = agencies.get(values["agency"])
    return operations.admit(place.review, user=user, role=Role(values["role"]), agency=agency, by=by)
