"""How people get in, and how they are kept out."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from tests.invented_review import PASSWORD, account

from keymoments.reviews.models import Invitation, Membership, User
from keymoments.reviews.operations import members
from keymoments.reviews.permissions import Role


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


def sign_in(client, name, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": password})


def test_the_right_password_lets_in_whatever_the_letters_of_the_address(client, db):
    account("ann", password=PASSWORD)
    answer = client.post(reverse("account_login"), {"login": "ANN@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("reviews")).status_code == 200


def test_after_five_wrong_passwords_even_the_right_one_waits(client, db):
    account("ann", password=PASSWORD)
    for _try in range(5):
        assert sign_in(client, "ann", "wrong-wrong-wrong").status_code == 200
    assert sign_in(client, "ann").status_code != 302
    assert client.get(reverse("reviews")).status_code == 302


def test_a_closed_account_is_not_let_in_and_its_open_session_ends(client, db):
    user = account("ann", password=PASSWORD)
    sign_in(client, "ann")
    user.is_active = False
    user.save()
    assert client.get(reverse("reviews")).status_code == 302
    sign_in(client, "ann")
    assert client.get(reverse("reviews")).status_code == 302


def test_nobody_makes_an_account_by_themselves(client, db):
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()
    assert sign_in(client, "new").status_code == 200


def test_with_a_second_factor_asked_for_no_page_shows_before_one_is_set_up(client, db, settings):
    settings.SECOND_FACTOR = True
    account("ann", password=PASSWORD)
    sign_in(client, "ann")
    assert client.get(reverse("reviews")).url == reverse("mfa_index")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    assert client.get(reverse("reviews")).status_code == 200
    client.logout()
    answer = sign_in(client, "ann")
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("reviews")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200


def test_an_invitation_makes_an_account_once_and_says_nothing_of_the_family(client, empty):
    client.force_login(empty.manager)
    client.post(
        reverse("members", args=[empty.review.reference]),
        {"do": "offer", "offer-email": "new@example.org", "offer-name": "New Person", "offer-role": "panel-member"},
    )
    letter = mail.outbox[-1]
    assert "Wren" not in letter.body
    assert empty.review.title not in letter.body + letter.subject
    path = re.search(r"http://[^/]+(/invitation/\S+)", letter.body)[1]
    client.logout()
    assert client.get(path).status_code == 200
    answer = client.post(path, {"name": "New Person", "password": PASSWORD})
    assert answer.status_code == 302
    place = Membership.objects.get(user__email="new@example.org")
    assert (place.role, place.open) == ("panel-member", False)
    assert client.get(reverse("chronology", args=[empty.review.reference])).url.endswith("/declare")
    client.logout()
    assert client.get(path).status_code == 410


def test_an_invitation_that_ended_is_refused(client, empty):
    _, token = members.invite(
        empty.review, email="late@example.org", name="Late", role=Role.PANEL_MEMBER, by=empty.manager
    )
    invitation = Invitation.objects.get()
    invitation.expires_at = invitation.made_at
    invitation.save()
    assert client.get(reverse("invitation", args=[token])).status_code == 410
    assert client.get(reverse("invitation", args=["made-up"])).status_code == 410


def test_an_invitation_to_an_address_with_an_account_needs_its_password(client, empty):
    account("known", password=PASSWORD)
    _, token = members.invite(
        empty.review, email="known@example.org", name="Known", role=Role.PANEL_MEMBER, by=empty.manager
    )
    path = reverse("invitation", args=[token])
    assert client.post(path, {"name": "Known", "password": "some-other-password"}).status_code == 200
    assert not Membership.objects.filter(user__email="known@example.org").exists()
    assert client.post(path, {"name": "Known", "password": PASSWORD}).status_code == 302


def test_a_told_conflict_keeps_the_place_closed_until_somebody_weighed_it(client, empty):
    user = account("torn", password=PASSWORD)
    place = members.admit(empty.review, user=user, role=Role.PANEL_MEMBER, by=empty.manager)
    members.declare(place, conflict=True, words="I supervised the worker.", by=user)
    client.force_login(user)
    page = reverse("chronology", args=[empty.review.reference])
    assert client.get(page).status_code == 302
    members.clear_conflict(place, by=empty.manager)
    assert client.get(page).status_code == 200


def test_pages_are_kept_in_no_browser_and_framed_nowhere(client, empty):
    client.force_login(empty.lead)
    answer = client.get(reverse("chronology", args=[empty.review.reference]))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_rules_of_a_new_password_are_one_plain_sentence(client, db):
    account("ann", password=PASSWORD)
    sign_in(client, "ann")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "At least 12 characters, not a password many people use" in page
    assert "&lt;" not in page
